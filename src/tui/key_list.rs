//! Writes the list of all keys for people, from the live table: `docs/KEYS.md`, and what `warroom keys` prints.

use serde_json::{Value as Json, json};

use super::keys::{Binding, Place, SCREENS, Shown};
use super::live_keys::{Keys, keys_of};
use super::remap::{Refused, place_name, remapped};
use crate::app::config::KeySetting;
use crate::document::print::{fit, plain};

/// Writes the list as Markdown.
pub fn markdown(keys: &Keys) -> String {
    let mut out = String::from(
        "# Keys\n\nMade from the table of keys in `src/tui/keys.rs`. `?` (in a text F1) shows the keys of the place one is in, \
         `:` (in a text F2) finds every command by name.\nIn a text field letters belong to the text; Enter, Esc, Tab, Ctrl- and F-keys act. \
         There `Ctrl-A` and `Ctrl-E` go to the ends of the line, `Ctrl-W`, `Ctrl-U` and `Ctrl-K` delete, `Ctrl-_` takes back; a paste is one \
         step.\n\n`y` copies through the terminal (OSC 52), over SSH too; tmux wants `set -g set-clipboard on` for it, and `copy = \"file\"` in \
         `config.toml` always writes a file.\n\nThe mouse works too: the wheel scrolls, a click selects, a second one opens, tabs and the hints at the foot can be clicked. \
         With Shift held the terminal selects text as ever; F9 or `mouse = false` gives the mouse back to it for good.\n\nOther keys go into `config.toml`, by the name in the last column: \
         `log = [\"a\", \"F4\"]` under `[keys]` for everywhere, under `[keys.room]` for one place, `[]` for none. What conflicts is left as it \
         is here, and `warroom keys` says so.\n",
    );
    for (title, rows) in sections(keys, false) {
        out.push_str(&format!("\n## {title}\n\n| key | does | name |\n|---|---|---|\n"));
        for row in rows {
            let keys = keys_of(row).split(' ').map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
            out.push_str(&format!("| {keys} | {} | `{}` |\n", row.words.replace('|', "\\|"), row.act.name()));
        }
    }
    out
}

/// Gives the rows under the heading of their place, those without a key too if so; what holds on every screen is said once.
fn sections(keys: &Keys, keyless: bool) -> Vec<(&'static str, Vec<&Binding>)> {
    let everywhere = |row: &Binding| SCREENS.iter().all(|place| row.places.contains(place));
    let told = |row: &&Binding| row.shown != Shown::Hidden && (keyless || !row.chords.is_empty());
    let rows = |belongs: &dyn Fn(&Binding) -> bool| keys.rows().iter().filter(told).filter(|row| belongs(row)).collect::<Vec<_>>();
    let first = ("On every screen", rows(&everywhere));
    let places = Place::ALL.iter().map(|place| (place.name(), rows(&|row| row.places.contains(place) && !everywhere(row))));
    [first].into_iter().chain(places).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Prints the keys that hold with these settings, and below them every row of the settings that was not taken.
pub fn report(settings: &[KeySetting], as_json: bool) -> String {
    let (keys, refused) = remapped(settings);
    if as_json {
        let rows = keys.rows().iter().filter(|row| row.shown != Shown::Hidden).map(row_json);
        let refused: Vec<Json> = refused.iter().map(|one| json!({ "setting": one.setting, "line": one.line, "why": one.why })).collect();
        let whole = json!({ "keys": rows.collect::<Vec<_>>(), "refused": refused });
        return crate::document::print::json::to_string(&whole).unwrap_or_default() + "\n";
    }
    let mut out = String::new();
    for (title, rows) in sections(&keys, true) {
        out.push_str(&format!("{title}\n"));
        for row in rows {
            out.push_str(&format!("  {} {} {}\n", fit(&keys_of(row), 12), fit(&row.act.name(), 16), plain(row.words)));
        }
        out.push('\n');
    }
    out.push_str("Any command can have a key by its words with hyphens: action-done = [\"F5\"].\n\n");
    out.push_str(&refusals(&refused));
    out
}

fn row_json(row: &Binding) -> Json {
    let places: Vec<String> = row.places.iter().copied().map(place_name).collect();
    let chords: Vec<String> = row.chords.iter().map(ToString::to_string).collect();
    json!({ "name": row.act.name(), "keys": chords, "places": places, "does": row.words })
}

/// Words what was not taken, one line each; the texts come from a file and are made safe.
fn refusals(refused: &[Refused]) -> String {
    match refused {
        [] => "Every row of [keys] in config.toml is in force.\n".to_owned(),
        _ => {
            let line = |one: &Refused| one.line.map_or_else(String::new, |line| format!("line {line}, "));
            let lines = refused.iter().map(|one| format!("  {}{}: {}\n", line(one), plain(&one.setting), plain(&one.why)));
            format!("Not taken from config.toml; what is built in stays:\n{}", lines.collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::tables;
    use crate::tui::keys::{Act, BINDINGS};

    #[test]
    fn the_printed_list_of_keys_is_what_the_table_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/KEYS.md");
        let made = markdown(&Keys::default());
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &made).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(made == there, "docs/KEYS.md is not what the table says; UPDATE_DOCS=1 cargo test the_printed_list writes it anew");
    }

    #[test]
    fn every_command_that_has_a_key_exists() {
        for row in BINDINGS {
            if let Act::Command(name) = row.act {
                assert!(tables::command(name).is_some() || tables::query(name).is_some(), "{name} is no command");
            }
        }
    }

    #[test]
    fn every_key_that_is_shown_is_in_the_list() {
        let list = markdown(&Keys::default());
        for row in BINDINGS.iter().filter(|row| row.shown != Shown::Hidden && !row.chords.is_empty()) {
            assert!(list.contains(row.words), "{}", row.words);
        }
    }

    #[test]
    fn the_report_prints_the_live_table_and_every_refusal() {
        let setting = |act: &str, key: &str| KeySetting { place: None, act: act.to_owned(), keys: vec![key.to_owned()], line: Some(7) };
        let settings = [setting("log", "a"), setting("undo", "q"), setting("evil \u{1b}[2J", "x")];
        let told = report(&settings, false);
        assert!(told.lines().any(|line| line.starts_with("  a ") && line.contains("log") && line.ends_with("Write a log line")), "{told}");
        assert!(
            told.contains("Not taken from config.toml") && told.contains("keys.undo: in Board q is already 'Leave the program"),
            "{told}"
        );
        assert!(!told.contains('\u{1b}') && told.contains("line 7, keys.evil"), "{told}");
        let json: Json = serde_json::from_str(&report(&settings, true)).unwrap();
        assert_eq!(json["refused"].as_array().map(Vec::len), Some(2));
        let log = json["keys"].as_array().unwrap().iter().find(|row| row["name"] == "log").unwrap().clone();
        assert_eq!((log["keys"][0].as_str(), log["places"][0].as_str()), (Some("a"), Some("board")));
        assert!(report(&[], false).ends_with("Every row of [keys] in config.toml is in force.\n"));
    }
}
