//! A mapping in the making: the columns of a table, what each becomes, and the profile that says so.
//!
//! It begins with what the generic profile makes of the columns. What it writes is a whole profile; what it shows is read with that
//! profile, so that what is seen is what will land.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::explain::names;
use super::format::{Options, open};
use super::map::{Chosen, called, map};
use super::plan::Plan;
use super::profile::{BUILT_IN, Profile, TARGETS, Takes, Target};
use super::read::{Content, Source, Table};
use super::recognise::{Part, matches};
use super::record::{Finder, Place, plain};
use super::rules::{FOLDER, Rules};
use super::words::Words;
use super::{ImportError, Incoming, IncomingCase, plan};
use crate::app::output::{self, OutputError};
use crate::model::{CaseKind, Refusal, Untrusted, Zone, when};
use crate::paths;

/// The profile that a mapping begins with, and the only one of tables that knows no system.
pub const GENERIC: &str = "csv";
/// Longest name of a mapping and of a system, in characters.
const LONGEST: usize = 60;

/// Says what a column becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A field of the case.
    Field(Target),
    /// A line of its log.
    Log,
    /// A further fact, under the column's own name.
    Fact,
    /// Nothing.
    Out,
}

impl Becomes {
    /// Lists everything a column can become, in the order people look for it.
    pub fn all() -> impl Iterator<Item = Self> {
        // A note alone belongs to a record that is there already; a mapping makes records.
        let fields = TARGETS.iter().map(|(target, ..)| *target).filter(|target| *target != Target::Case).map(Self::Field);
        fields.chain([Self::Log, Self::Fact, Self::Out])
    }

    /// Gives its name, as a profile has it where it has one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(target) => target.key(),
            Self::Log => "log line",
            Self::Fact => "further fact",
            Self::Out => "left out",
        }
    }

    /// Says in a few words what that is.
    pub fn doc(self) -> &'static str {
        match self {
            Self::Field(target) => TARGETS.iter().find(|(known, ..)| *known == target).map_or("", |(.., doc)| doc),
            Self::Log => "each cell is a line in the log of its case",
            Self::Fact => "kept with the case under the column's own name",
            Self::Out => "not taken at all",
        }
    }
}

/// Holds one column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the file; foreign text.
    pub header: String,
    /// The first value that says something; foreign text.
    pub sample: String,
    /// What it becomes.
    pub becomes: Becomes,
}

/// Holds a mapping while it is made.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// What it is saved as, and what reports call the format.
    pub name: String,
    /// The system the keys are unique in.
    pub system: String,
    /// What a record becomes.
    pub kind: CaseKind,
    columns: Vec<Column>,
    source: Arc<Source>,
    /// What the file is called, for keys that are unique in it only.
    file: String,
    /// How sure the surest of the other profiles is of this table.
    rival: usize,
}

impl Sketch {
    /// Begins with a file: its table, or its first sheet.
    ///
    /// # Errors
    /// As reading it, and where it holds no table with columns.
    pub fn begin(bytes: &[u8], file_name: &str, rules: &Rules) -> Result<Self, ImportError> {
        let source = open(bytes, &rules.profiles).map_err(|error| error.in_file(file_name))?;
        let file = called(file_name);
        let none = || ImportError::whole("there is no table in the file", "a mapping is for CSV, TSV and sheets").in_file(file_name);
        let table = first_table(&source).filter(|table| table.header.len() > 1 && !table.is_empty()).ok_or_else(none)?;
        let generic = rules.profiles.find(GENERIC).ok_or_else(none)?;
        let rivals = matches(Part::Table(table), &rules.profiles);
        let rival = rivals.iter().map(|found| usize::from(found.sure)).max().unwrap_or(0);
        let samples = names(Part::Table(table), generic);
        let mut columns: Vec<Column> =
            samples.into_iter().map(|column| Column { header: column.name, sample: column.sample, becomes: Becomes::Fact }).collect();
        guess(&mut columns, generic, table);
        let name = plain_name(&file);
        Ok(Self { system: name.clone(), name, kind: CaseKind::Issue, columns, source: Arc::new(source), file, rival })
    }

    /// Gives the columns in the order of the file.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Says why a column cannot become something, if so.
    pub fn why_not(&self, at: usize, becomes: Becomes) -> Option<&'static str> {
        let header = self.columns.get(at).map_or("", |column| column.header.as_str());
        match becomes {
            Becomes::Fact => None,
            _ if plain(header).is_empty() => Some("a column without a name can only be kept as a further fact"),
            Becomes::Field(_) if header.contains('{') => Some("a column with a brace in its name can be kept or left out only"),
            Becomes::Out if header.starts_with('*') || header.ends_with('*') => {
                Some("a name that begins or ends with * would mean others too")
            }
            _ => None,
        }
    }

    /// Says what a column becomes; columns of the same name go together, and what takes one value is taken from one name.
    pub fn set(&mut self, at: usize, becomes: Becomes) {
        let Some(name) = self.columns.get(at).map(|column| plain(&column.header)) else { return };
        if self.why_not(at, becomes).is_some() {
            return;
        }
        let same = |column: &Column, at_it: usize| at_it == at || !name.is_empty() && plain(&column.header) == name;
        for (index, column) in self.columns.iter_mut().enumerate() {
            if same(column, index) {
                column.becomes = becomes;
            } else if column.becomes == becomes && matches!(becomes, Becomes::Field(target) if target.takes() != Takes::Many) {
                column.becomes = Becomes::Fact;
            }
        }
    }

    /// Gives the names of the columns that become something, each once.
    fn of(&self, becomes: Becomes) -> Vec<&str> {
        let mut seen: Vec<(String, &str)> = Vec::new();
        for column in self.columns.iter().filter(|column| column.becomes == becomes) {
            let name = plain(&column.header);
            if !seen.iter().any(|(known, _)| *known == name) {
                seen.push((name, &column.header));
            }
        }
        seen.into_iter().map(|(_, header)| header).collect()
    }

    /// Says what is still missing, if anything is.
    pub fn problem(&self) -> Option<String> {
        if let Some(why) = wrong_name(&self.name) {
            return Some(why);
        }
        if self.system.trim().is_empty() || self.system.chars().count() > LONGEST || self.system.chars().any(char::is_control) {
            return Some(format!("name the system the keys are from, in one line of at most {LONGEST} letters"));
        }
        let (key, title) = (self.of(Becomes::Field(Target::Key)), self.of(Becomes::Field(Target::Title)));
        match (key.is_empty(), title.first()) {
            (false, _) => None,
            (true, None) => Some("say which column is the key or the title".to_owned()),
            (true, Some(title)) if digestible(title) => None,
            (true, Some(_)) => Some("say which column is the key".to_owned()),
        }
    }

    /// Gives the text of the whole profile.
    pub fn toml(&self) -> String {
        let list = |names: &[&str]| format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "));
        let telling: Vec<&str> = [Target::Key, Target::Title].into_iter().flat_map(|target| self.of(Becomes::Field(target))).collect();
        // A bar parts names of which one is enough; a name that holds one is said where it means itself.
        let (mut others, firm): (Vec<&str>, Vec<&str>) = telling.into_iter().partition(|name| name.contains('|'));
        if 50 + 8 * firm.len() <= self.rival {
            let fields = Becomes::all().filter(|to| matches!(to, Becomes::Field(target) if !matches!(target, Target::Key | Target::Title)));
            others.extend(fields.flat_map(|to| self.of(to)));
        }
        let mut out = format!("# What the columns of '{}' become; 'warroom import --explain FILE' shows it.\n", plain_name(&self.name));
        for (key, text) in [("doc", format!("Tables such as {}", self.file)), ("system", self.system.trim().to_owned())] {
            out.push_str(&format!("{key} = {}\n", quoted(&text)));
        }
        out.push_str(&format!("container = \"table\"\nkind = \"{}\"\nfold = \"repeated\"\nmarkup = [\"html\"]\n", self.kind.key()));
        out.push_str(&format!("types_among = {}\n", list(&self.of(Becomes::Field(Target::Tags)))));
        out.push_str(&format!("aside = {}\n", list(&self.of(Becomes::Out))));
        out.push_str(&format!("\n[recognise]\nnames = {}\ntelling = {}\n\n[fields]\n", list(&firm), list(&others)));
        for becomes in Becomes::all() {
            let (Becomes::Field(target), names) = (becomes, self.of(becomes)) else { continue };
            if !names.is_empty() {
                out.push_str(&format!("{} = {}\n", target.key(), list(&names)));
            }
        }
        if let (true, Some(title)) = (self.of(Becomes::Field(Target::Key)).is_empty(), self.of(Becomes::Field(Target::Title)).first())
            && digestible(title)
        {
            out.push_str(&format!("key = {}\n", quoted(&format!("{{file}}#{{{title}|digest}}"))));
        }
        let log = self.of(Becomes::Log);
        if !log.is_empty() {
            out.push_str(&format!("\n[[entries]]\nfrom = {}\n", list(&log)));
        }
        out
    }

    /// Reads what it writes.
    ///
    /// # Errors
    /// Says in a sentence what is missing.
    pub fn profile(&self) -> Result<Profile, String> {
        match self.problem() {
            Some(why) => Err(why),
            None => Profile::parse(&self.name, &self.toml(), None),
        }
    }

    /// Reads the table with it: everything the file would come to.
    ///
    /// # Errors
    /// Says in a sentence what is missing, or why nothing can be taken.
    pub fn preview(&self, words: &Words, options: &Options) -> Result<Incoming, String> {
        let profile = self.profile()?;
        let table = first_table(&self.source).ok_or("there is no table in the file")?;
        let options = Options { file: self.file.clone(), ..options.clone() };
        let chosen = Chosen { part: Part::Table(table), profile: &profile };
        map(&[chosen], words, &options).map_err(|error| error.why.raw().to_owned())
    }

    /// Gives rules that read files by this mapping, saved or not.
    ///
    /// # Errors
    /// Says in a sentence what is missing.
    pub fn rules(&self, rules: &Rules) -> Result<Rules, String> {
        self.profile()?;
        let mut rules = rules.clone();
        rules.profiles.add(&self.name, &self.toml())?;
        rules.named = Some(self.name.clone());
        Ok(rules)
    }

    /// Gives the file it is saved in, in the folder of settings.
    pub fn file(&self, settings: &Path) -> PathBuf {
        settings.join(FOLDER).join(format!("{}.toml", self.name))
    }

    /// Saves it, whole or not at all, for its owner alone; one that is there is replaced only where that is said.
    ///
    /// # Errors
    /// Says what is missing, that there is one already, or why it cannot be written.
    pub fn save(&self, settings: &Path, over: bool) -> Result<PathBuf, Refusal> {
        let refuse = |why: String, hint: &'static str| Refusal::field("name", why, hint);
        self.profile().map_err(|why| refuse(why, ""))?;
        let path = self.file(settings);
        paths::make_settings(&settings.join(FOLDER)).map_err(|why| refuse(why, "see that the folder of settings can be written to"))?;
        match output::write(&path, self.toml().as_bytes(), over) {
            Ok(()) => Ok(path),
            Err(OutputError::Exists(_)) => {
                Err(refuse(format!("there is a mapping called '{}' already", self.name), "give it another name, or replace that one"))
            }
            Err(error) => Err(refuse(error.to_string(), "")),
        }
    }
}

/// Gives the table of a file, or its first sheet.
fn first_table(source: &Source) -> Option<&Table> {
    if let Content::Tables(tables) = &source.content { tables.first() } else { None }
}

/// Begins with what the generic profile would take each column for.
fn guess(columns: &mut [Column], generic: &Profile, table: &Table) {
    let finder = Finder::of(table);
    let key = |name: &&String| !name.contains('{');
    let bare = |name: &String| name.strip_prefix("{file}#{")?.strip_suffix('}').filter(|name| !name.contains('|')).map(str::to_owned);
    // A key that is unique in its file only is one in a system of its own.
    let keys = generic.names(Target::Key);
    let keys: Vec<String> = keys.iter().filter(key).cloned().chain(keys.iter().filter_map(bare)).collect();
    let mut take = |target: Target, places: &[usize]| {
        let free = |at: &usize| columns.get(*at).is_some_and(|column| column.becomes == Becomes::Fact && !column.header.contains('{'));
        let fits = !places.is_empty() && places.iter().all(free);
        for at in places.iter().filter(|_| fits) {
            if let Some(column) = columns.get_mut(*at) {
                column.becomes = Becomes::Field(target);
            }
        }
        fits
    };
    for name in keys {
        if let Some(Place::Columns(at)) = finder.find(&name)
            && take(Target::Key, &at)
        {
            break;
        }
    }
    for (target, origins) in Plan::of_table(generic, table).fields {
        for origin in origins {
            if let plan::Origin::Place(Place::Columns(at)) = origin
                && !matches!(target, Target::Key | Target::Case)
                && take(target, &at)
                && target.takes() != Takes::Many
            {
                break;
            }
        }
    }
}

/// Says whether a column's name can stand in a text that makes a key of its values.
fn digestible(header: &str) -> bool {
    !header.contains(['{', '}', '|']) && !header.ends_with('?') && header != "file"
}

/// Puts a text in quotes as a profile has it, whatever it holds.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Makes the plain name of a file of something.
fn plain_name(text: &str) -> String {
    let plain: String = text.to_lowercase().chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    let plain: String = plain.trim_matches(['-', '.']).chars().take(LONGEST - 4).collect();
    let taken = BUILT_IN.iter().any(|(name, _)| *name == plain) || plain == "words";
    match plain.is_empty() {
        true => "mapping".to_owned(),
        false if taken => format!("{plain}-own"),
        false => plain,
    }
}

/// Says why a mapping cannot be called so, if so.
fn wrong_name(name: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || name.starts_with('.') || name.chars().count() > LONGEST || name.len() > 200 || !name.chars().all(plain) {
        return Some(format!("a mapping's name is at most {LONGEST} letters, digits, - and _, because it names a file"));
    }
    let known = BUILT_IN.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) || name.eq_ignore_ascii_case("words");
    known.then(|| format!("'{name}' is the name of a format that is built in; give the mapping another"))
}

/// Gives a case as it would land, field by field.
pub fn landing(case: &IncomingCase, zone: Zone) -> Vec<(&'static str, String)> {
    let mut rows: Vec<(&'static str, String)> = Vec::new();
    let mut add =
        |name: &'static str, value: Option<String>| rows.extend(value.filter(|value| !value.trim().is_empty()).map(|value| (name, value)));
    add("key", Some(case.key.clone()));
    add("kind", Some(case.kind.key().to_owned()));
    add("title", Some(case.title.raw().to_owned()));
    let lane = if case.in_lanes { "in the lanes" } else { "outside the lanes" };
    add("state", Some(format!("{} ({}), {lane}", case.state, case.foreign_state.as_deref().unwrap_or("none"))));
    let priority = case.priority.map(|p| p.label()).or_else(|| case.issue_priority.map(|p| p.label()));
    add("priority", priority.map(|p| format!("{p} ({})", case.severity.as_deref().unwrap_or_default())));
    add("type", case.foreign_type.clone());
    add("service", case.service.clone());
    add("project", case.project.clone());
    add("lead", case.lead.clone());
    let times = &case.times;
    for (name, time) in [
        ("started", times.started),
        ("detected", times.detected),
        ("acknowledged", times.acknowledged),
        ("restored", times.restored),
        ("resolved", times.resolved),
        ("closed", times.closed),
        ("opened", times.opened),
        ("due", case.due),
    ] {
        add(name, time.map(|time| when::stamp(&time, zone)));
    }
    let short = |text: &Untrusted| text.raw().chars().take(300).collect::<String>();
    add("description", case.description.as_ref().map(short));
    add("workaround", case.workaround.as_ref().map(short));
    add("cause", case.cause.as_ref().map(short));
    add("resolution", case.resolution.as_ref().map(short));
    add("tags", Some(case.tags.join(" ")));
    add("url", case.url.clone());
    let first = case.entries.first().map(|entry| short(&entry.text)).unwrap_or_default();
    add("log", (!case.entries.is_empty()).then(|| format!("{} lines, the first: {first}", case.entries.len())));
    add("links", Some(case.links.iter().map(|(kind, key)| format!("{} {key}", kind.key())).collect::<Vec<_>>().join(", ")));
    add("facts", case.facts.clone());
    rows
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = "Vorgang;Kurztext;Stufe;Zustand;Angelegt;Bemerkung;Spalte X\n\
        V-1;Karten gehen nicht;hoch;offen;2026-11-20 10:00;erster;a\n\
        V-2;Druck langsam;niedrig;geschlossen;2026-11-21 11:00;zweiter;b\n\
        ;ohne Nummer;hoch;offen;2026-11-21 11:00;;c\n";

    fn rules() -> Rules {
        Rules::load(None)
    }

    fn column(sketch: &Sketch, header: &str) -> usize {
        sketch.columns().iter().position(|column| column.header == header).unwrap()
    }

    fn mapped() -> Sketch {
        let mut sketch = Sketch::begin(TABLE.as_bytes(), "/tmp/Vorgänge 2026-11.csv", &rules()).unwrap();
        for (header, becomes) in [
            ("Vorgang", Becomes::Field(Target::Key)),
            ("Kurztext", Becomes::Field(Target::Title)),
            ("Stufe", Becomes::Field(Target::Priority)),
            ("Zustand", Becomes::Field(Target::State)),
            ("Angelegt", Becomes::Field(Target::Opened)),
            ("Bemerkung", Becomes::Log),
            ("Spalte X", Becomes::Out),
        ] {
            let at = column(&sketch, header);
            sketch.set(at, becomes);
        }
        sketch
    }

    #[test]
    fn it_begins_with_what_the_generic_profile_makes_of_the_columns() {
        let text = "Id,Summary,Status,Created,Labels,Colour\n7,Card payments fail,open,2026-11-20,a b,red\n";
        let sketch = Sketch::begin(text.as_bytes(), "tickets.csv", &rules()).unwrap();
        let becomes: Vec<&str> = sketch.columns().iter().map(|column| column.becomes.name()).collect();
        assert_eq!(becomes, ["key", "title", "state", "opened", "tags", "further fact"]);
        assert_eq!((sketch.name.as_str(), sketch.columns()[1].sample.as_str()), ("tickets", "Card payments fail"));
        assert!(Sketch::begin(b"{\"a\":1}", "x.json", &rules()).is_err());
    }

    #[test]
    fn columns_of_one_name_stand_each_for_itself_and_go_together() {
        let text = "Wat,Note,Note,Nr\nCard payments fail,first,second,7\n";
        let mut sketch = Sketch::begin(text.as_bytes(), "tickets.csv", &rules()).unwrap();
        let seen: Vec<(&str, &str)> = sketch.columns().iter().map(|column| (column.header.as_str(), column.sample.as_str())).collect();
        assert_eq!(seen, [("Wat", "Card payments fail"), ("Note", "first"), ("Note", "second"), ("Nr", "7")]);
        for (at, becomes) in [(0, Becomes::Field(Target::Title)), (2, Becomes::Log), (3, Becomes::Field(Target::Key))] {
            sketch.set(at, becomes);
        }
        let seen = sketch.preview(Words::standard(), &Options::default()).unwrap();
        let log: Vec<&str> = seen.cases[0].entries.iter().map(|entry| entry.text.raw()).collect();
        assert_eq!((seen.cases[0].key.as_str(), log), ("7", vec!["first", "second"]));
    }

    #[test]
    fn what_it_writes_is_read_maps_the_same_and_is_recognised_by_itself() {
        let sketch = mapped();
        assert_eq!((sketch.name.as_str(), sketch.problem()), ("vorgänge", None));
        let seen = sketch.preview(Words::standard(), &Options::default()).unwrap();
        assert_eq!((seen.cases.len(), seen.refused.len(), seen.refused[0].line), (2, 1, 4));
        let folder = tempfile::tempdir().unwrap();
        let path = sketch.save(folder.path(), false).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = Rules::load(Some(folder.path()));
        assert!(read.notes.is_empty(), "{:?}", read.notes);
        // The next file of the kind, under another name.
        let next = read.read(TABLE.as_bytes(), "Vorgänge 2026-12.csv", None, &Options::default()).unwrap();
        assert_eq!((next.format.as_str(), &next.cases), ("vorgänge", &seen.cases));
        let case = &next.cases[0];
        assert_eq!((case.key.as_str(), case.title.raw(), case.entries.len()), ("V-1", "Karten gehen nicht", 1));
        assert!(case.facts.as_deref().unwrap_or_default().is_empty(), "{:?}", case.facts);
        assert_eq!(landing(case, Zone::UTC)[0], ("key", "V-1".to_owned()));
    }

    #[test]
    fn a_mapping_of_a_known_format_is_surer_than_that_format_is() {
        let text =
            "Issue key,Issue id,Summary,Status,Priority,Issue Type,Created\nA-1,1,Card payments fail,Open,High,Bug,2026-11-20 10:00\n";
        let mut sketch = Sketch::begin(text.as_bytes(), "jira.csv", &rules()).unwrap();
        assert!(sketch.rival > 66, "{}", sketch.rival);
        sketch.name = "ours".to_owned();
        let mut rules = rules();
        rules.profiles.add("ours", &sketch.toml()).unwrap();
        assert_eq!(rules.read(text.as_bytes(), "jira.csv", None, &Options::default()).unwrap().format, "ours");
    }

    #[test]
    fn it_is_not_saved_over_another_nor_under_a_name_that_is_no_plain_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut sketch = mapped();
        let path = sketch.save(folder.path(), false).unwrap();
        sketch.system = "another \"system\"\\".to_owned();
        let before = std::fs::read(&path).unwrap();
        assert!(sketch.save(folder.path(), false).unwrap_err().why.raw().contains("already"));
        assert_eq!(std::fs::read(&path).unwrap(), before);
        sketch.save(folder.path(), true).unwrap();
        assert_ne!(std::fs::read(&path).unwrap(), before);
        assert_eq!(Rules::load(Some(folder.path())).profiles.find("vorgänge").unwrap().system, "another \"system\"\\");
        for name in ["", "..", ".x", "a/b", "../b", "a b", "a\n", "jira-csv", "words", "\u{202e}", &"x".repeat(61)] {
            sketch.name = name.to_owned();
            assert!(sketch.save(folder.path(), true).is_err(), "{name:?}");
        }
        assert_eq!(std::fs::read_dir(folder.path().join(FOLDER)).unwrap().count(), 1);
    }

    #[test]
    fn without_a_key_the_title_makes_one_and_without_both_it_says_so() {
        let mut sketch = mapped();
        let (key, title) = (column(&sketch, "Vorgang"), column(&sketch, "Kurztext"));
        sketch.set(key, Becomes::Fact);
        let seen = sketch.preview(Words::standard(), &Options::default()).unwrap();
        assert_eq!((seen.cases.len(), seen.refused.len()), (3, 0));
        sketch.set(title, Becomes::Out);
        assert!(sketch.problem().unwrap().contains("key or the title"));
        assert!(sketch.preview(Words::standard(), &Options::default()).is_err());
        // One value is taken from one column: the column before is a fact again.
        sketch.set(key, Becomes::Field(Target::Title));
        sketch.set(title, Becomes::Field(Target::Title));
        assert_eq!(sketch.columns()[key].becomes, Becomes::Fact);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_headers_hold_the_profile_is_read_and_takes_the_columns_that_were_chosen(
            headers in proptest::collection::vec("[a-z\"'\\\\#|{}*?.=\\[\\]\u{1b}\u{202e}中é ]{1,8}|\\PC{1,12}", 3..7)
        ) {
            let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            let head: Vec<String> = headers.iter().enumerate().map(|(at, name)| cell(&format!("h{at}{name}"))).collect();
            let row = |n: usize| (0..head.len()).map(|at| format!("v{n}{at}")).collect::<Vec<_>>().join(",");
            let text = format!("{}\n{}\n{}\n", head.join(","), row(1), row(2));
            let Ok(mut sketch) = Sketch::begin(text.as_bytes(), "x.csv", &rules()) else { return Ok(()) };
            let wanted = [Becomes::Field(Target::Key), Becomes::Field(Target::Title), Becomes::Out];
            for (at, becomes) in wanted.into_iter().enumerate() {
                sketch.set(at, becomes);
            }
            prop_assert!(Profile::parse("x", &sketch.toml(), None).is_ok(), "{}", sketch.toml());
            let firm = sketch.columns()[0].becomes == wanted[0] && sketch.columns()[1].becomes == wanted[1];
            if firm {
                let seen = sketch.preview(Words::standard(), &Options::default()).unwrap();
                prop_assert_eq!(&seen.cases[0].key, "v10");
                prop_assert_eq!(seen.cases[0].title.raw(), "v11");
                let read = sketch.rules(&rules()).unwrap().read(text.as_bytes(), "x.csv", None, &Options::default()).unwrap();
                prop_assert_eq!(read.cases, seen.cases);
            }
        }
    }
}
