//! Who may read what: every text that a reader may not see is looked for in everything that reader is given.

use warroom::app::import::{Options, format};
use warroom::app::{Manner, Shown};
use warroom::model::finding::SHAPES;

use super::Desk;

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
    let csv = "number,sys_id,short_description,description,priority,state,opened_at,u_wing\n\
               INC0010001,CANARYid,Mail down,CANARYtext,1 - Critical,In Progress,2026-11-20 10:00:00,CANARYfact\n";
    let options = Options::default();
    let incoming = format::read(csv.as_bytes(), "incident.csv", None, &options).unwrap_or_else(|e| panic!("{:?}", e.refusal()));
    desk.app.land(&incoming, &Manner::default()).unwrap();
    assert!(desk.export("INC-1", "internal", "md").contains("CANARYtext"));
    assert!(!desk.export("INC-1", "management", "md").contains("CANARY"));
    desk.ok("incident set", &[("case", "INC-1"), ("description", "CANARYtext by hand")]);
    assert!(desk.export("INC-1", "management", "md").contains("CANARYtext by hand"));
}

#[test]
fn an_undo_changes_nothing_about_who_may_read_what_it_brings_back() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("incident set", &[("case", &case), ("effect", "written by hand")]);
    desk.ok("incident set", &[("case", &case), ("effect", "a slip")]);
    desk.ok("log", &[("case", &case), ("line", "=CANARYworkaround ^internal")]);
    desk.ok("incident set", &[("case", &case), ("workaround", "said aloud")]);
    assert!(desk.export(&case, "management", "md").contains("said aloud"));
    desk.ok("undo", &[]);
    assert!(desk.export(&case, "internal", "md").contains("CANARYworkaround"));
    assert!(!desk.export(&case, "management", "md").contains("CANARY"));
    desk.ok("undo", &[]);
    desk.ok("undo", &[]);
    assert!(desk.export(&case, "management", "md").contains("written by hand"));
}

#[test]
fn no_row_remark_or_wording_of_a_review_reaches_a_reader_who_may_not_read_it() {
    const TYPED: &[&str] = &["text", "note", "name", "role", "value", "unit", "reference"];
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    let mut canaries = Vec::new();
    for shape in SHAPES {
        for reader in ["internal", "management"] {
            let canary = |column: &str| format!("CANARY{}{}{column}", &reader[..1], shape.kind.key().replace('-', ""));
            let typed: Vec<(&str, String)> = shape.columns.iter().filter(|c| TYPED.contains(c)).map(|c| (*c, canary(c))).collect();
            let mut fields = vec![("case", case.as_str()), ("kind", shape.kind.key()), ("for", reader)];
            fields.extend(shape.marks.first().filter(|_| shape.columns.contains(&"mark")).map(|mark| ("mark", mark.key)));
            fields.extend(typed.iter().map(|(column, text)| (*column, text.as_str())));
            desk.ok("finding add", &fields);
            canaries.extend(typed.into_iter().map(|(_, text)| text));
        }
    }
    desk.ok("review remark", &[("case", &case), ("text", "CANARYiremark")]);
    desk.ok("log", &[("case", &case), ("line", "told otherwise ^management")]);
    desk.ok("timeline tell", &[("entry", &format!("{case}.1")), ("wording", "CANARYiwording"), ("for", "internal")]);
    canaries.extend(["CANARYiremark".to_owned(), "CANARYiwording".to_owned()]);
    for format in ["md", "html", "json"] {
        let (all, some, few) =
            (desk.export(&case, "internal", format), desk.export(&case, "management", format), desk.export(&case, "public", format));
        for canary in &canaries {
            assert!(all.contains(canary), "{canary} is missing in the internal {format}\n{all}");
            assert_eq!(some.contains(canary), canary.starts_with("CANARYm"), "{canary} in the management {format}\n{some}");
        }
        assert!(!few.contains("CANARY"), "in the public {format}\n{few}");
    }
    desk.ok("review state", &[("case", &case), ("state", "approved")]);
    for (query, with, reader) in [
        ("review export", ("template", "management"), "CANARYi"),
        ("review export", ("template", "customer"), "CANARY"),
        ("review version", ("for", "management"), "CANARYi"),
        ("review version", ("for", "public"), "CANARY"),
    ] {
        let mut fields = vec![("case", case.as_str()), with];
        fields.extend((query == "review version").then_some(("number", "1")));
        let Shown::Text(text, _) = desk.ask(query, &fields) else { panic!("{query} is a text") };
        assert!(!text.contains(reader), "{query} {with:?}\n{text}");
    }
}
