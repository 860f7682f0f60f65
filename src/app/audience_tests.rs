//! Tests of audiences: who is in them, and which cases concern them.

use super::*;
use crate::app::update::tests::{Desk, words};
use crate::model::CaseRef;

/// Names the audiences that a case concerns.
fn concerned(desk: &Desk, case: &str) -> Vec<String> {
    let case = desk.app.case_named(CaseRef::parse(case).unwrap()).unwrap().unwrap();
    concerning(desk.app.read(), &case).unwrap().into_iter().map(|named| named.name.into_raw()).collect()
}

#[test]
fn a_case_concerns_who_cares_about_what_it_hits_and_who_cares_about_nothing_in_particular() {
    let mut desk = Desk::new();
    desk.run("incident open", &[("title", "Card payments fail"), ("service", "payments")]);
    desk.run("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas")]);
    desk.run("issue open", &[("title", "Names unclear"), ("project", "Borealis")]);
    for (name, fields) in [
        ("everybody", &[][..]),
        ("shops", &[("service", "payments")][..]),
        ("mail users", &[("service", "mail")][..]),
        ("atlas board", &[("project", "Atlas")][..]),
        ("borealis board", &[("project", "Borealis")][..]),
    ] {
        let fields: Vec<_> = [("name", name)].into_iter().chain(fields.iter().copied()).collect();
        desk.run("audience add", &fields);
    }
    desk.run("stakeholder add", &[("name", "Ruth"), ("audience", "sponsors"), ("project", "Atlas")]);
    assert_eq!(concerned(&desk, "INC-1"), ["everybody", "shops"]);
    assert_eq!(concerned(&desk, "ISS-1"), ["atlas board", "everybody", "sponsors"]);
    desk.run("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    assert_eq!(concerned(&desk, "INC-1"), ["atlas board", "everybody", "shops", "sponsors"]);
    desk.run("issue set", &[("case", "ISS-1"), ("project", "Borealis")]);
    assert_eq!(concerned(&desk, "INC-1"), ["borealis board", "everybody", "shops"]);
    assert_eq!(concerned(&desk, "ISS-2"), ["borealis board", "everybody"]);
}

#[test]
fn the_first_member_makes_the_audience_and_a_new_name_goes_along() {
    let mut desk = Desk::new();
    let notes = desk.run("stakeholder add", &[("name", "Ruth"), ("audience", "sponsors")]).notes;
    assert_eq!(notes, ["new audience: sponsors"]);
    assert!(desk.run("stakeholder add", &[("name", "Henk"), ("audience", "Sponsors")]).notes.is_empty());
    desk.run("audience set", &[("record", "sponsors"), ("rename", "the board"), ("for", "internal")]);
    let page = desk.page("audience show", &[("record", "The Board")]);
    assert!(page.contains("Ruth") && page.contains("Henk") && page.contains("internal"), "{page}");
    assert!(words(desk.refused("audience add", &[("name", "THE BOARD")])).contains("already"));
}

#[test]
fn whoever_is_added_moves_the_clocks_of_every_case_under_way() {
    let mut desk = Desk::new();
    desk.run("incident open", &[("title", "Card payments fail"), ("service", "payments")]);
    assert_eq!(desk.owed("INC-1"), [("Card payments fail".to_owned(), "14:20".to_owned())], "nobody in particular");
    desk.run("audience add", &[("name", "sponsors")]);
    desk.run("stakeholder add", &[("name", "Shops"), ("audience", "users"), ("service", "payments")]);
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:20".to_owned()), ("users".to_owned(), "14:20".to_owned())]);
    desk.sound();
    desk.run("undo", &[]);
    assert_eq!(desk.owed("INC-1").len(), 1);
    desk.run("undo", &[]);
    assert_eq!(desk.owed("INC-1"), [("Card payments fail".to_owned(), "14:20".to_owned())]);
    desk.sound();
}
