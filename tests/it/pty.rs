//! The program in a real terminal: begun, typed into, killed and begun again.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::world::World;

const LONG: Duration = Duration::from_secs(20);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("more than none")
}

/// The program in a terminal of 100 × 30 cells.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    page: Arc<Mutex<vt100::Parser>>,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(world: &World) -> Self {
        Self::of(&world.command::<&str>(&[]))
    }

    /// Starts a prepared run in it.
    pub fn of(prepared: &std::process::Command) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows: 30, cols: 100, ..PtySize::default() }).expect("a terminal");
        let mut command = CommandBuilder::new(prepared.get_program());
        command.args(prepared.get_args());
        command.env_clear();
        for (key, value) in prepared.get_envs() {
            if let (Some(value), true) = (value, key != "WARROOM_SEED") {
                command.env(key, value);
            }
        }
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let page = Arc::new(Mutex::new(vt100::Parser::new(cells(30), cells(100), 0)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let into = page.clone();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                into.lock().expect("a lock").process(&buffer[..count]);
            }
        });
        Self { child, writer, page, _master: pair.master }
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
