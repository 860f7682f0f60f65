//! An update to an audience as the templates see it: plain fields, filled by the floor above, escaped when printed.
//!
//! What is not known is an empty text, and the templates mark it where a reader sees it. A cause is given only when it was confirmed.

use serde::Serialize;

use super::template::{TemplateError, Templates};
use super::{Document, redact};
use crate::model::Untrusted;

/// Languages that updates are written in.
pub const LANGUAGES: &[&str] = &["en", "nl", "zh"];

/// Widest line of a text that somebody writes on in; whoever shows it breaks the lines.
const UNBROKEN: usize = 100_000;

/// Holds everything an update is written from, as far as its reader may know it; an empty text is not known.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateContext {
    /// `INC-12`.
    pub reference: String,
    /// `incident` or `issue`.
    pub kind: String,
    /// What it is called.
    pub title: Untrusted,
    /// Service of an incident, project of an issue.
    pub home: Untrusted,
    /// Priority.
    pub priority: String,
    /// Where it stands.
    pub state: String,
    /// Who gets it.
    pub audience: Untrusted,
    /// Since when.
    pub since: String,
    /// What it does, in words.
    pub impact: Untrusted,
    /// By when that is expected to be known.
    pub impact_by: String,
    /// Projects it hits.
    pub hits: Vec<Untrusted>,
    /// The last things that were observed, oldest first.
    pub facts: Vec<UpdateLine>,
    /// What was decided last, if anything.
    pub decided: Vec<UpdateLine>,
    /// What is being done.
    pub actions: Vec<UpdateTask>,
    /// A way around it.
    pub workaround: Untrusted,
    /// The confirmed cause, where this reader may know it.
    pub cause: Untrusted,
    /// Whether a cause was confirmed at all.
    pub cause_found: bool,
    /// Whom to tell.
    pub contact: Untrusted,
    /// Since when it works again.
    pub restored: String,
    /// Since when it is over.
    pub resolved: String,
    /// When the analysis is due.
    pub review_due: String,
    /// When this audience was told last.
    pub last_told: String,
    /// When it will be told next.
    pub next: String,
}

/// One line of what happened.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateLine {
    /// When.
    pub at: String,
    /// What.
    pub text: Untrusted,
}

/// One thing that is being done.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UpdateTask {
    /// What.
    pub text: Untrusted,
    /// Who does it, where this reader may know names.
    pub owner: Untrusted,
    /// Until when.
    pub due: String,
}

/// Gives the name of the template of a phase in a language.
pub fn template(language: &str, phase: &str) -> String {
    format!("updates/{language}/{phase}.md.j2")
}

/// Writes an update as plain text, one line a paragraph; passwords, tokens and keys are taken out, and how many is said.
///
/// # Errors
/// Names the template and the line if the user's own template is wrong.
pub fn render(templates: &Templates, context: &UpdateContext, language: &str, phase: &str) -> Result<(String, usize), TemplateError> {
    let mut value = serde_json::to_value(context).expect("the context holds texts, lists and a yes or no only");
    let redactions = redact::redact_value(&mut value);
    let markdown = templates.render(&template(language, phase), &value)?;
    Ok((plain(&Document::from_markdown(&markdown)), redactions))
}

/// Prints without the empty lines that end it.
fn plain(document: &Document) -> String {
    document.to_plain(UNBROKEN).trim_end().to_owned()
}

#[cfg(test)]
#[path = "update_tests.rs"]
mod tests;
