//! How a copied text leaves: through the terminal to the clipboard of whoever sits before it, or into a file.
//!
//! OSC 52 works on this machine and over SSH alike, but nothing says whether it arrived; so the words name the route and the way
//! out. Must not know what the text is, or where it came from.

use std::path::{Path, PathBuf};

use crate::app::output::{self, OutputError};
use crate::document::print::{filename, plain, plainly};
use crate::document::redact::redact;

/// Most bytes that terminals take as one OSC 52, counted as they are sent.
const MOST: usize = 74_994;
/// Most names that are tried for a file.
const NAMES: usize = 100;

/// Names how a text gets from here to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The terminal itself, on this machine.
    Terminal,
    /// The terminal at the other end of SSH.
    Remote,
    /// A terminal around tmux, which keeps what it is not told to hand on.
    Tmux,
    /// No terminal: a file.
    File(&'static str),
}

impl Route {
    /// Finds the route by the variables that terminals, SSH and multiplexers set.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let term = variable("TERM").unwrap_or_default();
        if set("TMUX") {
            Self::Tmux
        } else if set("STY") {
            Self::File("GNU screen hands nothing on to a clipboard")
        } else if term == "linux" {
            Self::File("a console has no clipboard")
        } else if set("SSH_CONNECTION") || set("SSH_TTY") {
            Self::Remote
        } else {
            Self::Terminal
        }
    }
}

/// Holds the route of this run and the folder for files.
#[derive(Clone, Debug)]
pub struct Clipboard {
    route: Route,
    folder: Option<PathBuf>,
    home: Option<PathBuf>,
}

/// What is to be done for a copy, and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Bytes for the terminal; none where the text went into a file or nowhere.
    pub bytes: Vec<u8>,
    /// What is said.
    pub words: String,
}

/// One text on its way: its name for people, and the day and time for the name of a file.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'a> {
    /// What it is (`INC-12`, `line INC-12.3`).
    pub what: &'a str,
    /// The text; may be foreign.
    pub text: &'a str,
    /// The wall clock, `2026-11-22-1432`.
    pub stamp: &'a str,
    /// Whether it is wanted in a file.
    pub to_file: bool,
}

impl Clipboard {
    /// Begins with a route and a folder for files.
    pub fn new(route: Route, folder: Option<PathBuf>) -> Self {
        Self { route, folder, home: None }
    }

    /// The same, with a home folder that is said as `~`: what is said at the foot has one line.
    #[must_use]
    pub fn at_home(self, home: Option<String>) -> Self {
        Self { home: home.filter(|home| home.len() > 1).map(PathBuf::from), ..self }
    }

    /// Sends a text off: cleaned of what could steer a terminal, and of passwords, tokens and keys.
    pub fn send(&self, parcel: Parcel<'_>) -> Copied {
        let (text, secrets) = redact(parcel.text);
        let text = plain(&text);
        let code = base64(text.as_bytes());
        let told = match (parcel.to_file, self.route, code.len()) {
            (true, ..) => return self.filed(&parcel, &text, secrets, ""),
            (_, Route::File(why), _) => return self.filed(&parcel, &text, secrets, why),
            (.., MOST..) => return self.filed(&parcel, &text, secrets, "it is too long for a terminal's clipboard"),
            (_, Route::Terminal, _) => "sent to the clipboard (OSC 52)",
            (_, Route::Remote, _) => "sent over SSH to the clipboard (OSC 52)",
            (_, Route::Tmux, _) => "sent through tmux to the clipboard (OSC 52)",
        };
        Copied { bytes: bytes(self.route, &code), words: format!("{} {told}{}", parcel.what, left_out(secrets)) }
    }

    fn filed(&self, parcel: &Parcel<'_>, text: &str, secrets: usize, why: &str) -> Copied {
        let because = if why.is_empty() { String::new() } else { format!(": {why}") };
        let words = match self.write(parcel, text) {
            Ok(path) => format!("{} written to {}{}{because}", parcel.what, plain(&self.said(&path)), left_out(secrets)),
            Err(trouble) => format!("NOT copied{because}; {trouble}"),
        };
        Copied { bytes: Vec::new(), words }
    }

    fn said(&self, path: &Path) -> String {
        let below = self.home.as_ref().and_then(|home| path.strip_prefix(home).ok());
        below.map_or_else(|| path.display().to_string(), |below| format!("~/{}", below.display()))
    }

    fn write(&self, parcel: &Parcel<'_>, text: &str) -> Result<PathBuf, String> {
        let folder = self.folder.as_ref().ok_or("there is no state folder for a file either")?;
        crate::paths::make_private(folder)?;
        let name = format!("{}-{}", parcel.stamp, filename::slug(parcel.what));
        for number in 1..=NAMES {
            let again = if number == 1 { String::new() } else { format!("-{number}") };
            let path = folder.join(format!("{name}{again}.txt"));
            match output::write(&path, text.as_bytes(), false) {
                Ok(()) | Err(OutputError::Unconfirmed { .. }) => return Ok(path),
                Err(OutputError::Exists(_)) => {}
                Err(error) => return Err(plainly(&error.to_string())),
            }
        }
        Err("every name for the file is taken".to_owned())
    }
}

fn left_out(secrets: usize) -> String {
    match secrets {
        0 => String::new(),
        1 => ", 1 secret taken out".to_owned(),
        many => format!(", {many} secrets taken out"),
    }
}

/// Wraps an encoded text for a route. tmux takes either form, as it is set: plain with `set-clipboard on`, wrapped with
/// `allow-passthrough on`; both put the same text in the same place.
fn bytes(route: Route, code: &str) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{code}\x1b\\");
    match route {
        Route::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")).into_bytes(),
        Route::Terminal | Route::Remote | Route::File(_) => plain.into_bytes(),
    }
}

/// Encodes bytes in 64 characters, as RFC 4648 has it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letter = |six: u32| char::from(LETTERS.get(six as usize & 63).copied().unwrap_or(b'='));
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = (0..3).fold(0, |all, at| all << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            out.push(if at <= three.len() { letter(all >> (18 - 6 * at)) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn route(variables: &[(&str, &str)]) -> Route {
        Route::of_environment(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    fn parcel(text: &str) -> Parcel<'_> {
        Parcel { what: "line INC-12.3", text, stamp: "2026-11-22-1432", to_file: false }
    }

    #[test]
    fn text_is_encoded_as_the_standard_says() {
        for (text, code) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("数据\u{ff}", "5pWw5o2uw78=")]
        {
            assert_eq!(base64(text.as_bytes()), code);
        }
        let all: Vec<u8> = (0..=255).collect();
        assert!(base64(&all).starts_with("AAECAwQF") && base64(&all).ends_with("+/w=="), "{}", base64(&all));
    }

    #[test]
    fn the_bytes_are_exact_here_over_ssh_and_in_tmux() {
        let sent = |variables: &[(&str, &str)]| Clipboard::new(route(variables), None).send(parcel("INC-12"));
        let here = sent(&[("TERM", "xterm-256color")]);
        assert_eq!(here.bytes, b"\x1b]52;c;SU5DLTEy\x1b\\");
        assert!(here.words.starts_with("line INC-12.3 sent to the clipboard (OSC 52)"), "{}", here.words);
        let remote = sent(&[("TERM", "xterm"), ("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22")]);
        assert_eq!(remote.bytes, here.bytes);
        assert!(remote.words.contains("over SSH"), "{}", remote.words);
        let tmux = sent(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/x,1,0"), ("SSH_TTY", "/dev/pts/1")]);
        assert_eq!(tmux.bytes, b"\x1b]52;c;SU5DLTEy\x1b\\\x1bPtmux;\x1b\x1b]52;c;SU5DLTEy\x1b\x1b\\\x1b\\");
        assert!(tmux.words.contains("through tmux"), "{}", tmux.words);
    }

    #[test]
    fn what_terminals_would_not_take_goes_into_a_private_file_that_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let files =
            |route, text: &str, to_file| Clipboard::new(route, Some(folder.path().join("copied"))).send(Parcel { to_file, ..parcel(text) });
        let long = "x".repeat(MOST / 4 * 3 + 1);
        let first = files(Route::Terminal, &long, false);
        assert!(first.bytes.is_empty() && first.words.contains("too long for a terminal's clipboard"), "{}", first.words);
        let path = folder.path().join("copied/2026-11-22-1432-line-inc-12-3.txt");
        assert!(first.words.contains(&path.display().to_string()), "{}", first.words);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), long);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(files(Route::Tmux, "two", true).words.contains("line-inc-12-3-2.txt"));
        assert!(files(route(&[("STY", "1.x")]), "three", false).words.contains("GNU screen"));
        assert!(files(route(&[("TERM", "linux")]), "four", false).words.contains("a console has no clipboard"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), long, "the first is as it was");
        let short = "y".repeat(MOST / 4 * 3 - 3);
        assert!(!files(Route::Terminal, &short, false).bytes.is_empty(), "just short enough");
        let at_home = Clipboard::new(Route::Terminal, Some(folder.path().join("x"))).at_home(Some(folder.path().display().to_string()));
        assert_eq!(
            at_home.send(Parcel { to_file: true, ..parcel("x") }).words,
            "line INC-12.3 written to ~/x/2026-11-22-1432-line-inc-12-3.txt"
        );
        let nowhere = Clipboard::new(Route::File("because"), None).send(parcel("x"));
        assert_eq!(nowhere.words, "NOT copied: because; there is no state folder for a file either");
    }

    #[test]
    fn nothing_that_steers_a_terminal_and_no_secret_is_copied() {
        let copied = Clipboard::new(Route::Terminal, None).send(parcel("a\u{1b}]52;c;AAAA\u{7} password: hunter2seven"));
        let text = "a\u{241b}]52;c;AAAA\u{2407} password: [redacted]";
        assert_eq!(copied.bytes, format!("\x1b]52;c;{}\x1b\\", base64(text.as_bytes())).into_bytes());
        assert!(copied.words.contains("1 secret taken out"), "{}", copied.words);
    }
}
