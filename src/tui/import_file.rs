//! A file of another system, read beside the screens: taken apart, mapped and compared on a thread of its own, so that no key waits.
//!
//! Must not know how anything is drawn.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, TryRecvError};
use std::time::Duration;

use crate::app::import::read::LIMIT;
use crate::app::import::sketch::GENERIC;
use crate::app::import::{ImportError, Incoming, Landed, Options, Rules, Sketch, own};
use crate::app::{App, Done, Failure, Manner};
use crate::document::print::plainly;

/// Most cases that are compared with what is here before anybody asks: whoever compares keeps everybody else from writing.
const COMPARED: usize = 20_000;
/// How long a comparison waits for somebody else's write, and how long a landing does.
const BRIEFLY: Duration = Duration::from_secs(5);
/// See [`BRIEFLY`].
const LONG: Duration = Duration::from_secs(60);

/// Work on a thread of its own, and what will come of it.
pub struct Beside<T>(Receiver<T>);

impl<T: Send + 'static> Beside<T> {
    /// Begins the work.
    pub fn run(work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (ended, end) = mpsc::channel();
        // Without a thread nobody holds the other end, and that is told when one looks.
        let _ = std::thread::Builder::new().name("import".into()).spawn(move || drop(ended.send(work())));
        Self(end)
    }

    /// Gives what came of it once it is there; nothing inside says that the work itself broke off.
    pub fn look(&self) -> Option<Option<T>> {
        match self.0.try_recv() {
            Ok(ended) => Some(Some(ended)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(None),
        }
    }
}

/// Said where the work broke off.
pub const BROKEN: &str = "the work on the file broke off; nothing was changed";

/// Says how far the work is, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    all: AtomicUsize,
    stop: AtomicBool,
}

impl Progress {
    /// Asks for the work to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Says whether it was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Gives how many cases are done, and how many there are; none before they are counted.
    pub fn far(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    fn watch(&self, done: usize, all: usize) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        !self.is_stopped()
    }
}

/// What a reading needs.
pub struct Wanted {
    /// The file.
    pub path: PathBuf,
    /// Its bytes, where they were read before.
    pub bytes: Option<Arc<Vec<u8>>>,
    /// The folder of a person's own mappings.
    pub settings: Option<PathBuf>,
    /// How to read what the file leaves open.
    pub options: Options,
    /// The mapping to read it by; else it is seen from the file.
    pub by: Option<Sketch>,
    /// Whether a mapping is to be begun whatever the file is.
    pub maps: bool,
    /// A connection to compare through.
    pub app: App,
}

/// What was read.
pub struct Opened {
    /// The bytes.
    pub bytes: Arc<Vec<u8>>,
    /// What it was read by.
    pub rules: Arc<Rules>,
    /// What it is.
    pub found: Found,
}

/// What a file turned out to be.
pub enum Found {
    /// Records of a known format.
    Known(Known),
    /// A table that nobody knows yet.
    Table(Box<Sketch>),
}

/// Records, and what landing them would do.
pub struct Known {
    /// The records.
    pub incoming: Arc<Incoming>,
    /// What would become of them; or why that is not known.
    pub compared: Result<Landed, String>,
}

/// Reads a file, says what it is, and compares it with what is here.
///
/// # Errors
/// Says in a sentence why nothing can be taken.
pub fn read(wanted: Wanted, progress: &Progress) -> Result<Opened, String> {
    let Wanted { path, bytes, settings, options, by, maps, mut app } = wanted;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let bytes = match bytes {
        Some(bytes) => bytes,
        None => Arc::new(bytes_of(&path)?),
    };
    if own::recognises(&bytes) {
        return Err(format!("{name} is a backup of warroom; 'warroom import' brings it into an empty file that --db names"));
    }
    let rules = Rules::load(settings.as_deref());
    let told = |error: ImportError| {
        let refusal = error.refusal();
        format!("{}; {}", refusal.why.raw(), refusal.hint.raw())
    };
    if maps {
        let sketch = Sketch::begin(&bytes, &name, &rules).map_err(told)?;
        return Ok(Opened { bytes, rules: Arc::new(rules), found: Found::Table(Box::new(sketch)) });
    }
    let mapped = by.is_some();
    let rules = by.map_or_else(|| Ok(rules.clone()), |sketch| sketch.rules(&rules))?;
    let read = rules.read(&bytes, &name, None, &options);
    // What only the generic profile knows, or none, is a table for somebody to map; what is no table is what it was read as.
    let known = read.as_ref().is_ok_and(|incoming| incoming.format != GENERIC);
    if !known
        && !mapped
        && let Ok(sketch) = Sketch::begin(&bytes, &name, &rules)
    {
        return Ok(Opened { bytes, rules: Arc::new(rules), found: Found::Table(Box::new(sketch)) });
    }
    let mut incoming = read.map_err(told)?;
    incoming.warnings.extend(rules.notes.iter().cloned());
    let compared = compare(&mut app, &incoming, progress);
    Ok(Opened { bytes, rules: Arc::new(rules), found: Found::Known(Known { incoming: Arc::new(incoming), compared }) })
}

/// Reads a plain file whole, up to the limit of the readers.
fn bytes_of(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.display();
    let failed =
        |e: std::io::Error| format!("{name} cannot be read ({}); see that it is there and that you may read it", plainly(&e.to_string()));
    // A pipe would be waited for, and a folder is no file.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(format!("{name} is not a plain file; name a file"));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(LIMIT as u64 + 1).read_to_end(&mut bytes)).map_err(failed)?;
    Ok(bytes)
}

/// Rehearses the landing and keeps nothing of it.
fn compare(app: &mut App, incoming: &Incoming, progress: &Progress) -> Result<Landed, String> {
    if incoming.cases.len() > COMPARED {
        return Err(format!("not compared with what is here: more than {COMPARED} cases would keep others from writing meanwhile"));
    }
    let manner = Manner { key: None, wait: BRIEFLY, keep: false };
    let landed = app.land_watched(incoming, &manner, false, &mut |done, all| progress.watch(done, all));
    landed.map(|(landed, _)| landed).map_err(|failure| format!("not compared with what is here: {}", failure.words()))
}

/// Brings records in, all of them or none.
///
/// # Errors
/// As [`App::land_watched`].
pub fn land(mut app: App, incoming: &Incoming, progress: &Progress) -> Result<(Landed, Done), Failure> {
    let manner = Manner { key: None, wait: LONG, keep: true };
    let landed = app.land_watched(incoming, &manner, false, &mut |done, all| progress.watch(done, all))?;
    app.rest();
    Ok(landed)
}
