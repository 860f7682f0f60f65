//! `warroom import`: a file read and mapped, what it would come to told, and all of it landed at once or not at all.

use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, Value as Json, json};

use super::Run;
use super::import_backup;
use super::rehearsal::Stage;
use super::special::Special;
use super::stop::{Stop, say};
use crate::app::import::land::is_stopped;
use crate::app::import::read::LIMIT;
use crate::app::import::sketch::landing;
use crate::app::import::told::{Refused, counted, refused};
use crate::app::import::{Became, Explained, Incoming, Landed, Options, RowRefusal, Rules, own};
use crate::app::{Ask, Done, Draft, Field, Manner};
use crate::document::print::plainly;
use crate::model::{Refusal, Zone};

static IMPORTED: Field = Field::argument("file", "File", Ask::File, "File to read; - is standard input");
static FORMAT: Field = Field::flag("format", "Format", Ask::Line, "Format of the file, where it cannot be seen from it");
static MAP: Field = Field::flag("map", "Mapping", Ask::File, "A mapping of your own to read it by, such as the mapping screen saves");
static EXPLAIN: Field =
    Field::flag("explain", "Explain", Ask::Yes, "Say what each column would become and show the first cases; do nothing");
static DAY_FIRST: Field = Field::flag("day-first", "Day first", Ask::Yes, "Dates such as 03/04/2026 are 3 April");
static MONTH_FIRST: Field = Field::flag("month-first", "Month first", Ask::Yes, "Dates such as 03/04/2026 are March 4");
static ZONE: Field = Field::flag("zone", "Zone", Ask::Line, "Zone of times that name none, such as Europe/Amsterdam");
static TYPES: Field = Field::flag("types", "Types", Ask::Line, "Only these types of issues, with commas between them");
static SYSTEM: Field =
    Field::flag("system", "System", Ask::Line, "Name of the system the keys are unique in, where there are several of one kind");
static CASE: Field =
    Field::flag("case", "Case", Ask::Line, "Record that notes belong to which do not say so themselves: its key there, or INC-12");
static STRICT: Field = Field::flag("strict", "Strict", Ask::Yes, "Take nothing at all if one row is refused or there is one warning");
static DRY_RUN: Field = Field::flag("dry-run", "Dry run", Ask::Yes, "Say what would be done, and do nothing");

/// Describes the command.
pub const SPECIAL: Special = Special {
    name: "import",
    doc: "Brings foreign records in: each once, however often the file is imported.",
    fields: &[&IMPORTED, &FORMAT, &MAP, &EXPLAIN, &DAY_FIRST, &MONTH_FIRST, &ZONE, &TYPES, &SYSTEM, &CASE, &STRICT, &DRY_RUN],
    writes: false,
    run: import,
};

fn import(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let name = draft.get("file").unwrap_or_default();
    let options = options(draft, run.setting.ctx.zone)?;
    if draft.get("map").is_some() && draft.get("format").is_some() {
        return Err(Stop::Usage(
            "--map and --format contradict each other".into(),
            "a mapping says itself what it reads: give one of them".into(),
        ));
    }
    let bytes = read(name)?;
    let shown = if name == "-" { "standard input" } else { name };
    if own::recognises(&bytes) {
        return import_backup::restore(run, draft, &bytes, shown);
    }
    let mut rules = Rules::load(crate::paths::config_folder().as_deref());
    rules.notes.iter().for_each(|note| say(note));
    if let Some(map) = draft.get("map") {
        rules = rules.with_map(Path::new(map))?;
    }
    if draft.get("explain").is_some() {
        let (parts, incoming) = rules.explain(&bytes, shown, draft.get("format"), &options).map_err(|e| e.refusal())?;
        return explain(run, &parts, &incoming, shown);
    }
    let incoming = rules.read(&bytes, shown, draft.get("format"), &options).map_err(|e| e.refusal())?;
    drop(bytes);
    let strict = draft.get("strict").is_some();
    if strict {
        refuse_doubts(&incoming, &rules.notes, shown)?;
    }
    let manner = Manner { keep: draft.get("dry-run").is_none(), ..run.setting.manner.clone() };
    // Reading and mapping took their time; only now does anybody else have to wait.
    let mut stage = Stage::open(&run.setting, manner.keep)?;
    let mut bar = Bar::new(run.setting.out.json);
    let stopped = interruption();
    let landed = stage.app.land_watched(&incoming, &manner, strict, &mut |done, all| {
        bar.show(done, all);
        !stopped.load(Ordering::Relaxed)
    });
    bar.clear();
    let (landed, done) = match landed {
        Err(failure) if is_stopped(&failure) => {
            say("Stopped: nothing was changed.");
            return Err(Stop::Code(130));
        }
        landed => landed?,
    };
    let told = if done.repeated { again(run, &done) } else { tell(run, (&incoming, &landed, &done), shown, manner.keep) };
    run.set_off(&stage.app, &done);
    stage.app.rest();
    told
}

/// Says what came of the import that used the key first; what this file would come to is another matter.
fn again(run: &Run<'_>, done: &Done) -> Result<(), Stop> {
    run.repeated(done);
    match run.setting.out.json {
        true => run.setting.out.value(&done.json),
        // A backup that was brought back has no cases to count.
        false if done.json.get("new").is_none() => run.setting.out.line(&done.label),
        false => run.setting.out.line(&counted(&done.json)),
    }
}

/// Says what came of an import.
fn tell(run: &Run<'_>, (incoming, landed, done): (&Incoming, &Landed, &Done), shown: &str, keep: bool) -> Result<(), Stop> {
    for note in incoming.notes.iter().chain(&done.notes) {
        say(note);
    }
    incoming.warnings.iter().for_each(|warning| say(&format!("warning: {warning}")));
    let refused: Vec<&RowRefusal> = incoming.refused.iter().chain(&landed.refused).collect();
    say_refused(&refused, incoming.unit, shown);
    if run.setting.out.json {
        let mut answer = done.json.clone();
        if let Some(object) = answer.as_object_mut() {
            object.insert("dry_run".into(), (!keep).into());
            let refused = refused.iter().map(|r| json!({ "line": r.line, "what": r.what, "why": r.why, "hint": r.hint }));
            object.insert("refusals".into(), refused.collect());
            object.insert("notes".into(), incoming.notes.iter().map(String::as_str).collect());
            object.insert("warnings".into(), incoming.warnings.iter().map(String::as_str).collect());
        }
        return run.setting.out.value(&answer);
    }
    let would = if keep { "" } else { "dry run, nothing was changed: " };
    let taken = incoming.cases.len() + incoming.loose.len() - landed.refused.len();
    run.setting.out.line(&format!("{would}{taken} of {} {}s: {}", incoming.read, incoming.unit, counted(&done.json)))?;
    if landed.aside > 0 {
        say(&format!(
            "{} open cases wait outside the lanes; 'warroom case list --state aside' lists them, 'case adopt' brings one in",
            landed.aside
        ));
    }
    if keep && done.batch.is_none() {
        say(match (refused.is_empty(), incoming.cases.len() + incoming.loose.len() == landed.refused.len()) {
            (true, _) => "nothing changed: everything was here already",
            (false, true) => "nothing changed: nothing in the file could be taken",
            (false, false) => "nothing changed: what could be taken was here already",
        });
    }
    Ok(())
}

fn options(draft: &Draft, here: Zone) -> Result<Options, Stop> {
    let zone = match draft.get("zone") {
        None => None,
        Some(name) => Some(Zone::parse(name.trim()).ok_or_else(|| {
            Stop::from(Refusal::field("zone", format!("there is no zone '{}'", name.trim()), "use a name such as Europe/Amsterdam or UTC"))
        })?),
    };
    let text = |key| draft.get(key).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(Options {
        zone: zone.unwrap_or(here),
        zone_said: zone.is_some(),
        day_first: day_first(draft)?,
        types: draft.get("types").map(|all| all.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()),
        system: text("system"),
        case: text("case"),
        ..Options::default()
    })
}

/// Catches the first interruption from now on, to stop between two cases; before, there is nothing to be left half done.
fn interruption() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    // A second signal ends the program as usual: nothing is lost, the transaction was never finished.
    let _ = signal_hook::flag::register_conditional_shutdown(signal_hook::consts::SIGINT, 130, Arc::clone(&stopped));
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&stopped));
    stopped
}

/// Refuses a file about which there is any doubt, or that would be read without a file of one's own that is broken.
fn refuse_doubts(incoming: &Incoming, notes: &[String], shown: &str) -> Result<(), Stop> {
    if incoming.refused.is_empty() && incoming.warnings.is_empty() && notes.is_empty() {
        return Ok(());
    }
    incoming.warnings.iter().for_each(|warning| say(&format!("warning: {warning}")));
    say_refused(&incoming.refused.iter().collect::<Vec<_>>(), incoming.unit, shown);
    let broken = if notes.is_empty() { String::new() } else { format!(", and {} of your own mappings cannot be used", notes.len()) };
    let why = format!("{} rows would be refused and there are {} warnings{broken}", incoming.refused.len(), incoming.warnings.len());
    Err(Refusal::field("strict", why, "correct the file, or leave --strict away").into())
}

/// Says what was refused, and what to do about it.
fn say_refused(all: &[&RowRefusal], unit: &str, file: &str) {
    for line in refused(all) {
        match line {
            Refused::First(row) | Refused::Again(row) => {
                say(&format!("{file}, {}", row.words(unit)));
                if matches!(line, Refused::First(_)) && !row.hint.is_empty() {
                    say(&format!("  {}", row.hint));
                }
            }
            Refused::More(count, why) => say(&format!("{file}: {count} more not taken: {why}")),
        }
    }
}

/// Prints what each name of a file would become, and the first cases as they would land.
fn explain(run: &mut Run<'_>, parts: &[Explained], incoming: &Incoming, shown: &str) -> Result<(), Stop> {
    if run.setting.out.json {
        let part = |part: &Explained| {
            let names = part
                .names
                .iter()
                .map(|name| json!({ "name": name.name, "columns": name.times, "becomes": name.what, "sample": name.sample }));
            let others = part.others.iter().map(|(name, sure)| json!({ "format": name, "confidence": sure }));
            json!({
                "sheet": part.sheet, "format": part.format, "confidence": part.sure, "reason": part.reason,
                "others": others.collect::<Vec<_>>(), "columns": names.collect::<Vec<_>>(),
            })
        };
        let rows: Vec<Json> = incoming
            .cases
            .iter()
            .take(3)
            .map(|case| {
                Json::Object(landing(case, run.setting.ctx.zone).into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect::<Map<_, _>>())
            })
            .collect();
        return run.setting.out.value(&json!({
            "parts": parts.iter().map(part).collect::<Vec<_>>(), "rows": rows, "notes": incoming.notes, "warnings": incoming.warnings,
            "read": incoming.read, "cases": incoming.cases.len(), "folded": incoming.folded, "refused": incoming.refused.len(),
        }));
    }
    for part in parts {
        let sheet = if part.sheet.is_empty() { String::new() } else { format!(", sheet '{}'", part.sheet) };
        run.setting.out.line(&format!("{shown}{sheet}: {} ({} %), because {}", part.format, part.sure, part.reason))?;
        if !part.others.is_empty() {
            let others: Vec<String> = part.others.iter().map(|(name, sure)| format!("{name} ({sure} %)")).collect();
            run.setting.out.line(&format!("  it could also be {}; --format says so", others.join(", ")))?;
        }
        let named = |became: &Became| match became.times {
            1 => became.name.clone(),
            times => format!("{} (×{times})", became.name),
        };
        let names = part.names.iter().map(|name| named(name).chars().count()).max().unwrap_or(0).min(40);
        let whats = part.names.iter().map(|name| name.what.chars().count()).max().unwrap_or(0).min(24);
        for name in &part.names {
            run.setting.out.line(format!("  {:<names$}  {:<whats$}  {}", named(name), name.what, name.sample).trim_end())?;
        }
    }
    for case in incoming.cases.iter().take(3) {
        run.setting.out.line("")?;
        for (name, value) in landing(case, run.setting.ctx.zone) {
            run.setting.out.line(&format!("  {name}: {}", value.replace('\n', "\n    ")))?;
        }
    }
    run.setting.out.line("")?;
    incoming.notes.iter().for_each(|note| say(note));
    incoming.warnings.iter().for_each(|warning| say(&format!("warning: {warning}")));
    say_refused(&incoming.refused.iter().collect::<Vec<_>>(), incoming.unit, shown);
    let told = format!(
        "{} {}s: {} cases, {} folded, {} refused; nothing was changed",
        incoming.read,
        incoming.unit,
        incoming.cases.len(),
        incoming.folded,
        incoming.refused.len()
    );
    run.setting.out.line(&told)
}

fn day_first(draft: &Draft) -> Result<Option<bool>, Stop> {
    match (draft.get("day-first").is_some(), draft.get("month-first").is_some()) {
        (true, true) => Err(Stop::Usage("--day-first and --month-first contradict each other".into(), "give one of them".into())),
        (true, false) => Ok(Some(true)),
        (false, true) => Ok(Some(false)),
        (false, false) => Ok(None),
    }
}

/// Reads a foreign file whole, up to the limit of the readers.
fn read(name: &str) -> Result<Vec<u8>, Stop> {
    let refused = |why: String, hint: &str| Stop::from(Refusal::field("file", why, hint));
    let mut bytes = Vec::new();
    let most = LIMIT as u64 + 1;
    let result = if name == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        match std::fs::metadata(name) {
            Ok(meta) if meta.is_dir() => return Err(refused(format!("{name} is a folder"), "name a file in it")),
            _ => std::fs::File::open(name).and_then(|file| file.take(most).read_to_end(&mut bytes)),
        }
    };
    match result {
        Ok(_) => Ok(bytes),
        Err(e) => {
            Err(refused(format!("{name} cannot be read ({})", plainly(&e.to_string())), "see that it is there and that you may read it"))
        }
    }
}

/// How long it may take before it is said how far it is.
const PATIENCE: Duration = Duration::from_millis(500);

/// One line on the terminal that says how far a landing is; nothing where nobody looks.
struct Bar {
    begun: Instant,
    shown: Option<usize>,
    wanted: bool,
}

impl Bar {
    fn new(quiet: bool) -> Self {
        Self { begun: Instant::now(), shown: None, wanted: !quiet && io::stderr().is_terminal() }
    }

    fn show(&mut self, done: usize, all: usize) {
        let percent = done * 100 / all.max(1);
        if !self.wanted || self.shown == Some(percent) || self.begun.elapsed() < PATIENCE {
            return;
        }
        self.shown = Some(percent);
        let filled = percent / 4;
        let line = format!(
            "\r[{}{}] {percent:>3} %  {done} of {all} cases; Ctrl-C stops, and nothing is changed",
            "#".repeat(filled),
            ".".repeat(25 - filled)
        );
        let _ = write!(io::stderr().lock(), "{line}");
    }

    fn clear(&mut self) {
        if self.shown.is_some() {
            let _ = write!(io::stderr().lock(), "\r{:78}\r", "");
        }
    }
}
