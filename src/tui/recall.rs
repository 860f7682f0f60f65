//! The lines that this run has logged, for whoever wants to say nearly the same again. Must not know where they went.

/// Lines that are remembered.
const MOST: usize = 500;

/// Holds the lines, the newest last.
#[derive(Default)]
pub struct Recall {
    lines: Vec<String>,
    sent: String,
}

impl Recall {
    /// Notes what is on its way; nothing for what is no line.
    pub fn send(&mut self, lines: Option<&str>) {
        self.sent = lines.unwrap_or_default().to_owned();
    }

    /// Remembers what was on its way: it was logged.
    pub fn logged(&mut self) {
        let sent = std::mem::take(&mut self.sent);
        for line in sent.lines().filter(|line| !line.trim().is_empty()) {
            self.lines.retain(|known| known != line);
            self.lines.push(line.to_owned());
        }
        self.lines.drain(..self.lines.len().saturating_sub(MOST));
    }

    /// Gives the lines, the newest last.
    pub fn lines(&self) -> &[String] {
        &self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_logged_is_remembered_once_and_what_was_refused_is_not() {
        let mut recall = Recall::default();
        for (line, taken) in [("one", true), ("refused", false), ("two\n\nthree", true), ("one", true)] {
            recall.send(Some(line));
            if taken {
                recall.logged();
            }
        }
        recall.send(None);
        recall.logged();
        assert_eq!(recall.lines(), ["two", "three", "one"]);
        recall.send(Some(&(0..MOST * 2).map(|n| format!("{n}\n")).collect::<String>()));
        recall.logged();
        assert_eq!((recall.lines().len(), recall.lines()[0].as_str()), (MOST, "500"));
    }
}
