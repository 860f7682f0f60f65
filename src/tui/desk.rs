//! The application as the screens see it: the clock of the turn, orders in and answers out, and what the frame says.
//!
//! Knows which screen belongs to which place and how a command is begun; must not know how anything is drawn.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::board::Board;
use super::capture::Capture;
use super::causes::Causes;
use super::copy::{Clipboard, Copied, Route};
use super::copy_menu::Offer;
use super::deed::Deed;
pub use super::desk_header::{capital, due_words, role, words};
use super::desk_signals::Signals;
use super::dialog;
use super::editor;
use super::follow_up::FollowUp;
use super::history::History;
use super::import_ask::Asking;
use super::keys::{Act, Place};
use super::library::Library;
use super::live_keys::Keys;
use super::parts::frame::Header;
use super::place::Places;
use super::portfolio::Portfolio;
use super::remap::remapped;
use super::review::Review;
use super::room::Room;
use super::shared;
use super::stage::{About, Answer, Kept, Reply, Screen, World};
use super::timeline::Timeline;
use super::unsent::Unsent;
use super::update;
use super::update_outbox::Outbox;
use crate::app::config::Input;
use crate::app::{App, Command, Draft, Failure, Ticket, tables};
use crate::clock;
use crate::model::case::{Case, CaseLine};
use crate::model::entry::{Due, Visibility};
use crate::model::{CaseKind, CaseRef};

/// Due things held for the frame and for the key that goes to the next.
const HELD: usize = 3;

/// Holds a command with its answers.
pub struct Order {
    /// What is to be done.
    pub command: &'static Command,
    /// The answers.
    pub draft: Draft,
}

/// Holds the open application and what every screen shows of it.
pub struct Desk {
    /// The application; its clock stands still within a turn.
    pub app: App,
    /// What is wrong with the settings; said once at the start.
    pub notes: Vec<String>,
    pub(super) ticket: Option<Ticket>,
    pub(super) asked: &'static str,
    pub(super) version: i64,
    pub(super) seen: i64,
    pub(super) worst: Option<CaseLine>,
    pub(super) due: Vec<Due>,
    pub(super) due_count: i64,
    unsent: Unsent,
    places: Places,
    pub(super) demo: bool,
    pub(super) shared: bool,
    scratch: Option<PathBuf>,
    /// Where documents are written to: the folder one works in, else that of the database.
    pub(super) folder: PathBuf,
    /// Where a person's settings are, with their own mappings.
    pub(super) settings: Option<PathBuf>,
    /// Lines that this run has logged, the newest last.
    pub(super) logged: Vec<String>,
    pub(super) sent: String,
    pub(super) keys: Keys,
    /// Rows of the settings of keys that were not taken.
    pub(super) refused: usize,
    mouse: bool,
    clipboard: Clipboard,
    pub(super) outbox: Outbox,
    pub(super) signals: Signals,
    pub(super) trouble: RefCell<Option<String>>,
}

impl Desk {
    /// Sits down at an open application, whose circumstances say that it is for screens; what was typed and not handed in is kept in a folder, if there is one.
    pub fn new(app: App, state: Option<&Path>) -> Self {
        let unsent = Unsent::open(state);
        let (version, seen) = (app.pulse().unwrap_or(0), app.last_change().unwrap_or(0));
        let (demo, shared) = (app.is_demo(), app.reads_for() != Visibility::Internal);
        let folder = app.path().parent().map(Path::to_owned).unwrap_or_default();
        let signals = Signals::from(app.ctx.at);
        let mut desk = Self {
            app,
            demo,
            shared,
            notes: Vec::new(),
            ticket: None,
            asked: "",
            version,
            seen,
            worst: None,
            due: Vec::new(),
            due_count: 0,
            unsent,
            places: Places::open(state),
            scratch: state.map(Path::to_owned),
            folder,
            settings: None,
            logged: Vec::new(),
            sent: String::new(),
            keys: Keys::default(),
            refused: 0,
            mouse: true,
            clipboard: Clipboard::new(Route::Terminal, state.map(|state| state.join("copied"))),
            outbox: Outbox::default(),
            signals,
            trouble: RefCell::new(None),
        };
        desk.refresh();
        desk
    }

    /// The same, with documents written into a folder.
    #[must_use]
    pub fn working_in(mut self, folder: Option<PathBuf>) -> Self {
        self.folder = folder.unwrap_or(self.folder);
        self
    }

    /// The same, with a person's own settings in a folder.
    #[must_use]
    pub fn set_in(mut self, settings: Option<PathBuf>) -> Self {
        self.settings = settings;
        self
    }

    /// The same, with the keys, the mouse and the way of copying that a person has set, and the folder for what is copied into files.
    #[must_use]
    pub fn with(mut self, input: &Input, folder: Option<PathBuf>, variable: impl Fn(&str) -> Option<String>) -> Self {
        let (keys, refused) = remapped(&input.keys);
        (self.keys, self.refused, self.mouse) = (keys, refused.len(), input.mouse);
        let route = if input.copy_to_file { Route::File("config.toml says so") } else { Route::of_environment(&variable) };
        self.clipboard = Clipboard::new(route, folder).at_home(variable("HOME"));
        self.signals = self.signals.within(variable("TMUX").is_some_and(|value| !value.is_empty()));
        self
    }

    /// Gives the way in which texts are copied.
    pub(super) fn clipboard(&self) -> &Clipboard {
        &self.clipboard
    }

    /// Takes what was read; when it could not be read, the frame says why.
    pub fn read<T: Default>(&self, result: Result<T, Failure>) -> T {
        match result {
            Ok(value) => value,
            Err(failure) => {
                *self.trouble.borrow_mut() = Some(words(&failure));
                T::default()
            }
        }
    }

    /// Finds the case that something is about.
    pub fn case(&self, about: &About) -> Option<Case> {
        self.read(self.app.case_named(case_in(about)?))
    }

    /// Gives text that was typed earlier and not handed in.
    pub fn unsent(&self, name: &str) -> &str {
        if self.shared { "" } else { self.unsent.get(name).unwrap_or_default() }
    }

    /// Gives the lines that this run has logged, the newest last.
    pub fn logged(&self) -> &[String] {
        &self.logged
    }

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
            None => Reply::Say(self.told(Place::Board, "there is no open case to log to; {new} opens one")),
        }
    }

    /// Reads again what the frame shows.
    pub(super) fn refresh(&mut self) {
        self.trouble.replace(None);
        self.worst = self.read(self.app.worst());
        self.due = self.read(self.app.due(HELD));
        self.due_count = self.read(self.app.due_count());
    }
}

impl World for Desk {
    type Order = Order;

    fn stamp(&mut self) {
        // A wrong WARROOM_NOW was refused at the start; should it come later, the last good time stays.
        if let Ok(stamp) = clock::now() {
            (self.app.ctx.at, self.app.ctx.fixed) = (stamp.at, stamp.fixed);
        }
    }

    fn minute_left(&self) -> Option<Duration> {
        let left = 60_000 - self.app.ctx.at.rem_euclid(60_000);
        (!self.app.ctx.fixed).then(|| Duration::from_millis(left.unsigned_abs()))
    }

    fn header(&self) -> Header {
        self.frame_words()
    }

    fn pulse(&mut self) -> Option<String> {
        self.post().or_else(|| self.look_for_signals()).or_else(|| self.look_for_news())
    }

    fn submit(&mut self, order: Order) -> Answer {
        self.order(order.command, order.draft)
    }

    fn poll(&mut self) -> Option<Answer> {
        self.fetch(Duration::ZERO)
    }

    fn undo(&mut self) -> Answer {
        self.by_name("undo")
    }

    fn redo(&mut self) -> Answer {
        self.by_name("redo")
    }

    fn open(&self, place: Place) -> Option<Box<dyn Screen<Self>>> {
        let mut screen: Box<dyn Screen<Self>> = match place {
            Place::Board => Box::new(Board::default()),
            Place::Room => Box::new(Room::of(self.worst.as_ref().map(|line| line.case), self)),
            Place::Review => Box::new(Review::of(self.worst.as_ref().map(|line| line.case))),
            Place::Portfolio => Box::new(Portfolio::default()),
            Place::Library => Box::new(Library::default()),
            Place::History => Box::new(History::default()),
            Place::Causes => Box::new(Causes::of(self.worst.as_ref().map(|line| line.case))),
            Place::Timeline => Box::new(Timeline::of(self.worst.as_ref().map(|line| line.case))),
            Place::FollowUp => Box::new(FollowUp::default()),
            _ => return None,
        };
        if let Some(kept) = self.places.kept(place) {
            screen.recall(kept, self);
        }
        Some(screen)
    }

    fn begin(&mut self, act: Act, about: &About) -> Reply<Self> {
        match act {
            Act::Capture | Act::Command("log") => self.capture(about, ""),
            Act::Update => {
                self.outbox.looked_at();
                update::begin(about, self)
            }
            Act::NextDue => self.next_due(None),
            Act::Share if self.shared => Reply::Open(Box::new(shared::Leaving::default())),
            Act::Share | Act::Unshare => {
                self.share(act == Act::Share);
                Reply::Renew(self.told(Place::Board, if self.shared { shared::BEGUN } else { shared::ENDED }))
            }
            Act::New => self.start("incident open", about),
            Act::Import => Reply::Open(Box::new(Asking::default())),
            Act::Edit => match case_in(about) {
                Some(case) => self.start(if case.kind == CaseKind::Incident { "incident set" } else { "issue set" }, about),
                None => Reply::Say("nothing is selected that could be corrected".to_owned()),
            },
            Act::Command("catch-up") => {
                let case = self.target(about).map(|case| ("case", case.to_string()));
                self.start("catch-up", &case.into_iter().collect())
            }
            Act::Command(name) => self.start(name, about),
            _ => Reply::Ignored,
        }
    }

    fn commands(&self) -> Vec<(&'static str, &'static str)> {
        let commands = tables::commands().map(|command| (command.name, command.doc));
        commands.chain(tables::queries().map(|query| (query.name, query.doc))).collect()
    }

    fn keep_unsent(&mut self, texts: &[(String, String)]) {
        self.unsent.keep(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    }

    fn first(&self, usual: Place) -> Place {
        self.places.here().unwrap_or(usual)
    }

    fn keep_places(&mut self, here: Place, kept: Vec<(Place, Kept)>) {
        self.places.keep(self.app.ctx.at, here, kept);
    }

    fn scratch(&self) -> Option<&Path> {
        self.scratch.as_deref()
    }

    fn greeting(&mut self) -> Option<String> {
        if self.shared {
            return Some(self.told(Place::Board, shared::BEGUN));
        }
        let names: Vec<&str> = self.unsent.names().collect();
        let kept = (!names.is_empty()).then(|| format!("kept from last time, not yet saved: {}", names.join(", ")));
        let words = self.places.words(self.app.ctx.at);
        let fell = self.places.aftermath().map(str::to_owned);
        let left = self.scratch.as_deref().map(editor::left_in).unwrap_or_default();
        let left = left.first().map(|file| format!("a text from an editor is in {}", file.display()));
        let settings = self.settings();
        let demo = || self.demo.then(|| "everything here is made up, in a file of its own: try what you like".to_owned());
        let all: Vec<String> = [words, kept, left, fell, settings].into_iter().flatten().collect();
        if all.is_empty() { demo() } else { Some(all.join(" · ")) }
    }

    fn signal(&mut self) -> Option<Vec<u8>> {
        self.signals.take_bytes()
    }

    fn keys(&self) -> Keys {
        self.keys.clone()
    }

    fn wants_mouse(&self) -> bool {
        self.mouse
    }

    fn why_not(&self, act: Act, about: &About) -> Option<String> {
        if let Some(why) = self.barred().filter(|_| act.writes()) {
            return Some(why);
        }
        match act {
            Act::Quit => self.outbox.why_stay(),
            Act::Undo => self.read(self.app.hints())[0].is_none().then(|| "there is nothing of yours to undo".to_owned()),
            Act::NextDue => self.due.is_empty().then(|| "nothing is due".to_owned()),
            Act::Capture | Act::Update => self.target(about).is_none().then(|| "there is no open case to log to".to_owned()),
            Act::Command("catch-up") => self.target(about).is_none().then(|| "there is no open case to catch up with".to_owned()),
            _ => None,
        }
    }

    fn writes(&self) -> bool {
        self.barred().is_none()
    }

    fn copies(&self, about: &About) -> Vec<Offer> {
        super::copies::offered(about, self.shared)
    }

    fn copy(&mut self, offer: &Offer, to_file: bool) -> Copied {
        match offer.about.iter().find(|(key, _)| *key == "update") {
            Some((_, update)) => self.copy_out(update, offer, to_file),
            None => super::copies::copied(offer, to_file, &self.clipboard, self),
        }
    }
}

/// Reads the case out of what something is about.
pub fn case_in(about: &About) -> Option<CaseRef> {
    about.iter().find(|(key, _)| *key == "case").and_then(|(_, text)| CaseRef::parse(text))
}
