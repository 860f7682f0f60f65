//! A file to the importer, and to every format by name: every row of it is a case, goes into one, or is refused.

use warroom::app::import::profile::BUILT_IN;
use warroom::app::import::{Options, format};

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let named = bytes.first().and_then(|byte| BUILT_IN.get(usize::from(*byte) % (BUILT_IN.len() + 1))).map(|(name, _)| *name);
    let rest = bytes.get(1..).unwrap_or_default();
    if let Ok(incoming) = format::read(rest, "file", named, &Options { day_first: Some(true), ..Options::default() }) {
        assert_eq!(incoming.read, incoming.cases.len() + incoming.loose.len() + incoming.folded + incoming.refused.len());
        assert!(incoming.cases.iter().all(|case| !case.key.trim().is_empty()));
    }
}
