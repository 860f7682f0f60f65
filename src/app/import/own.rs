//! warroom's own backup: every record under its own id, into a database that holds none yet.

use serde_json::{Value as Json, json};

use crate::app::{App, Done, Failure, Manner};
use crate::model::{Refusal, Subject};
use crate::store::{Answer, newest_schema};

/// Says whether a file is a backup made by `export`.
pub fn recognises(bytes: &[u8]) -> bool {
    let head: String = bytes.iter().take(200).map(|byte| char::from(*byte)).filter(|c| !c.is_whitespace()).collect();
    head.starts_with("{\"format\":\"warroom\"")
}

impl App {
    /// Brings a backup's records and counters back as one change: the export of the outcome equals the backup.
    ///
    /// # Errors
    /// A refusal when the text is no whole backup of this schema or the database holds records already, else the store's.
    pub fn restore(&mut self, text: &str, manner: &Manner) -> Result<Done, Failure> {
        let backup: Json = serde_json::from_str(text).map_err(|e| {
            Refusal::field("file", format!("the backup is damaged (line {}, column {})", e.line(), e.column()), "use another copy of it")
        })?;
        if backup.get("schema").and_then(Json::as_i64) != Some(newest_schema()) {
            let why = "the backup is from another version of warroom";
            return Err(Refusal::field("file", why, "restore it with that version; this one brings the database up to date").into());
        }
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
                for record in backup.get("records").and_then(|r| r.get(subject.key())).and_then(Json::as_array).into_iter().flatten() {
                    if !act.w.restore(*subject, record)? {
                        let why = format!("a {} of the backup has no id", subject.label());
                        return Err(Refusal::field("file", why, "use another copy of it").into());
                    }
                    count += 1;
                }
            }
            if !act.w.refers_to_nothing_missing()? {
                let why = "a record of the backup refers to one that is not in it";
                return Err(Refusal::field("file", why, "use another copy of it").into());
            }
            for (scope, value) in backup.get("counters").and_then(Json::as_object).into_iter().flatten() {
                act.w.raise(scope, value.as_i64().unwrap_or(0))?;
            }
            Ok(Answer {
                label: format!("restored {count} records"),
                json: json!({ "format": "warroom", "records": count }),
                ..Answer::default()
            })
        })
    }
}
