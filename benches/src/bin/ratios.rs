//! What one thing costs beside the least that could be done for it, both in the same run and taking turns, at several sizes.
//!
//! `ratios FILE...` reads databases that `make` made, smallest first, and prints the tables of `docs/PERFORMANCE.md`. Nothing in them is
//! changed: lines are logged, and a batch is landed and undone, in files of their own.

use std::hint::black_box;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, params};
use warroom::app::{Access, App, Draft, Manner, tables};
use warroom::model::CaseKind;
use warroom::model::case::{CaseFilter, CaseFrom, CaseOrder, Shelf};

/// Rows of a window.
const ROWS: usize = 50;
/// How often each of two is run.
const RUNS: usize = 200;
/// Cases of the batch that is undone, and with their lines its rows.
const BATCH: (usize, usize) = (9_091, 100_001);
/// How long a letter of a search may take, and how many hits it reads, as in a screen of fifty rows.
const BUDGET: Duration = Duration::from_millis(3);
const HITS: usize = 50;

/// What is looked for, and how it is called.
const SEARCHES: &[(&str, &str)] = &[
    ("three letters of a common word", "pay"),
    ("a common word", "payment"),
    ("two common words", "payment gateway"),
    ("a number that one case has", "4711"),
    ("no hit", "zzqxy"),
    ("two characters of Chinese", "支付"),
];

/// What is read in windows: a name, the order, the index that carries it, and what that is sorted by.
const WINDOWS: &[(&str, Shelf, CaseOrder, &str, &str)] = &[
    ("open incidents by priority", Shelf::Lane, CaseOrder::Priority, "cases_by_rank", "rank, newest"),
    ("closed incidents, newest first", Shelf::Closed, CaseOrder::Newest, "cases_by_newest", "newest"),
];

/// One line of the table: its name, then what the least and what ours took in each file.
type Line = (String, Vec<[Duration; 2]>);

fn main() {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut lines: Vec<Line> = Vec::new();
    for file in &files {
        for (at, (name, took)) in read(file).into_iter().enumerate() {
            match lines.get_mut(at) {
                Some((_, all)) => all.push(took),
                None => lines.push((name, vec![took])),
            }
        }
    }
    if files.is_empty() {
        println!("ratios FILE...: no file is named, so nothing is read; what is written follows\n");
    } else {
        print(&files, &lines);
    }
    let folder = std::env::temp_dir().join(format!("warroom-ratios-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurement");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).expect("a folder of one's own");
    println!("\n| what is written | the least | warroom | ratio |\n|---|---|---|---|");
    for (name, [least, ours]) in log(&folder).into_iter().chain([undo(&folder)]) {
        println!("| {name} | {} | {} | {:.2} |", shown(least), shown(ours), ratio(ours, least));
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// Runs two things in turns and gives the median of each.
fn turns(times: usize, mut least: impl FnMut(), mut ours: impl FnMut()) -> [Duration; 2] {
    let mut took = [Vec::with_capacity(times), Vec::with_capacity(times)];
    for _ in 0..times {
        for (run, into) in [(&mut least as &mut dyn FnMut(), 0), (&mut ours, 1)] {
            let begun = Instant::now();
            run();
            took[into].push(begun.elapsed());
        }
    }
    took.map(|mut all| {
        all.sort_unstable();
        all[all.len() / 2]
    })
}

fn bare(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX).expect("the database")
}

fn ours(file: &Path) -> App {
    App::open(file, Access::Read, false, warroom_benches::context(), None).expect("the database")
}

/// Reads a window as barely as can be.
fn window(conn: &Connection, sql: &str) -> usize {
    let mut select = conn.prepare_cached(sql).expect("a window");
    let rows = select.query_map([], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)));
    rows.expect("a window").map(|row| black_box(row).is_ok()).filter(|is| *is).count()
}

fn read(file: &Path) -> Vec<(String, [Duration; 2])> {
    let (conn, app) = (bare(file), ours(file));
    let mut all = Vec::new();
    for (name, shelf, order, index, by) in WINDOWS {
        let key = shelf.key();
        let sql = format!(
            "SELECT id, number, title FROM cases INDEXED BY {index} WHERE kind = 'incident' AND shelf = '{key}' ORDER BY {by} LIMIT {ROWS}"
        );
        if all.is_empty() {
            let open = || assert!(window(&bare(file), &sql) > 0);
            let ours = || drop(black_box(ours(file)));
            all.push(("opened and closed; bare: and one window read".to_owned(), turns(RUNS, open, ours)));
        }
        let filter = CaseFilter { kind: CaseKind::Incident, shelf: *shelf, order: *order, by: None };
        let least = || assert!(window(&conn, &sql) > 0);
        all.push((format!("a window of {ROWS}: {name}"), turns(RUNS, least, || drop(app.cases(&filter, CaseFrom::Start, ROWS)))));
    }
    for (name, words) in SEARCHES {
        all.push((format!("a letter of a search: {name}"), search(&conn, &app, words)));
    }
    let tick = || assert!(conn.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).is_ok());
    all.push(("whether anybody wrote".to_owned(), turns(RUNS, tick, || drop(app.pulse()))));
    let last = app.last_change().expect("a journal");
    let news = || {
        conn.prepare_cached("SELECT seq, label FROM batch WHERE seq > ?1")
            .and_then(|mut select| select.query_map([last - 1], |row| row.get::<_, i64>(0)).map(|rows| black_box(rows.count())))
            .expect("news");
    };
    all.push(("what anybody wrote".to_owned(), turns(RUNS, news, || drop(app.news(last - 1)))));
    all
}

/// Looks for the newest hits; the least is their numbers, ours is what the screens show of them.
fn search(conn: &Connection, app: &App, words: &str) -> [Duration; 2] {
    let asked = app.understood(words).expect("a search");
    let long = words.chars().count() > 2;
    let least = || {
        let mut select =
            conn.prepare_cached("SELECT rowid FROM doc_text WHERE text MATCH ?1 ORDER BY rowid DESC LIMIT 50").expect("a search");
        let quoted = words.split(' ').map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ");
        let wanted = if long { quoted } else { "\"支付失败\"".to_owned() };
        black_box(select.query_map([wanted], |row| row.get::<_, i64>(0)).expect("a search").count());
    };
    turns(RUNS / 4, least, || drop(app.typed(&asked.search, HITS, BUDGET)))
}

fn command(app: &mut App, name: &str, draft: Draft) -> Option<i64> {
    let command = tables::command(name).expect("a command of the tables");
    app.run(command, &draft, &Manner::default()).unwrap_or_else(|e| panic!("{e:?}")).batch
}

/// Logs lines, durable: beside as many bytes appended and synced, and beside a commit of the same rows that nobody checked.
fn log(folder: &Path) -> [(String, [Duration; 2]); 2] {
    let file = folder.join("log.db");
    let mut app = warroom_benches::open(&file);
    command(&mut app, "incident open", Draft::new().with("title", "Card payments fail"));
    app.rest();
    let copy = folder.join("copy.db");
    std::fs::copy(&file, &copy).expect("a copy of the file");
    let mut plain = std::fs::File::create(folder.join("plain")).expect("a file");
    let mut conn = writing(&copy);
    let mut line = || {
        command(&mut app, "log", Draft::new().with("case", "INC-1").with("line", "replica lag is under 5 s"));
    };
    let append = || {
        plain.seek(SeekFrom::End(0)).and_then(|_| plain.write_all(&[7; 4096])).and_then(|()| plain.sync_data()).expect("an append");
    };
    let synced = turns(RUNS, append, &mut line);
    let same = turns(RUNS, || warroom_benches::bare_line(&mut conn, "replica lag is under 5 s").expect("a line"), &mut line);
    [
        ("a line logged; the least: 4 KiB appended and synced".to_owned(), synced),
        ("a line logged; the least: its rows committed".to_owned(), same),
    ]
}

fn writing(file: &Path) -> Connection {
    let conn = Connection::open(file).expect("the database");
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("a journal");
    conn.pragma_update(None, "synchronous", "FULL").expect("a setting");
    conn
}

/// Undoes a batch of 100,000 rows; the least is to delete them one by one, words and all, with a journal row for each.
fn undo(folder: &Path) -> (String, [Duration; 2]) {
    let file = folder.join("undo.db");
    warroom_benches::fill(&file, BATCH.0);
    let copy = folder.join("undo-copy.db");
    std::fs::copy(&file, &copy).expect("a copy of the file");
    let mut conn = writing(&copy);
    let begun = Instant::now();
    let gone = delete(&mut conn).expect("a deletion");
    let least = begun.elapsed();
    assert_eq!(gone, BATCH.1);
    let mut app = warroom_benches::open(&file);
    let last = app.last_change().expect("a journal");
    let begun = Instant::now();
    command(&mut app, "undo", Draft::new().with("batch", format!("b{last}")));
    (format!("a batch of {} rows undone; the least: deleted one by one", BATCH.1), [least, begun.elapsed()])
}

fn delete(conn: &mut Connection) -> rusqlite::Result<usize> {
    conn.pragma_update(None, "foreign_keys", "OFF")?;
    let tx = conn.transaction()?;
    let mut gone = 0;
    for table in ["entry", "cases"] {
        let ids: Vec<[u8; 16]> =
            tx.prepare(&format!("SELECT id FROM {table}"))?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut row = tx.prepare(&format!("DELETE FROM {table} WHERE id = ?1"))?;
        let mut doc = tx.prepare("DELETE FROM doc WHERE record = ?1 RETURNING n")?;
        let mut words = tx.prepare("DELETE FROM doc_text WHERE rowid = ?1")?;
        let mut note = tx.prepare(
            "INSERT INTO journal (batch, site, site_seq, schema, subject, record, digest)
             SELECT 1, 1, max(site_seq) + 1, 4, ?1, ?2, zeroblob(32) FROM journal WHERE site = 1",
        )?;
        for id in ids {
            row.execute([id])?;
            let n: i64 = doc.query_row([id], |row| row.get(0))?;
            words.execute([n])?;
            gone += note.execute(params![table, id])?;
        }
    }
    tx.commit()?;
    Ok(gone)
}

fn ratio(ours: Duration, least: Duration) -> f64 {
    ours.as_secs_f64() / least.as_secs_f64()
}

fn shown(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1000.0 { format!("{micros:.0} µs") } else { format!("{:.2} ms", micros / 1000.0) }
}

/// Prints what was read: a column a file, and how it grows from the first to the last.
fn print(files: &[PathBuf], lines: &[Line]) {
    let heads: Vec<String> = files.iter().map(|file| file.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    println!(
        "| what is read: the least → warroom (ratio) | {} | last : first |\n|---|{}---|",
        heads.join(" | "),
        "---|".repeat(files.len())
    );
    for (name, all) in lines {
        let cells: Vec<String> =
            all.iter().map(|[least, ours]| format!("{} → {} ({:.2})", shown(*least), shown(*ours), ratio(*ours, *least))).collect();
        let grows = all.first().zip(all.last()).map_or(f64::NAN, |(first, last)| ratio(last[1], first[1]));
        println!("| {name} | {} | {grows:.2} |", cells.join(" | "));
    }
}
