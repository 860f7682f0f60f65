//! What a file of another system would come to, read before anything is changed: counts, what was refused and why, how it was read.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::desk::{Desk, words};
use super::import_file::{BROKEN, Beside, Known, Progress, land};
use super::keys::{Act, Place};
use super::page::Scroll;
use super::parts::frame::{above, pane};
use super::parts::text::{cut, from, paint, row, wide};
use super::stage::Reply;
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::import::land::{is_stopped, report};
use crate::app::import::told::{Refused, counted, refused};
use crate::app::import::{Incoming, Landed, RowRefusal};
use crate::app::{Done, Failure};
use crate::document::Document;

/// Widest the text is laid out; longer lines are hard to read.
const WIDEST: u16 = 110;

/// How far it is with bringing the records in.
enum Stage {
    /// Nothing was asked for yet.
    Seen,
    /// They are on their way.
    Landing(Beside<Result<(Landed, Done), Failure>>),
    /// They are in.
    Landed(String),
    /// They are not, and why.
    Failed(String),
}

/// Holds a report and how far it is with what it tells of.
pub struct Report {
    known: Known,
    document: Document,
    scroll: Scroll,
    stage: Stage,
    progress: Arc<Progress>,
    said: (usize, usize),
}

impl Report {
    /// Tells of records.
    pub fn of(known: Known) -> Self {
        let document = told(&known);
        Self { known, document, scroll: Scroll::default(), stage: Stage::Seen, progress: Arc::default(), said: (0, 0) }
    }

    /// Says whether it tells of a table, whose columns somebody could map.
    pub fn is_table(&self) -> bool {
        self.known.incoming.unit == "line"
    }

    /// Says whether the records are on their way in.
    pub fn is_landing(&self) -> bool {
        matches!(self.stage, Stage::Landing(_))
    }

    /// Says whether the records are in, so that there is nothing left to do here.
    pub fn is_landed(&self) -> bool {
        matches!(self.stage, Stage::Landed(_))
    }

    /// Lays it out for a size.
    pub fn load(&mut self, size: Size) {
        self.scroll.lay_out(&self.document, size.width.min(WIDEST).saturating_sub(4), size.height.saturating_sub(2 + status(size.height)));
    }

    /// Looks how far it is, and says whether that is to be shown.
    pub fn pulse(&mut self) -> bool {
        let Stage::Landing(work) = &self.stage else { return false };
        let Some(ended) = work.look() else {
            let far = self.progress.far();
            return std::mem::replace(&mut self.said, far) != far;
        };
        self.stage = match ended {
            None => Stage::Failed(BROKEN.to_owned()),
            Some(Ok((landed, done))) if done.batch.is_none() => {
                Stage::Landed(format!("Nothing changed: {} cases were here already, as they are.", landed.same))
            }
            Some(Ok((_, done))) => Stage::Landed(format!("Brought in: {}.", counted(&done.json))),
            Some(Err(failure)) if is_stopped(&failure) => Stage::Failed("Stopped: nothing was changed.".to_owned()),
            Some(Err(failure)) => Stage::Failed(format!("NOT brought in: {}", words(&failure))),
        };
        true
    }

    /// Says why an act cannot be done now, if so.
    pub fn why_not(&self, act: Act) -> Option<String> {
        let nothing = self.known.incoming.cases.is_empty() && self.known.incoming.loose.is_empty();
        match act {
            Act::Quit | Act::Mapping if self.is_landing() => {
                Some("records are being brought in; wait a moment, or leave with Esc".to_owned())
            }
            Act::Enter if self.is_landing() => Some("it is being brought in already".to_owned()),
            Act::Enter if nothing => Some("there is nothing in the file that could be brought in".to_owned()),
            Act::Mapping if !self.is_table() => Some("only the columns of a table can be mapped".to_owned()),
            _ => None,
        }
    }

    /// Does what a key says; leaving stops what is on its way.
    pub fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if self.scroll.step(step) => Reply::Done,
            Act::Enter if self.is_landed() => Reply::Back,
            Act::Enter if desk.barred().is_some() => Reply::Say(desk.barred().unwrap_or_default()),
            Act::Enter => match desk.app.beside() {
                Ok(app) => {
                    self.progress = Arc::default();
                    let (incoming, progress) = (Arc::clone(&self.known.incoming), Arc::clone(&self.progress));
                    self.stage = Stage::Landing(Beside::run(move || land(app, &incoming, &progress)));
                    Reply::Done
                }
                Err(failure) => Reply::Say(words(&failure)),
            },
            Act::Back if self.is_landing() => {
                self.progress.stop();
                Reply::Done
            }
            _ => Reply::Ignored,
        }
    }

    fn status(&self, desk: &Desk) -> (String, Role) {
        let key = |words: &str| desk.told(Place::Import, words);
        match &self.stage {
            Stage::Seen => (key("Nothing is changed yet. {open} brings it in as one change; {undo} takes it back."), Role::Quiet),
            Stage::Landing(_) => {
                let (done, all) = self.progress.far();
                (
                    format!(
                        "It is being brought in: {done} of {} cases. {}",
                        all.max(self.known.incoming.cases.len()),
                        key("{back} stops; nothing is changed then.")
                    ),
                    Role::Message,
                )
            }
            Stage::Landed(words) => (format!("{words} {}", key("{undo} takes all of it back.")), Role::Message),
            Stage::Failed(words) => (words.clone(), Role::Late),
        }
    }

    /// Draws it, with how far it is above it.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, file: &str, theme: &Theme, desk: &Desk) {
        let place = self.scroll.place();
        let room = usize::from(area.width).saturating_sub(6 + wide(&place));
        let inside = pane(frame, area, &format!("{}{place}", cut(&format!("Import {} {file}", theme.dot()), room)), true, theme);
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let [top, rest] = above(inside, status(area.height));
        let (said, role) = self.status(desk);
        for (at, words) in (0..top.height).zip(wrapped(&said, usize::from(top.width))) {
            paint(frame.buffer_mut(), from(row(top, at), 0), &words, theme.style(role));
        }
        self.scroll.draw(frame, rest, theme);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.progress.stop();
        // Letting go of half a million cases takes a moment that no key should wait for.
        let incoming = std::mem::take(&mut self.known.incoming);
        Beside::run(move || drop(incoming));
    }
}

/// Gives the rows in which it is said how far it is.
fn status(height: u16) -> u16 {
    if height >= 16 { 2 } else { 3.min(height / 3) }
}

/// Lays out everything there is to say before anything is changed.
fn told(known: &Known) -> Document {
    let incoming = &known.incoming;
    let mut facts = vec![("File".to_owned(), read_in(incoming))];
    match &known.compared {
        Ok(landed) => {
            facts.push(("Would be".to_owned(), counted(&report(incoming, landed))));
            if landed.aside > 0 {
                facts.push(("Aside".to_owned(), format!("outside the lanes until adopted: {} of the open cases", landed.aside)));
            }
        }
        Err(why) => facts.push(("Would be".to_owned(), why.clone())),
    }
    facts.push(("System".to_owned(), incoming.source.clone()));
    let mut document = Document::new().facts(facts);
    if !incoming.warnings.is_empty() {
        document = document.heading(2, "To look at").bullets(incoming.warnings.iter().map(String::as_str));
    }
    let more = known.compared.as_ref().map(|landed| landed.refused.as_slice()).unwrap_or_default();
    let refused: Vec<&RowRefusal> = incoming.refused.iter().chain(more).collect();
    if !refused.is_empty() {
        document = document.heading(2, "Not taken").bullets(refusals(&refused, incoming.unit));
    }
    if !incoming.notes.is_empty() {
        document = document.heading(2, "How it was read").bullets(incoming.notes.iter().map(String::as_str));
    }
    document
}

/// Says what the file holds.
fn read_in(incoming: &Incoming) -> String {
    let mut told = vec![format!("{} {}s: {} cases", incoming.read, incoming.unit, incoming.cases.len())];
    let more = [(incoming.loose.len(), "notes"), (incoming.folded, "folded into others"), (incoming.refused.len(), "not taken")];
    told.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    told.join(", ")
}

/// Words refusals: the first of each reason one by one, the rest as a number.
fn refusals(all: &[&RowRefusal], unit: &str) -> Vec<String> {
    let worded = |line: Refused<'_>| match line {
        Refused::First(row) | Refused::Again(row) => refusal(row, unit),
        Refused::More(count, why) => format!("{count} more: {why}"),
    };
    refused(all).into_iter().map(worded).collect()
}

/// Words one refusal.
pub fn refusal(refused: &RowRefusal, unit: &str) -> String {
    let what = if refused.what.is_empty() { String::new() } else { format!(" ({})", refused.what) };
    let hint = if refused.hint.is_empty() { String::new() } else { format!("; {}", refused.hint) };
    format!("{unit} {}{what}: {}{hint}", refused.line, refused.why)
}
