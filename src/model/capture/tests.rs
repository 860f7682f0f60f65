//! Lines as scribes type them, and as nobody would.

use proptest::prelude::*;

use super::*;
use crate::model::{Precision, Zone};

/// Sunday 2026-11-22 14:32:17 in Amsterdam.
fn now() -> Now {
    Now { at: 1_795_354_337_000, zone: Zone::parse("Europe/Amsterdam").unwrap() }
}

fn line(text: &str) -> Line {
    parse(text, &now()).unwrap_or_else(|refusals| panic!("{text}: {refusals:?}"))
}

fn whys(text: &str) -> Vec<String> {
    parse(text, &now()).unwrap_err().into_iter().map(|refusal| refusal.why.into_raw()).collect()
}

fn time(moment: Option<Moment>) -> String {
    moment.map(|moment| when::stamp(&moment, now().zone)).unwrap_or_default()
}

#[test]
fn the_line_of_the_sketch_says_all_that_it_should() {
    let line = line("14:05 !fail over to DC2 -- replica lag is under 5 s @ana in 20m");
    assert_eq!(line.kind, EntryKind::Decision);
    assert_eq!(time(line.observed), "2026-11-22 14:05");
    assert_eq!(line.text, "fail over to DC2");
    assert_eq!(line.reason.as_deref(), Some("replica lag is under 5 s"));
    assert_eq!((line.owner(), line.names()), (Some("ana"), vec!["ana"]));
    assert_eq!(line.due.unwrap().at, now().at + 20 * 60_000);
    let said: Vec<String> = line.preview(&now()).into_iter().map(|(label, value)| format!("{label} {}", value.raw())).collect();
    assert_eq!(said, ["kind decision", "at 14:05", "who ana", "due 14:52", "reason given"]);
}

#[test]
fn the_first_sign_says_the_kind() {
    for (text, kind, words) in [
        ("disk full", EntryKind::Fact, "disk full"),
        ("!fail over", EntryKind::Decision, "fail over"),
        ("! fail over", EntryKind::Decision, "fail over"),
        ("+restart", EntryKind::Action, "restart"),
        ("?who pays", EntryKind::Question, "who pays"),
        ("~token expired", EntryKind::Hypothesis, "token expired"),
        ("=cash only", EntryKind::Workaround, "cash only"),
        ("%shops open at 9", EntryKind::Assumption, "shops open at 9"),
        (">told sponsors", EntryKind::Update, "told sponsors"),
        ("14:05 +重启数据库", EntryKind::Action, "重启数据库"),
        // Not before a letter or a blank, not first, or escaped.
        ("+3 servers down", EntryKind::Fact, "+3 servers down"),
        ("!!", EntryKind::Fact, "!!"),
        ("~/.ssh is gone", EntryKind::Fact, "~/.ssh is gone"),
        ("disk !full", EntryKind::Fact, "disk !full"),
        ("\\!fail over", EntryKind::Fact, "!fail over"),
        ("\\! fail over", EntryKind::Fact, "! fail over"),
        ("! 5 nodes", EntryKind::Decision, "5 nodes"),
        ("!what !now", EntryKind::Decision, "what !now"),
    ] {
        let line = line(text);
        assert_eq!((line.kind, line.text.as_str()), (kind, words), "{text}");
    }
}

#[test]
fn a_leading_time_back_dates() {
    for (text, want, words) in [
        ("9:05 x", "2026-11-22 09:05", "x"),
        ("yesterday 14:05 x", "2026-11-21 14:05", "x"),
        ("gisteren 14:05 x", "2026-11-21 14:05", "x"),
        ("昨天14:05 磁盘已满", "2026-11-21 14:05", "磁盘已满"),
        ("2026-11-20 14:05 x", "2026-11-20 14:05", "x"),
        ("2026-11-20T14:05:30Z x", "2026-11-20 15:05", "x"),
        ("-20m x", "2026-11-22 14:12", "x"),
        ("~14:05 x", "~2026-11-22 14:05", "x"),
        ("14:05 15:00 x", "2026-11-22 14:05", "15:00 x"),
        ("14:05 \\15:00 x", "2026-11-22 14:05", "\\15:00 x"),
        // Words that only begin like a time.
        ("\\14:05 was the start", "", "14:05 was the start"),
        ("2026-11-22 is the day", "", "2026-11-22 is the day"),
        ("yesterday was better", "", "yesterday was better"),
        ("-20 degrees", "", "-20 degrees"),
        ("14:05, they said", "", "14:05, they said"),
        ("tomorrow 9:00 we go live", "", "tomorrow 9:00 we go live"),
        ("16:9screen", "", "16:9screen"),
    ] {
        let line = line(text);
        assert_eq!((time(line.observed).as_str(), line.text.as_str()), (want, words), "{text}");
    }
}

#[test]
fn a_time_that_cannot_be_is_refused_and_not_kept_as_words() {
    assert_eq!(whys("25:00 x"), ["“25:00” is not a time"]);
    assert_eq!(whys("2026-02-30 14:05 x"), ["“2026-02-30 14:05” is not a time"]);
    assert_eq!(whys("-1h90m x"), ["“-1h90m” is not a time"]);
    assert_eq!(whys("+call due 25:00"), ["“25:00” is not a time"]);
    let ahead = parse("15:00 we go live", &now()).unwrap_err();
    assert!(ahead[0].hint.raw().contains("planned?") && ahead[0].hint.raw().contains("due 15:00"), "{ahead:?}");
    assert_eq!(ahead[0].field, "line");
    assert_eq!(time(line("14:37 x").observed), "2026-11-22 14:37", "five minutes ahead are taken");
    assert_eq!(line("\\25:00 x").text, "25:00 x");
}

#[test]
fn a_line_that_says_nothing_is_refused() {
    for text in ["", "   ", "14:05", "!", "! ", "14:05 !", "@ana", "#db ^public", "! -- because", "+due 15:00", "\u{3000}"] {
        assert_eq!(whys(text), ["nothing was said"], "{text}");
    }
    assert_eq!(whys("25:00"), ["“25:00” is not a time", "nothing was said"], "all reasons at once");
}

#[test]
fn marks_leave_the_text_only_where_they_trail_behind_it() {
    let line = line("@joost, of #net says @小明's node is down #db-01 ^Public @ana @ana");
    assert_eq!(line.text, "@joost, of #net says @小明's node is down");
    assert_eq!(line.names(), ["joost", "小明", "ana"]);
    assert_eq!(line.owner(), Some("ana"));
    assert_eq!(line.tags, ["db-01", "net"]);
    assert_eq!(line.visibility, Some(Visibility::Public));
}

#[test]
fn marks_need_a_blank_before_and_a_letter_after() {
    for text in [
        "mail ana@example.org",
        "see #123",
        "at @9",
        "use @scope/package",
        "ping @ana@example.org",
        "raise x^internal",
        "mind ^intern",
        "a @ b # c ^",
    ] {
        let line = line(text);
        assert_eq!((line.text.as_str(), line.mentions.len(), line.tags.len(), line.visibility), (text, 0, 0, None));
    }
    let line = line("say \\@ana and \\#db are ^internal fine \\^public");
    assert_eq!(line.text, "say @ana and #db are fine ^public");
    assert_eq!((line.mentions.len(), line.tags.len(), line.visibility), (0, 0, Some(Visibility::Internal)));
    assert_eq!(whys("x ^internal ^public"), ["two visibilities were given"]);
}

#[test]
fn a_visibility_holds_with_punctuation_behind_it_and_one_that_is_none_is_found() {
    for text in ["!cut the line ^internal.", "!cut ^Internal, the line", "!cut the line (yes) ^internal!"] {
        assert_eq!(line(text).visibility, Some(Visibility::Internal), "{text}");
        assert_eq!(stray(text, EntryKind::Fact).count(), 0, "{text}");
    }
    let strays: Vec<&str> = stray("!cut ^intern \\^secret 2^x ^2 ^public ^team", EntryKind::Decision).collect();
    assert_eq!(strays, ["^intern", "^team"]);
}

#[test]
fn a_backslash_that_takes_nothing_away_stays() {
    for text in ["\\\\srv-db-01\\share is full", "C:\\temp \\n", "\\", "\\ x", "a \\-- b"] {
        assert_eq!(line(text).text, text);
    }
    assert_eq!(line("\\\\!x").text, "\\!x");
}

#[test]
fn only_decisions_questions_and_actions_are_due_and_only_at_the_end() {
    for (text, want, words) in [
        ("+restart due 15:00", "2026-11-22 15:00", "restart"),
        ("+restart due 9:00", "2026-11-23 09:00", "restart"),
        ("?who pays in 2h", "2026-11-22 16:32", "who pays"),
        ("?who pays due in 2h", "2026-11-22 16:32", "who pays"),
        ("!go due tomorrow 9:00 @ana #x", "2026-11-23 09:00", "go"),
        ("!go @ana due 2026-12-01 09:00", "2026-12-01 09:00", "go"),
        ("+report due about friday 15:00", "~2026-11-27 15:00", "report"),
        ("+report due 2026-12-01", "2026-12-01", "report"),
        ("+report Due unknown", "unknown", "report"),
        ("restart in 20m", "", "restart in 20m"),
        (">told them: fixed in 2h", "", "told them: fixed in 2h"),
        ("+restart in 20m if needed", "", "restart in 20m if needed"),
        ("+sit in on it", "", "sit in on it"),
        ("+pay the invoice due 30 days", "", "pay the invoice due 30 days"),
        ("?is it due ?", "", "is it due ?"),
        ("+restart \\in 20m", "", "restart in 20m"),
        ("+restart \\due \\in 20m", "", "restart due in 20m"),
        ("!go due 15:00 -- lag", "", "go due 15:00"),
    ] {
        let line = line(text);
        assert_eq!((time(line.due).as_str(), line.text.as_str()), (want, words), "{text}");
    }
    assert_eq!(whys("+x due 15:00 in 20m"), ["two due times were given"]);
    assert_eq!(line("!go -- the lag is due friday").due.unwrap().precision, Precision::Day);
}

#[test]
fn the_first_double_dash_of_a_decision_is_its_reason() {
    let first = line("!go -- lag -- is low #db");
    assert_eq!((first.text.as_str(), first.reason.as_deref(), first.tags.len()), ("go", Some("lag -- is low"), 1));
    for text in ["go -- now", "+go -- now", "!go --now", "!go--now"] {
        let line = line(text);
        assert_eq!((line.text.as_str(), line.reason), (text.trim_start_matches(['!', '+']), None));
    }
    assert_eq!(line("!go \\-- now").text, "go -- now");
    let none = line("!go -- @ana");
    assert_eq!((none.reason, none.mentions[0].place), (None, Place::AfterText));
    assert_eq!(line("!go").preview(&now())[1], ("reason", "missing".into()));
}

#[test]
fn unknown_names_go_back_to_where_they_stood() {
    let known = |name: &str| name == "ana";
    let text = line("+mail @bob on it @carl @ana").settled(known);
    assert_eq!((text.text.as_str(), text.names()), ("mail @bob on it @carl", vec!["ana"]));
    let reason = line("!go @dora -- says @bob @carl @ana").settled(known);
    assert_eq!((reason.text.as_str(), reason.reason.as_deref(), reason.owner()), ("go @dora", Some("says @bob @carl"), Some("ana")));
    for settled in [text, reason] {
        assert_eq!(parse(&settled.to_text(), &now()), Ok(settled), "escaped, so that it stays plain");
    }
}

#[test]
fn a_kind_that_was_chosen_elsewhere_leaves_signs_alone() {
    let line = parse_as("14:05 !go -- lag in 20m", EntryKind::Decision, &now()).unwrap();
    assert_eq!((line.kind, line.text.as_str(), line.reason.as_deref()), (EntryKind::Decision, "!go", Some("lag")));
    assert_eq!(parse_as("+x", EntryKind::Fact, &now()).unwrap().text, "+x");
}

#[test]
fn blanks_inside_the_text_are_kept() {
    let line = line("  14:05\t! a  b\u{3000}c \t @ana  ");
    assert_eq!((line.kind, line.text.as_str(), line.owner()), (EntryKind::Decision, "a  b\u{3000}c", Some("ana")));
}

#[test]
fn a_hypothesis_says_how_likely_it_is_and_no_other_line_does() {
    let sure = line("~the token expired ^likely @ana ^management");
    assert_eq!((sure.text.as_str(), sure.confidence), ("the token expired", Some(Confidence::Likely)));
    assert_eq!(line("~it is ^Possible, or not").confidence, Some(Confidence::Possible));
    assert_eq!(line("~it is \\^possible").text, "it is ^possible");
    assert_eq!(whys("~it ^likely is ^unlikely"), ["two words say how likely it is"]);
    for text in ["rain is ^likely", "!go ^likely", "^likely"] {
        let line = line(text);
        assert_eq!((line.confidence, line.text.contains("^likely")), (None, true), "{text}");
        assert_eq!(stray(text, line.kind).collect::<Vec<_>>(), ["^likely"]);
    }
    assert_eq!(stray("~rain ^likely ^x", EntryKind::Hypothesis).collect::<Vec<_>>(), ["^x"]);
}

#[test]
fn a_line_may_end_with_what_it_is_evidence_for_or_against() {
    for (text, words, evidence) in [
        ("disk was full for ~3", "disk was full", &[(Side::For, 3)][..]),
        ("14:05 disk was full Against ~12 #db", "disk was full", &[(Side::Against, 12)]),
        ("+look at it for ~3 in 20m", "look at it", &[(Side::For, 3)]),
        ("+look at it due 15:00 for ~3", "look at it", &[(Side::For, 3)]),
        ("both for ~3 against ~4", "both", &[(Side::For, 3), (Side::Against, 4)]),
        ("twice for ~3 for ~3", "twice", &[(Side::For, 3)]),
        ("~other cause against ~3", "other cause", &[(Side::Against, 3)]),
        // Not at the end, nothing before it, no number, or escaped.
        ("for ~3 it is", "for ~3 it is", &[]),
        ("for ~3", "for ~3", &[]),
        ("waited for ~03", "waited for ~03", &[]),
        ("waited for ~3h", "waited for ~3h", &[]),
        ("waited for ~3.", "waited for ~3.", &[]),
        ("waited \\for ~3", "waited for ~3", &[]),
        ("waitedfor ~3", "waitedfor ~3", &[]),
        ("!wait for ~3 -- it takes long", "wait for ~3", &[]),
    ] {
        let line = line(text);
        assert_eq!((line.text.as_str(), &line.evidence[..]), (words, evidence), "{text}");
    }
    let reason = line("!fail over -- lag is low for ~3");
    assert_eq!((reason.reason.as_deref(), &reason.evidence[..]), (Some("lag is low"), &[(Side::For, 3)][..]));
    assert_eq!(whys("x for ~3 against ~3"), ["it cannot speak for and against the same"]);
    let unknown = line("both for ~3 against ~4").with_hypotheses(|number| number == 4);
    assert_eq!((unknown.text.as_str(), &unknown.evidence[..]), ("both for ~3", &[(Side::Against, 4)][..]));
    let said = line("~x ^likely for ~3").preview(&now());
    assert_eq!(said[1..], [("confidence", "likely".into()), ("evidence", "for ~3".into())]);
}

const PIECES: &[&str] = &[
    "14:05",
    "~14:05",
    "25:00",
    "-20m",
    "20m",
    "2h",
    "yesterday",
    "tomorrow",
    "friday",
    "2026-11-20",
    "2026-11-20T14:05+01:00",
    "昨天9:00",
    "!",
    "!go",
    "+fix",
    "+",
    "?",
    "~why",
    "=",
    ">told",
    "%",
    "--",
    "in",
    "due",
    "unknown",
    "about",
    "@ana",
    "@bob",
    "@小明",
    "@ana,",
    "@ana's",
    "#db",
    "#net.",
    "^public",
    "^internal",
    "^x",
    "\\",
    "\\\\",
    "\\@ana",
    "\\#db",
    "\\^public",
    "\\--",
    "\\in",
    "\\due",
    "\\14:05",
    "\\!go",
    "\\!",
    "\\\\!go",
    "\\\\due",
    "\\yesterday",
    "^likely",
    "^unlikely,",
    "for",
    "against",
    "For",
    "~3",
    "~12",
    "~03",
    "\\for",
    "\\against",
    "\\^possible",
    "word",
    "磁盘",
    "5",
    "e\u{301}",
];

fn lines() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    let gap = prop::sample::select(&[" ", " ", " ", "  ", "\t", "\u{3000}", ""][..]);
    prop::collection::vec((piece, gap), 0..9).prop_map(|all| all.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_was_read_is_written_so_that_it_reads_the_same(text in lines()) {
        if let Ok(line) = parse(&text, &now()) {
            let again = line.to_text();
            prop_assert_eq!(parse(&again, &now()), Ok(line.clone()), "{}", again);
            let settled = line.settled(|name| name == "ana");
            let again = settled.to_text();
            prop_assert_eq!(parse(&again, &now()), Ok(settled.clone()), "{}", again);
            let alone = settled.with_hypotheses(|number| number == 3);
            let again = alone.to_text();
            prop_assert_eq!(parse(&again, &now()), Ok(alone), "{}", again);
        }
    }

    #[test]
    fn a_line_of_a_chosen_kind_is_written_so_that_it_reads_the_same(text in lines(), at in 0..EntryKind::SIGNS.len()) {
        if let Ok(line) = parse_as(&text, EntryKind::SIGNS[at].1, &now()) {
            prop_assert_eq!(parse(&line.to_text(), &now()), Ok(line));
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), at in any::<i64>()) {
        let now = Now { at, ..now() };
        if let Ok(line) = parse(&text, &now) {
            prop_assert!(!line.text.trim().is_empty());
            let _ = line.preview(&now);
            prop_assert_eq!(parse(&line.to_text(), &now), Ok(line));
        }
    }
}
