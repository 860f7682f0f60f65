//! What `warroom log` costs as a whole process, as a monitor starts it: against a bare program that opens, inserts, syncs and closes, into
//! a table of its own and into a copy of the same file.
//!
//! They take turns, so that what the machine does besides falls on both. `WARROOM_BIN` names another build than the one beside this.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is run.
const RUNS: usize = 200;

fn main() {
    let bare = PathBuf::from(env!("CARGO_BIN_EXE_bare"));
    let beside = bare.with_file_name("warroom");
    let warroom = std::env::var_os("WARROOM_BIN").map_or(beside, PathBuf::from);
    if !warroom.exists() {
        println!("there is no {}: 'cargo build --release' builds it", warroom.display());
        return;
    }
    let folder = std::env::temp_dir().join(format!("warroom-processes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurement");
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("a folder of one's own");
    measure(&bare, &warroom, &folder);
    let _ = std::fs::remove_dir_all(&folder);
}

fn measure(bare: &Path, warroom: &Path, folder: &Path) {
    let ours = || {
        let mut command = Command::new(warroom);
        command.env_clear().env("HOME", folder).env("WARROOM_DB", folder.join("w.db")).env("WARROOM_CONFIG", folder.join("config"));
        command
    };
    run(ours().args(["incident", "open", "Card payments fail"]));
    std::fs::copy(folder.join("w.db"), folder.join("copy.db")).expect("a copy of the file");
    let line = "replica lag is under 5 s";
    let [mut table, mut schema, mut whole] = [const { Vec::new() }; 3];
    for _ in 0..RUNS {
        table.push(run(Command::new(bare).arg(folder.join("bare.db")).arg(line)));
        schema.push(run(Command::new(bare).arg(folder.join("copy.db")).args([line, "ours"])));
        whole.push(run(ours().args(["log", "INC-1", line])));
    }
    for (name, times) in [("bare, a table of its own", &mut table), ("bare, into our tables", &mut schema), ("warroom log", &mut whole)] {
        times.sort();
        println!("{name}: p50 {:.2?}, p90 {:.2?}", times[RUNS / 2], times[RUNS * 9 / 10]);
    }
    let over = |floor: &[Duration]| whole[RUNS / 2].as_secs_f64() / floor[RUNS / 2].as_secs_f64();
    println!("ratio of the medians: {:.2} to its own table, {:.2} into ours (wanted: at most 2)", over(&table), over(&schema));
}

fn run(command: &mut Command) -> Duration {
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?}");
    started.elapsed()
}
