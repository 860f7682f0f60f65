//! Tests of hypotheses that are weighed while they are open.

use crate::app::cause::tests::Desk;
use crate::model::entry::Visibility;

fn told(desk: &Desk) -> Vec<String> {
    let word = |row: &serde_json::Map<String, serde_json::Value>, key: &str| {
        row[key].as_str().map_or_else(|| row[key].to_string(), str::to_owned).replace("INC-1.", "").replace("null", "-")
    };
    let line = |row: &_| ["entry", "confidence", "for", "against", "verdict"].map(|key| word(row, key)).join(" ");
    desk.rows("hypothesis list").iter().map(line).collect()
}

#[test]
fn open_ones_come_first_the_likeliest_at_the_top_and_eliminated_ones_stay() {
    let mut desk = Desk::new();
    for line in ["~one", "~two", "~three", "~four", "seen"] {
        desk.ok("log", &[("line", line)]);
    }
    desk.ok("hypothesis weigh", &[("entry", "INC-1.2"), ("confidence", "unlikely")]);
    desk.ok("hypothesis weigh", &[("entry", "INC-1.3"), ("confidence", "likely")]);
    desk.ok("entry verdict", &[("entry", "INC-1.3"), ("verdict", "supported")]);
    desk.ok("entry verdict", &[("entry", "INC-1.4"), ("verdict", "eliminated")]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.5"), ("side", "for")]);
    assert_eq!(told(&desk), ["3 likely 0 0 supported", "2 unlikely 0 0 -", "1 - 1 0 -", "4 - 0 0 eliminated"]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.5"), ("side", "against")]);
    assert_eq!(told(&desk)[2], "1 - 0 1 -", "a line changes sides");
    desk.ok("entry verdict", &[("entry", "INC-1.3"), ("verdict", "confirmed")]);
    assert_eq!(told(&desk), ["2 unlikely 0 0 -", "1 - 0 1 -", "3 likely 0 0 confirmed", "4 - 0 0 eliminated"]);
}

#[test]
fn weighing_is_logged_and_only_a_hypothesis_is_weighed() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "~one")]);
    desk.ok("log", &[("line", "seen")]);
    desk.ok("hypothesis weigh", &[("entry", "INC-1.1"), ("confidence", "possible")]);
    desk.ok("hypothesis weigh", &[("entry", "INC-1.1"), ("confidence", "likely")]);
    desk.no("hypothesis weigh", &[("entry", "INC-1.1"), ("confidence", "likely")], "INC-1.1 is likely already");
    desk.no("hypothesis weigh", &[("entry", "INC-1.2"), ("confidence", "likely")], "INC-1.2 is a fact");
    desk.no("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.1"), ("side", "for")], "a hypothesis is no evidence of itself");
    let log: Vec<String> = desk.rows("entry list").iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(log, ["one", "seen", "INC-1.1: possible", "INC-1.1: possible → likely"]);
    assert!(desk.rows("entry list").iter().skip(2).all(|row| row["visibility"] == "internal"));
}

#[test]
fn a_corrected_line_keeps_its_weight_and_its_evidence_and_one_that_moves_away_loses_it() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "~one")]);
    desk.ok("log", &[("line", "seen")]);
    desk.ok("hypothesis weigh", &[("entry", "INC-1.1"), ("confidence", "likely")]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.2"), ("side", "for")]);
    desk.ok("cause add", &[("text", "x")]);
    desk.ok("cause attach", &[("cause", "F-1"), ("entry", "INC-1.2")]);
    desk.ok("entry amend", &[("entry", "INC-1.1"), ("line", "~one, corrected")]);
    desk.ok("entry amend", &[("entry", "INC-1.2"), ("line", "seen twice")]);
    assert_eq!(told(&desk), ["4 likely 1 0 -"]);
    assert_eq!(desk.rows("hypothesis list")[0]["evidence"][0]["entry"], "INC-1.5");
    desk.ok("incident open", &[("title", "Other")]);
    let said = desk.ok("entry move", &[("entry", "INC-1.5"), ("to", "INC-2")]);
    assert_eq!(said, ["it was evidence 2 times in the case it left, and is no longer"]);
    assert_eq!(told(&desk), ["4 likely 0 0 -"]);
}

#[test]
fn a_shared_screen_counts_only_what_it_may_see() {
    let mut desk = Desk::new();
    for line in ["~one ^management", "seen ^management", "CANARY"] {
        desk.ok("log", &[("line", line)]);
    }
    for line in ["INC-1.2", "INC-1.3"] {
        desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", line), ("side", "for")]);
    }
    assert_eq!(told(&desk), ["1 - 2 0 -"]);
    desk.app.read_for(Visibility::Management);
    assert_eq!(told(&desk), ["1 - 1 0 -"]);
}

#[test]
fn a_line_says_how_likely_it_is_and_what_it_is_evidence_for_as_it_is_logged() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "~the token expired ^possible")]);
    desk.ok("log", &[("line", "clients are refused for ~1")]);
    desk.ok("log", &[("line", "!roll back -- others work against ~1")]);
    assert_eq!(told(&desk), ["1 possible 1 1 -"]);
    let said = desk.ok("log", &[("line", "clients are refused for ~2")]);
    assert_eq!(said, ["INC-1.2 is no hypothesis: “for ~2” stays text; 'warroom hypothesis list INC-1' lists them"]);
    let said = desk.ok("log", &[("line", "rain is ^likely")]);
    assert_eq!(said, ["“^likely” stays text: only a hypothesis is more or less likely; ~ in front of the line makes it one"]);
    let log: Vec<String> = desk.rows("entry list").iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(log[1..], ["clients are refused", "roll back", "clients are refused for ~2", "rain is ^likely"]);
    desk.ok("entry amend", &[("entry", "INC-1.4"), ("line", "clients are refused against ~1")]);
    assert_eq!(told(&desk), ["1 possible 1 2 -"]);
    desk.ok("undo", &[]);
    assert_eq!(told(&desk), ["1 possible 1 1 -"]);
    assert_eq!(
        desk.ok("entry verdict", &[("entry", "INC-1.1"), ("verdict", "confirmed")]),
        ["'warroom cause from INC-1.1' puts it among the causes, with its evidence"]
    );
}
