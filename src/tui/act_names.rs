//! Acts by the names they have in the settings of keys, and which of them change records. Must not know which keys they have.

use super::keys::{Act, Move, Place};
use crate::app::tables;

/// Every act by its name in the settings; a command goes by its own words with hyphens (`case-state`).
const NAMES: &[(&str, Act)] = &[
    ("open", Act::Enter),
    ("back", Act::Back),
    ("submit", Act::Submit),
    ("new", Act::New),
    ("edit", Act::Edit),
    ("update", Act::Update),
    ("log", Act::Capture),
    ("step", Act::Step),
    ("detail", Act::Detail),
    ("more", Act::More),
    ("mark", Act::Mark),
    ("question", Act::Question),
    ("raise", Act::Raise),
    ("lower", Act::Lower),
    ("due", Act::NextDue),
    ("export", Act::Export),
    ("search", Act::Search),
    ("narrow", Act::Narrow),
    ("order", Act::Sort),
    ("indent", Act::Indent),
    ("outdent", Act::Outdent),
    ("mark-root", Act::Root),
    ("mark-factor", Act::Factor),
    ("tell", Act::Tell),
    ("key-moment", Act::Star),
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
    ("causes", Act::Open(Place::Causes)),
    ("timeline", Act::Open(Place::Timeline)),
    ("follow-up", Act::Open(Place::FollowUp)),
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
    ("import", Act::Import),
    ("mapping", Act::Mapping),
    ("save-mapping", Act::Save),
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
        // A query may have a hyphen of its own: `catch-up`.
        let query = || tables::query(&words).or_else(|| tables::query(name)).map(|query| query.name);
        known.or_else(|| command().or_else(query).map(Self::Command))
    }

    /// Says whether it changes records, or begins what would.
    pub fn writes(self) -> bool {
        match self {
            Self::New
            | Self::Edit
            | Self::Update
            | Self::Capture
            | Self::Import
            | Self::Undo
            | Self::Redo
            | Self::TakeBack
            | Self::Step
            | Self::Mark
            | Self::Tell
            | Self::Star => true,
            Self::Raise | Self::Lower | Self::Indent | Self::Outdent | Self::Root | Self::Factor => true,
            Self::Command(name) => tables::command(name).is_some(),
            _ => false,
        }
    }
}
