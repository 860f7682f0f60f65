//! Texts through the taking out of secrets: a secret is gone whatever stands around it, and nothing is taken out twice.

use warroom::document::redact::{MARK, redact, redact_value};

/// What must never come out again; made up.
const SECRET: &str = "Zx81-qqWw-00-plume";

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (clean, count) = redact(&text);
    if count == 0 {
        assert_eq!(clean, text, "changed, and nothing was counted");
    } else {
        assert!(clean.contains(MARK), "{count} counted, and no mark in {clean:?}");
    }
    let mut value = serde_json::json!({"a": [text], "b": 1});
    assert_eq!(redact_value(&mut value), count);
    assert_eq!(value["a"][0], clean.as_str());
    if text.contains(SECRET) {
        return;
    }
    // On a line of its own between other lines it is found whatever they hold.
    let around = format!("{text}\n\npassword: {SECRET}\n\n{text}");
    let (clean, _) = redact(&around);
    assert!(!clean.contains(SECRET), "{around:?} became {clean:?}");
}
