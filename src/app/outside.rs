//! Runs a command that a person has set, for a channel or a hook: the text on its standard input, nothing of the record in its arguments
//! or its environment, and no shell. It gets so much time and no more; then it is killed with everything it started.
//!
//! Must not know what the text says, or what becomes of it.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::document::print::{log, plainly};

/// How often is looked whether a command has ended.
const LOOK: Duration = Duration::from_millis(10);
/// Most bytes of its complaints that are read.
const COMPLAINTS: u64 = 4_000;
/// Most characters of them that are told.
const TOLD: usize = 160;
/// How long its complaints are waited for once it has ended.
const LAST_WORDS: Duration = Duration::from_millis(200);
/// Longest time that can be set, in milliseconds.
const LONGEST: u64 = 10 * 60_000;

/// Holds a command of a person's own, as it is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// What it is run for, in words: `channel mail`, `hook pager`.
    pub what: String,
    /// The program and its arguments; nothing is ever added to them.
    pub command: Vec<String>,
    /// How long it may take, in milliseconds.
    pub timeout: u64,
    /// Variables it finds besides those of this program.
    pub variables: Vec<(&'static str, OsString)>,
}

/// Says how a command ended that took the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// In words: "mail ended with exit code 0 after 120 ms".
    pub words: String,
    /// How long it took, in milliseconds.
    pub took: i64,
}

/// Says why a text was not sent, in words; a command that was never started took no time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// Why.
    pub why: String,
    /// How long it took, in milliseconds.
    pub took: i64,
}

impl fmt::Display for Unsent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

/// Reads the words of a command in the settings.
///
/// # Errors
/// Says what they should be; `example` is how such a list is written.
pub fn command(value: toml::Value, example: &str) -> Result<Vec<String>, String> {
    let toml::Value::Array(words) = value else { return Err(format!("command is a list of texts, {example}; no shell reads it")) };
    let words: Option<Vec<String>> = words.into_iter().map(|word| word.as_str().map(str::to_owned)).collect();
    let words = words.ok_or_else(|| format!("command is a list of texts, {example}"))?;
    match words.first().is_none_or(|program| program.trim().is_empty()) {
        true => Err("it has no command".into()),
        false => Ok(words),
    }
}

/// Reads how long a command may take, `20s` or `2m`, in milliseconds.
///
/// # Errors
/// Says what it should be.
pub fn timeout(value: &toml::Value) -> Result<u64, String> {
    let text = value.as_str().ok_or("timeout is a text, such as \"20s\"")?;
    length(text).ok_or_else(|| "timeout is a length of time from 1s to 10m, such as \"20s\"".to_owned())
}

fn length(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, unit) = text.strip_suffix('s').map(|digits| (digits, 1_000)).or_else(|| Some((text.strip_suffix('m')?, 60_000)))?;
    let length = digits.trim().parse::<u64>().ok()?.checked_mul(unit)?;
    (1_000..=LONGEST).contains(&length).then_some(length)
}

/// Runs a command with a text on its standard input and waits for it; it is ended early when `stop` is set.
///
/// # Errors
/// When it is missing, ends with anything but 0, or takes too long: then the text counts as not sent.
pub fn run(errand: &Errand, text: &str, stop: &AtomicBool) -> Result<Receipt, Unsent> {
    let started = Instant::now();
    let unsent = |why: String| Unsent { why, took: millis(started.elapsed()) };
    let Some((program, arguments)) = errand.command.split_first() else {
        return Err(unsent(format!("{} has no command", log(&errand.what))));
    };
    // A group of its own, so that it and all it starts can be ended together, and that no Ctrl-C of ours cuts it off.
    let child = Command::new(program)
        .args(arguments)
        .envs(errand.variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(e) => return Err(unsent(format!("{} could not be started ({})", log(program), log(&plainly(&e.to_string()))))),
    };
    let complaints = feed(&mut child, text.to_owned());
    let name = format!("{} ({})", log(&errand.what), log(program));
    let ended = wait(&mut child, started, Duration::from_millis(errand.timeout), stop);
    let took = millis(started.elapsed());
    let said = complaints.recv_timeout(LAST_WORDS).unwrap_or_default();
    let why = match ended {
        Some(status) if status.success() => return Ok(Receipt { words: format!("{name} ended with exit code 0"), took }),
        Some(status) => format!("{name} ended with {}", how(status)),
        None if stop.load(Ordering::Relaxed) => format!("{name} had not ended when this program did, and was stopped"),
        None => format!("{name} did not end within {} s and was stopped", errand.timeout / 1_000),
    };
    let said = if said.is_empty() { String::new() } else { format!(": {said}") };
    Err(Unsent { why: format!("{why}{said}"), took })
}

/// Hands the text over and gathers the first line of the complaints, each in its own time: neither may hold the other up.
fn feed(child: &mut Child, text: String) -> Receiver<String> {
    if let Some(mut input) = child.stdin.take() {
        // Whoever closes its end early has had all it wanted; what its exit code says counts.
        thread::spawn(move || drop(input.write_all(text.as_bytes())));
    }
    let (said, complaints) = channel();
    if let Some(output) = child.stderr.take() {
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            let _ = said.send(first_line(&mut output));
            // However much it says, it must not end because nobody listens.
            let _ = io::copy(&mut output, &mut io::sink());
        });
    }
    complaints
}

/// Reads up to the first line that says something.
fn first_line(output: &mut impl BufRead) -> String {
    let (mut beginning, mut line) = (output.take(COMPLAINTS), Vec::new());
    while line.trim_ascii().is_empty() {
        line.clear();
        if beginning.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
            break;
        }
    }
    log(&String::from_utf8_lossy(&line).trim().chars().take(TOLD).collect::<String>())
}

/// Waits for the end; nothing when it had to be killed.
fn wait(child: &mut Child, started: Instant, most: Duration, stop: &AtomicBool) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if started.elapsed() < most && !stop.load(Ordering::Relaxed) => thread::sleep(LOOK),
            Ok(None) | Err(_) => break,
        }
    }
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
    None
}

fn how(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("signal {signal}"),
        (None, None) => "an unknown status".to_owned(),
    }
}

fn millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(command: Vec<String>, timeout: u64) -> Errand {
        Errand { what: "channel mail".into(), command, timeout, variables: vec![("WARROOM_TEST", "set".into())] }
    }

    fn through(script: &str, timeout: u64, text: &str) -> Result<Receipt, Unsent> {
        let command = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
        run(&errand(command, timeout), text, &AtomicBool::new(false))
    }

    #[test]
    fn the_text_comes_in_whole_on_standard_input_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("got");
        let text = "'; rm -rf / #\n数据\n".repeat(20_000);
        let script = format!("cat > '{0}' && echo \"$#\" && env | grep -c rm; exit 0", file.display());
        let receipt = through(&script, 20_000, &text).unwrap();
        assert_eq!(receipt.words, "channel mail (/bin/sh) ended with exit code 0");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }

    #[test]
    fn a_failure_is_told_with_its_code_and_its_first_words_made_harmless() {
        let unsent = through("cat >/dev/null; printf 'no \\033[2Jroute\\n' >&2; exit 3", 20_000, "x").unwrap_err();
        assert!(unsent.why.starts_with("channel mail (/bin/sh) ended with exit code 3: no ") && !unsent.why.contains('\u{1b}'), "{unsent}");
        assert_eq!(through("kill -9 $$", 20_000, "x").unwrap_err().why, "channel mail (/bin/sh) ended with signal 9");
    }

    #[test]
    fn what_hangs_is_killed_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("late");
        let started = Instant::now();
        let unsent = through(&format!("(sleep 3; touch '{}') & sleep 60", file.display()), 1_000, "x").unwrap_err();
        assert!(unsent.why.contains("did not end within 1 s and was stopped") && unsent.took >= 1_000, "{unsent}");
        assert!(started.elapsed() < Duration::from_secs(30), "a hanging command holds nobody up");
        thread::sleep(Duration::from_millis(2_500));
        assert!(!file.exists(), "what it started was killed too");
    }

    #[test]
    fn what_is_told_to_stop_is_killed_at_once_and_it_is_said_that_it_was_cut_off() {
        let command = ["/bin/sh", "-c", "test \"$WARROOM_TEST\" = set && sleep 60"].map(str::to_owned).to_vec();
        let started = Instant::now();
        let unsent = run(&errand(command, 60_000), "x", &AtomicBool::new(true)).unwrap_err();
        assert!(unsent.why.contains("had not ended when this program did") && started.elapsed() < Duration::from_secs(30), "{unsent}");
    }

    #[test]
    fn a_program_that_is_not_there_is_said() {
        let missing = errand(vec!["/nowhere/mail".into()], 1_000);
        let unsent = run(&missing, "x", &AtomicBool::new(false)).unwrap_err();
        assert!(unsent.why.starts_with("/nowhere/mail could not be started (") && !unsent.why.contains("os error"), "{unsent}");
    }

    #[test]
    fn a_command_that_reads_nothing_and_ends_well_has_taken_it() {
        assert!(through("exit 0", 20_000, &"x".repeat(1_000_000)).is_ok());
        assert!(through("exec <&-; sleep 0.1", 20_000, &"x".repeat(1_000_000)).is_ok());
    }

    #[test]
    fn a_command_that_says_a_lot_is_not_cut_off_and_what_runs_on_keeps_nobody_from_its_first_words() {
        let lots = "head -c 3000000 /dev/zero";
        let sent = through(&format!("cat >/dev/null; {lots}; exec {lots} >&2"), 20_000, "x");
        assert!(sent.is_ok(), "{sent:?}");
        let unsent = through("cat >/dev/null; sleep 3 & printf '\\n no route\\nand more\\n' >&2; exit 3", 20_000, "x").unwrap_err();
        assert_eq!(unsent.why, "channel mail (/bin/sh) ended with exit code 3: no route");
    }
}
