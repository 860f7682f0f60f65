//! The words of the command line, built for clap from the tables: there is no second description of anything.

use std::ffi::{OsStr, OsString};

use clap::builder::{PossibleValue, TypedValueParser, ValueParserFactory};
use clap::{Arg, ArgAction, Command, ValueHint};

use super::leaf::Leaf;
use super::setting::EVERYWHERE;
use super::words::{EXAMPLES, GROUPS, OPENING, SPACES};
use crate::app::{Ask, Field, Place};

/// Id of the option that names a file for the answer.
pub const OUTPUT: &str = "everywhere:output";
/// Id of the switch that allows replacing it.
pub const FORCE: &str = "everywhere:force";

/// Id of the switch that begins with a shared screen.
pub const SHARED: &str = "shared";

/// Id of the switch that talks line by line.
pub const PLAIN: &str = "plain";

/// Builds the command line; with `args` only the commands whose first word is among them.
pub fn build(args: Option<&[OsString]>) -> Command {
    let mut root = Command::new("warroom")
        .version(env!("CARGO_PKG_VERSION"))
        .about("P1 incidents and project issues side by side: crisis minutes, clocks and root-cause analysis")
        .subcommand_value_name("COMMAND")
        .max_term_width(110)
        .help_template("{about}\n\nUsage: warroom [COMMAND]\n\n{before-help}Options for every command:\n{options}{after-help}")
        .before_help(groups())
        .after_help(OPENING)
        .args(EVERYWHERE.iter().map(super::setting::Everywhere::arg))
        .arg(
            Arg::new(SHARED)
                .long("shared")
                .action(ArgAction::SetTrue)
                .help("Without a command: the screens show only what management may see"),
        )
        .arg(
            Arg::new(PLAIN)
                .long("plain")
                .action(ArgAction::SetTrue)
                .help("Without a command: line by line instead of screens, for screen readers, dumb terminals and pipes"),
        );
    let named = |leaf: &Leaf| {
        let first = leaf.name().split(' ').next().unwrap_or_default();
        args.is_none_or(|args| args.iter().any(|arg| arg == first))
    };
    let leaves: Vec<Leaf> = Leaf::all().filter(named).collect();
    let mut done: Vec<&str> = Vec::new();
    for leaf in &leaves {
        let first = leaf.name().split_once(' ').map_or(leaf.name(), |(first, _)| first);
        if !done.contains(&first) {
            done.push(first);
            root = root.subcommand(first_word(first, &leaves));
        }
    }
    root
}

/// Builds what a first word is: a command, those that share it, or both.
fn first_word(word: &'static str, leaves: &[Leaf]) -> Command {
    let alone = leaves.iter().find(|leaf| leaf.name() == word);
    let mut tree = alone.map_or_else(|| namespace(word), |leaf| command(leaf, word)).subcommand_value_name("COMMAND");
    for leaf in leaves {
        if let Some(behind) = leaf.name().strip_prefix(word).and_then(|rest| rest.strip_prefix(' ')) {
            tree = tree.subcommand(command(leaf, behind));
        }
    }
    tree
}

/// Begins what gathers the commands that share a first word.
fn namespace(space: &'static str) -> Command {
    let about = SPACES.iter().find(|(name, _)| *name == space).map_or("", |(_, about)| about);
    Command::new(space)
        .about(about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(EVERYWHERE.iter().map(|option| option.arg().hide(true)))
}

fn command(leaf: &Leaf, word: &'static str) -> Command {
    let mut tree = Command::new(word).about(leaf.doc()).override_usage(usage(leaf)).hide(leaf.is_hidden());
    for field in leaf.fields() {
        tree = tree.arg(argument(leaf, field));
    }
    if leaf.writes_files() {
        let file = Arg::new(OUTPUT).short('o').long("output").value_name("FILE").value_parser(clap::value_parser!(OsString));
        tree = tree.arg(file.value_hint(ValueHint::FilePath).help("Write to a file instead of standard output"));
        tree = tree.arg(Arg::new(FORCE).long("force").action(ArgAction::SetTrue).help("Replace the file when it is there"));
    }
    // A command's own field goes before an option of every command: after `link`, --as says what one case is to the other.
    let taken = |name: &str| leaf.fields().iter().any(|f| f.key == name);
    tree = tree.args(EVERYWHERE.iter().filter(|o| !taken(o.name)).map(|option| option.arg().hide(true)));
    let examples: Vec<String> = EXAMPLES.iter().filter(|(name, _)| *name == leaf.name()).map(|(_, line)| format!("  {line}")).collect();
    let mut note = "Options for every command (--db, --json, --as, --key, ...) are listed by 'warroom --help'.".to_owned();
    if leaf.takes_unknown() {
        note.insert_str(
            0,
            "An option may be 'unknown' or 'unknown by 15:00': it stays empty, and an open question about it is logged and due.\n",
        );
    }
    match examples.is_empty() {
        true => tree.after_help(note),
        false => tree.after_help(format!("Examples:\n{}\n\n{note}", examples.join("\n"))),
    }
}

fn argument(leaf: &Leaf, field: &'static Field) -> Arg {
    let arg = Arg::new(field.key).help(help(field));
    let arg = match field.place {
        Place::Argument => arg.required(field.required && !takes_standard_input(leaf, field)),
        Place::Flag => arg.long(field.key),
    };
    if matches!(field.ask, Ask::Yes) {
        return arg.action(ArgAction::SetTrue);
    }
    let arg = arg.value_name(value_name(field)).num_args(1).hide_possible_values(true);
    match field.ask {
        Ask::Choice(choices) => arg.value_parser(Lenient(choices)),
        Ask::File => arg.value_parser(clap::value_parser!(OsString)).value_hint(ValueHint::FilePath),
        // `-20m` is a time and `-2` an amount, and neither an option.
        Ask::Time(_) | Ask::Days | Ask::Amount | Ask::Money => arg.value_parser(clap::value_parser!(OsString)).allow_hyphen_values(true),
        // A search may begin with what is left out.
        _ => arg.value_parser(OsString::value_parser()).allow_hyphen_values(leaf.name() == "search" && field.key == "text"),
    }
}

/// Gives the sentence of a field, with the words it may take where the sentence does not name them.
pub fn help(field: &Field) -> String {
    match field.ask {
        Ask::Choice(choices) if !choices.iter().all(|(key, _)| field.doc.contains(key)) => {
            let words: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
            format!("{} ({})", field.doc, words.join(", "))
        }
        Ask::Text if !field.doc.contains("standard input") => format!("{}; - reads standard input", field.doc),
        _ => field.doc.to_owned(),
    }
}

/// Gives the word that stands for a field's value.
pub fn value_name(field: &Field) -> String {
    match (field.place, field.ask) {
        (Place::Argument, _) => field.key.to_uppercase().replace('-', "_"),
        (_, Ask::Time(_)) => "TIME".into(),
        (_, Ask::Number) => "N".into(),
        (_, Ask::Days) => "DAYS".into(),
        (_, Ask::Amount) => "AMOUNT".into(),
        (_, Ask::Money) => "MONEY".into(),
        (_, Ask::Length) => "LENGTH".into(),
        (_, Ask::Numbered(subject)) => subject.name(7),
        (_, Ask::Case) => "CASE".into(),
        (_, Ask::File) => "FILE".into(),
        (_, Ask::Pick(..)) => "NAME".into(),
        (_, Ask::Choice(_)) => "WORD".into(),
        _ => "TEXT".into(),
    }
}

/// Spells how a command is typed: `warroom incident open TITLE [OPTIONS]`.
pub fn usage(leaf: &Leaf) -> String {
    let mut words = vec!["warroom".to_owned(), leaf.name().to_owned()];
    let mut options = leaf.writes_files();
    for field in leaf.fields() {
        let required = field.required && !takes_standard_input(leaf, field);
        match (field.place, required) {
            (Place::Argument, true) => words.push(value_name(field)),
            (Place::Argument, false) => words.push(format!("[{}]", value_name(field))),
            (Place::Flag, true) => words.push(format!("--{} {}", field.key, value_name(field))),
            (Place::Flag, false) => options = true,
        }
    }
    if options {
        words.push("[OPTIONS]".into());
    }
    words.join(" ")
}

/// Says whether a field that is left out is read from standard input.
pub fn takes_standard_input(leaf: &Leaf, field: &Field) -> bool {
    leaf.name() == "log" && field.key == "line"
}

/// Lays out the groups of commands for the first page of help, for the narrowest terminal that is usual.
fn groups() -> String {
    let mut text = String::new();
    for (title, words) in GROUPS {
        text.push_str(&format!("{title}:\n"));
        for word in *words {
            hanging(&mut text, word, &told(word));
        }
        text.push('\n');
    }
    text
}

/// Says in one sentence what a first word is for, and which words may follow it.
fn told(word: &str) -> String {
    let subs: Vec<&str> = Leaf::all().filter_map(|leaf| leaf.name().strip_prefix(word)?.strip_prefix(' ')).collect();
    let space = SPACES.iter().find(|(name, _)| *name == word).map_or("", |(_, about)| about);
    let about = Leaf::find(word).map_or(space, |leaf| leaf.doc());
    // What follows a colon or semicolon is for the command's own page.
    let about = about.split([':', ';']).next().unwrap_or_default().trim_end_matches('.');
    if subs.is_empty() { about.to_owned() } else { format!("{about}: {}", subs.join(", ")) }
}

/// Adds a row of two columns; what does not fit goes on under the second.
fn hanging(text: &mut String, word: &str, told: &str) {
    const INDENT: usize = 15;
    const WIDTH: usize = 79;
    let mut line = format!("  {word:<width$}", width = INDENT - 2);
    let mut used = INDENT;
    for (at, next) in told.split(' ').enumerate() {
        if at > 0 && used + 1 + next.len() > WIDTH {
            text.push_str(line.trim_end());
            text.push('\n');
            line = " ".repeat(INDENT);
            used = INDENT;
        } else if at > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(next);
        used += next.len();
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

/// Offers the words of a choice to shells, and leaves reading them to the draft, which takes beginnings and other spellings too.
#[derive(Clone)]
struct Lenient(&'static [(&'static str, &'static str)]);

impl TypedValueParser for Lenient {
    type Value = OsString;

    fn parse_ref(&self, _: &Command, _: Option<&Arg>, value: &OsStr) -> Result<OsString, clap::Error> {
        Ok(value.to_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(|(key, _)| PossibleValue::new(*key))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_no_fault_with_any_command() {
        build(None).debug_assert();
    }

    #[test]
    fn every_command_is_in_one_group_and_every_namespace_says_what_it_is_for() {
        for leaf in Leaf::all().filter(|leaf| !leaf.is_hidden()) {
            let word = leaf.name().split(' ').next().unwrap_or_default();
            let groups = GROUPS.iter().flat_map(|(_, words)| words.iter()).filter(|w| **w == word).count();
            assert_eq!(groups, 1, "{word} stands in {groups} groups of the first page of help");
            let told = SPACES.iter().any(|(name, _)| *name == word) || Leaf::find(word).is_some();
            assert!(!leaf.name().contains(' ') || told, "{word} has no sentence");
        }
    }

    #[test]
    fn only_link_hides_an_option_of_every_command() {
        for leaf in Leaf::all() {
            let hidden: Vec<&str> = EVERYWHERE.iter().map(|o| o.name).filter(|name| leaf.fields().iter().any(|f| f.key == *name)).collect();
            assert!(hidden.is_empty() || hidden == ["as"] && leaf.name().ends_with("link"), "{}: {hidden:?}", leaf.name());
        }
    }

    #[test]
    fn every_example_is_understood() {
        for (name, line) in EXAMPLES {
            assert!(Leaf::find(name).is_some(), "{name}");
            let words = shell_words(line.split('|').next_back().unwrap_or_default());
            assert!(words.starts_with(&["warroom".to_owned()]), "{line}");
            assert!(build(None).try_get_matches_from(&words).is_ok(), "{line}");
        }
    }

    fn shell_words(line: &str) -> Vec<String> {
        let line = line.split(['<', '>']).next().filter(|_| !line.contains('\'')).unwrap_or(line);
        let mut words = Vec::new();
        for (at, part) in line.split('\'').enumerate() {
            if at % 2 == 1 {
                words.push(part.to_owned());
            } else {
                words.extend(part.split_whitespace().map(str::to_owned));
            }
        }
        words
    }
}
