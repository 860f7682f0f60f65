//! Runs commands beside whoever set them off: those of one hook one after the other, those of different hooks side by side.
//!
//! Nobody waits for them but who asks to. Must not know what they are told.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::Sent;
use crate::app::outside::{self, Errand};

/// Most texts that wait for one command; one that hangs must not gather them for ever.
const BEHIND: usize = 100;
/// How much longer than its own time-out a command is waited for.
const GRACE: Duration = Duration::from_millis(500);

/// How long is waited for what is ended at once.
const AT_ONCE: Duration = Duration::from_secs(2);

/// Ends what a runner runs, for whoever cannot wait for the runner itself.
#[derive(Clone, Default)]
pub struct Brake {
    stop: Arc<AtomicBool>,
    busy: Arc<AtomicUsize>,
}

impl Brake {
    /// Ends all that runs with whatever it started, begins nothing more, and says how many that were.
    pub fn pull(&self) -> usize {
        self.stop.store(true, Ordering::SeqCst);
        let (running, begun) = (self.busy.load(Ordering::SeqCst), Instant::now());
        while self.busy.load(Ordering::SeqCst) > 0 && begun.elapsed() < AT_ONCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        running
    }

    /// Runs a command, unless it was pulled; gives why it failed.
    fn unless_pulled(&self, errand: &Errand, text: &str) -> Option<Option<String>> {
        // First it is counted, then looked: whoever pulls in between waits for it.
        self.busy.fetch_add(1, Ordering::SeqCst);
        let pulled = self.stop.load(Ordering::SeqCst);
        let failed = (!pulled).then(|| outside::run(errand, text, &self.stop).err().map(|unsent| unsent.why));
        self.busy.fetch_sub(1, Ordering::SeqCst);
        failed
    }
}

/// Holds what runs, and what is waiting.
pub struct Runner {
    database: OsString,
    lanes: Vec<Lane>,
    out: Sender<Option<String>>,
    ends: Receiver<Option<String>>,
    brake: Brake,
    /// How many were begun or wait and have not been heard of again.
    left: usize,
    /// The longest time-out of these, in milliseconds.
    longest: u64,
}

struct Lane {
    what: String,
    jobs: SyncSender<Sent>,
    thread: JoinHandle<()>,
}

impl Runner {
    /// Begins with nothing to do; commands find the database under `WARROOM_DB`, so that what they do with it goes to the same one.
    pub fn new(database: &Path) -> Self {
        let (out, ends) = channel();
        Self { database: database.into(), lanes: Vec::new(), out, ends, brake: Brake::default(), left: 0, longest: 0 }
    }

    /// Gives what ends all of it from elsewhere.
    pub fn brake(&self) -> Brake {
        self.brake.clone()
    }

    /// Has a command run as soon as its turn comes.
    ///
    /// # Errors
    /// Why it never will be, in words.
    pub fn run(&mut self, (mut errand, text): Sent) -> Result<(), String> {
        errand.variables.push(("WARROOM_DB", self.database.clone()));
        let what = errand.what.clone();
        let timeout = errand.timeout;
        let lane = match self.lanes.iter().position(|lane| lane.what == what) {
            Some(at) => at,
            None => {
                let lane = self.lane(&what).map_err(|e| format!("{what} could not be run ({e})"))?;
                self.lanes.push(lane);
                self.lanes.len() - 1
            }
        };
        self.lanes[lane].jobs.try_send((errand, text)).map_err(|_| format!("{what} is {BEHIND} changes behind and misses this one"))?;
        self.left += 1;
        self.longest = self.longest.max(timeout);
        Ok(())
    }

    /// Gives once why a command failed, if one has.
    pub fn poll(&mut self) -> Option<String> {
        while let Ok(end) = self.ends.try_recv() {
            self.left = self.left.saturating_sub(1);
            if end.is_some() {
                return end;
            }
        }
        None
    }

    /// Waits until all have ended: for each of those that wait their turn the longest of their time-outs, and for all together no longer
    /// than `most`; what still runs then is ended. Gives why commands failed.
    pub fn finish(&mut self, most: Duration) -> Vec<String> {
        let (begun, each) = (Instant::now(), Duration::from_millis(self.longest) + GRACE);
        let mut failed = Vec::new();
        while self.left > 0
            && let Ok(end) = self.ends.recv_timeout(each.min(most.saturating_sub(begun.elapsed())))
        {
            self.left -= 1;
            failed.extend(end);
        }
        self.close();
        failed.extend(std::iter::from_fn(|| self.poll()));
        if self.left > 0 {
            failed.push(format!("{} more changes were not handed to hooks: the program ended", self.left));
        }
        self.left = 0;
        failed
    }

    /// Ends what runs, and waits for that.
    fn close(&mut self) {
        self.brake.stop.store(true, Ordering::SeqCst);
        for Lane { jobs, thread, .. } in self.lanes.drain(..) {
            drop(jobs);
            let _ = thread.join();
        }
    }

    fn lane(&self, what: &str) -> std::io::Result<Lane> {
        let (jobs, inbox) = sync_channel::<Sent>(BEHIND);
        let (out, brake) = (self.out.clone(), self.brake());
        let serve = move || {
            for (errand, text) in inbox {
                let Some(failed) = brake.unless_pulled(&errand, &text) else { return };
                if out.send(failed).is_err() {
                    return;
                }
            }
        };
        Ok(Lane { what: what.to_owned(), jobs, thread: Builder::new().name("hook".into()).spawn(serve)? })
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn errand(what: &str, script: &str, timeout: u64) -> Errand {
        Errand { what: what.into(), command: ["/bin/sh", "-c", script].map(str::to_owned).to_vec(), timeout, variables: Vec::new() }
    }

    #[test]
    fn one_hook_gets_its_texts_in_order_and_finds_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("got");
        let script = format!("cat >> '{0}'; echo \" $WARROOM_DB\" >> '{0}'", file.display());
        let mut runner = Runner::new(Path::new("/data/w.db"));
        for text in ["one", "two", "three"] {
            runner.run((errand("hook a", &script, 10_000), text.to_owned())).unwrap();
        }
        assert_eq!(runner.finish(LONG), Vec::<String>::new());
        assert_eq!(std::fs::read_to_string(file).unwrap(), "one /data/w.db\ntwo /data/w.db\nthree /data/w.db\n");
    }

    #[test]
    fn what_fails_is_said_once_and_a_hook_that_hangs_holds_up_no_other() {
        let mut runner = Runner::new(Path::new("w.db"));
        runner.run((errand("hook slow", "sleep 60", 60_000), String::new())).unwrap();
        runner.run((errand("hook bad", "echo 'no \u{1b}[2J route' >&2; exit 3", 10_000), String::new())).unwrap();
        let started = Instant::now();
        let words = loop {
            match runner.poll() {
                Some(words) => break words,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
            assert!(started.elapsed() < Duration::from_secs(30));
        };
        assert!(words.starts_with("hook bad (/bin/sh) ended with exit code 3: no ") && !words.contains('\u{1b}'), "{words}");
        let left = runner.finish(Duration::from_millis(100));
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(left[0].contains("hook slow") && left[0].contains("was stopped"), "{left:?}");
        assert!(started.elapsed() < Duration::from_secs(30), "it is not waited for longer than that");
    }

    #[test]
    fn each_of_those_that_wait_their_turn_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("got");
        let mut runner = Runner::new(Path::new("w.db"));
        for _ in 0..6 {
            runner.run((errand("hook a", &format!("sleep 0.4; echo x >> '{}'", file.display()), 1_000), String::new())).unwrap();
        }
        assert_eq!(runner.finish(Duration::MAX), Vec::<String>::new());
        assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 6);
    }

    #[test]
    fn what_runs_is_ended_from_elsewhere_and_nothing_more_begins() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("late");
        let mut runner = Runner::new(Path::new("w.db"));
        for _ in 0..2 {
            runner.run((errand("hook a", &format!("sleep 1; touch '{}'", file.display()), 60_000), String::new())).unwrap();
        }
        while runner.brake.busy.load(Ordering::SeqCst) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(runner.brake().pull(), 1);
        assert_eq!(runner.brake.busy.load(Ordering::SeqCst), 0);
        std::thread::sleep(Duration::from_millis(1_500));
        assert!(!file.exists());
    }

    #[test]
    fn a_hook_that_hangs_gathers_no_more_than_so_much() {
        let mut runner = Runner::new(Path::new("w.db"));
        let refused = (0..BEHIND + 2).find_map(|_| runner.run((errand("hook slow", "sleep 60", 60_000), String::new())).err());
        assert_eq!(refused.as_deref(), Some("hook slow is 100 changes behind and misses this one"));
        let left = runner.finish(Duration::ZERO);
        assert!(left.last().is_some_and(|words| words.contains("more changes were not handed to hooks")), "{left:?}");
    }
}
