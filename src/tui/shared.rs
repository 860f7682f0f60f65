//! The shared screen: what everybody in the room may see, and nothing that is typed.
//!
//! What may be seen is decided where it is read; here is only how one leaves it: by an act of its own that no key hits by accident.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::Desk;
use super::input::Input;
use super::keys::{Act, Place};
use super::parts::picker::{Item, PickReply, Picker};
use super::stage::{Reply, Screen};
use super::theme::Theme;
use crate::model::entry::Visibility;

/// Says why nothing can be written on a shared screen.
pub const WHY_NOT: &str = "others are looking, so nothing is changed here; {commands} ends that";
/// What is said when sharing begins.
pub const BEGUN: &str = "shared: only what management may see is shown; {commands} ends the sharing";
/// What is said when it has ended.
pub const ENDED: &str = "no longer shared: internal lines are shown again";

impl Desk {
    /// Shows from now on only what management may see, or everything again.
    pub fn share(&mut self, shared: bool) {
        self.shared = shared;
        self.app.read_for(if shared { Visibility::Management } else { Visibility::Internal });
        self.refresh();
    }

    /// Says whether others are looking at this screen.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Gives how many rows of the screen one row of a list takes: on a shared screen with room between.
    pub fn step(&self) -> usize {
        if self.shared { 2 } else { 1 }
    }

    /// Says why nothing can be written here, if so.
    pub(super) fn barred(&self) -> Option<String> {
        if self.shared {
            return Some(self.told(Place::Board, WHY_NOT));
        }
        self.app.read_only().map(|why| format!("nothing can be changed here: {why}"))
    }
}

/// The question before everything is shown again; the harmless answer is chosen.
pub struct Leaving {
    picker: Picker,
}

impl Default for Leaving {
    fn default() -> Self {
        let item = |label: &str| Item { label: label.to_owned(), note: String::new(), also: String::new() };
        let items = vec![item("Stay shared"), item("Nobody else is looking: show internal lines again")];
        Self { picker: Picker::new("End the sharing?", items) }
    }
}

impl Leaving {
    fn reply(reply: PickReply) -> Reply<Desk> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Chosen(1) => Reply::Do(Act::Unshare),
            PickReply::Chosen(_) | PickReply::Leave => Reply::Back,
        }
    }
}

impl Screen<Desk> for Leaving {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, _: &Desk) -> Reply<Desk> {
        Self::reply(self.picker.act(act))
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        match input {
            Input::Key(chord) => Self::reply(self.picker.key(*chord)),
            Input::Paste { text, .. } => Self::reply(self.picker.paste(text)),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        self.picker.draw_over(frame, area, theme, (60, 7));
    }
}

#[cfg(test)]
#[path = "shared_tests.rs"]
mod tests;
