//! Bytes from the terminal: however they are split they are the same keys, pastes are whole, and a text stays whole under any keys.

use std::time::{Duration, Instant};

use warroom::tui::input::{Decoder, Event, Input, PASTE_LIMIT};
use warroom::tui::parts::edit::Edit;
use warroom::tui::parts::text::{cut, fit, wide};

use super::oracle;

/// Feeds one input: a byte for where it is split, then the bytes.
pub fn feed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let start = Instant::now();
    let whole = decoded(&[rest], start, Duration::ZERO);
    let size = usize::from(first % 16) + 1;
    let parts: Vec<&[u8]> = rest.chunks(size).collect();
    assert_eq!(decoded(&parts, start, Duration::ZERO), whole, "split into pieces of {size}");
    // With silences between the pieces anything may come of them, but never more than was sent.
    let slow = decoded(&parts, start, Duration::from_millis(60));
    assert!(slow.len() <= rest.len() * 2);
    paste(rest, start);
    edited(&whole);
    if let Ok(text) = std::str::from_utf8(rest) {
        let columns = usize::from(*first);
        oracle::tame(&cut(text, columns), false);
        assert!(wide(&cut(text, columns)) <= columns);
        assert_eq!(wide(&fit(text, columns)), columns, "{text:?}");
    }
}

/// Gives what pieces of bytes are, each `pause` after the one before, until nothing is unfinished.
fn decoded(parts: &[&[u8]], start: Instant, pause: Duration) -> Vec<Event> {
    let (mut decoder, mut now, mut out) = (Decoder::default(), start, Vec::new());
    for part in parts {
        decoder.feed(part, now, &mut out);
        now += pause;
        decoder.expire(now, &mut out);
    }
    for _ in 0..4 {
        let Some(at) = decoder.deadline() else { break };
        decoder.expire(at, &mut out);
    }
    assert_eq!(decoder.deadline(), None, "something stays unfinished for ever");
    out
}

/// What stands between the marks of a paste is one paste, whatever it is, unless it holds an end mark itself.
fn paste(bytes: &[u8], start: Instant) {
    const END: &[u8] = b"\x1b[201~";
    if bytes.is_empty() || [bytes, &END[..5]].concat().windows(END.len()).any(|part| part == END) {
        return;
    }
    let events = decoded(&[b"\x1b[200~", bytes, END], start, Duration::ZERO);
    let [Event::Typed(Input::Paste { text, lost: 0 })] = events.as_slice() else { panic!("{events:?} of a paste of {bytes:?}") };
    assert!(bytes.len() <= PASTE_LIMIT && !text.contains('\r'));
    if let Ok(pasted) = std::str::from_utf8(bytes) {
        assert_eq!(*text, pasted.replace("\r\n", "\n").replace('\r', "\n"));
    }
}

/// A field takes every key and every paste, and its caret never stands inside a character.
fn edited(events: &[Event]) {
    let mut field = Edit::new("réplica lag");
    for event in events {
        match event {
            Event::Typed(Input::Key(chord)) => {
                field.key(*chord);
            }
            Event::Typed(Input::Paste { text, .. }) => field.insert(text),
            Event::Pointed(_, cell) => field.go_to(usize::from(cell.x)),
        }
        assert!(field.text().is_char_boundary(field.caret()), "{field:?}");
    }
}
