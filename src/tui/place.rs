//! Remembers where one was: a small file in the state folder with the place, and for each screen its view, filter and selection.
//!
//! The file is read at the start and never trusted: what is too long, broken or unknown is passed over. It is written once a second
//! at most. Must not know what the words of a screen mean.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::keeper::Keeper;
use super::keys::Place;
use super::screen::Kept;
use super::unsent::is_gone;
use crate::model::when;

/// Name of the file.
const FILE: &str = "place.json";
/// Longest file that is read.
const LONGEST: u64 = 64 * 1024;
/// Longest word of a screen that is kept, in characters.
const LONGEST_WORD: usize = 400;
/// Least time between two writings.
const PAUSE: Duration = Duration::from_secs(1);
/// From so long away on it is said where one was, in milliseconds.
const AWAY: i64 = 60_000;
/// By so much the time of the last key may lie behind before it alone is worth a writing, in milliseconds.
const BEHIND: i64 = 30_000;

/// Holds what the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Said {
    /// When the last key was pressed (UTC milliseconds).
    at: i64,
    /// The screen one was on.
    here: String,
    /// The process that wrote this and has not ended in order; nothing once it has.
    running: Option<i32>,
    /// What each screen left.
    screens: BTreeMap<String, BTreeMap<String, String>>,
}

/// Holds where one was before the start, and where one is now.
#[derive(Default)]
pub struct Places {
    before: Said,
    now: Said,
    keeper: Option<Keeper>,
}

impl Places {
    /// Reads what was left in a folder; without a folder nothing outlives the program.
    pub fn open(folder: Option<&Path>) -> Self {
        let Some(file) = folder.map(|folder| folder.join(FILE)) else { return Self::default() };
        let before = read(&file).unwrap_or_default();
        Self { now: Said { running: None, ..before.clone() }, before, keeper: Some(Keeper::new(file, PAUSE)) }
    }

    /// Gives the screen one was on.
    pub fn here(&self) -> Option<Place> {
        Place::ALL.iter().copied().find(|place| place.name() == self.before.here)
    }

    /// Says where one was and how long ago: "you were in INC-12's log, 25 min ago"; nothing where one has hardly been away.
    pub fn words(&self, now: i64) -> Option<String> {
        let (place, away) = (self.here()?, now - self.before.at);
        let kept = self.kept(place);
        let text = |key: &str| kept.and_then(|kept| kept.get(key)).filter(|text| !text.trim().is_empty());
        let place = match (place, text("case"), text("words")) {
            (Place::Board, Some(case), _) => format!("on the Board, at {case}"),
            (Place::Room, Some(case), _) => format!("in {case}'s log"),
            (Place::Review, Some(case), _) => format!("in the review of {case}"),
            (Place::Library, _, Some(words)) => format!("in the Library, looking for '{words}'"),
            _ => format!("in the {}", place.name()),
        };
        (away >= AWAY).then(|| format!("you were {place}, {}", when::ago(away)))
    }

    /// Gives what a screen left.
    pub fn kept(&self, place: Place) -> Option<&BTreeMap<String, String>> {
        self.now.screens.get(place.name())
    }

    /// Keeps where one is now; screens that were not opened this time keep what they left before.
    pub fn keep(&mut self, at: i64, here: Place, kept: Vec<(Place, Kept)>) {
        let mut now = Said { here: here.name().to_owned(), ..self.now.clone() };
        for (place, words) in kept {
            let short = |text: String| text.chars().take(LONGEST_WORD).collect::<String>();
            let words = words.into_iter().map(|(word, text)| (word.to_owned(), short(text)));
            now.screens.insert(place.name().to_owned(), words.collect());
        }
        if now == self.now && (at - self.now.at).abs() < BEHIND {
            return;
        }
        now.at = at;
        now.running = i32::try_from(std::process::id()).ok();
        self.now = now;
        self.write();
    }

    /// Says what to do about a terminal that an end out of order may have left behind.
    pub fn aftermath(&self) -> Option<&'static str> {
        let fell = self.before.running.is_some_and(is_gone);
        fell.then_some("warroom was ended from outside last time; a terminal that acts strangely since is put right by 'reset'")
    }

    fn write(&mut self) {
        if let (Some(keeper), Ok(text)) = (&mut self.keeper, serde_json::to_string(&self.now)) {
            keeper.keep(text);
        }
    }
}

impl Drop for Places {
    /// Notes that the end came in order, so that what had not is said once.
    fn drop(&mut self) {
        if self.now.running.take().is_some() || self.aftermath().is_some() {
            self.write();
        }
    }
}

fn read(file: &Path) -> Option<Said> {
    let mut text = String::new();
    // A pipe put in its place must not hang the start.
    if !std::fs::symlink_metadata(file).ok()?.is_file() {
        return None;
    }
    std::fs::File::open(file).ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn kept(words: &[(&'static str, &str)]) -> Kept {
        words.iter().map(|(word, text)| (*word, (*text).to_owned())).collect()
    }

    #[test]
    fn where_one_was_outlives_the_program_in_a_private_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::open(Some(folder.path()));
        assert_eq!((places.here(), places.kept(Place::Room)), (None, None));
        places.keep(1_000, Place::Room, vec![(Place::Board, kept(&[("lane", "issue")])), (Place::Room, kept(&[("case", "INC-1")]))]);
        drop(places);
        let mode = std::fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let mut again = Places::open(Some(folder.path()));
        assert_eq!((again.here(), again.words(1_000)), (Some(Place::Room), None));
        assert_eq!(again.words(1_000 + 25 * 60_000).as_deref(), Some("you were in INC-1's log, 25 min ago"));
        assert_eq!(again.kept(Place::Room).unwrap().get("case").map(String::as_str), Some("INC-1"));
        // Only the Library was opened this time; the others keep what they left.
        again.keep(99_000, Place::Library, vec![(Place::Library, kept(&[("words", &"x".repeat(9_999))]))]);
        drop(again);
        let last = Places::open(Some(folder.path()));
        assert_eq!(last.kept(Place::Board).unwrap().get("lane").map(String::as_str), Some("issue"));
        assert_eq!(last.kept(Place::Library).unwrap()["words"].len(), LONGEST_WORD);
    }

    #[test]
    fn an_end_out_of_order_is_known_at_the_next_start_and_one_in_order_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::open(Some(folder.path()));
        places.keep(1_000, Place::Room, Vec::new());
        drop(places);
        assert_eq!(Places::open(Some(folder.path())).aftermath(), None);
        // No process has this number.
        std::fs::write(folder.path().join(FILE), "{\"here\":\"Room\",\"running\":2147483646}").unwrap();
        let mut after = Places::open(Some(folder.path()));
        assert!(after.aftermath().is_some_and(|words| words.contains("reset")), "{:?}", after.aftermath());
        after.keep(2_000, Place::Room, Vec::new());
        drop(after);
        assert_eq!(Places::open(Some(folder.path())).aftermath(), None, "said once");
    }

    #[test]
    fn a_broken_file_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        let long = format!("{{\"here\":\"Room\",\"x\":\"{}\"}}", "x".repeat(1 << 17));
        for text in ["", "null", "[1]", "{\"here\": 3}", "{\"here\":\"Nowhere\",\"screens\":{\"Room\":{\"case\":\"\u{1b}[2J\"}}}", &long] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(Places::open(Some(folder.path())).here(), None, "{text}");
        }
        std::fs::remove_file(&file).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &file, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
        assert_eq!(Places::open(Some(folder.path())).here(), None);
    }

    #[test]
    fn nothing_is_written_where_nothing_changed() {
        let folder = tempfile::tempdir().unwrap();
        let mut places = Places::open(Some(folder.path()));
        places.keep(100_000, Place::Board, Vec::new());
        drop(places);
        let mut again = Places::open(Some(folder.path()));
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        again.keep(100_500, Place::Board, Vec::new());
        drop(again);
        assert!(!folder.path().join(FILE).exists());
    }
}
