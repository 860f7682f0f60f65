//! What a half-typed word of a line could become: the case it goes to, an owner, a tag, who may read it.
//!
//! It only offers. Tab takes what is offered; Enter and every letter do what they do without it.

use crate::model::capture;
use crate::model::case::{CaseFilter, CaseFrom, CaseOrder, Shelf};
use crate::model::entry::{Confidence, Visibility};
use crate::model::{CaseKind, CaseRef, Subject};
use crate::tui::desk::Desk;

/// Most rows that are offered.
pub const MOST: usize = 5;
/// Most cases of a kind that are looked through.
const CASES: usize = 100;

/// Says what taking a row does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Puts a word in the place of the half-typed one.
    Word(String),
    /// Makes the line go to another case.
    Case(CaseRef),
}

/// Holds one row of what is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is shown; may be foreign text.
    pub shown: String,
    /// Shown behind it.
    pub note: String,
    /// What taking it does.
    pub take: Take,
}

/// Holds what is offered now.
#[derive(Clone, Debug, Default)]
pub struct Offers {
    /// The rows, the best first.
    pub rows: Vec<Offer>,
    /// Which one Tab takes.
    pub at: usize,
    /// Where the half-typed word begins, in bytes.
    pub from: usize,
    /// Tags of late; read when the first `#` is typed.
    tags: Option<Vec<String>>,
}

impl Offers {
    /// Looks what the word before the caret could become.
    pub fn look(&mut self, text: &str, caret: usize, desk: &Desk) {
        let before = &text[..caret];
        self.from = before.rfind(char::is_whitespace).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let word = &before[self.from..];
        let ends = text[caret..].chars().next().is_none_or(char::is_whitespace);
        self.at = 0;
        self.rows = if ends { self.of(word, self.from == 0, desk) } else { Vec::new() };
        // The word as it stands needs no help.
        self.rows.retain(|offer| offer.take != Take::Word(word.to_owned()));
        self.rows.truncate(MOST);
    }

    /// Reads tags anew when they are needed next: a line with some may have been logged.
    pub fn forget(&mut self) {
        self.tags = None;
    }

    /// Offers nothing any more.
    pub fn close(&mut self) {
        self.rows.clear();
    }

    /// Offers the open cases, for a line that nothing is typed in.
    pub fn cases(&mut self, desk: &Desk) {
        (self.from, self.at) = (0, 0);
        self.rows = cases("", desk);
        self.rows.truncate(MOST);
    }

    /// Goes to another row.
    pub fn step(&mut self, down: bool) {
        let last = self.rows.len().saturating_sub(1);
        self.at = match down {
            true if self.at >= last => 0,
            true => self.at + 1,
            false => self.at.checked_sub(1).unwrap_or(last),
        };
    }

    /// Gives the row that Tab takes.
    pub fn chosen(&self) -> Option<&Offer> {
        self.rows.get(self.at)
    }

    fn of(&mut self, word: &str, first: bool, desk: &Desk) -> Vec<Offer> {
        let mut letters = word.chars();
        let (sign, rest) = (letters.next(), letters.as_str());
        match sign {
            Some('@') => owners(rest, desk),
            Some('#') => {
                let tags = self.tags.get_or_insert_with(|| desk.read(desk.app.tags()).into_iter().map(|tag| tag.into_raw()).collect());
                let fits = tags.iter().filter(|tag| begins(tag, rest));
                fits.take(MOST + 1).map(|tag| offer(format!("#{tag}"), String::new())).collect()
            }
            Some('^') => {
                let levels = Visibility::ALL.iter().map(|level| (level.key(), "who may read it"));
                let sure = Confidence::ALL.iter().map(|sure| (sure.key(), "how likely a hypothesis is")).filter(|_| !rest.is_empty());
                let fits = levels.chain(sure).filter(|(word, _)| begins(word, rest));
                fits.map(|(word, what)| offer(format!("^{word}"), what.to_owned())).collect()
            }
            Some(_) if first && word.len() >= 3 && CaseKind::ALL.iter().any(|kind| of_kind(word, *kind)) => cases(word, desk),
            _ => Vec::new(),
        }
    }
}

fn offer(word: String, note: String) -> Offer {
    Offer { shown: word.clone(), note, take: Take::Word(word) }
}

fn owners(beginning: &str, desk: &Desk) -> Vec<Offer> {
    let names = desk.read(desk.app.names_like(Subject::Person, beginning, MOST + 1));
    let now = desk.app.ctx.now();
    // A handle that came from elsewhere may be no name that a line can hold.
    let names = names.iter().map(|named| named.name.raw());
    let readable = names.filter(|name| capture::parse(&format!("x @{name}"), &now).is_ok_and(|line| line.names() == [*name]));
    readable.map(|name| offer(format!("@{name}"), String::new())).collect()
}

/// Lists open cases, the worst first, whose number begins so.
fn cases(beginning: &str, desk: &Desk) -> Vec<Offer> {
    let exact = CaseRef::parse(beginning).and_then(|case| desk.read(desk.app.case_named(case)));
    let mut rows: Vec<Offer> = exact.iter().map(|case| case_offer(case.case_ref(), case.title.raw(), &case.state)).collect();
    for kind in CaseKind::ALL {
        let filter = CaseFilter { kind: *kind, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };
        let limit = if beginning.is_empty() { MOST } else { CASES };
        let lines = desk.read(desk.app.cases(&filter, CaseFrom::Start, limit));
        let fits = lines.iter().filter(|line| begins(&line.case.to_string(), beginning));
        // Without a beginning both kinds are to be seen.
        let most = if beginning.is_empty() { MOST.div_ceil(2) } else { MOST };
        let found: Vec<Offer> = fits.take(most).map(|line| case_offer(line.case, line.title.raw(), &line.state)).collect();
        rows.extend(found.into_iter().filter(|offer| exact.as_ref().is_none_or(|case| offer.take != Take::Case(case.case_ref()))));
    }
    rows
}

fn case_offer(case: CaseRef, title: &str, state: &str) -> Offer {
    Offer { shown: format!("{case} {title}"), note: state.to_owned(), take: Take::Case(case) }
}

/// Says whether a word is the beginning of a number of this kind: `inc`, `INC-`, `inc-1`.
fn of_kind(word: &str, kind: CaseKind) -> bool {
    let prefix = CaseRef { kind, number: 1 }.to_string();
    let prefix = prefix.trim_end_matches('1');
    let digits = word.get(prefix.len()..).unwrap_or_default();
    (begins(prefix, word) || begins(word, prefix)) && digits.chars().all(|c| c.is_ascii_digit())
}

fn begins(word: &str, beginning: &str) -> bool {
    word.get(..beginning.len()).is_some_and(|head| head.to_lowercase() == beginning.to_lowercase())
}
