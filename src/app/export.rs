//! All records out: a backup as JSON, and the cases as a table.

use serde_json::{Map, Value as Json, json};

use super::query::rfc3339;
use super::{App, Failure};
use crate::document::print;
use crate::model::Subject;
use crate::model::case::CASE_TIMES;
use crate::store::newest_schema;

impl App {
    /// Writes every record of every subject with its id, and the counters, as one JSON document.
    ///
    /// Times are `[UTC milliseconds, offset in minutes, precision]`, as the journal keeps them. Unredacted: this is a backup.
    ///
    /// # Errors
    /// The store's.
    pub fn export_json(&self) -> Result<String, Failure> {
        let mut records = Map::new();
        for subject in Subject::ALL {
            let all = self.read().exported(*subject)?;
            records.insert(subject.key().to_owned(), Json::Array(all));
        }
        let whole = json!({
            "format": "warroom",
            "version": 1,
            "schema": newest_schema(),
            "exported": rfc3339(self.ctx.at),
            "counters": self.read().counters()?.into_iter().map(|(scope, value)| (scope, Json::from(value))).collect::<Map<_, _>>(),
            "records": records,
        });
        let text = print::json::to_string(&whole).expect("a value whose keys are all text can always be written");
        Ok(text + "\n")
    }

    /// Writes the cases as a table of comma-separated values, one row each, oldest first.
    ///
    /// # Errors
    /// The store's.
    pub fn export_csv(&self) -> Result<String, Failure> {
        let times = CASE_TIMES.iter().map(|(key, _)| *key);
        let columns: Vec<&str> = CSV.iter().copied().chain(times).collect();
        let mut out = print::csv::row(&columns);
        self.read().all_cases(|case| {
            let row = super::case::whole(case);
            let field = |key: &&str| match row.get(*key) {
                None | Some(Json::Null) => String::new(),
                Some(Json::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            out.push_str(&print::csv::row(columns.iter().map(field)));
        })?;
        Ok(out)
    }
}

/// Columns of the table before its times, by the keys of `case show --json`.
const CSV: &[&str] = &[
    "case",
    "kind",
    "title",
    "state",
    "priority",
    "priority_why",
    "impact",
    "urgency",
    "effect",
    "severity",
    "type",
    "service",
    "project",
    "lead",
    "owner",
    "scribe",
    "description",
    "workaround",
    "outcome",
    "residual",
    "tags",
    "source",
    "external_key",
    "url",
    "zone",
    "shelf",
    "opened",
];
