//! What the pages of an export have in common: how they begin, how a time is written, and the foot that says for whom, when, and up to
//! which change.

use std::io::Write;

use super::whats::Format;
use super::{Asked, Broken, remarks};
use crate::document::{Document, Inline, rca, redact};
use crate::model::{Moment, Untrusted};

/// Writes a time in the page's zone.
pub(super) fn time(asked: &Asked<'_>, moment: Option<Moment>) -> String {
    moment.map(|moment| rca::full_time(&moment, asked.zone, &asked.words)).unwrap_or_default()
}

/// Writes an instant in the page's zone.
pub(super) fn at(asked: &Asked<'_>, at: i64) -> String {
    time(asked, Moment::exact(at, asked.zone.offset_minutes(at)))
}

/// Begins a page: its title, what it is narrowed to, the zone of its times, and what else is known at the start.
pub(super) fn begin(asked: &Asked<'_>, title: &str, more: Vec<(String, Untrusted)>) -> Document {
    let of = asked.case.as_ref().map(|case| case.case_ref().to_string());
    let project = asked.project.as_ref().map(|name| name.raw().to_owned());
    let zone = format!("{} ({})", asked.zone.name(), asked.zone.short());
    let facts = [("case", of.unwrap_or_default()), ("project", project.unwrap_or_default()), ("all_times_on", zone)];
    let facts = facts.into_iter().map(|(key, value)| (asked.word(key), Untrusted::from(value)));
    Document::new().heading(1, title).facts(facts.chain(more))
}

/// Writes a finished page without passwords, tokens and keys, and with its foot.
pub(super) fn hand_out(asked: &Asked<'_>, document: Document, left_out: usize, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let (document, secrets) = if asked.raw { (document, 0) } else { redact::redact_document(document) };
    // The foot is ours; its hash must not be taken for a secret.
    let document = document.rule().paragraph(foot(asked, left_out, secrets)?);
    let text = match asked.format {
        Format::Html => document.to_html_page(&document.title(), &asked.ctx.language),
        _ => document.to_markdown(),
    };
    out.write_all(text.as_bytes())?;
    Ok(remarks(asked, left_out, secrets))
}

/// Says for whom it is, what is not in it, and how far the journal was.
pub(super) fn foot(asked: &Asked<'_>, left_out: usize, secrets: usize) -> Result<Inline, Broken> {
    let newest = asked.wide.last_batch()?;
    let head = asked.wide.batch_hash(newest)?.unwrap_or_default();
    let redactions = if asked.raw { asked.word("secrets_left_in") } else { format!("{secrets} {}", asked.word("redactions")) };
    let words = format!(
        "{} {} {}; {}: {}; {left_out} {}; {redactions}; {} b{newest}, {} ",
        asked.word("made"),
        at(asked, asked.ctx.at),
        asked.zone.short(),
        asked.word("printed_for"),
        asked.reader.label(),
        asked.word("left_out"),
        asked.word("up_to"),
        asked.word("head"),
    );
    let version = format!("; warroom {}", env!("CARGO_PKG_VERSION"));
    Ok(Inline::new().dim(words).styled(crate::document::Style::Code, head).dim(version))
}
