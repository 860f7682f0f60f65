//! One update being written, as large as the screen: who reads it and what it promises above, the text below. Saved, it asks for the way
//! out, of which only those are offered that exist.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::copy_menu::{Offer, What};
use super::deed::Deed;
use super::desk::{Desk, Order};
use super::dialog;
use super::input::Input;
use super::keys::{Act, Place};
use super::parts::area::Area;
use super::parts::frame::{above, pane};
use super::parts::text::{paint, row};
use super::stage::{About, Answer, Reply, Screen};
use super::theme::{Role, Theme};
use super::update::{clock, due_role, due_words};
use super::update_ways::{self, WayOut};
use crate::app::update::live::{Listener, OpenDraft};
use crate::app::{Draft, tables};
use crate::model::Moment;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::update::{Phase, UpdateState};
use crate::model::when::{self, Now};

/// How what is not known is marked in a text, in every language.
const MARKS: &[&str] = &["[unknown", "[onbekend", "[未知"];

/// Says what is being waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Nothing,
    /// The text is being saved, and the ways out come next.
    Save,
    /// Whatever is done, the page closes after it.
    Leave,
}

/// Holds the text.
pub struct UpdateEdit {
    case: Case,
    listener: Listener,
    area: Area,
    /// What it began with, or was saved as.
    before: String,
    next: Option<Moment>,
    phase: Option<Phase>,
    /// What the record gave anew, or what was there before that.
    other: Option<String>,
    unknowns: usize,
    asked: Asked,
    ways: Vec<WayOut>,
    done: bool,
}

impl UpdateEdit {
    /// Begins with the draft there is, or with a text from the record; and with what was typed before and not saved.
    ///
    /// # Errors
    /// Why nothing can be written, in words.
    pub fn of(case: Case, listener: Listener, desk: &Desk) -> Result<Self, String> {
        let (before, next, phase) = match &listener.draft {
            Some(draft) => (draft.text.raw().to_owned(), draft.next, None),
            None => {
                let drafted = desk.app.written(&case, listener.audience.id, None).map_err(|failure| failure.words())?;
                (drafted.text, drafted.next, Some(drafted.phase))
            }
        };
        let (asked, ways, done) = (Asked::Nothing, Vec::new(), false);
        let mut edit = Self { case, listener, area: Area::default(), before, next, phase, other: None, unknowns: 0, asked, ways, done };
        let kept = desk.unsent(&edit.name());
        let text = if kept.is_empty() { edit.before.clone() } else { kept.to_owned() };
        edit.put(&text);
        Ok(edit)
    }

    fn name(&self) -> String {
        format!("update {} {}", self.case.case_ref(), self.listener.audience.name.raw())
    }

    fn is_changed(&self) -> bool {
        self.area.text().trim_end() != self.before.trim_end()
    }

    /// Puts a text in; it is read from its beginning.
    fn put(&mut self, text: &str) {
        self.area.set(text);
        self.area.to_start();
        self.count();
    }

    fn count(&mut self) {
        let text = self.area.text();
        self.unknowns = MARKS.iter().map(|mark| text.matches(mark).count()).sum();
    }

    /// Saves the text, or goes on to the ways out where it is saved already.
    fn submit(&mut self) -> Reply<Desk> {
        let text = self.area.text().trim_end().to_owned();
        if text.is_empty() {
            return Reply::Say("there is no text yet; Esc leaves".to_owned());
        }
        let (name, mut draft) = match &self.listener.draft {
            Some(_) if !self.is_changed() => return self.offer(),
            Some(open) => ("update edit", Draft::new().with("update", open.update.clone())),
            None => {
                let draft = Draft::new().with("case", self.case.case_ref().to_string());
                let draft = draft.with("audience", self.listener.audience.name.raw());
                let draft = self.phase.map_or(draft.clone(), |phase| draft.with("phase", phase.key()));
                let next = self.next.map_or_else(String::new, |next| when::spelled(&next));
                ("update draft", if next.is_empty() { draft } else { draft.with("next", next) })
            }
        };
        draft.set("text", text);
        self.order(name, draft, Asked::Save)
    }

    fn order(&mut self, name: &str, draft: Draft, asked: Asked) -> Reply<Desk> {
        let Some(command) = tables::command(name) else { return Reply::Done };
        self.asked = asked;
        Reply::Submit(Order { command, draft })
    }

    /// Asks for the way out.
    fn offer(&mut self) -> Reply<Desk> {
        self.ways = update_ways::of(&self.listener);
        Reply::Open(Box::new(update_ways::list(&self.listener, &self.ways)))
    }

    /// Reads again what is kept of it.
    fn refresh(&mut self, desk: &Desk) {
        let all = desk.read(desk.app.listeners(&self.case));
        if let Some(listener) = all.into_iter().find(|listener| listener.audience.id == self.listener.audience.id) {
            self.listener = listener;
        }
        if let Some(draft) = &self.listener.draft {
            (self.before, self.next) = (draft.text.raw().to_owned(), draft.next);
            let text = self.before.clone();
            self.put(&text);
        }
    }

    fn take(&mut self, way: WayOut, desk: &Desk) -> Reply<Desk> {
        let Some(open) = self.listener.draft.clone() else { return Reply::Done };
        let update = Draft::new().with("update", open.update.clone());
        let offer = |about: About| Offer { what: What::Update, name: open.update.clone(), text: open.text.raw().to_owned(), about };
        let told = || offer(vec![("update", open.update.clone())]);
        match way {
            WayOut::Channel => self.order("update send", update, Asked::Leave),
            WayOut::Copy => self.gone(Reply::Copy(told(), false)),
            WayOut::File => self.gone(Reply::Copy(told(), true)),
            WayOut::Show => self.gone(Reply::Copy(offer(About::new()), false)),
            WayOut::Spoken => self.order("update send", update.with("already", "yes"), Asked::Leave),
            WayOut::Approve => {
                let by = self.listener.approver.as_ref().map_or_else(String::new, |approver| approver.raw().to_owned());
                self.order("update approve", update.with("by", by), Asked::Save)
            }
            WayOut::Promise => match Deed::find("update edit") {
                Some(deed) => dialog::begin_with(deed, &vec![("update", open.update), ("text", open.text.raw().to_owned())], &[], desk),
                None => Reply::Done,
            },
            WayOut::Leave => self.gone(Reply::Back),
        }
    }

    fn gone(&mut self, reply: Reply<Desk>) -> Reply<Desk> {
        self.done = true;
        reply
    }

    /// Has the text written from the record anew, or what was there before that brought back.
    fn afresh(&mut self, desk: &Desk) -> Reply<Desk> {
        let (text, words) = match self.other.take() {
            Some(text) => (text, "the text is as it was"),
            None => match desk.app.written(&self.case, self.listener.audience.id, self.next) {
                Ok(drafted) => (drafted.text, "written anew from the record; the same key brings back what was there"),
                Err(failure) => return Reply::Say(failure.words()),
            },
        };
        self.other = Some(self.area.text().to_owned());
        self.put(&text);
        Reply::Say(words.to_owned())
    }

    /// Says who reads it and what they may read.
    fn reader(&self) -> String {
        let reach = match &self.listener.channel {
            Some((channel, true)) => format!(" · goes through {}", channel.raw()),
            Some((channel, false)) => format!(" · reached by {}", channel.raw()),
            None => String::new(),
        };
        let what = match self.listener.visibility {
            Visibility::Public => "public".to_owned(),
            other => format!("for {}", other.label()),
        };
        format!("may read what is {what}{reach}")
    }

    /// Says what it promises.
    fn promise(&self, now: &Now) -> (String, Role) {
        match self.next.and_then(|next| next.millis()) {
            Some(at) if at <= now.at => (format!("{} has passed; another has to be promised", clock(at, now)), Role::Late),
            Some(at) => (format!("{}, {}", clock(at, now), when::until(at - now.at)), Role::Text),
            None => ("nothing; people wait best for a time".to_owned(), Role::Soon),
        }
    }

    /// Says when they were told and what is owed, and who approves.
    fn standing(&self, now: &Now) -> (String, Role) {
        let told = self.listener.told.map_or_else(|| "not told yet".to_owned(), |at| format!("told {}", clock(at, now)));
        let due = due_words(self.listener.due, now);
        let due = if due.is_empty() { String::new() } else { format!(" · due {due}") };
        (format!("{told}{due}"), due_role(self.listener.due, now))
    }

    fn approval(&self) -> Option<(String, Role)> {
        let approver = self.listener.approver.as_ref()?.raw();
        let approved = self.listener.draft.as_ref().filter(|open| open.state == UpdateState::Approved && !self.is_changed());
        Some(match approved {
            Some(open) => (format!("approved by {}", open.approved_by.as_ref().map_or(approver, |by| by.raw())), Role::Text),
            None => (format!("{approver} has to approve it before it is sent"), Role::Soon),
        })
    }

    /// The lines above the text, in the order in which they are left out last.
    fn facts(&self, now: &Now) -> Vec<(&'static str, String, Role)> {
        let (promise, promised) = self.promise(now);
        let (standing, owed) = self.standing(now);
        let mut facts = vec![("Promise", promise, promised), ("Reader", self.reader(), Role::Text)];
        facts.extend(self.approval().map(|(words, role)| ("Approval", words, role)));
        let failed = self.listener.draft.as_ref().and_then(|open| open.receipt.as_ref());
        facts.extend(failed.map(|receipt| ("Last try", receipt.raw().to_owned(), Role::Late)));
        facts.push(("So far", standing, owed));
        facts
    }

    fn title(&self, theme: &Theme) -> String {
        let (dot, name) = (theme.dot(), self.listener.audience.name.raw());
        let open = |open: &OpenDraft| format!(" {dot} {} {}, version {}", open.update, open.state.label(), open.version);
        let state = self.listener.draft.as_ref().map_or_else(|| format!(" {dot} from the record, not saved"), open);
        format!("{} {dot} update to {name}{state}", self.case.case_ref())
    }
}

impl Screen<Desk> for UpdateEdit {
    fn place(&self) -> Place {
        Place::Area
    }

    fn idle(&self, act: Act, _: &Desk) -> bool {
        matches!(act, Act::Move(_))
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Back => Reply::Back,
            Act::Submit => self.submit(),
            Act::Write => Reply::Write(self.area.text().to_owned()),
            Act::Afresh => self.afresh(desk),
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        if !self.area.take(input) {
            return Reply::Ignored;
        }
        self.count();
        Reply::Done
    }

    fn edited(&mut self, text: &str, _: &Desk) {
        self.put(text);
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        match choice.parse().ok().and_then(|at: usize| self.ways.get(at).copied()) {
            Some(way) => self.take(way, desk),
            None => Reply::Done,
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Reply<Desk> {
        match answer {
            Answer::Pending => return Reply::Done,
            Answer::Refused(_) | Answer::Unknown(_) => self.asked = Asked::Nothing,
            Answer::Done(..) => {}
        }
        match std::mem::replace(&mut self.asked, Asked::Nothing) {
            Asked::Nothing => Reply::Done,
            Asked::Save => {
                self.refresh(desk);
                self.offer()
            }
            Asked::Leave => self.gone(Reply::Back),
        }
    }

    fn aim(&mut self, _: &About, desk: &Desk) {
        self.refresh(desk);
    }

    fn is_leaving(&self) -> bool {
        // What is typed while it is being saved is for the list that comes then.
        self.asked != Asked::Nothing
    }

    fn about(&self) -> About {
        let update = self.listener.draft.as_ref().map(|open| ("update", open.update.clone()));
        [("case", self.case.case_ref().to_string())].into_iter().chain(update).collect()
    }

    fn unsent(&self) -> Option<(String, String)> {
        let text = if self.done || !self.is_changed() { String::new() } else { self.area.text().to_owned() };
        Some((self.name(), text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let inside = pane(frame, area, &self.title(theme), true, theme);
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let mut facts = self.facts(&desk.app.ctx.now());
        facts.truncate(usize::from(inside.height / 4));
        let count = u16::try_from(facts.len()).unwrap_or(0);
        for (at, (label, words, role)) in (0..).zip(&facts) {
            let line = row(inside, at);
            paint(frame.buffer_mut(), line, label, theme.style(Role::Quiet));
            let rest = Rect { x: line.x + line.width.min(LABEL), width: line.width.saturating_sub(LABEL), ..line };
            paint(frame.buffer_mut(), rest, words, theme.style(*role));
        }
        let [_, rest] = above(inside, count + u16::from(count > 0));
        let [text, foot] = above(rest, rest.height.saturating_sub(2 * u16::from(self.unknowns > 0 && rest.height > 5)));
        if let Some(caret) = self.area.draw(frame.buffer_mut(), text, theme.style(Role::Text)) {
            frame.set_cursor_position(caret);
        }
        if foot.height > 1 {
            let words = match self.unknowns {
                1 => "1 thing is marked as unknown; write it in, or leave the mark.".to_owned(),
                many => format!("{many} things are marked as unknown; write them in, or leave the marks."),
            };
            paint(frame.buffer_mut(), row(foot, 1), &words, theme.style(Role::Quiet));
        }
    }
}

/// Cells of the labels above the text.
const LABEL: u16 = 10;
