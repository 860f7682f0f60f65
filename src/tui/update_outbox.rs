//! What is on its way out: a command runs beside the screens, so that no key waits for it, and what it came to is recorded and said.

use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::time::Duration;

use super::answers::{failed, said};
use super::copy::Copied;
use super::copy_menu::Offer;
use super::desk::Desk;
use super::stage::Answer;
use crate::app::update::{Outgoing, Receipt, Recorded, Unsent, Way, through};
use crate::app::{Draft, Ticket};
use crate::model::refusal::Refusal;

/// Words of the command whose work is outside.
pub const SEND: &str = "update send";

/// Holds what runs, what is being recorded, and what went wrong last.
#[derive(Default)]
pub struct Outbox {
    running: Option<(Outgoing, Receiver<Result<Receipt, Unsent>>)>,
    recording: Option<Recording>,
    trouble: Option<String>,
}

struct Recording {
    ticket: Ticket,
    update: String,
    /// Why it was not sent; nothing where it was.
    unsent: Option<String>,
    /// What was said when it was copied.
    copied: String,
}

impl Outbox {
    /// Says what everybody must see of it, if anything.
    pub fn notice(&self) -> Option<String> {
        let sending = self.running.as_ref().map(|(outgoing, _)| format!("sending {}", outgoing.update));
        sending.or_else(|| self.trouble.clone())
    }

    /// Says why the program should not be left now, if so.
    pub fn why_stay(&self) -> Option<String> {
        let update = match (&self.running, &self.recording) {
            (Some((outgoing, _)), _) => &outgoing.update,
            (None, Some(recording)) => &recording.update,
            (None, None) => return None,
        };
        Some(format!("{update} is on its way out; wait a moment until it is known what became of it"))
    }

    /// Leaves aside what went wrong: somebody is looking into it.
    pub fn looked_at(&mut self) {
        self.trouble = None;
    }
}

fn refused(why: String, hint: &str) -> Answer {
    Answer::Refused(vec![Refusal::whole(why, hint)])
}

impl Desk {
    /// Sets an update on its way through the command of its channel; what comes of it is said when it is known.
    pub(super) fn send(&mut self, draft: &Draft) -> Answer {
        if let Some(why) = self.outbox.why_stay() {
            return refused(why, "");
        }
        let outgoing = match self.app.outgoing(draft.get("update").unwrap_or_default(), draft.get("channel")) {
            Ok(outgoing) => outgoing,
            Err(failure) => return failed(failure, SEND),
        };
        let Some(channel) = &outgoing.channel else {
            let hint = "config.toml can set one; the update page copies it or writes it to a file";
            return refused(format!("there is no command to send {} through", outgoing.update), hint);
        };
        let words = format!("sending {} to {} through {}; go on working", outgoing.update, outgoing.audience.raw(), channel.name);
        let about = vec![("update", outgoing.update.clone())];
        let (ended, end) = mpsc::channel();
        let out = outgoing.clone();
        let thread = std::thread::Builder::new().name("outbox".into()).spawn(move || drop(ended.send(through(&out))));
        match thread {
            Ok(_) => {
                self.outbox = Outbox { running: Some((outgoing, end)), ..Outbox::default() };
                Answer::Done(words, about)
            }
            Err(e) => refused(format!("NOT sent: {e}"), ""),
        }
    }

    /// Copies an update, and records that it was told that way.
    pub(super) fn copy_out(&mut self, update: &str, offer: &Offer, to_file: bool) -> Copied {
        let outgoing = match self.app.outgoing(update, None) {
            Ok(outgoing) if self.outbox.why_stay().is_none() => outgoing,
            Ok(_) => return Copied { bytes: Vec::new(), words: self.outbox.why_stay().unwrap_or_default() },
            Err(failure) => return Copied { bytes: Vec::new(), words: format!("NOT copied: {}", failure.words()) },
        };
        let offer = Offer { text: outgoing.text.clone(), about: Vec::new(), ..offer.clone() };
        let copied = super::copies::copied(&offer, to_file, self.clipboard(), self);
        if copied.words.starts_with("NOT") {
            return copied;
        }
        let way = if copied.bytes.is_empty() { Way::File } else { Way::Copy };
        self.keep(outgoing.update.clone(), None, outgoing.told(way, &copied.words, None));
        if let Some(recording) = &mut self.outbox.recording {
            recording.copied.clone_from(&copied.words);
        }
        copied
    }

    /// Hands in what records it.
    fn keep(&mut self, update: String, unsent: Option<String>, recorded: Recorded) {
        match self.app.submit(recorded.command, recorded.draft) {
            Ok(ticket) => self.outbox.recording = Some(Recording { ticket, update, unsent, copied: String::new() }),
            Err(failure) => self.outbox.trouble = Some(not_recorded(&update, unsent.is_none(), &failure.words())),
        }
    }

    /// Looks what became of what is on its way out, and says it once.
    pub(super) fn post(&mut self) -> Option<String> {
        if let Some((outgoing, end)) = self.outbox.running.take() {
            let result = match end.try_recv() {
                Ok(result) => result,
                Err(TryRecvError::Empty) => {
                    self.outbox.running = Some((outgoing, end));
                    return None;
                }
                Err(TryRecvError::Disconnected) => Err(Unsent { why: "the sending itself broke off".to_owned(), took: 0 }),
            };
            let update = outgoing.update.clone();
            match result {
                Ok(receipt) => self.keep(update, None, outgoing.told(Way::Command, &receipt.words, Some(receipt.took))),
                Err(unsent) => {
                    let recorded = outgoing.unsent(&unsent);
                    self.keep(update, Some(unsent.why), recorded);
                }
            }
        }
        let recording = self.outbox.recording.take()?;
        let Some(outcome) = self.app.poll(recording.ticket, Duration::ZERO) else {
            self.outbox.recording = Some(recording);
            return None;
        };
        self.refresh();
        if let Ok(done) = &outcome {
            self.set_off(done);
        }
        let words = match (outcome, recording.unsent) {
            (Ok(done), None) if recording.copied.is_empty() => return Some(said(&done, SEND, &self.keys)),
            // Where the text went is worth knowing longest.
            (Ok(done), None) => {
                let promised = done.label.split_once("; ").map_or("", |(_, promised)| promised);
                return Some(format!("{} · recorded as told; {promised}", recording.copied));
            }
            (Ok(_), Some(why)) => {
                self.outbox.trouble = Some(format!("{} NOT sent", recording.update));
                format!("{} NOT sent: {why}; it stays a draft", recording.update)
            }
            (Err(failure), unsent) => {
                let words = not_recorded(&recording.update, unsent.is_none(), &failure.words());
                self.outbox.trouble = Some(words.clone());
                words
            }
        };
        Some(words)
    }
}

/// Says plainly what is out and not written down.
fn not_recorded(update: &str, was_sent: bool, why: &str) -> String {
    match was_sent {
        true => format!("{update} WAS sent but that is not recorded ({why}); record it as told already, do not send it again"),
        false => format!("{update} NOT sent, and the try is not recorded ({why})"),
    }
}
