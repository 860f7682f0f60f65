//! The whole database as one JSON document: a backup. Every record with its id, and the counters; unredacted, and one record a line.

use std::io::{self, Write};

use serde_json::{Map, Value as Json};

use super::whats::What;
use super::{Asked, Broken};
use crate::app::query::rfc3339;
use crate::document::print::json;
use crate::model::Subject;
use crate::store::{SOMEWHERE, StoreError, newest_schema};

/// What stands in front of every backup, and of no other file.
const FORMAT: &str = "warroom";
/// Version of the layout of the document; what its records hold is said by the schema's.
const VERSION: i64 = 1;

/// Writes every record of every subject in creation order.
pub(super) fn write(_: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let counters: Map<String, Json> = asked.wide.counters()?.into_iter().map(|(scope, value)| (scope, Json::from(value))).collect();
    let head: [(&str, Json); 5] = [
        ("format", FORMAT.into()),
        ("version", VERSION.into()),
        ("schema", newest_schema().into()),
        ("exported", rfc3339(asked.ctx.at).into()),
        ("counters", counters.into()),
    ];
    out.write_all(b"{")?;
    for (key, value) in head {
        write!(out, "{}:", json::string(key))?;
        put(out, &value)?;
        out.write_all(b",")?;
    }
    out.write_all(b"\"records\":{")?;
    for (at, subject) in Subject::ALL.iter().enumerate() {
        write!(out, "{}\n{}:[", if at == 0 { "" } else { "," }, json::string(subject.key()))?;
        let mut first = true;
        asked.wide.each_exported::<Broken>(*subject, |record| {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            first = false;
            put(out, record)
        })?;
        out.write_all(b"]")?;
    }
    out.write_all(b"}}\n")?;
    Ok(vec!["everything is in it, internal lines and names too, unredacted: keep it as you keep the database".to_owned()])
}

fn put(out: &mut dyn Write, value: &impl serde::Serialize) -> Result<(), Broken> {
    json::to_writer(out, value).map_err(|e| match e.is_io() {
        true => Broken::Output(io::Error::from(e)),
        // A value of another type than ever is written there.
        false => StoreError::Corrupt { file: SOMEWHERE.to_owned(), why: e.to_string() }.into(),
    })
}
