//! Databases of any size for measuring, filled through the same door as everything else.

use std::path::Path;

use rusqlite::Connection;
use warroom::app::import::{Incoming, IncomingCase, IncomingEntry};
use warroom::app::{Access, App, Context, Manner};
use warroom::model::case::{IssuePriority, Priority, Shelf};
use warroom::model::entry::EntryKind;
use warroom::model::{CaseKind, Moment, Precision, Zone};

/// The instant all measuring happens at.
pub const NOW: i64 = 1_795_000_000_000;
const MINUTE: i64 = 60_000;

/// Gives the circumstances of a measurement.
pub fn context() -> Context {
    Context::built_in(NOW, Zone::UTC, "bench", "screens", "bench")
}

/// Opens a database for measuring.
///
/// # Panics
/// When it cannot be opened: there is nothing to measure then.
pub fn open(path: &Path) -> App {
    App::open(path, Access::Write, false, context(), Some("bench".into())).unwrap_or_else(|e| panic!("{e:?}"))
}

/// Fills a database: cases of both kinds, ten log lines each, one in twenty open. What was broken off goes on where it was.
///
/// # Panics
/// When it cannot be written.
pub fn fill(path: &Path, cases: usize) {
    let mut app = open(path);
    for from in (there(&app)..cases).step_by(10_000) {
        let incoming = Incoming {
            format: "bench".into(),
            source: "bench".into(),
            unit: "record",
            cases: (from..cases.min(from + 10_000)).map(case).collect(),
            ..Incoming::default()
        };
        app.land(&incoming, &Manner::default()).unwrap_or_else(|e| panic!("{e:?}"));
    }
    app.rest();
}

/// Counts the cases that are there already.
fn there(app: &App) -> usize {
    let all = CaseKind::ALL.iter().flat_map(|kind| Shelf::ALL.iter().map(move |shelf| app.tally(*kind, *shelf)));
    all.flatten().flatten().map(|(_, count)| usize::try_from(count).unwrap_or(0)).sum()
}

const WORDS: [&str; 12] = [
    "payment",
    "timeout",
    "certificaat",
    "database",
    "wachtrij",
    "数据库",
    "replica",
    "gateway",
    "netwerkstoring",
    "login",
    "factuur",
    "支付失败",
];

fn words(seed: usize, count: usize) -> String {
    let picked: Vec<&str> = (0..count).map(|n| WORDS[(seed * 7 + n * (seed % 5 + 1)) % WORDS.len()]).collect();
    picked.join(" ")
}

fn moment(at: i64) -> Moment {
    Moment { at, offset: 0, precision: Precision::Exact }
}

fn case(n: usize) -> IncomingCase {
    let incident = n.is_multiple_of(2);
    let title = format!("{} {n}", words(n, 4));
    let key = format!("B{n}");
    let mut case = if incident {
        IncomingCase::new(CaseKind::Incident, &key, title, n + 1)
    } else {
        IncomingCase::new(CaseKind::Issue, &key, title, n + 1)
    };
    let open = n.is_multiple_of(20) || n % 20 == 1;
    let started = NOW - i64::try_from(n).unwrap_or(0) * 7 * MINUTE;
    case.state = if open { "open" } else { "closed" };
    case.in_lanes = open;
    case.times.started = Some(moment(started));
    case.times.opened = Some(moment(started + MINUTE));
    case.lead = Some(format!("person{}", n % 40));
    match case.kind {
        CaseKind::Incident => {
            case.priority = Some(Priority::ALL[n / 2 % Priority::ALL.len()]);
            case.service = Some(format!("service{}", n % 30));
        }
        CaseKind::Issue => {
            case.issue_priority = Some(IssuePriority::ALL[n / 2 % IssuePriority::ALL.len()]);
            case.project = Some(format!("project{}", n % 30));
        }
    }
    case.entries = (0..10).map(|e| entry(&key, n, e, started)).collect();
    case
}

fn entry(case: &str, n: usize, e: usize, started: i64) -> IncomingEntry {
    let kind = EntryKind::ALL[(n + e) % 8];
    let observed = Some(moment(started + i64::try_from(e).unwrap_or(0) * 4 * MINUTE));
    IncomingEntry { key: format!("{case}#{e}"), kind, observed, by: Some("ana".into()), text: words(n + e, 9).into() }
}

/// Inserts a line into a file of warroom's as barely as can be: the line, its words for the search, and the journal rows that belong to
/// it, as rows that nobody checked and whose chain is not sealed.
///
/// # Errors
/// SQLite's.
pub fn bare_line(conn: &mut Connection, line: &str) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
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
    tx.commit()
}
