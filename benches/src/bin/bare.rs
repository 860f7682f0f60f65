//! The least a program can do that saves one line durably: opens a database, inserts, syncs, closes. `bare FILE LINE` is what
//! `warroom log` is divided by; it checks nothing, journals nothing and escapes nothing.

use rusqlite::Connection;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(line)) = (arguments.next(), arguments.next()) else { return Err("bare FILE LINE".into()) };
    let conn = Connection::open(file)?;
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.execute("CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT NOT NULL)", [])?;
    conn.execute("INSERT INTO line (text) VALUES (?1)", [line])?;
    conn.close().map_err(|(_, error)| error)?;
    Ok(())
}
