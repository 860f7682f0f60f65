//! Exports are asked for as the command line asks, over the demonstration and over hostile records, and their text is read back.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::app::{Manner, tables};
use crate::store::Table;

/// 2026-11-22 14:05 in Amsterdam.
pub(super) const NOW: i64 = 1_795_352_700_000;

/// A database in a folder of its own.
pub(super) struct Desk {
    pub app: App,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        Self { app, _folder: folder }
    }

    pub fn demo() -> Self {
        let mut desk = Self::new();
        desk.app.replay_demo().unwrap();
        desk
    }

    pub fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) {
        let command = tables::command(command).unwrap();
        let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        self.app.run(command, &draft, &Manner::default()).unwrap_or_else(|no| panic!("{} {fields:?}: {no:?}", command.name));
    }

    /// Asks for an export; gives its text and the remarks.
    pub fn export(&self, fields: &[(&'static str, &str)]) -> Result<(String, Vec<String>), Vec<String>> {
        let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        let mut bytes = Vec::new();
        match self.app.export(&draft, &mut bytes) {
            Ok(notes) => Ok((String::from_utf8(bytes).unwrap(), notes)),
            Err(Broken::Failure(Failure::Refused(all))) => Err(all.iter().map(|no| no.why.raw().to_owned()).collect()),
            Err(other) => panic!("{fields:?}: {other:?}"),
        }
    }

    pub fn text(&self, fields: &[(&'static str, &str)]) -> String {
        self.export(fields).unwrap_or_else(|no| panic!("{fields:?}: {no:?}")).0
    }
}

/// Lists everything that can be asked for, for a reader, of one case where it has to be.
pub(super) fn everything(reader: &'static str) -> Vec<Vec<(&'static str, &'static str)>> {
    let mut all = Vec::new();
    for what in WHATS {
        for format in what.formats {
            let mut fields = vec![("what", what.name), ("format", format.key()), ("for", reader)];
            if what.needs_case() {
                fields.push(("case", "INC-9"));
            }
            all.push(fields);
        }
    }
    all
}

#[test]
fn every_subject_can_be_had_and_every_name_is_used_once() {
    for subject in Subject::ALL {
        let of = WHATS.iter().filter(|what| matches!(what.of, whats::Of::Records(of) if of == *subject)).count();
        assert_eq!(of, 1, "{subject:?} needs its row in WHATS");
    }
    let names: BTreeSet<&str> = WHATS.iter().map(|what| what.name).collect();
    assert_eq!(names.len(), WHATS.len());
    assert!(WHATS.iter().all(|what| !what.doc.ends_with('.') && !what.formats.is_empty()));
}

#[test]
fn the_whole_comes_back_record_by_record_with_its_counters() {
    let desk = Desk::demo();
    let backup = desk.app.export_json().unwrap();
    let mut copy = Desk::new();
    copy.app.restore(&crate::app::import::own::Backup::read(backup.as_bytes()).unwrap(), &Manner::default()).unwrap();
    let again = copy.app.export_json().unwrap();
    let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    let (first, second) = (read(&backup), read(&again));
    assert_eq!(first["counters"], second["counters"]);
    for subject in Subject::ALL {
        let (a, b) = (&first["records"][subject.key()], &second["records"][subject.key()]);
        assert_eq!(a.as_array().unwrap().len(), b.as_array().unwrap().len(), "{subject:?}");
        for (a, b) in a.as_array().unwrap().iter().zip(b.as_array().unwrap()) {
            assert_eq!(a, b, "{subject:?}");
        }
    }
    assert_eq!(backup, again);
    assert!(backup.starts_with("{\"format\":\"warroom\",\"version\":1,\"schema\":"));
    // One record a line, so that two backups can be compared by eye.
    let records: usize = Subject::ALL.iter().map(|subject| first["records"][subject.key()].as_array().unwrap().len()).sum();
    assert_eq!(backup.lines().filter(|line| line.starts_with("{\"id\"")).count(), records);
}

#[test]
fn a_table_has_a_row_for_each_record_and_a_cell_for_each_heading() {
    let desk = Desk::demo();
    let whole: Json = serde_json::from_str(&desk.app.export_json().unwrap()).unwrap();
    for what in WHATS {
        let whats::Of::Records(subject) = what.of else { continue };
        let text = desk.text(&[("what", what.name)]);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(headings.last().map(String::as_str), Some("id"), "{}", what.name);
        let unique: BTreeSet<&String> = headings.iter().collect();
        assert_eq!(unique.len(), headings.len(), "{headings:?}");
        // The reader refuses rows of another length.
        let ids: Vec<String> = reader.records().map(|row| row.unwrap().iter().next_back().unwrap().to_owned()).collect();
        let wanted: Vec<&str> = whole["records"][subject.key()].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
        assert_eq!(ids, wanted, "{}", what.name);
    }
    let actions = desk.text(&[("what", "actions"), ("case", "INC-9")]);
    assert!(actions.starts_with("action,case,entry,text,owner,") && actions.contains("\nA-14,INC-9,INC-9."), "{actions}");
    assert!(!actions.contains("INC-1,"), "only those of the case");
}

const HOSTILE: &str = "=cmd|'/c calc'!A1,\"x\"|y\u{1b}[2J\u{202e}evil\u{9b} 数据 <b>*_`";

/// Cases, lines, actions, questions and plans whose words mean something to whatever prints them.
fn hostile() -> Desk {
    let mut desk = Desk::new();
    desk.ok("incident open", &[("title", HOSTILE), ("service", HOSTILE), ("impact", "high"), ("urgency", "high"), ("lead", "ana")]);
    let long = "a\n\n## b\n| c\r\n=1+1";
    desk.ok("issue open", &[("title", HOSTILE), ("project", HOSTILE), ("description", long), ("impact", long)]);
    for sign in ["!", "+", "?", "%", "~"] {
        desk.ok("log", &[("case", "INC-1"), ("line", &format!("{sign}a{HOSTILE} -- why | {HOSTILE}"))]);
    }
    desk.ok("log", &[("case", "INC-1"), ("line", "!the password: hunter2secret is used")]);
    desk.ok("action add", &[("case", "INC-1"), ("text", HOSTILE), ("due", "in 20m")]);
    desk.ok("contingency add", &[("case", "INC-1"), ("scenario", HOSTILE), ("trigger", "in 2h"), ("fallback", "a | ## b")]);
    desk.ok("milestone set", &[("project", HOSTILE), ("name", HOSTILE), ("baseline", "2026-12-18")]);
    desk
}

#[test]
fn hostile_words_are_shown_in_every_sink_and_obeyed_in_none() {
    let desk = hostile();
    for fields in everything("internal") {
        let fields: Vec<_> = fields.into_iter().map(|(key, value)| (key, if value == "INC-9" { "INC-1" } else { value })).collect();
        let (text, _) = desk.export(&fields).unwrap();
        let bad = text.chars().find(|c| (c.is_control() && !"\n\r\t".contains(*c)) || "\u{202e}\u{9b}".contains(*c));
        assert_eq!(bad, None, "{fields:?}");
        match fields[1].1 {
            "csv" => {
                let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
                for cell in reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
                    assert!(!cell.starts_with(['=', '+', '@', '\t', '\r', '|']), "{fields:?}: {cell}");
                }
            }
            "html" => assert!(!text.contains("<b>*") && text.contains("&lt;b&gt;"), "{text}"),
            "md" => {
                assert!(!text.contains("\n## b") && !text.contains("<b>"), "{text}");
                let pipes = |line: &str| line.replace("\\|", "").matches('|').count();
                let tables: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
                for pair in text.lines().collect::<Vec<_>>().windows(2) {
                    if pair.iter().all(|line| line.starts_with('|')) {
                        assert_eq!(pipes(pair[0]), pipes(pair[1]), "{pair:?}");
                    }
                }
                assert!(!tables.is_empty(), "{text}");
            }
            "ics" => {
                assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\n', '\r'])), "{text}");
                assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), text.matches("END:VEVENT\r\n").count());
            }
            _ => assert_eq!(serde_json::from_str::<Json>(&text).unwrap()["records"]["case"][0]["title"], HOSTILE),
        }
        let has_secret = text.contains("hunter2");
        assert_eq!(has_secret, fields[0].1 == "all", "{fields:?}: only a backup keeps secrets");
    }
    let (raw, notes) = desk.export(&[("what", "decisions"), ("raw", "yes")]).unwrap();
    assert!(raw.contains("hunter2secret") && notes.contains(&"secrets are left in (--raw)".to_owned()), "{notes:?}");
    let (_, notes) = desk.export(&[("what", "entries")]).unwrap();
    assert!(notes.contains(&"1 secret taken out; --raw leaves it in".to_owned()), "{notes:?}");
}

/// Gives the entries of a calendar by their ids: start, sequence, summary.
fn events(text: &str) -> std::collections::BTreeMap<String, [String; 3]> {
    let text = text.replace("\r\n ", "");
    let value = |event: &str, key: &str| {
        event.split("\r\n").find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim_start_matches(':').to_owned()
    };
    text.split("BEGIN:VEVENT\r\n")
        .skip(1)
        .map(|event| (value(event, "UID"), [value(event, "DTSTART"), value(event, "SEQUENCE"), value(event, "SUMMARY")]))
        .collect()
}

#[test]
fn a_calendar_that_reads_the_next_export_moves_what_moved() {
    let mut desk = Desk::new();
    for handle in ["bo", "eva"] {
        desk.ok("person add", &[("handle", handle)]);
    }
    desk.ok("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas"), ("due", "2026-11-24 09:00")]);
    desk.ok("log", &[("case", "ISS-1"), ("line", "+call the vendor @bo due 15:00")]);
    desk.ok("log", &[("case", "ISS-1"), ("line", "?who owns the key @eva due 16:30")]);
    desk.ok("milestone set", &[("project", "Atlas"), ("name", "cut-over"), ("baseline", "2026-12-18")]);
    let before = events(&desk.text(&[("what", "due")]));
    let said: Vec<(&str, &str)> = before.values().map(|[start, _, summary]| (start.as_str(), summary.as_str())).collect();
    let has = |start: &str, summary: &str| assert!(said.contains(&(start, summary)), "{said:?}");
    has("20261122T140000Z", "A-1 Action: call the vendor");
    has("20261122T153000Z", "ISS-1.2 Answer: who owns the key");
    has("20261124T080000Z", "ISS-1 Issue: Rehearsal blocked");
    has(";VALUE=DATE:20261218", "Atlas Milestone: cut-over");
    has("20261129T130500Z", "ISS-1 Update: Rehearsal blocked");
    assert_eq!(before.len(), 5);
    desk.ok("action set", &[("action", "A-1"), ("due", "17:00")]);
    let after = events(&desk.text(&[("what", "due")]));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let moved: Vec<_> = after.iter().filter(|(uid, event)| before[*uid][0] != event[0]).collect();
    assert!(moved.len() == 1 && moved[0].1[0] == "20261122T160000Z", "{moved:?}");
    let sequence = |event: &[String; 3]| event[1].parse::<i64>().unwrap();
    assert!(after.iter().all(|(uid, event)| sequence(event) > sequence(&before[uid])));
    let of_other = desk.text(&[("what", "due"), ("for", "public")]);
    assert!(!of_other.contains("cut-over") && !of_other.contains("owns the key"), "{of_other}");
}

#[test]
fn what_waits_outside_the_lanes_is_in_registers_and_not_on_the_board() {
    let mut desk = Desk::new();
    desk.ok("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas"), ("priority", "very-high")]);
    let csv = "Issue key,Summary,Issue Type,Status,Priority,Created\nAT-1,New colours,Story,Open,Low,2026-11-02 11:00\nAT-2,Key person leaves,Risk,Open,High,2026-11-02 11:00\n";
    let options = crate::app::import::Options { zone: desk.app.ctx.zone, ..crate::app::import::Options::default() };
    let incoming = crate::app::import::format::read(csv.as_bytes(), "issues.csv", None, &options).unwrap();
    desk.app.land(&incoming, &Manner::default()).unwrap();
    let board = desk.text(&[("what", "board")]);
    assert!(board.contains("Rehearsal blocked") && !board.contains("New colours") && board.contains("1 outside the lanes"), "{board}");
    let register = desk.text(&[("what", "issues")]);
    assert!(register.contains("New colours") && register.contains("AT-1"), "{register}");
    let raid = desk.text(&[("what", "raid"), ("format", "csv")]);
    let line = |of: &str| raid.lines().find(|line| line.contains(of)).unwrap().to_owned();
    assert!(line("New colours").starts_with("issue,ISS-2,") && line("Key person leaves").starts_with("risk,ISS-3,"), "{raid}");
}

#[test]
fn the_raid_log_sorts_alike_for_every_reader_and_knows_what_is_over() {
    let mut desk = Desk::new();
    let csv = "Issue key,Summary,Issue Type,Status,Priority,Created\nAT-1,Key person leaves,Project Risk,Open,High,2026-11-02 11:00\n\
               AT-2,Brisk walk,Brisk idea,Open,High,2026-11-02 11:00\n";
    let options = crate::app::import::Options { zone: desk.app.ctx.zone, ..crate::app::import::Options::default() };
    let incoming = crate::app::import::format::read(csv.as_bytes(), "issues.csv", None, &options).unwrap();
    desk.app.land(&incoming, &Manner::default()).unwrap();
    for reader in ["internal", "management", "public"] {
        let raid = desk.text(&[("what", "raid"), ("format", "csv"), ("for", reader)]);
        let part = |of: &str| raid.lines().find(|line| line.contains(of)).unwrap().split(',').next().unwrap().to_owned();
        assert_eq!((part("Key person leaves"), part("Brisk walk")), ("risk".to_owned(), "issue".to_owned()), "{reader}: {raid}");
    }
    desk.ok("issue open", &[("title", "Vendor is late"), ("project", "Atlas")]);
    desk.ok("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas")]);
    desk.ok("link", &[("case", "ISS-3"), ("other", "ISS-4"), ("as", "blocks")]);
    let open = |desk: &Desk| desk.text(&[("what", "raid"), ("format", "csv"), ("open", "yes")]);
    assert!(open(&desk).contains("\ndependency,"), "{}", open(&desk));
    desk.ok("case state", &[("case", "ISS-3"), ("state", "closed")]);
    assert!(!open(&desk).contains("\ndependency,"), "{}", open(&desk));
}

#[test]
fn a_risk_is_open_for_as_long_as_it_is_accepted() {
    let mut desk = Desk::new();
    desk.ok("incident open", &[("title", "Pay")]);
    let risk = [("case", "INC-1"), ("kind", "risk"), ("text", "LOSTORDERS"), ("until", "in 48h")];
    desk.ok("finding add", &risk);
    let open = |desk: &Desk| desk.text(&[("what", "raid"), ("format", "csv"), ("open", "yes")]).contains("LOSTORDERS");
    assert!(open(&desk));
    desk.app.ctx.at += 4 * 24 * 60 * 60_000;
    assert!(!open(&desk), "it is to be looked at anew");
    assert!(desk.text(&[("what", "raid"), ("format", "csv")]).contains("LOSTORDERS"));
}

#[test]
fn what_cannot_be_had_is_refused_with_every_reason() {
    let desk = hostile();
    let no = |fields: &[(&'static str, &str)]| desk.export(fields).unwrap_err().join("; ");
    assert_eq!(no(&[("what", "raid"), ("format", "ics")]), "there is no iCalendar of 'raid'");
    assert_eq!(no(&[("what", "minutes")]), "'minutes' is of one case");
    assert_eq!(no(&[("what", "people"), ("case", "INC-1")]), "'people' is never of one case alone");
    assert_eq!(no(&[("for", "management")]), "a backup is everything there is, and for those who work here");
    assert_eq!(
        no(&[("what", "actions"), ("for", "public"), ("open", "yes"), ("reload", "1m")]),
        "tables of records name people, and are not for everybody; --open is nothing for 'actions'; --reload is nothing for 'actions'"
    );
    assert!(no(&[("what", "nonsense")]).contains("nonsense"));
}

#[test]
fn a_register_is_narrowed_to_a_project_a_case_and_what_is_open() {
    let desk = Desk::demo();
    let ids = |fields: &[(&'static str, &str)]| -> Vec<String> {
        let text = desk.text(fields);
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let at = reader.headers().unwrap().iter().position(|heading| heading == "id").unwrap();
        reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
    };
    let of_atlas = ids(&[("what", "issues"), ("format", "csv"), ("project", "Atlas")]);
    assert_eq!(of_atlas, ["ISS-1", "ISS-4", "ISS-6", "ISS-7"]);
    assert_eq!(ids(&[("what", "issues"), ("format", "csv"), ("project", "Atlas"), ("open", "yes")]), ["ISS-4", "ISS-6", "ISS-7"]);
    // An incident is of a project where somebody said what it does to it, or that it hits one of its issues.
    let mut linked = Desk::new();
    linked.ok("incident open", &[("title", "Card payments fail")]);
    linked.ok("incident open", &[("title", "Badge printer offline")]);
    linked.ok("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas")]);
    linked.ok("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    let raid = linked.text(&[("what", "raid"), ("project", "Atlas")]);
    assert!(raid.contains("Card payments fail") && !raid.contains("Badge printer"), "{raid}");
    let incidents = ids(&[("what", "incidents"), ("format", "csv"), ("project", "Atlas")]);
    assert_eq!(incidents, ["INC-9"]);
    let of_case = ids(&[("what", "decisions"), ("format", "csv"), ("case", "INC-1")]);
    assert_eq!(of_case, ["INC-1.9"]);
}

#[test]
fn a_page_loads_itself_again_and_says_when_it_was_made() {
    let desk = Desk::demo();
    let page = desk.text(&[("what", "board"), ("reload", "1m")]);
    assert!(page.contains("http-equiv=\"refresh\" content=\"60\"") && page.contains("as of 2026-11-22 14:05 Amsterdam"), "{page}");
    let head = desk.app.read().batch_hash(desk.app.last_change().unwrap()).unwrap().unwrap();
    for fields in [&[("what", "board")][..], &[("what", "raid")], &[("what", "due"), ("format", "html")]] {
        assert!(desk.text(fields).contains(&head), "{fields:?}");
    }
}

#[test]
fn documents_are_in_the_language_that_is_asked_for() {
    let mut desk = Desk::demo();
    for (language, words) in [("nl", ["# Issueregister", "Projectissues", "Notulen"]), ("zh", ["# 问题登记册", "项目问题", "会议纪要"])]
    {
        desk.app.ctx.language = language.to_owned();
        let whats: [&[(&'static str, &str)]; 3] = [&[("what", "issues")], &[("what", "board")], &[("what", "minutes"), ("case", "INC-9")]];
        for (what, word) in whats.iter().zip(words) {
            assert!(desk.text(what).contains(word), "{language} {what:?}");
        }
        for fields in everything("internal").into_iter().filter(|fields| fields[1].1 == "md") {
            let text = desk.text(&fields);
            let key =
                text.split(['|', '*', '#', '\n', ':']).map(str::trim).find(|word| word.contains('_') && !word.contains(['\\', ' ', '`']));
            assert_eq!(key, None, "{language} {fields:?}: a key that has no word");
        }
    }
}

#[test]
fn whole_numbers_that_mean_something_are_named_as_they_are_stored() {
    for (subject, key, _) in rows::MEANINGS {
        let column = Table::of(*subject).column(key);
        assert!(column.is_some_and(|column| column.kind == crate::store::Kind::Int), "{subject:?}.{key}");
    }
    let mut desk = Desk::new();
    desk.ok("project add", &[("name", "Atlas"), ("currency", "EUR"), ("budget", "250,000.50")]);
    desk.ok("tolerance set", &[("project", "Atlas"), ("aspect", "time"), ("plus", "2.5")]);
    assert!(desk.text(&[("what", "projects")]).contains(",EUR,250000.5,"), "{}", desk.text(&[("what", "projects")]));
    assert!(desk.text(&[("what", "tolerances")]).contains("Atlas,time,,,2.5,"), "{}", desk.text(&[("what", "tolerances")]));
}
