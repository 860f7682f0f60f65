//! The report of a project issue as its template sees it (PRINCE2): plain fields, filled by the floor above, escaped when printed.
//!
//! What it shares with a review has the same structs. Must not know the record they come from.

use serde::Serialize;

use super::rca::{RcaAction, RcaBlock, RcaCase, RcaFooter, RcaHypothesis, RcaTime, Rendered, rendered, with_footer};
use super::template::{TemplateError, Templates};
use crate::model::Untrusted;

/// Name of the template.
pub const TEMPLATE: &str = "issue/report.md.j2";

/// Holds everything the report prints; what is absent is said to be unknown or left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IssueReport {
    /// The issue.
    pub case: RcaCase,
    /// Who raised it.
    pub raised_by: Untrusted,
    /// Who wrote this report, and when.
    pub author: Untrusted,
    /// When it was written.
    pub written: String,
    /// Key times.
    pub times: Vec<RcaTime>,
    /// What the cause is, as the review has it.
    pub causes: Untrusted,
    /// What is taken to be the cause.
    pub hypotheses: Vec<RcaHypothesis>,
    /// What it does to projects, aspect by aspect.
    pub impact: Option<RcaBlock>,
    /// What could be done.
    pub options: RcaBlock,
    /// What is recommended: option and reason.
    pub recommendation: Untrusted,
    /// Why.
    pub recommended_why: Untrusted,
    /// Who has to agree, and where they stand.
    pub parties: Option<RcaBlock>,
    /// What was decided, the last one first.
    pub decisions: Option<RcaBlock>,
    /// What is to be done.
    pub actions: Vec<RcaAction>,
    /// Where it comes from.
    pub footer: RcaFooter,
}

/// Renders a report as Markdown in a language; secrets are taken out unless `raw`.
///
/// # Errors
/// Names the template and the line if the user's own template is wrong.
pub fn render(templates: &Templates, report: &IssueReport, language: &str, raw: bool) -> Result<Rendered, TemplateError> {
    rendered(templates, TEMPLATE, value(report, raw), language)
}

/// Gives a report as JSON, and how many secrets were taken out; none are if `raw`.
pub fn value(report: &IssueReport, raw: bool) -> (serde_json::Value, usize) {
    with_footer(report, &report.footer, raw)
}
