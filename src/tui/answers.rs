//! What became of an order, in words for the foot: done, refused, or not known.

use super::keys::{Act, Place};
use super::live_keys::Keys;
use super::stage::{About, Answer};
use crate::app::{Done, Failure, StoreError};
use crate::model::refusal::Refusal;

/// Makes an answer of a failure; where nobody knows what happened, doing the same again is safe, because it goes under the same key.
pub fn failed(failure: Failure, asked: &str) -> Answer {
    match failure {
        Failure::Refused(all) => Answer::Refused(all),
        Failure::Store(StoreError::Unknown { why, .. }) => Answer::Unknown(format!(
            "nobody can tell whether it was saved ({why}); {} again: it will not be {} twice",
            if asked.ends_with("do") { "press the same key" } else { "press Enter" },
            if asked == "log" { "logged" } else { "done" },
        )),
        Failure::Store(error) => Answer::Refused(vec![Refusal::whole(error.to_string(), "")]),
    }
}

/// Words what was done, with the key that takes it back.
pub fn said(done: &Done, asked: &str, keys: &Keys) -> String {
    let key = |act| keys.key_for(Place::Board, act).map(|key| key.to_string());
    let mut words = done.label.clone();
    // A label never holds what was typed; who or what was added is said here.
    if let (true, Some(name)) = (asked.ends_with(" add"), done.json.get("name").and_then(|name| name.as_str())) {
        words = format!("{words}: {name}");
    }
    for note in &done.notes {
        words.push_str(" · ");
        // On a command line it is typed after the name of the program, here after the key of the palette.
        let palette = format!("'{} ", key(Act::Palette).unwrap_or_default());
        words.push_str(&note.replace("'warroom ", &palette));
    }
    let way_back = match asked {
        "undo" => key(Act::Redo).map(|key| format!(" · {key} does it again")),
        _ if done.undoable && done.batch.is_some() => key(Act::Undo).map(|key| format!(" · {key} undoes")),
        _ => None,
    };
    words.push_str(&way_back.unwrap_or_default());
    words
}

/// Takes from a command's answer what it was about.
pub fn about(done: &Done) -> About {
    let text = |key: &'static str| done.json.get(key).and_then(|value| value.as_str()).map(|text| (key, text.to_owned()));
    ["case", "entry", "action", "update", "cause"].into_iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nobody_knows_whether_it_was_saved_the_words_are_for_a_screen() {
        let unknown = || Failure::Store(StoreError::Unknown { file: "a.db".into(), why: "disk I/O error".into(), key: "k1".into() });
        let words = |asked| match failed(unknown(), asked) {
            Answer::Unknown(words) => words,
            other => panic!("{other:?}"),
        };
        assert_eq!(words("log"), "nobody can tell whether it was saved (disk I/O error); press Enter again: it will not be logged twice");
        assert!(words("incident open").ends_with("press Enter again: it will not be done twice"));
        assert!(words("undo").ends_with("press the same key again: it will not be done twice"));
    }
}
