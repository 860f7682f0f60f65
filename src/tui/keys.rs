//! The one table of keys. With what a person has set it becomes [`super::live_keys::Keys`], which dispatch, footer, help, palette and
//! the list of keys all read.
//!
//! A row says where, on which keys, what is done and in which words. Must not know how anything is done. Where the caret is in a text,
//! letters belong to the text, so the places with a text have only named keys, Ctrl and function keys here.

use std::borrow::Cow;

use super::chord::{Chord, Key};

use super::act::TEXTS;
pub use super::act::{Act, Move, Place};

/// Says where a row of the table is shown. What has no key is in the palette only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In the footer, the help and the palette.
    Footer,
    /// In the help and the palette.
    Help,
    /// Nowhere; for second keys that everybody knows.
    Hidden,
}

/// Holds one row of the table.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where it holds.
    pub places: Cow<'static, [Place]>,
    /// The keys, the one to show first; may be empty.
    pub chords: Cow<'static, [Chord]>,
    /// What it does.
    pub act: Act,
    /// One or two words for the footer.
    pub hint: &'static str,
    /// A few more for the help and the palette.
    pub words: &'static str,
    /// Where it is shown.
    pub shown: Shown,
}

/// The screens, where letters act.
pub const SCREENS: &[Place] = &[
    Place::Board,
    Place::Room,
    Place::Guide,
    Place::Review,
    Place::Portfolio,
    Place::Library,
    Place::History,
    Place::Causes,
    Place::Timeline,
    Place::FollowUp,
    Place::Page,
    Place::Import,
    Place::Mapping,
];
/// Screens from which the causes are reached by name, and the timeline.
const OTHERS: &[Place] =
    &[Place::Board, Place::Room, Place::Guide, Place::Portfolio, Place::Library, Place::History, Place::FollowUp, Place::Page];
/// Those with lanes or panes that Tab goes round.
const LANES: &[Place] =
    &[Place::Board, Place::Review, Place::Portfolio, Place::Library, Place::History, Place::Timeline, Place::FollowUp, Place::Page];
const LISTED: &[Place] = &[Place::Picker, Place::Palette, Place::Help];

const fn c(letter: char) -> Chord {
    Chord::plain(Key::Char(letter))
}

const fn ctrl(letter: char) -> Chord {
    Chord::new(Key::Char(letter), true, false, false)
}

const fn k(key: Key) -> Chord {
    Chord::plain(key)
}

const BACK_TAB: Chord = Chord::new(Key::Tab, false, false, true);
const HELP: &[Chord] = &[c('?'), k(Key::F(1))];
const F1: &[Chord] = &[k(Key::F(1))];
const ENTER: &[Chord] = &[k(Key::Enter)];
const ESC: &[Chord] = &[k(Key::Esc)];

const fn row(
    places: &'static [Place],
    chords: &'static [Chord],
    act: Act,
    hint: &'static str,
    words: &'static str,
    shown: Shown,
) -> Binding {
    Binding { places: Cow::Borrowed(places), chords: Cow::Borrowed(chords), act, hint, words, shown }
}

use Place as P;
use Shown::{Footer, Help as InHelp, Hidden};

/// Every key of the program. Within a place the footer shows rows in this order.
pub static BINDINGS: &[Binding] = &[
    // What a place is for.
    row(
        &[P::Board, P::Portfolio, P::Library, P::Room, P::History, P::FollowUp],
        ENTER,
        Act::Enter,
        "open",
        "Open what is selected",
        Footer,
    ),
    row(&[P::Guide], ENTER, Act::Enter, "begin", "Begin what the step says, with what is known filled in", Footer),
    row(&[P::Guide], &[c('m')], Act::More, "more", "What else belongs to the step: how it stands, further commands", Footer),
    row(&[P::Guide], &[c('v')], Act::Mark, "mark", "Say that the step is done, adapted, skipped or does not apply", Footer),
    row(&[P::Guide], &[c('i')], Act::Detail, "detail", "Everything about the step: why, and what to read aloud", Footer),
    row(&[P::Guide], &[k(Key::Tab)], Act::Move(Move::Next), "log", "Back to the log", Footer),
    row(&[P::Review], ENTER, Act::Enter, "write", "Write the section or add a row; change the row; settle the remark", Footer),
    row(&[P::Review], &[c('n')], Act::New, "new", "New incident", Footer),
    row(&[P::Review], &[c('e')], Act::Edit, "text", "Write the text of the section, where Enter adds a row", Footer),
    row(&[P::Review], &[c('r')], Act::Command("finding add"), "row", "Add a row to the section", Footer),
    row(&[P::Review], &[c('f'), k(Key::F(5))], Act::Question, "question", "A further question to think of", Footer),
    row(&[P::Review], &[c('m')], Act::Command("review remark"), "remark", "Remark on the section", Footer),
    row(&[P::Review], &[c('s')], Act::Command("review state"), "state", "Move the review on: in review, approved; or back", Footer),
    row(&[P::Review], &[c('u')], Act::Command("review share"), "share", "Say with whom the approved review was shared", InHelp),
    row(&[P::Review], &[k(Key::Delete)], Act::Command("finding remove"), "take out", "Take the selected row out", InHelp),
    row(&[P::Review], &[c('K')], Act::Raise, "row up", "Move the selected row up", InHelp),
    row(&[P::Review], &[c('J')], Act::Lower, "row down", "Move the selected row down", InHelp),
    row(&[P::Review], &[c('v')], Act::Command("review versions"), "versions", "The versions that were approved", InHelp),
    row(&[P::Review], &[c('w')], Act::Open(P::Causes), "causes", "Causes: why, and why again, as a tree", Footer),
    row(&[P::Causes], ENTER, Act::Enter, "edit", "Correct the selected cause", InHelp),
    row(&[P::Causes], &[c('w')], Act::Command("cause add"), "why", "Ask why of the selected cause: a new one under it", Footer),
    row(&[P::Causes], &[c('n')], Act::New, "new", "A new cause beside the selected one, or the first", Footer),
    row(&[P::Causes], &[c('r')], Act::Root, "root", "Mark it as a root cause, or take the mark off", Footer),
    row(&[P::Causes], &[c('v')], Act::Command("cause attach"), "evidence", "Attach a line of the log as evidence", Footer),
    row(&[P::Causes], &[c('o')], Act::Sort, "fishbone", "Turn to the fishbone, or back to the tree", Footer),
    row(&[P::Causes], &[c('c')], Act::Factor, "factor", "Mark it as a contributing factor, or take the mark off", InHelp),
    row(&[P::Causes], &[c('K')], Act::Raise, "up", "Move it before the one before it", InHelp),
    row(&[P::Causes], &[c('J')], Act::Lower, "down", "Move it after the one after it", InHelp),
    row(&[P::Causes], &[c('L')], Act::Indent, "under", "Hang it under the one before it", InHelp),
    row(&[P::Causes], &[c('H')], Act::Outdent, "out", "Take it out from under the one above it", InHelp),
    row(
        &[P::Causes],
        &[k(Key::Delete)],
        Act::Command("cause remove"),
        "take out",
        "Take it out of the tree; what hangs under it moves up",
        InHelp,
    ),
    row(&[P::Causes], &[c('e')], Act::Edit, "edit", "Correct the selected cause", InHelp),
    row(&[P::Page], ENTER, Act::Enter, "open", "Open the selected row, close what was read, or go on to its case", InHelp),
    row(&[P::Page], ESC, Act::Back, "close", "Close the page", Footer),
    row(&[P::Page], &[c('w')], Act::Export, "file", "Write the page into a file", InHelp),
    row(&[P::Import], ENTER, Act::Enter, "bring in", "Bring all of it in, as one change that one undo takes back", Footer),
    row(&[P::Import], &[c('m')], Act::Mapping, "mapping", "Say yourself what each column of the table becomes", Footer),
    row(&[P::Mapping], ENTER, Act::Enter, "choose", "Choose what the column becomes; in the last line: on to the report", Footer),
    row(&[P::Mapping], &[c('s')], Act::Save, "save", "Save the mapping: the next file of the kind is known by itself", Footer),
    row(&[P::Import, P::Mapping], ESC, Act::Back, "leave", "Leave; nothing is brought in", Footer),
    row(&[P::Board, P::Portfolio], &[c('n')], Act::New, "new", "New incident, issue or record, as the list is", Footer),
    row(&[P::Library, P::Room, P::Guide, P::History, P::Timeline, P::FollowUp], &[c('n')], Act::New, "new", "New incident", InHelp),
    row(SCREENS, &[c('l'), k(Key::F(3))], Act::Capture, "log", "Write a log line", Footer),
    row(&[P::Room], &[k(Key::Tab)], Act::Move(Move::Next), "playbook", "To the playbook, or to the next view of a log without one", Footer),
    row(&[P::Room, P::Guide], &[c('p')], Act::Step, "step", "Begin what the playbook's step says, wherever in the Room", Footer),
    row(&[P::Room], &[c('m')], Act::More, "more", "What else belongs to the playbook's step", InHelp),
    row(&[P::Room], &[c('i')], Act::Detail, "detail", "Everything about the playbook's step", InHelp),
    row(&[P::Board, P::Room, P::Guide], &[c('u')], Act::Update, "update", "Tell an audience how it stands", Footer),
    row(&[P::Board, P::Room, P::Guide], &[c('s')], Act::Command("case state"), "state", "Change the state of the case", InHelp),
    row(&[P::Board, P::Room, P::Portfolio], &[c('e')], Act::Edit, "edit", "Correct what is selected", InHelp),
    row(&[P::Board, P::Room, P::Guide, P::Review], &[c('c')], Act::Command("catch-up"), "catch up", "Catch me up, in twelve lines", InHelp),
    row(&[P::Room], &[c('v')], Act::Command("entry verdict"), "verdict", "Say what became of the selected line", InHelp),
    row(&[P::Board], &[c('i')], Act::Import, "import", "Import: bring in records of another system from a file", InHelp),
    row(&[P::Board], &[c('/')], Act::Search, "filter", "Filter the list", InHelp),
    row(&[P::Board], &[c('o')], Act::Sort, "order", "Next order of the list: by priority, newest first", InHelp),
    row(&[P::Library], &[c('/')], Act::Search, "search", "Go back to the words that are searched for", Footer),
    row(&[P::Library], &[c('f')], Act::Narrow, "narrow", "Narrow by state, time, service or project", Footer),
    row(&[P::Library], &[c('m')], Act::More, "look up", "Known errors, lessons, steps done otherwise, figures, actions", Footer),
    row(&[P::Board, P::Room, P::Guide, P::Library], &[c('b')], Act::Command("library similar"), "before?", "Seen before?", InHelp),
    row(&[P::Review], &[c('/')], Act::Search, "case", "Go to the review of another case", Footer),
    row(&[P::Review], &[], Act::Command("review export"), "export", "Export the document for this reader into a file", InHelp),
    row(&[P::Timeline], ENTER, Act::Enter, "open", "Go to the selected line in the log", Footer),
    row(&[P::Timeline], &[c('s')], Act::Tell, "show/hide", "Tell the selected line in the review, or leave it out", Footer),
    row(&[P::Timeline], &[c('e')], Act::Edit, "words", "Tell it in other words; the log keeps what was said", Footer),
    row(&[P::Timeline], &[c('K')], Act::Raise, "earlier", "Put it one place earlier", Footer),
    row(&[P::Timeline], &[c('J')], Act::Lower, "later", "Put it one place later", Footer),
    row(&[P::Timeline], &[c('m')], Act::Star, "key", "Mark it as a key moment, or take the mark away", Footer),
    row(&[P::Timeline], &[c('/')], Act::Search, "case", "Go to the timeline of another case", InHelp),
    row(&[P::FollowUp], &[c('t')], Act::Command("action done"), "done", "Say that the selected action is done", Footer),
    row(&[P::FollowUp], &[c('v')], Act::Command("action verify"), "verify", "Say whether the selected action worked", Footer),
    row(&[P::FollowUp], &[k(Key::Delete)], Act::Command("action drop"), "give up", "Give the selected action up, and say why", Footer),
    row(&[P::FollowUp], &[c('o')], Act::Sort, "group", "By when it is due, by owner or by type", Footer),
    row(&[P::FollowUp], &[c('e')], Act::Edit, "edit", "Correct the selected action", InHelp),
    row(&[P::Review], &[c('t')], Act::Open(P::Timeline), "timeline", "How the log is told: which lines, in which words and order", InHelp),
    row(&[P::History], &[c('t')], Act::TakeBack, "take back", "Take the selected change back", Footer),
    row(SCREENS, &[c('d')], Act::NextDue, "due", "Go to the next due thing", InHelp),
    row(SCREENS, &[c('z')], Act::Undo, "undo", "Undo your last change", InHelp),
    row(SCREENS, &[c('Z')], Act::Redo, "redo", "Redo what was undone", InHelp),
    row(&[P::Welcome], &[c('d'), c('1')], Act::Demo, "demonstration", "Look at a crisis that is made up", Footer),
    row(&[P::Welcome], &[c('n'), c('2')], Act::New, "new file", "Begin a file of your own", Footer),
    row(&[P::Welcome], &[c('o'), c('3')], Act::OpenFile, "open file", "Open a file that is there", Footer),
    row(&[P::Welcome], ENTER, Act::Enter, "choose", "Take what is selected: a file of your own", InHelp),
    row(&[P::Welcome], &[k(Key::Up), c('k')], Act::Move(Move::Up), "up", "One row up", Hidden),
    row(&[P::Welcome], &[k(Key::Down), c('j')], Act::Move(Move::Down), "down", "One row down", Hidden),
    row(&[P::Welcome], HELP, Act::Help, "help", "The keys of this place", Footer),
    row(SCREENS, &[c('y')], Act::Copy, "copy", "Copy: number, line, section or report", InHelp),
    // The text places.
    row(&[P::Path], ENTER, Act::Submit, "open", "Open that file", Footer),
    row(&[P::Path], ESC, Act::Back, "leave", "Leave the name; nothing is opened", Footer),
    row(&[P::Path], &[k(Key::Tab)], Act::Move(Move::Next), "complete", "Complete the name as far as only one fits", Footer),
    row(&[P::Line], ENTER, Act::Submit, "log", "Log the line and stay for the next", Footer),
    row(&[P::Filter], ENTER, Act::Submit, "keep", "Keep the filter and go back to the list", Footer),
    row(&[P::Form], &[k(Key::Enter), ctrl('s')], Act::Submit, "save", "Save, or go to what is still missing", Footer),
    row(&[P::Area], &[ctrl('s')], Act::Submit, "save", "Save", Footer),
    row(&[P::Picker], ENTER, Act::Submit, "choose", "Choose the selected row; digits choose too", Footer),
    row(&[P::Palette, P::Help], ENTER, Act::Submit, "run", "Run the selected row", Footer),
    row(&[P::Line], ESC, Act::Back, "leave the line", "Leave the line; what was typed stays", Footer),
    row(&[P::Filter], ESC, Act::Back, "clear", "Clear the filter", Footer),
    row(&[P::Form, P::Area], ESC, Act::Back, "leave", "Leave; what was typed stays", Footer),
    row(LISTED, ESC, Act::Back, "close", "Close", Footer),
    row(
        &[P::Line],
        &[k(Key::Tab)],
        Act::Move(Move::Next),
        "complete",
        "Take the suggestion; in an empty line: another case; pasted lines: as facts, or by their signs",
        Footer,
    ),
    row(&[P::Line], &[k(Key::Up), ctrl('p')], Act::Move(Move::Up), "earlier", "The line before; in a list of suggestions: up", InHelp),
    row(&[P::Line], &[k(Key::Down), ctrl('n')], Act::Move(Move::Down), "later", "The line after; in a list of suggestions: down", InHelp),
    row(&[P::Picker], &[k(Key::Tab)], Act::Move(Move::Next), "all fields", "Open the form with all fields", InHelp),
    row(&[P::Form, P::Area], &[k(Key::Tab)], Act::Move(Move::Next), "next field", "Go to the next field", Footer),
    row(&[P::Area], &[ctrl('o')], Act::Write, "editor", "Write the text in your own editor ($VISUAL, else $EDITOR)", Footer),
    row(&[P::Area], &[k(Key::F(5))], Act::Question, "question", "In a review: a further question to think of", InHelp),
    row(&[P::Form], &[k(Key::F(4))], Act::Unknown, "unknown", "Not known yet: say by when it will be", Footer),
    row(&[P::Form, P::Area], &[k(Key::F(8))], Act::Afresh, "afresh", "Empty the form and begin afresh; again: have it back", InHelp),
    row(&[P::Area], &[k(Key::F(4))], Act::Unknown, "unknown", "Not known yet: say by when it will be", InHelp),
    row(&[P::Line, P::Form, P::Area], &[BACK_TAB], Act::Move(Move::Previous), "field before", "Go to the field or pane before", InHelp),
    row(&[P::Form, P::Picker, P::Palette, P::Help], &[k(Key::Up)], Act::Move(Move::Up), "up", "Up", Hidden),
    row(&[P::Form, P::Picker, P::Palette, P::Help], &[k(Key::Down)], Act::Move(Move::Down), "down", "Down", Hidden),
    row(LISTED, &[k(Key::PageUp)], Act::Move(Move::PageUp), "page up", "One page up", Hidden),
    row(LISTED, &[k(Key::PageDown)], Act::Move(Move::PageDown), "page down", "One page down", Hidden),
    // Moving.
    row(SCREENS, &[k(Key::Up), c('k')], Act::Move(Move::Up), "up", "One row up", InHelp),
    row(SCREENS, &[k(Key::Down), c('j')], Act::Move(Move::Down), "down", "One row down", InHelp),
    row(SCREENS, &[k(Key::PageUp)], Act::Move(Move::PageUp), "page up", "One page up", InHelp),
    row(SCREENS, &[k(Key::PageDown), c(' ')], Act::Move(Move::PageDown), "page down", "One page down", InHelp),
    row(SCREENS, &[k(Key::Home), c('g')], Act::Move(Move::First), "first", "To the first row", InHelp),
    row(SCREENS, &[k(Key::End), c('G')], Act::Move(Move::Last), "last", "To the last row", InHelp),
    row(LANES, &[k(Key::Tab)], Act::Move(Move::Next), "other lane", "To the next lane or pane", InHelp),
    row(SCREENS, &[BACK_TAB], Act::Move(Move::Previous), "lane before", "To the lane or pane before", InHelp),
    row(SCREENS, &[k(Key::Left)], Act::Move(Move::Left), "left", "To the lane or view on the left", InHelp),
    row(SCREENS, &[k(Key::Right)], Act::Move(Move::Right), "right", "To the lane or view on the right", InHelp),
    // Going somewhere.
    row(SCREENS, &[c('1')], Act::Open(P::Board), "board", "Board: incidents and issues", InHelp),
    row(SCREENS, &[c('2')], Act::Open(P::Room), "room", "Room: one case in a meeting", InHelp),
    row(SCREENS, &[c('3')], Act::Open(P::Review), "review", "Review: the root-cause analysis", InHelp),
    row(SCREENS, &[c('4')], Act::Open(P::Portfolio), "portfolio", "Portfolio: groups, projects, services", InHelp),
    row(SCREENS, &[c('5')], Act::Open(P::Library), "library", "Library: search over everything", InHelp),
    row(SCREENS, &[c('h')], Act::Open(P::History), "history", "History: who changed what", InHelp),
    row(SCREENS, &[c('6')], Act::Open(P::FollowUp), "actions", "Follow-up: actions over all cases, the most overdue first", InHelp),
    row(OTHERS, &[], Act::Open(P::Timeline), "timeline", "Timeline: how the log is told in the review", InHelp),
    row(OTHERS, &[], Act::Open(P::Causes), "causes", "Causes: why, and why again, as a tree", InHelp),
    row(
        &[P::Board, P::Room, P::Guide, P::Review, P::Portfolio, P::Library, P::History, P::Causes, P::Timeline, P::FollowUp],
        ESC,
        Act::Back,
        "back",
        "Go back",
        InHelp,
    ),
    row(&[P::Form, P::Area, P::Filter, P::Picker, P::Palette, P::Help], &[k(Key::F(3))], Act::Capture, "log", "Write a log line", InHelp),
    row(SCREENS, &[c(':'), k(Key::F(2))], Act::Palette, "commands", "Every command by name", Footer),
    row(&[P::Line, P::Form, P::Area, P::Filter], &[k(Key::F(2))], Act::Palette, "commands", "Every command by name", Footer),
    row(SCREENS, HELP, Act::Help, "help", "The keys of this place", Footer),
    row(TEXTS, F1, Act::Help, "help", "The keys of this place", Footer),
    row(SCREENS, &[], Act::Share, "share", "Shared screen: show only what management may see, or end that", InHelp),
    // The program.
    row(Place::ALL, &[ctrl('l')], Act::Redraw, "redraw", "Draw everything again", InHelp),
    row(
        Place::ALL,
        &[k(Key::F(9))],
        Act::Mouse,
        "mouse",
        "Let the mouse select text, or take it back; with Shift held it always selects",
        InHelp,
    ),
    row(Place::ALL, &[ctrl('z')], Act::Suspend, "suspend", "Back to the shell for now (fg returns)", InHelp),
    row(SCREENS, &[], Act::Theme, "colours", "Other colours: dark, light, high contrast, colour-blind, none", InHelp),
    row(SCREENS, &[c('q')], Act::Quit, "quit", "Leave the program; drafts stay", InHelp),
    row(&[P::Welcome], &[c('q')], Act::Quit, "leave", "Leave the program; no file is made", Footer),
    row(Place::ALL, &[ctrl('c')], Act::Interrupt, "quit", "Leave the program at once; drafts stay", Hidden),
];
