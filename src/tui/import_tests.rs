//! Tests of bringing files of other systems in: keys in, text out, the whole way from a file to cases and back.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::desk::Desk;
use super::driver::Driver;
use super::import_file::{Found, Opened, Progress, Wanted, land, read};
use super::keys::Place;
use super::matrix_tests::{SIZES, is_sound};
use super::screens::{Site, context};
use super::theme::{Glyphs, Theme};
use crate::app::import::Options;
use crate::app::{Access, App, Draft, Shown, tables};

/// Columns that nobody knows, one row without a key.
const UNKNOWN: &str = "Vorgang;Kurztext;Stufe;Zustand;Angelegt;Bemerkung;Spalte X\n\
    V-1;Karten gehen nicht;hoch;offen;2026-11-20 10:00;erster;a\n\
    V-2;Druck langsam;niedrig;geschlossen;2026-11-21 11:00;zweiter;b\n\
    ;ohne Nummer;hoch;offen;2026-11-21 11:00;;c\n";

const KNOWN: &str = "Issue key,Issue id,Summary,Status,Priority,Issue Type,Created\n\
    A-1,1,Card payments fail,Open,High,Bug,2026-11-20 10:00\n\
    A-2,2,Print is slow,Done,Low,Bug,2026-11-20 11:00\n\
    ,3,No key at all,Open,Low,Bug,2026-11-20 12:00\n";

/// Headers that would like to be more than names, and many of them.
fn hostile() -> String {
    let wide: Vec<String> = (0..300).map(|at| format!("column {at} {}", "long ".repeat(30))).collect();
    let cells: Vec<String> = (0..300).map(|at| format!("\u{1b}[2J {at}")).collect();
    format!(
        "\u{1b}[31mKey\u{7f},\u{202e}Title,数据迁移脚本延迟了很多天,{}\nX-1,\u{1b}]0;x\u{7} fails,中文值,{}\n",
        wide.join(","),
        cells.join(",")
    )
}

struct Files {
    site: Site,
}

impl Files {
    fn new() -> Self {
        Self { site: Site::new() }
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.site.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn settings(&self) -> PathBuf {
        self.site.folder.path().join("config")
    }

    fn board(&self, (width, height): (u16, u16)) -> Driver<Desk> {
        let _ = fs::remove_file(self.site.folder.path().join("place.json"));
        Driver::new(self.site.desk().set_in(Some(self.settings())), Place::Board, width, height)
    }

    /// Opens a file by the key of the Board.
    fn open(&self, size: (u16, u16), name: &str, text: &str) -> Driver<Desk> {
        let mut driver = self.board(size);
        driver.press("i");
        driver.paste(&self.file(name, text));
        press(&mut driver, "<Enter>");
        driver
    }

    fn cases(&self) -> usize {
        match self.site.other.ask(tables::query("case list").unwrap(), &Draft::new().with("state", "all")) {
            Ok(Shown::Rows(rows) | Shown::Noted(rows, _)) => rows.len(),
            _ => panic!("no list"),
        }
    }
}

/// Presses keys, and waits for what is done beside the screens.
fn press(driver: &mut Driver<Desk>, keys: &str) -> String {
    driver.press(keys);
    for _ in 0..4_000 {
        driver.stage.pulse(&mut driver.world);
        let text = driver.text();
        // On a narrow screen the words may stand in two rows.
        let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '│').filter(|word| !word.is_empty()).collect();
        let busy =
            words.windows(2).any(|two| two[0].ends_with("being") && ["read", "read)", "compared", "brought", "read;"].contains(&two[1]));
        if !driver.stage.is_waiting() && !busy {
            return text;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never ends:\n{}", driver.text());
}

/// Maps the columns of the unknown table.
fn mapped(driver: &mut Driver<Desk>) -> String {
    for keys in ["j<Enter>1", "j<Enter>2", "j<Enter>5", "j<Enter>4", "j<Enter>6", "j<Enter>log line<Enter>"] {
        press(driver, keys);
    }
    press(driver, "j<Enter>left out<Enter>")
}

#[test]
fn an_unknown_table_is_mapped_saved_reported_brought_in_and_taken_back() {
    let files = Files::new();
    let mut driver = files.open((120, 40), "Vorgänge 2026-11.csv", UNKNOWN);
    assert!(driver.text().contains("Mapping · vorgänge"), "{}", driver.text());
    assert!(driver.text().contains("say which column is the key or the title"), "{}", driver.text());
    let text = mapped(&mut driver);
    assert!(text.contains("3 lines: 2 cases, 1 not taken") && text.contains("line 4"), "{text}");
    assert!(text.contains("V-1  Karten gehen nicht") && text.contains("(not saved)"), "{text}");
    let text = press(&mut driver, "s");
    assert!(text.contains("saved; files of this kind") && !text.contains("(not saved)"), "{text}");
    assert!(fs::read_to_string(files.settings().join("import/vorgänge.toml")).unwrap().contains("key = [\"Vorgang\"]"));
    let text = press(&mut driver, "<End><Enter>");
    assert!(text.contains("2 new, 0 changed, 0 as they were") && text.contains("it has no key"), "{text}");
    assert_eq!(files.cases(), 0, "nothing is changed by looking");
    let text = press(&mut driver, "<Enter>");
    assert!(text.contains("Brought in: 2 new"), "{text}");
    assert_eq!(files.cases(), 2);
    press(&mut driver, "z");
    assert_eq!(files.cases(), 0, "one undo takes all of it back: {}", driver.text());
    // The next file of the kind needs no mapping, and what was brought in once is there.
    let mut driver = files.open((120, 40), "Vorgänge 2026-12.csv", UNKNOWN);
    assert!(driver.text().contains("Read as vorgänge"), "{}", driver.text());
    press(&mut driver, "<Enter>");
    let text = files.open((120, 40), "again.csv", UNKNOWN).text();
    assert!(text.contains("0 new, 0 changed, 2 as they were"), "{text}");
}

#[test]
fn a_mapping_stays_where_the_database_cannot_be_asked() {
    let files = Files::new();
    let mut driver = files.open((120, 40), "t.csv", UNKNOWN);
    let before = mapped(&mut driver);
    fs::rename(files.site.folder.path().join("w.db"), files.site.folder.path().join("away.db")).unwrap();
    press(&mut driver, "<End><Enter>");
    assert_eq!(driver.stage.place(), Place::Mapping, "{}", driver.text());
    fs::rename(files.site.folder.path().join("away.db"), files.site.folder.path().join("w.db")).unwrap();
    assert!(before.contains("V-1  Karten gehen nicht") && press(&mut driver, "<Enter>").contains("2 new"), "{}", driver.text());
}

#[test]
fn a_known_file_has_a_report_first_and_leaving_it_changes_nothing() {
    let files = Files::new();
    let mut driver = files.open((120, 40), "jira.csv", KNOWN);
    let text = driver.text();
    for words in ["Read as jira-csv (99 %)", "2 new, 0 changed", "Not taken", "line 4", "State read: ", "Nothing is changed yet"] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    press(&mut driver, "<Esc>");
    assert_eq!((files.cases(), driver.stage.place()), (0, Place::Board));
    let mut driver = files.open((120, 40), "jira.csv", KNOWN);
    press(&mut driver, "<Enter>");
    assert_eq!(files.cases(), 2);
    assert_eq!((press(&mut driver, "<Enter>"), driver.stage.place()).1, Place::Board);
    // Of a table one may say oneself what its columns become, and go back to that from the report.
    let mut driver = files.open((120, 40), "jira.csv", KNOWN);
    assert!(press(&mut driver, "m").contains("Mapping · jira"), "{}", driver.text());
    assert_eq!(driver.stage.place(), Place::Mapping);
    press(&mut driver, "<End><Enter>");
    assert_eq!(driver.stage.place(), Place::Import);
    press(&mut driver, "<Esc>");
    assert_eq!(driver.stage.place(), Place::Mapping);
}

#[test]
fn a_landing_that_is_stopped_changes_nothing_and_a_file_that_would_hold_others_up_is_not_compared() {
    let files = Files::new();
    let wanted = |name: &str, text: &str| Wanted {
        path: files.file(name, text).into(),
        bytes: None,
        settings: None,
        options: Options::default(),
        by: None,
        maps: false,
        app: files.site.other.beside().unwrap(),
    };
    let known = |opened: Result<Opened, String>| match opened.map(|opened| opened.found) {
        Ok(Found::Known(known)) => known,
        _ => panic!("it is known"),
    };
    let few = known(read(wanted("few.csv", KNOWN), &Progress::default()));
    assert_eq!(few.compared.map(|landed| landed.new), Ok(2));
    let stopped = Progress::default();
    stopped.stop();
    let landed = land(files.site.other.beside().unwrap(), &few.incoming, &stopped);
    assert!(landed.is_err_and(|failure| failure.words().contains("stopped")));
    assert_eq!(files.cases(), 0);
    let many: String = (0..20_001).map(|n| format!("A-{n},{n},Card payments fail {n},Open,High,Bug,2026-11-20 10:00\n")).collect();
    let many = known(read(wanted("many.csv", &format!("{}\n{many}", KNOWN.lines().next().unwrap())), &Progress::default()));
    assert!(many.compared.is_err_and(|why| why.contains("keep others from writing")));
}

#[test]
fn a_mapping_has_a_name_a_system_and_a_kind_and_replaces_another_only_when_that_is_said() {
    let files = Files::new();
    let mut driver = files.open((120, 40), "t.csv", UNKNOWN);
    mapped(&mut driver);
    press(&mut driver, "s");
    press(&mut driver, "<Home><Enter>");
    assert!(driver.text().contains("What the table is"), "{}", driver.text());
    let text = press(&mut driver, "<Ctrl-U>../x<Enter>");
    assert!(text.contains("because it names a file"), "{text}");
    press(&mut driver, "<Enter><Ctrl-U>t<Tab><Ctrl-U>Helpdesk<Tab>i<Enter>");
    let text = press(&mut driver, "s");
    assert!(text.contains("There is one of that name already"), "{text}");
    let saved = || fs::read_to_string(files.settings().join("import/t.toml")).unwrap();
    press(&mut driver, "<Enter>");
    assert!(saved().contains("system = \"t\""));
    press(&mut driver, "s2");
    assert!(saved().contains("system = \"Helpdesk\""), "{}", driver.text());
    // What is not saved is not lost by one key.
    press(&mut driver, "j<Enter>left out<Enter>");
    assert!(press(&mut driver, "<Esc>").contains("not saved"), "{}", driver.text());
    assert_eq!(driver.stage.place(), Place::Mapping);
    press(&mut driver, "<Esc>");
    assert_eq!((driver.stage.place(), files.cases()), (Place::Board, 0));
}

#[test]
fn what_cannot_be_taken_says_why_and_a_file_that_may_not_be_written_to_brings_nothing_in() {
    let files = Files::new();
    for (name, text, said) in [
        ("a.txt", "just words\nand more\n", "text that is no table"),
        ("b.json", "{\"format\":\"warroom\",\"schema\":1}", "a backup of warroom"),
        ("c.json", "{", "invalid JSON"),
        ("d.csv", "", "no records"),
    ] {
        let mut driver = files.open((80, 24), name, text);
        assert!(driver.text().contains(said), "{name}\n{}", driver.text());
        assert!(press(&mut driver, "<Enter>").contains("nothing can be taken"), "{}", driver.text());
    }
    let mut driver = files.board((80, 24));
    press(&mut driver, "i<Enter>");
    assert!(driver.text().contains("type where the file is"), "{}", driver.text());
    driver.paste("/no/such/file");
    assert!(press(&mut driver, "<Enter>").contains("cannot be read"), "{}", driver.text());
    let mut driver = files.board((80, 24));
    driver.press("i");
    driver.paste(&files.site.folder.path().display().to_string());
    assert!(press(&mut driver, "<Enter>").contains("not a plain file"), "{}", driver.text());
    let app = App::open(&files.site.folder.path().join("w.db"), Access::Read, false, context("Joost"), None).unwrap();
    let mut driver = Driver::new(Desk::new(app, None), Place::Board, 80, 24);
    assert!(driver.press("i").contains("nothing can be changed here"), "{}", driver.text());
    let mut driver = files.board((80, 24));
    press(&mut driver, ":shared screen<Enter>");
    assert!(press(&mut driver, "i").contains("others are looking"), "{}", driver.text());
    // By name, as everything else.
    let mut driver = files.board((80, 24));
    assert!(press(&mut driver, ":import<Enter>").contains("Import a file"), "{}", driver.text());
}

#[test]
fn imports_look_as_agreed_at_four_sizes() {
    let files = Files::new();
    type Look = (&'static str, &'static str, String, &'static [&'static str]);
    let looks: [Look; 7] = [
        ("import mapping", "vorgang.csv", UNKNOWN.to_owned(), &["j<Enter>1", "j<Enter>2", "j<Enter>5", "j<Enter>4"]),
        ("import mapping begun", "vorgang.csv", UNKNOWN.to_owned(), &[]),
        ("import mapping choice", "vorgang.csv", UNKNOWN.to_owned(), &["j<Enter>"]),
        ("import mapping name", "vorgang.csv", UNKNOWN.to_owned(), &["<Enter>"]),
        ("import mapping hostile", "hostile.csv", hostile(), &["j<Enter>1", "j<Enter>2"]),
        ("import report", "jira.csv", KNOWN.to_owned(), &[]),
        ("import failed", "words.txt", "just words\nand more\n".to_owned(), &[]),
    ];
    for (name, file, text, steps) in looks {
        let mut sizes = Vec::new();
        for (width, height) in SIZES {
            let mut driver = files.open((width, height), file, &text);
            for keys in steps {
                press(&mut driver, keys);
            }
            sizes.push(format!("── {width}x{height}\n{}", is_sound(&mut driver, width, height)));
            for theme in ["light", "none"] {
                driver.theme = Theme::named(theme, Glyphs::Unicode);
                is_sound(&mut driver, width, height);
            }
        }
        insta::assert_snapshot!(name, sizes.join("\n"));
    }
    let mut driver = files.board((80, 24));
    driver.press("i");
    insta::assert_snapshot!("import file", is_sound(&mut driver, 80, 24));
}
