//! Every form that is taken, and every near miss that is not.

use proptest::prelude::*;

use super::*;
use crate::model::Precision;

/// Sunday 2026-11-22 14:32:17 in Amsterdam.
fn now() -> Now {
    at("2026-11-22T14:32:17+01:00")
}

fn at(text: &str) -> Now {
    let at = chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
    Now { at, zone: Zone::parse("Europe/Amsterdam").unwrap() }
}

fn read(text: &str, now: &Now, lean: Lean) -> String {
    match parse(text, now, lean) {
        Ok(moment) => spelled(&moment),
        Err(no) => format!("refused: {}", no.why.raw()),
    }
}

#[test]
fn what_happened_is_read_as_the_past() {
    for (text, want) in [
        ("14:05", "2026-11-22T14:05+01:00"),
        ("9:00", "2026-11-22T09:00+01:00"),
        ("09:00", "2026-11-22T09:00+01:00"),
        ("9:00:30", "2026-11-22T09:00:30.000+01:00"),
        ("14:37", "2026-11-22T14:37+01:00"),
        ("2:33", "2026-11-22T02:33+01:00"),
        ("yesterday 9:00", "2026-11-21T09:00+01:00"),
        ("Yesterday  09:00 ", "2026-11-21T09:00+01:00"),
        ("today 14:00", "2026-11-22T14:00+01:00"),
        ("friday 15:00", "2026-11-20T15:00+01:00"),
        ("sunday 15:00", "2026-11-15T15:00+01:00"),
        ("sunday 14:00", "2026-11-22T14:00+01:00"),
        ("2026-11-22 14:05", "2026-11-22T14:05+01:00"),
        ("2026-11-22T14:05", "2026-11-22T14:05+01:00"),
        ("2026-07-22 14:05", "2026-07-22T14:05+02:00"),
        ("2026-11-22 14:05:09", "2026-11-22T14:05:09.000+01:00"),
        ("2026-11-22T13:05:09.5Z", "2026-11-22T13:05:09.500+00:00"),
        ("2026-11-22t13:05:09.123456789z", "2026-11-22T13:05:09.123+00:00"),
        ("2026-11-22T07:05-06:00", "2026-11-22T07:05-06:00"),
        ("2026-11-22 14:05+01:00", "2026-11-22T14:05+01:00"),
        ("2026-11-21", "2026-11-21"),
        ("today", "2026-11-22"),
        ("yesterday", "2026-11-21"),
        ("friday", "2026-11-20"),
        ("-20m", "2026-11-22T14:12:17.000+01:00"),
        ("-1h30m", "2026-11-22T13:02:17.000+01:00"),
        ("20m ago", "2026-11-22T14:12:17.000+01:00"),
        ("3d ago", "2026-11-19T14:32:17.000+01:00"),
        ("now", "2026-11-22T14:32:17.000+01:00"),
        ("in 4m", "2026-11-22T14:36:17.000+01:00"),
        ("~14:05", "~2026-11-22T14:05+01:00"),
        ("~ 14:05", "~2026-11-22T14:05+01:00"),
        ("about yesterday 14:05", "~2026-11-21T14:05+01:00"),
        ("unknown", "unknown"),
        ("?", "unknown"),
        ("gisteren 9:00", "2026-11-21T09:00+01:00"),
        ("vrijdag 15:00", "2026-11-20T15:00+01:00"),
        ("ongeveer 14:05", "~2026-11-22T14:05+01:00"),
        ("昨天 9:00", "2026-11-21T09:00+01:00"),
        ("昨天9：00", "2026-11-21T09:00+01:00"),
        ("星期五15:00", "2026-11-20T15:00+01:00"),
    ] {
        assert_eq!(read(text, &now(), Lean::Past), want, "{text}");
    }
}

#[test]
fn what_is_due_is_read_as_the_future() {
    for (text, want) in [
        ("14:33", "2026-11-22T14:33+01:00"),
        ("14:32", "2026-11-22T14:32+01:00"),
        ("14:31", "2026-11-23T14:31+01:00"),
        ("9:00", "2026-11-23T09:00+01:00"),
        ("tomorrow 9:00", "2026-11-23T09:00+01:00"),
        ("morgen 9:00", "2026-11-23T09:00+01:00"),
        ("明天9:00", "2026-11-23T09:00+01:00"),
        ("friday 15:00", "2026-11-27T15:00+01:00"),
        ("sunday 15:00", "2026-11-22T15:00+01:00"),
        ("sunday 14:00", "2026-11-29T14:00+01:00"),
        ("in 2h", "2026-11-22T16:32:17.000+01:00"),
        ("in 1h30m", "2026-11-22T16:02:17.000+01:00"),
        ("in 3d", "2026-11-25T14:32:17.000+01:00"),
        ("+20m", "2026-11-22T14:52:17.000+01:00"),
        ("over 20m", "2026-11-22T14:52:17.000+01:00"),
        ("2026-11-20 14:05", "2026-11-20T14:05+01:00"),
        ("tomorrow", "2026-11-23"),
        ("sunday", "2026-11-22"),
    ] {
        assert_eq!(read(text, &now(), Lean::Future), want, "{text}");
    }
    let day = parse("tomorrow", &now(), Lean::Future).unwrap();
    assert_eq!(clock(day.at, now().zone), "23:59", "a day that is due is over when it ends");
    let day = parse("yesterday", &now(), Lean::Past).unwrap();
    assert_eq!((clock(day.at, now().zone).as_str(), day.precision), ("00:00", Precision::Day));
}

#[test]
fn anything_else_is_refused_with_the_forms() {
    for text in [
        "",
        " ",
        "25:00",
        "24:00",
        "14:60",
        "14:5x",
        "14:5",
        "1405",
        "14.05",
        "9am",
        "14:05 x",
        "14:05:61",
        "14:05:30:1",
        "-14:05",
        "+14:05",
        "2026-02-30",
        "2026-02-30 14:05",
        "2026-13-01",
        "2026-1-2",
        "26-01-02",
        "22-11-2026",
        "1899-12-31",
        "2026-11-22 14:05 CET",
        "2026-11-22T14:05+1",
        "2026-11-22T14:05+19:00",
        "2026-11-22T14:05+01:60",
        "2026-11-22T14:05.5Z",
        "2026-11-22T",
        "2026-11-22T14:05 +01:00",
        "yesterday morning",
        "yesterday 25:00",
        "next friday",
        "friday friday",
        "9:00 yesterday",
        "in",
        "in 20",
        "in 20s",
        "in 2h ago",
        "20m",
        "90s ago",
        "-",
        "+",
        "-m",
        "-1h90m",
        "-1m1h",
        "-1h1h",
        "~",
        "~~14:05",
        "about",
        "about unknown",
        "~2026-11-22",
        "now now",
        "e\u{301}",
        "１４:０５",
    ] {
        for lean in [Lean::Past, Lean::Future] {
            let no = parse(text, &now(), lean).unwrap_err();
            assert_eq!(no.hint.raw(), FORMS, "{text}");
        }
    }
    assert!(parse(&"9".repeat(5_000), &now(), Lean::Past).unwrap_err().why.raw().len() < 100);
}

#[test]
fn a_past_that_lies_ahead_is_refused_beyond_five_minutes() {
    for text in ["14:38", "15:00", "today 15:00", "tomorrow 9:00", "tomorrow", "in 20m", "2026-11-22 14:38", "2:31", "2027-01-01"] {
        let no = parse(text, &now(), Lean::Past).unwrap_err();
        assert!(no.hint.raw().contains("planned?"), "{text}: {no:?}");
    }
    assert_eq!(read("23:58", &at("2026-11-22T00:10:00+01:00"), Lean::Past), "2026-11-21T23:58+01:00", "back over midnight");
    assert_eq!(read("0:02", &at("2026-11-22T23:58:00+01:00"), Lean::Past), "2026-11-23T00:02+01:00", "on over midnight");
    let why = read("21:00", &at("2026-11-22T09:30:00+01:00"), Lean::Past);
    assert_eq!(why, "refused: “21:00” is 11h30 ahead, and yesterday it was more than 12 h ago");
    assert_eq!(read("21:00", &at("2026-11-22T09:00:00+01:00"), Lean::Past), "2026-11-21T21:00+01:00", "twelve hours ago at most");
    assert_eq!(read("2:31", &now(), Lean::Past), "refused: “2:31” was more than 12 h ago");
}

#[test]
fn a_time_that_happened_twice_asks_for_its_offset() {
    let day_after = at("2026-10-25T10:00:00+01:00");
    for text in ["2:30", "today 2:30", "sunday 2:30", "2026-10-25 2:30"] {
        let no = parse(text, &day_after, Lean::Past).unwrap_err();
        assert!(no.why.raw().contains("twice"), "{text}: {no:?}");
        assert_eq!(no.hint.raw(), "write 2026-10-25T02:30+02:00 for the first or 2026-10-25T02:30+01:00 for the second");
    }
    assert_eq!(read("2026-10-25T02:30+02:00", &day_after, Lean::Past), "2026-10-25T02:30+02:00");
    let first_round = at("2026-10-25T02:40:00+02:00");
    assert_eq!(read("2:30", &first_round, Lean::Past), "2026-10-25T02:30+02:00", "the second is still to come");
    assert_eq!(read("2:30", &first_round, Lean::Future), "2026-10-25T02:30+01:00", "the first has passed");
}

#[test]
fn a_time_that_never_happened_is_refused() {
    let day = at("2026-03-29T10:00:00+02:00");
    for text in ["2:30", "today 2:30", "sunday 2:30", "2026-03-29 02:30"] {
        let no = parse(text, &day, Lean::Past).unwrap_err();
        assert!(no.why.raw().contains("never happened in Amsterdam on 2026-03-29"), "{text}: {no:?}");
    }
    // In Santiago the clocks skip midnight itself, and the day starts at one.
    let now = Now { zone: Zone::parse("America/Santiago").unwrap(), ..at("2026-09-06T15:00:00Z") };
    assert_eq!(clock(parse("2026-09-06", &now, Lean::Past).unwrap().at, now.zone), "01:00");
}

#[test]
fn durations_have_no_seconds_and_no_odd_order() {
    for (text, minutes) in [("20m", 20), ("1h30m", 90), ("2d", 2880), ("90m", 90), ("36h", 2160), ("1d2h3m", 1563), ("1H", 60), ("0m", 0)] {
        assert_eq!(duration(text), Some(minutes * 60_000), "{text}");
    }
    for text in ["", "m", "20", "90s", "1h90m", "1d24h", "30m1h", "1.5h", "-1h", "1 h", "1h m", "9999999m", "1hh", "１h"] {
        assert_eq!(duration(text), None, "{text}");
    }
}

#[test]
fn distances_count_minutes_and_never_seconds() {
    let (m, h, d) = (60_000, 3_600_000, 86_400_000);
    for (ms, want) in
        [(0, "< 1 min"), (59_999, "< 1 min"), (4 * m, "4 min"), (59 * m, "59 min"), (h, "1 h"), (72 * m, "1h12"), (65 * m, "1h05")]
    {
        assert_eq!(span(ms), want);
    }
    for (ms, want) in
        [(3 * h, "3 h"), (d - 1, "23h59"), (d, "24 h"), (30 * h + m, "30 h"), (2 * d - 1, "47 h"), (2 * d, "2d"), (-5 * m, "5 min")]
    {
        assert_eq!(span(ms), want);
    }
    for (ms, want) in [(28 * m, "in 28 min"), (59_999, "in < 1 min"), (1, "in < 1 min"), (0, "now"), (-59_999, "now"), (-m, "1 min late")] {
        assert_eq!(until(ms), want);
    }
    assert_eq!((ago(0), ago(59_999), ago(m), ago(-m)), ("now".into(), "now".into(), "1 min ago".into(), "in 1 min".into()));
    for extreme in [i64::MIN, i64::MAX] {
        assert!(!span(extreme).is_empty() && !ago(extreme).is_empty() && !until(extreme).is_empty());
    }
}

#[test]
fn an_echo_says_a_time_both_ways() {
    for (text, lean, want) in [
        ("15:00", Lean::Future, "today 15:00 (in 27 min)"),
        ("-3h", Lean::Past, "today 11:32 (3 h ago)"),
        ("~yesterday 14:05", Lean::Past, "yesterday ~14:05 (24 h ago)"),
        ("tomorrow 9:00", Lean::Future, "tomorrow 09:00 (in 18h27)"),
        ("2026-11-19T10:00Z", Lean::Past, "2026-11-19 11:00 Amsterdam (3d ago)"),
        ("2026-12-24", Lean::Future, "2026-12-24 (in 32d)"),
        ("tomorrow", Lean::Future, "tomorrow"),
        ("now", Lean::Past, "today 14:32 (now)"),
        ("unknown", Lean::Past, "unknown"),
    ] {
        assert_eq!(echo(&parse(text, &now(), lean).unwrap(), &now()), want, "{text}");
    }
}

#[test]
fn a_stamp_is_in_the_readers_zone_but_a_day_stays_the_day_it_was() {
    let tokyo = Zone::parse("Asia/Tokyo").unwrap();
    for (text, want) in [("2026-11-21 23:05", "2026-11-22 07:05"), ("~2026-11-21 23:05", "~2026-11-22 07:05"), ("2026-11-21", "2026-11-21")]
    {
        assert_eq!(stamp(&parse(text, &now(), Lean::Past).unwrap(), tokyo), want);
    }
    assert_eq!(stamp(&parse("2026-11-23", &now(), Lean::Future).unwrap(), tokyo), "2026-11-23");
    assert_eq!(stamp(&Moment::unknown(), tokyo), "unknown");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), at in any::<i64>(), future in any::<bool>()) {
        let now = Now { at, ..now() };
        let lean = if future { Lean::Future } else { Lean::Past };
        let _ = parse(&text, &now, lean);
        let _ = (duration(&text), clock_shaped(&text), date_shaped(&text), duration_shaped(&text), time_shaped(&text));
    }

    #[test]
    fn no_near_miss_makes_the_reader_panic(text in "(yesterday|friday|in|~|昨天|[0-9]{4}-[0-9]{2}-[0-9]{2})?[ tT]?[0-9]{1,2}[:：hmd][0-9]{0,2}(:[0-9]{2})?([.][0-9]{1,4})?(z|[+-][0-9]{2}:[0-9]{2})?( ago)?", at in any::<i64>()) {
        for zone in ["Europe/Amsterdam", "America/Santiago", "Pacific/Apia", "UTC"] {
            let now = Now { at, zone: Zone::parse(zone).unwrap() };
            for lean in [Lean::Past, Lean::Future] {
                if let Ok(moment) = parse(&text, &now, lean) {
                    let _ = (echo(&moment, &now), stamp(&moment, now.zone));
                }
            }
        }
    }

    #[test]
    fn what_is_spelled_out_is_read_back(at in Moment::RANGE, offset in -1080..=1080_i32, about in any::<bool>()) {
        let precision = if about { Precision::About } else { Precision::Exact };
        let moment = Moment { at, offset, precision };
        let year = moment.local().map(|local| chrono::Datelike::year(&local));
        prop_assume!(year.is_some_and(|year| (1900..=9999).contains(&year)));
        prop_assert_eq!(parse(&spelled(&moment), &now(), Lean::Future), Ok(moment));
    }

    #[test]
    fn a_clock_time_lies_on_its_side_of_now(minute in 0..1440_i64, at in 0..4_000_000_000_000_i64) {
        let now = Now { at, ..now() };
        let text = format!("{}:{:02}", minute / 60, minute % 60);
        if let Ok(due) = parse(&text, &now, Lean::Future) {
            prop_assert!((-60_000..=25 * 3_600_000).contains(&(due.at - at)));
            prop_assert_eq!(clock(due.at, now.zone), format!("{:02}:{:02}", minute / 60, minute % 60));
        }
        if let Ok(seen) = parse(&text, &now, Lean::Past) {
            prop_assert!((-12 * 3_600_000..=300_000).contains(&(seen.at - at)));
        }
    }
}
