//! How long it takes until a screen shows what another process has written: from its exit to the line on the screen.
//!
//! `seen` opens a file of its own, the Room of its incident in a pseudo-terminal, and logs lines into it from the command line.
//! `WARROOM_BIN` names another build than the one beside this.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// How often something is written.
const TIMES: u64 = 60;
/// How long anything may take here.
const LONG: Duration = Duration::from_secs(20);

fn main() {
    let beside = std::env::current_exe().expect("a path of one's own").with_file_name("warroom");
    let warroom = std::env::var_os("WARROOM_BIN").map_or(beside, PathBuf::from);
    let folder = std::env::temp_dir().join(format!("warroom-seen-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the measurement");
    std::fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("a folder of one's own");
    let mut took = measure(&warroom, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    took.sort_unstable();
    let at = |of_hundred: usize| took[(took.len() - 1) * of_hundred / 100];
    println!("written by another process until shown: p50 {:.0?}, p95 {:.0?}, worst {:.0?} of {TIMES}", at(50), at(95), at(100));
}

fn measure(warroom: &Path, folder: &Path) -> Vec<Duration> {
    let variables = [("HOME", folder.to_owned()), ("WARROOM_DB", folder.join("seen.db")), ("WARROOM_CONFIG", folder.join("config"))];
    let call = |words: &[&str]| {
        let mut command = Command::new(warroom);
        command.args(words).env_clear().envs(variables.iter().cloned()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        assert!(command.status().is_ok_and(|status| status.success()), "{command:?}");
    };
    call(&["incident", "open", "Card payments fail"]);
    let pair = native_pty_system().openpty(PtySize { rows: 50, cols: 200, ..PtySize::default() }).expect("a terminal");
    let mut screen = CommandBuilder::new(warroom);
    screen.env_clear();
    screen.env("TERM", "xterm-256color");
    variables.iter().for_each(|(name, value)| screen.env(name, value));
    let mut child = pair.slave.spawn_command(screen).expect("the program");
    drop(pair.slave);
    let mut keys = pair.master.take_writer().expect("a writer");
    let mut from = pair.master.try_clone_reader().expect("a reader");
    let (into, shown) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 65_536];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if into.send((Instant::now(), buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    });
    until(&shown, "Due");
    keys.write_all(b"\r").expect("a terminal that takes keys");
    until(&shown, "Card payments fail");
    let took = (0..TIMES).map(|n| {
        // Not in step with the looking.
        std::thread::sleep(Duration::from_millis(200 + n * 37 % 250));
        let token = word(n);
        call(&["log", "INC-1", &token]);
        let written = Instant::now();
        until(&shown, &token).saturating_duration_since(written)
    });
    let took = took.collect();
    let _ = child.kill();
    took
}

/// Makes a word that has no letter in its place with the one before: what stays in its cell is not drawn again.
fn word(n: u64) -> String {
    let first = if n.is_multiple_of(2) { 'a' } else { 'k' };
    n.to_string().repeat(4).chars().map(|digit| char::from(first as u8 + digit as u8 - b'0')).collect()
}

/// Waits until a text comes by, and says when it did.
fn until(shown: &Receiver<(Instant, Vec<u8>)>, text: &str) -> Instant {
    let (begun, mut all) = (Instant::now(), Vec::new());
    while let Ok((at, bytes)) = shown.recv_timeout(LONG.saturating_sub(begun.elapsed())) {
        all.extend(bytes);
        if all.windows(text.len()).any(|part| part == text.as_bytes()) {
            return at;
        }
    }
    panic!("'{text}' was not shown");
}
