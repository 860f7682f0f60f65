//! Drafts: raw text per field, on its way to a command; and the checked input that comes out of one.

use std::collections::BTreeMap;

use super::Failure;
use super::field::{Ask, Field};
use crate::model::case::{Case, Named};
use crate::model::entry::{Action, Entry};
use crate::model::fields::Fields;
use crate::model::quantity::{self, Amount};
use crate::model::when::{self, Now};
use crate::model::{ActionRef, CaseRef, EntryRef, Moment, Refusal, Subject, Untrusted, Value};
use crate::store::Reader;

/// Longest text a field takes; far above what anybody types, far below what the database takes.
const LONGEST: usize = 1_000_000;
/// Longest single line (titles, names).
const LONGEST_LINE: usize = 2_000;

/// Holds raw text per field, being filled in by arguments or a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    values: BTreeMap<&'static str, String>,
}

impl Draft {
    /// Starts an empty draft.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills one field in; an empty text means "nothing", which clears a field that is set.
    pub fn set(&mut self, key: &'static str, text: impl Into<String>) {
        self.values.insert(key, text.into());
    }

    /// Fills one field in and gives the draft back.
    #[must_use]
    pub fn with(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.set(key, text);
        self
    }

    /// Gives the raw text of a field.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// Leaves one field as it is: it holds nothing any more, and clears nothing.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.values.retain(|known, _| *known != key);
        self
    }

    /// Lists the required fields that have no text yet: none is a confirmation, one a picker, more a form.
    pub fn missing(&self, fields: &'static [&'static Field]) -> Vec<&'static Field> {
        fields.iter().copied().filter(|f| f.required && self.get(f.key).is_none_or(|t| t.trim().is_empty())).collect()
    }

    /// Reads every field by its meaning and gathers all refusals at once.
    ///
    /// # Errors
    /// All refusals, or a store error.
    pub fn check(&self, fields: &'static [&'static Field], read: Reader<'_>, now: &Now) -> Result<Input, Failure> {
        let mut input = Input::default();
        let mut refusals = Vec::new();
        for field in fields {
            let text = self.get(field.key);
            let blank = text.is_none_or(|t| t.trim().is_empty());
            if field.required && blank {
                refusals.push(Refusal::field(field.key, format!("{} is missing", field.label), field.doc));
            }
            let Some(text) = text else { continue };
            if blank {
                input.given.insert(field.key, Given::Nothing);
                continue;
            }
            match meaning(field, text, read, now)? {
                Ok(given) => drop(input.given.insert(field.key, given)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        for key in self.values.keys() {
            if !fields.iter().any(|f| f.key == *key) {
                refusals.push(Refusal::whole(format!("there is no field '{key}' here"), ""));
            }
        }
        if refusals.is_empty() { Ok(input) } else { Err(Failure::Refused(refusals)) }
    }
}

/// Holds what one field's text means.
#[derive(Clone, Debug)]
pub enum Given {
    /// The field was named and left empty: clear it.
    Nothing,
    /// Text as typed.
    Text(String),
    /// A stored word of a closed set.
    Word(&'static str),
    /// A time.
    Time(Moment),
    /// A number.
    Number(i64),
    /// An amount of money.
    Money(Amount),
    /// A record with a number.
    Numbered(Box<Fields>),
    /// Yes.
    Yes,
    /// A record that exists.
    Known(Named),
    /// A name that a command may create.
    New(Subject, String),
    /// A case.
    Case(Box<Case>),
    /// An entry.
    Entry(Box<Entry>),
    /// An action.
    Action(Box<Action>),
}

/// Holds a draft whose every field has been understood.
#[derive(Clone, Debug, Default)]
pub struct Input {
    given: BTreeMap<&'static str, Given>,
}

impl Input {
    /// Gives what a field means; none when it was not named.
    pub fn get(&self, key: &str) -> Option<&Given> {
        self.given.get(key)
    }

    /// Says whether the field was named and holds something.
    pub fn has(&self, key: &str) -> bool {
        !matches!(self.get(key), None | Some(Given::Nothing))
    }

    /// Gives a text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Given::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Gives a stored word.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        match self.get(key) {
            Some(Given::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Gives a time.
    pub fn time(&self, key: &str) -> Option<Moment> {
        match self.get(key) {
            Some(Given::Time(moment)) => Some(*moment),
            _ => None,
        }
    }

    /// Gives a number.
    pub fn number(&self, key: &str) -> Option<i64> {
        match self.get(key) {
            Some(Given::Number(n)) => Some(*n),
            _ => None,
        }
    }

    /// Gives an amount of money as it was written.
    pub fn money(&self, key: &str) -> Option<&Amount> {
        match self.get(key) {
            Some(Given::Money(amount)) => Some(amount),
            _ => None,
        }
    }

    /// Gives a record that was named by its number.
    ///
    /// # Errors
    /// As [`Input::case`].
    pub fn numbered(&self, key: &'static str) -> Result<&Fields, Failure> {
        match self.get(key) {
            Some(Given::Numbered(fields)) => Ok(fields),
            _ => Err(Refusal::field(key, format!("the {key} is missing"), "name it by its number").into()),
        }
    }

    /// Gives how many rows are wanted at most.
    pub fn limit(&self, unless_said: usize) -> usize {
        self.number("limit").map_or(unless_said, |n| usize::try_from(n).unwrap_or(usize::MAX))
    }

    /// Says whether a yes-or-no field was given.
    pub fn yes(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Given::Yes))
    }

    /// Gives a case.
    ///
    /// # Errors
    /// A refusal when the field was not given; a required field never comes here.
    pub fn case(&self, key: &'static str) -> Result<&Case, Failure> {
        match self.get(key) {
            Some(Given::Case(case)) => Ok(case),
            _ => Err(Refusal::field(key, "a case is missing", "name one, such as INC-12").into()),
        }
    }

    /// Gives an entry.
    ///
    /// # Errors
    /// As [`Input::case`].
    pub fn entry(&self, key: &'static str) -> Result<&Entry, Failure> {
        match self.get(key) {
            Some(Given::Entry(entry)) => Ok(entry),
            _ => Err(Refusal::field(key, "an entry is missing", "name one, such as INC-12.34").into()),
        }
    }

    /// Gives an action.
    ///
    /// # Errors
    /// As [`Input::case`].
    pub fn action(&self, key: &'static str) -> Result<&Action, Failure> {
        match self.get(key) {
            Some(Given::Action(action)) => Ok(action),
            _ => Err(Refusal::field(key, "an action is missing", "name one, such as A-56").into()),
        }
    }

    /// Gives what a plain field holds as a value to store; none when it was not named. References are made by the command.
    pub fn value(&self, key: &str) -> Option<Value> {
        Some(match self.get(key)? {
            Given::Text(text) => Value::Text(text.clone()),
            Given::Word(word) => Value::word(word),
            Given::Time(moment) => Value::Time(*moment),
            Given::Number(n) => Value::Int(*n),
            Given::Yes => Value::Int(1),
            Given::Known(named) => Value::Ref(named.id),
            Given::Numbered(fields) => Value::Ref(fields.id),
            _ => Value::Null,
        })
    }
}

/// Reads one field's text by its meaning: the outer error is the store's, the inner one the person's.
fn meaning(field: &Field, text: &str, read: Reader<'_>, now: &Now) -> Result<Result<Given, Refusal>, Failure> {
    let refuse = |why: String, hint: &str| Ok(Err(Refusal::field(field.key, why, hint)));
    let typed = text.trim();
    Ok(match field.ask {
        Ask::Line | Ask::File => {
            if typed.contains(['\n', '\r']) {
                return refuse(format!("{} must be one line", field.label), "use one line, or a field that takes several");
            }
            if typed.len() > LONGEST_LINE {
                return refuse(
                    format!("{} is too long ({} bytes; {LONGEST_LINE} at most)", field.label, typed.len()),
                    "shorten it; details go in the log",
                );
            }
            Ok(Given::Text(typed.to_owned()))
        }
        Ask::Text if text.len() > LONGEST => return refuse(format!("{} is too long", field.label), "a million bytes at most"),
        Ask::Text => Ok(Given::Text(text.trim_end().to_owned())),
        Ask::Choice(choices) => choice(field, choices, typed).map(Given::Word),
        Ask::Pick(subject, create) => pick(field, subject, create, typed, read)?,
        Ask::Time(lean) => when::parse(typed, now, lean).map(Given::Time).map_err(|e| e.refuse(field.key)),
        Ask::Number => match typed.parse::<i64>() {
            Ok(n) if n > 0 => Ok(Given::Number(n)),
            _ => return refuse(format!("'{typed}' is not a number from 1"), "give a whole number"),
        },
        Ask::Days | Ask::Amount => match quantity::parse(typed).filter(|amount| amount.currency.is_none()).and_then(|a| a.scaled(2)) {
            Some(hundredths) => Ok(Given::Number(hundredths)),
            None => return refuse(format!("'{typed}' is no number"), "write it as 2, 1.5 or -0.25"),
        },
        Ask::Money => match quantity::parse(typed) {
            Some(amount) => Ok(Given::Money(amount)),
            None => return refuse(format!("'{typed}' is no amount of money"), "write it as 12000 or EUR 12,000.50"),
        },
        Ask::Length => match when::duration(typed).filter(|length| *length > 0) {
            Some(length) => Ok(Given::Number(length)),
            None => return refuse(format!("'{typed}' is no length of time"), "write it as 45m, 1h30m or 3d"),
        },
        Ask::Numbered(subject) => {
            let example = subject.name(7);
            match subject.number(typed) {
                Some(number) => {
                    let found = read.fields_numbered(subject, number)?.map(|fields| Given::Numbered(Box::new(fields)));
                    self::found(
                        field,
                        subject.name(number),
                        found,
                        "'warroom search' finds a record by its words, 'warroom history' what was taken out",
                    )
                }
                None => return refuse(format!("'{typed}' is no number of such a record"), &format!("they look like {example}")),
            }
        }
        Ask::Yes => Ok(Given::Yes),
        Ask::Case => match CaseRef::parse(typed) {
            Some(case) => found(field, case, read.case(case)?.map(|c| Given::Case(Box::new(c))), "see 'warroom case list --state all'"),
            None => {
                return refuse(
                    format!("'{typed}' is not the number of a case"),
                    "cases look like INC-12 or ISS-7; see 'warroom case list'",
                );
            }
        },
        Ask::Entry => match EntryRef::parse(typed) {
            Some(entry) => found(field, entry, read.entry(entry)?.map(|e| Given::Entry(Box::new(e))), "see 'warroom entry list CASE'"),
            None => {
                let hint = "entries look like INC-12.34; see 'warroom entry list CASE'";
                return refuse(format!("'{typed}' is not the number of an entry"), hint);
            }
        },
        Ask::Action => match ActionRef::parse(typed) {
            Some(action) => found(field, action, read.action(action)?.map(|a| Given::Action(Box::new(a))), "see 'warroom action list'"),
            None => {
                return refuse(format!("'{typed}' is not the number of an action"), "actions look like A-56; see 'warroom action list'");
            }
        },
    })
}

fn found(field: &Field, number: impl std::fmt::Display, given: Option<Given>, hint: &str) -> Result<Given, Refusal> {
    given.ok_or_else(|| Refusal::field(field.key, format!("there is no {number}"), hint))
}

/// Finds a word of a closed set by its key or label, or by a beginning that fits only one.
fn choice(field: &Field, choices: &'static [(&'static str, &'static str)], typed: &str) -> Result<&'static str, Refusal> {
    let wanted = typed.to_lowercase().replace(['_', ' '], "-");
    let same = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    if let Some((key, _)) = choices.iter().find(|(key, label)| same(key) == wanted || same(label) == wanted) {
        return Ok(key);
    }
    // A plain yes or no is an answer of its own, and never the beginning of another.
    let is_part = !matches!(wanted.as_str(), "yes" | "no");
    let begins: Vec<&'static str> = choices.iter().map(|(key, _)| *key).filter(|key| is_part && same(key).starts_with(&wanted)).collect();
    match begins[..] {
        [only] => Ok(only),
        _ => {
            let all: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
            Err(Refusal::field(field.key, format!("'{typed}' is no {}", field.label.to_lowercase()), format!("one of {}", all.join(", "))))
        }
    }
}

/// Finds a record by name. A name nothing is like may be new; one that is nearly another is taken for a slip.
///
/// A plus sign in front says that it is no slip.
fn pick(field: &Field, subject: Subject, create: bool, typed: &str, read: Reader<'_>) -> Result<Result<Given, Refusal>, Failure> {
    let sure = typed.strip_prefix('+').map(str::trim).filter(|name| create && !name.is_empty());
    let typed = sure.unwrap_or(typed);
    let name = if subject == Subject::Person { handle(typed) } else { typed.to_owned() };
    if let Some(named) = read.find(subject, &name)? {
        return Ok(Ok(Given::Known(named)));
    }
    let what = subject.label();
    let near = if sure.is_some() { None } else { nearest(&name, &read.names(subject, "", 500)?) };
    let add = if create { format!("'+{typed}' makes a new one") } else { format!("'warroom {what} add' makes a new one") };
    Ok(match near {
        Some(near) => Err(Refusal::field(field.key, format!("there is no {what} '{typed}'"), format!("did you mean '{near}'? {add}"))),
        None if create && name.len() <= 200 => Ok(Given::New(subject, typed.to_owned())),
        None => Err(Refusal::field(field.key, format!("there is no {what} '{typed}'"), add)),
    })
}

/// Makes the handle of a person from a name as it is written.
pub fn handle(name: &str) -> String {
    name.trim().trim_start_matches('@').split_whitespace().collect::<Vec<_>>().join("-")
}

/// Finds the name that is one or two slips away, if there is one.
fn nearest(typed: &str, names: &[Named]) -> Option<String> {
    let wanted = typed.to_lowercase();
    let room = if wanted.chars().count() < 5 { 1 } else { 2 };
    let near = |named: &&Named| slips(&wanted, &named.name.raw().to_lowercase()) <= room;
    names.iter().find(near).map(|named| Untrusted::raw(&named.name).to_owned())
}

/// Counts the letters to change, add or drop between two words (Levenshtein).
pub(super) fn slips(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let swap = corner + usize::from(ca != *cb);
            corner = row[j + 1];
            row[j + 1] = swap.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_letter_by_letter() {
        assert_eq!(slips("payments", "paymnets"), 2);
        assert_eq!(slips("ana", "ana"), 0);
        assert_eq!(slips("", "ab"), 2);
    }

    #[test]
    fn a_handle_has_no_blanks() {
        assert_eq!(handle(" @Ana  Lima "), "Ana-Lima");
    }
}
