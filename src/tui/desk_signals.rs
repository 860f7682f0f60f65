//! What other programs and the terminal are told: commands that a change sets off, run beside the screens, and signals of what came due.
//!
//! No frame and no key ever waits for any of it; a command that fails is said at the foot once that is known.

use std::time::Duration;

use super::desk::Desk;
use crate::app::automation::{Runner, Sent, Signal, hand_over, notified};
use crate::app::{Done, Failure};

/// One turn of the clock, in milliseconds.
const MINUTE: i64 = 60_000;
/// How long commands are waited for once the screens are gone.
const FAREWELL: Duration = Duration::from_secs(3);

/// Holds the commands that run, what is still to be said, and up to when it was looked for what came due.
pub struct Signals {
    runner: Option<Runner>,
    said: Vec<String>,
    bytes: Vec<u8>,
    looked: i64,
    in_tmux: bool,
}

impl Signals {
    /// Begins to look for what comes due at an instant (UTC milliseconds).
    pub fn from(now: i64) -> Self {
        Self { runner: None, said: Vec::new(), bytes: Vec::new(), looked: now, in_tmux: false }
    }

    /// The same, in a terminal that stands in tmux if so.
    #[must_use]
    pub fn within(self, in_tmux: bool) -> Self {
        Self { in_tmux, ..self }
    }

    /// Gives once what the terminal is to be sent.
    pub fn take_bytes(&mut self) -> Option<Vec<u8>> {
        Some(std::mem::take(&mut self.bytes)).filter(|bytes| !bytes.is_empty())
    }
}

impl Desk {
    /// Sets off what a person has set on such a change.
    pub(super) fn set_off(&mut self, done: &Done) {
        let wanted = self.app.hooked(done);
        self.send_off(wanted);
    }

    /// Sets off the same for a change of this run that came to no ticket.
    pub(super) fn set_off_by(&mut self, seq: i64) {
        let wanted = self.app.hooked_by(seq);
        self.send_off(wanted);
    }

    fn send_off(&mut self, wanted: Result<Vec<Sent>, Failure>) {
        let signals = &mut self.signals;
        let failed = hand_over(wanted, || signals.runner.get_or_insert_with(|| Runner::new(self.app.path())));
        signals.said.extend(failed);
    }

    /// Looks whether anything was changed on another connection, and gives what others did last; what this run brought in sets its hooks off.
    pub(super) fn look_for_news(&mut self) -> Option<String> {
        let version = self.app.pulse().ok()?;
        if version == self.version {
            return None;
        }
        self.version = version;
        let (news, imports) = self.app.news(self.seen).ok()?;
        imports.into_iter().for_each(|seq| self.set_off_by(seq));
        self.seen = self.app.last_change().unwrap_or(self.seen);
        // One's own changes have been shown already.
        let last = news.last()?.said.raw().to_owned();
        self.refresh();
        Some(if news.len() > 1 { format!("{last} (and {} more)", news.len() - 1) } else { last })
    }

    /// Looks what came due since the last look, once a minute, and gives one thing that is to be said.
    pub(super) fn look_for_signals(&mut self) -> Option<String> {
        if self.app.ctx.at.div_euclid(MINUTE) != self.signals.looked.div_euclid(MINUTE) {
            let after = std::mem::replace(&mut self.signals.looked, self.app.ctx.at);
            self.come_due(after);
        }
        let failed = self.signals.runner.as_mut().and_then(Runner::poll);
        self.signals.said.extend(failed);
        (!self.signals.said.is_empty()).then(|| self.signals.said.remove(0))
    }

    fn come_due(&mut self, after: i64) {
        let set = self.app.ctx.automation.clone();
        if set.is_deaf_to_time() {
            return;
        }
        let (all, more) = self.read(self.app.came_due(after));
        for owed in &all {
            self.ring(set.notify.due, &notified(owed));
            let wanted = self.app.hooked_due(owed);
            self.send_off(wanted);
        }
        if more {
            self.ring(set.notify.due, "more than that is due");
        }
    }

    fn ring(&mut self, signal: Signal, words: &str) {
        // One bell is enough for all of it.
        if signal != Signal::Bell || self.signals.bytes.is_empty() {
            self.signals.bytes.extend(signal.bytes(words, self.signals.in_tmux));
        }
    }

    /// Waits a moment for commands that still run, once the terminal is given back, and gives why some failed.
    pub fn farewell(&mut self) -> Vec<String> {
        self.signals.runner.take().map(|mut runner| runner.finish(FAREWELL)).unwrap_or_default()
    }
}
