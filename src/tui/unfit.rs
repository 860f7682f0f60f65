//! Why screens cannot be shown, in words that lead on. Must not know the terminal.

use std::io;

/// Says why the screens cannot be shown here.
#[derive(Debug)]
pub enum Unfit {
    /// Standard input or output is not a terminal.
    NotATerminal,
    /// The terminal can do nothing but print.
    Dumb,
    /// The terminal could not be taken.
    Device(io::Error),
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotATerminal => {
                out.write_str("the screens need a terminal on standard input and output; `warroom --plain` does the same line by line")
            }
            Self::Dumb => out.write_str("this terminal (TERM) cannot show screens; `warroom --plain` does the same line by line"),
            Self::Device(error) => write!(out, "the terminal cannot be used ({error}); the commands work without it: `warroom --help`"),
        }
    }
}

impl From<rustix::io::Errno> for Unfit {
    fn from(errno: rustix::io::Errno) -> Self {
        Self::Device(errno.into())
    }
}
