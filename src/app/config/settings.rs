//! The settings of `config.toml` as one table: the reader, `config init`, `config check` and `config show` all go by it.
//!
//! A new setting is a row here and a place in [`Config`] for what it holds; nothing else has to know its name.

use toml::Value;

use super::{Config, KeySetting, LANGUAGES, Lines};
use crate::app::automation::{Hook, Notify};
use crate::app::draft::slips;
use crate::app::update::Channel;
use crate::model::Zone;

/// Describes one setting.
pub struct Setting {
    /// Its name in the file.
    pub name: &'static str,
    /// What it takes, and where that goes.
    pub kind: Kind,
    /// What holds without it, as one reads it.
    pub usual: &'static str,
    /// One sentence.
    pub doc: &'static str,
    /// Options and variables that stand over it, the strongest first; an option begins with two hyphens.
    pub over: &'static [&'static str],
    /// How it stands in a file: lines that are understood as they are.
    pub example: &'static str,
}

/// Says what a setting takes.
pub enum Kind {
    /// `true` or `false`.
    Yes(fn(&mut Config, bool)),
    /// One of these words.
    Word(&'static [&'static str], fn(&mut Config, &str)),
    /// A text; why it cannot be used is said in words.
    Text(fn(&mut Config, &str) -> Result<(), String>),
    /// A table, row by row; what is wrong in it is noted with its line.
    Table(fn(&mut Config, &str, Value, &Lines<'_>)),
    /// A table as a whole; why it cannot be used is said in words.
    Whole(fn(&mut Config, Value) -> Result<(), String>),
}

/// Lists the settings in the order `config init` writes them; tables come last, because in TOML nothing can follow them.
pub static SETTINGS: &[Setting] = &[
    Setting {
        name: "theme",
        kind: Kind::Text(theme),
        usual: "dark",
        doc: "Colours of the screens: dark, light, high-contrast, colour-blind, none, or NAME for themes/NAME.toml of your own.",
        over: &["--no-color", "NO_COLOR", "WARROOM_THEME"],
        example: "theme = \"dark\"",
    },
    Setting {
        name: "glyphs",
        kind: Kind::Word(&["unicode", "ascii"], |config, word| config.glyphs = Some(word.to_owned())),
        usual: "what the terminal and the locale can show",
        doc: "Which signs lines and dots are drawn with; ascii where they come out wrong.",
        over: &[],
        example: "glyphs = \"unicode\"",
    },
    Setting {
        name: "mouse",
        kind: Kind::Yes(|config, yes| config.input.mouse = yes),
        usual: "true",
        doc: "Whether the screens take the mouse; false leaves it to the terminal.",
        over: &[],
        example: "mouse = true",
    },
    Setting {
        name: "copy",
        kind: Kind::Word(&["terminal", "file"], |config, word| config.input.copy_to_file = word == "file"),
        usual: "terminal",
        doc: "Where copied text goes: through the terminal (OSC 52), or into a file.",
        over: &[],
        example: "copy = \"terminal\"",
    },
    Setting {
        name: "zone",
        kind: Kind::Text(zone),
        usual: "what TZ or the machine says",
        doc: "The zone times are read and shown in, by its IANA name.",
        over: &["WARROOM_TZ"],
        example: "zone = \"Europe/Amsterdam\"",
    },
    Setting {
        name: "language",
        kind: Kind::Text(language),
        usual: "the language of the locale, else English",
        doc: "Language of documents and playbooks: en, nl, zh.",
        over: &["--lang", "WARROOM_LANG"],
        example: "language = \"en\"",
    },
    Setting {
        name: "allow_shared",
        kind: Kind::Yes(|config, yes| config.allow_shared = yes),
        usual: "false",
        doc: "Whether a database is written to although others may write in its folder.",
        over: &[],
        example: "allow_shared = false",
    },
    Setting {
        name: "channels",
        kind: Kind::Table(channel),
        usual: "none: updates are copied, or written to a file",
        doc: "Commands that updates go out through, as text on standard input: to audiences whose channel has this name.",
        over: &[],
        example: "[channels.mail]\ncommand = [\"sendmail\", \"-t\"]\ntimeout = \"20s\"",
    },
    Setting {
        name: "hooks",
        kind: Kind::Table(hook),
        usual: "none",
        doc: "Commands that are run on events, with the change as JSON on standard input; docs/AUTOMATION.md lists the events.",
        over: &["WARROOM_HOOK"],
        example: "[hooks.pager]\non = [\"incident opened\", \"priority changed\"]\ncommand = [\"/usr/local/bin/page\", \"--team\", \"ops\"]\n\
                  timeout = \"10s\"\npriority = [\"P1\", \"P2\"]\nkind = \"incident\"",
    },
    Setting {
        name: "notify",
        kind: Kind::Whole(notify),
        usual: "off",
        doc: "What happens when something comes due: a sign for the terminal (off, osc9, osc777, bell), a command that gets one line, or both.",
        over: &[],
        example: "[notify]\ndue = \"osc9\"\ncommand = [\"/usr/local/bin/notify\"]\ntimeout = \"10s\"",
    },
    Setting {
        name: "keys",
        kind: Kind::Table(keys),
        usual: "the keys that docs/KEYS.md lists",
        doc: "Other keys: [keys] for everywhere, [keys.PLACE] for one place; 'warroom keys' names places, acts and conflicts.",
        over: &[],
        example: "[keys]\nlog = [\"l\", \"F3\"]\naction-reopen = [\"F7\"]\n[keys.room]\nentry-verdict = [\"V\"]",
    },
];

impl Setting {
    /// Finds one by its name.
    pub fn find(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// Takes a value from the file, or notes why not.
    pub(super) fn take(&self, config: &mut Config, value: Value, lines: &Lines<'_>) {
        let taken = match (&self.kind, value) {
            (Kind::Yes(set), Value::Boolean(yes)) => {
                set(config, yes);
                Ok(())
            }
            (Kind::Word(words, set), Value::String(word)) if words.contains(&word.as_str()) => {
                set(config, &word);
                Ok(())
            }
            (Kind::Text(set), Value::String(text)) => set(config, &text),
            (Kind::Table(set), Value::Table(rows)) => {
                for (name, value) in rows {
                    set(config, &name, value, lines);
                }
                Ok(())
            }
            (Kind::Whole(set), value @ Value::Table(_)) => set(config, value).map_err(|why| format!("{}: {why}", self.name)),
            _ => Err(self.takes()),
        };
        if let Err(why) = taken {
            config.fault(lines.at(&[self.name]), format!("{why}; it is left out"));
        }
    }

    /// Says what it takes, for whoever gave something else.
    fn takes(&self) -> String {
        let name = self.name;
        match &self.kind {
            Kind::Yes(_) => format!("{name} is true or false"),
            Kind::Word(words, _) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                format!("{name} is {}", words.join(" or "))
            }
            Kind::Text(_) => format!("{name} is a text in quotes"),
            Kind::Table(_) | Kind::Whole(_) => format!("{name} is a table, {}", self.example.lines().next().unwrap_or_default()),
        }
    }
}

/// Says of a name that no setting has which one it is nearly.
pub(super) fn unknown(name: &str) -> String {
    let near = SETTINGS.iter().map(|setting| (slips(name, setting.name), setting.name)).min().filter(|(slips, _)| *slips <= 2);
    let hint = match near {
        Some((_, near)) => format!("did you mean '{near}'?"),
        None => format!("there are {}", SETTINGS.iter().map(|setting| setting.name).collect::<Vec<_>>().join(", ")),
    };
    format!("there is no setting '{name}', it is left out; {hint}")
}

/// Writes the whole file as it is to begin with: every setting described and commented out.
pub fn written() -> String {
    let mut out = String::from(
        "# Settings of warroom. Nothing has to be set: take the # in front of a line away to set it.\n\
         # 'warroom config check' says what is wrong and in which line, 'warroom config show' what holds and why.\n",
    );
    for setting in SETTINGS {
        out.push_str(&format!("\n# {}\n", setting.doc));
        match &setting.kind {
            Kind::Yes(_) => out.push_str("# true or false.\n"),
            Kind::Word(words, _) => out.push_str(&format!("# One of: {}.\n", words.join(", "))),
            Kind::Text(_) | Kind::Table(_) | Kind::Whole(_) => {}
        }
        out.push_str(&format!("# Without it: {}.\n", setting.usual));
        if !setting.over.is_empty() {
            out.push_str(&format!("# What stands over it: {}.\n", setting.over.join(", ")));
        }
        for line in setting.example.lines() {
            out.push_str(&format!("#{line}\n"));
        }
    }
    out
}

fn theme(config: &mut Config, name: &str) -> Result<(), String> {
    config.theme = Some(name.to_owned());
    Ok(())
}

fn zone(config: &mut Config, name: &str) -> Result<(), String> {
    let zone = Zone::parse(name).ok_or_else(|| format!("there is no zone '{name}', use a name such as Europe/Amsterdam"))?;
    config.zone = Some(zone);
    Ok(())
}

/// Takes the tag of a language in its short form: `nl` of `nl_NL.UTF-8`.
fn language(config: &mut Config, tag: &str) -> Result<(), String> {
    config.language = Some(short(tag).ok_or_else(|| format!("there is no language '{tag}' here, there are {}", LANGUAGES.join(", ")))?);
    Ok(())
}

/// Gives the language of a tag as we name it, where we have it.
pub fn short(tag: &str) -> Option<String> {
    let short = tag.split(['-', '_', '.', '@']).next().unwrap_or_default().to_lowercase();
    LANGUAGES.iter().find(|known| **known == short).map(|known| (*known).to_owned())
}

/// Takes the command of `[channels.NAME]`; one that is not understood is left out, and nothing is ever sent through it.
fn channel(config: &mut Config, name: &str, value: Value, lines: &Lines<'_>) {
    if let Some(channel) = named(config, ["channels", name], value, lines, Channel::read) {
        config.channels.push(channel);
    }
}

/// Takes the command of `[hooks.NAME]`; one that is not understood is left out, and nothing is ever run by it.
fn hook(config: &mut Config, name: &str, value: Value, lines: &Lines<'_>) {
    if let Some(hook) = named(config, ["hooks", name], value, lines, Hook::read) {
        config.automation.hooks.push(hook);
    }
}

fn notify(config: &mut Config, value: Value) -> Result<(), String> {
    config.automation.notify = Notify::read(value)?;
    Ok(())
}

/// Reads one of several tables that have names of a person's own, and notes with its line what is wrong with it.
fn named<T>(
    config: &mut Config,
    [table, name]: [&str; 2],
    value: Value,
    lines: &Lines<'_>,
    read: fn(&str, Value) -> Result<T, String>,
) -> Option<T> {
    let inner: Vec<String> = value.as_table().map(|table| table.keys().cloned().collect()).unwrap_or_default();
    let read = read(name, value);
    if let Err(why) = &read {
        // What is wrong with one value begins with its name, or quotes it.
        let at = inner.iter().find(|key| why.starts_with(&format!("{key} ")) || why.contains(&format!("'{key}'")));
        let path: Vec<&str> = [table, name].into_iter().chain(at.map(String::as_str)).collect();
        config.fault(lines.at(&path), format!("{table}.{name}: {why}; it is left out"));
    }
    read.ok()
}

/// Takes a row of `[keys]`, or the table of a single place in it; what they mean is for the screens to say.
fn keys(config: &mut Config, name: &str, value: Value, lines: &Lines<'_>) {
    match value {
        Value::Table(of_place) => {
            for (act, value) in of_place {
                let line = lines.at(&["keys", name, &act]);
                key(config, Some(name.to_owned()), act, value, line);
            }
        }
        value => {
            let line = lines.at(&["keys", name]);
            key(config, None, name.to_owned(), value, line);
        }
    }
}

fn key(config: &mut Config, place: Option<String>, act: String, value: Value, line: Option<usize>) {
    let keys = match value {
        Value::String(one) => Some(vec![one]),
        Value::Array(all) => all.into_iter().map(|key| key.as_str().map(str::to_owned)).collect(),
        _ => None,
    };
    match keys {
        Some(keys) => config.input.keys.push(KeySetting { place, act, keys, line }),
        None => config.fault(line, format!("keys.{act} is a list of keys in quotes, [\"l\", \"F3\"]; it is left out")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes the comment signs off every line that is a setting: a sentence has a blank after its sign.
    fn uncommented(text: &str) -> String {
        text.lines().map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line)).fold(
            String::new(),
            |mut all, line| {
                all.push_str(line);
                all.push('\n');
                all
            },
        )
    }

    #[test]
    fn what_init_writes_sets_nothing_and_uncommented_sets_everything_without_a_fault() {
        assert_eq!(toml::from_str::<toml::Table>(&written()).unwrap(), toml::Table::new());
        let config = Config::of_text(&uncommented(&written()));
        assert!(config.faults.is_empty(), "{:?}", config.faults);
        let set: Vec<&str> = config.set.iter().map(|(name, ..)| *name).collect();
        for setting in SETTINGS {
            assert!(set.contains(&setting.name), "{} is not set", setting.name);
        }
    }

    #[test]
    fn no_name_stands_twice_and_no_scalar_follows_a_table() {
        let mut tables = false;
        for (at, setting) in SETTINGS.iter().enumerate() {
            assert!(SETTINGS.iter().skip(at + 1).all(|other| other.name != setting.name), "{}", setting.name);
            let is_table = matches!(setting.kind, Kind::Table(_) | Kind::Whole(_));
            assert!(is_table || !tables, "{} follows a table", setting.name);
            tables = is_table;
        }
    }

    #[test]
    fn a_slip_is_told_from_a_name_that_is_like_nothing() {
        assert_eq!(unknown("thme"), "there is no setting 'thme', it is left out; did you mean 'theme'?");
        assert!(unknown("colour-scheme").contains("there are theme, glyphs"), "{}", unknown("colour-scheme"));
    }
}
