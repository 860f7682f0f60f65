//! Bytes from the terminal to key presses, pastes and what the mouse did.
//!
//! Must not know the terminal or the clock: the caller hands it bytes and the instant they came. Whatever arrives, half a sequence
//! included, it never waits for more than a moment, never grows without bound and never turns a paste into key presses. That is why
//! it is ours: the reader of the terminal library stands still on half a sequence and never returns when the terminal is gone.

use std::time::{Duration, Instant};

use ratatui::layout::Position;

use super::chord::{Chord, Key};
use super::mouse::{Pointing, report, rest_of_report};

/// Largest paste that is kept, in bytes; the rest is counted and dropped.
pub const PASTE_LIMIT: usize = 1 << 20;

/// How long a lone Escape may turn out to be the start of a sequence.
const LONE: Duration = Duration::from_millis(2);
/// How long any other unfinished sequence may stay unfinished, and a sequence follow an Escape that was too early.
const UNFINISHED: Duration = Duration::from_millis(50);
/// How long the rest of a report of the mouse may come after its beginning was given up.
const LATE: Duration = Duration::from_secs(2);
/// How long a paste may be silent before what has come is handed on.
const SILENT: Duration = Duration::from_millis(500);
/// Longest sequence that is waited for.
const LONGEST: usize = 256;
/// A few bytes after a silence inside a paste are a person at the keys: the end mark was lost.
const BY_HAND: usize = 8;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// Holds one thing that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Chord),
    /// Text was pasted; lines end in `\n`.
    Paste {
        /// The text as it came, control characters included.
        text: String,
        /// How many bytes did not fit.
        lost: usize,
    },
}

/// Holds one thing that arrived from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key or a paste.
    Typed(Input),
    /// Something the mouse did at a cell, which may lie outside of what is drawn.
    Pointed(Pointing, Position),
}

/// Puts bytes together to key presses, pastes and what the mouse did, across any split.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    since: Option<Instant>,
    early_escape: Option<Instant>,
    /// When a report of the mouse was given up half way: what still comes of it is no key.
    half_report: Option<Instant>,
    paste: Option<Paste>,
}

#[derive(Debug, Default)]
struct Paste {
    bytes: Vec<u8>,
    lost: usize,
    silent: bool,
}

/// What the front of the pending bytes is.
enum Step {
    /// So many bytes are this key, or nothing that we know.
    Take(usize, Option<Chord>),
    /// So many bytes are this of the mouse.
    Pointed(usize, Pointing, Position),
    /// A paste begins.
    Paste,
    /// More bytes are needed.
    More,
}

impl Decoder {
    /// Takes bytes that came at `now` and appends what they are to `out`.
    pub fn feed(&mut self, bytes: &[u8], now: Instant, out: &mut Vec<Event>) {
        if self.paste.as_ref().is_some_and(|p| p.silent) && bytes.len() <= BY_HAND && find(bytes, PASTE_END).is_none() {
            self.paste = None;
            self.pending.clear();
        }
        if self.early_escape.take().is_some_and(|at| now < at + UNFINISHED) && matches!(bytes.first(), Some(b'[' | b'O')) {
            self.pending.push(0x1b);
        }
        let late = self.half_report.take().is_some_and(|at| now < at + LATE);
        let bytes = if late { &bytes[rest_of_report(bytes)..] } else { bytes };
        self.pending.extend_from_slice(bytes);
        self.run(out);
        self.since = (!self.pending.is_empty() || self.paste.is_some()).then_some(now);
    }

    /// Gives the instant at which [`Decoder::expire`] wants to be called, if something is unfinished.
    pub fn deadline(&self) -> Option<Instant> {
        let since = self.since?;
        match &self.paste {
            Some(paste) if paste.silent => None,
            Some(_) => Some(since + SILENT),
            None if self.pending == [0x1b] => Some(since + LONE),
            None => Some(since + UNFINISHED),
        }
    }

    /// Ends what has been unfinished for too long.
    pub fn expire(&mut self, now: Instant, out: &mut Vec<Event>) {
        if self.deadline().is_none_or(|at| now < at) {
            return;
        }
        if let Some(paste) = &mut self.paste {
            paste.silent = true;
            let done = Paste { bytes: std::mem::take(&mut paste.bytes), lost: std::mem::take(&mut paste.lost), silent: false };
            done.hand_on(out);
            return;
        }
        match self.pending.as_slice() {
            [0x1b] => {
                out.push(key(Chord::plain(Key::Esc)));
                self.early_escape = Some(now);
            }
            [0x1b, c @ 0x20..=0x7e] => out.push(key(Chord::new(Key::Char(char::from(*c)), false, true, false))),
            [0x1b, b'[', b'<', ..] => self.half_report = Some(now),
            _ => {}
        }
        self.pending.clear();
        self.since = None;
    }

    fn run(&mut self, out: &mut Vec<Event>) {
        let mut at = 0;
        while at < self.pending.len() {
            if let Some(paste) = &mut self.paste {
                match paste.take(&self.pending[at..]) {
                    (used, true) => {
                        at += used;
                        if let Some(done) = self.paste.take() {
                            done.hand_on(out);
                        }
                        continue;
                    }
                    (used, false) => {
                        at += used;
                        break;
                    }
                }
            }
            match step(&self.pending[at..]) {
                Step::Take(used, chord) => {
                    out.extend(chord.map(key));
                    at += used;
                }
                Step::Pointed(used, what, cell) => {
                    out.push(Event::Pointed(what, cell));
                    at += used;
                }
                Step::Paste => {
                    self.paste = Some(Paste::default());
                    at += PASTE_START.len();
                }
                Step::More => break,
            }
        }
        self.pending.drain(..at);
        if self.pending.len() > LONGEST && self.paste.is_none() {
            self.shorten();
        }
    }

    /// Keeps of a sequence that is too long only what says where it ends: it is no key, and its rest is no text.
    fn shorten(&mut self) {
        match self.pending.as_slice() {
            [0x1b, b'[', ..] => self.pending = b"\x1b[?".to_vec(),
            // The blank keeps it from being taken for Alt with a key when nothing more comes.
            [0x1b, kind, .., last] => {
                let ends = (*last == 0x1b).then_some(*last);
                self.pending = [0x1b, *kind, b' '].into_iter().chain(ends).collect();
            }
            _ => self.pending.clear(),
        }
    }
}

impl Paste {
    /// Takes what belongs to the paste; says how much it used and whether the paste is over.
    fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        self.silent = false;
        let (text, used, over) = match find(bytes, PASTE_END) {
            Some(at) => (at, at + PASTE_END.len(), true),
            None => {
                let kept = (1..PASTE_END.len()).rev().find(|n| bytes.ends_with(&PASTE_END[..*n])).unwrap_or(0);
                (bytes.len() - kept, bytes.len() - kept, false)
            }
        };
        let room = PASTE_LIMIT.saturating_sub(self.bytes.len()).min(text);
        self.bytes.extend_from_slice(&bytes[..room]);
        self.lost += text - room;
        (used, over)
    }

    fn hand_on(self, out: &mut Vec<Event>) {
        if !self.bytes.is_empty() {
            let text = String::from_utf8_lossy(&self.bytes).replace("\r\n", "\n").replace('\r', "\n");
            out.push(Event::Typed(Input::Paste { text, lost: self.lost }));
        }
    }
}

fn key(chord: Chord) -> Event {
    Event::Typed(Input::Key(chord))
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn step(bytes: &[u8]) -> Step {
    match bytes {
        [0x1b, rest @ ..] => escape(bytes, rest),
        [first, ..] if *first < 0x20 || *first == 0x7f => Step::Take(1, control(*first)),
        _ => match character(bytes) {
            Character::Is(c, used) => Step::Take(used, Some(Chord::plain(Key::Char(c)))),
            Character::Not => Step::Take(1, None),
            Character::Unfinished => Step::More,
        },
    }
}

fn escape(bytes: &[u8], rest: &[u8]) -> Step {
    match rest {
        [] => Step::More,
        [b'[', after @ ..] => csi(bytes, after),
        [b'O'] => Step::More,
        [b'O', b'M', ..] => Step::Take(3, Some(Chord::plain(Key::Enter))),
        [b'O', last, ..] => Step::Take(3, letter(*last).map(Chord::plain)),
        [b']' | b'P' | b'^' | b'_' | b'X', after @ ..] => string(after),
        [0x1b, ..] => Step::Take(1, Some(Chord::plain(Key::Esc))),
        _ => match step(rest) {
            Step::Take(used, chord) => Step::Take(used + 1, chord.map(|c| Chord::new(c.key(), c.ctrl(), true, c.shift()))),
            Step::Pointed(used, what, cell) => Step::Pointed(used + 1, what, cell),
            other => other,
        },
    }
}

/// Swallows an answer of the terminal (title, colour, capability) up to its end.
fn string(after: &[u8]) -> Step {
    let end = after.iter().position(|b| *b == 0x07 || *b == 0x1b);
    match end {
        Some(at) if after[at] == 0x07 => Step::Take(at + 3, None),
        Some(at) => match after.get(at + 1) {
            Some(b'\\') => Step::Take(at + 4, None),
            Some(_) => Step::Take(at + 2, None),
            None => Step::More,
        },
        None => Step::More,
    }
}

fn csi(bytes: &[u8], after: &[u8]) -> Step {
    match after {
        [b'[', last, ..] => return Step::Take(4, (b'A'..=b'E').contains(last).then(|| Chord::plain(Key::F(last - b'A' + 1)))),
        [b'[' | b'M'] | [b'M', _] | [b'M', _, _] => return Step::More,
        [b'M', ..] => return Step::Take(6, None),
        _ => {}
    }
    let Some(end) = after.iter().position(|b| !(0x20..=0x3f).contains(b)) else { return Step::More };
    let last = after[end];
    if !(0x40..=0x7e).contains(&last) {
        return Step::Take(end + 2, None);
    }
    let used = end + 3;
    if &bytes[..used] == PASTE_START {
        return Step::Paste;
    }
    if used > LONGEST + 1 {
        return Step::Take(used, None);
    }
    match after[..end].first() {
        Some(b'<') => report(&after[1..end], last).map_or(Step::Take(used, None), |(what, cell)| Step::Pointed(used, what, cell)),
        // What else is private to terminals is an answer, and nobody asked.
        Some(b'=' | b'>' | b'?') => Step::Take(used, None),
        _ => Step::Take(used, named(&after[..end], last)),
    }
}

/// Reads `CSI parameters last` as a key: `CSI 1;5A`, `CSI 3~`, `CSI 27;5;13~`, `CSI 101;5u`.
fn named(parameters: &[u8], last: u8) -> Option<Chord> {
    let text = std::str::from_utf8(parameters).ok()?;
    let mut numbers = text.split(';').map(|part| {
        let mut halves = part.split(':');
        (halves.next().unwrap_or("").parse::<u32>().ok(), halves.next().and_then(|h| h.parse::<u32>().ok()))
    });
    let first = numbers.next().and_then(|n| n.0);
    let (held, event) = numbers.next().unwrap_or((None, None));
    if event == Some(3) {
        return None;
    }
    let bits = held.unwrap_or(1).wrapping_sub(1);
    let (key, back_tab) = match last {
        b'Z' => (Key::Tab, true),
        b'~' if first == Some(27) => (coded(numbers.next()?.0?)?, false),
        b'~' => (numbered(first?)?, false),
        b'u' => (coded(first?)?, false),
        // A row and column report ends in R too, and nobody asked for one.
        b'R' if first != Some(1) && held.is_some() => return None,
        _ => (letter(last)?, false),
    };
    Some(Chord::new(key, bits & 4 != 0, bits & 2 != 0, bits & 1 != 0 || back_tab))
}

fn letter(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        b'P'..=b'S' => Key::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        2 => Key::Insert,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => Key::F(u8::try_from(number - 10).ok()?),
        17..=21 => Key::F(u8::try_from(number - 11).ok()?),
        23..=26 => Key::F(u8::try_from(number - 12).ok()?),
        28 | 29 => Key::F(u8::try_from(number - 13).ok()?),
        31..=34 => Key::F(u8::try_from(number - 14).ok()?),
        _ => return None,
    })
}

fn coded(code: u32) -> Option<Key> {
    match code {
        9 => Some(Key::Tab),
        13 => Some(Key::Enter),
        27 => Some(Key::Esc),
        8 | 127 => Some(Key::Backspace),
        _ => char::from_u32(code).filter(|c| !c.is_control()).map(Key::Char),
    }
}

fn control(byte: u8) -> Option<Chord> {
    let with_control = |c: u8| Some(Chord::new(Key::Char(char::from(c)), true, false, false));
    match byte {
        0 => with_control(b' '),
        0x08 | 0x7f => Some(Chord::plain(Key::Backspace)),
        0x09 => Some(Chord::plain(Key::Tab)),
        0x0d => Some(Chord::plain(Key::Enter)),
        0x01..=0x1a => with_control(byte + 0x60),
        0x1c..=0x1f => with_control(byte + 0x40),
        _ => None,
    }
}

enum Character {
    Is(char, usize),
    Not,
    Unfinished,
}

fn character(bytes: &[u8]) -> Character {
    let need = match bytes.first() {
        Some(0x00..=0x7f) => 1,
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Character::Not,
    };
    let have = &bytes[..need.min(bytes.len())];
    match std::str::from_utf8(have) {
        Ok(text) => text.chars().next().filter(|c| !c.is_control()).map_or(Character::Not, |c| Character::Is(c, need)),
        Err(error) if error.error_len().is_none() => Character::Unfinished,
        Err(_) => Character::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(events: &[Event]) -> String {
        let words: Vec<String> = events
            .iter()
            .map(|event| match event {
                Event::Typed(Input::Key(chord)) => chord.to_string(),
                Event::Typed(Input::Paste { text, lost }) => format!("paste {text:?} {lost}"),
                Event::Pointed(what, at) => format!("{what:?}@{},{}", at.x, at.y),
            })
            .collect();
        words.join(" ")
    }

    fn read(chunks: &[&[u8]]) -> String {
        let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
        for chunk in chunks {
            decoder.feed(chunk, now, &mut out);
        }
        decoder.expire(now + Duration::from_secs(1), &mut out);
        shown(&out)
    }

    #[test]
    fn keys_of_all_common_terminals_are_known() {
        for (bytes, want) in [
            (&b"a\x1b[A\x1bOB\x1b[1;5C"[..], "a Up Down Ctrl-Right"),
            (b"\x1b[Z\x1b[3~\x1b[5~\x1b[15~\x1b[24~", "Shift-Tab Delete PgUp F5 F12"),
            (b"\x1bOP\x1b[[B\x1b[12~\x1b[R\x1b[1;2R", "F1 F2 F2 F3 Shift-F3"),
            (b"\x05\x1bx\x7f\r\t\x00\x1c", "Ctrl-E Alt-x Backspace Enter Tab Ctrl-Space Ctrl-\\"),
            ("é中👍".as_bytes(), "é 中 👍"),
            (b"\x1b[101;5u\x1b[27;5;13~\x1b[97;1:3u", "Ctrl-E Ctrl-Enter"),
            (b"\x1b[<0;60000;60000M\x1b[M\x20\xff\xffz\x1b[I\x1b[5;7R", "Click@59999,59999 z"),
            (b"\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;1;1M\x1b[<65;2;1M\x1b[<69;2;1M", "Click@2,3 Up@0,0 Down@1,0 Down@1,0"),
            (b"\x1b[<2;3;4M\x1b[<35;3;4M\x1b[<32;3;4M\x1b[<66;1;1M\x1b[<128;1;1Mz", "z"),
            (b"\x1b[<0;0;4M\x1b[<0;99999;4M\x1b[<0;4294967297;1M\x1b[<0;;M\x1b[<;M\x1b[<0;1M\x1b[<0;1;1;1Mz", "z"),
            (b"\x1b[<1;2A\x1b[?1;2A\x1b[>0u\x1b[=1~z", "z"),
            (b"\x1b]11;rgb:0/0/0\x1b\\q\x1b]0;t\x07r", "q r"),
            (b"\x1b\x1b[A", "Esc Up"),
            (b"\xff\xfe\xc3(x", "( x"),
        ] {
            assert_eq!(read(&[bytes]), want);
        }
    }

    #[test]
    fn half_a_sequence_is_dropped_after_a_moment_and_never_blocks_what_follows() {
        for half in [&b"\x1b["[..], b"\x1b[1;", b"\x1b]0;title", b"\xe4\xb8", b"\x1bO", b"\x1b[M\x20"] {
            let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
            decoder.feed(half, now, &mut out);
            let at = decoder.deadline().expect("something is unfinished");
            assert!(at <= now + UNFINISHED);
            decoder.expire(at, &mut out);
            out.clear();
            decoder.feed(b"j", at + UNFINISHED, &mut out);
            assert_eq!(shown(&out), "j", "{half:?}");
        }
    }

    #[test]
    fn the_late_rest_of_a_report_of_the_mouse_is_no_key() {
        for (rest, want) in [(&b"3;5M"[..], ""), (b";5M", ""), (b"m", ""), (b"3", "3"), (b"j", "j"), (b"3;5Mj", "j"), (b"\x1b[A", "Up")] {
            let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
            decoder.feed(b"\x1b[<0;12", now, &mut out);
            decoder.expire(now + UNFINISHED, &mut out);
            decoder.feed(rest, now + UNFINISHED * 2, &mut out);
            assert_eq!(shown(&out), want);
            decoder.feed(b"q", now + LATE * 2, &mut out);
            assert!(shown(&out).ends_with('q'), "only once");
        }
    }

    proptest! {
        #[test]
        fn reports_of_the_mouse_come_whole_across_any_split(
            reports in proptest::collection::vec((0u32..130, 1u32..70_000, 1u32..70_000, any::<bool>()), 1..8),
            cuts in proptest::collection::vec(1usize..9, 0..40),
        ) {
            let bytes: Vec<u8> = reports.iter().flat_map(|(b, x, y, down)| format!("\x1b[<{b};{x};{y}{}", if *down { 'M' } else { 'm' }).into_bytes()).collect();
            let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
            let mut rest = bytes.as_slice();
            for cut in cuts {
                let (head, tail) = rest.split_at(cut.min(rest.len()));
                decoder.feed(head, now, &mut out);
                rest = tail;
            }
            decoder.feed(rest, now, &mut out);
            let wanted = reports.iter().filter(|(b, x, y, down)| *down && matches!(b & !28, 0 | 64 | 65) && *x <= 65_536 && *y <= 65_536).count();
            prop_assert_eq!(out.len(), wanted);
            prop_assert!(out.iter().all(|event| matches!(event, Event::Pointed(..))), "{}", shown(&out));
            prop_assert_eq!(decoder.deadline(), None);
        }

        #[test]
        fn no_private_sequence_is_ever_a_key(text in "\\x1b\\[[<=>?][0-9;:]{0,24}[@-~]") {
            let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
            decoder.feed(text.as_bytes(), now, &mut out);
            prop_assert!(out.iter().all(|event| matches!(event, Event::Pointed(..))), "{text:?}: {}", shown(&out));
        }
    }

    #[test]
    fn an_escape_that_was_too_early_does_not_make_letters_of_its_sequence() {
        let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
        decoder.feed(b"\x1b", now, &mut out);
        decoder.expire(now + LONE, &mut out);
        decoder.feed(b"[A", now + LONE * 2, &mut out);
        assert_eq!(shown(&out), "Esc Up");
    }

    #[test]
    fn a_paste_is_one_event_however_it_is_split() {
        let whole = b"x\x1b[200~one\r\ntwo\rthree \x1b[A \x1b[201~y";
        let want = "x paste \"one\\ntwo\\nthree \\u{1b}[A \" 0 y";
        assert_eq!(read(&[whole]), want);
        for cut in 0..whole.len() {
            assert_eq!(read(&[&whole[..cut], &whole[cut..]]), want, "cut at {cut}");
        }
    }

    #[test]
    fn a_huge_paste_is_bounded_and_says_what_was_lost() {
        let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
        decoder.feed(PASTE_START, now, &mut out);
        for _ in 0..20 {
            decoder.feed(&[b'q'; 100_000], now, &mut out);
        }
        assert!(decoder.pending.len() < 10 && out.is_empty());
        decoder.feed(PASTE_END, now, &mut out);
        assert!(
            matches!(&out[..], [Event::Typed(Input::Paste { text, lost })] if text.len() == PASTE_LIMIT && *lost == 2_000_000 - PASTE_LIMIT)
        );
    }

    #[test]
    fn a_paste_whose_end_was_lost_gives_the_keys_back_and_a_slow_one_stays_a_paste() {
        let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
        decoder.feed(b"\x1b[200~lost", now, &mut out);
        decoder.expire(now + SILENT, &mut out);
        decoder.feed(b"jjjjjjjjjjjjjjjjjjjj", now + SILENT * 2, &mut out);
        decoder.expire(now + SILENT * 3, &mut out);
        decoder.feed(b"j", now + SILENT * 4, &mut out);
        assert_eq!(shown(&out), "paste \"lost\" 0 paste \"jjjjjjjjjjjjjjjjjjjj\" 0 j");
    }

    #[test]
    fn what_is_longer_than_any_key_is_nothing_however_it_is_split() {
        let long = [b"\x1b[".as_slice(), &b"1;".repeat(LONGEST), b"A"].concat();
        let answer = [b"\x1b]52;c;".as_slice(), &b"cXdl".repeat(LONGEST), b"\x1b\\"].concat();
        for bytes in [long, answer] {
            for size in [1, 7, 255, 256, 257, 10_000] {
                let (mut decoder, mut out, now) = (Decoder::default(), Vec::new(), Instant::now());
                for piece in [&bytes, b"j".as_slice()].concat().chunks(size) {
                    decoder.feed(piece, now, &mut out);
                }
                assert_eq!(shown(&out), "j", "pieces of {size}");
                out.clear();
                bytes[..bytes.len() - 2].chunks(size).for_each(|piece| decoder.feed(piece, now, &mut out));
                decoder.expire(now + SILENT, &mut out);
                assert_eq!(shown(&out), "", "an end that never comes, pieces of {size}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_end_and_leave_the_keys_alive(pieces in proptest::collection::vec(proptest::collection::vec(
            prop_oneof![Just(0x1b), Just(b'['), Just(b'2'), Just(b'0'), Just(b'~'), Just(b';'), Just(b'M'), any::<u8>()], 0..40), 0..12)) {
            let (mut decoder, mut out, mut now) = (Decoder::default(), Vec::new(), Instant::now());
            for piece in &pieces {
                decoder.feed(piece, now, &mut out);
                now += Duration::from_millis(1);
                decoder.expire(now, &mut out);
                prop_assert!(decoder.pending.len() <= LONGEST + 40);
            }
            for _ in 0..3 {
                now += SILENT;
                decoder.expire(now, &mut out);
            }
            out.clear();
            decoder.feed(b"j", now + SILENT, &mut out);
            prop_assert_eq!(shown(&out), "j");
        }
    }
}
