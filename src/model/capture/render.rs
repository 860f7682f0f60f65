//! The way back: from what a line said to a line that says it.

use super::shape::{self, Context, Mark};
use super::{Line, Place};
use crate::model::entry::EntryKind;
use crate::model::when;

impl Line {
    /// Writes the line so that [`super::parse`] reads the very same one; times are spelled out. A state entry has no sign and becomes a fact.
    pub fn to_text(&self) -> String {
        let sign = self.kind.sign();
        let mut tags = self.tags.clone();
        let context = Context {
            sign: sign.is_none(),
            time: sign.is_none() && self.observed.is_none(),
            split: self.kind == EntryKind::Decision,
            due: self.kind.takes_due() && self.reason.is_none(),
            sure: self.kind == EntryKind::Hypothesis,
            evidence: self.reason.is_none(),
        };
        let mut parts = Vec::new();
        parts.extend(self.observed.as_ref().map(when::spelled));
        let text = self.escape(&self.text, context, Place::Text, &mut tags);
        parts.push(match sign {
            Some(sign) if text.starts_with(char::is_alphabetic) => format!("{sign}{text}"),
            Some(sign) => format!("{sign} {text}"),
            None => text,
        });
        parts.extend(self.behind(Place::AfterText));
        if let Some(reason) = &self.reason {
            let context = Context { due: self.kind.takes_due(), evidence: true, ..Context::default() };
            parts.push("--".into());
            parts.push(self.escape(reason, context, Place::Reason, &mut tags));
        }
        parts.extend(self.behind(Place::AfterReason));
        parts.extend(tags.iter().map(|tag| format!("#{tag}")));
        parts.extend(self.visibility.map(|level| format!("^{}", level.key())));
        parts.extend(self.confidence.map(|sure| format!("^{}", sure.key())));
        parts.extend(self.evidence.iter().map(|(side, number)| format!("{} ~{number}", side.key())));
        parts.extend(self.due.as_ref().map(|due| format!("due {}", when::spelled(due))));
        parts.join(" ")
    }

    fn behind(&self, place: Place) -> impl Iterator<Item = String> {
        self.mentions.iter().filter(move |mention| mention.place == place).map(|mention| format!("@{}", mention.name))
    }

    /// Puts a `\` before each word of a region that would mean something it did not, and crosses off the tags that stand in it.
    fn escape(&self, text: &str, context: Context, place: Place, tags: &mut Vec<String>) -> String {
        let mut names = self.mentions.iter().filter(|mention| mention.place == place).map(|mention| mention.name.as_str()).peekable();
        let words = shape::words(text);
        let mut line = String::new();
        for (at, word) in words.iter().enumerate() {
            // A mark at the very end would trail behind the text and leave it.
            let meant = match context.mark(word.text) {
                Some((_, true)) if at + 1 == words.len() => false,
                Some((Mark::Who(name), _)) => names.next_if_eq(&name).is_some(),
                Some((Mark::Tag(tag), _)) => self.tags.iter().any(|known| known == tag),
                _ => false,
            };
            if meant && let Some((Mark::Tag(tag), _)) = shape::mark(word.text) {
                tags.retain(|known| known != tag);
            }
            line.push_str(word.gap);
            if !meant && context.means(word.text.trim_start_matches('\\'), &shape::following(&words, at), at == 0) {
                line.push('\\');
            }
            line.push_str(word.text);
        }
        line
    }
}
