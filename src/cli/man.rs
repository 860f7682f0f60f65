//! The manual page: what clap knows of the program, and every command on the same page.

use std::io;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::leaf::Leaf;
use super::stop::CODES;
use super::tree::{build, help, usage, value_name};
use super::words::{EXAMPLES, GROUPS, SPACES};
use crate::app::Place;

/// Writes the page in roff.
///
/// # Errors
/// Those of writing into memory: none.
pub fn page() -> io::Result<String> {
    let man = Man::new(build(None).before_help("").after_help(""));
    let mut bytes = Vec::new();
    man.render_title(&mut bytes)?;
    man.render_name_section(&mut bytes)?;
    man.render_synopsis_section(&mut bytes)?;
    man.render_description_section(&mut bytes)?;
    man.render_options_section(&mut bytes)?;
    let mut rest = Roff::new();
    rest.control("SH", ["COMMANDS"]);
    for leaf in Leaf::all().filter(|leaf| !leaf.is_hidden()) {
        command(&mut rest, &leaf);
    }
    rest.control("SH", ["EXIT STATUS"]);
    for (code, means) in CODES {
        rest.control("TP", []).text([bold(code.to_string())]).text([roman(*means)]);
    }
    rest.to_writer(&mut bytes)?;
    man.render_version_section(&mut bytes)?;
    String::from_utf8(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

/// Gives the name and text of every page: one for the program, one for each first word.
///
/// # Errors
/// As [`page`].
pub fn pages() -> io::Result<Vec<(String, String)>> {
    let mut all = vec![("warroom.1".to_owned(), page()?)];
    for word in GROUPS.iter().flat_map(|(_, words)| words.iter()) {
        all.push((format!("warroom-{word}.1"), page_of(word)?));
    }
    Ok(all)
}

/// Writes the page of the commands that share a first word.
fn page_of(word: &str) -> io::Result<String> {
    let leaves: Vec<Leaf> = Leaf::all().filter(|leaf| leaf.name().split(' ').next() == Some(word)).collect();
    let space = SPACES.iter().find(|(name, _)| *name == word).map(|(_, about)| *about);
    let about = space.or_else(|| leaves.first().map(Leaf::doc)).unwrap_or_default();
    let name = format!("warroom-{word}");
    let mut out = Roff::new();
    let source = format!("warroom {}", env!("CARGO_PKG_VERSION"));
    out.control("TH", [name.as_str(), "1", "", source.as_str(), ""]);
    out.control("SH", ["NAME"]).text([roman(format!("{name} - {}", about.trim_end_matches('.')))]);
    out.control("SH", ["COMMANDS"]);
    for leaf in &leaves {
        command(&mut out, leaf);
    }
    let examples: Vec<&str> =
        EXAMPLES.iter().filter(|(name, _)| leaves.iter().any(|leaf| leaf.name() == *name)).map(|(_, line)| *line).collect();
    if !examples.is_empty() {
        out.control("SH", ["EXAMPLES"]).control("nf", []);
        for line in examples {
            out.text([roman(line)]);
        }
        out.control("fi", []);
    }
    out.control("SH", ["SEE ALSO"]).text([bold("warroom"), roman("(1): options for every command, and exit codes.")]);
    Ok(out.render())
}

fn command(out: &mut Roff, leaf: &Leaf) {
    out.control("SS", [leaf.name()]);
    out.text([bold(usage(leaf))]).control("PP", []).text([roman(leaf.doc())]);
    for field in leaf.fields() {
        let spelled = match field.place {
            Place::Argument => value_name(field),
            Place::Flag => format!("--{}", field.key),
        };
        out.control("TP", []).text([bold(spelled)]).text([roman(help(field))]);
    }
}
