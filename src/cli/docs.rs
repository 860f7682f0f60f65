//! The reference of the command line as Markdown, from the same tables the program reads.

use super::leaf::Leaf;
use super::setting::EVERYWHERE;
use super::stop::CODES;
use super::tree::{help, usage, value_name};
use super::words::{EXAMPLES, GROUPS};
use crate::app::automation::EVENTS;
use crate::app::import::profile::Profiles;
use crate::app::{Ask, Place};
use crate::model::when::FORMS;

/// Writes the reference: what holds everywhere, then every command in the order of the first page of help.
pub fn reference() -> String {
    let mut out = String::from(HEAD);
    everywhere(&mut out);
    events(&mut out);
    for (title, words) in GROUPS {
        out.push_str(&format!("\n## {title}\n"));
        for word in *words {
            let below = format!("{word} ");
            for leaf in Leaf::all().filter(|leaf| leaf.name() == *word || leaf.name().starts_with(&below)) {
                command(&mut out, &leaf);
            }
        }
    }
    out
}

const HEAD: &str = "# The command line

This page is made from the tables the program reads its commands from, and a test compares the two.

Data goes to standard output, everything else to standard error. With `--json` data is one object, or one object a line for
lists: keys in snake_case, times as RFC 3339 in UTC, `null` for unknown. Keys are stable; adding one is no break. Without it, a
command that makes something prints its number and nothing else.
";

fn everywhere(out: &mut String) {
    out.push_str("\n## Options for every command\n\nThey stand before or after the command. After `link` and `unlink`, `--as` says what one case is to the other; name yourself before it.\n\n");
    for option in EVERYWHERE {
        let value = option.takes.map_or(String::new(), |value| format!(" {value}"));
        out.push_str(&format!("- `--{}{value}`: {}\n", option.name, option.doc));
    }
    out.push_str(
        "\nWithout a command there are the screens. `--shared` shows only what management may see; `--plain` goes without screens, line by line \
         with numbered choices, for screen readers, pipes and dumb terminals (with `TERM=dumb` by itself).\n",
    );
    out.push_str(
        "\n## Environment\n\n\
         - `WARROOM_DB`, `WARROOM_ACTOR`, `WARROOM_LANG`: as `--db`, `--as`, `--lang`\n\
         - `WARROOM_CONFIG`: folder of `config.toml` and of files that replace built-in policies and templates\n\
         - `WARROOM_THEME`: colours of the screens, as `theme` in `config.toml`: dark, light, high-contrast, colour-blind, none, \
         or a file of your own in `themes/` beside it; `NO_COLOR` stands over both\n\
         - `WARROOM_TZ`: zone times are shown and read in; else `zone` in `config.toml`, `TZ`, the machine's zone, UTC\n\
         - `WARROOM_NOW`: fixes the clock to an RFC 3339 time; the journal notes it\n\
         - `WARROOM_SEED`: fixes ids, for tests\n\
         - `WARROOM_HOOK`: set for the commands of hooks; where it is set, no hooks are run\n",
    );
    out.push_str("\n## Exit codes\n\n| code | means |\n|---|---|\n");
    for (code, means) in CODES {
        out.push_str(&format!("| {code} | {means} |\n"));
    }
    out.push_str("| 128+n | ended by signal n |\n");
    out.push_str(&format!(
        "\n## Values\n\n- TIME: {FORMS}\n- CASE: `INC-12`, `inc12`, `ISS-7`; an entry is `INC-12.34`, an action `A-56`, a change `b120`\n"
    ));
    out.push_str("- Words of a closed set may be shortened as long as only one begins so\n- Text that may have several lines is read from standard input when it is `-`\n- An empty value (`--lead ''`) clears a field\n");
    out.push_str("\n## Formats that `import` knows\n\n");
    for profile in Profiles::standard().iter() {
        out.push_str(&format!("- `{}`: {}\n", profile.name, profile.doc));
    }
}

fn events(out: &mut String) {
    out.push_str(
        "\n## Events that hooks are set on\n\n`[hooks.NAME]` in `config.toml` names them in `on`; docs/AUTOMATION.md says how. \
         Every name of a command below is one too, for what that command changes.\n\n",
    );
    for event in EVENTS {
        out.push_str(&format!("- `{}`: {}\n", event.name, event.doc));
    }
    out.push_str(
        "\nApart from `any` none of these is one that an import, an undo or a redo brings about; `import`, `undo` and `redo` are.\n",
    );
}

fn command(out: &mut String, leaf: &Leaf) {
    out.push_str(&format!("\n### {}\n\n{}\n\n```sh\n{}\n```\n", leaf.name(), leaf.doc(), usage(leaf)));
    let examples: Vec<&str> = EXAMPLES.iter().filter(|(name, _)| *name == leaf.name()).map(|(_, line)| *line).collect();
    if leaf.fields().is_empty() && !leaf.writes_files() && examples.is_empty() {
        return;
    }
    out.push('\n');
    for field in leaf.fields() {
        let spelled = match (field.place, field.ask) {
            (Place::Argument, _) => value_name(field),
            (Place::Flag, Ask::Yes) => format!("--{}", field.key),
            (Place::Flag, _) => format!("--{} {}", field.key, value_name(field)),
        };
        let required = if field.required && field.place == Place::Flag { " (required)" } else { "" };
        out.push_str(&format!("- `{spelled}`{required}: {}\n", help(field)));
    }
    if leaf.writes_files() {
        out.push_str("- `-o FILE`, `--output FILE`: Write to a file instead of standard output; `--force` replaces one that is there\n");
    }
    if !examples.is_empty() {
        out.push_str(&format!("\n```sh\n{}\n```\n", examples.join("\n")));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_printed_reference_is_the_one_in_docs() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CLI.md");
        let made = super::reference();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(made == there, "docs/CLI.md is not what the tables say; UPDATE_DOCS=1 cargo test the_printed_reference writes it anew");
    }
}
