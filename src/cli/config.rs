//! `warroom config`: writes a file of settings to begin with, says what is wrong in it and in which line, and what holds and why.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};

use super::leaf::Leaf;
use super::special::Special;
use super::stop::{Stop, say};
use super::{Ended, Run};
use crate::app::config::settings::{SETTINGS, Setting as Row, written};
use crate::app::config::{Config, FILE, Fault, KeySetting, Looks};
use crate::app::{Ask, Draft, Field, output};
use crate::document::print::{json, plain};
use crate::model::Refusal;
use crate::paths;

static CHECKED: Field = Field::optional("file", "File", Ask::File, "A file of settings to look at instead of your own folder");

/// Lists the commands about settings.
pub(super) static COMMANDS: [Special; 3] = [
    Special {
        name: "config init",
        doc: "Writes config.toml into its folder, every setting described and commented out; with -o elsewhere.",
        fields: &[],
        writes: true,
        run: init,
    },
    Special {
        name: "config check",
        doc: "Says what is wrong in the settings and in which line: keys, colours and your own files too.",
        fields: &[&CHECKED],
        writes: false,
        run: check,
    },
    Special {
        name: "config show",
        doc: "Shows what holds, and where each value comes from: an option, a variable, the file, or the default.",
        fields: &[],
        writes: false,
        run: show,
    },
];

/// Says whether a command is about the settings themselves.
pub(super) fn is_about(leaf: &Leaf) -> bool {
    COMMANDS.iter().any(|special| special.name == leaf.name())
}

fn folder() -> Result<PathBuf, Stop> {
    paths::config_folder().ok_or_else(|| Stop::Usage("there is no home folder to keep settings in".into(), "set WARROOM_CONFIG".into()))
}

fn init(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    if run.target().is_some() {
        return run.deliver(&written());
    }
    let folder = folder()?;
    paths::make_settings(&folder)
        .map_err(|why| Stop::from(Refusal::whole(why, "name another place with -o FILE, or with WARROOM_CONFIG")))?;
    let file = folder.join(FILE);
    output::write(&file, written().as_bytes(), run.forced())?;
    say("nothing is set yet: take the # in front of a line away, and look with 'warroom config check'");
    let file = file.display().to_string();
    if run.setting.out.json { run.setting.out.value(&json!({ "file": file })) } else { run.setting.out.line(&file) }
}

fn check(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let (config, folder) = match draft.get("file").map(Path::new) {
        None => (run.setting.config.clone(), paths::config_folder()),
        Some(path) if path.is_dir() => (Config::load(path), Some(path.to_owned())),
        Some(path) if path.exists() => (Config::of_file(path), path.parent().map(Path::to_owned)),
        Some(path) => {
            let why = format!("there is no file {}", path.display());
            return Err(Refusal::field("file", why, "leave it out for your own; 'warroom config init' writes one").into());
        }
    };
    let is_folder = |folder: &&PathBuf| !folder.exists() || folder.is_dir();
    let missing = folder.as_ref().filter(is_folder).map(|folder| folder.join(FILE));
    let missing = missing.filter(|file| draft.get("file").is_none() && !file.exists());
    if let Some(file) = missing {
        say(&format!("{} is not there, which is fine; 'warroom config init' writes it", file.display()));
    }
    let (keys, mut faults) = (config.input.keys.clone(), config.faults.clone());
    let own = folder.as_deref().map(Config::own_themes).unwrap_or_default();
    // A theme that cannot even be read is said by whoever reads it.
    faults.extend(own.iter().flat_map(|looks| looks.notes.iter()).map(|note| Fault::of("themes", note.raw())));
    // Mappings are read when something is imported, and looked at here.
    let mappings = crate::app::import::Rules::load(folder.as_deref()).notes;
    faults.extend(mappings.iter().filter_map(|note| note.split_once(": ")).map(|(file, why)| Fault::of(file, why)));
    let looks = [config.looks(folder.as_deref(), None, false)].into_iter().chain(own).collect();
    let named = draft.get("file").filter(|name| Path::new(name).is_file()).map(str::to_owned);
    run.ended = Ended::Checked(Checked { faults, keys, looks, named, json: run.setting.out.json });
    Ok(())
}

/// What was found wrong in settings, and what the screens have yet to look at.
pub struct Checked {
    faults: Vec<Fault>,
    /// Keys as they are set.
    pub keys: Vec<KeySetting>,
    /// Colours as they are set.
    pub looks: Vec<Looks>,
    /// The one file that was looked at, where it was named.
    named: Option<String>,
    json: bool,
}

impl Checked {
    /// Prints what is wrong, that in keys and colours too, and gives the exit code.
    pub fn report(self, drawn: Vec<Fault>) -> u8 {
        let mut faults: Vec<Fault> = self.faults.into_iter().chain(drawn).collect();
        if let Some(named) = self.named {
            faults.iter_mut().filter(|fault| fault.file == FILE).for_each(|fault| fault.file.clone_from(&named));
        }
        report(faults, self.json)
    }
}

/// Prints what is wrong, once each, every file's faults in the order of their lines, and gives the exit code.
fn report(mut faults: Vec<Fault>, as_json: bool) -> u8 {
    let files: Vec<String> = faults.iter().map(|fault| fault.file.clone()).collect();
    faults.sort_by_key(|fault| (files.iter().position(|file| *file == fault.file), fault.line));
    faults.dedup();
    let mut text: String = faults.iter().map(|fault| printed(fault, as_json)).collect();
    if faults.is_empty() && !as_json {
        text.push_str("the settings are in order\n");
    }
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => u8::from(!faults.is_empty()),
        Err(error) => Stop::Output(error).report(&[]),
    }
}

fn printed(fault: &Fault, as_json: bool) -> String {
    let whole = json!({ "file": fault.file, "line": fault.line, "why": fault.why });
    if as_json { json::to_string(&whole).unwrap_or_default() + "\n" } else { format!("{}\n", plain(&fault.to_string())) }
}

/// What is settled before any file is read: name, option, variable, and what it comes from by itself.
const BEFORE: &[(&str, &str, &str, &str)] = &[
    ("database", "--db", "WARROOM_DB", "the data folder"),
    ("settings", "", "WARROOM_CONFIG", "the system's folder for them"),
    ("actor", "--as", "WARROOM_ACTOR", "the login name"),
    ("wait", "--wait", "", "built in"),
];

fn show(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    let setting = &run.setting;
    let path = |path: Option<PathBuf>| path.map_or_else(String::new, |path| path.display().to_string());
    let mut rows: Vec<Map<String, Json>> = Vec::new();
    for (name, option, variable, else_from) in BEFORE {
        let value = match *name {
            "database" => path(Some(setting.place())),
            "settings" => path(paths::config_folder()),
            "actor" => setting.ctx.actor.clone(),
            _ => format!("{} s", setting.manner.wait.as_secs_f64()),
        };
        let from = over(setting, &[option, variable]).map_or(*else_from, |(from, _)| from);
        rows.push(row(name, &value, from));
    }
    for of in SETTINGS {
        let (value, from) = held(setting, of);
        rows.push(row(of.name, &value, &from));
    }
    for (what, held) in own_files(&setting.config) {
        rows.push(row(what, &held, "files beside config.toml"));
    }
    for fault in &setting.config.faults {
        say(&fault.to_string());
    }
    setting.out.rows(&rows, &[("setting", "Setting"), ("value", "Value"), ("from", "From")])
}

fn row(name: &str, value: &str, from: &str) -> Map<String, Json> {
    [("setting", name), ("value", value), ("from", from)].into_iter().map(|(key, text)| (key.to_owned(), text.into())).collect()
}

/// Finds the strongest of the options and variables that stand over a setting and are given.
fn over<'a>(setting: &super::Setting, names: &[&'a str]) -> Option<(&'a str, String)> {
    let given = |name: &str| match name.strip_prefix("--") {
        Some(option) => setting.given.iter().find(|(known, _)| *known == option).map(|(_, value)| value.clone()),
        None => std::env::var(name).ok().filter(|value| !value.is_empty()),
    };
    names.iter().filter(|name| !name.is_empty()).find_map(|name| Some((*name, given(name)?)))
}

/// Gives what holds of a setting, and where it comes from.
fn held(setting: &super::Setting, of: &Row) -> (String, String) {
    let written = setting.config.set.iter().find(|(name, ..)| *name == of.name);
    let above = over(setting, of.over);
    let from = match (&above, written) {
        (Some((from, _)), _) => (*from).to_owned(),
        (None, Some((_, line, _))) => Fault { file: FILE.to_owned(), line: *line, why: String::new() }.to_string(),
        (None, None) => "default".to_owned(),
    };
    let value = match (of.name, above, written) {
        // What these come to is known here, whatever it comes from.
        ("zone", ..) => setting.ctx.zone.name().to_owned(),
        ("language", ..) => setting.ctx.language.clone(),
        ("theme", Some(("--no-color" | "NO_COLOR", _)), _) => "none".to_owned(),
        ("hooks", Some(_), _) => "none are run".to_owned(),
        ("hooks", ..) if !setting.config.automation.hooks.is_empty() => {
            setting.config.automation.hooks.iter().map(|hook| hook.name.as_str()).collect::<Vec<_>>().join(", ")
        }
        ("channels", ..) if !setting.config.channels.is_empty() => {
            setting.config.channels.iter().map(|channel| channel.name.as_str()).collect::<Vec<_>>().join(", ")
        }
        ("keys", _, Some(_)) => format!("{} of your own; 'warroom keys' lists all", setting.config.input.keys.len()),
        (_, Some((_, value)), _) => value,
        (_, None, Some((_, _, value))) => value.trim_matches('"').to_owned(),
        _ => of.usual.to_owned(),
    };
    (value, from.trim_end_matches(": ").to_owned())
}

/// Lists what stands in for built-in files.
fn own_files(config: &Config) -> Vec<(&'static str, String)> {
    let policies = if config.policies == crate::model::policy::Policies::built_in() { None } else { Some("some of your own".to_owned()) };
    let templates: Vec<&str> = config.templates.iter().map(|(name, _)| name.as_str()).collect();
    let all = [
        ("policies", policies),
        ("playbooks", config.playbooks.as_ref().map(|_| "some of your own".to_owned())),
        ("sections", config.sections.as_ref().map(|_| "your own".to_owned())),
        ("questions", config.questions.as_ref().map(|_| "some of your own".to_owned())),
        ("templates", Some(templates.join(", ")).filter(|names| !names.is_empty())),
    ];
    all.into_iter().filter_map(|(what, held)| Some((what, held?))).collect()
}
