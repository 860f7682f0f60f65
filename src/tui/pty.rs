//! The loop in a real pseudo-terminal: how it comes, goes, stops, survives and ends.
//!
//! The test binary starts itself again inside a pseudo-terminal, on the example world.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::event_loop;
use super::example;
use super::keys::Place;
use super::theme::{Glyphs, Theme};

const PROBE: &str = "WARROOM_TUI_PROBE";
const LONG: Duration = Duration::from_secs(20);

/// What the other tests start: the screens on the example world, until they end.
#[test]
#[ignore = "started by the other tests inside a terminal"]
fn probe() {
    let Ok(file) = std::env::var(PROBE) else { return };
    let mut world = example::some();
    world.faulty = Some(file.into());
    let code = match event_loop::run(&mut world, Place::Board, Theme::named("dark", Glyphs::Unicode)) {
        Ok(code) => code,
        Err(unfit) => {
            println!("unfit: {unfit}");
            1
        }
    };
    std::process::exit(code);
}

fn some(cells: u16) -> NonZero<u16> {
    NonZero::new(cells).expect("more than none")
}

/// What the reading thread does.
const READ: u8 = 0;
const STALL: u8 = 1;
const STOP: u8 = 2;

struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    page: Arc<Mutex<vt100::Parser>>,
    bytes: Arc<Mutex<usize>>,
    reading: Arc<AtomicU8>,
    kept: tempfile::NamedTempFile,
}

impl Pty {
    fn start() -> Self {
        Self::start_as(&[], "xterm-256color")
    }

    fn start_as(shell: &[&str], term: &str) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).expect("a pseudo-terminal");
        let this = std::env::current_exe().expect("this program");
        let arguments = ["tui::pty::probe", "--exact", "--ignored", "--nocapture", "--test-threads=1"];
        let mut command = match shell {
            [] => CommandBuilder::new(this.clone()),
            [program, ..] => CommandBuilder::new(program),
        };
        if shell.is_empty() {
            command.args(arguments);
        } else {
            command.args(&shell[1..]);
            command.env("PROBE", format!("{} {}", this.display(), arguments.join(" ")));
        }
        let kept = tempfile::NamedTempFile::new().expect("a file");
        command.env(PROBE, kept.path());
        command.env("TERM", term);
        command.env("RUST_BACKTRACE", "0");
        let child = pair.slave.spawn_command(command).expect("a child");
        drop(pair.slave);
        let page = Arc::new(Mutex::new(vt100::Parser::new(some(24), some(80), 0)));
        let (bytes, reading) = (Arc::new(Mutex::new(0)), Arc::new(AtomicU8::new(READ)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (into, count, gate) = (page.clone(), bytes.clone(), reading.clone());
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                while gate.load(SeqCst) == STALL {
                    thread::sleep(Duration::from_millis(10));
                }
                match reader.read(&mut buffer) {
                    Ok(0) | Err(_) => return,
                    Ok(_) if gate.load(SeqCst) == STOP => return,
                    Ok(n) => {
                        into.lock().expect("a lock").process(&buffer[..n]);
                        *count.lock().expect("a lock") += n;
                    }
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { master: Some(pair.master), writer: Some(writer), child, page, bytes, reading, kept }
    }

    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("open");
        writer.write_all(bytes.as_ref()).and_then(|()| writer.flush()).expect("a terminal that takes input");
    }

    fn text(&self) -> String {
        self.page.lock().expect("a lock").screen().contents()
    }

    fn until(&mut self, what: &str, is: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !is(&self.text()) {
            assert!(start.elapsed() < LONG, "no {what} in\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn up(mut self) -> Self {
        self.until("board", |text| text.contains("INC-3") && text.contains("? help"));
        self
    }

    fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().expect("a child")).expect("a number");
        kill_process(Pid::from_raw(pid).expect("a number"), signal).expect("a live child");
    }

    /// Waits for the end and gives the exit code and how long it took.
    fn ended(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                thread::sleep(Duration::from_millis(50));
                return (status.exit_code(), start.elapsed());
            }
            assert!(start.elapsed() < LONG, "it does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn is_back(&self) {
        let page = self.page.lock().expect("a lock");
        let screen = page.screen();
        assert!(
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor(),
            "the terminal is not as it was: {} {} {}\n{}",
            screen.alternate_screen(),
            screen.bracketed_paste(),
            screen.hide_cursor(),
            screen.contents()
        );
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        drop(page);
        if let Some(modes) = self.master.as_ref().and_then(|master| master.get_termios()) {
            assert!(format!("{modes:?}").contains("ICANON") && format!("{modes:?}").contains("ECHO"), "{modes:?}");
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn leaving_puts_the_terminal_back() {
    for (keys, code) in [("q", 0), ("\u{3}", 130), ("lhalf a line\u{3}", 130)] {
        let mut pty = Pty::start().up();
        assert!(pty.page.lock().expect("a lock").screen().alternate_screen());
        pty.send(keys);
        assert_eq!(pty.ended().0, code);
        pty.is_back();
        let kept = std::fs::read_to_string(pty.kept.path()).expect("a file");
        assert_eq!(kept, if keys.len() > 2 { "half a line" } else { "" });
    }
}

#[test]
fn the_mouse_is_taken_given_to_the_terminal_by_a_key_and_let_go_at_the_end() {
    use vt100::{MouseProtocolEncoding, MouseProtocolMode};
    let mouse = |pty: &Pty| {
        let page = pty.page.lock().expect("a lock");
        (page.screen().mouse_protocol_mode(), page.screen().mouse_protocol_encoding())
    };
    let mut pty = Pty::start().up();
    assert_eq!(mouse(&pty), (MouseProtocolMode::PressRelease, MouseProtocolEncoding::Sgr));
    // The second tab, clicked.
    pty.send("\x1b[<0;5;1M\x1b[<0;5;1m");
    pty.until("room", |text| text.contains("[2 Room]") || text.contains("[2]"));
    pty.send("\x1b[20~");
    pty.until("words", |text| text.contains("the mouse selects text; F9 changes that"));
    let start = Instant::now();
    while mouse(&pty).0 != MouseProtocolMode::None {
        assert!(start.elapsed() < LONG, "the mouse is still taken");
        thread::sleep(Duration::from_millis(5));
    }
    pty.send("\x1b[20~");
    pty.until("words", |text| text.contains("the mouse acts here"));
    pty.send("q");
    assert_eq!(pty.ended().0, 0);
    pty.is_back();
}

#[test]
fn what_the_terminal_itself_is_told_reaches_it_beside_the_frames() {
    let mut pty = Pty::start().up();
    pty.send("lring\r");
    let start = Instant::now();
    while !pty.page.lock().expect("a lock").screen().application_cursor() {
        assert!(start.elapsed() < LONG, "nothing came");
        thread::sleep(Duration::from_millis(5));
    }
    pty.send("\u{3}");
    assert_eq!(pty.ended().0, 130);
    pty.is_back();
}

#[test]
fn an_ending_signal_keeps_the_text_and_puts_the_terminal_back() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut pty = Pty::start().up();
        pty.send("lhalf 数据");
        pty.until("the line", |text| text.contains("half 数据"));
        pty.signal(signal);
        let (ended, took) = pty.ended();
        assert_eq!(ended, code);
        assert!(took < Duration::from_secs(1), "{took:?}");
        pty.is_back();
        assert_eq!(std::fs::read_to_string(pty.kept.path()).expect("a file"), "half 数据");
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_program_and_loses_nothing() {
    let mut pty = Pty::start().up();
    pty.send("lgone");
    pty.until("the line", |text| text.contains("gone"));
    pty.reading.store(STOP, SeqCst);
    pty.send("\u{c}");
    thread::sleep(Duration::from_millis(200));
    pty.writer = None;
    pty.master = None;
    let (code, took) = pty.ended();
    assert_eq!(code, 129);
    assert!(took < Duration::from_secs(1), "{took:?}");
    assert_eq!(std::fs::read_to_string(pty.kept.path()).expect("a file"), "gone");
}

#[test]
fn half_a_sequence_and_a_flood_leave_the_keys_alive() {
    let mut pty = Pty::start().up();
    for noise in [&b"\x1b["[..], b"\x1b]0;", b"\x1b[<0;60000;60000M\x1b[<65;1;", b"\xe4\xb8", b"\x1bP1", b"\x1b[200~:q\rq\x1b[201~"] {
        pty.send(noise);
        thread::sleep(Duration::from_millis(150));
        pty.send("3");
        pty.until("answer", |text| text.contains("Review is not here yet"));
        pty.send("j");
        pty.until("hints", |text| text.contains("? help"));
    }
    for _ in 0..40 {
        pty.send("jk\x1b[A\x1b[B".repeat(500));
    }
    pty.send("3");
    pty.until("answer", |text| text.contains("Review is not here yet"));
    pty.send("q");
    assert_eq!(pty.ended().0, 0);
}

#[test]
fn a_storm_of_sizes_ends_in_the_right_frame() {
    let mut pty = Pty::start().up();
    for (rows, cols) in (0..300u16).map(|n| (n % 50, n * 7 % 200)).chain([(1, 1), (0, 0), (500, 200), (30, 100)]) {
        pty.master.as_ref().expect("open").resize(PtySize { rows, cols, ..PtySize::default() }).expect("a size");
    }
    pty.page.lock().expect("a lock").screen_mut().set_size(some(30), some(100));
    pty.send("\u{c}");
    pty.until("frame", |text| {
        text.lines().next().is_some_and(|line| line.trim_end().ends_with("14:32 Amsterdam")) && text.trim_end().ends_with("? help")
    });
    pty.send("q");
    assert_eq!(pty.ended().0, 0);
}

#[test]
fn at_rest_nothing_is_written_and_the_program_hardly_wakes() {
    let pty = Pty::start().up();
    thread::sleep(Duration::from_millis(500));
    let pid = pty.child.process_id().expect("a child");
    let wakes = || -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let status = |task: std::fs::DirEntry| std::fs::read_to_string(task.path().join("status")).unwrap_or_default();
        let count =
            |status: String| status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<u64>().ok());
        tasks.map(status).filter_map(count).sum()
    };
    let (bytes, before) = (*pty.bytes.lock().expect("a lock"), wakes());
    thread::sleep(Duration::from_secs(3));
    assert_eq!(*pty.bytes.lock().expect("a lock"), bytes);
    assert!(wakes() - before <= 15, "{} in 3 s", wakes() - before);
}

#[test]
fn a_stalled_terminal_can_still_be_left_by_a_signal_and_catches_up() {
    let mut pty = Pty::start().up();
    pty.reading.store(STALL, SeqCst);
    for _ in 0..60 {
        pty.send("\u{c}");
        thread::sleep(Duration::from_millis(5));
    }
    pty.reading.store(READ, SeqCst);
    pty.send("3");
    pty.until("answer", |text| text.contains("Review is not here yet"));
    pty.reading.store(STALL, SeqCst);
    for _ in 0..60 {
        pty.send("\u{c}");
        thread::sleep(Duration::from_millis(5));
    }
    pty.signal(Signal::TERM);
    let (code, took) = pty.ended();
    assert_eq!(code, 143);
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_panic_anywhere_and_an_endless_computation_give_the_terminal_back() {
    for (key, words) in [("Z", "internal error at"), ("z", "internal error at"), ("d", "busy for two seconds")] {
        let mut pty = Pty::start().up();
        pty.send(key);
        assert_eq!(pty.ended().0, 70, "{key}");
        pty.is_back();
        let text = pty.text();
        assert!(text.contains(words) || key == "z", "{text}");
    }
}

#[test]
fn stopping_gives_the_shell_its_terminal_and_continuing_draws_everything_again() {
    let mut pty = Pty::start_as(&["sh", "-mc", "$PROBE; echo now stopped; read x; fg >/dev/null; echo ended $?; read x"], "xterm").up();
    pty.send("j\u{1a}");
    pty.until("shell", |text| text.contains("now stopped"));
    pty.is_back();
    pty.master.as_ref().expect("open").resize(PtySize { rows: 30, cols: 100, ..PtySize::default() }).expect("a size");
    pty.page.lock().expect("a lock").screen_mut().set_size(some(30), some(100));
    pty.send("go\n");
    pty.until("board", |text| text.contains("INC-3") && text.trim_end().ends_with("? help"));
    assert!(pty.page.lock().expect("a lock").screen().alternate_screen());
    pty.send("q");
    pty.until("end", |text| text.contains("ended 0"));
    pty.is_back();
    pty.send("\n");
    pty.ended();
}

#[test]
fn a_dumb_terminal_gets_words_and_no_escapes() {
    let mut pty = Pty::start_as(&[], "dumb");
    assert_eq!(pty.ended().0, 1);
    assert!(pty.text().contains("this terminal (TERM) cannot show screens"), "{}", pty.text());
}
