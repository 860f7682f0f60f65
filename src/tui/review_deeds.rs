//! What is done on the selected line of a review: its text written, a row added, changed or moved, a remark settled. Knows no key.

use super::deed::Deed;
use super::desk::{Desk, Order};
use super::dialog::{begin, begin_step, begin_with};
use super::keys::{Act, Place};
use super::review::Review;
use super::review_edit::ReviewEdit;
use super::review_items::Part;
use super::stage::{About, Reply, Screen as _};
use crate::app::review::outline::RowLine;
use crate::app::{Draft, tables};
use crate::model::finding::FindingKind;
use crate::model::sections::Form;

/// Adds a row to the selected section.
pub const ADD: Act = Act::Command("finding add");
/// Says with whom the review was shared.
pub const SHARE: Act = Act::Command("review share");
/// Remarks on the selected section, or on the whole.
pub const REMARK: Act = Act::Command("review remark");
/// Why nothing is written where a review is approved, and how it is opened again; the key stands in braces.
pub const APPROVED: &str = "this review is approved; {review-state} in the Review opens it again";
/// Takes the selected row out.
const REMOVE: Act = Act::Command("finding remove");

/// Says what Enter does on a line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enters {
    /// Writes the section's text.
    Text,
    /// Adds a row to the section.
    NewRow,
    /// Changes the row.
    Row,
    /// Settles the remark.
    Remark,
    /// Nothing is selected.
    Nothing,
}

impl Review {
    /// Says what Enter does on the selected line.
    pub(super) fn enters(&self) -> Enters {
        let Some((item, outline)) = self.item().zip(self.outline.as_ref()) else { return Enters::Nothing };
        match (item.part, item.section(outline)) {
            (Part::Row(_), _) => Enters::Row,
            (Part::Remark(_), _) => Enters::Remark,
            (Part::Heading, Some(section)) if section.takes.is_some() && section.text.is_blank() && section.form != Form::Prose => {
                Enters::NewRow
            }
            (Part::Heading, Some(_)) => Enters::Text,
            (Part::Heading, None) => Enters::Nothing,
        }
    }

    /// Opens the text of the selected section.
    pub(super) fn edit(&self, desk: &Desk) -> Reply<Desk> {
        match (&self.outline, self.section()) {
            (Some(outline), Some(section)) => {
                Reply::Open(Box::new(ReviewEdit::of(outline.case.clone(), section.clone(), self.asked_at, desk)))
            }
            _ => Reply::Done,
        }
    }

    /// Does what is obvious on the selected line.
    pub(super) fn enter(&self, desk: &Desk) -> Reply<Desk> {
        match self.enters() {
            Enters::Text => self.edit(desk),
            Enters::NewRow => self.add_row(desk),
            Enters::Row => self.with("finding set", desk),
            Enters::Remark => self.with("review settle", desk),
            Enters::Nothing => Reply::Done,
        }
    }

    /// Begins a command about the selected row or remark, in a form.
    pub(super) fn with(&self, name: &'static str, desk: &Desk) -> Reply<Desk> {
        let Some(deed) = Deed::find(name) else { return Reply::Done };
        let about: About = self.about().into_iter().filter(|(key, _)| deed.fields().iter().any(|field| field.key == *key)).collect();
        if deed.corrects() { begin(deed, &about, desk) } else { begin_step(deed, &about, &[], desk) }
    }

    /// Begins a row of the kind the section takes.
    pub(super) fn add_row(&self, desk: &Desk) -> Reply<Desk> {
        let (Some(deed), Some(case), Some(section)) = (Deed::find("finding add"), self.case, self.section()) else { return Reply::Done };
        let Some((kind, mark)) = section.takes else { return Reply::Done };
        let mark = mark.map(|mark| ("mark", mark.to_owned()));
        let about: About = [("case", case.to_string()), ("kind", kind.to_owned())].into_iter().chain(mark).collect();
        begin_with(deed, &about, &[], desk)
    }

    /// Begins a remark: on the selected section, unless that is emptied in the form.
    pub(super) fn remark(&self, desk: &Desk) -> Reply<Desk> {
        let (Some(deed), Some(case)) = (Deed::find("review remark"), self.case) else { return Reply::Done };
        let on: Vec<_> = self.section().map(|section| ("section", section.name.clone())).into_iter().collect();
        begin_with(deed, &vec![("case", case.to_string())], &on, desk)
    }

    /// Moves the selected cause among those that explain the same.
    fn shift_cause(act: Act, row: &RowLine, desk: &Desk) -> Reply<Desk> {
        let [before, after] = &row.beside;
        let (key, other, stuck) = match act {
            Act::Raise => ("before", before, "nothing that explains the same stands before it; {causes} shows the tree"),
            _ => ("after", after, "nothing that explains the same stands after it; {causes} shows the tree"),
        };
        match (other, tables::command("cause move")) {
            (Some(other), Some(command)) => {
                Reply::Submit(Order { command, draft: Draft::new().with("cause", row.name.clone()).with(key, other.clone()) })
            }
            _ => Reply::Say(desk.told(Place::Review, stuck)),
        }
    }

    /// Moves the selected row one place among those of its section.
    pub(super) fn shift(&self, act: Act, desk: &Desk) -> Reply<Desk> {
        let Some((item, section)) = self.item().zip(self.section()) else { return Reply::Done };
        if let Some(row) = self.outline.as_ref().and_then(|outline| item.row(outline)).filter(|row| row.kind == FindingKind::Cause.key()) {
            return Self::shift_cause(act, row, desk);
        }
        let (Part::Row(at), Some(command)) = (item.part, tables::command("finding move")) else { return Reply::Done };
        let name = |at: usize| section.rows.get(at).map(|row| row.name.clone());
        let Some(row) = name(at) else { return Reply::Done };
        let draft = Draft::new().with("finding", row);
        let draft = match (act, at) {
            (Act::Raise, 0) => return Reply::Say("it is the first already".to_owned()),
            (Act::Raise, 1) => draft.with("first", "yes"),
            (Act::Raise, _) => draft.with("after", name(at - 2).unwrap_or_default()),
            _ => match name(at + 1) {
                Some(next) => draft.with("after", next),
                None => return Reply::Say("it is the last already".to_owned()),
            },
        };
        Reply::Submit(Order { command, draft })
    }

    pub(super) fn is_frozen(&self) -> bool {
        let review = self.outline.as_ref().and_then(|outline| outline.review.as_ref());
        review.is_some_and(|review| review.state.is_approved())
    }

    /// Says whether the foot leaves an act out: without a case what needs one, and what an approved review refuses.
    pub(super) fn leaves_out(&self, act: Act, desk: &Desk) -> bool {
        match act {
            Act::New => self.case.is_some(),
            Act::Search => self.case.is_none() && self.cases.selected().is_none(),
            Act::Enter | Act::Question | Act::Edit | Act::Open(Place::Causes) | Act::Command(_) if self.case.is_none() => {
                act != Act::Enter || self.cases.selected().is_none()
            }
            _ => self.is_frozen() && self.refused(act, desk).is_some(),
        }
    }

    /// Says why an act cannot be done on what is selected, if so.
    pub(super) fn refused(&self, act: Act, desk: &Desk) -> Option<String> {
        let here = self.case.is_some();
        let writes = here && matches!(act, Act::Enter | Act::Edit | Act::Raise | Act::Lower | ADD | REMOVE);
        let takes_rows = self.section().is_some_and(|section| section.takes.is_some());
        let of_review = matches!(act, Act::Command(name) if name.starts_with("review ") && name != "review list");
        match act {
            Act::Enter if !here && self.cases.selected().is_none() => {
                Some(desk.told(Place::Review, "no review is owed and no case is open; {new} opens one"))
            }
            ADD | REMOVE | Act::Raise | Act::Lower | Act::Question | Act::Edit if !here => Some("choose a case first".to_owned()),
            _ if of_review && !here => Some(desk.told(Place::Review, "choose a case first; {search} lists them")),
            _ if writes && self.is_frozen() && self.enters() != Enters::Remark => {
                Some(desk.told(Place::Review, "this review is approved; {review-state} opens it again"))
            }
            Act::Edit if self.section().is_none() => Some("no section is selected".to_owned()),
            Act::Enter if here && self.item().is_none() => Some("no section is selected".to_owned()),
            SHARE if !self.is_frozen() => Some(desk.told(Place::Review, "only an approved review is shared; {review-state} approves it")),
            ADD if !takes_rows => Some(desk.told(Place::Review, "this section has no rows; {edit} writes its text")),
            REMOVE | Act::Raise | Act::Lower if self.enters() != Enters::Row => Some("select a row of a section first".to_owned()),
            _ => None,
        }
    }
}
