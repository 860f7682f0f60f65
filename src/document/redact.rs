//! Takes secrets out of text before it is printed for others: passwords, tokens, keys.
//!
//! Patterns are matched by hand on text without its invisible characters; those with a fixed shape are matched a second
//! time across line breaks, so that a wrapped token does not get away. What is found becomes `[redacted]` and is counted.
//! This is a net, not a proof: a secret that looks like a word stays.

use std::cell::Cell;

use super::print::neutral::{Class, class};
use super::{Block, Document, Inline, Item};

/// Stands where a secret was.
pub const MARK: &str = "[redacted]";

/// Takes secrets out of a text; says how many.
pub fn redact(text: &str) -> (String, usize) {
    if text.chars().nth(SHORTEST - 1).is_none() {
        return (text.to_owned(), 0);
    }
    let (once, first) = pass(text, false);
    if !once.contains(['\n', '\r']) {
        return (once, first);
    }
    let (twice, second) = pass(&once, true);
    (twice, first + second)
}

/// Takes secrets out of every text inside a value; says how many.
pub fn redact_value(value: &mut serde_json::Value) -> usize {
    match value {
        serde_json::Value::String(text) => {
            let (clean, count) = redact(text);
            if count > 0 {
                *text = clean;
            }
            count
        }
        serde_json::Value::Array(list) => list.iter_mut().map(redact_value).sum(),
        serde_json::Value::Object(map) => map.values_mut().map(redact_value).sum(),
        _ => 0,
    }
}

/// Takes secrets out of every text of a document; says how many.
pub fn redact_document(mut document: Document) -> (Document, usize) {
    let count = blocks(&mut document.blocks);
    (document, count)
}

fn blocks(all: &mut [Block]) -> usize {
    let mut count = 0;
    for block in all {
        count += match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => inline(text),
            Block::Facts(facts) => facts.iter_mut().map(|(label, value)| inline(label) + inline(value)).sum(),
            Block::List { items, .. } => items.iter_mut().map(|Item { text, blocks: under, .. }| inline(text) + blocks(under)).sum(),
            Block::Table(table) => table.columns.iter_mut().chain(table.rows.iter_mut().flatten()).map(inline).sum(),
            Block::Code { text, .. } => {
                let (clean, found) = redact(text.raw());
                *text = clean.into();
                found
            }
            Block::Diagram(_) | Block::Rule => 0,
            Block::Quote(inside) => blocks(inside),
        };
    }
    count
}

fn inline(text: &mut Inline) -> usize {
    let mut count = 0;
    for span in &mut text.0 {
        let (clean, found) = redact(span.text.raw());
        if found > 0 {
            span.text = clean.into();
        }
        count += found;
    }
    count
}

/// Fewest characters of a secret with what says that it is one: `密码=x`.
const SHORTEST: usize = 4;

/// Longest secret that is followed; without a bound, hostile text could make the search slow.
const LONGEST: usize = 16_384;

/// Fixed beginnings of tokens, the characters that follow beside letters and digits, and how many at least.
const TOKENS: &[(&str, &str, usize)] = &[
    ("AKIA", "", 16),
    ("ASIA", "", 16),
    ("ghp_", "", 36),
    ("gho_", "", 36),
    ("ghu_", "", 36),
    ("ghs_", "", 36),
    ("ghr_", "", 36),
    ("github_pat_", "_", 22),
    ("glpat-", "-_", 20),
    ("xoxb-", "-", 10),
    ("xoxa-", "-", 10),
    ("xoxp-", "-", 10),
    ("xoxr-", "-", 10),
    ("xoxs-", "-", 10),
    ("sk-", "-_", 20),
    ("sk_live_", "", 16),
    ("rk_live_", "", 16),
    ("npm_", "", 36),
    ("AIza", "-_", 35),
];

/// Names whose value is always taken out.
const PASSWORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "wachtwoord",
    "密码",
    "pwd",
    "api_key",
    "api-key",
    "apikey",
    "access_key",
    "secret_key",
    "secretkey",
    "private_key",
    "client_secret",
    "clientsecret",
    "aws_secret_access_key",
];

/// Names whose value is taken out if it looks like a secret, because they are also ordinary words.
const WORDS: &[&str] = &["token", "secret", "bearer", "basic"];

/// Schemes that may stand before the value of an authorization header.
const SCHEMES: &[&str] = &["bearer", "basic", "token", "digest", "apikey", "negotiate"];

/// A text as it is matched: without invisibles, and each character with its place in the original.
struct Scan {
    chars: Vec<char>,
    /// Byte range of each character.
    places: Vec<(usize, usize)>,
    /// Whether a line break was taken out before the character.
    broken: Vec<bool>,
    /// How far a token, a web token and a word's value were looked for in vain; starting again inside would make hostile text slow.
    barren: [Cell<usize>; 3],
}

/// Places in [`Scan::barren`].
const TOKEN: usize = 0;
const WEB_TOKEN: usize = 1;
const WORD: usize = 2;

impl Scan {
    fn new(text: &str, joined: bool) -> Self {
        let most = text.len();
        let mut scan = Self {
            chars: Vec::with_capacity(most),
            places: Vec::with_capacity(most),
            broken: Vec::with_capacity(most),
            barren: Default::default(),
        };
        let mut broken = false;
        for (at, c) in text.char_indices() {
            let line = matches!(c, '\n' | '\r');
            // The margin of a wrapped line goes with its break.
            if joined && (line || (broken && matches!(c, ' ' | '\t' | '>'))) {
                broken = true;
            } else if !matches!(class(c), Class::Hidden | Class::Joiner) {
                scan.chars.push(c);
                scan.places.push((at, at + c.len_utf8()));
                scan.broken.push(std::mem::take(&mut broken));
            }
        }
        scan
    }

    fn at(&self, i: usize) -> Option<char> {
        self.chars.get(i).copied()
    }

    /// Says whether a word may begin here.
    fn starts(&self, i: usize) -> bool {
        self.broken.get(i) == Some(&true) || i.checked_sub(1).and_then(|b| self.at(b)).is_none_or(|c| !c.is_ascii_alphanumeric())
    }

    /// Says whether this kind has been looked for here in vain.
    fn is_barren(&self, kind: usize, i: usize) -> bool {
        self.barren.get(kind).is_some_and(|end| i < end.get())
    }

    /// Remembers that this kind is not found before `end`.
    fn leave(&self, kind: usize, end: usize) {
        if let Some(barren) = self.barren.get(kind) {
            barren.set(end);
        }
    }

    /// Says whether these characters stand here; gives the place behind them.
    fn word(&self, i: usize, word: &str, any_case: bool) -> Option<usize> {
        let mut at = i;
        for want in word.chars() {
            let have = self.at(at)?;
            if have != want && !(any_case && have.eq_ignore_ascii_case(&want)) {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// Goes on while characters fit; once `least` are taken, a line break that was taken out ends the run.
    fn run(&self, from: usize, least: usize, fits: impl Fn(char) -> bool) -> usize {
        let mut at = from;
        while at - from < LONGEST && self.at(at).is_some_and(&fits) && !(at - from >= least && self.broken.get(at) == Some(&true)) {
            at += 1;
        }
        at
    }
}

fn pass(text: &str, joined: bool) -> (String, usize) {
    let scan = Scan::new(text, joined);
    let (mut out, mut count, mut copied, mut i) = (String::new(), 0, 0, 0);
    while i < scan.chars.len() {
        let found = if joined { fixed(&scan, i) } else { fixed(&scan, i).or_else(|| named(&scan, i)) };
        let Some((from, to)) = found.filter(|(from, to)| from < to) else {
            i += 1;
            continue;
        };
        let (Some((start, _)), Some((_, end))) = (scan.places.get(from), scan.places.get(to - 1)) else { break };
        out.push_str(text.get(copied..*start).unwrap_or_default());
        out.push_str(MARK);
        copied = *end;
        count += 1;
        i = to;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    (out, count)
}

/// Finds a secret with a shape of its own that begins here; the first character says which it could be.
fn fixed(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    match scan.at(i)? {
        '-' => private_key(scan, i),
        ':' => address(scan, i),
        'e' => web_token(scan, i),
        'A' | 'g' | 'x' | 's' | 'r' | 'n' => token(scan, i),
        _ => None,
    }
}

/// Finds the value of something that says it is a secret.
fn named(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    match scan.at(i)?.to_ascii_lowercase() {
        'a' => authorization(scan, i).or_else(|| password(scan, i)),
        'b' | 't' => secret_word(scan, i),
        's' => password(scan, i).or_else(|| secret_word(scan, i)),
        'c' | 'p' | 'w' | '密' => password(scan, i),
        _ => None,
    }
}

fn private_key(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    let after = scan.word(i, "-----BEGIN", false)?;
    (after..after + 40).find_map(|at| scan.word(at, "PRIVATE KEY", false))?;
    let end = (after..scan.chars.len()).find_map(|at| scan.word(at, "-----END", false));
    let close = end.and_then(|from| (from..from + 60).find_map(|at| scan.word(at, "-----", false)));
    Some((i, close.unwrap_or(scan.chars.len())))
}

fn token(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    if !scan.starts(i) || scan.is_barren(TOKEN, i) {
        return None;
    }
    TOKENS.iter().find_map(|(prefix, also, least)| {
        let from = scan.word(i, prefix, false)?;
        let to = scan.run(from, *least, |c| c.is_ascii_alphanumeric() || also.contains(c));
        let real = scan.chars.get(from..to)?;
        let looks_made = *prefix != "sk-" || real.iter().any(char::is_ascii_digit);
        if !looks_made {
            scan.leave(TOKEN, to);
        }
        (real.len() >= *least && looks_made).then_some((i, to))
    })
}

/// A JSON web token: three parts of base64url with full stops between, the first of which begins with `eyJ`.
fn web_token(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    let base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=');
    if !scan.starts(i) || scan.is_barren(WEB_TOKEN, i) {
        return None;
    }
    let mut at = scan.word(i, "eyJ", false)?;
    for part in 0..3 {
        let end = scan.run(at, if part == 2 { 6 } else { usize::MAX }, base64);
        if part == 0 {
            // Whatever starts inside the first part goes on as this one does.
            scan.leave(WEB_TOKEN, end);
        }
        if end - at < 4 {
            return None;
        }
        at = if part < 2 { scan.word(end, ".", false)? } else { end };
    }
    Some((i, at))
}

/// `user:password@` in an address; the host stays.
fn address(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    let from = scan.word(i, "://", false)?;
    let to = scan.run(from, usize::MAX, |c| !c.is_whitespace() && !matches!(c, '/' | '?' | '#' | '@' | '"' | '<' | '>'));
    let inside = scan.chars.get(from..to)?;
    (scan.at(to) == Some('@') && inside.contains(&':')).then_some((from, to))
}

fn authorization(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    let mut at = separator(scan, scan.starts(i).then(|| scan.word(i, "authorization", true))??)?;
    if let Some(after) = SCHEMES.iter().find_map(|scheme| scan.word(at, scheme, true)).filter(|after| scan.at(*after) == Some(' ')) {
        at = scan.run(after, usize::MAX, |c| c == ' ');
    }
    value(scan, at)
}

fn password(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    PASSWORDS.iter().find_map(|name| {
        let after = scan.word(i, name, true)?;
        if *name == "pwd" && !scan.starts(i) {
            return None;
        }
        // On a command line a blank is the separator: --password hunter2.
        let flag = i >= 2 && scan.at(i - 1) == Some('-') && scan.at(i - 2) == Some('-') && scan.at(after) == Some(' ');
        value(scan, if flag { after + 1 } else { separator(scan, after)? })
    })
}

fn secret_word(scan: &Scan, i: usize) -> Option<(usize, usize)> {
    if !scan.starts(i) || scan.is_barren(WORD, i) {
        return None;
    }
    WORDS.iter().find_map(|name| {
        let after = scan.word(i, name, true)?;
        let (from, least) = match separator(scan, after) {
            Some(from) => (from, 8),
            None if scan.at(after) == Some(' ') => (after + 1, 16),
            None => return None,
        };
        let (from, to) = value(scan, from)?;
        let real = scan.chars.get(from..to)?;
        let looks_made = real.iter().any(char::is_ascii_digit);
        if !looks_made {
            scan.leave(WORD, to);
        }
        (looks_made && real.len() >= least).then_some((from, to))
    })
}

/// Passes what stands between a name and its value: quotes, blanks, and an equals sign or a colon.
fn separator(scan: &Scan, from: usize) -> Option<usize> {
    let blank = |c: char| matches!(c, ' ' | '\t');
    let at = scan.run(from, 1, |c| matches!(c, '"' | '\''));
    let at = scan.run(at, usize::MAX, blank);
    let end = scan.run(at, 2, |c| matches!(c, '=' | ':' | '：' | '>'));
    (end > at && scan.at(at) != Some('>')).then(|| scan.run(end, usize::MAX, blank))
}

/// Finds where a value ends: at its closing quote, or before a blank without the punctuation of the sentence.
fn value(scan: &Scan, from: usize) -> Option<(usize, usize)> {
    if let Some(quote @ ('"' | '\'' | '`')) = scan.at(from) {
        let to = scan.run(from + 1, usize::MAX, |c| c != quote && c != '\n');
        return (to > from + 1).then_some((from + 1, to));
    }
    let mut to = scan.run(from, usize::MAX, |c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '&' | '<'));
    while to > from && scan.at(to - 1).is_some_and(|c| matches!(c, ',' | ';' | '.' | ')' | ']' | '}')) {
        to -= 1;
    }
    let already = scan.word(from, "[redacted", false).is_some();
    (to > from && !already).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

    #[test]
    fn every_pattern_takes_its_secret_out_and_leaves_the_rest() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nAAAA\n-----END RSA PRIVATE KEY-----";
        let cases = [
            ("password=hunter2 now", "password=[redacted] now"),
            ("DB_PASSWORD: \"hun ter\", next", "DB_PASSWORD: \"[redacted]\", next"),
            ("{\"passwd\": \"x\"}", "{\"passwd\": \"[redacted]\"}"),
            ("(wachtwoord: geheim1).", "(wachtwoord: [redacted])."),
            ("密码：abc123", "密码：[redacted]"),
            ("密码=x", "密码=[redacted]"),
            ("run --password hunter2 -v", "run --password [redacted] -v"),
            ("the token 3f9ab27c41d8e6f05a7b was used", "the token [redacted] was used"),
            ("token: 9c1f77aa02", "token: [redacted]"),
            ("Authorization: Bearer abc.def-123", "Authorization: Bearer [redacted]"),
            ("authorization=Basic dXNlcjpwYXNz,", "authorization=Basic [redacted],"),
            ("id AKIAIOSFODNN7EXAMPLE.", "id [redacted]."),
            ("ghp_0123456789abcdefghijABCDEFGHIJ456789", "[redacted]"),
            ("github_pat_11ABCDEFG0123456789_abcdefghij", "[redacted]"),
            ("xoxb-123456789012-abcdefABCDEF", "[redacted]"),
            ("sk-proj-abcDEF0123456789abcdef", "[redacted]"),
            ("postgres://app:s3cret@db.example:5432/x", "postgres://[redacted]@db.example:5432/x"),
            ("client_secret=a&next=b", "client_secret=[redacted]&next=b"),
        ];
        for (text, want) in cases {
            assert_eq!(redact(text), (want.to_owned(), 1), "{text}");
        }
        assert_eq!(redact(&format!("a\n{key}\nb")), ("a\n[redacted]\nb".to_owned(), 1));
        assert_eq!(redact(&format!("see {JWT} end")), ("see [redacted] end".to_owned(), 1));
    }

    #[test]
    fn a_secret_does_not_hide_behind_invisibles_or_line_breaks() {
        for text in
            ["AKIA\u{200B}IOSFODNN7\u{AD}EXAMPLE", "AKIAIOSF\nODNN7EXAMPLE", "AKIAIOSF\r\n  ODNN7EXAMPLE", "pass\u{200D}word=hunter2"]
        {
            let (out, count) = redact(text);
            assert_eq!((count, out.contains("EXAMPLE") || out.contains("hunter2")), (1, false), "{out:?}");
        }
        let (start, end) = JWT.split_at(30);
        assert_eq!(redact(&format!("x\n{start}\n{end}\nand on")), ("x\n[redacted]\nand on".to_owned(), 1));
        let (start, end) = "ghp_0123456789abcdefghijABCDEFGHIJ456789".split_at(12);
        assert_eq!(redact(&format!("a\n{start}\n{end}\nNext")), ("a\n[redacted]\nNext".to_owned(), 1));
    }

    #[test]
    fn ordinary_words_stay() {
        for text in [
            "the token expired",
            "secret: none",
            "password reset was asked",
            "a basic authorization problem",
            "task-12 sk-short",
            "https://status.example/x@y",
            "mail ana@example.net: done",
            "eyJ.x.y",
            "AKIA is a prefix",
            "SAKIAIOSFODNN7EXAMPLEX",
        ] {
            assert_eq!(redact(text), (text.to_owned(), 0));
        }
    }

    #[test]
    fn hostile_text_costs_no_more_than_its_length() {
        // Were the search to start over inside each run, this would take many minutes.
        for piece in ["sk-", "eyJ-", "password='", "token=", "://", "-----BEGIN ", "authorization: ", "secret "] {
            let text = piece.repeat(400_000 / piece.len());
            assert!(redact(&text).0.len() <= text.len() * 2);
        }
    }

    #[test]
    fn redacting_twice_changes_nothing() {
        let (once, _) = redact("password=hunter2 token=abc12345 https://u:p@h");
        assert_eq!(redact(&once), (once.clone(), 0));
    }

    #[test]
    fn every_text_inside_a_value_is_searched() {
        let mut value = serde_json::json!({ "a": ["password=x", 1], "b": { "c": "fine" } });
        assert_eq!(redact_value(&mut value), 1);
        assert_eq!(value["a"][0], "password=[redacted]");
    }
}
