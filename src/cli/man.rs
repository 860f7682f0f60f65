//! The manual page: what clap knows of the program, and every command on the same page.

use std::io;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::leaf::Leaf;
use super::stop::CODES;
use super::tree::{build, help, usage, value_name};
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
