//! Reviews: what is written is printed, for whom it may be printed, and nothing bends the page.

mod back;
mod findings;
mod foreign;
mod gold;
mod hostile;
mod leaks;
mod renderers;
mod script;

use serde_json::Value as Json;
use warroom::app::{Access, App, Context, Done, Draft, Failure, Manner, Shown, output, tables};
use warroom::document::Document;
use warroom::model::{Refusal, Zone};

use crate::world::World;

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
            Shown::Rows(rows) | Shown::Noted(rows, _) => rows,
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
        "| 11:50 | INC-1.1 | fact, #change, before the start | Release 7 rolled out |  | ana |".trim_end_matches(" |  | ana |"),
        "| INC-1.2 | replica is behind | hypothesis |  |  |  | eliminated | ana |",
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
    assert_eq!(markdown.matches("Asia/Shanghai").count(), 2 + usize::from(markdown.contains("All times on")), "{markdown}");
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
    assert!(desk.rows("due", &[]).iter().any(|d| d["what"] == "review" && d["who"] == "bob"));
    assert!(desk.export(&case, "management", "md").contains("| Review due | 2026-11-23 12:00 |"));
    desk.ok("review set", &[("case", &case), ("section", "certainty"), ("text", "unknown")]);
    desk.ok("review state", &[("case", &case), ("state", "in-review")]);
    desk.app.ctx.at += MINUTE;
    desk.ok("review state", &[("case", &case), ("state", "approved")]);
    assert_eq!(desk.rows("review list", &[])[0]["when"], "not shared", "nothing is owed but that it goes to somebody");
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

#[test]
fn the_command_line_writes_the_file_whole_and_says_what_it_left_out() {
    let world = World::new();
    world.ok(&["incident", "open", "Payments down", "--started", "12:00"]);
    world.ok(&["log", "INC-1", "only for us"]);
    let said = world.feed(&["review", "set", "INC-1", "evidence", "-"], "  two\n\nlines | `x`\n");
    assert_eq!(said.code, 0, "{said:?}");
    let said = world.run(&["review", "export", "INC-1", "--for", "management", "-o", "rca.md"]);
    assert!(said.code == 0 && said.stdout.is_empty() && said.stderr.contains("2 rows left out"), "{said:?}");
    let text = std::fs::read_to_string(world.path("rca.md")).unwrap();
    assert!(text.contains("# Incident review INC-1: Payments down") && !text.contains("only for us"), "{text}");
    let said = world.run(&["review", "export", "INC-1", "-o", "rca.md"]);
    assert!(said.code != 0 && said.stderr.contains("--force"), "{said:?}");
    assert_eq!(std::fs::read_to_string(world.path("rca.md")).unwrap(), text);
    world.ok(&["review", "export", "INC-1", "-o", "rca.md", "--force"]);
    let whole = std::fs::read_to_string(world.path("rca.md")).unwrap();
    assert!(whole.contains("only for us") && whole.contains("```\n  two\n\nlines | `x`\n```"), "{whole}");
    let said = world.run(&["review", "set", "INC-1", "sumary", "x"]);
    assert!(said.code == 1 && said.stderr.contains("did you mean 'summary'"), "{said:?}");
}
