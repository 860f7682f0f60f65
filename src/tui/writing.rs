//! A text being written over one that is saved: what was typed, what was saved when the typing began, and what is saved now.
//!
//! Nobody's words are written over unasked. Must not know what the text is for.

use super::parts::area::Area;
use crate::app::saved::Saved;
use crate::document::print::cell;

/// Holds the text and what it is written over.
#[derive(Default)]
pub struct Writing {
    /// What was typed.
    pub area: Area,
    /// What was saved when the typing began.
    base: String,
    /// What is saved now, and who wrote it.
    saved: String,
    by: Option<String>,
    /// Whether the text was kept from before.
    kept: bool,
    /// What was taken away to begin afresh, with what was saved when it was begun.
    dropped: Option<(String, String)>,
    /// Whether it was said that the text changed meanwhile.
    warned: bool,
}

/// Says whether two texts are the same but for blanks at their end.
fn same(one: &str, other: &str) -> bool {
    one.trim_end() == other.trim_end()
}

/// Reads a text that was kept, and what was saved when it was begun, if that was kept with it.
fn read(kept: &str) -> (String, Option<String>) {
    let whole: Option<(String, String)> = serde_json::from_str(kept).ok();
    whole.map_or_else(|| (kept.to_owned(), None), |(text, base)| (text, Some(base)))
}

impl Writing {
    /// Begins with what is saved, or with what was typed before and not saved.
    pub fn of(saved: Saved, kept: &str) -> Self {
        let mut writing = Self { base: saved.text.raw().to_owned(), ..Self::default() };
        writing.area.set(saved.text.raw());
        writing.hold(saved);
        let (text, base) = read(kept);
        if !kept.is_empty() && !same(&text, &writing.saved) {
            writing.kept = true;
            writing.base = base.unwrap_or(writing.base);
            writing.area.set(text);
        }
        writing
    }

    fn hold(&mut self, saved: Saved) {
        self.warned &= same(saved.text.raw(), &self.saved);
        self.saved = saved.text.into_raw();
        self.by = saved.by.map(|by| cell(&by));
    }

    /// Takes what is saved now, and says whether the text is another for it: where nothing was typed it follows.
    pub fn look(&mut self, saved: Saved) -> bool {
        let untouched = same(self.area.text(), &self.base);
        self.hold(saved);
        if !untouched || same(&self.base, &self.saved) {
            return false;
        }
        self.base.clone_from(&self.saved);
        self.area.set(self.saved.as_str());
        true
    }

    /// Gives what was typed.
    pub fn text(&self) -> &str {
        self.area.text()
    }

    /// Says whether what was typed is another text than what is saved.
    pub fn is_changed(&self) -> bool {
        !same(self.area.text(), &self.saved)
    }

    /// Says whether somebody saved another text since this one was begun.
    pub fn has_moved(&self) -> bool {
        self.is_changed() && !same(&self.base, &self.saved)
    }

    /// Words who wrote what is saved now.
    fn who(&self) -> &str {
        self.by.as_deref().filter(|_| !self.saved.trim().is_empty()).unwrap_or("somebody")
    }

    /// Says why it is not saved at once: another text stands there, and that was not said yet. `told` names the keys.
    pub fn why_wait(&mut self, told: impl Fn(&str) -> String) -> Option<String> {
        if !self.has_moved() || std::mem::replace(&mut self.warned, true) {
            return None;
        }
        // A name is foreign text, and names no key.
        let words = told("changed it since you began: {afresh} shows that, {submit} again writes over it");
        Some(format!("{} {words}", self.who()))
    }

    /// Words above the text that another stands saved by now. `told` names the keys.
    pub fn moved(&self, told: impl Fn(&str) -> String) -> Option<String> {
        let did = if self.saved.trim().is_empty() { "took the saved text away" } else { "changed the saved text" };
        self.has_moved().then(|| format!("{} {did} since; {}", self.who(), told("{afresh} shows it")))
    }

    /// Words for the title: that the text was kept. The key stands in braces.
    pub fn was_kept(&self) -> &'static str {
        if self.kept && self.is_changed() { " (kept from before; {afresh} begins afresh)" } else { "" }
    }

    /// Puts what is saved in the place of what was typed; or brings that back.
    pub fn afresh(&mut self) -> &'static str {
        match self.dropped.take() {
            Some((text, base)) => {
                self.area.set(text);
                self.base = base;
                "what was typed is back"
            }
            None if !self.is_changed() => "the text is as it is saved",
            None => {
                self.dropped = Some((self.area.text().to_owned(), std::mem::replace(&mut self.base, self.saved.clone())));
                self.area.set(self.saved.as_str());
                self.kept = false;
                "the text is as it is saved; the same key brings back what was typed"
            }
        }
    }

    /// Gives what is to be kept of it: the text, and what was saved when it was begun; nothing where it is as it is saved.
    pub fn unsent(&self) -> String {
        if !self.is_changed() {
            return String::new();
        }
        serde_json::to_string(&(self.area.text(), &self.base)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(text: &str, by: &str) -> Saved {
        Saved { text: text.into(), by: Some(by.into()) }
    }

    fn told(words: &str) -> String {
        words.replace("{afresh}", "F8")
    }

    #[test]
    fn what_nobody_typed_over_follows_and_what_was_typed_stays_and_asks_once() {
        let mut writing = Writing::of(saved("one", "Ana"), "");
        assert!(writing.look(saved("two", "Ana")) && writing.text() == "two" && !writing.is_changed());
        writing.area.set("mine");
        assert!(!writing.has_moved() && writing.why_wait(told).is_none());
        assert!(!writing.look(saved("three", "Mei")) && writing.text() == "mine");
        assert!(writing.moved(told).unwrap().starts_with("Mei changed the saved text"));
        assert!(writing.why_wait(told).unwrap().starts_with("Mei changed it") && writing.why_wait(told).is_none());
        // Changed once more, it asks once more.
        writing.look(saved("four", "M{e}i {"));
        assert_eq!(writing.moved(told).as_deref(), Some("M{e}i { changed the saved text since; F8 shows it"));
        assert!(writing.why_wait(told).is_some());
    }

    #[test]
    fn a_kept_text_knows_what_it_was_begun_over_and_goes_and_comes_with_one_key() {
        let mut writing = Writing::of(saved("one", "Ana"), "");
        writing.area.set("mine");
        let kept = writing.unsent();
        let mut again = Writing::of(saved("two", "Mei"), &kept);
        assert!(again.has_moved() && again.text() == "mine" && !again.was_kept().is_empty());
        again.afresh();
        assert!(again.text() == "two" && again.unsent().is_empty() && again.was_kept().is_empty());
        again.afresh();
        assert!(again.text() == "mine" && again.has_moved(), "it still asks before it writes over");
        // One of an earlier version of the program, and one that was saved by now.
        assert!(!Writing::of(saved("two", "Mei"), "mine").has_moved());
        assert!(Writing::of(saved("mine", "Mei"), &kept).unsent().is_empty());
    }
}
