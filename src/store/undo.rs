//! Undo as the reverse of a batch, appended; nothing is popped and nothing is overwritten in silence.

use super::error::{Result, StoreError};
use super::history::{Batch, Change};
use super::row::{from_json, record_from_json, record_to_json, to_json};
use super::schema::Table;
use super::writer::Writer;
use crate::model::{Id, Value};

/// Says that a record has moved since the batch that was to be undone.
#[derive(Clone, Debug)]
pub struct Moved {
    /// The batch that moved it, where it can be named.
    pub by: Option<Batch>,
    /// Which field, or none for the record as a whole.
    pub field: Option<String>,
    /// Whether the values were redacted, so that there is nothing to go back to.
    pub redacted: bool,
}

impl Writer<'_> {
    /// Applies the reverse of a batch in this transaction, or names what moved in between.
    ///
    /// # Errors
    /// SQLite's.
    pub fn reverse(&mut self, batch: &Batch) -> Result<Result<(), Moved>> {
        let changes = self.read().changes(batch)?;
        for change in changes.iter().rev() {
            if change.blanked {
                return Ok(Err(Moved { by: None, field: change.field.clone(), redacted: true }));
            }
            let outcome = self.reverse_one(change);
            match outcome {
                Ok(true) => {}
                Ok(false) => return Ok(Err(self.moved(change, batch.seq)?)),
                Err(StoreError::Constraint(_)) => return Ok(Err(self.pointed_at(change.record, batch.seq)?)),
                Err(e) => return Err(e),
            }
        }
        Ok(Ok(()))
    }

    /// Reverses one change; says no when the value is no longer what the change made it.
    fn reverse_one(&mut self, change: &Change) -> Result<bool> {
        let table = Table::of(change.subject);
        let current = self.record(change.subject, change.record)?;
        match &change.field {
            None if change.new.is_some() => {
                let made = change.new.as_ref().map(|json| record_from_json(table, json));
                if current.as_deref().map(record_to_json) != made.as_deref().map(record_to_json) {
                    return Ok(false);
                }
                self.remove(change.subject, change.record)?;
            }
            None => {
                if current.is_some() {
                    return Ok(false);
                }
                let gone = change.old.as_ref().map(|json| record_from_json(table, json)).unwrap_or_default();
                self.insert(change.subject, change.record, &gone)?;
            }
            Some(field) => {
                let (Some(column), Some(current)) = (table.column(field), current) else { return Ok(false) };
                let now = current.iter().find(|(key, _)| *key == column.key).map_or(Value::Null, |(_, value)| value.clone());
                let made = change.new.as_ref().map_or(Value::Null, |json| from_json(column, json));
                if to_json(&now) != to_json(&made) {
                    return Ok(false);
                }
                let old = change.old.as_ref().map_or(Value::Null, |json| from_json(column, json));
                self.set(change.subject, change.record, column.key, &old)?;
            }
        }
        Ok(true)
    }

    fn moved(&self, change: &Change, since: i64) -> Result<Moved> {
        let by = self.read().written_since(change.record, since)?.filter(|b| b.seq < self.batch_number());
        Ok(Moved { by, field: change.field.clone(), redacted: false })
    }

    fn pointed_at(&self, record: Id, since: i64) -> Result<Moved> {
        let by = self.read().pointed_at_since(record, since)?.filter(|b| b.seq < self.batch_number());
        Ok(Moved { by, field: None, redacted: false })
    }
}
