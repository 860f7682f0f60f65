//! Commands: a name, a sentence, fields, and the function that applies the rules and changes records.

use super::draft::{Given, Input, handle};
use super::field::Field;
use super::{Context, Failure};
use crate::model::case::Named;
use crate::model::when::{self, Now};
use crate::model::{Id, Moment, Refusal, Subject, Value};
use crate::store::{Answer, Reader, Writer};

/// Describes one thing people can do. Argument, form, key and palette row all come from it.
pub struct Command {
    /// Words on the command line: `incident open`.
    pub name: &'static str,
    /// One sentence for help, palette and key list.
    pub doc: &'static str,
    /// What it can be given.
    pub fields: &'static [&'static Field],
    /// Key of the JSON answer that is printed on its own without `--json`.
    pub prints: Option<&'static str>,
    /// Applies the rules and changes records.
    pub run: fn(&mut Act<'_, '_>, &Input) -> Result<Answer, Failure>,
}

/// Holds what a running command works with: the writer, the circumstances, and what it wants to say besides the answer.
pub struct Act<'a, 'w> {
    /// Writes inside the one transaction.
    pub w: &'a mut Writer<'w>,
    /// Circumstances.
    pub ctx: &'a Context,
    /// Remarks for the person: what times resolved to, what was created on the way.
    pub notes: Vec<String>,
    /// Fields that were answered with unknown, with the time an answer is expected by; the input has nothing in them.
    pub unknown: Vec<(&'static Field, Option<Moment>)>,
    /// A review that was read from a file before the transaction began.
    pub brought: Option<super::import::review::Brought>,
}

impl Act<'_, '_> {
    /// Reads through the running transaction.
    pub fn read(&self) -> Reader<'_> {
        self.w.read()
    }

    /// Gives the instant and zone words are read in.
    pub fn now(&self) -> Now {
        self.ctx.now()
    }

    /// Gives this instant as a time.
    pub fn moment(&self) -> Moment {
        self.ctx.moment()
    }

    /// Says back what a time resolved to.
    pub fn echo(&mut self, label: &str, moment: &Moment) {
        self.notes.push(format!("{label} {}", when::echo(moment, &self.ctx.now())));
    }

    /// Gives the record a field names, creating it where the field allows that; null when it was cleared, none when not named.
    ///
    /// # Errors
    /// The store's.
    pub fn reference(&mut self, input: &Input, key: &str) -> Result<Option<Value>, Failure> {
        Ok(match input.get(key) {
            None => None,
            Some(Given::Known(named)) => Some(Value::Ref(named.id)),
            Some(Given::New(subject, name)) => Some(Value::Ref(self.found_or_made(*subject, name)?)),
            Some(_) => Some(Value::Null),
        })
    }

    /// Finds a record of a register by name or creates it.
    ///
    /// # Errors
    /// The store's.
    pub fn found_or_made(&mut self, subject: Subject, name: &str) -> Result<Id, Failure> {
        let person = subject == Subject::Person;
        let key = if person { handle(name) } else { name.trim().to_owned() };
        if let Some(Named { id, .. }) = self.read().find(subject, &key)? {
            return Ok(id);
        }
        let mut record = vec![(if person { "handle" } else { "name" }, Value::Text(key.clone()))];
        if person && key != name.trim() {
            record.push(("name", Value::Text(name.trim().to_owned())));
        }
        self.notes.push(format!("new {}: {key}", subject.label()));
        Ok(self.w.create(subject, &record)?)
    }

    /// Sets every field that was named, echoing times. Gives how many fields changed.
    ///
    /// # Errors
    /// The store's.
    pub fn set_named(&mut self, subject: Subject, id: Id, input: &Input, pairs: &[(&'static str, &'static str)]) -> Result<usize, Failure> {
        let mut changed = 0;
        for (key, column) in pairs {
            let value = match input.get(key) {
                None => continue,
                Some(Given::Known(_) | Given::New(..)) => self.reference(input, key)?,
                Some(_) => input.value(key),
            };
            let Some(value) = value else { continue };
            if let Value::Time(moment) = &value {
                let moment = *moment;
                self.echo(key, &moment);
            }
            changed += usize::from(self.w.set(subject, id, column, &value)?);
        }
        Ok(changed)
    }
}

/// Refuses a command as a whole.
pub fn refuse<T>(field: &'static str, why: impl Into<String>, hint: impl Into<String>) -> Result<T, Failure> {
    Err(Refusal::field(field, why.into(), hint.into()).into())
}
