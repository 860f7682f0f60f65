//! Text to the reader of mappings and of lists of words; what is taken is used once.

use warroom::app::import::{Options, Rules};

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut rules = Rules::load(None);
    let _ = rules.words.with(text);
    if rules.profiles.add("own", text).is_ok() || rules.profiles.add("csv", text).is_ok() {
        let _ = rules.read(b"a,b,Key,Title\n1,2,K-1,T\n", "f.csv", Some("own"), &Options::default());
        let _ = rules.read(b"[{\"a\":1,\"key\":\"K-1\",\"title\":{\"name\":\"T\"}}]", "f.json", Some("own"), &Options::default());
    }
}
