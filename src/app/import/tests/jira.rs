//! Jira exports.

use super::super::format::{self, Options};
use super::{notes, read, shared};
use crate::model::case::{IssuePriority, IssueType, Level, LinkKind, Outcome};

const CSV: &str = "Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Assignee Id,Reporter,Reporter Id,Created,Resolved,Labels,Labels,Outward issue link (Blocks),Inward issue link (Blocks),Outward issue link (Problem/Incident),Parent,Comment,Comment,Custom field (Impact),Custom field (Root cause),Custom field (Type),Status Category
\"Login fails, INC0012345\",OPS-12,1012,Bug,Weird word,High,,Ann,a-1,Bob,b-2,10/Jan/26 11:19 AM,,web,front end,OPS-7,OPS-8,OPS-9,1007,10/Jan/26 12:00 PM;b-2;Seen; twice,10/Jan/26 11:30 AM;a-1;On it,Extensive / Widespread,Cache,x,In Progress
Old story,OPS-7,1007,Story,Done,Medium,Done,Ann,a-1,Ann,a-1,01/Dez/25 9:00,03/dic/25 10:15 PM,,,,,,,,,,,,Done
Risk of delay,OPS-8,1008,Riesgo,Closed,Low,Workaround found,?,,,,01/Jan/26 9:00 AM,,,,,,,,,,,,,
";

#[test]
fn every_record_comes_in_as_an_issue_and_only_open_trouble_enters_the_lanes() {
    let incoming = read(CSV).unwrap();
    assert_eq!((incoming.format.as_str(), incoming.source.as_str(), incoming.refused.len()), ("jira-csv", "jira", 0));
    let lanes: Vec<_> =
        incoming.cases.iter().map(|case| (case.key.as_str(), case.state, case.in_lanes, case.issue_type, case.outcome)).collect();
    assert_eq!(
        lanes,
        [
            ("OPS-12", "acting", true, Some(IssueType::OffSpecification), None),
            ("OPS-7", "closed", false, Some(IssueType::RequestForChange), Some(Outcome::Closed)),
            ("OPS-8", "closed", false, Some(IssueType::Problem), Some(Outcome::Reduced)),
        ]
    );
    let case = &incoming.cases[0];
    assert_eq!((case.issue_priority, case.severity.as_deref(), case.impact), (Some(IssuePriority::High), Some("High"), Some(Level::High)));
    assert_eq!(
        (case.tags.as_slice(), case.cause.as_ref().unwrap().raw()),
        (["web".to_owned(), "front-end".to_owned()].as_slice(), "Cache")
    );
    assert_eq!(case.mentions, ["INC0012345"]);
    assert!(
        notes(&incoming).contains("Columns kept as further facts: Assignee Id, Reporter, Reporter Id, Custom field (Type)"),
        "{}",
        notes(&incoming)
    );
}

#[test]
fn links_read_in_the_right_direction_and_parents_by_id_become_keys() {
    let incoming = read(CSV).unwrap();
    let case = &incoming.cases[0];
    assert_eq!(case.links, [(LinkKind::Blocks, "OPS-7".to_owned()), (LinkKind::Relates, "OPS-7".to_owned())]);
    assert_eq!(case.links_from, [(LinkKind::Blocks, "OPS-8".to_owned()), (LinkKind::CausedBy, "OPS-9".to_owned())]);
}

#[test]
fn comments_become_the_log_with_names_instead_of_accounts_and_stable_keys() {
    let incoming = read(CSV).unwrap();
    let log: Vec<_> = incoming.cases[0].entries.iter().map(|entry| (entry.by.as_deref().unwrap(), entry.text.raw())).collect();
    assert_eq!(log, [("Ann", "On it"), ("Bob", "Seen; twice")]);
    let turned = CSV.replace(
        "10/Jan/26 12:00 PM;b-2;Seen; twice,10/Jan/26 11:30 AM;a-1;On it",
        "10/Jan/26 11:30 AM;a-1;On it,10/Jan/26 12:00 PM;b-2;Seen; twice",
    );
    assert_eq!(read(&turned).unwrap(), incoming, "the order of comments in the file changes nothing");
}

#[test]
fn types_narrow_the_import() {
    let options = Options { types: Some(vec!["bug".to_owned(), "Riesgo ".to_owned()]), ..Options::default() };
    let incoming = format::read(CSV.as_bytes(), "jira.csv", None, &options).unwrap();
    assert_eq!(incoming.cases.len(), 2);
    assert!(notes(&incoming).contains("1 issues of other types were left out"));
}

#[test]
fn exports_of_other_languages_and_delimiters_give_the_same_issues() {
    assert_eq!(read("Issue key,Summary,Status\nA-1,x,Open\n").unwrap().cases[0].project.as_deref(), Some("A"));
    let english = read("Issue key,Summary,Issue Type,Status,Priority,Created\nA-1,Kaputt,Bug,Closed,High,18/Jul/26 9:10 AM\n").unwrap();
    for text in [
        "Clave de incidencia;Resumen;Tipo de Incidencia;Estado;Prioridad;Creada\nA-1;Kaputt;Bug;Cerrado;High;18/jul/26 9:10 AM\n",
        "\u{feff}Vorgangsschlüssel\tZusammenfassung\tVorgangstyp\tStatus\tPriorität\tErstellt\r\nA-1\tKaputt\tBug\tGeschlossen\tHigh\t18.07.2026 09:10\r\n",
        "klucz zgłoszenia;podsumowanie;typ zgłoszenia;stan;priorytet;utworzono;\nA-1;Kaputt;Bug;Zamknięte;High;18/lip/26 09:10;\n",
        "#TYPE Jira.Issue\nkey,summary,issue_type,status,priority,created\nA-1,Kaputt,Bug,Closed,High,2026-07-18T09:10:00.000+0000\n",
    ] {
        let other = read(text).unwrap();
        assert_eq!(other.refused, [], "{text}");
        let (mut one, mut two) = (other.cases[0].clone(), english.cases[0].clone());
        (one.line, two.line) = (0, 0);
        (one.foreign_state, two.foreign_state) = (None, None);
        assert_eq!(one, two, "{text}");
    }
}

#[test]
fn what_stands_for_no_resolution_ends_nothing() {
    for (word, resolution, state) in [
        ("Unresolved", None, "open"),
        ("None", None, "open"),
        ("Nicht erledigt", None, "open"),
        ("Accepted", Some("Accepted"), "closed"),
        ("Fixed", Some("Fixed"), "closed"),
    ] {
        let text = format!("Summary,Issue key,Issue Type,Status,Resolution\nCard payments fail,OPS-1,Bug,Parked by QA,{word}\n");
        let case = read(&text).unwrap().cases.remove(0);
        assert_eq!((case.resolution.as_ref().map(|text| text.raw()), case.state), (resolution, state), "{word}");
    }
}

#[test]
fn rows_without_a_key_or_with_a_broken_time_are_refused_by_line() {
    let incoming = read("Issue key,Summary,Created\nA-1,One,18/Jul/26 9:10 AM\n,Two,18/Jul/26 9:10 AM\nA-3,Three,99/Jul/26\n").unwrap();
    let refused: Vec<_> = incoming.refused.iter().map(|refusal| (refusal.line, refusal.why.as_str())).collect();
    assert_eq!(refused, [(3, "it has no key"), (4, "Created: '99/Jul/26' is not a date")]);
}

#[test]
fn real_exports_come_in_whole() {
    for (path, count) in [
        ("jira-csv-cloud-allfields/Jira.csv", 130),
        ("jira-csv-spanish-jsm/Jira.csv", 3),
        ("jira-csv-small-en/Jira.csv", 15),
        ("jira-csv-demo-repeats/demo-issues.csv", 7),
        ("jira-csv-hive/jira_issues.csv", 2164),
    ] {
        let Some(incoming) = shared(path) else { return };
        assert_eq!((incoming.read, incoming.cases.len(), incoming.refused.len()), (count, count, 0), "{path}: {:?}", incoming.refused);
    }
    let spanish = shared("jira-csv-spanish-jsm/Jira.csv").unwrap();
    assert!(spanish.cases.iter().all(|case| case.entries.len() == 2 && case.times.closed.is_some() && case.state == "closed"));
    assert!(spanish.cases.iter().flat_map(|case| &case.entries).all(|entry| entry.by.as_deref() == Some("Person 01")));
    let repeats = shared("jira-csv-demo-repeats/demo-issues.csv").unwrap();
    let of = |key: &str| repeats.cases.iter().find(|case| case.key == key).unwrap();
    assert_eq!((of("DEMO-2").links.len(), of("DEMO-5").entries.len()), (3, 2));
}
