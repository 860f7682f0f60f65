//! The stack of screens: brings keys to the one on top and does what it replies.
//!
//! A screen never holds or calls another screen; it says what it wants with a [`Reply`]. What lies below the screens is a [`World`], so
//! that everything here can be driven in a test with keys in and text out. Must not know the terminal.

use std::cell::RefCell;

use ratatui::layout::{Position, Size};

use super::held::Held;
use super::input::Input;
use super::keys::{Act, Place};
use super::live_keys::Keys;
use super::mouse::Pointing;
use super::parts::frame::Spots;
use super::theme::Role;

pub use super::screen::{About, Answer, Kept, Reply, Screen, Wish, World};

mod drawing;
mod replies;

struct Tab<W: World> {
    place: Place,
    stack: Vec<(u64, Box<dyn Screen<W>>)>,
    /// Where going back leads.
    from: Place,
}

/// Holds the tabs, each with its stack, and what is said at the foot.
pub struct Stage<W: World> {
    tabs: Vec<Tab<W>>,
    here: usize,
    serial: u64,
    size: Size,
    said: Option<(String, Role)>,
    waiting: Option<u64>,
    changed: bool,
    typed: bool,
    wish: Option<Wish>,
    held: Held,
    keys: Keys,
    mouse: bool,
    /// Bytes of a copied text that are still to go to the terminal.
    copied: Option<Vec<u8>>,
    /// Where the last frame put what can be clicked around the screen.
    spots: RefCell<Spots>,
}

impl<W: World> Stage<W> {
    /// Begins on a screen.
    pub fn new(world: &mut W, first: Place, size: Size) -> Self {
        let mut stage = Self {
            tabs: Vec::new(),
            here: 0,
            serial: 0,
            size,
            said: None,
            waiting: None,
            changed: true,
            typed: false,
            wish: None,
            held: Held::default(),
            keys: world.keys(),
            mouse: world.wants_mouse(),
            copied: None,
            spots: RefCell::default(),
        };
        let first = world.first(first);
        stage.go_to(first, None, &Vec::new(), world);
        stage.said = world.greeting().map(|words| (words, Role::Message));
        stage
    }

    /// Takes one key press or paste; behind a screen that closes as soon as its line is saved, keys wait for what lies below.
    pub fn input(&mut self, input: &Input, world: &mut W) {
        let closing = !self.held.is_empty() || self.top().is_some_and(|top| top.is_leaving());
        if self.waiting.is_some() && closing && self.held.keep(input, &self.keys) {
            return;
        }
        self.changed |= self.said.take().is_some();
        self.typed = true;
        let Some(top) = self.top() else { return };
        let reply = match input {
            Input::Key(chord) => {
                let place = top.place();
                match self.keys.lookup(place, *chord).map(|row| row.act) {
                    Some(act) => return self.act(act, world),
                    None => match self.top().map(|top| top.text(input, world)) {
                        Some(Reply::Ignored) | None => return self.say(self.keys.unbound(place, *chord), Role::Quiet),
                        Some(reply) => reply,
                    },
                }
            }
            Input::Paste { lost, .. } => {
                let reply = top.text(input, world);
                if *lost > 0 {
                    self.say(format!("the paste was too long: its last {lost} bytes were left out"), Role::Soon);
                }
                reply
            }
        };
        self.reply(reply, world);
    }

    /// Does an act, as if its key had been pressed.
    pub fn act(&mut self, act: Act, world: &mut W) {
        let Some(top) = self.top() else { return };
        let why = top.why_not(act, world).or_else(|| world.why_not(act, &self.about()));
        if let Some(why) = why {
            return self.say(why, Role::Message);
        }
        let Some(top) = self.top() else { return };
        match top.act(act, world) {
            Reply::Ignored => self.act_of_all(act, world),
            reply => self.reply(reply, world),
        }
    }

    /// Reads everything on the stack again.
    pub fn reload(&mut self, world: &W) {
        let (body, foot) = (self.body_area(), self.foot_taken());
        for (_, screen) in self.stack() {
            let area = drawing::above_foot(body, screen.as_ref(), foot);
            screen.load(world, area.as_size());
        }
        self.changed = true;
    }

    /// Takes another size.
    pub fn resize(&mut self, size: Size, world: &W) {
        self.size = size;
        self.reload(world);
    }

    /// Looks outside: pending answers, changes by others, typed text to keep. Called a few times a second.
    pub fn pulse(&mut self, world: &mut W) {
        if self.waiting.is_some()
            && let Some(answer) = world.poll()
        {
            self.answer(&answer, world);
            while self.waiting.is_none()
                && let Some(input) = self.held.take()
            {
                self.input(&input, world);
            }
        }
        if let Some(said) = world.pulse() {
            if !said.is_empty() {
                self.say(said, Role::Message);
            }
            self.reload(world);
        }
        // Every screen looks, whether or not another has something.
        if self.stack().iter_mut().fold(false, |any, (_, screen)| screen.pulse() || any) {
            self.reload(world);
        }
        if std::mem::take(&mut self.typed) {
            self.keep_unsent(world);
        }
    }

    /// Marks that the minute turned.
    pub fn minute(&mut self, world: &W) {
        self.reload(world);
    }

    /// Keeps all typed text that has not been handed in.
    pub fn keep_unsent(&self, world: &mut W) {
        let texts: Vec<(String, String)> = self.tabs.iter().flat_map(|tab| &tab.stack).filter_map(|(_, screen)| screen.unsent()).collect();
        world.keep_unsent(&texts);
        let roots = self.tabs.iter().filter_map(|tab| Some((tab.place, tab.stack.first()?.1.kept())));
        if let Some(tab) = self.tabs.get(self.here) {
            world.keep_places(tab.place, roots.collect());
        }
    }

    /// Says whether an answer is awaited.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }

    /// Does what the mouse says: on a tab or a hint its act, else what the screen under it makes of it.
    pub fn point(&mut self, what: Pointing, at: Position, world: &mut W) {
        if !self.mouse || self.waiting.is_some() && self.top().is_some_and(|top| top.is_leaving()) {
            return;
        }
        let spot = self.spots.borrow().iter().find(|(area, _)| what == Pointing::Click && area.contains(at)).map(|(_, act)| *act);
        self.changed |= self.said.take().is_some();
        if let Some(act) = spot {
            return self.act(act, world);
        }
        let (body, foot) = (self.body_area(), self.foot_taken());
        if !body.contains(at) {
            return;
        }
        // Below the capture line one can still read on; any other overlay stands alone.
        let mut reply = Reply::Ignored;
        for (_, screen) in self.stack().iter_mut().rev() {
            reply = screen.point(what, at, drawing::above_foot(body, screen.as_ref(), foot), world);
            if !matches!(reply, Reply::Ignored) || screen.place() != Place::Line || !screen.overlay() {
                break;
            }
        }
        self.reply(reply, world);
    }

    /// Gives the keys that hold.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Gives the place whose keys hold now.
    pub fn place(&self) -> Place {
        let top = self.tabs.get(self.here).and_then(|tab| tab.stack.last());
        top.map_or(Place::Board, |(_, screen)| screen.place())
    }

    /// Says whether the mouse is wanted from the terminal.
    pub fn wants_mouse(&self) -> bool {
        self.mouse
    }

    /// Gives once what was copied and is still to go to the terminal.
    pub fn take_copied(&mut self) -> Option<Vec<u8>> {
        self.copied.take()
    }

    /// Says once whether there is something new to draw.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Gives once what is wanted from the loop.
    pub fn take_wish(&mut self) -> Option<Wish> {
        self.wish.take()
    }

    /// Gives what the person is looking at: on the screen, else selected on the Board.
    fn about(&self) -> About {
        let here = self.tabs.get(self.here);
        let board = self.tabs.iter().find(|tab| tab.place == Place::Board);
        let screens = [here, board].into_iter().flatten().flat_map(|tab| tab.stack.iter().rev());
        screens.map(|(_, screen)| screen.about()).find(|about| !about.is_empty()).unwrap_or_default()
    }

    /// Goes to the screen of a place; `from` is where going back leads, unless that is to stay as it was.
    fn go_to(&mut self, place: Place, from: Option<Place>, about: &About, world: &mut W) {
        if let Some(at) = self.tabs.iter().position(|tab| tab.place == place) {
            self.here = at;
        } else if let Some(screen) = world.open(place) {
            self.serial += 1;
            self.tabs.push(Tab { place, stack: vec![(self.serial, screen)], from: Place::Board });
            self.here = self.tabs.len() - 1;
        } else {
            return self.say(format!("{} is not here yet", place.name()), Role::Message);
        }
        if let (Some(tab), Some(from)) = (self.tabs.get_mut(self.here), from) {
            tab.from = from;
        }
        if let (false, Some((_, root))) = (about.is_empty(), self.stack().first_mut()) {
            root.aim(about, world);
        }
        self.reload(world);
    }

    fn push(&mut self, screen: Box<dyn Screen<W>>, world: &W) {
        self.serial += 1;
        let entry = (self.serial, screen);
        if let Some(tab) = self.tabs.get_mut(self.here) {
            tab.stack.push(entry);
        }
        self.reload(world);
    }

    fn back(&mut self, world: &mut W) {
        self.keep_unsent(world);
        let stack = self.stack();
        if stack.len() > 1 {
            stack.pop();
            self.reload(world);
        } else if let Some(tab) = self.tabs.get(self.here)
            && tab.place != Place::Board
        {
            let (from, about) = (tab.from, self.about());
            self.go_to(from, None, &about, world);
        } else {
            self.nothing(Act::Back);
        }
    }

    /// Says something at the foot until the next key.
    pub fn say(&mut self, words: String, role: Role) {
        self.said = Some((words, role));
        self.changed = true;
    }

    fn stack(&mut self) -> &mut Vec<(u64, Box<dyn Screen<W>>)> {
        let here = self.here.min(self.tabs.len().saturating_sub(1));
        if self.tabs.is_empty() {
            self.tabs.push(Tab { place: Place::Board, stack: Vec::new(), from: Place::Board });
        }
        &mut self.tabs[here].stack
    }

    fn top(&mut self) -> Option<&mut Box<dyn Screen<W>>> {
        self.stack().last_mut().map(|(_, screen)| screen)
    }
}
