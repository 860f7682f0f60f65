//! The way of a value into columns and out of them, and into the journal's words and back.

use rusqlite::types::{ToSqlOutput, Value as Sql};
use rusqlite::{Row, ToSql};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::schema::{Column, Kind, Table};
use crate::model::{Id, Moment, Precision, Value};

impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_bytes().to_vec()))
    }
}

impl rusqlite::types::FromSql for Id {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        Uuid::from_slice(bytes)
            .map(Self)
            .map_err(|_| rusqlite::types::FromSqlError::InvalidBlobSize { expected_size: 16, blob_size: bytes.len() })
    }
}

/// Spreads a value over its columns.
pub fn to_columns(column: &Column, value: &Value) -> Vec<Sql> {
    match (column.kind, value) {
        (Kind::Time, Value::Time(m)) => {
            vec![Sql::Integer(m.at), Sql::Integer(i64::from(m.offset)), Sql::Text(m.precision.key().into())]
        }
        (Kind::Time, _) => vec![Sql::Null, Sql::Null, Sql::Null],
        (_, Value::Null) => vec![Sql::Null],
        (_, Value::Int(n)) => vec![Sql::Integer(*n)],
        (_, Value::Text(t)) => vec![Sql::Text(t.clone())],
        (_, Value::Ref(id)) => vec![Sql::Blob(id.0.as_bytes().to_vec())],
        (_, Value::Time(m)) => vec![Sql::Integer(m.at)],
    }
}

/// Reads a value from its columns, which begin at `at`.
///
/// # Errors
/// SQLite's, when a column holds another type.
pub fn from_columns(column: &Column, row: &Row<'_>, at: usize) -> rusqlite::Result<Value> {
    Ok(match column.kind {
        Kind::Text => row.get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        Kind::Int => row.get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
        Kind::Ref => row.get::<_, Option<Id>>(at)?.map_or(Value::Null, Value::Ref),
        Kind::Time => moment(row, at)?.map_or(Value::Null, Value::Time),
    })
}

/// Reads a time from three columns that begin at `at`.
///
/// # Errors
/// SQLite's, when a column holds another type.
pub fn moment(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Moment>> {
    let Some(instant) = row.get::<_, Option<i64>>(at)? else { return Ok(None) };
    let offset = row.get::<_, Option<i64>>(at + 1)?.and_then(|o| i32::try_from(o).ok()).unwrap_or(0);
    let word: Option<String> = row.get(at + 2)?;
    let precision = word.as_deref().and_then(Precision::parse).unwrap_or(Precision::Exact);
    Ok(Some(Moment { at: instant, offset, precision }))
}

/// Writes a value in the journal's words.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(n) => json!(n),
        Value::Text(t) => json!(t),
        Value::Ref(id) => json!(id.to_string()),
        Value::Time(m) => json!([m.at, m.offset, m.precision.key()]),
    }
}

/// Reads a value from the journal's words; what does not fit the column is nothing.
pub fn from_json(column: &Column, json: &Json) -> Value {
    match column.kind {
        Kind::Text => json.as_str().map_or(Value::Null, |t| Value::Text(t.to_owned())),
        Kind::Int => json.as_i64().map_or(Value::Null, Value::Int),
        Kind::Ref => json.as_str().and_then(|t| Uuid::parse_str(t).ok()).map_or(Value::Null, |u| Value::Ref(Id(u))),
        Kind::Time => from_triple(json).map_or(Value::Null, Value::Time),
    }
}

fn from_triple(json: &Json) -> Option<Moment> {
    let at = json.get(0)?.as_i64()?;
    let offset = i32::try_from(json.get(1)?.as_i64()?).ok()?;
    Some(Moment { at, offset, precision: Precision::parse(json.get(2)?.as_str()?)? })
}

/// Writes a whole record in the journal's words, leaving out what is null.
pub fn record_to_json(record: &[(&'static str, Value)]) -> Json {
    Json::Object(record.iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| ((*k).to_owned(), to_json(v))).collect())
}

/// Reads a whole record from the journal's words.
pub fn record_from_json(table: &'static Table, json: &Json) -> Vec<(&'static str, Value)> {
    table.columns.iter().map(|c| (c.key, json.get(c.key).map_or(Value::Null, |v| from_json(c, v)))).filter(|(_, v)| !v.is_null()).collect()
}
