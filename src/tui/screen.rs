//! What a screen is, what it stands on, and what it may want: the seam between the stack and everything that is drawn in it.
//!
//! Must not know the terminal, the stack, or the application.

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy::Copied;
use super::copy_menu::Offer;
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::live_keys::Keys;
use super::mouse::Pointing;
use super::parts::frame::Header;
use super::theme::Theme;
use crate::model::refusal::Refusal;

/// What a screen is about just now, as commands ask for it: keys of fields with their texts (`case`, `entry`, `record`).
pub type About = Vec<(&'static str, String)>;

/// What a screen leaves to be found again after a restart: its view, its filter, what was selected, each under a word of its own.
pub type Kept = BTreeMap<&'static str, String>;
/// Rows that one notch of the wheel moves.
pub const WHEEL: usize = 3;

/// What the screens stand on: the application as this floor sees it.
pub trait World: Sized + 'static {
    /// What a screen hands in to be done: a command with its answers.
    type Order;

    /// Reads the clock once; everything until the next call lives in that instant.
    fn stamp(&mut self);
    /// Gives how long the shown minute lasts, or nothing when the clock is fixed.
    fn minute_left(&self) -> Option<Duration>;
    /// Gives what the frame says.
    fn header(&self) -> Header;
    /// Looks whether others changed the data and says what they did; cheap when they did not.
    fn pulse(&mut self) -> Option<String>;
    /// Does what was handed in.
    fn submit(&mut self, order: Self::Order) -> Answer;
    /// Gives the answer to what was pending.
    fn poll(&mut self) -> Option<Answer>;
    /// Takes back this run's last change.
    fn undo(&mut self) -> Answer;
    /// Does again what was taken back.
    fn redo(&mut self) -> Answer;
    /// Builds the screen of a place; called once for each tab.
    fn open(&self, place: Place) -> Option<Box<dyn Screen<Self>>>;
    /// Begins what no screen has taken: a command by name, a log line, a new record; about what is selected, if anything is.
    fn begin(&mut self, act: Act, about: &About) -> Reply<Self>;
    /// Lists the commands with their one sentence, for the palette.
    fn commands(&self) -> Vec<(&'static str, &'static str)>;
    /// Keeps typed text that has not been handed in, under the name of its place; called within a second of typing and at the end.
    /// An empty text means that there is nothing any more.
    fn keep_unsent(&mut self, texts: &[(String, String)]);
    /// Gives the place to begin at: where one was when the program ended, else the usual one.
    fn first(&self, usual: Place) -> Place {
        usual
    }
    /// Keeps where one is and what each screen leaves to be found again; called as often as typed text is kept.
    fn keep_places(&mut self, here: Place, kept: Vec<(Place, Kept)>) {
        let _ = (here, kept);
    }
    /// Gives the folder for texts that are being written in an editor; without one there is no editor.
    fn scratch(&self) -> Option<&std::path::Path> {
        None
    }
    /// Says once what a person has to know at the start.
    fn greeting(&mut self) -> Option<String> {
        None
    }
    /// Gives once bytes for the terminal itself, such as a notification.
    fn signal(&mut self) -> Option<Vec<u8>> {
        None
    }
    /// Gives the keys that hold in this run.
    fn keys(&self) -> Keys {
        Keys::default()
    }
    /// Says whether the mouse is wanted at the start.
    fn wants_mouse(&self) -> bool {
        true
    }
    /// Says why an act cannot be done now wherever one is, if so.
    fn why_not(&self, act: Act, about: &About) -> Option<String> {
        let _ = (act, about);
        None
    }
    /// Says whether anything can be written here; where not, the foot offers no key that would.
    fn writes(&self) -> bool {
        true
    }
    /// Offers what can be copied of what a screen is about: numbers and reports.
    fn copies(&self, about: &About) -> Vec<Offer> {
        let _ = about;
        Vec::new()
    }
    /// Copies what was offered, into a file if that is wanted.
    fn copy(&mut self, offer: &Offer, to_file: bool) -> Copied {
        let _ = to_file;
        Copied { bytes: Vec::new(), words: format!("{} is not copied in this world", offer.name) }
    }
}

/// Says what became of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It takes longer; `poll` brings the end.
    Pending,
    /// It is done and durable; the words say what, and the record is what it was about.
    Done(String, About),
    /// It was refused, with all reasons.
    Refused(Vec<Refusal>),
    /// Nobody knows; the words say how to find out.
    Unknown(String),
}

/// Says what a screen wants after a key.
pub enum Reply<W: World> {
    /// The key is not for this screen.
    Ignored,
    /// Something changed.
    Done,
    /// This screen is finished.
    Back,
    /// Another screen is to lie on top.
    Open(Box<dyn Screen<W>>),
    /// This overlay is finished, and the screen below is to do that.
    Do(Act),
    /// This overlay is finished, and the screen below gets what was chosen.
    Choose(String),
    /// This overlay is finished, and another screen takes its place.
    Instead(Box<dyn Screen<W>>),
    /// This overlay is finished, and the screen below is to show that record.
    Found(About),
    /// The screen of a place is to show that record; going back leads here again.
    Visit(Place, About),
    /// A text is to be written in the person's own editor; [`Screen::edited`] gets what became of it.
    Write(String),
    /// An order is to be carried out.
    Submit(W::Order),
    /// Something is to be said at the foot.
    Say(String),
    /// Everything that was read is to go and be read anew, because somebody else is looking; with words for the foot.
    Renew(String),
    /// This overlay is finished, and that is to be copied, into a file if so.
    Copy(Offer, bool),
    /// The program is to end.
    Quit,
}

/// What the stage wants from the loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Everything is to be drawn again.
    Redraw,
    /// The terminal is to be given back for now.
    Suspend,
    /// The next theme is to be worn.
    Theme,
    /// This text is to be written in the person's own editor.
    Write(String),
    /// The program is to end with this exit code.
    End(i32),
}

/// A screen: owns its window of data, its place and its drawing.
pub trait Screen<W: World> {
    /// Names the place whose keys hold now.
    fn place(&self) -> Place;
    /// Reads its window of data again; after every change, of the data or of the size.
    fn load(&mut self, world: &W, size: Size) {
        let _ = (world, size);
    }
    /// Says why an act cannot be done now, if so.
    fn why_not(&self, act: Act, world: &W) -> Option<String> {
        let _ = (act, world);
        None
    }
    /// Does what the mouse says at a cell of the window; `area` is where the screen is drawn. The wheel moves as the arrows do, but
    /// not where the caret is in a text.
    fn point(&mut self, what: Pointing, at: Position, area: Rect, world: &W) -> Reply<W> {
        let _ = (at, area);
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click => return Reply::Ignored,
        };
        if self.place().is_text() {
            return Reply::Ignored;
        }
        for _ in 1..WHEEL {
            self.act(Act::Move(step), world);
        }
        self.act(Act::Move(step), world)
    }
    /// Offers what can be copied of what it shows: the selected line, the section, the page.
    fn copies(&self, world: &W) -> Vec<Offer> {
        let _ = world;
        Vec::new()
    }
    /// Does what a bound key says.
    fn act(&mut self, act: Act, world: &W) -> Reply<W>;
    /// Takes a key that is not bound, or a paste.
    fn text(&mut self, input: &Input, world: &W) -> Reply<W> {
        let _ = (input, world);
        Reply::Ignored
    }
    /// Takes what was chosen in an overlay it opened.
    fn chosen(&mut self, choice: &str, world: &W) -> Reply<W> {
        let _ = (choice, world);
        Reply::Done
    }
    /// Takes the text that was written in an editor.
    fn edited(&mut self, text: &str, world: &W) {
        let _ = (text, world);
    }
    /// Gives what it is about, for what is begun from here.
    fn about(&self) -> About {
        Vec::new()
    }
    /// Turns to a record, if it shows such records.
    fn aim(&mut self, about: &About, world: &W) {
        let _ = (about, world);
    }
    /// Takes the answer to an order it submitted.
    fn answered(&mut self, answer: &Answer, world: &W) -> Reply<W> {
        let _ = (answer, world);
        Reply::Done
    }
    /// Gives text that was typed and not handed in, with a name to find it by.
    fn unsent(&self) -> Option<(String, String)> {
        None
    }
    /// Gives what is to be found again after a restart.
    fn kept(&self) -> Kept {
        Kept::new()
    }
    /// Goes to what was left before a restart; what is not there any more is passed over.
    fn recall(&mut self, kept: &BTreeMap<String, String>, world: &W) {
        let _ = (kept, world);
    }
    /// Looks whether something it waits for has come, and says whether it is to be read again. Called a few times a second.
    fn pulse(&mut self) -> bool {
        false
    }
    /// Says whether it is about to close, so that keys wait for what lies below it.
    fn is_leaving(&self) -> bool {
        false
    }
    /// Says whether nothing is selected, so that the foot offers no key that would need it.
    fn is_empty(&self) -> bool {
        false
    }
    /// Says whether the foot leaves an act out just now, because it would do nothing here or is refused.
    fn idle(&self, act: Act, world: &W) -> bool {
        let _ = (act, world);
        false
    }
    /// Gives another word for the foot where an act does something else just now; no longer than the usual one.
    fn hint(&self, act: Act) -> Option<&'static str> {
        let _ = act;
        None
    }
    /// Says whether what lies below stays visible.
    fn overlay(&self) -> bool {
        false
    }
    /// Gives the rows at the foot of a body of some height that it takes from the others on the stack.
    fn takes_foot(&self, height: u16) -> u16 {
        let _ = height;
        0
    }
    /// Gives the rows at its foot that it leaves free for what lies over it.
    fn leaves_foot(&self, height: u16) -> u16 {
        let _ = height;
        0
    }
    /// Draws itself and puts the cursor on its caret, if it has one.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, world: &W);
}
