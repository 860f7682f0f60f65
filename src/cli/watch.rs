//! `watch`: one line for every change of the journal, as it is made.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use super::Run;
use super::stop::{Stop, code, say};
use crate::app::{Access, Draft, Failure, StoreError};
use crate::document::print::log;

/// Words of the command; more words can stand behind it.
pub const NAME: &str = "watch";

/// How often is looked whether somebody has written: four wake-ups a second, each one question to the file.
const LOOK: Timespec = Timespec { tv_sec: 0, tv_nsec: 250_000_000 };

/// Prints changes until somebody says that it is enough.
///
/// # Errors
/// A signal as its exit code, the store's, or that nothing can be printed.
pub fn watch(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    run.setting.access = Access::Read;
    let app = run.setting.open()?;
    let mut follow = app.follow(draft)?;
    let ended = listen().map_err(Stop::Output)?;
    loop {
        let (told, more) = app.next_told(&mut follow).map_err(ended_by)?;
        for change in &told {
            match run.setting.out.json {
                true => run.setting.out.value(change.json())?,
                false => run.setting.out.line(&log(&change.line(run.setting.ctx.zone)))?,
            }
        }
        if !more && (follow.once || !is_read()) {
            return Ok(());
        }
        match ended.load(Ordering::Relaxed) {
            0 => {}
            signal => return Err(Stop::Code(128 + u8::try_from(signal).unwrap_or(0))),
        }
    }
}

/// What was only read was not "not saved".
fn ended_by(failure: Failure) -> Stop {
    match &failure {
        Failure::Store(replaced @ StoreError::Replaced(file)) => {
            let file = file.display();
            say(&format!(
                "{file} is no longer the file that was watched (moved, replaced or deleted); begin again on the one that is there"
            ));
            Stop::Code(code(replaced))
        }
        _ => failure.into(),
    }
}

/// Notes which signal has ended it; a second one ends the program where it stands, should nobody take what it prints.
fn listen() -> std::io::Result<Arc<AtomicUsize>> {
    let (ended, again) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        flag::register_conditional_shutdown(signal, 128 + signal, again.clone())?;
        flag::register(signal, again.clone())?;
        flag::register_usize(signal, ended.clone(), usize::try_from(signal).unwrap_or(0))?;
    }
    Ok(ended)
}

/// Waits for the next look, and says whether anybody still reads what is printed. A signal ends the wait.
fn is_read() -> bool {
    let out = rustix::stdio::stdout();
    let mut fds = [PollFd::new(&out, PollFlags::empty())];
    match poll(&mut fds, Some(&LOOK)) {
        Ok(_) => !fds[0].revents().intersects(PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL),
        Err(_) => true,
    }
}
