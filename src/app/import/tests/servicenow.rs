//! ServiceNow exports.

use std::collections::{BTreeMap, BTreeSet};

use super::super::format::{self, Options};
use super::{Incoming, notes, read, shared};
use crate::model::Zone;
use crate::model::case::{Level, LinkKind, Priority};
use crate::model::entry::EntryKind;

const LOG: &str = "number,incident_state,active,sys_mod_count,opened_at,sys_updated_by,sys_updated_at,category,impact,urgency,priority,assigned_to,problem_id,closed_at
INC0000045,New,true,0,29/2/2016 01:16,Ann,29/2/2016 01:23,Mail,2 - Medium,2 - Medium,3 - Moderate,?,?,?
INC0000050,New,true,0,29/2/2016 02:00,Ann,29/2/2016 02:01,?,1 - High,1 - High,1 - Critical,?,?,?
INC0000045,Active,true,2,29/2/2016 01:16,Bob,29/2/2016 08:53,Mail,1 - High,2 - Medium,2 - High,Cid,PRB0000007,?
INC0000045,Active,true,1,29/2/2016 01:16,Ann,29/2/2016 08:00,Mail,2 - Medium,2 - Medium,3 - Moderate,?,?,?
INC0000045,Closed,false,3,29/2/2016 01:16,Bob,5/3/2016 12:00,Mail,1 - High,2 - Medium,2 - High,Cid,PRB0000007,5/3/2016 12:00
";

#[test]
fn rows_of_the_event_log_fold_into_incidents_with_their_history() {
    let incoming = read(LOG).unwrap();
    assert_eq!((incoming.format.as_str(), incoming.read, incoming.cases.len(), incoming.refused.len()), ("servicenow-log", 5, 2, 0));
    let case = &incoming.cases[0];
    assert_eq!((case.key.as_str(), case.state, case.priority), ("INC0000045", "closed", Some(Priority::P2)));
    assert_eq!((case.impact, case.urgency, case.lead.as_deref()), (Some(Level::High), Some(Level::Medium), Some("Cid")));
    assert_eq!(case.title.raw(), "INC0000045: Mail");
    assert_eq!(case.links, [(LinkKind::CausedBy, "PRB0000007".to_owned())]);
    assert!(!case.in_lanes && incoming.cases[1].in_lanes);
    let log: Vec<_> = case.entries.iter().map(|e| (e.key.as_str(), e.kind, e.by.as_deref().unwrap(), e.text.raw())).collect();
    assert_eq!(
        log,
        [
            ("INC0000045#0", EntryKind::State, "Ann", "recorded: state New, priority 3 - Moderate"),
            ("INC0000045#1", EntryKind::State, "Ann", "state New → Active"),
            (
                "INC0000045#2",
                EntryKind::Fact,
                "Bob",
                "impact 2 - Medium → 1 - High, priority 3 - Moderate → 2 - High, assigned to set to Cid, problem id set to PRB0000007"
            ),
            ("INC0000045#3", EntryKind::State, "Bob", "state Active → Closed, closed at set to 5/3/2016 12:00"),
        ]
    );
    assert!(notes(&incoming).contains("'29/2/2016 01:16' decides") && notes(&incoming).contains("UTC"), "{}", notes(&incoming));
}

#[test]
fn nothing_in_a_question_mark_is_ever_shown() {
    let incoming = read(LOG).unwrap();
    for case in &incoming.cases {
        let texts = case.entries.iter().map(|entry| entry.text.raw()).chain([case.title.raw()]).chain(case.tags.iter().map(String::as_str));
        assert!(texts.into_iter().all(|text| !text.contains('?')), "{case:?}");
    }
}

#[test]
fn field_names_and_labels_give_the_same_cases() {
    let rows = "INC0010112,2019-07-29 11:48:43,Mail is down,5 - Planning,New,,Beth\nINC0000002,2020-11-22 15:07:12,No files,1 - Critical,On Hold,Files,\n";
    let names = read(&format!("number,opened_at,short_description,priority,state,business_service,assigned_to\n{rows}")).unwrap();
    let labels = read(&format!("Number,Opened,Short description,Priority,State,Service,Assigned to\n{rows}")).unwrap();
    assert_eq!(names.cases, labels.cases);
    let case = &names.cases[0];
    assert_eq!((case.priority, case.severity.as_deref(), case.in_lanes), (Some(Priority::P4), Some("5 - Planning"), false));
    assert_eq!((names.cases[1].state, names.cases[1].service.as_deref()), ("investigating", Some("Files")));
    assert!(notes(&names).contains("'5 - Planning' as P4 (1)"), "{}", notes(&names));
}

#[test]
fn rows_that_cannot_be_taken_are_refused_by_line() {
    let incoming = read(
        "number;opened_at;short_description;state\nINC1;2026-01-02 10:00;A;New\n;2026-01-02 10:00;B;New\nINC3;soon;C;New\nCHG4;2026-01-02 10:00;D;New\nINC1;2026-01-02 10:00;A;New\nINC1;2026-01-02 10:00;Z;New\n",
    )
    .unwrap();
    let why: BTreeMap<usize, &str> = incoming.refused.iter().map(|refusal| (refusal.line, refusal.why.as_str())).collect();
    assert_eq!(why.keys().copied().collect::<Vec<_>>(), [3, 4, 5, 7]);
    assert!(why[&4].contains("opened_at: 'soon'") && why[&5].contains("change request") && why[&7].contains("(at 2)"), "{why:?}");
    assert_eq!(incoming.cases.len(), 1);
    assert!(notes(&incoming).contains("merged"), "{}", notes(&incoming));
}

#[test]
fn the_table_api_is_read_in_codes_display_values_and_pairs() {
    let codes = read(
        r#"{"result":[{"number":"INC0000060","sys_id":"1c741bd70b2322007518478d83673af3","state":"6","priority":"3","impact":"2","opened_at":"2016-12-12 15:19:57",
        "short_description":"No mail","business_service":{"link":"https://example.org/x","value":"27d32778c0a8000b00db970eeaa60f16"},
        "work_notes":"2016-12-13 02:46:44 - Beth (Work notes)\nRestarted it.\n\n2016-12-12 16:00:00 - Ann (Work notes)\nLooking.\nStill.\n\n"},
        {"number":"INC0000061","sys_id":"2c741bd70b2322007518478d83673af3","state":"1","parent_incident":{"link":"x","value":"1c741bd70b2322007518478d83673af3"}}]}"#,
    )
    .unwrap();
    let case = &codes.cases[0];
    assert_eq!((case.state, case.priority, case.service.as_deref()), ("resolved", Some(Priority::P3), None));
    let log: Vec<_> = case.entries.iter().map(|entry| (entry.by.as_deref().unwrap(), entry.text.raw())).collect();
    assert_eq!(log, [("Ann", "Looking.\nStill."), ("Beth", "Restarted it.")]);
    assert_eq!(codes.cases[1].links, [(LinkKind::Relates, "INC0000060".to_owned())]);
    assert!(notes(&codes).contains("bare ids") && notes(&codes).contains("as the system gives them"), "{}", notes(&codes));
    let pairs = read(
        r#"{"result":{"number":{"display_value":"INC7","value":"INC7"},"sys_id":{"value":"x"},"state":{"display_value":"On Hold","value":3.0},
        "opened_at":{"display_value":"2020-11-11 09:54:57","value":"2020-11-11 17:54:57"},"assigned_to":{"display_value":"Beth","value":"ab"}}}"#,
    )
    .unwrap();
    assert_eq!((pairs.cases[0].state, pairs.cases[0].lead.as_deref()), ("investigating", Some("Beth")));
    assert_eq!(pairs.cases[0].times.opened.unwrap().at, 1_605_117_297_000);
}

#[test]
fn a_note_that_stands_in_two_columns_is_one_line_whatever_the_zone() {
    let note = "2016-12-13 02:46:44 - Beth (Work notes)\nRestarted it.\n";
    let text = format!(
        "number,state,work_notes,comments_and_work_notes\nINC1,New,\"{note}\",\"{note}\n2016-12-12 01:00:00 - Ann (Comments)\nHelp\n\"\n"
    );
    let here = read(&text).unwrap();
    let options = Options { zone: Zone::parse("Asia/Tokyo").unwrap(), ..Options::default() };
    let there = format::read(text.as_bytes(), "file", None, &options).unwrap();
    let keys = |incoming: &Incoming| incoming.cases[0].entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&here).len(), 2);
    assert_eq!(keys(&here), keys(&there));
    assert_ne!(here.cases[0].entries[0].observed, there.cases[0].entries[0].observed);
}

#[test]
fn every_number_of_a_real_event_log_becomes_a_case_and_every_row_a_line() {
    let Some(incoming) = shared("servicenow-uci-eventlog/incident_event_log.csv") else { return };
    assert_eq!((incoming.read, incoming.cases.len(), incoming.refused.len()), (5998, 890, 0));
    assert_eq!(incoming.cases.iter().map(|case| case.entries.len()).sum::<usize>(), 5998);
    let keys: BTreeSet<&str> = incoming.cases.iter().flat_map(|case| &case.entries).map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys.len(), 5998);
    assert!(notes(&incoming).contains("'29-02-2016 01:16' decides"), "{}", notes(&incoming));
}

#[test]
fn real_list_exports_come_in_whole() {
    for (path, count) in [("servicenow-list-export/incident.csv", 66), ("servicenow-labels-export/incident.csv", 93)] {
        let Some(incoming) = shared(path) else { return };
        assert_eq!((incoming.read, incoming.cases.len(), incoming.refused.len()), (count, count, 0), "{path}: {:?}", incoming.refused);
        assert_eq!(incoming.format.as_str(), "servicenow-csv");
        assert!(incoming.cases.iter().all(|case| case.times.opened.is_some() && case.foreign_state.is_some()));
    }
}

#[test]
fn real_table_api_answers_are_taken_or_clearly_refused() {
    for (name, cases) in [("incident_table_api", 1), ("get_security_incident_success", 1), ("create_change_request", 0)] {
        let Some(incoming) = shared(&format!("servicenow-table-api/{name}.json")) else { return };
        assert_eq!((incoming.cases.len(), incoming.refused.len()), (cases, 1 - cases), "{name}");
    }
    let security = shared("servicenow-table-api/search_security_incident_all.json").unwrap();
    assert_eq!(security.cases.len() + security.refused.len(), security.read);
}
