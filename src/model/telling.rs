//! How a line of the log is told in the review: shown or not, in which words, after which other line. The line itself is never touched.

use super::entry::{Entry, EntrySpot, Visibility};
use super::{Id, Untrusted};

/// Tag of a line that marks a key moment.
pub const KEY: &str = "key";

/// What was said of how one line is told.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Id of the line.
    pub entry: Id,
    /// Whether the review tells it.
    pub shown: bool,
    /// Other words for it.
    pub wording: Option<Untrusted>,
    /// The line it stands after, if not by its time.
    pub after: Option<Id>,
    /// Who may read it told so.
    pub visibility: Visibility,
}

/// Names a place in the told order: the line that stands by its own time, and how many moved ones after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldSpot {
    /// Where the line that stands by its time stands.
    pub root: EntrySpot,
    /// 0 for that line, 1 for the first that was moved after it.
    pub step: usize,
}

/// A line of the timeline: what was said, how it is told, and where it stands.
#[derive(Clone, Debug)]
pub struct Told {
    /// The line of the log.
    pub entry: Entry,
    /// What was said of how it is told; nothing where it is told as it is.
    pub telling: Option<Telling>,
    /// Where it stands.
    pub spot: ToldSpot,
}

impl Told {
    /// Says whether the review tells it.
    pub fn is_shown(&self) -> bool {
        self.telling.as_ref().is_none_or(|telling| telling.shown)
    }

    /// Gives the other words it is told in; a blanked line has none.
    pub fn wording(&self) -> Option<&Untrusted> {
        self.telling.as_ref().filter(|_| !self.entry.redacted).and_then(|telling| telling.wording.as_ref())
    }

    /// Gives the words it is told in.
    pub fn text(&self) -> &Untrusted {
        self.wording().unwrap_or(&self.entry.text)
    }

    /// Gives who may read it: the stricter of the line and of how it is told.
    pub fn visibility(&self) -> Visibility {
        self.telling.as_ref().map_or(self.entry.visibility, |telling| telling.visibility.min(self.entry.visibility))
    }

    /// Says whether it marks a key moment.
    pub fn is_key(&self) -> bool {
        is_key(&self.entry)
    }

    /// Says whether it was moved from the place its time gives it.
    pub fn is_moved(&self) -> bool {
        self.spot.step > 0
    }
}

/// Says whether a line marks a key moment.
pub fn is_key(entry: &Entry) -> bool {
    entry.tags.as_ref().is_some_and(|tags| tags.raw().split_whitespace().any(|tag| tag.eq_ignore_ascii_case(KEY)))
}

/// Gives the tags of a line with or without the one of a key moment.
pub fn tags_with_key(entry: &Entry, key: bool) -> String {
    let tags = entry.tags.as_ref().map_or("", Untrusted::raw);
    let others = tags.split_whitespace().filter(|tag| !tag.eq_ignore_ascii_case(KEY));
    others.chain(key.then_some(KEY)).collect::<Vec<_>>().join(" ")
}
