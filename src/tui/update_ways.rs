//! The ways in which an update gets to its audience: only those that exist now, the quickest first.

use super::choose::Choose;
use super::parts::picker::Item;
use crate::app::update::live::Listener;
use crate::model::update::UpdateState;

/// Names what may be done with a saved text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// Through the command that is set for the audience's channel.
    Channel,
    /// Into the clipboard, to be pasted by hand.
    Copy,
    /// Into a file.
    File,
    /// They were told by voice.
    Spoken,
    /// Whoever approves has said yes.
    Approve,
    /// Into the clipboard for whoever approves; nobody was told.
    Show,
    /// Another time is promised.
    Promise,
    /// It stays a draft.
    Leave,
}

/// Lists the ways that exist for the draft of an audience.
pub fn of(listener: &Listener) -> Vec<WayOut> {
    let approved = listener.draft.as_ref().is_some_and(|draft| draft.state == UpdateState::Approved);
    let mut ways = Vec::new();
    if listener.approver.is_some() && !approved {
        ways.extend([WayOut::Approve, WayOut::Show]);
    } else {
        if listener.channel.as_ref().is_some_and(|(_, has_command)| *has_command) {
            ways.push(WayOut::Channel);
        }
        ways.extend([WayOut::Copy, WayOut::File, WayOut::Spoken]);
    }
    ways.extend([WayOut::Promise, WayOut::Leave]);
    ways
}

/// Makes the list of them.
pub fn list(listener: &Listener, ways: &[WayOut]) -> Choose {
    let name = listener.audience.name.raw();
    let approver = listener.approver.as_ref().map_or("", |approver| approver.raw());
    let channel = listener.channel.as_ref().map_or("", |(channel, _)| channel.raw());
    let words = |way: &WayOut| match way {
        WayOut::Channel => (format!("Send it through {channel}"), "sent"),
        WayOut::Copy => ("Copy it: you paste it where they read it".to_owned(), "counts as sent"),
        WayOut::File => ("Write it to a file: you hand it over".to_owned(), "counts as sent"),
        WayOut::Spoken => ("They were told just now, by voice".to_owned(), "counts as sent"),
        WayOut::Approve => (format!("{approver} has read it and said yes"), "approved"),
        WayOut::Show => (format!("Copy it for {approver} to read"), "not sent"),
        WayOut::Promise => ("Promise another time for the next one".to_owned(), ""),
        WayOut::Leave => ("Leave it as a draft".to_owned(), "not sent"),
    };
    let item = |way: &WayOut| {
        let (label, note) = words(way);
        Item { label, note: note.to_owned(), also: String::new() }
    };
    let update = listener.draft.as_ref().map_or("", |draft| draft.update.as_str());
    Choose::new(format!("{update} is saved · how does it get to {name}?"), ways.iter().map(item).collect())
}
