//! What a key can do: steps and acts, each with the name it has in the settings. Must not know on which key it is.

use super::keys::Place;
use crate::app::tables;

/// Names a step in a list, a text or between panes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Move {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// To the left: the pane or view before.
    Left,
    /// To the right: the pane or view after.
    Right,
    /// To the next lane, pane or field.
    Next,
    /// To the one before.
    Previous,
}

/// Names what a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Moves in what is shown.
    Move(Move),
    /// Goes to a screen.
    Open(Place),
    /// Opens what is selected.
    Enter,
    /// Goes back, or leaves the text; the draft stays.
    Back,
    /// Hands in what was typed or chosen.
    Submit,
    /// Begins a new record of the kind that is shown.
    New,
    /// Corrects the selected record.
    Edit,
    /// Begins an update to an audience.
    Update,
    /// Runs a command of the table of commands, by name.
    Command(&'static str),
    /// Goes to the capture line.
    Capture,
    /// Goes to the next due thing.
    NextDue,
    /// Filters the list or searches.
    Search,
    /// Narrows what is found further.
    Narrow,
    /// Sorts the list in the next order on offer.
    Sort,
    /// Takes back the selected change, whoever made it.
    TakeBack,
    /// Takes back this run's last change.
    Undo,
    /// Does again what was taken back.
    Redo,
    /// Shows every command by name.
    Palette,
    /// Shows the keys of this place.
    Help,
    /// Answers a field with "unknown", and by when it will be known.
    Unknown,
    /// Writes a text in the person's own editor.
    Write,
    /// Takes away what was filled in and begins afresh, or brings it back.
    Afresh,
    /// Begins with the demonstration.
    Demo,
    /// Asks for a file to begin with.
    OpenFile,
    /// Shows only what management may see, or asks whether to end that.
    Share,
    /// Shows everything again; only ever an answer to that question.
    Unshare,
    /// Draws everything again.
    Redraw,
    /// Gives the terminal back for now.
    Suspend,
    /// Turns to the next set of colours.
    Theme,
    /// Leaves the program.
    Quit,
    /// Leaves the program as Ctrl-C does elsewhere.
    Interrupt,
    /// Offers what can be copied from here.
    Copy,
    /// Lets the terminal have the mouse, for selecting text, or takes it back.
    Mouse,
}

/// Every act by its name in the settings; a command goes by its own words with hyphens (`case-state`).
const NAMES: &[(&str, Act)] = &[
    ("open", Act::Enter),
    ("back", Act::Back),
    ("submit", Act::Submit),
    ("new", Act::New),
    ("edit", Act::Edit),
    ("update", Act::Update),
    ("log", Act::Capture),
    ("due", Act::NextDue),
    ("search", Act::Search),
    ("narrow", Act::Narrow),
    ("order", Act::Sort),
    ("take-back", Act::TakeBack),
    ("undo", Act::Undo),
    ("redo", Act::Redo),
    ("copy", Act::Copy),
    ("board", Act::Open(Place::Board)),
    ("room", Act::Open(Place::Room)),
    ("review", Act::Open(Place::Review)),
    ("portfolio", Act::Open(Place::Portfolio)),
    ("library", Act::Open(Place::Library)),
    ("history", Act::Open(Place::History)),
    ("up", Act::Move(Move::Up)),
    ("down", Act::Move(Move::Down)),
    ("page-up", Act::Move(Move::PageUp)),
    ("page-down", Act::Move(Move::PageDown)),
    ("first", Act::Move(Move::First)),
    ("last", Act::Move(Move::Last)),
    ("left", Act::Move(Move::Left)),
    ("right", Act::Move(Move::Right)),
    ("next", Act::Move(Move::Next)),
    ("previous", Act::Move(Move::Previous)),
    ("commands", Act::Palette),
    ("help", Act::Help),
    ("unknown", Act::Unknown),
    ("editor", Act::Write),
    ("afresh", Act::Afresh),
    ("redraw", Act::Redraw),
    ("suspend", Act::Suspend),
    ("mouse", Act::Mouse),
    ("colours", Act::Theme),
    ("share", Act::Share),
    ("demo", Act::Demo),
    ("open-file", Act::OpenFile),
    ("quit", Act::Quit),
    ("interrupt", Act::Interrupt),
];

impl Act {
    /// Gives the name it has in the settings.
    pub fn name(self) -> String {
        match self {
            Self::Command(name) => name.replace(' ', "-"),
            other => NAMES.iter().find(|(_, act)| *act == other).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// Finds an act by the name it has in the settings; anything that can be run by name can have a key.
    pub fn named(name: &str) -> Option<Self> {
        let words = name.replace('-', " ");
        let known = NAMES.iter().find(|(known, _)| *known == name).map(|(_, act)| *act);
        let command = || tables::command(&words).map(|command| command.name);
        known.or_else(|| command().or_else(|| tables::query(&words).map(|query| query.name)).map(Self::Command))
    }
}

impl Act {
    /// Says whether it changes records, or begins what would.
    pub fn writes(self) -> bool {
        match self {
            Self::New | Self::Edit | Self::Update | Self::Capture | Self::Undo | Self::Redo => true,
            Self::Command(name) => crate::app::tables::command(name).is_some(),
            _ => false,
        }
    }
}
