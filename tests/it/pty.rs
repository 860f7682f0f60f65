//! The program in a real terminal: begun, typed into, killed and begun again.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::Signal;

use crate::world::World;

const LONG: Duration = Duration::from_secs(20);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("more than none")
}

/// The program in a terminal, of 100 × 30 cells unless said otherwise.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    page: Arc<Mutex<vt100::Parser>>,
    master: Option<Box<dyn MasterPty + Send>>,
    gone: Arc<AtomicBool>,
}

impl Terminal {
    fn start(world: &World) -> Self {
        Self::start_with(world, &[])
    }

    fn start_with(world: &World, variables: &[(&str, &str)]) -> Self {
        let mut prepared = world.command::<&str>(&[]);
        prepared.envs(variables.iter().copied());
        Self::of(&prepared)
    }

    /// Starts a prepared run in it.
    pub fn of(prepared: &std::process::Command) -> Self {
        Self::sized(prepared, 100, 30)
    }

    /// Starts a prepared run in a terminal of this many columns and rows.
    pub fn sized(prepared: &std::process::Command, cols: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, ..PtySize::default() }).expect("a terminal");
        let mut command = CommandBuilder::new(prepared.get_program());
        command.args(prepared.get_args());
        command.env_clear();
        for (key, value) in prepared.get_envs() {
            if let (Some(value), true) = (value, key != "WARROOM_SEED") {
                command.env(key, value);
            }
        }
        if prepared.get_envs().all(|(key, _)| key != "TERM") {
            command.env("TERM", "xterm-256color");
        }
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let page = Arc::new(Mutex::new(vt100::Parser::new(cells(rows), cells(cols), 0)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (into, gone) = (page.clone(), Arc::new(AtomicBool::new(false)));
        let is_gone = gone.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if is_gone.load(SeqCst) {
                    return;
                }
                into.lock().expect("a lock").process(&buffer[..count]);
            }
        });
        Self { child, writer, page, master: Some(pair.master), gone }
    }

    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush()).expect("a terminal that takes keys");
    }

    pub fn text(&self) -> String {
        self.page.lock().expect("a lock").screen().contents()
    }

    pub fn until(&self, what: &str) {
        let start = Instant::now();
        while !self.text().contains(what) {
            assert!(start.elapsed() < LONG, "no '{what}' in\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for a hint of the foot; a word that came late stands over it until the next key, so one that only redraws is pressed.
    fn until_hint(&mut self, what: &str) {
        let start = Instant::now();
        let mut redrawn = start;
        while !self.text().contains(what) {
            assert!(start.elapsed() < LONG, "no '{what}' in\n{}", self.text());
            if redrawn.elapsed() > Duration::from_millis(300) {
                self.send("\u{c}");
                redrawn = Instant::now();
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Gives the window another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.page.lock().expect("a lock").screen_mut().set_size(cells(rows), cells(cols));
        let master = self.master.as_ref().expect("a terminal");
        master.resize(PtySize { rows, cols, ..PtySize::default() }).expect("another size");
    }

    /// Gives the number of the program's process.
    pub fn process(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        let id = self.child.process_id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw).expect("a process");
        rustix::process::kill_process(id, signal).expect("a process");
    }

    /// Takes the terminal away, as a connection that breaks does.
    pub fn close(&mut self) {
        // What reads holds the terminal as well, until something more comes.
        self.gone.store(true, SeqCst);
        self.send("\u{c}");
        thread::sleep(Duration::from_millis(100));
        self.writer = Box::new(std::io::sink());
        self.master = None;
    }

    /// Says whether the terminal is as it was before: its main screen, the cursor shown.
    pub fn is_put_back(&self) -> bool {
        let page = self.page.lock().expect("a lock");
        !page.screen().alternate_screen() && !page.screen().hide_cursor()
    }

    pub fn ended(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                thread::sleep(Duration::from_millis(50));
                return status.exit_code();
            }
            assert!(start.elapsed() < LONG, "it does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn an_incident_is_opened_a_line_is_logged_and_the_terminal_is_put_back() {
    let world = World::new();
    let mut terminal = Terminal::start(&world);
    terminal.until("No open incident. n logs one");
    terminal.send("n");
    terminal.until("New incident");
    terminal.send("Card payments fail\r");
    terminal.until("INC-1 opened, P1");
    terminal.send("l!roll back 4.2 -- errors follow it\r");
    terminal.until("INC-1.1 decision logged");
    terminal.send("\u{1b}");
    terminal.until("? help");
    terminal.send("\r");
    terminal.until("Log ·");
    assert!(terminal.text().contains("decision    roll back 4.2"), "{}", terminal.text());
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    let page = terminal.page.lock().expect("a lock");
    let screen = page.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste(), "{}", screen.contents());
    drop(page);
    let said = world.run(&["entry", "list", "INC-1", "--json"]);
    assert!(said.stdout.contains("roll back 4.2"), "{said:?}");
}

#[test]
fn what_was_being_typed_is_there_again_after_a_kill() {
    let world = World::new();
    assert_eq!(world.run(&["incident", "open", "Payments fail"]).code, 0);
    let mut terminal = Terminal::start(&world);
    terminal.until("INC-1");
    terminal.send("lhalf a thought 数据");
    terminal.until("half a thought");
    thread::sleep(Duration::from_millis(900));
    terminal.child.kill().expect("a process");
    terminal.ended();
    let mut again = Terminal::start(&world);
    again.until("kept from last time, not yet saved: log line INC-1");
    again.send("l");
    again.until("half a thought 数据");
    again.send("\r");
    again.until("INC-1.1 fact logged");
}

#[test]
fn a_line_that_another_process_logs_is_seen_and_said() {
    let world = World::new();
    assert_eq!(world.run(&["incident", "open", "Payments fail"]).code, 0);
    let mut terminal = Terminal::start(&world);
    terminal.until("INC-1");
    terminal.send("\r");
    terminal.until("Nothing is logged yet");
    assert_eq!(world.run(&["log", "INC-1", "seen from the outside"]).code, 0);
    terminal.until("seen from the outside");
    terminal.until("ana: INC-1.1 fact logged");
}

/// Types like a fast scribe: key by key, a pause between two lines, never waiting for the program.
fn types(terminal: &mut Terminal, line: &str) {
    for letter in line.chars() {
        terminal.send(letter.encode_utf8(&mut [0; 4]));
        thread::sleep(Duration::from_millis(3));
    }
    terminal.send("\r");
    thread::sleep(Duration::from_millis(40));
}

#[test]
fn lines_that_waited_for_a_busy_file_are_logged_and_the_last_of_them_is_what_is_said() {
    let world = World::new();
    world.run(&["incident", "open", "Payments are down"]);
    let mut terminal = Terminal::start(&world);
    terminal.until("INC-1");
    terminal.send("l");
    terminal.until("Enter log");
    let holder = rusqlite::Connection::open(world.db()).expect("a database");
    holder.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    terminal.send("first\r");
    terminal.until("the file is busy");
    terminal.send("second\r+third\r");
    terminal.until(">update");
    holder.execute_batch("ROLLBACK").expect("the lock given back");
    terminal.until("INC-1.3 action A-1 given");
}

/// The scribe's ten minutes of a crisis meeting, at ten times the speed.
#[test]
fn the_minutes_of_a_meeting_are_taken_as_fast_as_people_speak_and_nothing_is_lost() {
    let world = World::new();
    for person in ["ana", "joost", "mei"] {
        assert_eq!(world.run(&["person", "add", person]).code, 0);
    }
    let mut terminal = Terminal::start(&world);
    terminal.until("No open incident. n logs one");
    terminal.send("n");
    types(&mut terminal, "Card payments fail in all shops");
    terminal.until("INC-1 opened, P1");
    // One key to the line.
    terminal.send("l");
    let first = [
        "errors since the release of this morning",
        "?is the gateway of ACME affected @joost due 15:10",
        "~token service certificate expired @mei",
        "cash works, 412 shops are hit",
        "!roll back 4.2 -- errors follow the release @ana in 20m",
        "13:40 first call from Rotterdam",
        "+stop the batch export @mei in 15m",
        "数据库复制延迟低于五秒",
    ];
    for line in first {
        types(&mut terminal, line);
    }
    terminal.until("INC-1.8 fact logged");
    // First interruption: somebody asks for the keys and for another screen, in the middle of a line.
    terminal.send("half a thou");
    terminal.send("\u{1b}OP");
    terminal.until("Keys");
    terminal.send("\u{1b}");
    terminal.until("fact");
    terminal.send("\u{1b}");
    terminal.until_hint("? help");
    terminal.send("5");
    terminal.until("Found");
    // Two keys back to the line: to the screen, to the line; what was typed stands there.
    terminal.send("\u{1b}[13~");
    terminal.until("INC-1 half a thou");
    types(&mut terminal, "ght");
    // Back in the Room, six lines that somebody sent by chat, as facts, in one step.
    terminal.send("\u{1b}");
    terminal.until_hint("Enter keep");
    terminal.send("\u{1b}");
    terminal.until_hint("? help");
    terminal.send("2");
    terminal.until("Log ·");
    terminal.send("l");
    terminal.send("\u{1b}[200~shop 1 is down\nshop 2 is down\nshop 3 is up\n!shop 4 says no\nshop 5 is down\nshop 6 is down\n\u{1b}[201~");
    terminal.until("6 lines, as facts");
    terminal.send("\r");
    terminal.until("6 lines logged in INC-1");
    for line in ["!tell the sponsors now -- they asked twice @joost", ">sponsors told: rollback started, next at 14:36", "=pay by invoice"]
    {
        types(&mut terminal, line);
    }
    // A correction: leave the line, the newest but one, correct it, back to the line.
    terminal.until("INC-1.18 workaround logged");
    terminal.send("\u{1b}");
    terminal.until_hint("? help");
    terminal.send("ke");
    terminal.until("INC-1.17 becomes");
    terminal.send("\u{5}, said again");
    terminal.send("\r");
    terminal.until("INC-1.19 amends INC-1.17");
    // Second interruption: the terminal is resized and the program is stopped and continued while lines are typed.
    terminal.send("l");
    for (at, line) in
        ["rollback is at 40 percent", "rollback is at 80 percent", "%the cache warms up by itself", "rollback done"].iter().enumerate()
    {
        types(&mut terminal, line);
        if at == 1 {
            terminal.signal(Signal::STOP);
            terminal.send("first payme");
            thread::sleep(Duration::from_millis(200));
            terminal.signal(Signal::CONT);
            types(&mut terminal, "nt went through");
        }
    }
    for line in [
        "second payment went through",
        "error rate under 1 percent",
        "?who writes the report @ana due 17:00",
        "+write the report @ana in 2h",
    ] {
        types(&mut terminal, line);
    }
    terminal.until("INC-1.28 action A-2 given");
    terminal.send("\u{1b}");
    terminal.until_hint("? help");
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);

    let said = world.run(&["entry", "list", "INC-1", "--limit", "100", "--json"]);
    let mut rows: Vec<serde_json::Value> = said.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let number =
        |row: &serde_json::Value| row["entry"].as_str().and_then(|entry| entry.split_once('.')?.1.parse::<i64>().ok()).expect("a number");
    assert!(rows[0]["text"] == "first call from Rotterdam", "what happened first stands first: {}", rows[0]);
    rows.sort_by_key(number);
    let logged: Vec<String> =
        rows.iter().map(|row| format!("{} {}", row["kind"].as_str().expect("a kind"), row["text"].as_str().expect("a text"))).collect();
    assert_eq!(
        logged,
        [
            "fact errors since the release of this morning",
            "question is the gateway of ACME affected",
            "hypothesis token service certificate expired",
            "fact cash works, 412 shops are hit",
            "decision roll back 4.2",
            "fact first call from Rotterdam",
            "action stop the batch export",
            "fact 数据库复制延迟低于五秒",
            "fact half a thought",
            "fact shop 1 is down",
            "fact shop 2 is down",
            "fact shop 3 is up",
            "fact !shop 4 says no",
            "fact shop 5 is down",
            "fact shop 6 is down",
            "decision tell the sponsors now",
            "workaround pay by invoice",
            "update sponsors told: rollback started, next at 14:36, said again",
            "fact rollback is at 40 percent",
            "fact rollback is at 80 percent",
            "fact first payment went through",
            "assumption the cache warms up by itself",
            "fact rollback done",
            "fact second payment went through",
            "fact error rate under 1 percent",
            "question who writes the report",
            "action write the report",
        ]
    );
    let reasons: Vec<&str> = rows.iter().filter_map(|row| row["reason"].as_str()).collect();
    assert_eq!(reasons, ["errors follow the release", "they asked twice"]);
}

/// Starts the program with a script as its editor.
fn with_editor(world: &World, script: &str) -> Terminal {
    use std::os::unix::fs::PermissionsExt;
    let file = world.file("editor", format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("our file");
    Terminal::start_with(world, &[("EDITOR", file.to_str().expect("a path"))])
}

#[test]
fn a_text_is_written_in_an_editor_that_has_the_terminal_and_its_failure_loses_nothing() {
    let world = World::new();
    let mut terminal = with_editor(&world, "printf 'in the editor: '; read line; printf '%s\\n数据\\n' \"$line\" >> \"$1\"");
    terminal.until("No open incident. n logs one");
    terminal.send("n");
    terminal.until("New incident");
    // The words of the impact are the seventh field.
    terminal.send("Card payments fail\t\t\t\t\t\tno payments");
    terminal.until("no payments");
    terminal.send("\u{f}");
    terminal.until("in the editor: ");
    assert!(!terminal.page.lock().expect("a lock").screen().alternate_screen(), "the editor has the terminal as it was");
    // Ctrl-C there is for the editor and does not end the program.
    terminal.send(" in 412 shops\r");
    terminal.until("the text is here; it is not saved yet");
    terminal.until("数据");
    terminal.send("\u{13}");
    terminal.until("INC-1 opened");
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    assert!(world.run(&["case", "show", "INC-1"]).stdout.contains("in 412 shops"));

    let mut terminal = with_editor(&world, "trap '' INT; printf half > \"$1\"; printf 'in the editor: '; read line; kill -9 $$");
    terminal.until("INC-1");
    terminal.send("nNext\t\t\t\t\t\tkept text\u{f}");
    terminal.until("in the editor: ");
    terminal.send("\u{3}");
    thread::sleep(Duration::from_millis(100));
    terminal.send("\r");
    terminal.until("was killed by signal 9; the text here is as it was");
    terminal.until("kept text");
    terminal.send("\u{1b}");
    terminal.until("? help");
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
}
