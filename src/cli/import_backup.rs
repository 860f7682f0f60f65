//! `warroom import` of a backup of our own: what it holds, or all of it back into an empty file.

use serde_json::{Map, json};

use super::Run;
use super::rehearsal::Stage;
use super::stop::Stop;
use crate::app::import::own::Backup;
use crate::app::{Draft, Manner};

/// What is said of a foreign file, and means nothing for a backup.
const FOREIGN: &[&str] = &["format", "map", "day-first", "month-first", "zone", "types", "system", "case", "strict"];

/// Brings a backup of our own back into an empty database, or says what it holds.
pub(super) fn restore(run: &mut Run<'_>, draft: &Draft, bytes: &[u8], shown: &str) -> Result<(), Stop> {
    if let Some(name) = FOREIGN.iter().find(|name| draft.get(name).is_some()) {
        let why = format!("{shown} is a backup of warroom, and --{name} is for files from elsewhere");
        return Err(Stop::Usage(why, format!("leave --{name} out")));
    }
    let backup = Backup::read(bytes)?;
    if draft.get("explain").is_some() {
        return explain(run, &backup, shown);
    }
    let manner = Manner { keep: draft.get("dry-run").is_none(), ..run.setting.manner.clone() };
    let mut stage = Stage::open(&run.setting, manner.keep)?;
    let done = stage.app.restore(&backup, &manner)?;
    run.repeated(&done);
    let told = match run.setting.out.json {
        true => run.setting.out.value(&done.json),
        false => run.setting.out.line(&format!("{}{}", if manner.keep { "" } else { "dry run, nothing was changed: " }, done.label)),
    };
    run.set_off(&stage.app, &done);
    stage.app.rest();
    told
}

/// Prints how many records of every subject a backup holds.
fn explain(run: &Run<'_>, backup: &Backup, shown: &str) -> Result<(), Stop> {
    let (out, counts) = (&run.setting.out, backup.counts());
    if out.json {
        let records: Map<_, _> = counts.iter().map(|(subject, count)| (subject.key().to_owned(), (*count).into())).collect();
        return out.value(&json!({ "format": "warroom", "exported": backup.exported, "records": records }));
    }
    let of = backup.exported.as_ref().map_or_else(String::new, |at| format!(", written {at}"));
    out.line(&format!("{shown}: a backup of warroom{of}"))?;
    let width = counts.iter().map(|(subject, _)| subject.label().chars().count()).max().unwrap_or(0);
    for (subject, count) in &counts {
        out.line(&format!("  {:<width$}  {count}", subject.label()))?;
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    out.line(&format!("{all} records; nothing was changed, and they go into an empty database only"))
}
