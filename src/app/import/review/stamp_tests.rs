//! Times of published timelines, one by one.

use chrono::Datelike;

use super::super::days::{Days, zone_in};
use super::*;
use crate::model::Zone;

fn told(line: &str) -> String {
    let Some(stamp) = leading(line) else { return "none".into() };
    let day = match stamp.day {
        Some(Day::Known(year, month, day)) => format!("{}-{month}-{day} ", year.map_or("?".into(), |y| y.to_string())),
        Some(Day::Open(a, b, year)) => format!("{a}/{b}/{} ", year.map_or("?".into(), |y| y.to_string())),
        None => String::new(),
    };
    let clock = stamp.clock.map_or("-".into(), |(h, m, _)| format!("{h:02}:{m:02}"));
    let zone = stamp.zone.map_or(String::new(), |z| format!(" {}", z / 60));
    let rest = line.get(stamp.length..).unwrap_or_default();
    format!(
        "{day}{clock}{zone}{}{} > {rest}",
        if stamp.about { " about" } else { "" },
        stamp.until.map_or(String::new(), |u| format!(" until {u}"))
    )
}

#[test]
fn stamps_of_published_timelines_are_read() {
    for (line, want) in [
        ("11:12 AM: An email", "11:12 > An email"),
        ("~9:00 AM: erased", "09:00 about > erased"),
        ("_4/21/23_", "4/21/2023 - > "),
        ("-4/25/23_", "4/25/2023 - > "),
        ("12:48 (6:48 PDT): The last", "12:48 > (6:48 PDT): The last"),
        ("14:20-2:00 Through", "14:20 until 2:00 > Through"),
        ("04:49 PM UTC Site repo", "16:49 0 > Site repo"),
        ("12:45 PM PST Saturday Oct 30th: First wave", "?-10-30 12:45 -480 > First wave"),
        ("13:55 PM PST Saturday Oct 30th: alarms", "?-10-30 13:55 -480 > alarms"),
        ("2019-11-29 12:00", "2019-11-29 12:00 > "),
        ("2019-12-03 --:--", "2019-12-3 - > "),
        ("[13:20] Prow's bump", "13:20 > Prow's bump"),
        ("**00:27 UTC:** Django", "00:27 0 > Django"),
        ("2017-11-30 4:23PM PST, OOM", "2017-11-30 16:23 -480 > OOM"),
        ("Sep 27 2017 13:06", "2017-9-27 13:06 > "),
        ("February 8th, 2019 - Prow", "2019-2-8 - > Prow"),
        ("8 februari 2019 om 14:05 begon", "2019-2-8 14:05 > begon"),
        ("2021年2月8日 14:05 开始", "2021-2-8 14:05 > 开始"),
        ("2021-07-12T15:44Z: detected", "2021-7-12 15:44 0 > detected"),
        ("14:05 UTC+2 x", "14:05 120 > x"),
        ("14:05 +0530 x", "14:05 330 > x"),
        ("14:05 +05:30 x", "14:05 330 > x"),
        ("5pm - done", "17:00 > done"),
        ("12:10 a.m. rest", "00:10 > rest"),
        ("ongeveer 14:05 begon", "14:05 about > begon"),
        ("Wed Dec 15 22:40 Employee", "?-12-15 22:40 > Employee"),
    ] {
        assert_eq!(told(line), want, "{line}");
    }
    for line in [
        "5 nodes were lost",
        "10 minutes later",
        "3-5 users",
        "v1.2.3",
        "24 hours",
        "May be it was",
        "https://a.example",
        "1. one",
        "",
        "PM",
        "99:99 x",
        "2021-13-45 x",
        "14:05abc",
    ] {
        assert_eq!(told(line), "none", "{line}");
    }
}

#[test]
fn days_go_on_from_line_to_line_and_over_midnight() {
    let mut days = Days::new(Zone::UTC, false);
    let at = |days: &mut Days, line: &str| {
        let moment = days.moment_of(&leading(line).unwrap_or_else(|| panic!("{line}")));
        moment.local().map_or("unknown".into(), |at| format!("{} {}", at.format("%m-%d %H:%M %:z"), moment.precision.key()))
    };
    assert_eq!(at(&mut days, "10:00 x"), "unknown");
    days.hear("All times in PST, on February 8th 2019");
    assert_eq!(at(&mut days, "23:50 x"), "02-08 23:50 -08:00 exact");
    assert_eq!(at(&mut days, "00:10 x"), "02-09 00:10 -08:00 exact");
    assert_eq!(at(&mut days, "23:58 UTC late"), "02-09 23:58 +00:00 exact");
    assert_eq!(at(&mut days, "4/21 9:00 AM x"), "04-21 09:00 -08:00 exact");
    assert_eq!(at(&mut days, "~ 9:30"), "04-21 09:30 -08:00 about");
    assert_eq!((days.without_day, days.without_zone), (1, 0));
    days.hear_year("Date (2021)");
    assert_eq!(at(&mut days, "Dec 15 22:40"), "12-15 22:40 -08:00 exact");
    assert_eq!(days.day().unwrap().local().unwrap().year(), 2021);
}

#[test]
fn a_day_and_a_zone_are_found_inside_a_sentence() {
    assert_eq!(day_in("Incident on 2021-07-12 - all"), Some(Day::Known(Some(2021), 7, 12)));
    assert_eq!(day_in("On May 9th 2021 at 6:48AM PDT"), Some(Day::Known(Some(2021), 5, 9)));
    assert_eq!(day_in("since version 3.10.2 it may"), None);
    assert_eq!(zone_in("Timeline (all times PST)"), Some(-8 * 3600));
    assert_eq!(zone_in("we met at the est"), None);
    let (from, stamp) = stamp_in("First detected 2021-07-12 15:44").unwrap();
    assert_eq!((from, stamp.clock), (15, Some((15, 44, 0))));
}
