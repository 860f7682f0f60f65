//! Ends a program that can no longer be ended from its screen: the terminal is gone, or the loop computes without end.
//!
//! Time counts only while the loop computes. Writing to a stalled terminal, running the editor, waiting for the disk in a commit and
//! being stopped are no faults: of those only a terminal that hangs up ends the program.

use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::Duration;
use std::{io, thread};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::signals;

/// How often the thread looks while the loop rests; a hang-up is seen at once all the same.
const REST: Duration = Duration::from_secs(1);
/// How often it looks while the loop computes, and how many looks at the same turn make a stall: two seconds of its own running time.
const BUSY: Duration = Duration::from_millis(250);
const LOOKS: u32 = 8;

/// Exit code when the terminal went away and nobody sent a signal: as after SIGHUP.
const HUNG_UP: i32 = 129;

/// Odd while the loop computes, even while it rests; counts up, so that two turns are never the same.
static TURN: AtomicU64 = AtomicU64::new(0);

/// Says that the loop computes from now on.
pub fn computing() {
    TURN.fetch_or(1, SeqCst);
}

/// Says that the loop waits for the outside from now on.
pub fn resting() {
    if TURN.load(SeqCst) % 2 == 1 {
        TURN.fetch_add(1, SeqCst);
    }
}

/// Runs what may take as long as the outside takes.
pub fn exempt<T>(work: impl FnOnce() -> T) -> T {
    resting();
    let result = work();
    computing();
    result
}

/// Starts watching the terminal and the loop.
///
/// # Errors
/// When no thread can be had.
pub fn start(tty: OwnedFd) -> io::Result<()> {
    thread::Builder::new().name("watchdog".to_owned()).spawn(move || watch(&tty))?;
    Ok(())
}

fn watch(tty: &OwnedFd) {
    let mut stall = Stall::default();
    loop {
        let wait = stall.wait();
        let mut fds = [PollFd::new(tty, PollFlags::empty())];
        match poll(&mut fds, Timespec::try_from(wait).ok().as_ref()) {
            Ok(0) | Err(_) => {}
            Ok(_) => signals::end_from_outside(HUNG_UP, None),
        }
        if stall.look(TURN.load(SeqCst)) {
            let words = "warroom stopped: it was busy for two seconds without an answer. What was saved is in the database.";
            signals::end_now(signals::INTERNAL, Some(words));
        }
    }
}

/// Counts looks at one and the same computing turn.
#[derive(Debug, Default)]
struct Stall {
    turn: u64,
    looks: u32,
}

impl Stall {
    fn wait(&self) -> Duration {
        if self.looks > 0 { BUSY } else { REST }
    }

    /// Takes note of the turn and says whether it has gone on for too long.
    fn look(&mut self, turn: u64) -> bool {
        self.looks = match turn {
            resting if resting % 2 == 0 => 0,
            same if same == self.turn => self.looks + 1,
            _ => 1,
        };
        self.turn = turn;
        self.looks > LOOKS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_long_turn_of_computing_is_a_stall() {
        let mut stall = Stall::default();
        assert!(!(0..100).any(|_| stall.look(4)), "resting is no stall");
        assert!(!(0..100).any(|n| stall.look(2 * n + 1)), "each turn ends");
        assert!(!(0..LOOKS).any(|_| stall.look(301)), "not yet");
        assert!(stall.look(301), "two seconds of one turn");
        assert!(!stall.look(302));
    }
}
