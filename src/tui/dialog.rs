//! A command or query being filled in: a draft with fields missing. None missing is done at once, one that can be chosen is a list, more
//! is a form. Refusals come back beside their fields.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::choose::Choose;
use super::deed::{self, Deed};
use super::desk::{Desk, Order};
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::form::{Form, FormField, FormReply};
use super::parts::picker::{PickReply, Picker};
use super::stage::{About, Answer, Reply, Screen, World as _};
use super::theme::Theme;
use crate::app::{Ask, Draft, Failure, Field, finding};
use crate::model::refusal::Refusal;
use crate::model::when::Lean;

mod kept;

pub use super::begin::{begin, begin_known, begin_step, begin_with};

/// Most lists that are asked one after the other; more missing answers are a form.
const STEPS: usize = 3;

/// Asks for one answer from a list.
struct Asked {
    key: &'static str,
    picker: Picker,
    /// What is handed in for each row, and what is shown for it.
    values: Vec<(String, String)>,
}

/// Holds what has been answered so far.
pub struct Dialog {
    deed: Deed,
    known: Draft,
    form: Form,
    shown: Vec<&'static Field>,
    /// What a correction began with: only what differs is handed in.
    before: Vec<(&'static str, String)>,
    asked: Option<Asked>,
    /// Fields that are asked by lists, one after the other, and which of them it is at.
    steps: Vec<&'static Field>,
    step: usize,
    about: About,
    /// The field a list is open for, and what each row of it stands for.
    offered: Option<(&'static str, Vec<(String, String)>)>,
    /// What was filled in for the person to change, and is nobody's typing yet.
    filled: Vec<(&'static str, String)>,
    confirms: bool,
    done: bool,
    /// Whether what is filled in was kept from before.
    restored: bool,
    /// What was taken away to begin afresh.
    dropped: Option<Vec<(&'static str, String)>>,
    /// Whether an answer from a list was not enough, so that this form is the second step.
    second: bool,
}

impl Dialog {
    pub(super) fn of(deed: Deed, known: Draft, about: &About, asks: Option<&[String]>, desk: &Desk) -> Self {
        let missing = known.missing(deed.fields());
        let kind = deed::finding_kind(&deed, &known, desk);
        let fits = |field: &&'static Field| known.get(field.key).is_none() && kind.is_none_or(|kind| finding::fits(kind, field.key));
        let mut shown: Vec<&'static Field> = deed.fields().iter().copied().filter(fits).collect();
        let place = |field: &Field| asks.and_then(|asks| asks.iter().position(|key| key == field.key));
        shown.sort_by_key(|field| place(field).unwrap_or(usize::MAX));
        let waits = |field: &Field| asks.is_some_and(|asks| !asks.is_empty()) && !field.required && place(field).is_none();
        let asked = |field: &&'static Field| {
            let as_usual = deed::form_field(&deed, field, about);
            FormField { later: place(field).is_none() && (as_usual.later || waits(field)), ..as_usual }
        };
        let mut form = Form::new(deed.title(&known), shown.iter().map(asked));
        let before = if deed.corrects() { deed::present(&deed, &known, &shown, desk) } else { Vec::new() };
        for (key, text) in &before {
            form.set(key, text);
        }
        for (key, words) in deed::unknowns(&known, desk) {
            form.note(&key, &words);
        }
        // All of them by lists, or none: a list followed by a form would ask for the same thing twice.
        let listed = |field: &&'static Field| {
            matches!(field.ask, Ask::Choice(_) | Ask::Pick(..) | Ask::Case | Ask::Action | Ask::Entry | Ask::Numbered(_))
        };
        // A list alone would leave unasked what a step wants to know; a time that is past is now unless somebody says otherwise.
        let wanted = |field: &&Field| !field.required && !field.later && !matches!(field.ask, Ask::Time(Lean::Past));
        let whole = asks.is_some() && !deed.corrects() && shown.iter().any(wanted);
        let steps = if missing.len() <= STEPS && missing.iter().all(listed) && !whole { missing } else { Vec::new() };
        let (about, confirms, done, restored) = (about.clone(), false, false, false);
        let (asked, step, offered, dropped, filled, second) = (None, 0, None, None, Vec::new(), false);
        let mut dialog = Self {
            deed,
            known,
            form,
            shown,
            before,
            asked,
            steps,
            step,
            about,
            offered,
            filled,
            confirms,
            done,
            restored,
            dropped,
            second,
        };
        for (key, text) in dialog.kept(desk) {
            dialog.form.set(key, &text);
        }
        dialog.restored = !dialog.answers().is_empty();
        if asks.is_none_or(<[String]>::is_empty) {
            dialog.form.show_filled();
        }
        dialog.ask(desk);
        dialog
    }

    /// Asks the step it is at by a list, if there is one.
    fn ask(&mut self, desk: &Desk) {
        let Some(field) = self.steps.get(self.step).copied() else { return };
        let answered = self.form.answers().into_iter().filter(|(key, _)| ["case", "entry", "action"].contains(key));
        let about: About = answered.chain(self.about.iter().cloned()).collect();
        let Some((items, values, _)) = deed::choices(field, &about, desk) else { return };
        let mut title = self.deed.brief(&self.known, field);
        if self.steps.len() > 1 {
            title = format!("{} (step {} of {})", self.deed.brief(&self.known, field), self.step + 1, self.steps.len());
        }
        let values = values.into_iter().zip(items.iter().map(|item| item.label.clone())).collect();
        let mut picker = Picker::new(title, items);
        picker.select(deed::begins_on(field, &about, desk));
        self.asked = Some(Asked { key: field.key, picker, values });
    }

    /// Asks before what undo could not take back; the harmless answer is chosen.
    pub(super) fn confirming(deed: Deed, known: Draft) -> Self {
        let form = Form::new(deed.title(&known), []);
        let (items, values) = deed.confirmation();
        let picker = Picker::new(form.title().to_owned(), items);
        let values = values.into_iter().map(|value| (value, String::new())).collect();
        let asked = Some(Asked { key: "", picker, values });
        let (shown, before, steps, about) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (step, offered, dropped, done, restored, confirms, filled, second) = (0, None, None, false, false, true, Vec::new(), false);
        Self { deed, known, form, shown, before, asked, steps, step, about, offered, filled, confirms, done, restored, dropped, second }
    }

    /// Gives the answers that are new: all that is filled in, or for a correction what differs, cleared fields included.
    fn answers(&self) -> Vec<(&'static str, String)> {
        let now = self.form.answers();
        let had = |key: &str| self.before.iter().find(|(known, _)| *known == key).map(|(_, text)| text.as_str());
        let cleared = self.before.iter().filter(|(key, _)| !now.iter().any(|(answered, _)| answered == key));
        let cleared: Vec<_> = cleared.map(|(key, _)| (*key, String::new())).collect();
        now.into_iter().filter(|(key, text)| had(key) != Some(text)).chain(cleared).collect()
    }

    fn submit(&mut self, extra: Option<(&'static str, String)>, desk: &Desk) -> Reply<Desk> {
        let mut draft = self.known.clone();
        let answers = self.answers();
        if self.deed.corrects() && answers.is_empty() {
            return Reply::Say("nothing was changed; Esc leaves".to_owned());
        }
        let moved = self.moved(&answers, desk);
        if !moved.is_empty() {
            self.refuse(moved);
            return Reply::Done;
        }
        for (key, text) in answers.into_iter().chain(extra) {
            draft.set(key, text);
        }
        match &self.deed {
            Deed::Command(command) => Reply::Submit(Order { command, draft }),
            Deed::Query(query) => match desk.app.ask(query, &draft) {
                Ok(shown) => {
                    self.done = true;
                    Reply::Instead(deed::shown(query, shown, &draft))
                }
                Err(Failure::Refused(all)) => {
                    self.refuse(all);
                    Reply::Done
                }
                Err(failure) => Reply::Say(super::desk::words(&failure)),
            },
        }
    }

    /// Takes refusals; those of a field that is not in the form are said as a whole.
    fn refuse(&mut self, all: Vec<Refusal>) {
        self.second |= self.asked.take().is_some();
        let shown = |refusal: &Refusal| self.shown.iter().any(|field| field.key == refusal.field);
        let all = all.into_iter().map(|refusal| if shown(&refusal) { refusal } else { Refusal { field: "", ..refusal } });
        self.form.refuse(all.collect());
    }

    fn picked(&mut self, reply: PickReply, desk: &Desk) -> Reply<Desk> {
        let Some(asked) = &self.asked else { return Reply::Ignored };
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => match self.step.checked_sub(1) {
                Some(before) => {
                    self.step = before;
                    self.form.set(self.steps[before].key, "");
                    self.ask(desk);
                    Reply::Done
                }
                None => Reply::Back,
            },
            PickReply::Chosen(at) => {
                let Some((value, shown)) = asked.values.get(at).cloned() else { return Reply::Done };
                let key = asked.key;
                if self.confirms {
                    return if value.is_empty() { Reply::Back } else { self.submit(None, desk) };
                }
                self.form.set_shown(key, &value, &shown);
                if self.step + 1 < self.steps.len() {
                    self.step += 1;
                    self.asked = None;
                    self.ask(desk);
                    return Reply::Done;
                }
                if self.deed.corrects() { self.correct(desk) } else { self.submit(Some((key, value)), desk) }
            }
        }
    }

    /// What is to be corrected was chosen from a list: a form follows, with what it holds.
    fn correct(&mut self, desk: &Desk) -> Reply<Desk> {
        let Some(deed) = Deed::find(self.deed.name()) else { return Reply::Back };
        let chosen = self.form.answers().into_iter().filter(|(key, _)| self.steps.iter().any(|field| field.key == *key));
        let known = chosen.fold(self.known.clone(), |known, (key, text)| known.with(key, text));
        self.done = true;
        Reply::Instead(Box::new(Self::of(deed, known, &self.about, None, desk)))
    }

    fn filled(&mut self, reply: FormReply, typed: &str, desk: &Desk) -> Reply<Desk> {
        match reply {
            FormReply::Ignored => Reply::Ignored,
            FormReply::Done => Reply::Done,
            FormReply::Leave => Reply::Back,
            FormReply::Submit => self.submit(None, desk),
            FormReply::Say(words) => Reply::Say(words.to_owned()),
            FormReply::Write => self.form.text_here().map_or(Reply::Ignored, |text| Reply::Write(text.to_owned())),
            FormReply::Pick(key) => {
                let Some(field) = self.shown.iter().find(|field| field.key == key) else { return Reply::Done };
                let Some((items, values, adds)) = deed::choices(field, &self.about, desk) else { return Reply::Done };
                let values = values.into_iter().zip(items.iter().map(|item| item.label.clone())).collect();
                self.offered = Some((key, values));
                let list = Choose::new(field.label, items);
                Reply::Open(Box::new(if adds { list.adding().typed(typed) } else { list.typed(typed) }))
            }
        }
    }
}

impl Screen<Desk> for Dialog {
    fn place(&self) -> Place {
        if self.asked.is_some() { Place::Picker } else { self.form.place() }
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        if let Some(asked) = &mut self.asked {
            if act == Act::Move(Move::Next) && !self.confirms {
                self.asked = None;
                return Reply::Done;
            }
            let reply = asked.picker.act(act);
            return self.picked(reply, desk);
        }
        if act == Act::Afresh {
            return self.afresh();
        }
        let reply = self.form.act(act);
        self.filled(reply, "", desk)
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        if let Some(asked) = &mut self.asked {
            let reply = match input {
                Input::Key(chord) => asked.picker.key(*chord),
                Input::Paste { text, .. } => asked.picker.paste(text),
            };
            return self.picked(reply, desk);
        }
        match input {
            Input::Key(chord) => {
                let typed = chord.typed().filter(|c| *c != ' ').map(String::from).unwrap_or_default();
                let reply = self.form.key(*chord);
                self.filled(reply, &typed, desk)
            }
            Input::Paste { text, .. } => {
                let reply = self.form.paste(text);
                self.filled(reply, text, desk)
            }
        }
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let Some(asked) = &mut self.asked else {
            let reply = if what == Pointing::Click { self.form.click(at) } else { FormReply::Ignored };
            return self.filled(reply, "", desk);
        };
        let reply = asked.picker.point(what, at);
        self.picked(reply, desk)
    }

    fn chosen(&mut self, choice: &str, _: &Desk) -> Reply<Desk> {
        if let Some((key, values)) = self.offered.take() {
            let (value, shown) = match choice.strip_prefix('+') {
                // The plus sign goes along: the name is new because somebody said so.
                Some(new) => (choice.to_owned(), format!("{new} (new)")),
                None => choice.parse().ok().and_then(|at: usize| values.get(at).cloned()).unwrap_or_default(),
            };
            self.form.set_shown(key, &value, &shown);
        }
        Reply::Done
    }

    fn edited(&mut self, text: &str, _: &Desk) {
        self.form.put_here(text);
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Reply<Desk> {
        match answer {
            Answer::Pending => self.form.saving = true,
            Answer::Done(_, about) => {
                self.done = true;
                return Reply::Found(about.clone());
            }
            Answer::Refused(all) => self.refuse(all.clone()),
            Answer::Unknown(_) => self.form.saving = false,
        }
        Reply::Done
    }

    fn about(&self) -> About {
        let known = |key: &'static str| self.known.get(key).map(|text| (key, text.to_owned()));
        ["case", "entry", "action"].into_iter().filter_map(known).collect()
    }

    fn is_leaving(&self) -> bool {
        self.form.saving
    }

    fn unsent(&self) -> Option<(String, String)> {
        Some((self.name(), self.typed()))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let rows = u16::try_from(self.form.count() + 8).unwrap_or(u16::MAX);
        match &self.asked {
            Some(asked) => {
                let rows = u16::try_from(asked.values.len() + 3).unwrap_or(u16::MAX);
                asked.picker.draw_over(frame, area, theme, (60, rows.clamp(6, 18)));
            }
            None => {
                let key = desk.keys().key_for(Place::Form, Act::Afresh).filter(|_| self.restored);
                let kept = key.map(|key| format!(" (kept from before; {key} begins afresh)")).unwrap_or_default();
                let step = if self.second { " (step 2 of 2)" } else { &kept };
                let title = format!("{}{step}", self.form.title());
                let inside = super::parts::frame::titled(frame, area, theme, (84, rows), &title);
                self.form.draw(frame, Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, theme);
            }
        }
    }
}
