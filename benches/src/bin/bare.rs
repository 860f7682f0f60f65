//! The least a program can do that saves one line durably, which `warroom log` is divided by: opens a database, inserts, syncs, closes.
//!
//! `bare FILE LINE` inserts into a table of its own. `bare FILE LINE ours` inserts the same line into a file of warroom's: the line, its
//! words for the search, and the journal rows that belong to it, as rows that nobody checked and whose chain is not sealed.

use rusqlite::Connection;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(line)) = (arguments.next(), arguments.next()) else { return Err("bare FILE LINE [ours]".into()) };
    let mut conn = Connection::open(file)?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    if arguments.next().is_some() {
        warroom_benches::bare_line(&mut conn, &line)?;
    } else {
        conn.execute("CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT NOT NULL)", [])?;
        conn.execute("INSERT INTO line (text) VALUES (?1)", [line])?;
    }
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}
