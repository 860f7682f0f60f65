//! The terminal as a good citizen holds it: taken once, drawn on in one write, and put back whatever happens.
//!
//! Everything that changes the terminal is here. It asks the terminal no question, so it never waits. Must not know what is drawn.

use std::cell::RefCell;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Signal, getpgrp, getpid, getsid, kill_current_process_group, kill_process};
use rustix::termios::{OptionalActions, QueueSelector, Termios, isatty, tcflush, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr, ttyname};

use super::pen::Pen;
pub use super::unfit::Unfit;
use super::{crash, mouse, signals};

/// Enters: alternate screen, bracketed paste, a clear page. No focus reports, no questions.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[0m\x1b[2J";

/// Leaves: end of synchronised update, mouse in all forms, focus, paste, keyboard protocol, cursor keys, keypad, margins, colours,
/// character set, wrapping, cursor, and the main screen last.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?1l\x1b>\x1b[r\x1b[0m\x1b(B\x0f\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Size that is taken when the terminal says it has none.
const USUAL: Size = Size { width: 80, height: 24 };
/// Largest size that is drawn; a terminal may claim anything.
const LARGEST: Size = Size { width: 1000, height: 400 };

/// How long the way back may wait for a stalled terminal.
const PATIENCE: Duration = Duration::from_millis(200);
/// How often a write that waits looks whether the program is to end.
const LOOK: Duration = Duration::from_millis(100);

static LIVE: AtomicBool = AtomicBool::new(false);
static HELD: OnceLock<Held> = OnceLock::new();

/// What is needed to put the terminal back, from any thread.
struct Held {
    tty: OwnedFd,
    modes: Termios,
}

/// Collects what one frame writes.
#[derive(Clone, Default)]
struct Sheet(Rc<RefCell<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Holds the terminal while the screens are up.
pub struct Tty {
    tty: OwnedFd,
    original_input: OwnedFd,
    wake: UnixStream,
    sheet: Sheet,
    /// Made when the next frame is drawn; nothing before the first and after each whole redraw.
    page: Option<Terminal<Pen<Sheet>>>,
    size: Size,
    mouse: bool,
}

/// What woke the loop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ready {
    /// There are bytes to read.
    pub input: bool,
    /// The terminal is gone.
    pub gone: bool,
}

impl Tty {
    /// Takes the terminal: saves its modes, makes a private non-blocking way to it, starts the signal and watchdog threads, enters.
    ///
    /// # Errors
    /// When there is no terminal that could show screens; nothing has been written to it then.
    pub fn open() -> Result<Self, Unfit> {
        let (input, output) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        if !isatty(input) || !isatty(output) {
            return Err(Unfit::NotATerminal);
        }
        if !std::env::var("TERM").is_ok_and(|term| !term.is_empty() && term != "dumb") {
            return Err(Unfit::Dumb);
        }
        let modes = tcgetattr(input)?;
        let tty = private_way()?;
        let original_input = rustix::io::fcntl_dupfd_cloexec(input, 3)?;
        let held = Held { tty: tty.try_clone().map_err(Unfit::Device)?, modes };
        HELD.set(held).map_err(|_| Unfit::Device(io::Error::other("the screens run only once in a process")))?;
        let wake = signals::start().map_err(Unfit::Device)?;
        super::watchdog::start(tty.try_clone().map_err(Unfit::Device)?).map_err(Unfit::Device)?;
        rustix::stdio::dup2_stdin(&tty)?;
        let sheet = Sheet::default();
        let size = measure(&tty);
        let mut this = Self { tty, original_input, wake, sheet, page: None, size, mouse: false };
        this.enter().map_err(Unfit::Device)?;
        Ok(this)
    }

    /// Gives the size that is drawn.
    pub fn size(&self) -> Size {
        self.size
    }

    /// Reads the size again and makes the next frame a whole one.
    ///
    /// # Errors
    /// Never in practice; drawing into memory.
    pub fn remeasure(&mut self) -> io::Result<()> {
        self.size = measure(&self.tty);
        self.page = None;
        self.sheet.0.borrow_mut().clear();
        self.sheet.write_all(b"\x1b[0m\x1b[2J")
    }

    /// Draws one frame into memory.
    ///
    /// # Errors
    /// Never in practice; drawing into memory.
    pub fn paint(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let page = match &mut self.page {
            Some(page) => page,
            none => none.insert(page(&self.sheet, self.size)?),
        };
        page.draw(paint)?;
        Ok(())
    }

    /// Writes what the frame changed as one synchronised update in one write; waits for a stalled terminal.
    ///
    /// # Errors
    /// When the terminal is gone, or the program is to end while the terminal takes nothing.
    pub fn write_out(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut *self.sheet.0.borrow_mut());
        let whole = [b"\x1b[?2026h", frame.as_slice(), b"\x1b[?2026l"].concat();
        if LIVE.load(SeqCst) { put(&self.tty, &whole, None) } else { Ok(()) }
    }

    /// Asks the terminal for the mouse or lets it go; nothing is written where it is so already.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn point(&mut self, wanted: bool) -> io::Result<()> {
        if wanted == self.mouse {
            return Ok(());
        }
        self.mouse = wanted;
        self.send(if wanted { mouse::ON } else { mouse::OFF })
    }

    /// Writes bytes for the terminal itself, such as a text for its clipboard, between two frames.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        if LIVE.load(SeqCst) { super::watchdog::exempt(|| put(&self.tty, bytes, None)) } else { Ok(()) }
    }

    /// Waits for input, a signal or the end of `timeout`.
    ///
    /// # Errors
    /// When waiting itself fails.
    pub fn wait(&self, timeout: Duration) -> io::Result<Ready> {
        let mut fds = [PollFd::new(&self.tty, PollFlags::IN), PollFd::new(&self.wake, PollFlags::IN)];
        match poll(&mut fds, Timespec::try_from(timeout).ok().as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok(Ready::default()),
            Err(errno) => return Err(errno.into()),
        }
        let seen = fds[0].revents();
        if !fds[1].revents().is_empty() {
            signals::drain(&self.wake);
        }
        Ok(Ready { input: seen.contains(PollFlags::IN), gone: seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) })
    }

    /// Reads what is there without waiting; 0 when nothing is.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(&self.tty, buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(count),
            Err(rustix::io::Errno::AGAIN | rustix::io::Errno::INTR) => Ok(0),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Gives the terminal back to the shell and stops; returns when the program is continued and in the foreground again.
    ///
    /// With `group` everybody in the process group stops, as when the terminal itself had seen Ctrl-Z: a program that started this one
    /// and waits for it must stop too. Does nothing where no shell could continue the program.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self, group: bool) -> io::Result<()> {
        if getsid(None).is_ok_and(|session| session == getpgrp()) {
            return Ok(());
        }
        restore();
        signals::forget(signals::CONTINUED);
        if group {
            kill_current_process_group(Signal::STOP)?;
        } else {
            kill_process(getpid(), Signal::STOP)?;
        }
        // Another thread may have taken the signal, and this one runs on for a moment: only the word that it was continued counts.
        for _ in 0..20 {
            if signals::is_raised(signals::CONTINUED) {
                break;
            }
            self.wait_in_background()?;
        }
        self.resume()
    }

    /// Takes the terminal again after a stop.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn resume(&mut self) -> io::Result<()> {
        while !self.in_foreground() && signals::ending().is_none() {
            self.wait_in_background()?;
        }
        signals::forget(signals::SUSPEND | signals::CONTINUED | signals::RESIZED);
        if signals::ending().is_none() { self.enter() } else { Ok(()) }
    }

    /// Lends the terminal as it was to another program (an editor), with the input it would have had.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn lend<T>(&mut self, work: impl FnOnce(&OwnedFd) -> T) -> io::Result<T> {
        restore();
        let result = signals::lent(|| super::watchdog::exempt(|| work(&self.original_input)));
        self.resume()?;
        Ok(result)
    }

    fn enter(&mut self) -> io::Result<()> {
        let Some(held) = HELD.get() else { return Ok(()) };
        let mut raw = held.modes.clone();
        raw.make_raw();
        LIVE.store(true, SeqCst);
        again(|| tcsetattr(&self.tty, OptionalActions::Now, &raw))?;
        put(&self.tty, ENTER, None)?;
        if self.mouse {
            put(&self.tty, mouse::ON, None)?;
        }
        self.remeasure()
    }

    /// Says whether this process may use the terminal; so it may where there is no job control.
    fn in_foreground(&self) -> bool {
        tcgetpgrp(&self.tty).map_or(true, |group| group == getpgrp())
    }

    fn wait_in_background(&self) -> io::Result<()> {
        let mut fds = [PollFd::new(&self.wake, PollFlags::IN)];
        match poll(&mut fds, Timespec::try_from(LOOK).ok().as_ref()) {
            Ok(0) | Err(rustix::io::Errno::INTR) => Ok(()),
            Ok(_) => {
                signals::drain(&self.wake);
                Ok(())
            }
            Err(errno) => Err(errno.into()),
        }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts the terminal back as it was found. Does so once per entering, from any thread; never panics and never prints.
pub fn restore() {
    if !LIVE.swap(false, SeqCst) {
        return;
    }
    let Some(held) = HELD.get() else { return };
    let _ = again(|| tcsetattr(&held.tty, OptionalActions::Now, &held.modes));
    if put(&held.tty, LEAVE, Some(PATIENCE)).is_err() {
        // The terminal takes nothing: what waits in front of the way back is old frames, so drop them and try once more.
        let _ = tcflush(&held.tty, QueueSelector::OFlush);
        let _ = put(&held.tty, LEAVE, Some(Duration::ZERO));
    }
    // What was typed or pasted for the screens must not become a command of the shell.
    let _ = tcflush(&held.tty, QueueSelector::IFlush);
}

/// Says whether the screens hold the terminal now.
pub fn is_live() -> bool {
    LIVE.load(SeqCst)
}

/// Prints one line on standard error and does not mind if nobody can read it. The text must be safe to print.
pub fn say(words: &str) {
    let _ = writeln!(io::stderr(), "{words}");
}

/// Makes every panic put the terminal back first, and a panic of any thread end the program in order.
///
/// The thread that calls this is the one that draws. Panics while the screens are not up go to the hook that was there.
pub fn guard_panics() {
    let before = std::panic::take_hook();
    let drawer = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if !is_live() {
            return before(info);
        }
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let what = format!("internal error{place}");
        let words = |file: &str| format!("warroom stopped: {what}. What was saved is in the database.{file}");
        if std::thread::current().id() == drawer {
            restore();
            say(&words(&crash::note(&what)));
        } else {
            signals::end_from_outside(signals::INTERNAL, Some(&words(&crash::note(&what))));
        }
    }));
}

/// Opens the terminal anew, so that being non-blocking stays our own affair and not the shell's.
fn private_way() -> Result<OwnedFd, Unfit> {
    let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
    let named = ttyname(rustix::stdio::stdin(), Vec::new()).and_then(|name| rustix::fs::open(name.as_c_str(), flags, Mode::empty()));
    Ok(named.or_else(|_| rustix::fs::open("/dev/tty", flags, Mode::empty()))?)
}

fn measure(tty: &OwnedFd) -> Size {
    match tcgetwinsize(tty) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
            Size { width: size.ws_col.min(LARGEST.width), height: size.ws_row.min(LARGEST.height) }
        }
        _ => USUAL,
    }
}

fn page(sheet: &Sheet, size: Size) -> io::Result<Terminal<Pen<Sheet>>> {
    let viewport = Viewport::Fixed(Rect::from((ratatui::layout::Position::ORIGIN, size)));
    Terminal::with_options(Pen::new(sheet.clone(), size), TerminalOptions { viewport })
}

/// Writes all bytes, waiting while a stalled terminal takes none: for `patience`, or until the program is to end.
fn put(tty: impl AsFd, mut bytes: &[u8], patience: Option<Duration>) -> io::Result<()> {
    let mut left = patience;
    while !bytes.is_empty() {
        match rustix::io::write(&tty, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let given_up = left.map_or_else(|| signals::ending().is_some(), |left| left.is_zero());
                if given_up {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                left = left.map(|left| left.saturating_sub(LOOK));
                let mut fds = [PollFd::new(&tty, PollFlags::OUT)];
                let _ = poll(&mut fds, Timespec::try_from(LOOK).ok().as_ref());
                if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

fn again(mut call: impl FnMut() -> rustix::io::Result<()>) -> rustix::io::Result<()> {
    loop {
        match call() {
            Err(rustix::io::Errno::INTR) => {}
            other => return other,
        }
    }
}
