//! Words on a command line: arguments in, data on standard output, words on standard error, an exit code out.
//!
//! Commands and queries come from the tables of the application floor. Must not know SQL, the store, or the screens.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::app::config::{Input, KeySetting, Looks};
use crate::app::{App, Ask, Command, Done, Draft, Query, Shown, output};
use crate::document::print::{json, plain};
use crate::model::entry::Visibility;
use first::First;
use leaf::Leaf;
use setting::Setting;
use stop::{Stop, say};

pub mod config;
pub mod demo;
pub mod docs;
mod export;
pub mod first;
mod given;
mod hooks;
mod import;
mod import_backup;
mod leaf;
mod lines;
mod man;
mod out;
mod rehearsal;
mod send;
mod setting;
mod special;
pub mod stop;
mod tree;
mod watch;
mod words;

/// Says how a run of the command line ended.
pub enum Ended {
    /// With an exit code.
    Code(u8),
    /// With nothing but a wish to see the screens.
    Screens(Box<App>, Looks, Input),
    /// The same, by somebody who has no database yet.
    First(Box<First>, Looks, Input),
    /// With a wish to talk line by line.
    Plain(Box<App>),
    /// The same, by somebody who has no database yet.
    PlainFirst(Box<First>),
    /// With a wish to see the keys that hold with these settings; as JSON if so.
    Keys(Vec<KeySetting>, bool),
    /// With a wish to see what is wrong in the settings, keys and colours too.
    Checked(config::Checked),
}

/// Runs one command line; `args` begin with the program's name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Ended {
    let args: Vec<OsString> = given::shielded(args).collect();
    // Most runs need one command: the whole tree is built only for help and for saying what is wrong.
    let matches = match tree::build(Some(&args)).try_get_matches_from(&args).or_else(|_| tree::build(None).try_get_matches_from(&args)) {
        Ok(matches) => matches,
        Err(error) => return Ended::Code(unparsed(&error)),
    };
    let mut levels = vec![&matches];
    let mut name = String::new();
    while let Some((word, inner)) = levels.last().and_then(|level| level.subcommand()) {
        levels.push(inner);
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    let Some(leaf) = Leaf::find(&name) else { return screens(&levels, begin) };
    if leaf.name() == demo::NAME && (has_terminal() || is_plain(&levels)) {
        let keep = given::switch(levels.last(), demo::KEEP.key);
        return screens(&levels, |mut setting, floor| demo::open(&mut setting, keep).map(|app| seated(app, &setting, floor)));
    }
    if given::switch(levels.first(), tree::SHARED) {
        say("--shared is for the screens: leave it out, or leave the command out");
        return Ended::Code(2);
    }
    if let Some(words) = given::misplaced(&levels) {
        say(&words);
        return Ended::Code(2);
    }
    if given::switch(levels.first(), tree::PLAIN) {
        say("--plain is for going without screens, and commands have none: leave it out, or leave the command out");
        return Ended::Code(2);
    }
    match command(&leaf, &levels) {
        Ok(ended) => ended,
        Err(stop) => Ended::Code(stop.report(leaf.fields())),
    }
}

fn command(leaf: &Leaf, levels: &[&ArgMatches]) -> Result<Ended, Stop> {
    let Some(matches) = levels.last() else { return Ok(Ended::Code(0)) };
    let mut run = Run { setting: Setting::settle(levels)?, matches, ended: Ended::Code(0), hooks: RefCell::default() };
    // Whoever asks about the settings is told in an answer of their own.
    if !config::is_about(leaf) {
        run.setting.say_faults();
    }
    let draft = given::draft(leaf, matches)?;
    let done = match leaf {
        Leaf::Command(command) => run.change(command, draft),
        Leaf::Query(query) => run.ask(query, &draft),
        Leaf::Special(special) => (special.run)(&mut run, &draft),
    };
    run.await_hooks();
    done.map(|()| run.ended)
}

/// Says whether there is a terminal at both ends.
fn has_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Says whether to talk line by line: where that was asked for, and on a terminal that shows nothing but lines or does not say what it is.
fn is_plain(levels: &[&ArgMatches]) -> bool {
    let asked = levels.iter().any(|matches| given::switch(Some(matches), tree::PLAIN));
    asked || has_terminal() && std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

/// The screens need a terminal, talk line by line does not; everybody else is shown the commands.
fn screens(levels: &[&ArgMatches], open: impl FnOnce(Setting, Visibility) -> Result<Ended, Stop>) -> Ended {
    let plain = is_plain(levels);
    if !plain && !has_terminal() {
        say("the screens need a terminal; --plain works line by line without one, 'warroom due', 'warroom case list' and \
             'warroom log CASE' are single commands, --help lists the rest");
        return Ended::Code(2);
    }
    let shared = levels.iter().any(|matches| given::switch(Some(matches), tree::SHARED));
    let floor = if shared { Visibility::Management } else { Visibility::Internal };
    let opened = Setting::settle(levels).and_then(|mut setting| {
        setting.say_faults();
        setting.ctx.origin = "screens";
        // Undo in a screen reaches what was done in this very screen.
        setting.ctx.run = crate::app::door::fresh_key();
        open(setting, floor)
    });
    match opened {
        Ok(Ended::Screens(app, ..)) if plain => Ended::Plain(app),
        Ok(Ended::First(first, ..)) if plain => Ended::PlainFirst(first),
        Ok(other) => other,
        Err(stop) => Ended::Code(stop.report(&[])),
    }
}

/// Opens the database. Where nobody named one and there is none yet, that is asked first.
fn begin(setting: Setting, floor: Visibility) -> Result<Ended, Stop> {
    if First::is_due(&setting) {
        let (looks, input) = (setting.looks(), setting.config.input.clone());
        return Ok(Ended::First(Box::new(First::new(setting, floor)), looks, input));
    }
    Ok(seated(setting.open()?, &setting, floor))
}

/// Gives an open database to the screens, with what the person wants them to be like and the floor of who reads.
fn seated(mut app: App, setting: &Setting, floor: Visibility) -> Ended {
    app.read_for(floor);
    Ended::Screens(Box::new(app), setting.looks(), setting.config.input.clone())
}

/// Help goes to standard output, complaints to standard error; both may quote what was typed.
fn unparsed(error: &clap::Error) -> u8 {
    let text = plain(&error.render().to_string().replace(given::SHIELD, ""));
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let mut out = std::io::stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Ok(()) => 0,
                Err(e) => Stop::Output(e).report(&[]),
            }
        }
        _ => {
            let _ = std::io::stderr().lock().write_all(text.as_bytes());
            2
        }
    }
}

/// One run of one command.
struct Run<'a> {
    setting: Setting,
    matches: &'a ArgMatches,
    /// How the run ends where nothing goes wrong.
    ended: Ended,
    /// Commands that what was done has set off.
    hooks: RefCell<Option<hooks::Hooks>>,
}

impl Run<'_> {
    /// Runs a command of the tables and prints its answer.
    fn change(&mut self, command: &'static Command, draft: Draft) -> Result<(), Stop> {
        if command.name == "log" && draft.get("line").is_none() {
            return lines::log(self, command, draft);
        }
        if command.name == send::NAME {
            return send::send(self, command, &draft);
        }
        let mut app = self.setting.open()?;
        let done = app.run(command, &draft, &self.setting.manner)?;
        let answered = self.settle(&app, command, &done);
        app.rest();
        answered
    }

    /// Prints the answer, and sets off what a person has set on such a change.
    fn settle(&self, app: &App, command: &Command, done: &Done) -> Result<(), Stop> {
        let answered = self.answer(command, done);
        self.set_off(app, done);
        answered
    }

    /// Prints what a command did: the value under `prints`, or all of it as JSON; words go to standard error.
    fn answer(&self, command: &Command, done: &Done) -> Result<(), Stop> {
        for note in &done.notes {
            say(note);
        }
        let looked = done.json.get("dry_run").is_some_and(|only| only == true);
        let idle = done.batch.is_none() && !done.repeated && !looked;
        say(if idle { "nothing changed: it was so already" } else { &done.label });
        self.repeated(done);
        if self.setting.out.json {
            return self.setting.out.value(&done.json);
        }
        let Some(key) = command.prints else { return Ok(()) };
        // Several lines logged at once have several numbers.
        let many = if key == "entry" { done.json.get("entries").and_then(|all| all.as_array()) } else { None };
        let one = done.json.get(key);
        for value in many.into_iter().flatten().chain(one.filter(|_| many.is_none())) {
            self.setting.out.line(value.as_str().unwrap_or_default())?;
        }
        Ok(())
    }

    /// Says that the key was known and this is the first answer.
    fn repeated(&self, done: &Done) {
        if done.repeated {
            say("this key was used before: nothing was done now, the answer is the first one");
        }
    }

    /// Asks a query of the tables and prints its rows or page.
    fn ask(&mut self, query: &'static Query, draft: &Draft) -> Result<(), Stop> {
        let app = self.setting.open()?;
        let mut draft = draft.clone();
        // With --json a text is JSON too, where it can be and nothing else was asked for.
        let format = query.fields.iter().find(|field| field.key == "format");
        let has_json = format.is_some_and(|field| matches!(field.ask, Ask::Choice(all) if all.iter().any(|(key, _)| *key == "json")));
        if self.setting.out.json && has_json && draft.get("format").is_none() {
            draft.set("format", "json");
        }
        match app.ask(query, &draft)? {
            Shown::Noted(rows, notes) => {
                if rows.is_empty() {
                    say(query.empty);
                }
                for note in &notes {
                    say(note);
                }
                self.setting.out.rows(&rows, query.columns)
            }
            Shown::Rows(rows) => {
                if rows.is_empty() {
                    say(query.empty);
                }
                self.setting.out.rows(&rows, query.columns)
            }
            Shown::Page(page, value) => match self.target() {
                _ if self.setting.out.json => self.deliver(&format!("{}\n", json_line(&value)?)),
                Some(file) if file.ends_with(".md") => self.deliver(&page.to_markdown()),
                Some(file) if file.ends_with(".html") => self.deliver(&page.to_html_page(query.name, &self.setting.ctx.language)),
                _ => self.deliver(&page.to_plain(self.setting.out.page_width())),
            },
            Shown::Text(text, notes) => {
                for note in &notes {
                    say(note);
                }
                self.deliver(&text)
            }
        }
    }

    /// Gives the name after `-o`.
    fn target(&self) -> Option<String> {
        let file = self.matches.try_get_one::<OsString>(tree::OUTPUT).ok().flatten()?;
        Some(given::unshielded(file).to_string_lossy().into_owned())
    }

    /// Says whether a file that is there may be replaced.
    fn forced(&self) -> bool {
        given::switch(Some(&self.matches), tree::FORCE)
    }

    /// Prints a finished text, which its printers have made fit to be seen, or writes it whole into the file after `-o`.
    fn deliver(&self, text: &str) -> Result<(), Stop> {
        match self.matches.try_get_one::<OsString>(tree::OUTPUT).ok().flatten().map(|file| given::unshielded(file)) {
            Some(file) if file != "-" => {
                output::write(std::path::Path::new(file), text.as_bytes(), self.forced())?;
                say(&format!("written: {}", file.to_string_lossy()));
                Ok(())
            }
            _ => self.setting.out.text(text),
        }
    }
}

fn json_line(value: &serde_json::Value) -> Result<String, Stop> {
    json::to_string(value).map_err(|e| Stop::Output(e.into()))
}
