//! Telling people how it stands: whom, where there is more than one audience; then the text, then the way out.
//!
//! Where there is no audience, a line in the log is all there is to write.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::desk::{Desk, role};
use super::input::Input;
use super::keys::{Act, Place};
use super::mouse::Pointing;
use super::parts::picker::{Item, PickReply, Picker};
use super::stage::{About, Reply, Screen};
use super::theme::{Role, Theme};
use super::update_edit::UpdateEdit;
use crate::app::update::live::Listener;
use crate::model::case::Case;
use crate::model::when::{self, Now};

/// Begins to tell people of the case that is being looked at.
pub fn begin(about: &About, desk: &Desk) -> Reply<Desk> {
    let case = desk.target(about).and_then(|case| desk.read(desk.app.case_named(case)));
    let (None, Some(case)) = (desk.barred(), case) else { return desk.capture(about, LINE) };
    let mut listeners = desk.read(desk.app.listeners(&case));
    match listeners.len() {
        0 => desk.capture(about, LINE),
        1 => UpdateEdit::of(case, listeners.remove(0), desk).map_or_else(Reply::Say, |edit| Reply::Open(Box::new(edit))),
        _ => Reply::Open(Box::new(Listeners::of(case, listeners, about.clone(), &desk.app.ctx.now()))),
    }
}

/// Sign of a log line that says what people were told.
const LINE: &str = "> ";

/// Words when an audience is told next: "14:36 in 4 min"; nothing where nothing is owed.
pub fn due_words(due: Option<i64>, now: &Now) -> String {
    due.map_or_else(String::new, |at| format!("{} {}", clock(at, now), when::until(at - now.at)))
}

/// Words a time: the clock alone where it is today.
pub fn clock(at: i64, now: &Now) -> String {
    let day = |at: i64| now.zone.local(at).date_naive();
    let time = when::clock(at, now.zone);
    if day(at) == day(now.at) { time } else { format!("{} {time}", day(at).format("%Y-%m-%d")) }
}

/// The audiences of a case to choose from, the one that waits longest first.
struct Listeners {
    case: Case,
    listeners: Vec<Listener>,
    about: About,
    picker: Picker,
}

impl Listeners {
    fn of(case: Case, listeners: Vec<Listener>, about: About, now: &Now) -> Self {
        let item = |listener: &Listener| {
            let told = match listener.told {
                Some(at) => format!("told {}", clock(at, now)),
                None => "not told yet".to_owned(),
            };
            let draft = listener.draft.as_ref().map_or_else(String::new, |draft| format!(" · {} {}", draft.update, draft.state.label()));
            let note = due_words(listener.due, now);
            Item { label: format!("{} · {told}{draft}", listener.audience.name.raw()), note, also: String::new() }
        };
        let mut items: Vec<Item> = listeners.iter().map(item).collect();
        let all = "Only a line in the log: what all of them were told";
        items.push(Item { label: all.to_owned(), note: String::new(), also: "log".to_owned() });
        let picker = Picker::new(format!("{} · tell whom?", case.case_ref()), items);
        Self { case, listeners, about, picker }
    }

    fn reply(&self, reply: PickReply, desk: &Desk) -> Reply<Desk> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => Reply::Back,
            PickReply::Chosen(at) => match self.listeners.get(at) {
                Some(listener) => match UpdateEdit::of(self.case.clone(), listener.clone(), desk) {
                    Ok(edit) => Reply::Instead(Box::new(edit)),
                    Err(why) => Reply::Say(why),
                },
                None => match desk.capture(&self.about, LINE) {
                    Reply::Open(line) => Reply::Instead(line),
                    other => other,
                },
            },
        }
    }
}

impl Screen<Desk> for Listeners {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        let reply = self.picker.act(act);
        self.reply(reply, desk)
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        let reply = match input {
            Input::Key(chord) => self.picker.key(*chord),
            Input::Paste { text, .. } => self.picker.paste(text),
        };
        self.reply(reply, desk)
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let reply = self.picker.point(what, at);
        self.reply(reply, desk)
    }

    fn about(&self) -> About {
        vec![("case", self.case.case_ref().to_string())]
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let rows = u16::try_from(self.listeners.len() + 4).unwrap_or(u16::MAX).clamp(6, 18);
        self.picker.draw_over(frame, area, theme, (72, rows));
    }
}

/// Gives the role of a due time.
pub fn due_role(due: Option<i64>, now: &Now) -> Role {
    due.map_or(Role::Quiet, |at| role(at - now.at))
}
