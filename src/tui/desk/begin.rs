//! How something is begun at the desk: a command by name, a log line, the next due thing. Must not know how it is done.

use super::{Desk, case_in, due_words};
use crate::model::CaseRef;
use crate::tui::capture::Capture;
use crate::tui::deed::Deed;
use crate::tui::dialog;
use crate::tui::keys::Place;
use crate::tui::stage::{About, Reply};

impl Desk {
    /// Names the case a log line goes to: the one on screen, the selected one, else the worst open incident.
    pub fn target(&self, about: &About) -> Option<CaseRef> {
        case_in(about).or_else(|| self.worst.as_ref().map(|line| line.case))
    }

    /// Begins a command or a query by name: does it, or asks for what is missing.
    pub fn start(&self, name: &str, about: &About) -> Reply<Self> {
        match Deed::find(name) {
            Some(Deed::Command(_)) if self.barred().is_some() => Reply::Say(self.barred().unwrap_or_default()),
            Some(deed) => dialog::begin(deed, about, self),
            None => Reply::Say(format!("there is no '{name}' here yet")),
        }
    }

    /// Begins a log line, where something may be typed.
    pub fn capture(&self, about: &About, sign: &str) -> Reply<Self> {
        if let Some(why) = self.barred() {
            return Reply::Say(why);
        }
        match self.target(about) {
            Some(case) => Reply::Open(Box::new(Capture::of(case, sign, self))),
            None => Reply::Say("there is no open case to log to; n opens one".to_owned()),
        }
    }

    /// Goes to the case of the nearest due thing; from the room of a case to that of the next one after it.
    pub fn next_due(&self, from: Option<CaseRef>) -> Reply<Self> {
        let here = self.due.iter().rposition(|due| Some(due.case_ref) == from).map_or(0, |at| at + 1);
        let mut others = self.due.iter().skip(here).chain(&self.due).filter(|due| Some(due.case_ref) != from);
        match (others.next(), self.due.first()) {
            (Some(due), _) => Reply::Visit(Place::Room, vec![("case", due.case_ref.to_string())]),
            (None, Some(due)) => Reply::Say(format!("what is due next is here: {}", due_words(due, &self.app.ctx.now()))),
            (None, None) => Reply::Say("nothing is due".to_owned()),
        }
    }
}
