//! Damaged and hostile files.

use proptest::prelude::*;

use super::super::format::{self, Options};
use super::super::profile::BUILT_IN;
use super::read;
use crate::model::Zone;

const SAMPLES: &[&str] = &[
    "number,incident_state,sys_mod_count,opened_at,sys_updated_at,priority\nINC1,New,0,29/2/2016 01:16,29/2/2016 01:23,1\nINC1,Closed,1,29/2/2016 01:16,5/3/2016 12:00,2\n",
    "Summary,Issue key,Issue id,Created,Comment,Comment,Parent\n\"a \"\"b\"\"\n\",OPS-1,1,18/jul/26 9:10 AM,18/jul/26 9:10 AM;a;b,x,1\n",
    r#"{"result":[{"number":"INC7","sys_id":"x","state":{"display_value":"New","value":1},"opened_at":"2020-11-11 17:54:57","work_notes":"2016-12-13 02:46:44 - B (W)\nx"}]}"#,
    r#"{"page":{"name":"E"},"incidents":[{"id":"a","name":"M","status":"resolved","impact":"major","created_at":"2025-03-01T10:05:00.000Z","incident_updates":[{"id":"u","status":"resolved","body":"x","display_at":"2025-03-01T11:30:00Z","affected_components":null}]}]}"#,
];

fn try_all(bytes: &[u8]) {
    let _ = format::read(bytes, "file", None, &Options::default());
    // A few of the formats each time; over all cases every one has its turn.
    for (name, _) in BUILT_IN.iter().skip(bytes.len() % 9).step_by(9) {
        let _ = format::read(bytes, "file", Some(name), &Options { day_first: Some(true), ..Options::default() });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        try_all(&bytes);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[\\PC,;\"\n\r\t\\[{}:0-9/-]{0,200}") {
        try_all(text.as_bytes());
    }

    #[test]
    fn damaged_exports_never_panic(sample in 0..SAMPLES.len(), at in any::<prop::sample::Index>(), cut in 0_usize..12, patch in "\\PC{0,6}") {
        let sample = SAMPLES[sample].as_bytes();
        let at = at.index(sample.len());
        let tail = &sample[(at + cut).min(sample.len())..];
        try_all(&[&sample[..at], patch.as_bytes(), tail].concat());
    }

    #[test]
    fn arbitrary_times_never_panic(text in "[0-9TZapm:./ +a-z-]{0,30}", day_first in any::<bool>()) {
        let survey = super::super::dates::Survey::default();
        let dates = survey.settle(Zone::parse("Pacific/Apia").unwrap(), "", Some(day_first)).unwrap();
        let _ = dates.read(&text);
    }
}

#[test]
fn samples_are_read_before_they_are_damaged() {
    for sample in SAMPLES {
        assert_eq!(read(sample).unwrap().cases.len(), 1, "{sample}");
    }
}

#[test]
fn unknown_shapes_say_what_they_look_like_and_what_is_known() {
    let error = read("colour,shape\nred,round\n").unwrap_err();
    assert!(error.why.raw().contains("colour, shape") && error.hint.raw().contains("jira-csv"), "{error:?}");
    assert_eq!(error.refusal().why.raw(), "file: no known format: a table with the columns colour, shape");
    assert!(read("{\"a\":1}").unwrap_err().why.raw().contains("JSON with a"));
    assert!(read("just a letter\nto you\n").unwrap_err().why.raw().contains("no table"));
    let failed = read(r#"{"error":{"message":"User Not Authenticated"},"status":"failure"}"#).unwrap_err();
    assert!(failed.why.raw().contains("User Not Authenticated"), "{failed:?}");
}

#[test]
fn files_without_records_are_refused() {
    for text in ["", "\n", "Issue key,Summary\n", "number,state\n,\n", "[]", "{}", r#"{"result":[]}"#, r#"{"page":{},"incidents":[]}"#] {
        let error = read(text).unwrap_err();
        assert!(error.why.raw().contains("no records"), "{text:?}: {error:?}");
    }
}

#[test]
fn a_named_format_must_exist_and_fit() {
    let named = |name| format::read(SAMPLES[0].as_bytes(), "f.csv", Some(name), &Options::default());
    assert!(named("Servicenow-Log").is_ok() && named("servicenow-csv").is_ok());
    assert!(named("jira-csv").unwrap_err().why.raw().contains("no jira-csv"));
    assert!(named("excel").unwrap_err().hint.raw().contains("statuspage"));
    assert_eq!(read(SAMPLES[2]).unwrap().format, "servicenow-json");
    // Who names one knows better than what speaks for or against it.
    let text = b"Key,Summary,Status\n17,Card payments fail,Open\n";
    let read = |name| format::read(text, "f.csv", name, &Options::default()).unwrap().format;
    assert_eq!((read(None).as_str(), read(Some("jira-csv")).as_str()), ("csv", "jira-csv"));
}

#[test]
fn text_is_kept_exactly_however_odd_it_is() {
    let odd = "\u{1b}]0;x\u{7}\u{202e}<b>&amp;amp; 🔥 שלום =cmd()";
    let incoming = read(&format!("Issue key,Summary,Status\nA-1,\"{odd}\",{odd}\n")).unwrap();
    assert_eq!(incoming.cases[0].title.raw(), odd);
    assert_eq!(incoming.cases[0].foreign_state.as_deref(), Some(odd));
}

#[test]
fn a_large_log_folds_into_all_its_incidents() {
    let rows = |n: usize| {
        let mut text = String::from("number,incident_state,sys_mod_count,opened_at,sys_updated_at,priority,assigned_to\n");
        for i in 0..n {
            text.push_str(&format!(
                "INC{:07},Active,{},29/2/2016 01:16,29/2/2016 01:{:02},3 - Moderate,Person {}\n",
                i / 6,
                i % 6,
                i % 60,
                i % 9
            ));
        }
        text
    };
    let incoming = read(&rows(30_000)).unwrap();
    assert_eq!((incoming.cases.len(), incoming.cases[0].entries.len()), (5000, 6));
}

#[test]
fn files_that_are_huge_in_one_place_only_stay_quick() {
    let many = |piece: &str| piece.repeat(100_000);
    assert!(read(&format!("{}Issue key,Summary\nA-1,x\n", many("\n"))).is_ok());
    assert!(read(&format!("number,state,category\nINC1,New,\"{}\"\n", (0..100_000).map(|i| format!("{i},")).collect::<String>())).is_ok());
    let notes: String = (0..20_000).map(|i| format!("2016-12-13 02:46:44 - B (W)\n{i}\n")).collect();
    assert_eq!(read(&format!("number,state,work_notes\nINC1,New,\"{notes}\"\n")).unwrap().cases[0].entries.len(), 20_000);
    assert!(read(&format!("{}\n1\n", many("a,"))).unwrap_err().why.raw().contains("columns"));
    assert!(read(&many("\"")).is_err() && read(&many("[")).is_err() && read(&many("#\n")).is_err());
}
