//! The circumstances of one run: options that every command takes, environment variables and settings, settled into one value.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches};

use super::given::unshielded;
use super::out::Out;
use super::stop::{Stop, say};
use crate::app::automation;
use crate::app::config::settings::short;
use crate::app::config::{Config, Looks};
use crate::app::{Access, App, Context, Manner};
use crate::model::Zone;
use crate::{clock, paths};

/// Longest name of an actor.
const LONGEST_NAME: usize = 200;

/// Describes one option that every command takes: name, what it takes, one sentence.
pub struct Everywhere {
    /// `db` for `--db`.
    pub name: &'static str,
    /// Word for its value; none for a switch.
    pub takes: Option<&'static str>,
    /// One sentence.
    pub doc: &'static str,
}

const fn option(name: &'static str, takes: Option<&'static str>, doc: &'static str) -> Everywhere {
    Everywhere { name, takes, doc }
}

/// Lists the options that stand before or after any command.
pub const EVERYWHERE: &[Everywhere] = &[
    option("db", Some("FILE"), "The database; else WARROOM_DB, else warroom.db in the data folder"),
    option("json", None, "Print data as JSON: one object, or one object a line for lists"),
    option("as", Some("NAME"), "Who acts; else WARROOM_ACTOR, else your login name"),
    option("key", Some("KEY"), "Idempotency key: the same key again returns the first answer and does nothing"),
    option("wait", Some("SECS"), "How long to wait while another program writes; 5 unless said"),
    option("read-only", None, "Read only, whatever the file allows"),
    option("no-color", None, "No colours on the screens, as with NO_COLOR"),
    option("lang", Some("LANG"), "Language of documents: en, nl, zh; else WARROOM_LANG, config.toml, the locale"),
];

impl Everywhere {
    /// Gives the id clap knows it by; commands may have fields of the same name.
    pub fn id(&self) -> String {
        format!("everywhere:{}", self.name)
    }

    /// Gives the option for clap.
    pub fn arg(&self) -> Arg {
        let arg = Arg::new(self.id()).long(self.name).help(self.doc);
        match self.takes {
            Some(value) => arg.value_name(value).value_parser(clap::value_parser!(OsString)),
            None => arg.action(ArgAction::SetTrue),
        }
    }
}

/// Holds the circumstances of one run.
pub struct Setting {
    /// The database.
    pub db: paths::Database,
    /// Whether it was named on the command line.
    pub named: bool,
    /// What may be done with it.
    pub access: Access,
    /// How commands are run.
    pub manner: Manner,
    /// Who, when, where.
    pub ctx: Context,
    /// How data is printed.
    pub out: Out,
    /// Settings of the person.
    pub config: Config,
    colourless: bool,
    /// Options that were given, with their values.
    pub given: Vec<(&'static str, String)>,
    /// Fixes ids, for goldens.
    pub seed: Option<String>,
}

impl Setting {
    /// Settles everything from the options (innermost command last), the environment and the settings.
    ///
    /// # Errors
    /// [`Stop::Usage`] when an option or variable makes no sense.
    pub fn settle(levels: &[&ArgMatches]) -> Result<Self, Stop> {
        let config = paths::config_folder().map(|folder| Config::load(&folder)).unwrap_or_default();
        let stamp = clock::now().map_err(|text| {
            usage(format!("WARROOM_NOW is '{text}', which is not a time"), "give it as RFC 3339, such as 2026-11-22T14:05:00+01:00")
        })?;
        let zone = zone(&config)?;
        let actor = actor(text(levels, "as")?)?;
        let seed = std::env::var("WARROOM_SEED").ok().filter(|seed| !seed.is_empty());
        // Under a seed everything that is stored must come out the same on every machine.
        let host = if seed.is_some() { "seeded".to_owned() } else { host() };
        let language = language(text(levels, "lang")?, &config)?;
        let ctx = Context {
            at: stamp.at,
            fixed: stamp.fixed,
            zone,
            run: format!("{actor}@{host}"),
            actor,
            origin: "cli",
            language,
            policies: Arc::new(config.policies.clone()),
            sections: config.sections.clone().map(Arc::new),
            questions: config.questions.clone().map(Arc::new),
            playbooks: config.playbooks.clone().map(Arc::new),
            templates: Arc::new(config.templates.clone()),
            channels: Arc::new(config.channels.clone()),
            // A hook that logs something must not set itself off again.
            automation: Arc::new(match variable(automation::WITHIN) {
                Some(_) => config.automation.without_commands(),
                None => config.automation.clone(),
            }),
        };
        let key = text(levels, "key")?.map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned);
        if key.as_ref().is_some_and(|key| key.len() > 200) {
            return Err(usage("the --key is longer than 200 bytes".into(), "a UUID is enough"));
        }
        let wait = text(levels, "wait")?.map_or(Ok(Manner::default().wait), seconds)?;
        Ok(Self {
            db: paths::database(value(levels, "db").map(Path::new)).map_err(|why| usage(why, ""))?,
            named: value(levels, "db").is_some(),
            access: if switch(levels, "read-only") { Access::Read } else { Access::Write },
            manner: Manner { key, wait, keep: true },
            out: Out::new(switch(levels, "json"), ctx.zone),
            ctx,
            config,
            colourless: switch(levels, "no-color"),
            given: EVERYWHERE.iter().filter_map(|option| Some((option.name, given(levels, option)?))).collect(),
            seed,
        })
    }

    /// Says what is wrong in the files of settings, and takes no part in this run.
    pub fn say_faults(&self) {
        self.config.faults.iter().for_each(|fault| say(&fault.to_string()));
    }

    /// Opens the database and says what is odd about it.
    ///
    /// # Errors
    /// The store's.
    pub fn open(&self) -> Result<App, Stop> {
        let app = self.reach()?;
        if let Some(warning) = app.warning() {
            say(warning);
        }
        if let (Some(why), Access::Write) = (app.read_only(), self.access) {
            say(&format!("read-only: {why}"));
        }
        Ok(app)
    }

    /// Opens the database without a word, for screens that are up already and say it themselves.
    ///
    /// # Errors
    /// The store's.
    pub fn reach(&self) -> Result<App, Stop> {
        if let (true, Some(folder)) = (self.db.by_default && self.access == Access::Write, self.db.path.parent()) {
            paths::make_private(folder).map_err(|why| usage(why, "name a file elsewhere with --db"))?;
        }
        Ok(App::open(&self.db.path, self.access, self.config.allow_shared, self.ctx.clone(), self.seed.clone())?)
    }

    /// Gives what the person wants screens to look like; `WARROOM_THEME` stands over `config.toml`.
    pub fn looks(&self) -> Looks {
        self.config.clone().looks(paths::config_folder().as_deref(), variable("WARROOM_THEME"), self.colourless)
    }

    /// Gives the folder the database is in, for messages when nothing else can be said any more.
    pub fn place(&self) -> PathBuf {
        std::path::absolute(&self.db.path).unwrap_or_else(|_| self.db.path.clone())
    }
}

/// Gives the value of an option, the innermost command's first.
fn value<'a>(levels: &[&'a ArgMatches], name: &str) -> Option<&'a OsStr> {
    let id = format!("everywhere:{name}");
    levels.iter().rev().find_map(|level| level.try_get_one::<OsString>(&id).ok().flatten()).map(|value| unshielded(value))
}

fn switch(levels: &[&ArgMatches], name: &str) -> bool {
    let id = format!("everywhere:{name}");
    levels.iter().any(|level| level.try_get_one::<bool>(&id).ok().flatten().copied().unwrap_or(false))
}

/// Gives what an option was given, where it was.
fn given(levels: &[&ArgMatches], option: &Everywhere) -> Option<String> {
    match option.takes {
        Some(_) => value(levels, option.name).map(|value| value.to_string_lossy().into_owned()),
        None => switch(levels, option.name).then(|| "yes".to_owned()),
    }
}

fn text<'a>(levels: &[&'a ArgMatches], name: &str) -> Result<Option<&'a str>, Stop> {
    value(levels, name).map(|value| value.to_str().ok_or_else(|| usage(format!("the value of --{name} is not UTF-8"), ""))).transpose()
}

fn usage(why: String, hint: &str) -> Stop {
    Stop::Usage(why, hint.to_owned())
}

fn seconds(text: &str) -> Result<Duration, Stop> {
    let number = text.trim().parse::<f64>().ok().filter(|n| (0.0..=86_400.0).contains(n));
    let refused = || usage(format!("--wait is '{text}', which is no number of seconds"), "give 0 to 86400, such as --wait 30");
    number.map(Duration::from_secs_f64).ok_or_else(refused)
}

/// The zone on the wall: `WARROOM_TZ`, `config.toml`, `TZ`, what the machine is set to, UTC.
fn zone(config: &Config) -> Result<Zone, Stop> {
    if let Some(name) = variable("WARROOM_TZ") {
        let refused = || usage(format!("WARROOM_TZ is '{name}', which is no zone"), "give an IANA name, such as Europe/Amsterdam");
        return Zone::parse(&name).ok_or_else(refused);
    }
    if let Some(zone) = config.zone {
        return Ok(zone);
    }
    if let Some(name) = variable("TZ") {
        let found = zone_of_path(name.trim_start_matches(':'));
        if found.is_none() {
            say(&format!("TZ is '{name}', which is no IANA zone; times are shown and read in UTC"));
        }
        return Ok(found.unwrap_or(Zone::UTC));
    }
    let link = std::fs::canonicalize("/etc/localtime").ok();
    Ok(link.and_then(|path| zone_of_path(&path.to_string_lossy())).unwrap_or(Zone::UTC))
}

fn zone_of_path(name: &str) -> Option<Zone> {
    let name = name.split_once("zoneinfo/").map_or(name, |(_, zone)| zone);
    Zone::parse(name.trim_start_matches("posix/").trim_start_matches("right/"))
}

/// The name that goes into the journal: `--as`, `WARROOM_ACTOR`, the login name.
fn actor(given: Option<&str>) -> Result<String, Stop> {
    let given = given.map(str::to_owned).or_else(|| variable("WARROOM_ACTOR"));
    let Some(name) = given.map(|name| name.trim().trim_start_matches('@').to_owned()).filter(|name| !name.is_empty()) else {
        return Ok(login());
    };
    if name.len() > LONGEST_NAME || name.contains(['\n', '\r']) {
        return Err(usage(
            format!("the name of the actor must be one line of at most {LONGEST_NAME} bytes"),
            "give a short name with --as",
        ));
    }
    Ok(name)
}

fn login() -> String {
    let named = variable("LOGNAME").or_else(|| variable("USER"));
    let id = rustix::process::getuid().as_raw();
    named.filter(|name| name.len() <= LONGEST_NAME).or_else(|| in_passwd(id)).unwrap_or_else(|| format!("uid-{id}"))
}

fn in_passwd(id: u32) -> Option<String> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    fields.into_iter().find(|f| f.get(2).is_some_and(|uid| *uid == id.to_string())).and_then(|f| f.first().map(|name| (*name).to_owned()))
}

fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// The language of documents: `--lang`, `WARROOM_LANG`, `config.toml`, the locale, English.
fn language(given: Option<&str>, config: &Config) -> Result<String, Stop> {
    if let Some(tag) = given.map(str::to_owned).or_else(|| variable("WARROOM_LANG")) {
        return short(&tag).ok_or_else(|| usage(format!("there is no language '{tag}' here"), "there are en, nl and zh"));
    }
    if let Some(known) = &config.language {
        return Ok(known.clone());
    }
    let locale = variable("LC_ALL").or_else(|| variable("LC_MESSAGES")).or_else(|| variable("LANG"));
    Ok(locale.and_then(|tag| short(&tag)).unwrap_or_else(|| "en".to_owned()))
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_plain_numbers_up_to_a_day() {
        assert_eq!(seconds("0").unwrap(), Duration::ZERO);
        assert_eq!(seconds("2.5").unwrap(), Duration::from_millis(2500));
        for bad in ["", "-1", "NaN", "inf", "1e9", "5s"] {
            assert!(matches!(seconds(bad), Err(Stop::Usage(..))), "{bad}");
        }
    }

    #[test]
    fn a_zone_is_found_in_the_path_of_its_file() {
        assert_eq!(zone_of_path("/usr/share/zoneinfo/Europe/Amsterdam").map(Zone::name), Some("Europe/Amsterdam"));
        assert_eq!(zone_of_path("/usr/share/zoneinfo/posix/Asia/Shanghai").map(Zone::name), Some("Asia/Shanghai"));
        assert_eq!(zone_of_path("Nowhere/Else"), None);
    }
}
