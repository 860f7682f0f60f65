//! Tests of the way of a review: remarks, approval, versions, sharing, and what a redaction leaves of them.

use serde_json::Value as Json;

use crate::app::{App, Done, Draft, Failure, Manner, Shown, tables};
use crate::model::entry::Visibility;

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

/// An incident that ended, in a file of its own.
struct Desk {
    app: App,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        let mut desk = Self { app, _folder: folder };
        desk.ok("incident open", &[("title", "Payments down"), ("started", "12:00")]);
        desk.ok("log", &[("line", "the vault code is swordfish-7 ^internal\n!fail over -- lag is low ^public")]);
        desk.ok("review set", &[("section", "summary"), ("text", "Nobody could pay.")]);
        desk
    }

    fn run(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Result<Done, Failure> {
        let command = tables::command(command).unwrap();
        self.app.ctx.at += 60_000;
        self.app.run(command, &draft(command.fields, fields), &Manner::default())
    }

    fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Done {
        self.run(command, fields).unwrap_or_else(|no| panic!("{command} {fields:?}: {no:?}"))
    }

    #[track_caller]
    fn no(&mut self, command: &str, fields: &[(&'static str, &str)]) -> String {
        match self.run(command, fields) {
            Err(failure) => failure.words(),
            Ok(done) => panic!("{command} {fields:?}: {}", done.label),
        }
    }

    fn ask(&self, query: &str, fields: &[(&'static str, &str)]) -> Shown {
        let query = tables::query(query).unwrap();
        self.app.ask(query, &draft(query.fields, fields)).unwrap_or_else(|no| panic!("{} {fields:?}: {no:?}", query.name))
    }

    fn rows(&self, query: &str, fields: &[(&'static str, &str)]) -> Vec<serde_json::Map<String, Json>> {
        match self.ask(query, fields) {
            Shown::Rows(rows) | Shown::Noted(rows, _) => rows,
            _ => panic!("{query} gives no rows"),
        }
    }

    fn version(&self, number: &str, reader: &str, format: &str) -> String {
        match self.ask("review version", &[("number", number), ("for", reader), ("format", format)]) {
            Shown::Text(text, _) => text,
            _ => panic!("a version is a text"),
        }
    }

    fn state(&mut self, state: &str) -> Done {
        let why: &[_] = if state == "draft" { &[("why", "more is known")] } else { &[] };
        self.ok("review state", &[&[("state", state)], why].concat())
    }
}

fn draft(known: &[&crate::app::Field], fields: &[(&'static str, &str)]) -> Draft {
    let case = known.iter().any(|field| field.key == "case" && field.required).then_some(("case", "INC-1"));
    case.into_iter().chain(fields.iter().copied()).fold(Draft::new(), |draft, (key, text)| draft.with(key, text))
}

#[test]
fn an_approval_freezes_one_text_for_each_reader_and_the_next_makes_the_next() {
    let mut desk = Desk::new();
    desk.state("in-review");
    assert_eq!(desk.ok("review state", &[("state", "approved"), ("by", "the board")]).label, "INC-1 review is approved as version 1");
    let first = desk.version("1", "internal", "md");
    assert!(first.contains("Nobody could pay.") && first.contains("swordfish-7") && first.contains("the board"), "{first}");
    let management = desk.version("1", "management", "md");
    assert!(management.contains("Nobody could pay.") && !management.contains("swordfish"), "{management}");
    assert!(!desk.version("1", "public", "md").contains("the board"));
    assert!(desk.version("1", "management", "html").contains("<h1") && !desk.version("1", "management", "json").contains("swordfish"));
    let record: Json = serde_json::from_str(&desk.version("1", "internal", "json")).unwrap();
    assert_eq!((&record["case"], &record["header"]["approved_by"]), (&"INC-1".into(), &"the board".into()));

    assert!(desk.no("review set", &[("section", "summary"), ("text", "x")]).contains("is approved"));
    assert!(desk.no("review state", &[("state", "draft")]).contains("step back"));
    desk.state("draft");
    desk.ok("review set", &[("section", "summary"), ("text", "Two of three could not pay.")]);
    desk.state("approved");
    assert_eq!(desk.version("1", "internal", "md"), first, "a frozen text never changes");
    assert!(desk.version("2", "internal", "md").contains("Two of three"));
    let versions = desk.rows("review versions", &[]);
    assert_eq!(versions.iter().map(|row| row["by"].as_str().unwrap()).collect::<Vec<_>>(), ["the board", "ana"]);
    assert!(matches!(desk.app.ask(tables::query("review version").unwrap(), &Draft::new().with("case", "INC-1").with("number", "3")),
        Err(failure) if failure.words().contains("has no version 3")));
}

#[test]
fn every_step_is_a_line_of_the_log_and_goes_back_with_one_undo() {
    let mut desk = Desk::new();
    desk.state("in-review");
    desk.state("approved");
    desk.ok("review share", &[("to", "the customer board"), ("route", "by mail")]);
    let log = |desk: &Desk| {
        let rows = desk.rows("entry list", &[("kind", "state")]);
        rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).filter(|text| text.starts_with("review")).collect::<Vec<_>>()
    };
    let shared = "review: version 1 shared with the customer board, for management";
    assert_eq!(log(&desk), ["review: draft → in review", "review: in review → approved", shared]);
    desk.ok("undo", &[]);
    assert_eq!((log(&desk).len(), desk.rows("review shared", &[]).len()), (2, 0));
    desk.ok("undo", &[]);
    assert!(desk.rows("review versions", &[]).is_empty(), "the approval takes its version back with it");
    desk.state("approved");
    assert_eq!(desk.rows("review versions", &[])[0]["version"], 2, "a number that was given is not given again");
}

#[test]
fn only_an_approved_review_is_shared_and_never_its_internal_text() {
    let mut desk = Desk::new();
    assert!(desk.no("review share", &[("to", "Board")]).contains("not approved"));
    desk.ok("audience add", &[("name", "Team"), ("for", "internal")]);
    desk.ok("audience add", &[("name", "Customers"), ("for", "public")]);
    desk.state("approved");
    assert!(desk.no("review share", &[("to", "Team"), ("for", "internal")]).contains("internal"));
    desk.ok("review share", &[("to", "Team")]);
    let done = desk.ok("review share", &[("to", "Customers"), ("at", "14:00")]);
    assert!(done.notes.iter().any(|note| note.contains("review version INC-1 1 --for public")), "{:?}", done.notes);
    let shared = desk.rows("review shared", &[]);
    assert_eq!(shared.iter().map(|row| row["for"].as_str().unwrap()).collect::<Vec<_>>(), ["management", "public"]);
    assert_eq!(desk.rows("review versions", &[])[0]["shared"], "Team, Customers");
    assert!(desk.no("review state", &[("state", "approved")]).contains("approved, and shared"));
    desk.state("draft");
    assert!(desk.no("review share", &[("to", "Team")]).contains("not approved"));
}

#[test]
fn remarks_stand_in_the_internal_draft_alone_and_block_nothing() {
    let mut desk = Desk::new();
    let done = desk.ok("review remark", &[("text", "say how many | shops"), ("section", "summ")]);
    assert_eq!((done.json["remark"].as_str(), done.label.as_str()), (Some("N-1"), "N-1 remarked on summary"));
    desk.ok("review remark", &[("text", "too long"), ("for", "management")]);
    assert!(desk.no("review remark", &[("text", "x"), ("section", "sumary-x")]).contains("no section"));
    let page = |desk: &Desk, reader| match desk.ask("review export", &[("for", reader)]) {
        Shown::Text(text, _) => text,
        _ => panic!("an export is a text"),
    };
    assert!(page(&desk, "internal").contains("Open remarks") && page(&desk, "internal").contains("say how many \\| shops"));
    assert!(!page(&desk, "management").contains("remarks") && !page(&desk, "public").contains("too long"));
    desk.ok("review settle", &[("remark", "N-1"), ("answer", "412 shops")]);
    assert!(desk.no("review settle", &[("remark", "N-1")]).contains("settled already"));
    assert_eq!(desk.rows("review remarks", &[("open", "yes")]).len(), 1);
    assert_eq!(desk.rows("review remarks", &[])[0]["answer"], "412 shops");
    let done = desk.state("approved");
    assert!(done.notes.iter().any(|note| note.contains("one remark is still open")), "{:?}", done.notes);
    assert!(!page(&desk, "internal").contains("Open remarks") && !desk.version("1", "internal", "md").contains("too long"));
    desk.app.read_for(Visibility::Management);
    assert_eq!(desk.rows("review remarks", &[]).len(), 1, "a remark is internal unless somebody says otherwise");
}

#[test]
fn a_shared_screen_gets_no_internal_version() {
    let mut desk = Desk::new();
    desk.state("approved");
    desk.app.read_for(Visibility::Management);
    assert!(!desk.version("1", "internal", "md").contains("swordfish"));
    assert!(!desk.version("1", "internal", "html").contains("swordfish"));
    let query = tables::query("review version").unwrap();
    let json = desk.app.ask(query, &Draft::new().with("case", "INC-1").with("number", "1").with("format", "json"));
    assert!(json.is_err_and(|no| no.words().contains("shared screen")));
}

#[test]
fn redacted_words_survive_in_no_version() {
    let mut desk = Desk::new();
    desk.ok("review set", &[("section", "background"), ("text", "As logged: the vault code is swordfish-7, and so on.")]);
    desk.state("approved");
    desk.state("draft");
    desk.ok("review set", &[("section", "background"), ("text", "")]);
    desk.state("approved");
    let done = desk.ok("entry redact", &[("entry", "INC-1.1")]);
    assert!(done.notes.iter().any(|note| note.contains("version 1")) && done.notes.iter().any(|note| note.contains("version 2")));
    for version in ["1", "2"] {
        for format in ["md", "json", "html"] {
            let text = desk.version(version, "internal", format);
            assert!(!text.contains("swordfish") && text.contains("Nobody could pay.") && text.contains("(redacted)"), "{text}");
        }
    }
    assert_eq!(desk.version("1", "management", "md").matches("(redacted)").count(), 1, "pasted words go too, and the rest stays");
}

#[test]
fn words_of_a_line_that_was_moved_go_out_of_the_review_it_was_in_before_and_out_of_the_file() {
    let mut desk = Desk::new();
    desk.state("approved");
    desk.ok("incident open", &[("title", "Printers")]);
    desk.ok("entry move", &[("entry", "INC-1.1"), ("to", "INC-2")]);
    desk.ok("entry redact", &[("entry", "INC-2.1")]);
    assert!(!desk.version("1", "internal", "md").contains("swordfish"));
    drop(desk.app);
    for file in std::fs::read_dir(desk._folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(9).any(|window| window == b"swordfish"));
    }
}

#[test]
fn words_of_a_line_go_out_of_whatever_was_made_of_it_and_of_what_was_undone() {
    let mut desk = Desk::new();
    for line in [
        "13:30 the password is swordfish1 https://example.com/swordfish2 ^public",
        "~swordfish3 did it",
        "+call swordfish4 now",
        "fine",
        "=use swordfish9",
    ] {
        desk.ok("log", &[("line", line)]);
    }
    let of = |n: &str| format!("INC-1.{n}");
    desk.ok("cause from", &[("entry", &of("4"))]);
    desk.no("cause from", &[("entry", &of("4"))]);
    desk.ok("action set", &[("action", "A-1"), ("text", "call swordfish5 now")]);
    desk.ok("timeline tell", &[("entry", &of("6")), ("wording", "swordfish6")]);
    desk.ok("undo", &[]);
    desk.ok("timeline tell", &[("entry", &of("6")), ("wording", "swordfish7")]);
    desk.state("approved");
    desk.ok("undo", &[]);
    desk.state("approved");
    desk.state("draft");
    desk.ok("entry amend", &[("entry", &of("7")), ("line", "=use the other one")]);
    desk.ok("incident open", &[("title", "Another"), ("service", "payments"), ("started", "now")]);
    desk.ok("entry move", &[("entry", &of("6")), ("to", "INC-2")]);
    for entry in ["INC-1.3", "INC-1.4", "INC-1.5", "INC-2.1", "INC-1.7"] {
        desk.ok("entry redact", &[("entry", entry)]);
    }
    for reader in ["internal", "management", "public"] {
        for format in ["md", "json", "html"] {
            let text = desk.version("2", reader, format);
            assert!(!(1..=9).any(|n| text.contains(&format!("swordfish{n}"))), "{reader} {format}: {text}");
        }
    }
    assert!(desk.rows("search", &[("text", "swordfish3")]).is_empty());
    drop(desk.app);
    for file in std::fs::read_dir(desk._folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let left = (1..=9).filter(|n| bytes.windows(10).any(|part| part == format!("swordfish{n}").as_bytes()));
        assert_eq!(left.collect::<Vec<_>>(), Vec::<usize>::new());
    }
}

#[test]
fn a_line_that_is_one_word_of_the_program_leaves_the_others_as_they_are() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "fact")]);
    desk.ok("log", &[("line", "another")]);
    desk.state("approved");
    desk.ok("entry redact", &[("entry", "INC-1.1")]);
    let json: Json = serde_json::from_str(&desk.version("1", "internal", "json")).unwrap();
    let lines = json["timeline"].as_array().unwrap();
    assert!(lines.iter().any(|line| line["kind"] == "fact" && line["text"] == "another"), "{json}");
    assert!(lines.iter().any(|line| line["text"] == "(redacted)"), "{json}");
}

#[test]
fn what_was_approved_is_changed_by_no_way_round() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "seen")]);
    desk.ok("log", &[("line", "told")]);
    desk.ok("timeline tell", &[("entry", "INC-1.2"), ("wording", "said otherwise")]);
    desk.ok("finding add", &[("kind", "lesson"), ("text", "L"), ("entry", "INC-1.1")]);
    let added = desk.rows("history", &[])[0]["change"].as_str().unwrap().to_owned();
    desk.ok("incident open", &[("title", "Another"), ("service", "payments"), ("started", "now")]);
    desk.state("approved");
    assert!(desk.no("undo", &[("batch", &added)]).contains("belongs to the review of INC-1, which is approved"));
    assert!(desk.no("entry move", &[("entry", "INC-1.1"), ("to", "INC-2")]).contains("is approved"));
    assert!(desk.no("entry amend", &[("entry", "INC-1.2"), ("line", "x")]).contains("is approved"));
    let Shown::Text(_, notes) = desk.ask("review export", &[]) else { panic!("a text") };
    assert!(notes.iter().any(|note| note.contains("'warroom review version INC-1 1' prints what was approved")), "{notes:?}");
    // The approval itself goes back with an undo, and then all is open again.
    desk.ok("undo", &[]);
    desk.ok("entry move", &[("entry", "INC-1.1"), ("to", "INC-2")]);
    let rows = desk.rows("finding list", &[]);
    assert!(rows[0]["entry"].is_null(), "{rows:?}");
}

#[test]
fn what_is_owed_is_listed_overdue_first_and_then_what_went_to_nobody() {
    let mut desk = Desk::new();
    desk.ok("review remark", &[("text", "too long")]);
    for (title, due) in [("Printers", "2026-11-23 12:00"), ("Mail", "2026-11-22 14:00")] {
        let case = desk.ok("incident open", &[("title", title)]).json["case"].as_str().unwrap().to_owned();
        desk.ok("review plan", &[("case", &case), ("due", due), ("owner", "bo")]);
        desk.ok("case state", &[("case", &case), ("state", "resolved"), ("why", "x")]);
    }
    desk.ok("case state", &[("state", "resolved"), ("why", "x")]);
    let owed = |desk: &Desk| {
        let rows = desk.rows("review list", &[]);
        let text = |row: &serde_json::Map<String, Json>, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        rows.iter().map(|row| format!("{} {} {}", text(row, "case"), text(row, "state"), text(row, "when"))).collect::<Vec<_>>()
    };
    assert_eq!(owed(&desk)[0].split(' ').next(), Some("INC-3"), "{:?}", owed(&desk));
    assert_eq!(desk.rows("review list", &[]).iter().find(|row| row["case"] == "INC-1").unwrap()["remarks"], 1);
    desk.state("approved");
    assert_eq!(owed(&desk).last().unwrap(), "INC-1 approved not shared");
    desk.ok("review share", &[("to", "Board")]);
    assert_eq!(owed(&desk).len(), 2);
}

#[test]
fn questions_are_listed_in_the_readers_language_for_one_section_or_all() {
    let mut desk = Desk::new();
    let asks = |desk: &Desk, fields: &[(&'static str, &str)]| desk.rows("review questions", fields);
    assert!(asks(&desk, &[("section", "detection")]).len() > 2);
    assert!(asks(&desk, &[("case", "INC-1")]).iter().all(|row| row["section"] != "options"));
    desk.app.ctx.language = "nl".into();
    assert!(asks(&desk, &[("section", "Samenvatting")])[0]["question"].as_str().unwrap().starts_with("In drie zinnen"));
}
