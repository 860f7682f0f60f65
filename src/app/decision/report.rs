//! The report of an issue (PRINCE2) as a document: what it is, what it does, what could be done, what was decided, how it ended.

use crate::app::draft::Input;
use crate::app::incident::CASE;
use crate::app::query::{Query, Shown, View};
use crate::app::review::printed::{formatted, headed, reader, remarks, templates};
use crate::app::review::{FORMAT, RAW, READER};
use crate::app::{Failure, command, rca};
use crate::document::issue_report;
use crate::model::{CaseKind, Refusal};

pub(super) const QUERY: Query = Query {
    name: "issue report",
    doc: "Prints the report of an issue as Markdown, HTML or JSON.",
    fields: &[&CASE, &READER, &FORMAT, &RAW],
    columns: &[],
    empty: "",
    run: export,
};

fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    if case.kind != CaseKind::Issue {
        return command::refuse("case", format!("{} is an incident", case.case_ref()), "'warroom review export' prints its review");
    }
    let (language, raw) = (view.ctx.language.as_str(), input.yes("raw"));
    let report = rca::issue_report(view, case, reader(input))?;
    let page = issue_report::render(&templates(view.ctx), &report, language, raw)
        .map_err(|e| Refusal::whole(e.to_string(), "correct the template, or take it out of the templates folder"))?;
    let notes = remarks(&report.footer, page.redactions, raw);
    let json = || headed(issue_report::value(&report, raw).0, &report.case.reference);
    Ok(Shown::Text(formatted(input, language, page, json), notes))
}
