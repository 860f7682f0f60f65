//! What a review prints of the playbook: steps that were done otherwise or left out, and why; the lessons begin with them.

use super::run;
use crate::app::Failure;
use crate::app::query::View;
use crate::app::rca::Block;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::{Untrusted, when};

const COLUMNS: &[&str] = &["", "playbook_step", "state", "why", "who", "time"];

/// Gives the steps of which somebody said something by hand.
pub(in crate::app) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let zone = case.zone_or(view.ctx.zone);
    let Some(run) = run(view, case)? else { return Ok(None) };
    let said = (1..).zip(&run.steps).filter(|(_, line)| line.by_hand);
    let rows = said.map(|(number, line)| {
        let (who, at) = line.said.clone().unzip();
        let cells = vec![
            Untrusted::from(number.to_string()),
            line.step.title.in_language(&view.ctx.language).to_owned().into(),
            line.state.label().into(),
            line.why.clone().unwrap_or_default(),
            who.unwrap_or_default(),
            at.map(|at| when::stamp(&at, zone)).unwrap_or_default().into(),
        ];
        (Visibility::Internal, cells)
    });
    Ok(Some(Block { title: "playbook_steps", columns: COLUMNS, rows: rows.collect() }))
}
