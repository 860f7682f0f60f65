//! `warroom demo`: makes the demonstration in a file of its own and opens it.
//!
//! The file is built aside and moved into its place whole. A lock beside it lets a second terminal look at the same demonstration
//! instead of taking it away from the first.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use super::Run;
use super::setting::Setting;
use super::stop::{Stop, say};
use crate::app::{Access, App, Ask, Context, Draft, Field};
use crate::document::print::plainly;
use crate::model::Refusal;
use crate::paths;

/// Words of the command.
pub const NAME: &str = "demo";
/// Name of what is kept between runs of the demonstration, in the state folder.
pub const STATE: &str = "demo";

pub static KEEP: Field = Field::flag("keep", "Keep", Ask::Yes, "Go on with the demonstration of last time instead of a fresh one");

/// The same switch as without a command.
pub static SHARED: Field = Field::flag("shared", "Shared", Ask::Yes, "Show only what management may see");

/// See [`SHARED`].
pub static PLAIN: Field = Field::flag("plain", "Plain", Ask::Yes, "Line by line instead of screens");

/// What belongs to a database and must not outlive it.
const BESIDE: &[&str] = &["-wal", "-shm", "-journal", ".heads"];

/// Makes the demonstration and prints where it is, where there is no terminal to show it on.
///
/// # Errors
/// Says why there can be none.
pub(super) fn print(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let app = open(&mut run.setting, draft.get("keep").is_some())?;
    run.setting.out.line(&app.path().display().to_string())?;
    say("the screens need a terminal; --plain works without one, and every command works on this file too, with --db");
    Ok(())
}

/// Opens the demonstration: a fresh one, or that of last time.
///
/// # Errors
/// Says why there can be none.
pub fn open(setting: &mut Setting, keep: bool) -> Result<App, Stop> {
    let there = |path: &Path| path.symlink_metadata().is_ok();
    let path = match setting.named {
        // A named file may be somebody's work: it is opened if it is there and should be kept, and never replaced.
        true if there(&setting.db.path) && !keep => {
            let why = format!("{} is there already", setting.db.path.display());
            return Err(Refusal::whole(why, "the demonstration replaces only its own file: leave --db out, or name a new file").into());
        }
        true => setting.db.path.clone(),
        false => {
            paths::demo().ok_or_else(|| usage("there is no home folder to keep the demonstration in; name a file with --db".into()))?
        }
    };
    setting.db = paths::Database { path: path.clone(), by_default: false };
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !setting.named {
        paths::make_private(folder).map_err(usage)?;
    }
    let lock = Lock::take(&beside(&path, ".lock"))?;
    if lock.alone && !(keep && there(&path)) {
        make(setting, &path, folder)?;
    }
    lock.share_until_the_end();
    setting.reach()
}

/// Builds the demonstration aside and moves it into its place.
fn make(setting: &Setting, path: &Path, folder: &Path) -> Result<(), Stop> {
    let told = |e: std::io::Error| usage(format!("the demonstration cannot be made in {} ({})", folder.display(), plainly(&e.to_string())));
    let aside = tempfile::Builder::new().prefix(".demo-").tempdir_in(folder).map_err(told)?;
    let built = aside.path().join("demo.db");
    let ctx = Context { fixed: true, ..setting.ctx.clone() };
    let mut app = App::open(&built, Access::Write, setting.config.allow_shared, ctx, setting.seed.clone())?;
    app.replay_demo()?;
    app.rest();
    // With its last connection the write-ahead log is folded in and goes.
    drop(app);
    for old in [PathBuf::from(path)].into_iter().chain(BESIDE.iter().map(|ending| beside(path, ending))) {
        match std::fs::remove_file(&old) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(told(e)),
            _ => {}
        }
    }
    if let Some(state) = paths::state_folder() {
        // Text that was typed into the demonstration of last time goes with it.
        let _ = std::fs::remove_dir_all(state.join(STATE));
    }
    std::fs::rename(&built, path).map_err(told)?;
    // Without its heads the file is only less well guarded.
    let _ = std::fs::rename(beside(&built, ".heads"), beside(path, ".heads"));
    Ok(())
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn usage(why: String) -> Stop {
    Stop::Usage(why, String::new())
}

/// Says whether anybody else is looking at the demonstration.
struct Lock {
    file: File,
    alone: bool,
}

impl Lock {
    fn take(path: &Path) -> Result<Self, Stop> {
        let told = |e: std::io::Error| usage(format!("{} cannot be made ({})", path.display(), plainly(&e.to_string())));
        let nofollow = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).unwrap_or(0);
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).custom_flags(nofollow).open(path).map_err(told)?;
        let alone = flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok();
        Ok(Self { file, alone })
    }

    /// Lets others look too; the lock ends with the process, however that ends.
    fn share_until_the_end(self) {
        // Who is making it holds the lock alone, for less than a second: then it is there.
        let _ = flock(&self.file, FlockOperation::LockShared);
        std::mem::forget(self.file);
    }
}
