//! Tests of the told timeline: order, other words, what is left out, and that the log itself never changes.

use super::order::{Order, ToldFrom};
use crate::app::Shown;
use crate::app::tables;
use crate::app::update::tests::{Desk, words};
use crate::app::{Draft, query::View};
use crate::model::CaseRef;
use crate::model::entry::{LogFrom, Visibility};

fn told() -> Desk {
    let mut desk = Desk::new();
    desk.run("incident open", &[("title", "Card payments fail"), ("started", "13:20"), ("detected", "13:30")]);
    for line in
        ["11:00 release 7 rolled out", "13:30 alarm", "13:31 two", "13:31 three", "13:31 four", "13:40 the CANARY is slow ^management"]
    {
        desk.run("log", &[("case", "INC-1"), ("line", line)]);
    }
    desk
}

fn tell(desk: &mut Desk, fields: &[(&'static str, &str)]) {
    desk.run("timeline tell", fields);
}

/// Gives the numbers of the lines in the told order; those that are left out in brackets.
fn order(desk: &Desk) -> String {
    let lines = whole(desk);
    let names = lines.iter().map(|line| if line.is_shown() { line.entry.number.to_string() } else { format!("({})", line.entry.number) });
    names.collect::<Vec<_>>().join(" ")
}

fn whole(desk: &Desk) -> Vec<crate::model::telling::Told> {
    let case = desk.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap().id;
    Order::of(desk.app.read(), case).unwrap().window(ToldFrom::Start, usize::MAX).unwrap()
}

/// Every window from every row on, either way, is the rest of the whole.
fn windows_fit(desk: &Desk) {
    let case = desk.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap().id;
    let order = Order::of(desk.app.read(), case).unwrap();
    let numbers = |from, count| order.window(from, count).unwrap().iter().map(|line| line.entry.number).collect::<Vec<_>>();
    let all = whole(desk);
    let ids: Vec<i64> = all.iter().map(|line| line.entry.number).collect();
    for (at, line) in all.iter().enumerate() {
        assert_eq!(order.spot(&line.entry), line.spot);
        for count in [1, 2, 3, 100] {
            let after: Vec<i64> = ids[at + 1..].iter().copied().take(count).collect();
            let before = ids[at.saturating_sub(count)..at].to_vec();
            assert_eq!(
                (numbers(ToldFrom::Before(line.spot), count), numbers(ToldFrom::After(line.spot), count)),
                (before, after),
                "{at} {count}"
            );
        }
    }
    assert_eq!(numbers(ToldFrom::End, 2), ids[ids.len() - 2..]);
}

#[test]
fn lines_stand_by_their_time_until_one_is_put_after_another() {
    let mut desk = told();
    assert_eq!(order(&desk), "1 2 3 4 5 6", "and in the order they were written within a minute");
    tell(&mut desk, &[("entry", "INC-1.5"), ("after", "INC-1.2")]);
    assert_eq!(order(&desk), "1 2 5 3 4 6");
    tell(&mut desk, &[("entry", "INC-1.6"), ("after", "INC-1.2")]);
    assert_eq!(order(&desk), "1 2 6 5 3 4", "the last that was put there stands nearest");
    windows_fit(&desk);
    // Over the one that stands after it.
    tell(&mut desk, &[("entry", "INC-1.6"), ("after", "INC-1.5")]);
    assert_eq!(order(&desk), "1 2 5 6 3 4");
    // A line others stand after goes alone.
    tell(&mut desk, &[("entry", "INC-1.2"), ("after", "INC-1.4")]);
    assert_eq!(order(&desk), "1 5 6 3 4 2");
    windows_fit(&desk);
    tell(&mut desk, &[("entry", "INC-1.5"), ("after", "")]);
    assert_eq!(order(&desk), "1 6 3 4 2 5", "back where its time puts it");
    desk.run("undo", &[]);
    desk.run("undo", &[]);
    desk.run("undo", &[]);
    assert_eq!(order(&desk), "1 2 6 5 3 4");
    assert!(words(desk.refused("timeline tell", &[("entry", "INC-1.3"), ("after", "INC-1.3")])).contains("after itself"));
    desk.run("incident open", &[("title", "Another")]);
    desk.run("log", &[("case", "INC-2"), ("line", "elsewhere")]);
    assert!(words(desk.refused("timeline tell", &[("entry", "INC-1.3"), ("after", "INC-2.1")])).contains("not in this log"));
    desk.sound();
}

#[test]
fn the_log_never_changes_and_other_words_stand_in_the_review_alone() {
    let mut desk = told();
    let before = desk.page("entry list", &[("case", "INC-1")]);
    tell(&mut desk, &[("entry", "INC-1.3"), ("wording", "Two nodes\nwent silent")]);
    desk.run("timeline hide", &[("entry", "INC-1.4")]);
    tell(&mut desk, &[("entry", "INC-1.5"), ("after", "INC-1.2")]);
    assert_eq!(desk.page("entry list", &[("case", "INC-1")]), before);
    assert_eq!(order(&desk), "1 2 5 3 (4) 6");
    let page = desk.page("timeline show", &[("case", "INC-1")]);
    assert!(page.contains("Two nodes") && page.contains("INC-1.3") && !page.contains("three"), "{page}");
    let review = desk.page("review export", &[("case", "INC-1")]);
    assert!(review.contains("INC-1.3 | fact | Two nodes<br>went silent") && !review.contains("three"), "{review}");
    // Its own words said again are no others; an empty text takes other words away.
    tell(&mut desk, &[("entry", "INC-1.3"), ("wording", "")]);
    tell(&mut desk, &[("entry", "INC-1.5"), ("wording", "four")]);
    assert!(whole(&desk).iter().all(|line| line.wording().is_none()));
    tell(&mut desk, &[("entry", "INC-1.4"), ("moment", "yes")]);
    tell(&mut desk, &[("entry", "INC-1.4"), ("moment", "no")]);
    assert_eq!(order(&desk), "1 2 5 3 (4) 6", "a mark alone tells nothing");
    tell(&mut desk, &[("entry", "INC-1.4")]);
    assert_eq!(order(&desk), "1 2 5 3 4 6", "what is told again is shown again");
    tell(&mut desk, &[("entry", "INC-1.3"), ("moment", "yes")]);
    assert!(desk.page("timeline show", &[("case", "INC-1")]).contains("13:31 *"));
    tell(&mut desk, &[("entry", "INC-1.3"), ("moment", "no")]);
    assert_eq!(desk.page("entry list", &[("case", "INC-1")]), before);
    desk.sound();
}

#[test]
fn the_page_has_phases_the_lead_up_days_and_says_where_nothing_was_written() {
    let mut desk = told();
    desk.run("log", &[("case", "INC-1"), ("line", "2026-11-20 09:00 the certificate was ordered")]);
    desk.run("incident set", &[("case", "INC-1"), ("started", "2026-11-20 08:00"), ("acknowledged", "13:00")]);
    let page = desk.page("timeline show", &[("case", "INC-1")]);
    for part in [
        "D Detect     DDDDDDDDDDDDDDDDDD 2 d 5 h 30 min",
        "R Respond                       invalid (Acknowledged is before Detected)",
        "I Impact                        unknown",
        "2026-11-20\n----------",
        "2026-11-22\n----------",
        "-- 2 d 2 h without a line --",
        "-- 2 h 30 min without a line --",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    assert!(!page.contains("Before the start"));
    desk.run("incident set", &[("case", "INC-1"), ("started", "13:20")]);
    let page = desk.page("timeline show", &[("case", "INC-1")]);
    let (before, after) = page.split_once("2026-11-22\n").unwrap();
    assert!(
        before.contains("Before the start") && before.contains("release 7") && before.contains("ordered") && after.contains("alarm"),
        "{page}"
    );
    assert!(page.lines().skip_while(|line| *line != "Phases").take(8).all(|line| line.len() <= 80), "{page}");
}

#[test]
fn nobody_reads_more_of_a_line_than_it_and_its_telling_allow() {
    let mut desk = told();
    let printed = |desk: &Desk, reader: &'static str, query| desk.page(query, &[("case", "INC-1"), ("for", reader)]);
    assert!(printed(&desk, "management", "timeline show").contains("CANARY"));
    tell(&mut desk, &[("entry", "INC-1.6"), ("wording", "the CANARY was not told"), ("for", "internal")]);
    tell(&mut desk, &[("entry", "INC-1.3"), ("wording", "CANARY two"), ("for", "public")]);
    for query in ["timeline show", "timeline export", "review export"] {
        for reader in ["management", "public"] {
            assert!(!printed(&desk, reader, query).contains("CANARY"), "{query} {reader}");
        }
        assert!(printed(&desk, "internal", query).contains("CANARY was not told"));
    }
    // Nor on a shared screen, in no window.
    desk.app.read_for(Visibility::Management);
    assert_eq!(order(&desk), "");
    assert_eq!(desk.app.log(whole_case(&desk), None, LogFrom::Start, 9).unwrap().len(), 1, "the line itself is for management");
}

fn whole_case(desk: &Desk) -> crate::model::Id {
    desk.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap().id
}

#[test]
fn what_stands_after_a_line_that_cannot_be_seen_stands_by_its_time() {
    let mut desk = told();
    desk.run("log", &[("case", "INC-1"), ("line", "13:50 seen ^management")]);
    tell(&mut desk, &[("entry", "INC-1.7"), ("after", "INC-1.2")]);
    assert_eq!(order(&desk), "1 2 7 3 4 5 6");
    desk.app.read_for(Visibility::Management);
    assert_eq!(order(&desk), "6 7");
    windows_fit(&desk);
}

#[test]
fn an_amended_a_moved_and_a_redacted_line_take_their_telling_along_or_lose_it() {
    let mut desk = told();
    tell(&mut desk, &[("entry", "INC-1.3"), ("wording", "SECRET words"), ("after", "INC-1.1")]);
    tell(&mut desk, &[("entry", "INC-1.5"), ("after", "INC-1.3")]);
    assert_eq!(order(&desk), "1 3 5 2 4 6");
    desk.run("entry amend", &[("entry", "INC-1.3"), ("line", "13:31 two of them")]);
    assert_eq!(order(&desk), "1 7 5 2 4 6");
    assert!(desk.page("timeline show", &[("case", "INC-1")]).contains("two of them"), "the words of the old line went with it");
    assert!(words(desk.refused("timeline hide", &[("entry", "INC-1.3")])).contains("was amended"));
    tell(&mut desk, &[("entry", "INC-1.7"), ("wording", "SECRET words")]);
    desk.run("entry redact", &[("entry", "INC-1.7")]);
    assert!(words(desk.refused("timeline tell", &[("entry", "INC-1.7"), ("wording", "again")])).contains("redacted"));
    let history = desk.page("history", &[("case", "INC-1")]) + &desk.page("timeline show", &[("case", "INC-1")]);
    assert!(!history.contains("SECRET"), "{history}");
    assert!(desk.app.search("SECRET", 9).unwrap().is_empty());
    desk.run("incident open", &[("title", "Another")]);
    desk.run("entry move", &[("entry", "INC-1.5"), ("to", "INC-2")]);
    assert_eq!(order(&desk), "1 7 2 4 6");
    windows_fit(&desk);
    desk.sound();
}

#[test]
fn an_approved_review_is_told_as_it_was_approved() {
    let mut desk = told();
    desk.run("timeline hide", &[("entry", "INC-1.2")]);
    desk.run("review state", &[("case", "INC-1"), ("state", "approved")]);
    for (command, entry) in [("timeline hide", "INC-1.3"), ("timeline tell", "INC-1.2")] {
        assert!(words(desk.refused(command, &[("entry", entry)])).contains("is approved"));
    }
}

#[test]
fn values_for_a_spreadsheet_are_quoted_and_no_formulas() {
    let mut desk = told();
    desk.run("log", &[("case", "INC-1"), ("line", "13:50 looked up, found \"it\" https://example.com/1 #net")]);
    tell(&mut desk, &[("entry", "INC-1.3"), ("wording", "=HYPERLINK(\"x\")"), ("moment", "yes")]);
    let text = desk.page("timeline export", &[("case", "INC-1")]);
    let rows: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(rows[0], "time,utc,precision,zone,reference,kind,text,who,tags,links");
    assert_eq!(
        rows[3],
        "2026-11-22 13:31,2026-11-22T12:31:00.000Z,exact,Europe/Amsterdam,INC-1.3,fact,\"'=HYPERLINK(\"\"x\"\")\",joost,key,"
    );
    assert!(rows[7].contains("\"looked up, found \"\"it\"\"\",joost,net,https://example.com/1"), "{}", rows[7]);
    assert_eq!(rows.len(), 9, "one a line, and nothing after the last");
}

#[test]
fn the_review_draws_the_phases_as_a_chart() {
    let mut desk = told();
    let review = desk.page("review export", &[("case", "INC-1")]);
    let chart = "```mermaid\ngantt\n    dateFormat YYYY-MM-DD HH:mm\n    axisFormat %H:%M\n    Detect :detect, 2026-11-22 13:20, 2026-11-22 13:30\n```";
    assert!(review.contains(chart), "{review}");
    desk.run("incident open", &[("title", "No times")]);
    let query = tables::query("review export").unwrap();
    let Shown::Text(none, _) = desk.app.ask(query, &Draft::new().with("case", "INC-2")).unwrap() else { panic!("a text") };
    assert!(!none.contains("gantt"));
    let view = View { read: desk.app.read(), ctx: &desk.app.ctx };
    let case = view.read.case(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
    let json = crate::app::rca::gather(&view, &case, Visibility::Internal).unwrap();
    assert_eq!(
        json.phases.iter().map(|phase| phase.key.as_str()).collect::<Vec<_>>(),
        ["impact", "detect", "respond", "restore", "resolve"]
    );
}
