//! What a form begins with, what is kept of what was typed into it, and how it begins afresh.

use super::Dialog;
use crate::app::Field;
use crate::model::refusal::Refusal;
use crate::tui::deed;
use crate::tui::desk::Desk;
use crate::tui::stage::Reply;

impl Dialog {
    /// Fills in what is to be changed, and over it what was typed before and not handed in.
    pub(in crate::tui) fn fill(&mut self, texts: &[(&'static str, String)], desk: &Desk) {
        let kept = self.kept(desk);
        self.filled = texts.to_vec();
        // What was kept is the whole form; a field that is not in it was emptied.
        let texts = if kept.is_empty() || self.deed.corrects() { texts } else { &[] };
        for (key, text) in texts.iter().chain(&kept) {
            self.form.set(key, text);
        }
    }

    /// Names what was typed and not handed in.
    pub(super) fn name(&self) -> String {
        let project = self.known.get("project").unwrap_or_default();
        format!("{} {} {project}", self.deed.name(), deed::named(&self.known)).trim().to_owned()
    }

    /// Gives what was typed into this form before and not handed in.
    pub(super) fn kept(&self, desk: &Desk) -> Vec<(&'static str, String)> {
        let kept: serde_json::Map<String, serde_json::Value> = serde_json::from_str(desk.unsent(&self.name())).unwrap_or_default();
        let text = |field: &&'static Field| Some((field.key, kept.get(field.key)?.as_str()?.to_owned()));
        self.shown.iter().filter_map(text).collect()
    }

    /// Gives what is to be kept of what was typed; nothing where it was handed in, or is as it was filled in.
    pub(super) fn typed(&self) -> String {
        let answers = if self.done || self.confirms { Vec::new() } else { self.answers() };
        let answers = if answers == self.filled { Vec::new() } else { answers };
        let json: serde_json::Map<String, serde_json::Value> =
            answers.into_iter().map(|(key, text)| (key.to_owned(), text.into())).collect();
        if json.is_empty() { String::new() } else { serde_json::Value::Object(json).to_string() }
    }

    /// Says which fields that are to be corrected somebody else has corrected since the form began. Said once, they are written over when
    /// it is handed in again; what is in no answer is left as others made it.
    pub(super) fn moved(&mut self, answers: &[(&'static str, String)], desk: &Desk) -> Vec<Refusal> {
        let now = if self.deed.corrects() { deed::present(&self.deed, &self.known, &self.shown, desk) } else { Vec::new() };
        let text = |all: &[(&'static str, String)], key: &str| all.iter().find(|(of, _)| *of == key).map(|(_, text)| text.clone());
        let mut refusals = Vec::new();
        for (key, wanted) in answers {
            let (was, is) = (text(&self.before, key).unwrap_or_default(), text(&now, key).unwrap_or_default());
            if was != is && is != *wanted {
                let why = if is.is_empty() {
                    "somebody has cleared this meanwhile".into()
                } else {
                    format!("somebody has made this '{is}' meanwhile")
                };
                refusals.push(Refusal::field(key, why, "handed in again, yours takes its place; History keeps both"));
                self.before.retain(|(of, _)| of != key);
                self.before.extend((!is.is_empty()).then_some((*key, is)));
            }
        }
        refusals
    }

    /// Puts what was there at the beginning in the place of what was filled in; or brings that back.
    pub(super) fn afresh(&mut self) -> Reply<Desk> {
        self.restored = false;
        let (answers, words) = match self.dropped.take() {
            Some(dropped) => (dropped, "what was filled in is back"),
            None => {
                self.dropped = Some(self.form.answers());
                (
                    self.before.iter().chain(&self.filled).cloned().collect(),
                    "the form is as it was at first; the same key brings back what was filled in",
                )
            }
        };
        for field in &self.shown {
            let text = answers.iter().find(|(key, _)| *key == field.key).map_or("", |(_, text)| text);
            self.form.set(field.key, text);
        }
        Reply::Say(words.to_owned())
    }
}
