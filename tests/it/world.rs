//! A world of its own for each test: a home, a database, a fixed clock, and nothing of the machine it runs on.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The instant at which every world begins: a Sunday, 14:05 in Amsterdam.
pub const NOW: &str = "2026-11-22T14:05:00+01:00";

/// Holds a temporary home that only its owner can look into.
pub struct World {
    home: tempfile::TempDir,
    now: String,
}

/// Holds what one run said.
#[derive(Debug)]
pub struct Said {
    /// Data.
    pub stdout: String,
    /// Words.
    pub stderr: String,
    /// Exit code; 128 and more when a signal ended it.
    pub code: i32,
}

impl World {
    /// Makes a world at [`NOW`] in which nothing has happened.
    pub fn new() -> Self {
        let home = tempfile::Builder::new().prefix("warroom-").tempdir().unwrap();
        Self { home, now: NOW.to_owned() }
    }

    /// Moves the clock to an RFC 3339 time.
    pub fn at(&mut self, now: &str) -> &mut Self {
        self.now = now.to_owned();
        self
    }

    /// Gives a path in the home.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file in the home, folders included, and gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Gives the database.
    pub fn db(&self) -> PathBuf {
        self.path("warroom.db")
    }

    /// Prepares a run without starting it.
    pub fn command<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_warroom"));
        command.args(args).env_clear().current_dir(self.home.path()).stdin(Stdio::null());
        for (key, value) in [
            ("HOME", self.home.path().as_os_str()),
            ("WARROOM_DB", self.db().as_os_str()),
            ("WARROOM_CONFIG", self.path("config").as_os_str()),
            ("WARROOM_NOW", self.now.as_ref()),
            ("WARROOM_TZ", "Europe/Amsterdam".as_ref()),
            ("WARROOM_SEED", "world".as_ref()),
            ("WARROOM_ACTOR", "ana".as_ref()),
            ("WARROOM_LANG", "en".as_ref()),
            ("PATH", std::env::var_os("PATH").unwrap_or_default().as_ref()),
        ] {
            command.env(key, value);
        }
        command
    }

    /// Runs the program with these arguments and nothing on standard input.
    pub fn run(&self, args: &[&str]) -> Said {
        self.said(&self.command(args).output().unwrap())
    }

    /// Runs the program with these arguments and bytes on standard input.
    pub fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Said {
        use std::io::Write;
        let mut child = self.command(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let bytes = input.as_ref().to_vec();
        // A program that refuses early closes its end: that is no fault of ours.
        let feeder = std::thread::spawn(move || drop(stdin.write_all(&bytes)));
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        self.said(&output)
    }

    /// Runs the program and expects it to be done with exit code 0; gives standard output without its last line end.
    pub fn ok(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {said:?}");
        said.stdout.trim_end_matches('\n').to_owned()
    }

    /// Asks for JSON and reads it, one value a line.
    pub fn json(&self, args: &[&str]) -> Vec<serde_json::Value> {
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        self.ok(&args).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Turns an output into text in which the home has no name.
    pub fn said(&self, output: &Output) -> Said {
        use std::os::unix::process::ExitStatusExt;
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).expect("everything the program prints is UTF-8");
            text.replace(&Path::to_string_lossy(&self.home.path().canonicalize().unwrap()).into_owned(), "~")
                .replace(&self.home.path().to_string_lossy().into_owned(), "~")
        };
        let code = output.status.code().unwrap_or_else(|| 128 + output.status.signal().unwrap_or(0));
        Said { stdout: text(&output.stdout), stderr: text(&output.stderr), code }
    }

    /// Runs the program and writes down what was typed and what came back, as a page of a story.
    pub fn tell(&self, args: &[&str]) -> String {
        self.told(args, &self.run(args))
    }

    /// Writes down one run: what was typed, data, words behind `!`, and the exit code where it is not 0.
    pub fn told(&self, args: &[&str], said: &Said) -> String {
        let typed: Vec<String> = args
            .iter()
            .map(|a| if a.is_empty() || a.contains([' ', '!', '?', '>', '~']) { format!("'{a}'") } else { (*a).to_owned() })
            .collect();
        let mut page = format!("$ warroom {}\n{}", typed.join(" "), said.stdout);
        for line in said.stderr.lines() {
            page.push_str(&format!("! {line}\n"));
        }
        if said.code != 0 {
            page.push_str(&format!("= {}\n", said.code));
        }
        page.push('\n');
        page
    }
}
