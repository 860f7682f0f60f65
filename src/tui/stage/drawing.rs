//! How the stage is drawn: the frame, and every screen that can be seen between its top and its foot.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Screen, Stage, World};
use crate::tui::keys::{Act, Place};
use crate::tui::parts::frame;
use crate::tui::theme::Theme;

impl<W: World> Stage<W> {
    /// Draws the frame and every screen that can be seen.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: &Theme, world: &W) {
        let [top, due, body, foot] = frame::divide(frame.area());
        let Some(tab) = self.tabs.get(self.here) else { return };
        let header = world.header();
        let mut spots = frame::top(frame, top, tab.place, &header, theme);
        // Before there is a database nothing is owed.
        if tab.place != Place::Welcome {
            frame::due(frame, due, &header, theme);
        }
        let lowest = tab.stack.iter().rposition(|(_, screen)| !screen.overlay()).unwrap_or(0);
        for (_, screen) in &tab.stack[lowest..] {
            screen.draw(frame, above_foot(body, screen.as_ref(), self.foot_taken()), theme, world);
        }
        let place = tab.stack.last().map_or(tab.place, |(_, screen)| screen.place());
        let empty = tab.stack.last().is_some_and(|(_, screen)| screen.is_empty());
        let needs = |act: Act| matches!(act, Act::Enter | Act::Update | Act::Root | Act::Command(_));
        let writes = |act: Act| act.writes() || (place, act) == (Place::Review, Act::Enter);
        let top = tab.stack.last().map(|(_, screen)| screen);
        let leaves_out = |act: Act| top.is_some_and(|top| top.idle(act, world));
        let idle = |act: Act| (empty && needs(act)) || (writes(act) && !world.writes()) || leaves_out(act);
        let mut hints = self.keys.footer(place, idle, frame::hint_room(foot));
        for hint in &mut hints {
            hint.words = top.and_then(|top| top.hint(hint.act)).unwrap_or(hint.words);
        }
        spots.append(&mut frame::foot(frame, foot, &hints, self.said.as_ref().map(|(text, role)| (text.as_str(), *role)), theme));
        self.spots.replace(spots);
        frame::finish(frame.buffer_mut(), theme);
    }

    /// Gives what lies between top and foot.
    pub(super) fn body_area(&self) -> Rect {
        let [_, _, body, _] = frame::divide(Rect::new(0, 0, self.size.width, self.size.height));
        body
    }

    /// Gives the rows that a log line takes from the other screens.
    pub(super) fn foot_taken(&self) -> u16 {
        let screens = self.tabs.get(self.here).into_iter().flat_map(|tab| &tab.stack);
        let height = self.body_area().height;
        screens.map(|(_, screen)| screen.takes_foot(height)).max().unwrap_or(0)
    }
}

/// Gives what a screen has of the body while another takes `foot` rows of it; a border is never drawn over.
pub(super) fn above_foot<W: World>(body: Rect, screen: &dyn Screen<W>, foot: u16) -> Rect {
    let taken = if screen.takes_foot(body.height) > 0 { 0 } else { foot.saturating_sub(screen.leaves_foot(body.height)) };
    Rect { height: body.height - taken.min(body.height), ..body }
}
