//! Reads of how lines of a log are told in the review. Which of them a reader gets is said above, with the line.

use rusqlite::Row;

use super::entry::{ENTRY, JOINS, SEEN, entry};
use super::error::Result;
use super::reader::Reader;
use crate::model::Id;
use crate::model::entry::{Entry, EntrySpot, Visibility};
use crate::model::telling::Telling;

const TELLING: &str = "SELECT t.entry, t.shown, t.wording, t.after, t.visibility";

fn telling(row: &Row<'_>) -> rusqlite::Result<Telling> {
    let visibility: String = row.get(4)?;
    Ok(Telling {
        entry: row.get(0)?,
        shown: row.get::<_, i64>(1)? == 1,
        wording: row.get::<_, Option<String>>(2)?.map(Into::into),
        after: row.get(3)?,
        visibility: Visibility::parse(&visibility).unwrap_or(Visibility::Internal),
    })
}

/// A line that was moved: it, the line it was put after, and where that stands if this reader can go by it.
#[derive(Clone, Debug)]
pub struct MovedLine {
    /// The line.
    pub entry: Entry,
    /// The line it was put after.
    pub after: Id,
    /// Where that one stands; nothing where it is not in this log any more, or not for this reader.
    pub anchor: Option<EntrySpot>,
}

impl Reader<'_> {
    /// Reads what was said of how the lines between two places of a log are told, both included.
    ///
    /// # Errors
    /// SQLite's.
    pub fn tellings(&self, case: Id, first: EntrySpot, last: EntrySpot) -> Result<Vec<Telling>> {
        let sql = format!(
            "{TELLING} FROM entry e INDEXED BY entry_log CROSS JOIN telling t ON t.entry = e.id WHERE e.case_id = ?1 AND e.superseded = 0
             AND (e.spot, e.number) >= (?2, ?3) AND (e.spot, e.number) <= (?4, ?5)"
        );
        self.list(&sql, (case, first.at, first.number, last.at, last.number), telling)
    }

    /// Reads what was said of how the moved lines of a case are told.
    ///
    /// # Errors
    /// SQLite's.
    pub fn tellings_moved(&self, case: Id) -> Result<Vec<Telling>> {
        let sql = format!("{TELLING} FROM telling t INDEXED BY telling_moved WHERE t.case_id = ?1 AND t.after IS NOT NULL");
        self.list(&sql, [case], telling)
    }

    /// Reads the lines of a case that were moved from their place.
    ///
    /// # Errors
    /// SQLite's.
    pub fn moved(&self, case: Id) -> Result<Vec<MovedLine>> {
        let seen = self.may_see(&["x.visibility", "(SELECT y.visibility FROM action y WHERE y.entry = x.id)"]);
        let sql = format!(
            "{lines} CROSS JOIN entry e ON e.id = t.entry
             LEFT JOIN entry x ON x.id = t.after AND x.case_id = t.case_id AND x.superseded = 0{seen}{JOINS}
             WHERE t.case_id = ?1 AND t.after IS NOT NULL AND e.case_id = t.case_id AND e.superseded = 0{}",
            self.may_see(SEEN),
            lines = ENTRY.replace(
                "FROM entry e",
                ", t.after AS told_after, x.spot AS anchor_spot, x.number AS anchor_number FROM telling t INDEXED BY telling_moved"
            ),
        );
        self.list(&sql, [case], |row| {
            let spot: (Option<i64>, Option<i64>) = (row.get("anchor_spot")?, row.get("anchor_number")?);
            Ok(MovedLine {
                entry: entry(row)?,
                after: row.get("told_after")?,
                anchor: spot.0.zip(spot.1).map(|(at, number)| EntrySpot { at, number }),
            })
        })
    }
}
