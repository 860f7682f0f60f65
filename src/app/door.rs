//! The door for screens: a command goes in, a ticket comes back, and the loop never waits for somebody else's lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{App, Command, Context, Done, Draft, Failure, Manner};
use crate::model::Refusal;
use crate::store::{Access, Store};

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
    next: u64,
}

impl Door {
    fn open(store: Store) -> Self {
        let (jobs, inbox) = channel::<Box<Job>>();
        let (outbox, outcomes) = channel();
        let stop = store.stopper();
        let thread = std::thread::Builder::new().name("writer".into()).spawn(move || serve(store, &inbox, &outbox)).ok();
        Self { jobs: Some(jobs), outcomes, thread, stop, ready: Vec::new(), next: 0 }
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
    /// Hands a command to the writer and gives a ticket; [`App::poll`] fetches the outcome.
    ///
    /// # Errors
    /// When the second connection cannot be opened.
    pub fn submit(&mut self, command: &'static Command, draft: Draft) -> Result<Ticket, Failure> {
        if self.door.is_none() {
            self.door = Some(Door::open(self.store.again(Access::Write)?));
        }
        // A screen waits as long as it takes, showing "saving…"; the text stays in the form.
        let manner = Manner { key: Some(fresh_key()), wait: Duration::from_secs(24 * 3600), keep: true };
        let ctx = self.ctx.clone();
        let Some(door) = &mut self.door else { return Err(gone()) };
        door.next += 1;
        let job = Box::new(Job { ticket: door.next, command, draft, ctx, manner });
        match door.jobs.as_ref().map(|jobs| jobs.send(job)) {
            Some(Ok(())) => Ok(Ticket(door.next)),
            _ => Err(gone()),
        }
    }

    /// Fetches an outcome, waiting `patience` for it at most; a normal commit is done within a frame.
    pub fn poll(&mut self, ticket: Ticket, patience: Duration) -> Option<Outcome> {
        let door = self.door.as_mut()?;
        loop {
            match door.outcomes.try_recv() {
                Ok(outcome) => door.ready.push(outcome),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return door.take(ticket).or_else(|| Some(Err(gone()))),
            }
        }
        if let Some(outcome) = door.take(ticket) {
            return Some(outcome);
        }
        if let Ok(outcome) = door.outcomes.recv_timeout(patience) {
            door.ready.push(outcome);
        }
        door.take(ticket)
    }
}

fn gone() -> Failure {
    Refusal::whole("nothing was saved: the writer has stopped", "start warroom again; what you typed is kept").into()
}

/// Makes an idempotency key nobody has used.
pub fn fresh_key() -> String {
    let mut bytes = [0; 16];
    let _ = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}
