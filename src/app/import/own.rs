//! warroom's own backup: every record under its own id, into a database that holds none yet.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value as Json, json};

use crate::app::{App, Done, Failure, Manner};
use crate::model::{Refusal, Subject};
use crate::store::{Answer, StoreError, newest_schema};

/// What the format of a backup is called in it.
const FORMAT: &str = "warroom";
/// What some programs put in front of a text.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// Said to whoever has a backup that is not whole.
const ANOTHER: &str = "use another copy of it";

/// Says whether a file is a backup made by `export`, whatever order its names are in by now.
pub fn recognises(bytes: &[u8]) -> bool {
    /// What only a backup begins with.
    #[derive(Deserialize)]
    struct Head {
        format: String,
        #[serde(rename = "schema")]
        _schema: IgnoredAny,
        #[serde(rename = "records")]
        _records: IgnoredAny,
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).filter(|c| !c.is_whitespace()).collect();
    // Only what may be one is read for it: other files are large too.
    let quoted = format!("\"{FORMAT}\"");
    head.starts_with(&format!("{{\"format\":{quoted}"))
        || head.starts_with('{')
            && bytes.windows(quoted.len()).any(|part| part == quoted.as_bytes())
            && serde_json::from_slice::<Head>(bytes).is_ok_and(|head| head.format == FORMAT)
}

/// A backup that was read and looked through; nothing of it is anywhere yet.
pub struct Backup {
    /// When it was written, as it says itself.
    pub exported: Option<String>,
    records: Map<String, Json>,
    counters: Map<String, Json>,
}

impl Backup {
    /// Reads a backup.
    ///
    /// # Errors
    /// A refusal when it is no whole backup of this schema.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let refuse = |why: String| Refusal::field("file", why, ANOTHER);
        let text = std::str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes))
            .map_err(|e| Refusal::field("file", format!("byte {} is not UTF-8", e.valid_up_to() + 1), "a backup is; use another copy"))?;
        let mut backup: Json =
            serde_json::from_str(text).map_err(|e| refuse(format!("the backup is damaged (line {}, column {})", e.line(), e.column())))?;
        if backup.get("schema").and_then(Json::as_i64) != Some(newest_schema()) {
            let why = "the backup is from another version of warroom";
            return Err(Refusal::field("file", why, "restore it with that version; this one brings the database up to date"));
        }
        let mut part = |name: &str| match backup.get_mut(name).map(Json::take) {
            Some(Json::Object(part)) => Ok(part),
            _ => Err(refuse(format!("the backup is damaged: it has no {name}"))),
        };
        let (records, counters) = (part("records")?, part("counters")?);
        if let Some(name) = records.keys().find(|name| Subject::ALL.iter().all(|subject| subject.key() != *name)) {
            return Err(refuse(format!("the backup is damaged: there are no records called '{name}'")));
        }
        if let Some(subject) = Subject::ALL.iter().find(|subject| !records.get(subject.key()).is_some_and(Json::is_array)) {
            return Err(refuse(format!("the backup is damaged: it has no list of records called '{}'", subject.key())));
        }
        let exported = backup.get("exported").and_then(Json::as_str).map(str::to_owned);
        let backup = Self { exported, records, counters };
        backup.check_numbers()?;
        Ok(backup)
    }

    /// Gives the records of a subject.
    fn of(&self, subject: Subject) -> &[Json] {
        self.records.get(subject.key()).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// Counts the records of every subject that has some.
    pub fn counts(&self) -> Vec<(Subject, usize)> {
        Subject::ALL.iter().map(|subject| (*subject, self.of(*subject).len())).filter(|(_, count)| *count > 0).collect()
    }

    /// Looks for numbers that were never given out: the next record would get one that is taken.
    fn check_numbers(&self) -> Result<(), Refusal> {
        let given: HashMap<&str, i64> = self.counters.iter().map(|(scope, last)| (scope.as_str(), last.as_i64().unwrap_or(0))).collect();
        for subject in Subject::ALL {
            for record in self.of(*subject) {
                let (Some(scope), Some(number)) = (scope(*subject, record), record.get("number").and_then(Json::as_i64)) else { continue };
                let last = given.get(scope.as_str()).copied().unwrap_or(0);
                if number > last {
                    let label = subject.label();
                    let why = format!("the backup is damaged: {label} number {number} was never given out, {last} is the last");
                    return Err(Refusal::field("file", why, ANOTHER));
                }
            }
        }
        Ok(())
    }
}

/// Gives what the numbers of such records are counted in, where a counter gives them.
fn scope(subject: Subject, record: &Json) -> Option<String> {
    let word = |key: &str| record.get(key).and_then(Json::as_str);
    match subject {
        Subject::Case => word("kind").map(str::to_owned),
        Subject::Entry => word("case_id").map(|case| format!("entry {case}")),
        _ => subject.letter().map(|_| subject.key().to_owned()),
    }
}

impl App {
    /// Brings a backup's records and counters back as one change: the export of the outcome equals the backup.
    ///
    /// # Errors
    /// A refusal when the database holds records already or a record does not fit, else the store's.
    pub fn restore(&mut self, backup: &Backup, manner: &Manner) -> Result<Done, Failure> {
        let ctx = self.ctx.clone();
        crate::app::change(&mut self.store, &ctx, "import", manner, |act| {
            if act.read().last_batch()? > 0 {
                let hint = "name a new file with --db; records of two databases are not mixed";
                return Err(Refusal::field("file", "a backup goes into an empty database, and this one has been written to", hint).into());
            }
            // Two people may cover for each other: no order would do.
            act.w.refer_ahead()?;
            let mut count = 0;
            for subject in Subject::ALL {
                for record in backup.of(*subject) {
                    let refuse =
                        |why: &str| Refusal::field("file", format!("the backup is damaged: one {} {why}", subject.label()), ANOTHER);
                    match act.w.restore(*subject, record) {
                        Ok(true) => count += 1,
                        Ok(false) => return Err(refuse("has no id").into()),
                        Err(StoreError::Constraint(_)) => {
                            return Err(
                                refuse("lacks what it must have, stands there twice, or holds a word that is none of its own").into()
                            );
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            if !act.w.refers_to_nothing_missing()? {
                let why = "a record of the backup refers to one that is not in it";
                return Err(Refusal::field("file", why, ANOTHER).into());
            }
            for (scope, value) in &backup.counters {
                act.w.raise(scope, value.as_i64().unwrap_or(0))?;
            }
            Ok(Answer {
                label: format!("restored {count} records"),
                json: json!({ "format": FORMAT, "records": count }),
                ..Answer::default()
            })
        })
    }
}
