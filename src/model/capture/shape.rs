//! The shapes that words of a capture line can have, and the `\` that takes their meaning away.
//!
//! Shapes know nothing of now: a word has its meaning by how it is written, so a line that is read and written again stays the same.

use crate::model::entry::{Confidence, EntryKind, Visibility};
use crate::model::evidence::Side;
use crate::model::when::{self, Spoken};

/// Longest due time in words: `about friday 15:00`.
const DUE_WORDS: usize = 3;

/// Holds one word and the blanks before it.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Blanks before it.
    pub gap: &'a str,
    /// The word.
    pub text: &'a str,
}

/// Lists what a word with a mark can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'a> {
    /// `@name`.
    Who(&'a str),
    /// `#tag`.
    Tag(&'a str),
    /// `^internal` and its like.
    Visible(Visibility),
    /// `^likely` and its like, for a hypothesis.
    Sure(Confidence),
}

/// Says which shapes mean something in one region of a line, besides marks, which do everywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context {
    /// A sign at its start.
    pub sign: bool,
    /// A time at its start.
    pub time: bool,
    /// A `--` before the reason.
    pub split: bool,
    /// A due time at its end.
    pub due: bool,
    /// A word for how likely it is.
    pub sure: bool,
    /// What it is evidence for or against, at its end.
    pub evidence: bool,
}

impl Context {
    /// Says whether a word means something by its shape; `rest` are the words after it, `first` whether none is before it.
    pub fn means(self, word: &str, rest: &[&str], first: bool) -> bool {
        let leads = || {
            let next: Vec<&str> = std::iter::once(word).chain(rest.iter().copied().take(1)).collect();
            leading(&next).is_some()
        };
        self.mark(word).is_some()
            || (self.evidence && evidence(word, rest).is_some())
            || (self.split && word == "--")
            || (self.due && is_due(word, rest))
            || (first && self.sign && sign(word).is_some())
            || (first && self.time && leads())
    }

    /// Reads a word with a mark, as [`mark`] does, and with it what only such a region knows.
    pub fn mark(self, word: &str) -> Option<(Mark<'_>, bool)> {
        let sure = || Confidence::parse(&level(word.strip_prefix('^')?)).map(|sure| (Mark::Sure(sure), true));
        mark(word).or_else(|| sure().filter(|_| self.sure))
    }
}

/// Splits a line at its blanks and keeps them.
pub fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        let start = rest.trim_start();
        if start.is_empty() {
            return words;
        }
        let (gap, _) = rest.split_at(rest.len() - start.len());
        let (text, tail) = start.split_at(start.find(char::is_whitespace).unwrap_or(start.len()));
        words.push(Word { gap, text });
        rest = tail;
    }
}

/// Gives the words without their blanks.
pub fn texts<'a>(words: &[Word<'a>]) -> Vec<&'a str> {
    words.iter().map(|word| word.text).collect()
}

/// Puts words together again, without the blanks before the first.
pub fn join(words: &[Word<'_>]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push_str(word.gap);
        }
        text.push_str(word.text);
    }
    text
}

/// Takes one `\` off each word that would mean something without any. From the end, because a due time looks at the words after it.
pub fn unescape(words: &mut [Word<'_>], context: Context) {
    for at in (0..words.len()).rev() {
        let word = words[at].text;
        let bare = word.trim_start_matches('\\');
        if bare.len() < word.len() && context.means(bare, &following(words, at), at == 0) {
            words[at].text = &word[1..];
        }
    }
}

/// Gives the words after one, but one more than matters at most.
pub fn following<'a>(words: &[Word<'a>], at: usize) -> Vec<&'a str> {
    texts(&words[at + 1..words.len().min(at + 2 + DUE_WORDS)])
}

/// Reads the sign in front of a word: before a letter, or alone.
pub fn sign(word: &str) -> Option<EntryKind> {
    let mut chars = word.chars();
    let kind = EntryKind::of_sign(chars.next()?)?;
    chars.next().is_none_or(char::is_alphabetic).then_some(kind)
}

/// Counts the words of a time in front: `14:05`, `~14:05`, `-20m`, `yesterday 14:05`, `2026-11-22 14:05`, `2026-11-22T14:05+01:00`.
///
/// Also when it is no real time, such as `25:00`: that was meant as one, and has to be refused.
pub fn leading(words: &[&str]) -> Option<usize> {
    let first = *words.first()?;
    let second = words.get(1).copied().unwrap_or_default();
    let bare = first.strip_prefix('~').unwrap_or(first);
    if when::clock_shaped(bare) || first.strip_prefix('-').is_some_and(when::duration_shaped) || when::is_past_day_and_clock(first) {
        return Some(1);
    }
    if when::is_past_day(first) && when::clock_shaped(second) {
        return Some(2);
    }
    match when::date_shaped(bare)? {
        "" => starts_with_clock(second).then_some(2),
        time => time.strip_prefix(['T', 't']).is_some_and(starts_with_clock).then_some(1),
    }
}

fn starts_with_clock(word: &str) -> bool {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '：').unwrap_or(word.len());
    when::clock_shaped(&word[..end])
}

/// Reads a word with a mark; the second part says whether it is nothing but the mark and its name.
pub fn mark(word: &str) -> Option<(Mark<'_>, bool)> {
    let rest = word.get(1..)?;
    match word.as_bytes().first()? {
        b'@' => named(rest).map(|(name, pure)| (Mark::Who(name), pure)),
        b'#' => named(rest).map(|(name, pure)| (Mark::Tag(name), pure)),
        b'^' => Visibility::parse(&level(rest)).map(|level| (Mark::Visible(level), true)),
        _ => None,
    }
}

/// Gives a level without the punctuation behind it: `^internal.` must not be read as words, or what was meant for few would be shown to more.
fn level(word: &str) -> String {
    word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')']).to_ascii_lowercase()
}

/// Reads `for ~3` or `against ~3`: a word, and all words after it.
fn evidence(word: &str, rest: &[&str]) -> Option<(Side, i64)> {
    let [hypothesis] = rest else { return None };
    let side = Side::parse(&word.to_ascii_lowercase())?;
    let digits = hypothesis.strip_prefix('~')?;
    let plain = (1..=9).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    Some((side, digits.parse().ok().filter(|_| plain)?))
}

/// Finds at the end what a line is evidence for or against; words must remain before it.
pub fn evidence_tail(words: &[Word<'_>], context: Context) -> Option<(Side, i64)> {
    match words {
        [_, .., side, hypothesis] if context.evidence => evidence(side.text, &[hypothesis.text]),
        _ => None,
    }
}

/// Reads a name that starts with a letter. Only punctuation may follow it in the same word: `@ana,` names Ana, `@scope/package` nobody.
fn named(rest: &str) -> Option<(&str, bool)> {
    rest.chars().next().filter(|c| c.is_alphabetic())?;
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{300}'..='\u{36f}');
    let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
    let name = rest[..end].trim_end_matches(['.', '-']);
    let after = &rest[name.len()..];
    let genitive = after.starts_with(['\'', '’']);
    let punctuation = !after.starts_with(['@', '/']) && !after.contains(char::is_alphanumeric);
    (genitive || punctuation).then_some((name, after.is_empty()))
}

/// Says whether a word and all words after it are written as a due time, be it a good one or not.
fn is_due(word: &str, rest: &[&str]) -> bool {
    is_good_due(word, rest) || is_bad_due(word, rest)
}

/// `due` takes any time but a bare question mark, `in` takes a length of time.
fn is_good_due(word: &str, rest: &[&str]) -> bool {
    match rest {
        [] | ["?"] => false,
        [length] if word.eq_ignore_ascii_case("in") => when::duration(length).is_some(),
        _ => rest.len() <= DUE_WORDS && word.eq_ignore_ascii_case("due") && Spoken::read(&rest.join(" ")).is_some(),
    }
}

/// Something that is written like a time, such as `due 25:00`, was meant as one and has to be refused.
fn is_bad_due(word: &str, rest: &[&str]) -> bool {
    match rest {
        [length] if word.eq_ignore_ascii_case("in") => when::duration_shaped(length),
        [first, ..] => rest.len() <= DUE_WORDS && word.eq_ignore_ascii_case("due") && when::time_shaped(first),
        [] => false,
    }
}

/// Finds the word at which a due time at the end starts: the longest good one, so that `due in 20m` is one, else the longest bad one.
pub fn due_tail(words: &[Word<'_>], context: Context) -> Option<usize> {
    if !context.due {
        return None;
    }
    let starts = || words.len().saturating_sub(DUE_WORDS + 1)..words.len();
    let good = starts().find(|at| is_good_due(words[*at].text, &following(words, *at)));
    good.or_else(|| starts().find(|at| is_bad_due(words[*at].text, &following(words, *at))))
}
