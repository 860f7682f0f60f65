//! Reviews: what is written is printed, for whom it may be printed, and nothing bends the page.

use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value as Json;
use warroom::app::{Access, App, Context, Done, Draft, Failure, Manner, Shown, output, tables};
use warroom::document::Document;
use warroom::model::{Refusal, Zone};

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;
const MINUTE: i64 = 60_000;

/// A database in a folder of its own, and somebody in front of it.
struct Desk {
    app: App,
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ctx = Context::built_in(NOW, Zone::parse("Europe/Amsterdam").unwrap(), "ana", "cli", "ana@here");
        let app = App::open(&folder.path().join("warroom.db"), Access::Write, false, ctx, Some("seed".into())).unwrap();
        Self { app, folder }
    }

    fn run(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Result<Done, Failure> {
        let command = tables::command(command).unwrap_or_else(|| panic!("no command {command}"));
        self.app.ctx.at += 1;
        self.app.run(command, &draft(fields), &Manner::default())
    }

    fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Done {
        self.run(command, fields).unwrap_or_else(|no| panic!("{command} {fields:?}: {no:?}"))
    }

    fn no(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Vec<Refusal> {
        match self.run(command, fields) {
            Err(Failure::Refused(refusals)) => refusals,
            other => panic!("{command} {fields:?}: {other:?}"),
        }
    }

    fn ask(&self, query: &str, fields: &[(&'static str, &str)]) -> Shown {
        let query = tables::query(query).unwrap_or_else(|| panic!("no query {query}"));
        self.app.ask(query, &draft(fields)).unwrap_or_else(|no| panic!("{} {fields:?}: {no:?}", query.name))
    }

    fn rows(&self, query: &str, fields: &[(&'static str, &str)]) -> Vec<serde_json::Map<String, Json>> {
        match self.ask(query, fields) {
            Shown::Rows(rows) => rows,
            _ => panic!("{query} gives no rows"),
        }
    }

    fn export(&self, case: &str, reader: &str, format: &str) -> String {
        match self.ask("review export", &[("case", case), ("for", reader), ("format", format)]) {
            Shown::Text(text, _) => text,
            _ => panic!("an export is a text"),
        }
    }

    fn open(&mut self, title: &str) -> String {
        let done = self.ok("incident open", &[("title", title), ("service", "payments"), ("started", "12:00"), ("detected", "12:10")]);
        done.json["case"].as_str().unwrap().to_owned()
    }
}

fn draft(fields: &[(&'static str, &str)]) -> Draft {
    fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text))
}

/// Words alone, so that wrapping and columns do not matter.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(markdown: &str) -> String {
    words(&Document::from_markdown(markdown).to_plain(100_000))
}

#[test]
fn an_incident_is_printed_from_its_record() {
    let mut desk = Desk::new();
    desk.ok("person add", &[("handle", "bob"), ("name", "Bob Ray"), ("role", "database")]);
    let case = desk.open("Payments down");
    desk.ok("incident set", &[("case", &case), ("impact", "high"), ("urgency", "high"), ("effect", "Nobody can pay"), ("lead", "bob")]);
    desk.ok("log", &[("case", &case), ("line", "11:50 Release 7 rolled out #change\n12:12 ~replica is behind\n12:15 !fail over -- lag is low @bob in 2h\n12:20 +page the vendor @bob due tomorrow 10:00\n12:30 ?who owns the queue\n12:31 =use the other queue")]);
    desk.ok("entry verdict", &[("entry", &format!("{case}.2")), ("verdict", "eliminated")]);
    desk.ok("case state", &[("case", &case), ("state", "restored"), ("at", "13:12")]);
    desk.ok("review set", &[("case", &case), ("section", "summary"), ("text", "It broke.\n\nThen it did not.")]);
    desk.ok("review set", &[("case", &case), ("section", "stated-durations"), ("text", "Time to restore: 1h 07m")]);
    let markdown = desk.export(&case, "internal", "md");
    for part in [
        "# Incident review INC-1: Payments down",
        "| Service | payments |",
        "| Impact × urgency | high × high |",
        "| Time zone | Europe/Amsterdam |",
        "| Started | 2026-11-22 12:00 | exact |  |",
        "| Time to restore | 1 h 12 min | 1h 07m |",
        "| Time to detect | 10 min |  |",
        "| Time to acknowledge | not applicable |  |",
        "It broke.\n\nThen it did not.",
        "## Impact\n\nNobody can pay",
        "| 11:50 | INC-1.1 | fact, change, before the start | Release 7 rolled out |  | ana |".trim_end_matches(" |  | ana |"),
        "| INC-1.2 | replica is behind | hypothesis | eliminated | ana |",
        "| 2026-11-22 12:15 | INC-1.3 | fail over | lag is low | bob | 2026-11-22 16:05 |",
        "| [ ] | A-1 | page the vendor | bob | 2026-11-23 10:00 | open |",
        "| INC-1.5 | who owns the queue |",
        "## Temporary measures\n\nuse the other queue",
        "| Bob Ray (bob) | database, led,",
        "All times on 2026-11-22 (Europe/Amsterdam).",
        "Printed for: internal; 0 rows left out; 0 redactions; journal up to b",
    ] {
        assert!(markdown.contains(part), "{part}\nin\n{markdown}");
    }
    assert_eq!(markdown.matches("use the other queue").count(), 2, "once in the log, once as what helped");
}

#[test]
fn durations_that_cannot_be_are_said_to_be_invalid_and_never_negative() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok(
        "incident set",
        &[("case", &case), ("restored", "11:00"), ("resolved", "unknown"), ("declared", "~13:00"), ("acknowledged", "2026-11-20")],
    );
    let markdown = desk.export(&case, "internal", "md");
    for part in [
        "| Time to restore | invalid (Restored is before Started) |",
        "| Time to resolve | unknown |",
        "| Time to acknowledge | invalid (Acknowledged is before Detected) |",
        "| Declared | 2026-11-22 13:00 | about |",
        "| Acknowledged | 2026-11-20 | day only | is before Started |",
        "| Resolved | unknown |",
        "| Restored | 2026-11-22 11:00 | exact | is before Started |",
    ] {
        assert!(markdown.contains(part), "{part}\nin\n{markdown}");
    }
    assert!(!markdown.contains("-1 h") && !markdown.contains("\\-1"));
}

#[test]
fn times_are_printed_in_the_zone_of_the_case_and_doubled_hours_are_told_apart() {
    let mut desk = Desk::new();
    let case = desk.open("Night shift");
    let times = [
        ("case", case.as_str()),
        ("zone", "Europe/Amsterdam"),
        ("started", "2026-10-25T02:30+02:00"),
        ("restored", "2026-10-25T02:30+01:00"),
    ];
    desk.ok("incident set", &times);
    let markdown = desk.export(&case, "internal", "md");
    assert!(markdown.contains("2026-10-25 02:30 (UTC+02:00)") && markdown.contains("2026-10-25 02:30 (UTC+01:00)"), "{markdown}");
    assert!(markdown.contains("| Time to restore | 1 h |"), "{markdown}");
    desk.ok("incident set", &[("case", &case), ("zone", "Asia/Shanghai")]);
    desk.app.ctx.zone = Zone::UTC;
    let markdown = desk.export(&case, "internal", "md");
    assert!(markdown.contains("| Time zone | Asia/Shanghai |") && markdown.contains("| Started | 2026-10-25 08:30 |"), "{markdown}");
    assert_eq!(markdown.matches("Asia/Shanghai").count(), 1 + usize::from(markdown.contains("All times on")), "{markdown}");
}

#[test]
fn an_issue_has_a_review_of_its_own() {
    let mut desk = Desk::new();
    let fields = [
        ("title", "Team lost to a P1"),
        ("project", "Mercury"),
        ("type", "external"),
        ("severity", "severe"),
        ("impact", "Two weeks"),
        ("detected", "9:00"),
        ("due", "tomorrow"),
    ];
    let case = desk.ok("issue open", &fields).json["case"].as_str().unwrap().to_owned();
    desk.ok("review set", &[("case", &case), ("section", "options"), ("text", "wait\nhire")]);
    desk.ok("case state", &[("case", &case), ("state", "closed"), ("outcome", "reduced"), ("residual", "One week stays"), ("at", "13:30")]);
    let markdown = desk.export(&case, "internal", "md");
    for part in [
        "# Issue review ISS-1: Team lost to a P1",
        "| Project | Mercury |",
        "| Type | external event |",
        "| Severity | severe |",
        "| Outcome | reduced |",
        "| Residual impact | One week stays |",
        "| Raised | 2026-11-22 09:00 |",
        "| To be dealt with by | 2026-11-23 | day only |",
        "| Time to close | 4 h 30 min |",
        "## Options weighed\n\n- wait\n- hire",
        "## Impact\n\nTwo weeks",
    ] {
        assert!(markdown.contains(part), "{part}\nin\n{markdown}");
    }
    let no = desk.no("review set", &[("case", &case), ("section", "security"), ("text", "x")]);
    assert!(no[0].why.raw().contains("no section for an issue"), "{no:?}");
    desk.app.ctx.language = "nl".into();
    assert!(desk.export(&case, "internal", "md").contains("# Issue-evaluatie ISS-1"));
}

#[test]
fn sections_are_found_kept_exactly_and_taken_away() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    let text = "  indented\n\n\ttab | pipe\n  <b>`x`</b>";
    desk.ok("review set", &[("case", &case), ("section", "Contributing Factors"), ("text", text)]);
    let Shown::Page(_, json) = desk.ask("review show", &[("case", &case)]) else { panic!("a page") };
    assert_eq!((json["case"].as_str(), json["sections"][0]["text"].as_str()), (Some("INC-1"), Some(text)));
    assert_eq!(json["header"]["review_state"], "draft");
    let no = desk.no("review set", &[("case", &case), ("section", "sumary"), ("text", "x")]);
    assert!(no[0].hint.raw().contains("did you mean 'summary'?"), "{no:?}");
    let no = desk.no("review set", &[("case", &case), ("section", "went"), ("text", "x")]);
    assert!(no[0].hint.raw().contains("went-well, went-badly"), "{no:?}");
    desk.ok("review set", &[("case", &case), ("section", "contrib"), ("for", "public")]);
    assert!(plain(&desk.export(&case, "public", "md")).contains("tab | pipe"));
    desk.ok("review set", &[("case", &case), ("section", "contributing-factors"), ("text", "")]);
    assert!(!desk.export(&case, "internal", "md").contains("tab"));
    assert!(
        desk.no("review set", &[("case", &case), ("section", "contributing-factors"), ("text", "")])[0].why.raw().contains("not written")
    );
    assert!(desk.no("review set", &[("case", &case), ("section", "summary")])[0].why.raw().contains("nothing to write"));
    desk.ok("undo", &[]);
    assert!(desk.export(&case, "internal", "md").contains("tab"));
    let rows = desk.rows("review sections", &[("case", &case)]);
    let row = rows.iter().find(|r| r["section"] == "contributing-factors").unwrap();
    assert_eq!((row["written"].as_str(), row["visibility"].as_str()), (Some("yes"), Some("public")));
    assert!(desk.rows("review sections", &[]).len() > rows.len() && row["question"].as_str().unwrap().ends_with('?'));
}

#[test]
fn approving_stops_the_clock_and_an_unknown_cause_does_not_block_it() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    assert!(desk.rows("review list", &[]).is_empty());
    desk.ok("case state", &[("case", &case), ("state", "resolved")]);
    let owed = desk.rows("review list", &[]);
    assert_eq!((owed[0]["case"].as_str(), owed[0]["when"].as_str(), owed[0]["state"].as_str()), (Some("INC-1"), Some("in 3d"), None));
    desk.ok("review plan", &[("case", &case), ("owner", "bob"), ("due", "tomorrow 12:00")]);
    let owed = desk.rows("review list", &[]);
    assert_eq!((owed[0]["owner"].as_str(), owed[0]["due"].as_str()), (Some("bob"), Some("2026-11-23T11:00:00.000Z")));
    assert!(desk.export(&case, "management", "md").contains("| Review due | 2026-11-23 12:00 |"));
    desk.ok("review set", &[("case", &case), ("section", "certainty"), ("text", "unknown")]);
    desk.ok("review state", &[("case", &case), ("state", "in-review")]);
    desk.app.ctx.at += MINUTE;
    desk.ok("review state", &[("case", &case), ("state", "approved")]);
    assert!(desk.rows("review list", &[]).is_empty());
    assert!(desk.rows("due", &[]).iter().all(|d| d["what"] != "review"));
    let markdown = desk.export(&case, "internal", "md");
    assert!(markdown.contains("| Approved | 2026-11-22 14:06 |") && markdown.contains("| Approved by | ana |"), "{markdown}");
    let no = desk.no("review set", &[("case", &case), ("section", "summary"), ("text", "late")]);
    assert!(no[0].why.raw().contains("approved") && no[0].hint.raw().contains("draft"), "{no:?}");
    assert_eq!(desk.no("review state", &[("case", &case), ("state", "draft")])[0].field, "why");
    desk.ok("review state", &[("case", &case), ("state", "draft"), ("why", "the vendor wrote")]);
    assert_eq!(desk.rows("review list", &[]).len(), 1);
    let markdown = desk.export(&case, "internal", "md");
    assert!(!markdown.contains("Approved by") && markdown.contains("the vendor wrote"), "{markdown}");
    assert!(!desk.export(&case, "management", "md").contains("the vendor wrote"));
    assert!(desk.no("review plan", &[("case", &case)])[0].why.raw().contains("nothing to plan"));
}

/// Everything with a text of its own, each text once: what may not be read must not be found anywhere.
fn canaries(desk: &mut Desk) -> (String, Vec<&'static str>, Vec<&'static str>) {
    let case = desk.open("Payments down");
    let other = desk.open("CANARYmother");
    desk.ok("person add", &[("handle", "CANARYmbob"), ("name", "CANARYmname"), ("role", "CANARYmrole")]);
    desk.ok("link", &[("case", &case), ("other", &other), ("as", "hits")]);
    let set = [
        ("effect", "CANARYmeffect"),
        ("description", "CANARYmdescription"),
        ("foreign-severity", "CANARYmsev"),
        ("url", "https://CANARYmurl.example/"),
    ];
    for (key, text) in set {
        desk.ok("incident set", &[("case", &case), (key, text)]);
    }
    desk.ok("incident set", &[("case", &case), ("lead", "CANARYmbob")]);
    let lines = [
        "CANARYifact",
        "~CANARYihypothesis",
        "?CANARYiquestion",
        "%CANARYiassumption",
        "=CANARYiworkaround ^internal",
        "!CANARYidecision -- CANARYireason ^internal",
        "+CANARYiaction #CANARYitag ^internal",
        "CANARYmfact ^management",
        "!CANARYmdecision -- CANARYmreason",
        "public fact ^public",
        "!public decision -- public reason @CANARYmbob ^public",
        "+public action @CANARYmbob ^public",
    ];
    for line in lines {
        desk.ok("log", &[("case", &case), ("line", line)]);
    }
    // Raised by hand to management, but the line that gave it is internal.
    desk.ok("action set", &[("action", "A-1"), ("for", "management"), ("reference", "CANARYireference")]);
    desk.ok("action add", &[("case", &case), ("text", "CANARYilone"), ("for", "internal")]);
    desk.ok("action add", &[("case", &case), ("text", "CANARYmlone")]);
    // A public line whose action was lowered is as hidden as the action.
    desk.ok("log", &[("case", &case), ("line", "+CANARYilowered ^public")]);
    desk.ok("action set", &[("action", "A-5"), ("for", "internal")]);
    for (section, reader, text) in [
        ("summary", "internal", "CANARYisummary"),
        ("evidence", "", "CANARYievidence"),
        ("lessons", "", "CANARYmlessons"),
        ("trigger", "public", "public trigger"),
    ] {
        desk.ok("review set", &[("case", &case), ("section", section), ("for", reader), ("text", text)]);
    }
    let internal = vec![
        "CANARYifact",
        "CANARYihypothesis",
        "CANARYiquestion",
        "CANARYiassumption",
        "CANARYiworkaround",
        "CANARYidecision",
        "CANARYireason",
        "CANARYiaction",
        "CANARYitag",
        "CANARYireference",
        "CANARYilone",
        "CANARYilowered",
        "CANARYisummary",
        "CANARYievidence",
    ];
    let management = vec![
        "CANARYmother",
        "CANARYmbob",
        "CANARYmname",
        "CANARYmrole",
        "CANARYmeffect",
        "CANARYmdescription",
        "CANARYmsev",
        "CANARYmurl",
        "CANARYmfact",
        "CANARYmdecision",
        "CANARYmreason",
        "CANARYmlone",
        "CANARYmlessons",
    ];
    (case, internal, management)
}

#[test]
fn no_line_reaches_a_reader_who_may_not_read_it() {
    let mut desk = Desk::new();
    let (case, internal, management) = canaries(&mut desk);
    for format in ["md", "html", "json"] {
        let (all, some, few) =
            (desk.export(&case, "internal", format), desk.export(&case, "management", format), desk.export(&case, "public", format));
        for canary in internal.iter().chain(&management) {
            assert!(all.contains(canary), "{canary} is missing in the internal {format}\n{all}");
            assert_eq!(some.contains(canary), management.contains(canary), "{canary} in the management {format}\n{some}");
        }
        assert!(!few.contains("CANARY"), "in the public {format}\n{few}");
        for text in ["public fact", "public decision", "public reason", "public action", "public trigger", "Payments down", "payments"] {
            assert!(few.contains(text), "{text} is missing in the public {format}\n{few}");
        }
        assert!(!few.contains(">ana<") && !few.contains("| ana |") && !few.contains("\"ana\""), "{few}");
    }
    let markdown = desk.export(&case, "management", "md");
    assert!(markdown.contains("Printed for: management; 13 rows left out"), "{markdown}");
    let Shown::Page(page, json) = desk.ask("review show", &[("case", &case), ("for", "public")]) else { panic!("a page") };
    assert!(!page.to_plain(200).contains("CANARY") && !json.to_string().contains("CANARY"));
    let Shown::Text(_, notes) = desk.ask("review export", &[("case", &case), ("for", "management")]) else { panic!("a text") };
    assert_eq!(notes[0], "printed for management: 13 rows left out");
}

#[test]
fn what_was_amended_redacted_or_undone_is_not_printed_for_anybody() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("log", &[("case", &case), ("line", "CANARYfirst")]);
    desk.ok("entry amend", &[("entry", &format!("{case}.1")), ("line", "second")]);
    desk.ok("log", &[("case", &case), ("line", "=CANARYkey")]);
    desk.ok("entry redact", &[("entry", &format!("{case}.3"))]);
    desk.ok("log", &[("case", &case), ("line", "=CANARYworkaround")]);
    desk.ok("entry amend", &[("entry", &format!("{case}.4")), ("line", "another way ^internal")]);
    desk.ok("log", &[("case", &case), ("line", "CANARYundone")]);
    desk.ok("undo", &[]);
    for format in ["md", "html", "json"] {
        let text = desk.export(&case, "internal", format);
        assert!(
            !text.contains("CANARY") && text.contains("second") && text.contains("(redacted)") && text.contains("another way"),
            "{text}"
        );
        assert!(!desk.export(&case, "management", format).contains("another way"));
    }
    let hits = desk.rows("search", &[("text", "CANARYkey")]);
    assert!(hits.is_empty(), "{hits:?}");
}

#[test]
fn what_an_import_brought_is_internal_until_somebody_sets_it() {
    let mut desk = Desk::new();
    let csv = "number,short_description,description,priority,state,opened_at,sys_created_on\nINC0010001,Mail down,CANARYtext,1 - Critical,In Progress,2026-11-20 10:00:00,2026-11-20 10:00:00\n";
    let path = desk.folder.path().join("list.csv");
    std::fs::write(&path, csv).unwrap();
    let Some(_) = tables::command("import") else {
        println!("skipped: there is no import command yet");
        return;
    };
    desk.ok("import", &[("file", path.to_str().unwrap())]);
    assert!(!desk.export("INC-1", "management", "md").contains("CANARY"));
    desk.ok("incident set", &[("case", "INC-1"), ("description", "CANARYtext by hand")]);
    assert!(desk.export("INC-1", "management", "md").contains("CANARYtext by hand"));
}

const HOSTILE: &[&str] = &[
    "a | b || c",
    "``` fence",
    "<script>alert(1)</script><!-- c",
    "](javascript:alert(1)) [x](javascript:y) ![i](http://p/q.png)",
    "\\| ends with a backslash \\",
    "{{ 7 * 7 }} {% include 'x' %}",
    "\u{1b}[31m \u{202E}x\u{2028}# y",
    "`unclosed **bold _it_ ~~x~~",
    "- [x] done",
    "--- ===",
    "\u{5bc6}\u{7801} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
];

/// Counts what a reader would take for structure, and refuses what no text may make.
fn structure(markdown: &str) -> Vec<usize> {
    let mut counts = vec![0; 6];
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(markdown, options) {
        let at = match &event {
            Event::Start(Tag::Heading { .. }) => 0,
            Event::Start(Tag::Table(_)) => 1,
            Event::Start(Tag::TableRow) => 2,
            Event::Start(Tag::TableCell) => 3,
            Event::Start(Tag::CodeBlock(_)) => 4,
            Event::Rule => 5,
            Event::InlineHtml(html) if &**html != "<br>" => panic!("{html} in {markdown}"),
            Event::Html(html) if html.trim() != "<!-- -->" => panic!("{html} in {markdown}"),
            Event::Start(Tag::Image { .. } | Tag::BlockQuote(_) | Tag::Link { .. } | Tag::Strikethrough) => {
                panic!("{event:?} in {markdown}")
            }
            _ => continue,
        };
        counts[at] += 1;
    }
    counts
}

fn case_of(text: &str) -> (String, String) {
    let mut desk = Desk::new();
    let fields = [
        ("title", text),
        ("service", text),
        ("started", "12:00"),
        ("lead", "ana"),
        ("foreign-severity", text),
        ("effect", text),
        ("description", text),
    ];
    let case = desk.ok("incident open", &fields).json["case"].as_str().unwrap().to_owned();
    desk.ok("person add", &[("handle", &format!("x{}", text.len())), ("name", text), ("role", text)]);
    desk.app.ctx.actor = text.into();
    let other = desk.ok("issue open", &[("title", text), ("project", text)]).json["case"].as_str().unwrap().to_owned();
    desk.ok("link", &[("case", &case), ("other", &other), ("as", "hits")]);
    for kind in ["fact", "decision", "question", "hypothesis", "action"] {
        desk.ok(
            "log",
            &[("case", &case), ("line", &format!("so: {text}")), ("kind", kind), ("why", text), ("owner", &format!("x{}", text.len()))],
        );
    }
    desk.ok("action add", &[("case", &case), ("text", text), ("period", text), ("reference", text)]);
    for name in ["summary", "causes", "evidence", "participants", "related", "open-questions"] {
        desk.ok("review set", &[("case", &case), ("section", name), ("text", text)]);
    }
    let json: Json = serde_json::from_str(&desk.export(&case, "internal", "json")).unwrap();
    assert_eq!(json["header"]["title"], text.trim());
    let html = desk.export(&case, "internal", "html");
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"), "{html}");
    (desk.export(&case, "internal", "md"), json["timeline"].as_array().map_or(0, Vec::len).to_string())
}

#[test]
fn no_text_in_any_field_bends_the_page() {
    let (calm, rows) = case_of("calm");
    assert_eq!(rows, "5");
    for text in HOSTILE {
        let (markdown, _) = case_of(text);
        assert_eq!(structure(&markdown), structure(&calm), "{text:?} in\n{markdown}");
        assert!(!markdown.contains(['\u{1b}', '\u{202E}', '\u{2028}']), "{markdown:?}");
    }
}

#[test]
fn secrets_are_taken_out_unless_asked_for() {
    let mut desk = Desk::new();
    let case = desk.open("password=hunter2");
    desk.ok("log", &[("case", &case), ("line", "token ghp_0123456789abcdefghijABCDEFGHIJ456789")]);
    for format in ["md", "html", "json"] {
        let text = desk.export(&case, "internal", format);
        assert!(!text.contains("hunter2") && !text.contains("ghp_0"), "{text}");
        let Shown::Text(raw, notes) = desk.ask("review export", &[("case", &case), ("format", format), ("raw", "yes")]) else {
            panic!("a text")
        };
        assert!(raw.contains("hunter2") && raw.contains("ghp") && notes.iter().any(|n| n.contains("--raw")), "{raw}");
    }
    assert!(desk.export(&case, "internal", "md").contains("2 redactions"));
}

#[test]
fn an_export_becomes_a_file_whole_and_replaces_none_unasked() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    let text = desk.export(&case, "internal", "md");
    let target = desk.folder.path().join("review.md");
    output::write(&target, text.as_bytes(), false).unwrap();
    assert!(output::write(&target, b"other", false).unwrap_err().to_string().contains("--force"));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), text);
    assert_eq!(desk.export(&case, "internal", "md"), text, "an export changes nothing");
}

/// Enters one published post-mortem by commands only, and gives every fact as it should be found again.
fn enter(desk: &mut Desk, gold: &Json) -> (String, Vec<(String, String)>) {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |kind: &str, value: String| {
        if !value.is_empty() {
            facts.push((kind.to_owned(), value));
        }
    };
    let title = text(&gold["title"]);
    let zone_words = text(&gold["time_zone"]);
    let zone = if zone_words.contains("PST") || zone_words.contains("Los_Angeles") {
        "America/Los_Angeles"
    } else if zone_words.contains("CET") {
        "Europe/Amsterdam"
    } else {
        "UTC"
    };
    desk.app.ctx.zone = Zone::parse(zone).unwrap();
    let case = desk.ok("incident open", &[("title", &title), ("service", &text(&gold["service"])), ("zone", zone)]).json["case"]
        .as_str()
        .unwrap()
        .to_owned();
    fact("title", title);
    fact("service", text(&gold["service"]));
    let mut extra_times = vec![format!("Zone as written: {zone_words}"), format!("Heading: {}", text(&gold["heading_time"]))];
    for (key, ours) in [
        ("start", "started"),
        ("detect", "detected"),
        ("declare", "declared"),
        ("acknowledge", "acknowledged"),
        ("mitigate", "restored"),
        ("resolve", "resolved"),
    ] {
        let time = &gold["times"][key];
        if time.is_null() {
            continue;
        }
        let when = moment(&text(&time["value"]), &text(&time["precision"]));
        desk.ok("incident set", &[("case", &case), (ours, &when)]);
        fact("key time", printed_time(&when, zone));
        extra_times.push(format!("{key}: {}; {}; {}", text(&time["value"]), text(&time["basis"]), text(&time["note"])));
        fact("note on a key time", text(&time["note"]));
    }
    fact("time zone", zone_words);
    fact("heading time", text(&gold["heading_time"]));
    for row in list(&gold["timeline"]) {
        let what = text(&row["what"]);
        let who: Vec<String> = text(&row["who"]).split(", ").filter(|w| !w.is_empty()).map(|w| w.replace(' ', "-")).collect();
        for name in &who {
            if desk.app.find(warroom::model::Subject::Person, name).unwrap().is_none() {
                desk.ok("person add", &[("handle", name), ("name", &name.replace('-', " "))]);
            }
        }
        let at = moment(&text(&row["at"]), &text(&row["precision"]));
        let mut line = format!("{at} {what}");
        let (link, kind) = (text(&row["link"]), text(&row["kind"]));
        if !link.is_empty() {
            line += &format!(" {link}");
        }
        who.iter().for_each(|name| line += &format!(" @{name}"));
        if !kind.is_empty() {
            line += &format!(" #{kind}");
        }
        desk.ok("log", &[("case", &case), ("line", &line)]);
        fact("timeline text", what);
        // Where all lines are of one day, the day stands above the table.
        fact("timeline time", printed_time(&at, zone).split(' ').next_back().unwrap_or_default().to_owned());
        fact("timeline link", link);
        fact("timeline kind", kind);
        who.into_iter().for_each(|name| fact("timeline who", name));
    }
    let mut write = |desk: &mut Desk, section: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.trim().is_empty()).collect();
        if !lines.is_empty() {
            desk.ok("review set", &[("case", &case), ("section", section), ("text", &lines.join("\n"))]);
            lines.into_iter().for_each(|line| fact(section, line));
        }
    };
    let impact = &gold["impact"];
    let lines = |value: &Json| list(value).iter().map(text).collect::<Vec<_>>();
    let each = |value: &Json, shape: &dyn Fn(&Json) -> String| list(value).iter().map(shape).collect::<Vec<_>>();
    write(desk, "key-times", extra_times);
    write(desk, "impact", vec![text(&impact["summary"]), text(&impact["self_inflicted"])]);
    write(
        desk,
        "impact-figures",
        each(&impact["quantities"], &|q| format!("{} {} {}", text(&q["value"]), text(&q["unit"]), text(&q["what"]))),
    );
    write(
        desk,
        "impact-windows",
        each(&impact["windows"], &|w| format!("{} from {} to {}", text(&w["what"]), text(&w["from"]), text(&w["to"]))),
    );
    let mut scope = vec![text(&impact["users"])];
    scope.extend(lines(&impact["services"]));
    write(desk, "users-and-scope", scope);
    write(desk, "data-loss", vec![text(&impact["data_loss"])]);
    let detection = &gold["detection"];
    write(
        desk,
        "detection",
        vec![text(&detection["how"]), text(&detection["by"]), format!("automatic: {}", text(&detection["automatic"]))],
    );
    write(desk, "detection-assessment", vec![text(&detection["assessment"])]);
    write(desk, "trigger", vec![text(&gold["trigger"])]);
    write(desk, "causes", vec![text(&gold["root_cause"])]);
    write(desk, "certainty", vec![text(&gold["root_cause_certainty"])]);
    let tree = list(&gold["five_whys"])
        .iter()
        .flat_map(|chain| lines(chain).into_iter().enumerate().map(|(n, why)| format!("{}{why}", "  ".repeat(n))).collect::<Vec<_>>())
        .collect();
    write(desk, "five-whys", tree);
    write(desk, "contributing-factors", lines(&gold["contributing_factors"]));
    write(desk, "resolution", lines(&gold["resolution"]));
    for (ours, theirs) in [("went-well", "well"), ("went-badly", "badly"), ("lucky", "lucky"), ("lessons", "general")] {
        write(desk, ours, lines(&gold["lessons"][theirs]));
    }
    write(desk, "participants", each(&gold["participants"], &|p| format!("{}: {}", text(&p["who"]), text(&p["role"]))));
    write(desk, "related", each(&gold["related"], &|r| format!("{}: {}", text(&r["kind"]), text(&r["ref"]))));
    write(desk, "third-parties", vec![text(&gold["third_party"])]);
    write(desk, "communications", each(&gold["communications"], &|c| format!("{}: {}", text(&c["kind"]), text(&c["what"]))));
    write(desk, "evidence", lines(&gold["evidence"]));
    write(desk, "stated-durations", each(&gold["durations_stated"], &|d| format!("{}: {}", text(&d["what"]), text(&d["value"]))));
    write(desk, "document-history", vec![text(&gold["document"]["author"]), text(&gold["document"]["last_modified"])]);
    let mut extra = lines(&gold["inconsistencies"]);
    extra.extend(lines(&gold["tags"]));
    extra.extend(["repo", "path", "commit", "licence"].map(|key| text(&gold["source"][key])));
    write(desk, "extra", extra);
    for action in list(&gold["actions"]) {
        let what = text(&action["what"]);
        let note: Vec<String> =
            ["status", "category", "priority"].map(|key| text(&action[key])).into_iter().filter(|t| !t.is_empty()).collect();
        let (reference, note) = (text(&action["ref"]), note.join(", "));
        let done = desk.ok("action add", &[("case", &case), ("text", &what), ("reference", &reference), ("note", &note)]);
        let number = done.json["action"].as_str().unwrap().to_owned();
        if action["status"] == "done" {
            desk.ok("action done", &[("action", &number)]);
        }
        fact("action", what);
        fact("action reference", text(&action["ref"]));
        fact("action status", text(&action["status"]));
        fact("action category", text(&action["category"]));
        fact("action priority", text(&action["priority"]));
    }
    (case, facts)
}

fn moment(value: &str, precision: &str) -> String {
    match (value, precision) {
        ("" | "unknown", _) | (_, "unknown") => "unknown".into(),
        (_, "day") => value.get(..10).unwrap_or(value).into(),
        _ => {
            let value = value.replace(":00Z", "Z").replace(":00+", "+").replace(":00-", "-").replace('Z', "+00:00");
            if precision == "approx" { format!("~{value}") } else { value }
        }
    }
}

fn printed_time(when: &str, zone: &str) -> String {
    let now = warroom::model::when::Now { at: NOW, zone: Zone::parse(zone).unwrap() };
    let moment = warroom::model::when::parse(when, &now, warroom::model::when::Lean::Past).unwrap();
    warroom::model::when::stamp(&moment, now.zone).trim_start_matches('~').to_owned()
}

#[test]
fn every_fact_of_published_reviews_has_a_place_and_is_found_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/postmortem-gold");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let mut lost: Vec<(String, String, String)> = Vec::new();
    let mut count = 0;
    for file in files.filter_map(Result::ok).map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let gold: Json = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut desk = Desk::new();
        let (case, facts) = enter(&mut desk, &gold);
        let Shown::Text(markdown, _) = desk.ask("review export", &[("case", &case), ("raw", "yes")]) else { panic!("a text") };
        let page = plain(&markdown);
        for (kind, value) in facts {
            count += 1;
            if !page.contains(&words(&value)) {
                lost.push((gold["id"].to_string(), kind, value));
            }
        }
    }
    println!("{count} facts, {} without a place", lost.len());
    lost.iter().for_each(|(id, kind, value)| println!("no place: {id}: {kind}: {value}"));
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(count > 300, "{count}");
}
