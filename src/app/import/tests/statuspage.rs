//! Statuspage incidents.

use super::{notes, read, shared};
use crate::model::case::Priority;
use crate::model::entry::EntryKind;

const LIST: &str = r#"{"page":{"id":"p1","name":"Example"},"incidents":[
 {"id":"aa1","name":"Mail is late","status":"resolved","impact":"major","shortlink":"https://example.org/aa1",
  "created_at":"2025-03-01T10:05:00.000Z","started_at":"2025-03-01T10:00:00Z","resolved_at":"2025-03-01T11:30:00Z",
  "components":[{"id":"c1","name":"Mail"},{"id":"c2","name":"Web Forms"}],
  "incident_updates":[
   {"id":"u3","status":"resolved","body":"All is well.","display_at":"2025-03-01T11:30:00Z","affected_components":null},
   {"id":"u2","status":"monitoring","body":"A fix is out.","display_at":"2025-03-01T11:00:00Z",
    "affected_components":[{"code":"c1","name":"Mail","old_status":"major_outage","new_status":"operational"}]},
   {"id":"u1","status":"investigating","body":"We look into it.","display_at":"2025-03-01T10:05:00Z",
    "affected_components":[{"code":"c1","name":"Mail","old_status":"operational","new_status":"major_outage"}]}]},
 {"id":"aa2","name":"Backfilled","status":"resolved","impact":"none","created_at":"2025-03-05T10:00:00+01:00",
  "resolved_at":"2025-03-02T10:00:00+01:00","postmortem_body":"A switch was off.","postmortem_published_at":"2025-03-06T10:00:00+01:00",
  "incident_updates":[]},
 {"id":"aa3","name":"Planned","status":"scheduled","impact":"maintenance","scheduled_for":"2025-04-01T10:00:00Z","incident_updates":[]}]}"#;

#[test]
fn updates_become_the_log_in_the_order_of_time() {
    let incoming = read(LIST).unwrap();
    assert_eq!((incoming.format.as_str(), incoming.source.as_str(), incoming.read), ("statuspage", "statuspage", 3));
    assert_eq!(incoming.origin.as_deref(), Some("Example"));
    let case = &incoming.cases[0];
    assert_eq!((case.key.as_str(), case.state, case.priority), ("aa1", "resolved", Some(Priority::P2)));
    assert_eq!((case.severity.as_deref(), case.service.as_deref()), (Some("major"), Some("Mail")));
    assert_eq!(case.tags, ["Web-Forms"]);
    assert!(!case.in_lanes);
    let log: Vec<_> = case.entries.iter().map(|entry| (entry.key.as_str(), entry.kind)).collect();
    assert_eq!(
        log,
        [
            ("u1", EntryKind::Update),
            ("u1/components", EntryKind::Fact),
            ("u2", EntryKind::Update),
            ("u2/state", EntryKind::State),
            ("u2/components", EntryKind::Fact),
            ("u3", EntryKind::Update),
            ("u3/state", EntryKind::State),
        ]
    );
    assert_eq!(case.times.restored, case.entries[2].observed, "the last component came back with the second update");
}

#[test]
fn odd_times_are_kept_and_noted_and_maintenance_is_refused() {
    let incoming = read(LIST).unwrap();
    let case = &incoming.cases[1];
    assert!(case.times.resolved.unwrap().at < case.times.opened.unwrap().at);
    assert!(notes(&incoming).contains("resolved before they were opened"), "{}", notes(&incoming));
    assert_eq!(case.entries[0].text.raw(), "A switch was off.");
    assert_eq!(incoming.refused.len(), 1);
    assert_eq!((incoming.refused[0].line, incoming.refused[0].what.as_str()), (3, "aa3"));
}

#[test]
fn a_single_incident_gives_the_same_case_as_the_list() {
    let root: serde_json::Value = serde_json::from_str(LIST).unwrap();
    let single = read(&root["incidents"][0].to_string()).unwrap();
    assert_eq!(single.cases[0], read(LIST).unwrap().cases[0]);
}

#[test]
fn an_unknown_status_or_time_refuses_the_record_not_the_file() {
    let text = LIST.replace("\"status\":\"resolved\",\"impact\":\"none\"", "\"status\":\"weird\",\"impact\":\"none\"");
    assert!(read(&text).unwrap().refused.iter().any(|refusal| refusal.why.contains("'weird'")));
    let text = LIST.replace("2025-03-01T11:00:00Z", "2025-03-99");
    let incoming = read(&text).unwrap();
    assert!(incoming.refused[0].why.contains("display_at: '2025-03-99'"), "{:?}", incoming.refused);
}

#[test]
fn all_incidents_of_a_real_status_page_come_in() {
    let Some(incoming) = shared("statuspage-github/incidents.json") else { return };
    assert_eq!((incoming.read, incoming.cases.len(), incoming.refused.len()), (214, 214, 0));
    let updates = incoming.cases.iter().flat_map(|case| &case.entries).filter(|entry| entry.kind == EntryKind::Update).count();
    assert_eq!(updates, 437);
    assert!(incoming.cases.iter().all(|case| case.entries.is_sorted_by_key(|entry| entry.observed.map(|at| at.at)) && !case.in_lanes));
    let single = shared("statuspage-github/single/59f1bkfzgxr4.json").unwrap();
    assert!(incoming.cases.iter().all(|case| case.key != single.cases[0].key) || single.cases.len() == 1);
    for name in ["major_impact_long_description", "tricky_end_time", "tricky_start_time"] {
        let incoming = shared(&format!("statuspage-incident-pages/{name}.json")).unwrap();
        assert_eq!((incoming.cases.len(), incoming.refused.len()), (1, 0), "{name}");
    }
}
