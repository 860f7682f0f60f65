//! Queries: a name, a sentence, filters, and rows or a page as the answer.

use serde_json::{Map, Value as Json};

use super::draft::Input;
use super::field::Field;
use super::{Context, Failure};
use crate::document::Document;
use crate::model::{Moment, Precision, Untrusted, Zone};
use crate::store::Reader;

/// Describes one thing people can ask. `list`, `show`, screens and exports all come from it.
pub struct Query {
    /// Words on the command line: `case list`.
    pub name: &'static str,
    /// One sentence for help.
    pub doc: &'static str,
    /// What narrows it.
    pub fields: &'static [&'static Field],
    /// Columns of its rows in plain print: JSON key and heading. Empty for pages.
    pub columns: &'static [(&'static str, &'static str)],
    /// What is said when there is no row.
    pub empty: &'static str,
    /// Asks.
    pub run: fn(&View<'_>, &Input) -> Result<Shown, Failure>,
}

/// Holds what a query works with.
pub struct View<'a> {
    /// Reads.
    pub read: Reader<'a>,
    /// Circumstances.
    pub ctx: &'a Context,
}

/// Holds the answer of a query.
pub enum Shown {
    /// Rows as JSON objects; plain print takes the query's columns.
    Rows(Vec<Map<String, Json>>),
    /// The same, with remarks for standard error.
    Noted(Vec<Map<String, Json>>, Vec<String>),
    /// A page for people, and the same as JSON.
    Page(Document, Json),
    /// A finished text, such as an exported report, with remarks for standard error.
    Text(String, Vec<String>),
}

/// Builds one row.
#[derive(Default)]
pub struct RowOf(Map<String, Json>);

impl RowOf {
    /// Starts an empty row.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one value; `None` becomes null.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds text as it was typed; null when there is none.
    #[must_use]
    pub fn text(self, key: &str, text: Option<&Untrusted>) -> Self {
        self.with(key, text.map(Untrusted::raw))
    }

    /// Adds a time as RFC 3339 in UTC, null when nobody said or nobody knows, and its precision where it is not exact.
    #[must_use]
    pub fn time(mut self, key: &str, moment: Option<Moment>) -> Self {
        self.0.insert(key.to_owned(), moment.and_then(|m| m.millis()).map_or(Json::Null, |ms| rfc3339(ms).into()));
        if let Some(m) = moment.filter(|m| m.precision != Precision::Exact) {
            self.0.insert(format!("{key}_precision"), m.precision.key().into());
        }
        self
    }

    /// Gives the row.
    pub fn done(self) -> Map<String, Json> {
        self.0
    }
}

/// Writes an instant as RFC 3339 in UTC.
pub fn rfc3339(ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(ms).map_or_else(String::new, |t| t.to_rfc3339_opts(chrono::SecondsFormat::Millis, true))
}

/// Gives one value of a row in words: nothing for null, times on the viewer's clock.
pub fn in_words(row: &Map<String, Json>, key: &str, zone: Zone) -> String {
    match row.get(key) {
        None | Some(Json::Null) => String::new(),
        Some(Json::Bool(yes)) => (if *yes { "yes" } else { "no" }).to_owned(),
        Some(Json::String(text)) => {
            let precision = row.get(&format!("{key}_precision")).and_then(Json::as_str).unwrap_or_default();
            local(text, precision, zone).unwrap_or_else(|| text.clone())
        }
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        Some(other) => other.to_string(),
    }
}

/// Rewrites `2026-11-22T13:05:00.000Z` for the viewer's wall clock; none for any other text.
fn local(text: &str, precision: &str, zone: Zone) -> Option<String> {
    if text.len() != 24 || !text.ends_with('Z') {
        return None;
    }
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
    let local = zone.local(at);
    Some(match precision {
        "day" => local.format("%Y-%m-%d").to_string(),
        "about" => local.format("~%Y-%m-%d %H:%M").to_string(),
        _ => local.format("%Y-%m-%d %H:%M").to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_on_the_viewers_clock() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        assert_eq!(local("2026-11-22T13:05:00.000Z", "", zone).as_deref(), Some("2026-11-22 14:05"));
        assert_eq!(local("2026-11-22T13:05:00.000Z", "about", zone).as_deref(), Some("~2026-11-22 14:05"));
        assert_eq!(local("not a time, but as long.Z", "", zone), None);
    }
}
