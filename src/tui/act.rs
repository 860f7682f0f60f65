//! Where keys go and what they do: the words the table of keys is written in. Must not know which key does what.

/// Names where the keys go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Screen 1: incidents and issues side by side.
    Board,
    /// Screen 2: one case in a meeting.
    Room,
    /// The playbook of that case.
    Guide,
    /// Screen 3: the analysis of a case.
    Review,
    /// Screen 4: groups, projects and services.
    Portfolio,
    /// Screen 5: search over everything.
    Library,
    /// What was changed, by whom, and what can be undone.
    History,
    /// Why, and why again: the causes of a case.
    Causes,
    /// How the log of a case is told in its review.
    Timeline,
    /// Actions over all cases, the most overdue first.
    FollowUp,
    /// A page to read, over another screen.
    Page,
    /// What a file of another system would come to, before it is brought in.
    Import,
    /// What each column of a table becomes.
    Mapping,
    /// The capture line.
    Line,
    /// The filter of a list.
    Filter,
    /// A form, on a field of one line or a choice.
    Form,
    /// A text of several lines.
    Area,
    /// A list to choose one from.
    Picker,
    /// Every command by name.
    Palette,
    /// The keys of a place.
    Help,
    /// The first screen of somebody who has no database yet.
    Welcome,
    /// The name of a file while it is typed.
    Path,
}

/// Places with a caret in a text, where letters belong to it.
pub(super) const TEXTS: &[Place] =
    &[Place::Line, Place::Filter, Place::Form, Place::Area, Place::Picker, Place::Palette, Place::Help, Place::Path];

impl Place {
    /// All places.
    pub const ALL: &'static [Self] = &[
        Self::Board,
        Self::Room,
        Self::Guide,
        Self::Review,
        Self::Portfolio,
        Self::Library,
        Self::History,
        Self::Causes,
        Self::Timeline,
        Self::FollowUp,
        Self::Page,
        Self::Import,
        Self::Mapping,
        Self::Line,
        Self::Filter,
        Self::Form,
        Self::Area,
        Self::Picker,
        Self::Palette,
        Self::Help,
        Self::Welcome,
        Self::Path,
    ];

    /// The screens with a digit and a tab, in their order.
    pub const TABS: &'static [Self] = &[Self::Board, Self::Room, Self::Review, Self::Portfolio, Self::Library];

    /// Gives the name of the place.
    pub fn name(self) -> &'static str {
        match self {
            Self::Board => "Board",
            Self::Room => "Room",
            Self::Guide => "Playbook",
            Self::Review => "Review",
            Self::Portfolio => "Portfolio",
            Self::Library => "Library",
            Self::History => "History",
            Self::Causes => "Causes",
            Self::Timeline => "Timeline",
            Self::FollowUp => "Follow-up",
            Self::Page => "Page",
            Self::Import => "Import",
            Self::Mapping => "Mapping",
            Self::Line => "Log line",
            Self::Filter => "Filter",
            Self::Form => "Form",
            Self::Area => "Text",
            Self::Picker => "Choice",
            Self::Palette => "Commands",
            Self::Help => "Keys",
            Self::Welcome => "First start",
            Self::Path => "File",
        }
    }

    /// Says whether the caret is in a text here.
    pub fn is_text(self) -> bool {
        TEXTS.contains(&self)
    }
}

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
    /// Begins what the playbook's step says.
    Step,
    /// Shows everything there is to say of a step.
    Detail,
    /// Says what became of a step.
    Mark,
    /// Asks the next question of the section.
    Question,
    /// Moves the selected row one place up.
    Raise,
    /// Moves the selected row one place down.
    Lower,
    /// Offers what else belongs to a step.
    More,
    /// Goes to the next due thing.
    NextDue,
    /// Writes what is shown into a file.
    Export,
    /// Filters the list or searches.
    Search,
    /// Narrows what is found further.
    Narrow,
    /// Sorts the list in the next order on offer.
    Sort,
    /// Hangs the selected row under the one before it.
    Indent,
    /// Takes the selected row out from under the one above it.
    Outdent,
    /// Marks the selected cause as a root.
    Root,
    /// Marks the selected cause as a contributing factor.
    Factor,
    /// Tells the selected line in the timeline, or leaves it out.
    Tell,
    /// Marks the selected line as a key moment, or takes the mark away.
    Star,
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
    /// Begins with the demonstration.
    Demo,
    /// Asks for a file to begin with.
    OpenFile,
    /// Asks for a file of another system to bring in.
    Import,
    /// Lets somebody say what each column of a file becomes.
    Mapping,
    /// Saves the mapping.
    Save,
    /// Shows only what management may see, or asks whether to end that.
    Share,
    /// Shows everything again; only ever an answer to that question.
    Unshare,
    /// Answers a field with "unknown", and by when it will be known.
    Unknown,
    /// Writes a text in the person's own editor.
    Write,
    /// Takes away what was filled in and begins afresh, or brings it back.
    Afresh,
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
