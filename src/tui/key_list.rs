//! Writes the list of all keys for people, from the one table; `docs/KEYS.md` is its output.

use super::keys::{BINDINGS, Binding, Place, Shown, keys_of};

/// Places that share a heading: what holds on every screen is said once.
const SCREENS: &[Place] = &[Place::Board, Place::Room, Place::Review, Place::Portfolio, Place::Library, Place::History, Place::Page];

/// Writes the list as Markdown.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Keys\n\nMade from the table of keys in `src/tui/keys.rs`. `?` (in a text F1) shows the keys of the place one is in, \
         `:` (in a text F2) finds every command by name.\nIn a text field letters belong to the text; Enter, Esc, Tab, Ctrl- and F-keys act.\n",
    );
    let everywhere = |row: &Binding| SCREENS.iter().all(|place| row.places.contains(place));
    section(&mut out, "On every screen", everywhere);
    for place in Place::ALL {
        section(&mut out, place.name(), |row| row.places.contains(place) && !everywhere(row));
    }
    out
}

fn section(out: &mut String, title: &str, belongs: impl Fn(&Binding) -> bool) {
    let rows: Vec<&Binding> = BINDINGS.iter().filter(|row| row.shown != Shown::Hidden && !row.chords.is_empty() && belongs(row)).collect();
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {title}\n\n| key | does |\n|---|---|\n"));
    for row in rows {
        let keys = keys_of(row).split(' ').map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ");
        out.push_str(&format!("| {keys} | {} |\n", row.words.replace('|', "\\|")));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::app::tables;
    use crate::tui::keys::Act;

    #[test]
    fn the_printed_list_of_keys_is_what_the_table_says() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/KEYS.md");
        let made = markdown();
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
        let list = markdown();
        for row in BINDINGS.iter().filter(|row| row.shown != Shown::Hidden && !row.chords.is_empty()) {
            assert!(list.contains(row.words), "{}", row.words);
        }
    }
}
