//! What a key costs in the real program on a real pseudo-terminal, over databases of several sizes, beside an empty program.
//!
//! `screens FOLDER [CASES...]` makes the databases that are not in FOLDER yet, drives `warroom` over each of them and prints the tables of
//! `docs/PERFORMANCE.md`. The harness is named by `TUIBENCH`, an empty program of the same library by `HELLO`; without a harness nothing
//! can be measured and that is said. Both are told apart from the program: they stamp from outside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Sizes that are measured where none is named, in cases with ten lines each.
const SIZES: &[usize] = &[1_000, 10_000, 100_000];
/// How often the program is started.
const STARTS: usize = 20;

/// Names what is pressed: a name for the table, keys once before, the keys, how often, keys once behind.
const PRESSED: &[(&str, &str, &str, u32, &str)] = &[
    ("Board: a row down", "", "j", 200, ""),
    ("Board: a row up", "", "k", 100, ""),
    ("Board: a page down, a page up", "", "<PageDown><PageUp>", 20, ""),
    ("Board: to the end and back", "", "Gg", 20, ""),
    ("Board: another lane", "", "<Tab>", 40, ""),
    ("Board: another order", "", "o", 20, ""),
    ("open a case and go back", "", "<Enter><Esc>", 30, ""),
    ("Room: a line up, a line down", "<Enter>", "kj", 30, ""),
    ("Room: a letter of the log line", "l", "a", 60, "<Esc>"),
    ("Review: a row down, a row up", "3", "jk", 30, ""),
    ("Portfolio: a row down, a row up", "4", "jk", 30, ""),
    ("Follow-up: a row down, a row up", "6", "jk", 30, ""),
    // Not the Library: what is pressed there is searched for.
    ("another screen", "", "23461", 8, "1"),
];

/// Names what is searched for, a letter at a time.
const SEARCHED: &[(&str, &str)] =
    &[("Library: a common word", "payment"), ("Library: a rare word", "certificaat"), ("Library: no hit", "zzqxy")];

const BURST: &str = "200 keys at once, until at rest";
const RESIZES: &str = "30 sizes within 150 ms, until right";

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else { return println!("screens FOLDER [CASES...]") };
    let Some(harness) = std::env::var_os("TUIBENCH").map(PathBuf::from).filter(|path| path.exists()) else {
        return println!("TUIBENCH names no harness: nothing was measured");
    };
    let asked: Vec<usize> = arguments.filter_map(|word| word.into_string().ok()?.replace('_', "").parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let warroom = std::env::current_exe().expect("a path of one's own").with_file_name("warroom");
    let warroom = std::env::var_os("WARROOM_BIN").map_or(warroom, PathBuf::from);
    std::fs::create_dir_all(&folder).expect("a folder for the databases");
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("a folder of one's own");
    let mut columns: Vec<(String, Measured)> = Vec::new();
    if let Some(hello) = std::env::var_os("HELLO") {
        let keys = json!([
            { "name": "Board: a row down", "keys": "j", "n": 200 },
            { "name": "idle", "idle_s": 60 },
            { "name": BURST, "burst": "j", "n": 200 },
            { "name": RESIZES, "resize": 30 },
        ]);
        columns.push(("empty program".into(), measure(&harness, &folder, &[hello.to_string_lossy().into()], "READY", keys)));
    }
    for cases in sizes {
        let file = folder.join(format!("{cases}.db"));
        if !file.exists() {
            warroom_benches::fill(&file, cases);
        }
        let command = [warroom.display().to_string(), "--db".into(), file.display().to_string()];
        columns.push((format!("{cases} cases"), measure(&harness, &folder, &command, "Due", steps())));
    }
    print(&columns);
}

/// What one program was measured at: values in milliseconds, bytes or their own unit, by name.
struct Measured {
    start: [f64; 2],
    keys: BTreeMap<String, [f64; 4]>,
    idle: [f64; 2],
    private: f64,
}

fn steps() -> Value {
    let key = |(name, before, keys, n, behind): &(&str, &str, &str, u32, &str)| {
        let mut step = json!({ "name": name, "keys": keys, "n": n });
        for (part, keys) in [("pre", before), ("post", behind)] {
            if !keys.is_empty() {
                step[part] = json!(keys);
            }
        }
        step
    };
    let search =
        |(name, text): &(&str, &str)| json!({ "name": name, "pre": "5/", "text": text, "post": "<Esc><Esc>1", "n": 5, "quiet_ms": 300 });
    let rest = [
        json!({ "name": "idle", "idle_s": 60 }),
        json!({ "name": BURST, "burst": "j", "n": 200 }),
        json!({ "name": RESIZES, "resize": 30 }),
    ];
    PRESSED.iter().map(key).chain(SEARCHED.iter().map(search)).chain(rest).collect()
}

fn measure(harness: &Path, folder: &Path, command: &[String], ready: &str, steps: Value) -> Measured {
    let (scenario, out) = (folder.join("scenario.json"), folder.join("out.json"));
    // Where one was in another of these files is nothing to begin with.
    let state = folder.join("state");
    let _ = std::fs::remove_dir_all(&state);
    let told = json!({
        "name": "measured", "cmd": command, "ready": ready, "cols": 200, "rows": 50, "quit": ["<Esc>", "q"], "key_timeout_ms": 150, "steps": steps,
        "env": { "HOME": folder, "WARROOM_CONFIG": folder.join("config"), "XDG_STATE_HOME": state },
    });
    std::fs::write(&scenario, told.to_string()).expect("a scenario");
    let starts = STARTS.to_string();
    let mut run = Command::new(harness);
    run.args(["run", "--rt", "--starts", &starts, "--out"]).arg(&out).arg(&scenario).stdout(Stdio::null());
    assert!(run.status().is_ok_and(|status| status.success()), "{run:?}");
    let read = std::fs::read_to_string(&out).expect("what was measured");
    let all: Value = serde_json::from_str(&read).expect("JSON");
    let all = all.get(0).cloned().unwrap_or(all);
    let number = |value: &Value, path: &str| value.pointer(path).and_then(Value::as_f64).unwrap_or(f64::NAN);
    let mut keys = BTreeMap::new();
    let mut idle = [f64::NAN; 2];
    for step in all["steps"].as_array().into_iter().flatten() {
        let name = step["name"].as_str().unwrap_or_default();
        if name == "idle" {
            idle = [number(step, "/cpu_pct"), number(step, "/wakeups_per_s")];
        }
        // A burst and a storm of sizes are one figure each.
        let at = |what: &str| number(step, &format!("/settled_ms/{what}"));
        let all = match number(step, "/settled_ms") {
            once if once.is_nan() => [at("p50"), at("p99"), at("max"), number(step, "/bytes/p50")],
            once => [once, once, once, number(step, "/bytes")],
        };
        keys.insert(name.to_owned(), all);
    }
    Measured {
        start: [number(&all, "/start_dist/settled_ms/p50"), number(&all, "/start_dist/settled_ms/max")],
        keys,
        idle,
        private: number(&all, "/rss_anon_kb"),
    }
}

/// Prints the tables: what each thing costs at each size, and how that grows from the first size to the last.
fn print(columns: &[(String, Measured)]) {
    let heads: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    println!("| | {} | last : first |\n|---|{}---|", heads.join(" | "), "---|".repeat(heads.len()));
    let ours: Vec<&Measured> = columns.iter().filter(|(name, _)| name.ends_with("cases")).map(|(_, all)| all).collect();
    let line = |name: &str, of: &dyn Fn(&Measured) -> f64, show: &dyn Fn(&Measured) -> String| {
        let cells: Vec<String> = columns.iter().map(|(_, all)| if of(all).is_nan() { String::new() } else { show(all) }).collect();
        let grows = ours.first().zip(ours.last()).map_or(f64::NAN, |(first, last)| of(last) / of(first));
        let grows = if grows.is_nan() { String::new() } else { format!("{grows:.2}") };
        println!("| {name} | {} | {grows} |", cells.join(" | "));
    };
    line("start until the frame is whole, ms: p50 (worst)", &|all| all.start[0], &|all| {
        format!("{:.1} ({:.1})", all.start[0], all.start[1])
    });
    let names = PRESSED.iter().map(|row| row.0).chain(SEARCHED.iter().map(|row| row.0)).chain([BURST, RESIZES]);
    for name in names {
        let of = |all: &Measured, at: usize| all.keys.get(name).map_or(f64::NAN, |values| values[at]);
        line(&format!("{name}, ms: p50 / p99 (worst), bytes"), &|all| of(all, 0), &|all| {
            format!("{:.2} / {:.2} ({:.1}), {:.0}", of(all, 0), of(all, 1), of(all, 2), of(all, 3))
        });
    }
    line("at rest, % of a core (wake-ups a second)", &|all| all.idle[0], &|all| format!("{:.3} ({:.1})", all.idle[0], all.idle[1]));
    line("private memory, MiB", &|all| all.private, &|all| format!("{:.1}", all.private / 1024.0));
}
