//! What the screens hand in: an order out, its answer back, and the lines that were logged remembered.

use std::time::Duration;

use super::answers::{about, failed, said};
use super::desk::Desk;
use super::stage::Answer;
use super::update_outbox::SEND;
use crate::app::{Command, Draft, tables};
use crate::model::refusal::Refusal;

/// How long a commit may take before the screen says that it is still being saved.
const PATIENCE: Duration = Duration::from_millis(8);
/// Logged lines that are remembered.
const REMEMBERED: usize = 500;

impl Desk {
    /// Hands an order in; what goes out of the house takes a way of its own.
    pub(super) fn order(&mut self, command: &'static Command, draft: Draft) -> Answer {
        if let Some(why) = self.barred() {
            return Answer::Refused(vec![Refusal::whole(why, "")]);
        }
        if command.name == SEND && draft.get("already").is_none() {
            return self.send(&draft);
        }
        self.asked = command.name;
        self.sent = draft.get("line").filter(|_| command.name == "log").unwrap_or_default().to_owned();
        match self.app.submit(command, draft) {
            Ok(ticket) => {
                self.ticket = Some(ticket);
                self.fetch(PATIENCE).unwrap_or(Answer::Pending)
            }
            Err(failure) => failed(failure, command.name),
        }
    }

    /// Gives the answer to what was handed in, once it is there.
    pub(super) fn fetch(&mut self, patience: Duration) -> Option<Answer> {
        let outcome = self.app.poll(self.ticket?, patience)?;
        self.ticket = None;
        self.refresh();
        Some(match outcome {
            Ok(done) => {
                self.remember();
                self.set_off(&done);
                let about = about(&done);
                Answer::Done(said(&done, self.asked, &self.keys), about)
            }
            Err(failure) => failed(failure, self.asked),
        })
    }

    /// Keeps the lines that were logged just now, for whoever wants to say nearly the same again.
    fn remember(&mut self) {
        let sent = std::mem::take(&mut self.sent);
        for line in sent.lines().filter(|line| !line.trim().is_empty()) {
            self.logged.retain(|known| known != line);
            self.logged.push(line.to_owned());
        }
        let surplus = self.logged.len().saturating_sub(REMEMBERED);
        self.logged.drain(..surplus);
    }

    /// Does a command that asks nothing.
    pub(super) fn by_name(&mut self, name: &str) -> Answer {
        match tables::command(name) {
            Some(command) => self.order(command, Draft::new()),
            None => Answer::Refused(vec![Refusal::whole(format!("there is no '{name}'"), "")]),
        }
    }
}
