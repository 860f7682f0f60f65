//! What an import costs: an audit log of 114,000 rows, read and landed by `warroom`, beside the same file read by the csv crate
//! alone and inserted bare by rusqlite, once into one plain table and once into our own schema with its indexes, its search index
//! and as many journal rows. Each is a process of its own, so that its memory is its own.
//!
//!     cargo run --release -p warroom-benches --bin import [-- ROWS]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rusqlite::{Connection, params};
use warroom::app::Manner;
use warroom::app::import::{Options, format};

/// Columns of the log, as the product exports them.
const HEADER: &str = "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,\
    sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,assigned_to,knowledge,\
    u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,resolved_by,resolved_at,closed_at";
const STATES: [&str; 5] = ["New", "Active", "Awaiting User Info", "Resolved", "Closed"];
const STAGES: [(&str, &str); 4] = [
    ("read", "csv crate: read every cell"),
    ("bare", "csv crate + rusqlite: one plain table, one transaction"),
    ("schema", "csv crate + rusqlite: our schema, indexes, search, journal rows, no rules"),
    ("warroom", "warroom: read, recognise, fold, map, land"),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [stage, file] = args.as_slice() {
        return run(stage, Path::new(file));
    }
    let rows: usize = args.first().and_then(|rows| rows.parse().ok()).unwrap_or(114_000);
    let folder = std::env::temp_dir().join(format!("warroom-import-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the file");
    let file = folder.join("log.csv");
    std::fs::write(&file, log(rows)).expect("the file");
    println!("{rows} rows, {} MiB", file.metadata().expect("just written").len() >> 20);
    for (stage, what) in STAGES {
        let said = Command::new(std::env::current_exe().expect("this program"))
            .args([stage, &file.display().to_string()])
            .output()
            .expect("a child");
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        println!("{what}: {}", String::from_utf8_lossy(&said.stdout).trim());
    }
    let _ = std::fs::remove_dir_all(&folder);
}

/// Makes a log: six rows an incident, each moving it on.
fn log(rows: usize) -> String {
    let mut out = format!("{HEADER}\n");
    for n in 0..rows {
        let (incident, step) = (n / 6, n % 6);
        let state = STATES[step.min(4)];
        let day = incident % 27 + 2;
        let _ = writeln!(
            out,
            "INC{incident:07},{state},{},{},0,{step},true,Caller {},Opened by  {},{day}/2/2016 01:16,Created by {},{day}/2/2016 01:23,Updated by {},{day}/2/2016 {:02}:23,Phone,\
             Location {},Category {},Subcategory {},Symptom {},?,2 - Medium,2 - Medium,3 - Moderate,Group {},{},true,false,Do Not Notify,?,?,?,?,code {},Resolved by {},{day}/2/2016 11:29,{day}/3/2016 12:00",
            step < 4,
            step / 2,
            incident % 3000,
            incident % 20,
            incident % 9,
            n % 400,
            1 + step * 2,
            incident % 160,
            incident % 40,
            incident % 170,
            incident % 300,
            incident % 70,
            if step == 0 { "?".to_owned() } else { format!("Resolver {}", incident % 200) },
            incident % 15,
            incident % 190,
        );
    }
    out
}

/// Runs one stage, and says how long it took and the most memory it held.
fn run(stage: &str, file: &Path) {
    let folder = file.parent().expect("a file in a folder");
    let begun = Instant::now();
    match stage {
        "read" => {
            let mut cells = 0;
            each(file, |row| cells += row.iter().map(str::len).sum::<usize>());
            assert!(cells > 0);
        }
        "bare" => bare(file, &folder.join("bare.db")),
        "schema" => schema(file, &folder.join("schema.db")),
        _ => {
            let bytes = std::fs::read(file).expect("the file");
            let incoming = format::read(&bytes, "log.csv", None, &Options::default()).unwrap_or_else(|e| panic!("{e:?}"));
            drop(bytes);
            let mut app = warroom_benches::open(&folder.join("warroom.db"));
            app.land(&incoming, &Manner::default()).unwrap_or_else(|e| panic!("{e:?}"));
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" unknown").trim().to_owned();
    println!("{:.2} s, at most {peak}", begun.elapsed().as_secs_f64());
}

fn each(file: &Path, mut take: impl FnMut(&csv::StringRecord)) {
    let mut reader = csv::Reader::from_path(file).expect("the file");
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).expect("a row") {
        take(&row);
    }
}

fn bare(file: &Path, db: &Path) {
    let mut conn = Connection::open(db).expect("a database");
    conn.execute_batch("PRAGMA journal_mode = WAL").expect("a journal");
    let columns: Vec<&str> = HEADER.split(',').map(str::trim).collect();
    let tx = conn.transaction().expect("a transaction");
    tx.execute_batch(&format!("CREATE TABLE log ({})", columns.iter().map(|c| format!("{c} TEXT")).collect::<Vec<_>>().join(", ")))
        .expect("a table");
    {
        let mut insert = tx.prepare(&format!("INSERT INTO log VALUES ({})", vec!["?"; columns.len()].join(", "))).expect("a statement");
        each(file, |row| {
            insert.execute(rusqlite::params_from_iter(row.iter())).expect("a row");
        });
    }
    tx.commit().expect("a commit");
}

/// Inserts what the import inserts, without looking at it: a case an incident, an entry and two journal rows a row, search text.
fn schema(file: &Path, db: &Path) {
    drop(warroom_benches::open(db));
    let mut conn = Connection::open(db).expect("the database");
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA journal_mode = WAL").expect("settings");
    let tx = conn.transaction().expect("a transaction");
    {
        let mut case = tx
            .prepare(
                "INSERT INTO cases (id, kind, number, title, state, priority, source, external_key, clocks, lane, opened_at, opened_offset, opened_precision, facts)
                 VALUES (?1, 'incident', ?2, ?3, 'closed', 'P3', 'servicenow', ?4, 0, 0, 1456708560000, 0, 'exact', ?5)",
            )
            .expect("a statement");
        let mut entry = tx
            .prepare(
                "INSERT INTO entry (id, case_id, number, kind, observed_at, observed_offset, observed_precision, logged_at, logged_offset, logged_precision, text,
                 author, visibility, external_key) VALUES (?1, ?2, ?3, 'state', 1456708560000, 0, 'exact', 1456708560000, 0, 'exact', ?4, ?5, 'internal', ?6)",
            )
            .expect("a statement");
        let mut journal =
            tx.prepare("INSERT INTO journal VALUES (?1, 1, 1, ?1, 4, ?2, ?3, NULL, NULL, ?4, ?3, zeroblob(32))").expect("a statement");
        let mut doc = tx.prepare("INSERT INTO doc (subject, record) VALUES (?1, ?2)").expect("a statement");
        let mut words = tx.prepare("INSERT INTO doc_text (rowid, text) VALUES (?1, ?2)").expect("a statement");
        let (mut n, mut cases, mut number, mut last) = (0_i64, 0_i64, 0_i64, String::new());
        let mut current = [0_u8; 16];
        let id = |n: i64| {
            let mut id = [0_u8; 16];
            id[..8].copy_from_slice(&n.to_be_bytes());
            id
        };
        each(file, |row| {
            if row[0] != last {
                row[0].clone_into(&mut last);
                (cases, n, number) = (cases + 1, n + 1, 0);
                current = id(n);
                let facts = format!("contact type: {}\nlocation: {}\nsubcategory: {}", &row[14], &row[15], &row[17]);
                case.execute(params![current, cases, format!("{}: {}", &row[0], &row[16]), &row[0], facts]).expect("a case");
                let json = format!("{{\"title\":\"{}\",\"facts\":\"{}\"}}", &row[16], facts.len());
                journal.execute(params![n + 1_000_000, "case", current, json]).expect("a journal row");
                doc.execute(params!["case", current]).expect("a document");
                words.execute(params![tx.last_insert_rowid(), facts]).expect("its text");
            }
            (n, number) = (n + 1, number + 1);
            let text = format!("state {} → {}, assigned to {}", &row[1], &row[2], &row[24]);
            entry.execute(params![id(n), current, number, text, &row[12], format!("{}#{}", &row[0], &row[5])]).expect("an entry");
            journal
                .execute(params![n + 1_000_000, "entry", id(n), format!("{{\"text\":\"{text}\",\"author\":\"{}\"}}", &row[12])])
                .expect("a journal row");
            doc.execute(params!["entry", id(n)]).expect("a document");
            words.execute(params![tx.last_insert_rowid(), text]).expect("its text");
        });
    }
    // The journal's rows have no batch here; nothing reads this file again.
    tx.execute_batch("PRAGMA defer_foreign_keys = ON").expect("settings");
    tx.commit().expect("a commit");
}
