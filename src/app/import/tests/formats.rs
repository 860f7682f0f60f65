//! One small file of our own for each format that is not tested elsewhere: what it is read as, and what it comes to.

use std::io::Write as _;

use super::super::format::{self, Options};
use super::{Incoming, notes, read};
use crate::model::CaseKind;
use crate::model::case::{IssuePriority, LinkKind, Priority};
use crate::model::entry::EntryKind;

/// Reads a file and says that every row of it is accounted for.
fn whole(text: &str) -> Incoming {
    let incoming = read(text).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(incoming.read, incoming.cases.len() + incoming.loose.len() + incoming.folded + incoming.refused.len(), "{incoming:?}");
    incoming
}

fn log(incoming: &Incoming) -> Vec<(EntryKind, &str, &str)> {
    incoming
        .cases
        .iter()
        .flat_map(|case| &case.entries)
        .map(|line| (line.kind, line.by.as_deref().unwrap_or(""), line.text.raw()))
        .collect()
}

#[test]
fn pagerduty_lists_and_what_belongs_to_their_incidents() {
    let list = whole(
        r#"{"incidents":[{"id":"PT1","incident_number":12,"title":"Disk full","status":"acknowledged","urgency":"high","created_at":"2026-01-02T10:00:00Z",
        "service":{"id":"S1","summary":"Mail"},"priority":{"summary":"P1"},"assignments":[{"at":"2026-01-02T10:01:00Z","assignee":{"summary":"Ann"}}],
        "acknowledgements":[{"at":"2026-01-02T10:02:00Z"}],"html_url":"https://x.org/incidents/PT1","alert_counts":{"all":2},"teams":[]}],"more":true}"#,
    );
    let case = &list.cases[0];
    assert_eq!((list.format.as_str(), case.kind, case.key.as_str(), case.state), ("pagerduty", CaseKind::Incident, "PT1", "investigating"));
    assert_eq!((case.priority, case.service.as_deref(), case.lead.as_deref()), (Some(Priority::P1), Some("Mail"), Some("Ann")));
    assert!(case.times.acknowledged.is_some() && case.in_lanes);
    assert_eq!(
        case.facts.as_deref(),
        Some("priority.summary: P1\nincident_number: 12\nalert_counts.all: 2"),
        "the number people say is kept"
    );
    assert!(notes(&list).contains("Partial export"));
    let entries = whole(
        r#"{"log_entries":[{"id":"L1","type":"notify_log_entry","summary":"Ann was told","created_at":"2026-01-02T10:03:00Z","agent":{"summary":"Mail"},"incident":{"id":"PT1"}}]}"#,
    );
    assert_eq!((entries.loose[0].case.as_str(), entries.loose[0].entry.text.raw()), ("PT1", "Ann was told"));
    let alone = r#"{"notes":[{"id":"N1","user":{"summary":"Bob"},"content":"On it","created_at":"2026-01-02T10:04:00-05:00","channel":{"summary":"web"}}]}"#;
    assert!(whole(alone).refused[0].why.contains("which record"));
    let named = format::read(alone.as_bytes(), "n.json", None, &Options { case: Some("INC-1".into()), ..Options::default() }).unwrap();
    assert_eq!((named.loose[0].case.as_str(), named.loose[0].entry.by.as_deref()), ("INC-1", Some("Bob")));
    let csv = whole(
        "incident_number,id,title,created_at,status,service,urgency,escalation_policy\n3,PX,Slow,2026-01-02T10:00:00Z,resolved,\"{'id': 'P6', 'summary': 'Data', 'x': None}\",low,E\n",
    );
    let case = &csv.cases[0];
    assert_eq!(
        (csv.format.as_str(), case.key.as_str(), case.service.as_deref(), case.state),
        ("pagerduty-csv", "PX", Some("Data"), "resolved")
    );
}

#[test]
fn opsgenie_and_incident_io() {
    let alerts = whole(
        r#"{"data":[{"id":"a-1","tinyId":"7","alias":"x","message":"CPU","status":"open","priority":"P5","tags":["a b"],"createdAt":"2026-01-02T10:00:00.1Z","owner":"","integration":{"name":"API"}}],"paging":{"next":"u"}}"#,
    );
    let case = &alerts.cases[0];
    assert_eq!(
        (alerts.format.as_str(), case.priority, case.severity.as_deref(), case.tags.join(" ")),
        ("opsgenie", Some(Priority::P4), Some("P5"), "a-b".into())
    );
    let io = whole(
        r#"{"incidents":[{"id":"01","reference":"INC-9","name":"Login","summary":"<p>No <b>login</b></p>","incident_status":{"name":"Fixing","category":"live"},
        "severity":{"name":"Critical","rank":3},"created_at":"2026-01-02T10:00:00Z","permalink":"https://x.org/9",
        "incident_role_assignments":[{"role":{"name":"Lead"},"assignee":{"name":"Ann"}}],
        "external_issue_reference":{"issue_name":"OPS-12"},
        "incident_updates":[{"id":"u1","message":"We look","created_at":"2026-01-02T10:05:00Z","new_incident_status":{"name":"Investigating"}},
                            {"id":"u2","message":"We fix","created_at":"2026-01-02T10:15:00Z","new_incident_status":{"name":"Fixing"}}]}]}"#,
    );
    let case = &io.cases[0];
    assert_eq!(
        (case.key.as_str(), case.priority, case.lead.as_deref(), case.mentions.as_slice()),
        ("INC-9", Some(Priority::P1), Some("Ann"), ["OPS-12".to_owned()].as_slice())
    );
    let told: Vec<_> = log(&io).into_iter().map(|(kind, _, text)| (kind, text)).collect();
    assert_eq!(told, [(EntryKind::Update, "We look"), (EntryKind::Update, "We fix"), (EntryKind::State, "status Investigating → Fixing")]);
}

#[test]
fn the_feed_of_a_status_page() {
    let feed = whole(
        r#"<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Example</title>
        <entry><id>tag:x.org,2005:Incident/77</id><published>2026-03-03T15:40:00Z</published><updated>2026-03-03T15:40:00Z</updated>
        <link rel="alternate" type="text/html" href="https://x.org/incidents/77"/><title>Mail &amp; more</title>
        <content type="html">&lt;p&gt;&lt;small&gt;Mar &lt;var data-var='date'&gt; 3&lt;/var&gt;, &lt;var data-var='time'&gt;15:40&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - All is well.&lt;/p&gt;&lt;p&gt;&lt;small&gt;Mar &lt;var data-var='date'&gt; 3&lt;/var&gt;, &lt;var data-var='time'&gt;15:10&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Investigating&lt;/strong&gt; - We look.&lt;/p&gt;</content></entry></feed>"#,
    );
    let case = &feed.cases[0];
    assert_eq!(
        (feed.format.as_str(), case.title.raw(), case.url.as_deref()),
        ("statuspage-atom", "Mail & more", Some("https://x.org/incidents/77"))
    );
    assert_eq!(log(&feed).iter().map(|line| line.2).collect::<Vec<_>>(), ["Investigating: We look.", "Resolved: All is well."]);
    assert_eq!(case.times.started, case.entries[0].observed);
}

#[test]
fn jira_answers_of_both_versions() {
    let adf = r#"{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"Bold","marks":[{"type":"strong"}]}]}]}"#;
    let page = whole(&format!(
        r#"{{"total":9,"names":{{"customfield_1":"Team"}},"issues":[{{"id":"10","key":"OPS-1","self":"https://x.org/rest/api/3/issue/10","fields":{{"summary":"INC0012345: slow",
        "issuetype":{{"name":"Bug"}},"status":{{"name":"Weird","statusCategory":{{"key":"indeterminate"}}}},"priority":{{"name":"Highest","iconUrl":"u"}},
        "project":{{"key":"OPS","name":"Operations"}},"assignee":{{"displayName":"Ann","accountId":"x"}},"created":"2026-01-02T10:00:00.000+0100","description":{adf},
        "labels":["net work"],"customfield_1":{{"value":"Blue"}},
        "comment":{{"comments":[{{"id":"5","author":{{"displayName":"Bob"}},"created":"2026-01-02T11:00:00.000+0100","body":{adf}}}]}},
        "issuelinks":[{{"type":{{"name":"Blocks"}},"outwardIssue":{{"key":"OPS-2"}}}},{{"type":{{"name":"Problem/Incident"}},"inwardIssue":{{"key":"OPS-3"}}}}]}}}}]}}"#
    ));
    let case = &page.cases[0];
    assert_eq!((page.format.as_str(), case.key.as_str(), case.id.as_deref(), case.state), ("jira-json", "OPS-1", Some("10"), "acting"));
    assert_eq!(
        (case.issue_priority, case.project.as_deref(), case.lead.as_deref()),
        (Some(IssuePriority::VeryHigh), Some("Operations"), Some("Ann"))
    );
    assert_eq!((case.description.as_ref().unwrap().raw(), case.facts.as_deref()), ("**Bold**", Some("Team: Blue")));
    assert_eq!(log(&page), [(EntryKind::Fact, "Bob", "**Bold**")]);
    assert_eq!(
        (case.links.as_slice(), case.mentions.as_slice()),
        (
            [(LinkKind::Blocks, "OPS-2".to_owned()), (LinkKind::CausedBy, "OPS-3".to_owned())].as_slice(),
            ["INC0012345".to_owned()].as_slice()
        )
    );
    assert!(notes(&page).contains("1 of 9"));
    let single = whole(r#"{"key":"OPS-4","fields":{"summary":"x","description":"h2. Head\n* one {{two}}","status":{"name":"Done"}}}"#);
    assert_eq!(single.cases[0].description.as_ref().unwrap().raw(), "## Head\n\n- one `two`");
    let comments = whole(
        r#"{"comments":[{"id":"5","self":"https://x.org/rest/api/2/issue/10/comment/5","author":{"displayName":"Bob"},"updateAuthor":{},"created":"2026-01-02T11:00:00.000+0100","body":"Yes"}]}"#,
    );
    assert_eq!((comments.loose[0].case.as_str(), comments.loose[0].entry.key.as_str()), ("10", "5"));
}

#[test]
fn github_and_gitlab_keep_the_repository_in_the_key_and_leave_pull_requests_out() {
    let rest = whole(
        r#"[{"url":"https://api.github.com/repos/o/r/issues/4","html_url":"https://github.com/o/r/issues/4","number":4,"title":"Broken","state":"closed","state_reason":"not_planned",
        "labels":[{"name":"bug"}],"assignee":{"login":"ann"},"user":{"login":"bob"},"created_at":"2026-01-02T10:00:00Z","closed_at":"2026-01-03T10:00:00Z","body":"<p>x</p>"},
        {"html_url":"https://github.com/o/r/pull/5","number":5,"title":"Fix","state":"open","labels":[],"pull_request":{"url":"u"}}]"#,
    );
    let case = &rest.cases[0];
    assert_eq!(
        (case.key.as_str(), case.project.as_deref(), case.foreign_type.as_deref(), case.state),
        ("o/r#4", Some("o/r"), Some("bug"), "closed")
    );
    assert_eq!((rest.refused.len(), rest.refused[0].why.as_str()), (1, "it is a pull request, not an issue"));
    let gh = whole(
        r#"[{"number":4,"title":"Broken","state":"OPEN","url":"https://github.com/o/r/issues/4","createdAt":"2026-01-02T10:00:00Z","closedAt":null,"labels":[{"name":"bug"}],
        "comments":[{"id":"IC_1","author":{"login":"ann"},"createdAt":"2026-01-02T11:00:00Z","body":"Seen"}]}]"#,
    );
    assert_eq!(
        (gh.cases[0].key.as_str(), gh.cases[0].in_lanes, log(&gh)),
        ("o/r#4", true, vec![(EntryKind::Fact, "ann", "Seen")]),
        "the same issue has the same key"
    );
    let lab = whole(
        r#"[{"id":900,"iid":3,"project_id":7,"title":"Down","state":"opened","issue_type":"incident","severity":"CRITICAL","labels":["x"],"web_url":"https://gitlab.com/g/s/p/-/issues/3",
        "references":{"full":"g/s/p#3"},"created_at":"2026-01-02T10:00:00Z","assignee":{"name":"Ann","avatar_url":"u"}}]"#,
    );
    let case = &lab.cases[0];
    assert_eq!(
        (case.key.as_str(), case.id.as_deref(), case.kind, case.priority),
        ("g/s/p#3", Some("900"), CaseKind::Incident, Some(Priority::P1))
    );
    let notes = whole(
        r#"[{"id":1,"noteable_id":900,"noteable_iid":3,"noteable_type":"Issue","system":false,"body":"Seen","author":{"name":"Bob"},"created_at":"2026-01-02T10:00:00Z"}]"#,
    );
    assert_eq!(notes.loose[0].case, "900");
    let csv = whole(
        "Title,Issue ID,URL,State,Author,Created At (UTC),Labels\nDown,3,https://gitlab.com/g/p/-/issues/3,Open,Ann,2026-01-02 10:00:00,bug\n",
    );
    assert_eq!((csv.format.as_str(), csv.cases[0].key.as_str()), ("gitlab-csv", "g/p#3"));
}

#[test]
fn service_desks_of_other_makers() {
    let glpi = whole(
        "\u{feff}\"ID\";\"Titre\";\"Statut\";\"Date d'ouverture\";\"Priorité\";\"Attribué à - Technicien\";\"Plugins - Info Adicional - Jira Issue\";\n\"2 553\";\"Réseau\";\"En cours (Attribué)\";\"31-10-2024 10:42\";\"Très haute\";\"Ann <br>Bob\";\"OPS-12\";\n",
    );
    let case = &glpi.cases[0];
    assert_eq!(
        (glpi.format.as_str(), case.key.as_str(), case.state, case.priority),
        ("glpi-csv", "2 553", "investigating", Some(Priority::P1))
    );
    assert_eq!(
        (case.lead.as_deref(), case.mentions.as_slice(), case.facts.as_deref()),
        (Some("Ann"), ["OPS-12".to_owned()].as_slice(), Some("lead: Ann; Bob"))
    );
    let zammad = whole(
        r#"[{"id":3,"group_id":1,"priority_id":3,"state_id":4,"number":"22003","title":"Order","customer_id":7,"created_at":"2026-01-02T10:00:00Z","close_at":"2026-01-03T10:00:00Z"}]"#,
    );
    assert_eq!((zammad.format.as_str(), zammad.cases[0].state, zammad.cases[0].priority), ("zammad", "closed", Some(Priority::P2)));
    let otrs = whole(
        r#"{"Ticket":[{"TicketID":"1","TicketNumber":"2026010210000001","Title":"Mail","State":"open","StateType":"open","Priority":"5 very high","Queue":"Net","Owner":"ann","Created":"2026-01-02 10:00:00",
        "Article":[{"ArticleID":"9","From":"Bob","Subject":"s","Body":"It fails","CreateTime":"2026-01-02 10:00:01"}]}]}"#,
    );
    assert_eq!(
        (otrs.format.as_str(), otrs.cases[0].priority, log(&otrs)),
        ("otrs", Some(Priority::P1), vec![(EntryKind::Fact, "Bob", "It fails")])
    );
}

#[test]
fn registers_with_banners_groups_and_sums() {
    let raid = whole(
        "Project Atlas RAID log;;;;;;\n;;;;;;\nRAID ID;Type;Description;Mitigation;Owner;Priority;Status\n1;Risk;Disk may fail;Buy disks;Ann;High;Open\n2;Issue;Test data is gone;;Bob;Critical;In Progress\n3;Assumption;Budget holds;;Ann;Low;Open\n",
    );
    let kinds: Vec<_> = raid.cases.iter().map(|case| (case.key.as_str(), case.foreign_type.as_deref().unwrap(), case.in_lanes)).collect();
    assert_eq!(raid.format, "raid");
    assert_eq!(kinds, [("file#1", "Risk", true), ("file#2", "Issue", true), ("file#3", "Assumption", false)]);
    assert_eq!(raid.cases[0].facts.as_deref(), Some("Mitigation: Buy disks"));
    assert!(notes(&raid).contains("above the header"), "{}", notes(&raid));
    let risks = whole(
        "Risk register,,,,,\nRisk,,Inherent,,Residual,\nRisk ID,Risk description,Probability,Impact,Probability,Impact\nR1,Flood,4,5,2,3\nTotal,,,9,,\n",
    );
    assert_eq!((risks.format.as_str(), risks.cases.len(), risks.refused.len()), ("risks", 1, 1), "{risks:?}");
    assert!(risks.cases[0].facts.as_deref().unwrap().contains("Residual Probability: 2"), "{:?}", risks.cases[0].facts);
    let plan = whole("Task ID,Task name,Start date,End date,Status,Owner\nT1,Build,2026-01-02,2026-02-02,In progress,Ann\n");
    assert_eq!((plan.format.as_str(), plan.cases[0].in_lanes, plan.cases[0].due.is_some()), ("plan", false, true));
    let changes = whole("cr_id,title,requested_by,status,cost impact\n1,Other disks,Ann,Approved,EUR 5\n");
    assert_eq!((changes.format.as_str(), changes.cases[0].key.as_str()), ("changes", "file#1"));
    let issues = whole("Issue ID,Issue description,Date raised,Severity,Status,Due date\n1,Late parts,3/17/2026,High,Closed,End of Q3\n");
    assert_eq!((issues.format.as_str(), issues.cases[0].due, issues.refused.len()), ("issues", None, 0));
    assert!(issues.cases[0].facts.as_deref().unwrap().contains("End of Q3") && notes(&issues).contains("due dates are no dates"));
}

#[test]
fn workbooks_are_read_sheet_by_sheet() {
    let sheet = |rows: &[&[&str]]| {
        let cells = |row: &[&str]| row.iter().map(|cell| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>")).collect::<String>();
        let rows: String = rows.iter().map(|row| format!("<row>{}</row>", cells(row))).collect();
        format!(
            "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        )
    };
    let book = "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Risks\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Legend\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>";
    let package = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>";
    let risks =
        sheet(&[&["Risks of Atlas"], &["Risk ID", "Risk description", "Probability", "Owner"], &["R1", "Flood &amp; fire", "4", "Ann"]]);
    let legend = sheet(&[&["Colour", "Meaning"], &["red", "bad"]]);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", package),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", &risks),
        ("xl/worksheets/sheet2.xml", &legend),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let incoming = format::read(&bytes, "Register_2026-01-02 (1).xlsx", None, &Options::default()).unwrap();
    assert_eq!(
        (incoming.cases.len(), incoming.cases[0].key.as_str(), incoming.cases[0].title.raw()),
        (1, "Register#R1", "Flood & fire"),
        "{incoming:?}"
    );
    assert!(notes(&incoming).contains("The sheet 'Legend' was left out"), "{}", notes(&incoming));
    assert!(format::read(&bytes[..bytes.len() / 2], "x.xlsx", None, &Options::default()).unwrap_err().why.raw().contains("damaged"));
}

#[test]
fn anything_else_with_a_title_or_a_key() {
    let tsv = whole("Name\tState\tOpened on\tTeam\nMail is slow\tResolved\t2026-01-02 10:00\tNet\n");
    let case = &tsv.cases[0];
    assert_eq!(
        (tsv.format.as_str(), case.title.raw(), case.state, case.facts.as_deref()),
        ("csv", "Mail is slow", "closed", Some("Team: Net"))
    );
    assert!(case.key.starts_with("file#"));
    let lines = whole(
        "{\"title\":\"One\",\"severity\":\"SEV1\",\"kind\":\"incident\",\"nested\":{\"a\":{\"b\":1}}}\n{\"title\":\"Two\",\"status\":\"done\"}\n",
    );
    assert_eq!((lines.format.as_str(), lines.cases.len(), lines.cases[0].issue_priority), ("json", 2, Some(IssuePriority::VeryHigh)));
    assert!(lines.cases[0].facts.as_deref().unwrap().contains("nested.a.b: 1"));
    let events = whole("CaseID,ActivityID,CompleteTimestamp\n2,1,2012-04-03 16:55:38\n2,8,2012-04-03 16:55:53\n3,1,2010-10-29 18:14:06\n");
    assert_eq!((events.format.as_str(), events.cases.len(), events.folded, events.cases[0].title.raw()), ("events", 2, 1, "Case 2"));
    assert_eq!(log(&events)[1].2, "activityid 1 → 8");
    for text in [
        "{\"id\":1,\"name\":\"1 low\",\"note\":null,\"created_at\":\"2021-11-08T15:31:57Z\"}",
        "[{\"id\":\"x\",\"name\":\"Field\",\"custom\":false}]",
    ] {
        assert!(read(text).is_err(), "a list of words is no list of records: {text}");
    }
}

#[test]
fn a_profile_of_ones_own_reads_what_no_built_in_one_does() {
    let mut rules = super::super::Rules::load(None);
    rules.profiles.add("ours", "doc = \"Ours\"\nsystem = \"ours\"\ncontainer = \"table\"\nkind = \"incident\"\n[recognise]\nnames = [\"Wat\"]\n[fields]\nkey = \"Nr\"\ntitle = \"Wat\"\nstate = \"Toestand\"\n[states]\nGaar = \"resolved\"\n").unwrap();
    rules.words = rules.words.with("[ranks]\n1 = [\"brand\"]\n").unwrap();
    let text = b"Nr;Wat;Toestand;Ernst\n7;Oven;Gaar;x\n";
    let incoming = rules.read(text, "f.csv", None, &Options::default()).unwrap();
    let case = &incoming.cases[0];
    assert_eq!(
        (incoming.format.as_str(), case.key.as_str(), case.title.raw(), case.state, case.facts.as_deref()),
        ("ours", "7", "Oven", "resolved", Some("Ernst: x"))
    );
    let (parts, _) = rules.explain(b"Nr;Wat;Ernst;Ernst\n7;Oven;;x\n", "f.csv", None, &Options::default()).unwrap();
    let became: Vec<_> = parts[0].names.iter().map(|name| (name.name.as_str(), name.times, name.sample.as_str())).collect();
    assert_eq!(became, [("Nr", 1, "7"), ("Wat", 1, "Oven"), ("Ernst", 2, "x")], "columns of one name are told once");
    let (parts, _) = rules.explain(text, "f.csv", None, &Options::default()).unwrap();
    let became: Vec<_> = parts[0].names.iter().map(|name| (name.name.as_str(), name.what.as_str(), name.sample.as_str())).collect();
    assert_eq!(became, [("Nr", "key", "7"), ("Wat", "title", "Oven"), ("Toestand", "state", "Gaar"), ("Ernst", "fact", "x")]);
}
