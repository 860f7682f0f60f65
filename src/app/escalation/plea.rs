//! The page that is handed to whoever decides: what is asked, how it stands, the evidence, and what happens if nobody decides.

use serde_json::{Value as Json, json};

use super::show::{evidence, row};
use super::{GATE, HOLD};
use crate::app::catch_up::lines::Told;
use crate::app::draft::Input;
use crate::app::paper::Paper;
use crate::app::query::{Shown, View};
use crate::app::{Failure, due};
use crate::document::{Document, Inline};
use crate::model::entry::Owed;
use crate::model::fields::Fields;
use crate::model::{Refusal, Untrusted};

/// What comes by itself when nobody decides.
const COMING: &[Owed] = &[Owed::Trigger, Owed::NoReturn, Owed::Restore, Owed::Issue, Owed::Back];
/// Lines about that, at most: it is one page.
const LINES: usize = 5;

pub(super) fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let row = input.numbered("escalation")?;
    let gone = || Refusal::field("escalation", "its case is not here any more", "see 'warroom escalation list'");
    let case = row.case.map(|(id, _)| view.read.case_by_id(id)).transpose()?.flatten().ok_or_else(gone)?;
    let paper = Paper::begin(view, &case, input)?;
    // The evidence says what is thought of whoever reads; only what was opened to them by hand is printed for them.
    if paper.read.fields(row.subject, row.id)?.is_none() {
        let name = row.number().unwrap_or_default();
        let why = format!("{name} is not for {} readers", paper.reader.label());
        return Err(
            Refusal::field("for", why, format!("'warroom escalation set {name} --for {}' opens it to them", paper.reader.key())).into()
        );
    }
    let told = Told::read(&paper)?;
    let situation = situation(&told)?;
    let coming = coming(&paper, &told)?;
    let title = format!("{} {}", paper.word("escalation"), row.number().unwrap_or_default());
    let none = paper.word("none");
    let mut page = Document::new()
        .heading(1, Inline::from(format!("{title}: {}", row.word("outcome"))))
        .facts(asked(&paper, row).into_iter().map(|(key, text)| (paper.word(key), text)))
        .heading(2, paper.word("situation"))
        .bullets(situation.iter().map(|line| Untrusted::new(line.clone())));
    if row.word("kind") == GATE {
        page = evidence(page, row, &paper.word("evidence_for"), &paper.word("evidence_against"), &none);
    }
    page = page.heading(2, paper.word("assessment")).facts(judged(&paper, row).into_iter().map(|(key, text)| (paper.word(key), text)));
    page = page.heading(2, paper.word("if_nothing"));
    page = if coming.is_empty() { page.paragraph(none) } else { page.bullets(coming.iter().map(|line| Untrusted::new(line.clone()))) };
    let mut whole = self::row(row);
    whole.insert("situation".to_owned(), json!(situation));
    whole.insert("if_nothing_is_decided".to_owned(), json!(coming));
    Ok(paper.hand_out(page, Json::Object(whole), &title, input))
}

/// What is asked of whom, until when, and who can be asked about it.
fn asked(paper: &Paper<'_>, row: &Fields) -> Vec<(&'static str, Untrusted)> {
    let case = &paper.case;
    let until = if row.word("decision") == HOLD {
        ("look_again", paper.time(row.time("relook")))
    } else {
        ("needed_by", paper.time(row.time("relook")))
    };
    let lead = paper.person(case.lead.as_ref().map(|lead| &lead.name));
    let author = paper.person(row.text("author").as_ref());
    let contact = if lead.is_blank() || lead == author { author } else { format!("{}, {}", lead.raw(), author.raw()).into() };
    vec![
        ("asked", row.text("outcome").unwrap_or_default()),
        ("project", row.name("project").cloned().unwrap_or_default()),
        ("case", format!("{} {}", case.case_ref(), case.title.raw()).into()),
        ("who_decides", row.text("sent_to").unwrap_or_else(|| paper.word("nobody_yet").into())),
        (until.0, until.1.into()),
        ("contact", contact),
    ]
}

fn judged(paper: &Paper<'_>, row: &Fields) -> Vec<(&'static str, Untrusted)> {
    let word = |prefix: &str, key: &str| match row.word(key) {
        "" => Untrusted::default(),
        word => paper.word(&format!("{prefix}_{}", word.replace('-', "_"))).into(),
    };
    vec![
        ("verdict", word("verdict", "verdict")),
        ("decision", word("decision", "decision")),
        ("why", row.text("why").unwrap_or_default()),
        ("time", paper.time(row.time("judged")).into()),
        ("answer", word("answer", "answer")),
        ("note", row.text("answer_text").unwrap_or_default()),
    ]
}

/// Says how it stands in three lines: the case, what it does, and what happened last.
fn situation(told: &Told<'_>) -> Result<Vec<String>, Failure> {
    let parts = told.parts()?;
    let first = |key: &str, at: usize| parts.iter().find(|part| part.key == key).and_then(|part| part.lines.get(at).cloned());
    let newest = parts.iter().find(|part| part.key == "happened").and_then(|part| part.lines.iter().skip(1).next_back().cloned());
    Ok([first("happened", 0), first("impact", 0), newest].into_iter().flatten().collect())
}

/// Lists what comes by itself: triggers, points of no return, service levels; and what is hit already.
fn coming(paper: &Paper<'_>, told: &Told<'_>) -> Result<Vec<String>, Failure> {
    let dues = paper.read.due_in(paper.case.id)?;
    let word = |due: &crate::model::entry::Due| {
        let what = if due.number.is_some() { format!(" {} {}", due::of(due), due.text.raw()) } else { String::new() };
        format!("{} {}{what}", paper.at(due.at), paper.word(&format!("owed_{}", due.what.key().replace('-', "_"))))
    };
    let mut lines: Vec<String> = dues.iter().filter(|due| COMING.contains(&due.what)).map(word).take(LINES).collect();
    lines.extend(told.impact()?.into_iter().skip(usize::from(paper.case.effect.is_some())));
    Ok(lines)
}
