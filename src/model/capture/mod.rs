//! The capture line: one line of the meeting's minutes, as fast as people speak.
//!
//! `14:05 !fail over to DC2 -- replica lag is under 5 s @ana in 20m` has a time, a sign for the kind, the words, a reason, and a tail of
//! who, tags, visibility, how likely a hypothesis is (`^likely`), what it is evidence for (`for ~3`) and due. What the grammar does not know stays text: a line is refused only when a time in it cannot be meant, when
//! it contradicts itself, or when it says nothing. Must not know who exists, which case is meant, or what time it is.
//!
//! Tags and mentions stay in the text where they stand inside a sentence, and leave it where they only trail behind it.
//! `\` before a word that would mean something makes it plain text; before any other word it is a character like all others.

mod render;
mod shape;
#[cfg(test)]
mod tests;

use super::entry::{Confidence, EntryKind, Visibility};
use super::evidence::Side;
use super::when::{self, Lean, Now};
use super::{Moment, Refusal, Untrusted};
use shape::{Context, Mark, Word};

/// Key of the field that refusals of a capture line name.
pub const FIELD: &str = "line";

/// Holds what one line said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What kind of thing was said.
    pub kind: EntryKind,
    /// When it was so, if the line began with a time; otherwise it is so now.
    pub observed: Option<Moment>,
    /// The words, without what trailed behind them; never blank.
    pub text: String,
    /// Why, for a decision that said so.
    pub reason: Option<String>,
    /// Everybody named with `@`, in the order of the line. Names are as typed: nobody has checked that they exist.
    pub mentions: Vec<Mention>,
    /// Words behind `#`, sorted, each once.
    pub tags: Vec<String>,
    /// Who may read it, if the line said so.
    pub visibility: Option<Visibility>,
    /// When it is due.
    pub due: Option<Moment>,
    /// How likely it is, if a hypothesis said so.
    pub confidence: Option<Confidence>,
    /// Numbers of hypotheses it speaks for or against, in the order of the line. Nobody has checked that they exist.
    pub evidence: Vec<(Side, i64)>,
}

/// Holds one `@name` of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The name without its `@`.
    pub name: String,
    /// Where it stood.
    pub place: Place,
}

/// Says where a mention stood; that decides whether it is still in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Inside the words, and still there.
    Text,
    /// Behind the words, and no longer there.
    AfterText,
    /// Inside the reason, and still there.
    Reason,
    /// Behind the reason, and no longer there.
    AfterReason,
}

/// Reads one line; its sign says the kind.
///
/// # Errors
/// Gathers everything that is wrong: a time that cannot be, two due times, two visibilities, no words.
pub fn parse(line: &str, now: &Now) -> Result<Line, Vec<Refusal>> {
    read(line, None, now)
}

/// Reads one line whose kind was chosen elsewhere; a sign in it is text.
///
/// # Errors
/// As [`parse`].
pub fn parse_as(line: &str, kind: EntryKind, now: &Now) -> Result<Line, Vec<Refusal>> {
    read(line, Some(kind), now)
}

/// Reads the line that is to take the place of one of this kind: without a sign it is of the same kind.
///
/// # Errors
/// As [`parse`].
pub fn parse_again(line: &str, kind: EntryKind, now: &Now) -> Result<Line, Vec<Refusal>> {
    match parse(line, now) {
        Ok(line) if line.kind != EntryKind::Fact => Ok(line),
        _ => parse_as(line, kind, now),
    }
}

/// Gives the words of a line of some kind that look like a level and are none, such as `^intern`: whoever typed them meant something.
pub fn stray(line: &str, kind: EntryKind) -> impl Iterator<Item = &str> {
    let context = Context { sure: kind == EntryKind::Hypothesis, ..Context::default() };
    let looks = |word: &&str| word.strip_prefix('^').is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    line.split_whitespace().filter(looks).filter(move |word| context.mark(word).is_none())
}

impl Line {
    /// Takes the line as it stands once it is clear who exists: unknown names become plain text again, where they stood.
    pub fn settled(mut self, known: impl Fn(&str) -> bool) -> Self {
        let (mentions, strangers) = self.mentions.into_iter().partition(|mention| known(&mention.name));
        self.mentions = mentions;
        for Mention { name, place } in strangers {
            let region = match place {
                Place::AfterText => Some(&mut self.text),
                Place::AfterReason => self.reason.as_mut(),
                Place::Text | Place::Reason => None,
            };
            if let Some(region) = region {
                region.push_str(" @");
                region.push_str(&name);
            }
        }
        self
    }

    /// Takes the line as it stands once it is clear which hypotheses there are: evidence for any other becomes plain text again.
    pub fn with_hypotheses(mut self, known: impl Fn(i64) -> bool) -> Self {
        let (evidence, strangers): (Vec<_>, Vec<_>) = self.evidence.into_iter().partition(|(_, number)| known(*number));
        self.evidence = evidence;
        for (side, number) in strangers {
            let region = self.reason.as_mut().unwrap_or(&mut self.text);
            region.push_str(&format!(" {} ~{number}", side.key()));
        }
        self
    }

    /// Gives every name once, in the order of the line.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for mention in &self.mentions {
            if !names.contains(&mention.name.as_str()) {
                names.push(&mention.name);
            }
        }
        names
    }

    /// Gives the name of the owner or source: the first that trails behind the words, else the first at all.
    pub fn owner(&self) -> Option<&str> {
        let mut trailing = self.mentions.iter().filter(|mention| matches!(mention.place, Place::AfterText | Place::AfterReason));
        trailing.next().or_else(|| self.mentions.first()).map(|mention| mention.name.as_str())
    }

    /// Gives what the line was understood as, for a live preview: labels with values, in a fixed order.
    ///
    /// Labels are `kind`, `at`, `who` (one for each name), `due`, `reason` (decisions only), `tag` (one for each), `confidence`,
    /// `evidence` (one for each) and `for`.
    pub fn preview(&self, now: &Now) -> Vec<(&'static str, Untrusted)> {
        let mut all = vec![("kind", self.kind.label().into())];
        all.extend(self.observed.map(|moment| ("at", near(&moment, now).into())));
        all.extend(self.names().into_iter().map(|name| ("who", name.into())));
        all.extend(self.due.map(|moment| ("due", near(&moment, now).into())));
        if self.kind == EntryKind::Decision {
            all.push(("reason", if self.reason.is_some() { "given" } else { "missing" }.into()));
        }
        all.extend(self.tags.iter().map(|tag| ("tag", tag.as_str().into())));
        all.extend(self.confidence.map(|sure| ("confidence", sure.label().into())));
        all.extend(self.evidence.iter().map(|(side, number)| ("evidence", format!("{} ~{number}", side.key()).into())));
        all.extend(self.visibility.map(|visibility| ("for", visibility.label().into())));
        all
    }
}

/// Shows a time as briefly as it can be without being mistaken: the clock alone for today.
fn near(moment: &Moment, now: &Now) -> String {
    let stamp = when::stamp(moment, now.zone);
    let today = now.zone.local(now.at).format("%Y-%m-%d ").to_string();
    stamp.replacen(&today, "", 1)
}

fn read(line: &str, given: Option<EntryKind>, now: &Now) -> Result<Line, Vec<Refusal>> {
    let mut words = shape::words(line);
    let mut reading = Reading::default();
    let observed = reading.observed(&mut words, now);
    let signed = if given.is_none() { sign(&mut words) } else { None };
    let kind = given.or(signed).unwrap_or(EntryKind::Fact);
    let split = words.iter().position(|word| kind == EntryKind::Decision && word.text == "--");
    let why = split.map(|at| words.split_off(at)).map(|mut tail| tail.split_off(1));
    let last = why.is_none();
    let context = Context {
        sign: given.is_none() && signed.is_none(),
        time: signed.is_none() && observed.is_none() && reading.refusals.is_empty(),
        split: kind == EntryKind::Decision,
        due: kind.takes_due() && last,
        sure: kind == EntryKind::Hypothesis,
        evidence: last,
    };
    let text = reading.region(words, context, [Place::Text, Place::AfterText], now);
    let context = Context { due: kind.takes_due(), evidence: true, ..Context::default() };
    let reason =
        why.map(|words| reading.region(words, context, [Place::Reason, Place::AfterReason], now)).filter(|reason| !reason.is_empty());
    if text.is_empty() {
        reading.refuse("nothing was said", "type the words, as in “14:05 !fail over to DC2 -- replica lag is low @ana in 20m”");
    }
    if !reading.refusals.is_empty() {
        return Err(reading.refusals);
    }
    let mut line = Line { kind, observed, text, reason, ..reading.line() };
    if line.reason.is_none() {
        for mention in &mut line.mentions {
            mention.place = if mention.place == Place::AfterReason { Place::AfterText } else { mention.place };
        }
    }
    Ok(line)
}

/// Takes the sign off the first word.
fn sign(words: &mut Vec<Word<'_>>) -> Option<EntryKind> {
    let first = words.first_mut()?;
    let kind = shape::sign(first.text)?;
    first.text = &first.text[1..];
    if first.text.is_empty() {
        words.remove(0);
    }
    Some(kind)
}

/// Gathers what the regions of a line say, and what is wrong with it.
#[derive(Default)]
struct Reading {
    mentions: Vec<Mention>,
    tags: Vec<String>,
    visibility: Option<Visibility>,
    due: Option<Moment>,
    confidence: Option<Confidence>,
    evidence: Vec<(Side, i64)>,
    refusals: Vec<Refusal>,
}

impl Reading {
    fn refuse(&mut self, why: &str, hint: &str) {
        self.refusals.push(Refusal::field(FIELD, why, hint));
    }

    fn line(mut self) -> Line {
        self.tags.sort();
        self.tags.dedup();
        Line {
            kind: EntryKind::Fact,
            observed: None,
            text: String::new(),
            reason: None,
            mentions: self.mentions,
            tags: self.tags,
            visibility: self.visibility,
            due: self.due,
            confidence: self.confidence,
            evidence: self.evidence,
        }
    }

    /// Reads a time in front, and takes it off.
    fn observed(&mut self, words: &mut Vec<Word<'_>>, now: &Now) -> Option<Moment> {
        let length = shape::leading(&shape::texts(words))?;
        let said = shape::texts(&words[..length]).join(" ");
        words.drain(..length);
        self.time(&said, now, Lean::Past)
    }

    fn time(&mut self, said: &str, now: &Now, lean: Lean) -> Option<Moment> {
        match when::parse(said, now, lean) {
            Ok(moment) => Some(moment),
            Err(no) => {
                let hint = format!("{}; or put a \\ before it to keep it as words", no.hint.raw());
                self.refusals.push(Refusal { hint: hint.into(), ..no.refuse(FIELD) });
                None
            }
        }
    }

    /// Reads the words or the reason: takes off what trails behind, notes what is named inside, and gives the text that remains.
    fn region(&mut self, mut words: Vec<Word<'_>>, context: Context, [inside, behind]: [Place; 2], now: &Now) -> String {
        let mut trailing = Vec::new();
        while let Some(last) = words.last() {
            if let Some((mark, true)) = context.mark(last.text) {
                trailing.push(mark);
                words.pop();
            } else if let Some(evidence) = shape::evidence_tail(&words, context) {
                self.evidence(evidence);
                words.truncate(words.len() - 2);
            } else if let Some(at) = shape::due_tail(&words, context) {
                let said = words.split_off(at);
                self.due(&shape::texts(&said), now);
            } else {
                break;
            }
        }
        words.retain(|word| match context.mark(word.text) {
            Some((mark @ (Mark::Visible(_) | Mark::Sure(_)), _)) => {
                self.mark(mark, inside);
                false
            }
            Some((mark, _)) => {
                self.mark(mark, inside);
                true
            }
            None => true,
        });
        for mark in trailing.into_iter().rev() {
            self.mark(mark, behind);
        }
        shape::unescape(&mut words, context);
        shape::join(&words)
    }

    fn mark(&mut self, mark: Mark<'_>, place: Place) {
        match mark {
            Mark::Who(name) => self.mentions.push(Mention { name: name.into(), place }),
            Mark::Tag(tag) => self.tags.push(tag.into()),
            Mark::Visible(level) if self.visibility.is_some_and(|other| other != level) => {
                self.refuse("two visibilities were given", "keep one of ^internal, ^management and ^public");
            }
            Mark::Visible(level) => self.visibility = Some(level),
            Mark::Sure(sure) if self.confidence.is_some_and(|other| other != sure) => {
                self.refuse("two words say how likely it is", "keep one of ^unlikely, ^possible and ^likely");
            }
            Mark::Sure(sure) => self.confidence = Some(sure),
        }
    }

    /// Takes what the line is evidence for or against; lines are read from the end.
    fn evidence(&mut self, (side, number): (Side, i64)) {
        match self.evidence.iter().find(|(_, known)| *known == number) {
            Some((known, _)) if *known != side => {
                self.refuse(
                    "it cannot speak for and against the same",
                    "keep one; put a \\ before “for” or “against” to keep the other as words",
                );
            }
            Some(_) => {}
            None => self.evidence.insert(0, (side, number)),
        }
    }

    fn due(&mut self, said: &[&str], now: &Now) {
        let skip = usize::from(said.first().is_some_and(|word| word.eq_ignore_ascii_case("due")));
        let moment = self.time(&said[skip..].join(" "), now, Lean::Future);
        if self.due.is_some() && moment.is_some() {
            self.refuse("two due times were given", "keep one; put a \\ before “due” or “in” to keep the other as words");
        }
        self.due = self.due.or(moment);
    }
}
