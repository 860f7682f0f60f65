//! How causes, impacts and actions spread over human, organisation and technology; where nothing stands, one question is asked.
//!
//! Must not know how a review prints any of them.

use serde_json::{Map, Value as Json};

use super::show::in_order;
use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::model::finding::{Aspect, FindingKind};

/// How much of a case lies in one aspect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share {
    causes: usize,
    impacts: usize,
    actions: usize,
}

impl Share {
    fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// Lists the aspects with what lies in each; an empty one asks its question.
pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let mut shares = [Share::default(); Aspect::ALL.len()];
    let mut count = |aspect: Option<Aspect>, add: fn(&mut Share)| {
        if let Some(at) = aspect.and_then(|aspect| Aspect::ALL.iter().position(|known| *known == aspect)) {
            add(&mut shares[at]);
        }
    };
    for row in in_order(view, case.id)? {
        let add = match FindingKind::parse(row.word("kind")) {
            Some(FindingKind::Cause) => |share: &mut Share| share.causes += 1,
            Some(FindingKind::Impact) => |share: &mut Share| share.impacts += 1,
            _ => continue,
        };
        count(Aspect::parse(row.word("aspect")), add);
    }
    for action in view.read.actions_of(case.id)? {
        count(action.aspect, |share| share.actions += 1);
    }
    Ok(Shown::Rows(Aspect::ALL.iter().zip(shares).map(|(aspect, share)| row(view, *aspect, share)).collect()))
}

fn row(view: &View<'_>, aspect: Aspect, share: Share) -> Map<String, Json> {
    let code = format!("aspect-{}", aspect.key());
    let asked = view.ctx.questions().find(&code).filter(|_| share.is_empty());
    RowOf::new()
        .with("aspect", aspect.key())
        .with("causes", share.causes)
        .with("impacts", share.impacts)
        .with("actions", share.actions)
        .with("question", asked.map(|question| question.ask.in_language(&view.ctx.language).to_owned()))
        .done()
}
