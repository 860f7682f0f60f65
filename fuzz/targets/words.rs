//! The small languages people type: search, times, lengths, amounts, names of records, "unknown by".

use warroom::model::id::{ActionRef, CaseRef, EntryRef, Id};
use warroom::model::search::{Search, Typed, words_of};
use warroom::model::when::{self, Lean, Now};
use warroom::model::{Zone, quantity, unknown};

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    search(text);
    let now = Now { at: 1_795_439_100_000, zone: Zone::parse("Europe/Berlin").expect("a zone that there is") };
    for lean in [Lean::Past, Lean::Any, Lean::Future] {
        if let Ok(moment) = when::parse(text, &now, lean) {
            let spelled = when::spelled(&moment);
            assert_eq!(when::parse(&spelled, &now, lean).as_ref().map(|back| back.at), Ok(moment.at), "{text:?} was spelled {spelled:?}");
        }
    }
    if let Some(length) = when::duration(text) {
        assert!(length >= 0, "{text:?} is {length}");
    }
    amount(text);
    names(text);
    if let Some(Some(by)) = unknown::said(text) {
        assert!(text.contains(by));
    }
    if let Some(about) = unknown::About::read(text) {
        let entry = EntryRef { case: CaseRef::parse("INC-1").expect("a case"), number: 2 };
        assert_eq!(unknown::About::read(&about.key(entry)), Some(about), "{text:?}");
    }
}

fn search(text: &str) {
    let typed = Typed::read(text);
    for word in typed.words.iter().chain(&typed.phrases).chain(&typed.without) {
        assert!(word.chars().any(char::is_alphanumeric) && !word.contains('\0') && !word.contains('"'), "{word:?} of {text:?}");
    }
    let parts = typed.words.len() + typed.phrases.len() + typed.without.len() + typed.operators.len() + typed.excluded.len();
    assert!(parts <= text.len());
    assert!(words_of(text).all(|word| text.contains(word)));
    let search = Search { words: typed.words.join(" "), phrases: typed.phrases, without: typed.without, ..Search::default() };
    assert!(search.sought().count() <= text.len());
    let _ = search.side_by_side();
    let _ = search.closeness(text);
}

fn amount(text: &str) {
    let Some(amount) = quantity::parse(text) else { return };
    for code in ["EUR", "JPY", "KWD"] {
        let Some(minor) = amount.minor(code) else { continue };
        let written = quantity::money(minor, code);
        let back = quantity::parse(&written).and_then(|back| back.minor(code));
        assert_eq!(back, Some(minor), "{text:?} was written {written:?}");
    }
    if let Some(hundredths) = amount.scaled(2) {
        let written = quantity::hundredths(hundredths);
        assert_eq!(quantity::parse(&written).and_then(|back| back.scaled(2)), Some(hundredths), "{text:?} was written {written:?}");
    }
}

fn names(text: &str) {
    if let Some(case) = CaseRef::parse(text) {
        assert_eq!(CaseRef::parse(&case.to_string()), Some(case));
    }
    if let Some(entry) = EntryRef::parse(text) {
        assert_eq!(EntryRef::parse(&entry.to_string()), Some(entry));
    }
    if let Some(action) = ActionRef::parse(text) {
        assert_eq!(ActionRef::parse(&action.to_string()), Some(action));
    }
    if let Some(id) = Id::parse(text) {
        assert_eq!(Id::parse(&id.to_string()), Some(id));
        let _ = id.made();
    }
    if let Some(zone) = Zone::parse(text) {
        assert_eq!(Zone::parse(zone.name()).map(Zone::name), Some(zone.name()));
    }
}
