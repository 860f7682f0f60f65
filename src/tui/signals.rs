//! Signals as flags that the loop reads between two events, and the promise that an ending signal ends the program.
//!
//! A thread of its own listens, because the loop may be stuck. Must not know screens; it knows only how to wake the loop and how to
//! put the terminal back when the loop does not answer.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering::SeqCst};
use std::time::Duration;
use std::{io, thread};

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::terminal;

/// The window has another size.
pub const RESIZED: u8 = 1;
/// The program is asked to stop and give the terminal back for now.
pub const SUSPEND: u8 = 2;
/// The program was continued after a stop.
pub const CONTINUED: u8 = 4;

/// Exit code after an internal error.
pub const INTERNAL: i32 = 70;

/// How long the loop has to notice that it is to end, and to be done with it.
const NOTICE: Duration = Duration::from_millis(300);
const FAREWELL: Duration = Duration::from_millis(600);
const LOOK: Duration = Duration::from_millis(20);

static FLAGS: AtomicU8 = AtomicU8::new(0);
/// The exit code plus one; 0 while nothing asks for the end.
static ENDING: AtomicI32 = AtomicI32::new(0);
/// Set while another program has the terminal: its keys are not for this one.
static LENT: AtomicBool = AtomicBool::new(false);
static NOTICED: AtomicBool = AtomicBool::new(false);
static WAKE: OnceLock<UnixStream> = OnceLock::new();

/// Starts listening and gives the end of the pipe that becomes readable when there is something to look at.
///
/// # Errors
/// When the pipe, the handlers or the thread cannot be had.
pub fn start() -> io::Result<UnixStream> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    writer.set_nonblocking(true)?;
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    WAKE.set(writer).map_err(|_| io::Error::other("the screens run only once in a process"))?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            match signal {
                SIGWINCH => raise(RESIZED),
                SIGTSTP => raise(SUSPEND),
                SIGCONT => raise(CONTINUED),
                SIGINT | SIGQUIT if LENT.load(SeqCst) => {}
                ending => end_from_outside(128 + ending, None),
            }
        }
    })?;
    Ok(reader)
}

/// Sets a flag and wakes the loop.
pub fn raise(flag: u8) {
    FLAGS.fetch_or(flag, SeqCst);
    wake();
}

/// Takes all flags at once.
pub fn take() -> u8 {
    FLAGS.swap(0, SeqCst)
}

/// Says whether a flag is set.
pub fn is_raised(flag: u8) -> bool {
    FLAGS.load(SeqCst) & flag != 0
}

/// Forgets flags that have been dealt with another way.
pub fn forget(flags: u8) {
    FLAGS.fetch_and(!flags, SeqCst);
}

/// Makes the pipe of the loop readable.
pub fn wake() {
    if let Some(mut writer) = WAKE.get() {
        let _ = writer.write(&[0]);
    }
}

/// Does something while another program has the terminal: what is typed there does not end this one.
pub fn lent<T>(work: impl FnOnce() -> T) -> T {
    LENT.store(true, SeqCst);
    let result = work();
    LENT.store(false, SeqCst);
    result
}

/// Empties the pipe.
pub fn drain(mut reader: &UnixStream) {
    let mut sink = [0; 64];
    while reader.read(&mut sink).is_ok_and(|n| n == sink.len()) {}
}

/// Says with which exit code the program is to end, if it is.
pub fn ending() -> Option<i32> {
    match ENDING.load(SeqCst) {
        0 => None,
        code => Some(code - 1),
    }
}

/// Asks for the end; the first reason counts.
pub fn ask_to_end(code: i32) {
    let _ = ENDING.compare_exchange(0, code + 1, SeqCst, SeqCst);
    wake();
}

/// Says that the loop has seen the end coming and is putting things away.
pub fn noticed() {
    NOTICED.store(true, SeqCst);
}

/// Ends the program from a thread that is not the loop: in order if the loop answers in time, without it otherwise.
///
/// `words` are printed after the terminal is back, when the loop did not answer; they must be safe to print.
pub fn end_from_outside(code: i32, words: Option<&str>) -> ! {
    ask_to_end(code);
    let mut left = NOTICE + FAREWELL;
    while left > FAREWELL && !NOTICED.load(SeqCst) || left > Duration::ZERO && NOTICED.load(SeqCst) {
        thread::sleep(LOOK);
        left = left.saturating_sub(LOOK);
    }
    end_now(code, words);
}

/// Puts the terminal back and ends the process without asking anybody.
pub fn end_now(code: i32, words: Option<&str>) -> ! {
    terminal::restore();
    if let Some(words) = words {
        terminal::say(words);
    }
    low_level::exit(code);
}
