//! Which templates a review can be printed with: those that come with the program, and a person's own beside or over them.
//!
//! A template is made for somebody: whoever could read more than that somebody may is refused. Must not know what a template says.

use super::super::Failure;
use super::super::draft::{Input, slips};
use super::super::field::{Ask, Field};
use super::super::query::{RowOf, Shown, View};
use crate::app::Context;
use crate::app::command::refuse;
use crate::document::template::Templates;
use crate::model::entry::Visibility;

/// Name of the template that is taken where none is named.
const USUAL: &str = "full";
/// Folder of the templates of reviews.
const FOLDER: &str = "review/";
/// How their files end.
const ENDING: &str = ".md.j2";

/// The template.
pub static TEMPLATE: Field = Field::flag(
    "template",
    "Template",
    Ask::Line,
    "full (the default), management, customer, or one of your own; 'review templates' lists them",
);

/// A template as it can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is called: `management`.
    pub key: String,
    /// Name of its file among the templates.
    pub file: String,
    /// Whom it is made for; nobody gets more out of it.
    pub reader: Visibility,
    /// What it prints, in one sentence.
    pub doc: String,
    /// Whether it is the person's own.
    pub own: bool,
    /// What is wrong with it, if it cannot be read.
    pub trouble: Option<String>,
}

/// Those that come with the program: name, file, reader, what it prints.
const BUILT_IN: &[(&str, &str, Visibility, &str)] = &[
    (USUAL, "review/rca.md.j2", Visibility::Internal, "everything the reader may see"),
    (
        "management",
        "review/management.md.j2",
        Visibility::Management,
        "one page: what happened, in figures, why, what is done, what is open",
    ),
    ("customer", "review/customer.md.j2", Visibility::Public, "for customers: what they noticed and what is done about it, without names"),
];

/// Lists the templates, those of the program first.
pub fn all(ctx: &Context) -> Vec<Choice> {
    let templates = Templates::with_own(ctx.templates.iter().cloned());
    let trouble = |file: &str| templates.trouble(file).map(ToString::to_string);
    let source = |file: &str| ctx.templates.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str());
    let built_in = BUILT_IN.iter().map(|(key, file, reader, doc)| {
        // A file of that name stands over the one of the program; so does one with the program's own name for it.
        let same = format!("{FOLDER}{key}{ENDING}");
        let own = [same.as_str(), file].into_iter().find(|file| source(file).is_some());
        let file = own.unwrap_or(file);
        let reader = own.and_then(source).and_then(made_for).unwrap_or(*reader);
        Choice { key: (*key).to_owned(), file: file.to_owned(), reader, doc: (*doc).to_owned(), own: own.is_some(), trouble: trouble(file) }
    });
    let mut all: Vec<Choice> = built_in.collect();
    for (file, text) in ctx.templates.iter() {
        let Some(key) = file.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(ENDING)) else { continue };
        if all.iter().any(|known| known.file == *file || known.key == key) || BUILT_IN.iter().any(|(_, name, ..)| name == file) {
            continue;
        }
        let reader = made_for(text).unwrap_or(Visibility::Internal);
        all.push(Choice { key: key.to_owned(), file: file.clone(), reader, doc: String::new(), own: true, trouble: trouble(file) });
    }
    all
}

/// Reads whom a person's template is made for out of its first line: `{#- for: management -#}`.
fn made_for(text: &str) -> Option<Visibility> {
    let first = text.lines().next()?.trim().strip_prefix("{#")?.trim_start_matches('-');
    let word = first.trim().strip_prefix("for:")?.trim().trim_end_matches("#}").trim_end_matches('-').trim();
    Visibility::parse(word)
}

/// Gives the file of the usual template: the program's, or the one that stands over it.
pub(super) fn usual(ctx: &Context) -> String {
    all(ctx).into_iter().find(|known| known.key == USUAL).map_or_else(|| crate::document::rca::TEMPLATE.to_owned(), |known| known.file)
}

/// Gives the template that is asked for and the reader it is printed for: the one it is made for unless another is named.
pub(super) fn chosen(ctx: &Context, input: &Input) -> Result<(Choice, Visibility), Failure> {
    let wanted = input.text("template").unwrap_or(USUAL).trim().trim_end_matches(ENDING).to_lowercase();
    let all = all(ctx);
    let Some(found) = all.iter().find(|known| known.key.to_lowercase() == wanted) else {
        let near = all.iter().map(|known| known.key.as_str()).filter(|key| slips(&wanted, key) <= 2).min_by_key(|key| slips(&wanted, key));
        let names = || all.iter().map(|known| known.key.as_str()).collect::<Vec<_>>().join(", ");
        let hint = near.map_or_else(|| format!("one of {}", names()), |near| format!("did you mean '{near}'?"));
        return refuse("template", format!("there is no template '{wanted}'"), hint);
    };
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(found.reader);
    if reader < found.reader {
        let why =
            format!("the template '{}' is made for {} readers, and {} would show more", found.key, found.reader.label(), reader.label());
        let hint = format!("leave the reader out, or take the template '{USUAL}' for {} readers", reader.label());
        return refuse("for", why, hint);
    }
    Ok((found.clone(), reader))
}

/// Lists the templates with whom each is made for.
pub(super) fn list(view: &View<'_>, _: &Input) -> Result<Shown, Failure> {
    let rows = all(view.ctx).into_iter().map(|template| {
        let from = if template.own { "your own" } else { "built in" };
        RowOf::new()
            .with("template", template.key)
            .with("for", template.reader.key())
            .with("from", from)
            .with("file", template.file)
            .with("prints", template.trouble.unwrap_or(template.doc))
            .done()
    });
    Ok(Shown::Rows(rows.collect()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn with(own: &[(&str, &str)]) -> Vec<Choice> {
        let ctx = Context {
            templates: Arc::new(own.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()),
            ..Context::built_in(0, crate::model::Zone::UTC, "ana", "cli", "ana@here")
        };
        all(&ctx)
    }

    #[test]
    fn ones_own_stand_over_and_beside_those_of_the_program() {
        let all = with(&[
            ("review/rca.md.j2", "mine"),
            ("review/customer.md.j2", "{# for: management #}\n{{ broken"),
            ("review/board.md.j2", "{#- for: management -#}\nx"),
            ("updates/en/resolved.md.j2", "x"),
        ]);
        let told: Vec<String> = all.iter().map(|t| format!("{} {} {} {}", t.key, t.file, t.reader.key(), t.own)).collect();
        assert_eq!(
            told,
            [
                "full review/rca.md.j2 internal true",
                "management review/management.md.j2 management false",
                "customer review/customer.md.j2 management true",
                "board review/board.md.j2 management true"
            ]
        );
        assert!(all[2].trouble.as_deref().unwrap().starts_with("template review/customer.md.j2, line 2: "), "{:?}", all[2].trouble);
        assert!(all[0].trouble.is_none());
    }

    #[test]
    fn a_file_named_as_the_template_is_stands_over_it_too() {
        let full = with(&[("review/full.md.j2", "mine")]);
        assert_eq!((full.len(), full[0].file.as_str(), full[0].reader), (3, "review/full.md.j2", Visibility::Internal));
    }
}
