//! The door for screens: a command goes in, a ticket comes back, and the loop never waits for somebody else's lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{App, Command, Context, Done, Draft, Failure, Manner};
use crate::model::Refusal;
use crate::store::{Access, Store, StoreError};

pub use crate::store::fresh_key;

/// Names one submitted command until its outcome is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// Says how a submitted command ended. On `Refused` and `Failed` nothing was changed; the draft stays with whoever submitted it.
pub type Outcome = Result<Done, Failure>;

struct Job {
    ticket: u64,
    command: &'static Command,
    draft: Draft,
    ctx: Context,
    manner: Manner,
}

/// Owns the thread that owns the write connection.
pub struct Door {
    jobs: Option<Sender<Box<Job>>>,
    outcomes: Receiver<(u64, Outcome)>,
    thread: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
    ready: Vec<(u64, Outcome)>,
    keys: Keys,
    next: u64,
}

/// Remembers under which key each command went out. The same command with the same draft, sent again after nobody could tell
/// whether it was saved, goes under the same key: it is then done once, whatever became of the first try.
#[derive(Default)]
struct Keys {
    out: Vec<(u64, Sent)>,
    unsure: Vec<Sent>,
}

#[derive(Clone, PartialEq)]
struct Sent {
    command: &'static str,
    draft: Draft,
    key: String,
}

impl Keys {
    fn send(&mut self, ticket: u64, command: &'static str, draft: &Draft) -> String {
        let again = self.unsure.iter().position(|sent| sent.command == command && sent.draft == *draft);
        let key = again.map_or_else(fresh_key, |at| self.unsure.swap_remove(at).key);
        self.out.push((ticket, Sent { command, draft: draft.clone(), key: key.clone() }));
        key
    }

    fn settle(&mut self, ticket: u64, outcome: &Outcome) {
        let Some(at) = self.out.iter().position(|(number, _)| *number == ticket) else { return };
        let (_, sent) = self.out.swap_remove(at);
        if matches!(outcome, Err(Failure::Store(StoreError::Unknown { .. }))) {
            self.unsure.push(sent);
        }
    }
}

impl Door {
    fn open(store: Store) -> Self {
        let (jobs, inbox) = channel::<Box<Job>>();
        let (outbox, outcomes) = channel();
        let stop = store.stopper();
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || serve(store, &inbox, &outbox)).ok();
        Self { jobs: Some(jobs), outcomes, thread, stop, ready: Vec::new(), keys: Keys::default(), next: 0 }
    }

    fn keep(&mut self, (ticket, outcome): (u64, Outcome)) {
        self.keys.settle(ticket, &outcome);
        self.ready.push((ticket, outcome));
    }

    fn take(&mut self, ticket: Ticket) -> Option<Outcome> {
        let at = self.ready.iter().position(|(number, _)| *number == ticket.0)?;
        Some(self.ready.swap_remove(at).1)
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // Closing the inbox ends the thread after the job at hand, so that an acknowledged write is never cut off.
        // A wait for somebody else's lock ends, though: it could take for ever, and what was typed is kept.
        self.jobs = None;
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Runs jobs one after the other. Once there has been nothing to do for a second, the heads reach the disk and the
/// write-ahead log is folded in: off the path of the key, and without waking up again.
fn serve(mut store: Store, inbox: &Receiver<Box<Job>>, outbox: &Sender<(u64, Outcome)>) {
    let mut restless = false;
    loop {
        let next =
            if restless { inbox.recv_timeout(Duration::from_secs(1)) } else { inbox.recv().map_err(|_| RecvTimeoutError::Disconnected) };
        match next {
            Ok(job) => {
                let outcome = super::run(&mut store, &job.ctx, job.command, &job.draft, &job.manner);
                restless = true;
                if outbox.send((job.ticket, outcome)).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                store.rest();
                restless = false;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

impl App {
    /// Hands a command to the writer and gives a ticket; [`App::poll`] fetches the outcome. After [`StoreError::Unknown`] the
    /// same command with the same draft may safely be submitted again.
    ///
    /// # Errors
    /// When the second connection cannot be opened.
    pub fn submit(&mut self, command: &'static Command, draft: Draft) -> Result<Ticket, Failure> {
        if self.door.is_none() {
            self.door = Some(Door::open(self.store.again(Access::Write)?));
        }
        let ctx = self.ctx.clone();
        let Some(door) = &mut self.door else { return Err(gone()) };
        door.next += 1;
        // A screen waits as long as it takes, showing "saving…"; the text stays in the form.
        let key = door.keys.send(door.next, command.name, &draft);
        let manner = Manner { key: Some(key), wait: Duration::from_secs(24 * 3600), keep: true };
        let job = Box::new(Job { ticket: door.next, command, draft, ctx, manner });
        match door.jobs.as_ref().map(|jobs| jobs.send(job)) {
            Some(Ok(())) => Ok(Ticket(door.next)),
            _ => Err(gone()),
        }
    }

    /// Gives another connection to the same file, for work that takes long on a thread of its own.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn beside(&self) -> Result<Self, Failure> {
        Ok(Self { store: self.store.again(Access::Write)?, door: None, ctx: self.ctx.clone() })
    }

    /// Fetches an outcome, waiting `patience` for it at most; a normal commit is done within a frame.
    pub fn poll(&mut self, ticket: Ticket, patience: Duration) -> Option<Outcome> {
        let door = self.door.as_mut()?;
        loop {
            match door.outcomes.try_recv() {
                Ok(outcome) => door.keep(outcome),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return door.take(ticket).or_else(|| Some(Err(gone()))),
            }
        }
        if let Some(outcome) = door.take(ticket) {
            return Some(outcome);
        }
        if let Ok(outcome) = door.outcomes.recv_timeout(patience) {
            door.keep(outcome);
        }
        door.take(ticket)
    }
}

fn gone() -> Failure {
    Refusal::whole("nothing was saved: the writer has stopped", "start warroom again; what you typed is kept").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_or_may_not_have_been_saved_is_sent_again_under_its_key() {
        let mut keys = Keys::default();
        let (draft, other) = (Draft::new().with("title", "Card payments fail"), Draft::new().with("title", "Logins fail"));
        let first = keys.send(1, "incident open", &draft);
        let unknown = StoreError::Unknown { file: "a.db".into(), why: "disk I/O error".into(), key: first.clone() };
        keys.settle(1, &Err(unknown.into()));
        assert_ne!(keys.send(2, "incident open", &other), first, "another draft is another change");
        assert_ne!(keys.send(3, "issue open", &draft), first, "so is another command");
        assert_eq!(keys.send(4, "incident open", &draft), first);
        keys.settle(4, &Err(gone()));
        assert_ne!(keys.send(5, "incident open", &draft), first, "after an answer the same words are said anew");
    }
}
