//! Lines that are not saved yet: on their way, waiting for their turn, or kept from before; and how they are written down so that each
//! comes back as what it was.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// One line, or the lines of one paste.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What was said.
    pub text: String,
    /// Whether it was pasted, and then whether its lines land as facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pasted: Option<bool>,
    /// Whether Enter was pressed on it in this run.
    #[serde(skip)]
    pub entered: bool,
}

impl Said {
    /// Says whether nothing was said.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Writes down what is not saved; nothing when all is.
pub fn write<'a>(all: impl IntoIterator<Item = &'a Said>) -> String {
    let all: Vec<&Said> = all.into_iter().filter(|said| !said.is_blank()).collect();
    if all.is_empty() { String::new() } else { serde_json::to_string(&all).unwrap_or_default() }
}

/// Reads what was written down, in order.
pub fn read(kept: &str) -> VecDeque<Said> {
    let plain = || Said { text: kept.to_owned(), ..Said::default() };
    let all: Vec<Said> = serde_json::from_str(kept).unwrap_or_else(|_| vec![plain()]);
    all.into_iter().filter(|said| !said.is_blank()).collect()
}

/// Shows what was written down in one line.
pub fn shown(kept: &str) -> String {
    read(kept).iter().map(|said| said.text.lines().collect::<Vec<_>>().join(" / ")).collect::<Vec<_>>().join(" / ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_comes_back_as_what_it_was() {
        let line = Said { text: "!roll back".to_owned(), ..Said::default() };
        let paste = Said { text: "one\ntwo".to_owned(), pasted: Some(false), entered: true };
        let kept = write([&line, &Said::default(), &paste]);
        assert_eq!(read(&kept), [line, Said { entered: false, ..paste }]);
        assert_eq!(shown(&kept), "!roll back / one / two");
        assert_eq!(write([&Said::default()]), "");
        assert_eq!((read("").len(), shown("")), (0, String::new()));
        assert_eq!(read("not ours")[0].text, "not ours");
    }
}
