//! The least a program can do that saves one line durably, which `warroom log` is divided by: opens a database, inserts, syncs, closes.
//!
//! `bare FILE LINE` inserts into a table of its own. `bare FILE LINE ours` inserts the same line into a file of warroom's: the line, its
//! words for the search, and the journal rows that belong to it, as rows that nobody checked and whose chain is not sealed.

use rusqlite::{Connection, Transaction};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(line)) = (arguments.next(), arguments.next()) else { return Err("bare FILE LINE [ours]".into()) };
    let mut conn = Connection::open(file)?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    if arguments.next().is_some() {
        let tx = conn.transaction()?;
        insert(&tx, &line)?;
        tx.commit()?;
    } else {
        conn.execute("CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT NOT NULL)", [])?;
        conn.execute("INSERT INTO line (text) VALUES (?1)", [line])?;
    }
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn insert(tx: &Transaction<'_>, line: &str) -> rusqlite::Result<()> {
    let (case, number): ([u8; 16], i64) = tx.query_row(
        "SELECT c.id, (SELECT coalesce(max(number), 0) + 1 FROM entry e WHERE e.case_id = c.id) FROM cases c WHERE c.number = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let id: [u8; 16] = tx.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
    tx.execute(
        "INSERT INTO entry (id, case_id, number, kind, logged_at, logged_offset, logged_precision, text, author, visibility)
         VALUES (?1, ?2, ?3, 'fact', 1795352700000, 60, 'exact', ?4, 'ana', 'internal')",
        (id, case, number, line),
    )?;
    tx.execute("INSERT INTO doc (subject, record) VALUES ('entry', ?1)", [id])?;
    tx.execute("INSERT INTO doc_text (rowid, text) VALUES (last_insert_rowid(), ?1)", [line])?;
    let (batch, seq): (i64, i64) =
        tx.query_row("SELECT (SELECT max(seq) + 1 FROM batch), (SELECT max(seq) + 1 FROM journal)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    tx.execute(
        "INSERT INTO batch VALUES (?1, 1, 1795352700000, 60, 'ana', 'cli', 'run', 'log', 'logged', hex(?2), '{}', ?3, 'system', 4, NULL, 1, ?4, ?4,
         zeroblob(32), zeroblob(32))",
        (batch, id, case, seq),
    )?;
    tx.execute("INSERT INTO journal VALUES (?1, ?2, 1, ?1, 4, 'entry', ?3, NULL, NULL, ?4, ?3, zeroblob(32))", (seq, batch, id, line))?;
    Ok(())
}
