//! What the frame says of the application: the clock, the worst incident, what is due and the way there, and what everybody must know
//! about the file and the settings.

use super::desk::Desk;
use super::keys::Place;
use super::parts::frame::{DueForms, Header};
use super::remap;
use super::stage::Reply;
use super::theme::Role;
use crate::app::{AS_ASKED, Failure, due};
use crate::model::CaseRef;
use crate::model::case::IncidentState;
use crate::model::entry::Due;
use crate::model::when;

/// From when on a due thing is soon, in milliseconds.
const SOON: i64 = 15 * 60_000;

impl Desk {
    /// Puts the keys that hold in a place into a sentence that names acts in braces.
    pub fn told(&self, place: Place, words: &str) -> String {
        self.keys.told(place, words)
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

    /// Words what is wrong with the settings: the first thing of how many; the shell and `warroom keys` tell the others.
    pub(super) fn settings(&mut self) -> Option<String> {
        let mut notes = std::mem::take(&mut self.notes);
        notes.extend(remap::note(self.refused));
        let first = notes.first()?;
        Some(if notes.len() == 1 { first.clone() } else { format!("settings (1 of {}): {first}", notes.len()) })
    }

    /// Words all of it.
    pub(super) fn frame_words(&self) -> Header {
        let ctx = &self.app.ctx;
        let clock = format!("{} {}", when::clock(ctx.at, ctx.zone), ctx.zone.short());
        let due = self.due.iter().map(|due| due_forms(due, &ctx.now())).collect();
        let marks = [("SHARED", self.shared), ("DEMO", self.demo)];
        let marks = marks.iter().filter(|(_, is)| *is).map(|(mark, _)| *mark).collect::<Vec<_>>().join(" · ");
        let notice = match (self.trouble.borrow().as_ref(), self.app.read_only(), self.app.warning()) {
            (Some(trouble), ..) => trouble.clone(),
            // Who asked for it knows why.
            (None, Some(why), _) if why == AS_ASKED => "READ-ONLY".to_owned(),
            (None, Some(why), _) => format!("READ-ONLY: {why}"),
            (None, None, Some(warning)) => warning.to_owned(),
            (None, None, None) => String::new(),
        };
        let notice = [marks, self.outbox.notice().unwrap_or_default(), notice]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let more = usize::try_from(self.due_count).unwrap_or(0).saturating_sub(self.due.len());
        Header { worst: self.worst_words(), clock, due, more, notice }
    }

    fn worst_words(&self) -> String {
        let Some(line) = &self.worst else { return String::new() };
        let serious = matches!(line.priority.as_deref(), Some("P1" | "P2"));
        let hit = IncidentState::parse(&line.state).is_some_and(|state| state < IncidentState::Restored);
        let how = if serious && hit { "service first" } else { line.state.as_str() };
        let priority = line.priority.as_deref().unwrap_or("P?");
        format!("{} {priority} · {} · {how}", line.case, when::span(self.app.ctx.at - line.since))
    }
}

/// Words one due thing for the frame, also as short as it may have to be: how near it is goes last.
fn due_forms(owed: &Due, now: &when::Now) -> DueForms {
    let left = when::until(owed.at - now.at);
    let brief = format!("{} {left}", capital(owed.what.label()));
    DueForms { forms: [due_words(owed, now), brief, left], role: role(owed.at - now.at) }
}

/// Says how near a due time is.
pub fn role(left: i64) -> Role {
    match left {
        ..=0 => Role::Late,
        1..=SOON => Role::Soon,
        _ => Role::Text,
    }
}

/// Words one due thing: "Answer INC-12.7 15:10, in 38 min", "Update sponsors 14:36, in 4 min".
pub fn due_words(owed: &Due, now: &when::Now) -> String {
    let of = owed.audience.as_ref().map_or_else(|| due::of(owed), |audience| audience.raw().to_owned());
    format!("{} {of} {}", capital(owed.what.label()), due::words(owed, now))
}

/// Gives a word of ours as a line begins with it.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// Words a failure for one line.
pub fn words(failure: &Failure) -> String {
    failure.words()
}
