//! The line of the minutes: whatever is read is written so that it reads the same, and what is shown of it is tame.

use warroom::document::print::cell;
use warroom::model::Zone;
use warroom::model::capture::{parse, parse_again, parse_as, stray};
use warroom::model::entry::EntryKind;
use warroom::model::when::Now;

use super::oracle;

/// Feeds one input: a byte for the instant and the kind, then the line.
pub fn feed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let zone =
        Zone::parse(["Europe/Berlin", "Pacific/Apia", "UTC", "America/St_Johns"][usize::from(first % 4)]).expect("a zone that there is");
    // Two of the instants lie in an hour that the clock of Berlin shows twice, and beside the one it never shows.
    let at = [1_795_439_100_000, 1_792_890_000_000, 1_774_745_400_000, 0][usize::from(first / 4 % 4)];
    let now = Now { at, zone };
    let kind = EntryKind::SIGNS[usize::from(first / 16) % EntryKind::SIGNS.len()].1;
    for (read, chosen) in [(parse(text, &now), None), (parse_as(text, kind, &now), Some(kind))] {
        let line = match read {
            Ok(line) => line,
            Err(refusals) => {
                assert!(!refusals.is_empty(), "refused without a word");
                for refusal in refusals {
                    oracle::tame(&cell(&refusal.why), false);
                    oracle::tame(&cell(&refusal.hint), false);
                }
                continue;
            }
        };
        assert!(!line.text.trim().is_empty(), "a line without words");
        assert!(chosen.is_none_or(|kind| line.kind == kind));
        let written = line.to_text();
        assert_eq!(parse(&written, &now).as_ref(), Ok(&line), "{text:?} was written {written:?}");
        for (_, value) in line.preview(&now) {
            oracle::tame(&cell(&value), false);
        }
        let names = line.names().len();
        let nobody = line.clone().settled(|_| false);
        assert!(nobody.names().is_empty() && names <= text.len());
        assert!(line.with_hypotheses(|_| false).evidence.is_empty());
    }
    let _ = parse_again(text, kind, &now);
    assert!(stray(text, kind).all(|word| text.contains(word)));
}
