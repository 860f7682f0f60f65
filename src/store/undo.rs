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
        // Undone and redone, a batch counts from where it was last done.
        let done = self.read().last_of_chain(batch.seq)?;
        let since = self.read().batch(done)?.map_or(batch.rows.1, |b| b.rows.1);
        let root = self.read().root(batch.seq)?;
        let mut left = changes.as_slice();
        while let Some(last) = left.last() {
            // Fields of one record that were set together go back together: the schema may not take them one by one.
            let together = |c: &&Change| c.field.is_some() && c.record == last.record && c.subject == last.subject;
            let run = if last.field.is_some() { left.iter().rev().take_while(together).count() } else { 1 };
            let (rest, group) = left.split_at(left.len() - run);
            left = rest;
            if let Some(change) = group.iter().find(|c| c.blanked) {
                return Ok(Err(Moved { by: None, field: change.field.clone(), redacted: true }));
            }
            if let Some(moved) = self.overruled(group, root, since)? {
                return Ok(Err(moved));
            }
            let outcome = if last.field.is_some() { self.reverse_fields(last, group) } else { self.reverse_whole(last) };
            match outcome {
                Ok(None) => {}
                Ok(Some(field)) => return Ok(Err(self.moved(last, field, batch.seq)?)),
                Err(StoreError::Constraint(_)) => return Ok(Err(self.pointed_at(last.record, batch)?)),
                Err(e) => return Err(e),
            }
        }
        Ok(Ok(()))
    }

    /// Looks for a standing change by others since, although the value may be the same again: theirs must not be lost in silence.
    /// What was first done before this batch is no such change: undone and redone, it is again what this batch stood on.
    fn overruled(&self, group: &[Change], root: i64, since: i64) -> Result<Option<Moved>> {
        for change in group {
            let fields = change.field.as_deref();
            for seq in self.read().batches_on(change.record, fields, since)? {
                let origin = self.read().root(seq)?;
                if seq < self.batch_number() && origin > root && self.read().stands(origin)? {
                    return Ok(Some(Moved { by: self.read().batch(seq)?, field: change.field.clone(), redacted: false }));
                }
            }
        }
        Ok(None)
    }

    /// Takes a creation or a removal back; gives what is no longer as the change made it.
    fn reverse_whole(&mut self, change: &Change) -> Result<Option<Option<String>>> {
        let table = Table::of(change.subject);
        let current = self.record(change.subject, change.record)?;
        if let Some(made) = &change.new {
            let made = record_from_json(table, made);
            if current.as_deref().map(record_to_json) != Some(record_to_json(&made)) {
                return Ok(Some(None));
            }
            self.remove(change.subject, change.record)?;
        } else {
            if current.is_some() {
                return Ok(Some(None));
            }
            let gone = change.old.as_ref().map(|json| record_from_json(table, json)).unwrap_or_default();
            self.insert(change.subject, change.record, &gone)?;
        }
        Ok(None)
    }

    /// Sets fields of one record back; gives the first that is no longer what the change made it.
    fn reverse_fields(&mut self, last: &Change, group: &[Change]) -> Result<Option<Option<String>>> {
        let table = Table::of(last.subject);
        let Some(current) = self.record(last.subject, last.record)? else { return Ok(Some(None)) };
        let mut back: Vec<(&'static str, Value)> = Vec::new();
        for change in group.iter().rev() {
            let Some(column) = change.field.as_deref().and_then(|field| table.column(field)) else {
                return Ok(Some(change.field.clone()));
            };
            let at = back.iter().position(|(key, _)| *key == column.key);
            let now = match at {
                Some(at) => back[at].1.clone(),
                None => current.iter().find(|(key, _)| *key == column.key).map_or(Value::Null, |(_, value)| value.clone()),
            };
            let value = |json: Option<&serde_json::Value>| json.map_or(Value::Null, |json| from_json(column, json));
            if to_json(&now) != to_json(&value(change.new.as_ref())) {
                return Ok(Some(change.field.clone()));
            }
            let old = value(change.old.as_ref());
            match at {
                Some(at) => back[at].1 = old,
                None => back.push((column.key, old)),
            }
        }
        self.set_all(last.subject, last.record, &back)?;
        Ok(None)
    }

    fn moved(&self, change: &Change, field: Option<String>, since: i64) -> Result<Moved> {
        let by = self.read().written_since(change.record, since)?.filter(|b| b.seq < self.batch_number());
        Ok(Moved { by, field, redacted: false })
    }

    fn pointed_at(&self, record: Id, batch: &Batch) -> Result<Moved> {
        let by = self.read().pointed_at_since(record, batch)?.filter(|b| b.seq < self.batch_number());
        Ok(Moved { by, field: None, redacted: false })
    }
}
