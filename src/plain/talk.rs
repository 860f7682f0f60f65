//! One line out, one line in. Whatever is printed is neutral text on a line of its own, and whatever is read is bounded.

use std::io::{self, BufRead, Read, Write};

use crate::document::print::cell::{CUT, LAID_OUT, cut};
use crate::document::print::plain;

/// Longest line that is read.
const LONGEST: u64 = 100_000;

/// Says what somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The row with this place, from 0.
    Row(usize),
    /// To go back.
    Back,
    /// Something that is no row.
    Other(String),
}

/// Talks line by line. Nothing comes back when the input or the output has ended, or when somebody left.
pub struct Talk<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    echo: bool,
    /// Why nothing can be printed any more.
    broken: Option<io::Error>,
}

impl<'a> Talk<'a> {
    /// Begins to talk.
    pub fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write, echo: bool) -> Self {
        Self { input, output, echo, broken: None }
    }

    /// Prints one line; a line break in it becomes a blank.
    pub fn line(&mut self, text: &str) -> Option<()> {
        let printed = writeln!(self.output, "{}", cut(text, LAID_OUT, CUT).trim_end());
        self.went(printed)
    }

    /// Remembers why something could not be printed.
    fn went(&mut self, printed: io::Result<()>) -> Option<()> {
        printed.map_err(|error| self.broken = Some(error)).ok()
    }

    /// Ends the talk.
    ///
    /// # Errors
    /// When something could not be printed.
    pub fn ended(self) -> io::Result<()> {
        self.broken.map_or(Ok(()), Err)
    }

    /// Prints a page of lines.
    pub fn page(&mut self, text: &str) -> Option<()> {
        let printed = text.lines().try_for_each(|line| writeln!(self.output, "{}", plain(line).trim_end()));
        self.went(printed)
    }

    /// Prints rows with their numbers.
    pub fn rows(&mut self, rows: &[String]) -> Option<()> {
        rows.iter().enumerate().try_for_each(|(at, row)| self.line(&format!("{}. {row}", at + 1)))
    }

    /// Asks for one line as it is typed, without its end.
    pub fn ask(&mut self, prompt: &str) -> Option<String> {
        loop {
            let asked = write!(self.output, "{}: ", cut(prompt, LAID_OUT, CUT)).and_then(|()| self.output.flush());
            self.went(asked)?;
            let mut bytes = Vec::new();
            let read = (&mut *self.input).take(LONGEST).read_until(b'\n', &mut bytes).ok()?;
            if read == 0 {
                // The next words do not stand behind the question.
                self.line("")?;
                return None;
            }
            let whole = bytes.ends_with(b"\n") || (bytes.len() as u64) < LONGEST;
            let text = String::from_utf8(bytes).map(|text| text.trim_end_matches(['\n', '\r']).to_owned());
            if self.echo {
                self.line(text.as_deref().unwrap_or_default())?;
            }
            match (text, whole) {
                (Ok(text), true) => return Some(text),
                (Err(_), true) => self.line("That is not UTF-8. Nothing of it was taken.")?,
                (_, false) => {
                    self.skip()?;
                    self.line(&format!("That is longer than {LONGEST} bytes. Nothing of it was taken."))?;
                }
            }
        }
    }

    /// Reads past the rest of a line that is too long.
    fn skip(&mut self) -> Option<()> {
        loop {
            let mut rest = Vec::new();
            let read = (&mut *self.input).take(LONGEST).read_until(b'\n', &mut rest).ok()?;
            if read == 0 || rest.ends_with(b"\n") {
                return Some(());
            }
        }
    }

    /// Asks which of the rows is meant: by number, or by first letters of one of them. `?` lists them, `q` leaves.
    pub fn choose(&mut self, prompt: &str, rows: &[String]) -> Option<Picked> {
        loop {
            let typed = self.ask(prompt)?;
            let typed = typed.trim();
            match typed {
                "" | "0" => return Some(Picked::Back),
                "?" => {
                    self.rows(rows)?;
                    self.line("0 or an empty line goes back, q leaves.")?;
                    continue;
                }
                "q" | "quit" => return None,
                _ => {}
            }
            match picked(typed, rows) {
                Fit::One(at) => return Some(Picked::Row(at)),
                Fit::Many(which) => self.line(&format!("{typed} fits {}. Type more of it, or a number.", which.join(", ")))?,
                Fit::OutOfRange => self.line(&format!("There is no number {typed} here. ? lists what there is."))?,
                Fit::None => return Some(Picked::Other(typed.to_owned())),
            }
        }
    }
}

enum Fit {
    One(usize),
    Many(Vec<String>),
    OutOfRange,
    None,
}

/// Finds the row that is meant: its number, or the only one that begins with the letters.
fn picked(typed: &str, rows: &[String]) -> Fit {
    if typed.bytes().all(|b| b.is_ascii_digit()) {
        let at = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).filter(|at| *at < rows.len());
        return at.map_or(Fit::OutOfRange, Fit::One);
    }
    let wanted = typed.to_lowercase();
    let word = |row: &String| row.split([':', ',', '.']).next().unwrap_or_default().to_lowercase();
    let exact = rows.iter().position(|row| word(row) == wanted);
    let fits: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| row.to_lowercase().starts_with(&wanted)).map(|(at, _)| at).collect();
    match (exact, &fits[..]) {
        (Some(at), _) => Fit::One(at),
        (None, []) => Fit::None,
        (None, [only]) => Fit::One(*only),
        (None, many) => Fit::Many(many.iter().filter_map(|at| rows.get(*at)).map(word).collect()),
    }
}
