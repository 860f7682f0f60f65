//! Power cuts: what a program did to its folder is recorded, and every disk that may be left of it is put together and opened.
//!
//! What was forced to the disk is there. Of what came after, each write may be there, in part or not at all, each name may still
//! lead where it led before, and files may be as long as they were.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;

use crate::crash::Random;
use crate::database::{self, Shown, bad, shown, store};
use crate::migrate::{an_old_one, version_of};
use crate::shim::library;
use crate::world::World;
use warroom::app::Access;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;
/// How long a file is made that holds nonsense, and that SQLite is to make anew.
const SHARED_MEMORY: usize = 32 * 1024;

/// Where the program says what it has done: what is written there is an acknowledgement.
const SAID: &str = "said";

/// How many disks are put together for each story.
fn images() -> usize {
    let asked = std::env::var("WARROOM_IMAGES").ok().and_then(|n| n.parse().ok());
    asked.unwrap_or(if std::env::var_os("WARROOM_SOAK").is_some() { 3000 } else { 60 })
}

fn below(random: &mut Random, limit: usize) -> usize {
    usize::try_from(random.below(limit as u64)).unwrap()
}

/// One call that changed something, or forced it to the disk.
#[derive(Debug)]
struct Call {
    kind: u8,
    inode: u64,
    offset: usize,
    first: String,
    second: String,
    data: Vec<u8>,
}

/// Reads what the shim wrote down.
fn calls(log: &Path, folder: &Path) -> Vec<Call> {
    let (bytes, mut at, mut calls) = (std::fs::read(log).unwrap_or_default(), 0, Vec::new());
    let number = |at: usize| usize::try_from(u64::from_ne_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap();
    let short = |at: usize| usize::from(u16::from_ne_bytes(bytes[at..at + 2].try_into().unwrap()));
    while at < bytes.len() {
        let (names, mut from) = ([short(at + 25), short(at + 27)], at + 29);
        let mut take = |length: usize| {
            from += length;
            bytes[from - length..from].to_vec()
        };
        let name = |bytes: Vec<u8>| {
            let path = String::from_utf8(bytes).unwrap();
            path.strip_prefix(&*folder.to_string_lossy()).map(|path| path.trim_start_matches('/').to_owned()).unwrap_or(path)
        };
        let (first, second) = (name(take(names[0])), name(take(names[1])));
        let call =
            Call { kind: bytes[at], inode: number(at + 1) as u64, offset: number(at + 9), first, second, data: take(number(at + 17)) };
        assert!(call.kind != b'?', "the shim met a call that the model does not know: {call:?}");
        calls.push(call);
        at = from;
    }
    calls
}

/// A change of a file's bytes that need not have reached the disk.
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
    AtLeast(usize),
}

/// A change of a folder that need not have reached the disk.
enum Entry {
    Made(String, usize),
    Gone(String),
    Renamed(String, String, usize),
}

#[derive(Default)]
struct File {
    safe: Vec<u8>,
    pending: Vec<Change>,
}

/// What is on the disk for sure, and what may be.
#[derive(Default)]
struct Disk {
    files: Vec<File>,
    /// Which file a number of the system means now: it is given to another one once a file is gone.
    inodes: BTreeMap<u64, usize>,
    safe: BTreeMap<String, usize>,
    pending: Vec<Entry>,
}

impl Disk {
    fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() && entry.file_name() != SAID {
                let at = disk.add(entry.metadata().unwrap().ino());
                disk.files[at].safe = std::fs::read(entry.path()).unwrap();
                disk.safe.insert(entry.file_name().into_string().unwrap(), at);
            }
        }
        disk
    }

    fn add(&mut self, inode: u64) -> usize {
        self.files.push(File::default());
        self.inodes.insert(inode, self.files.len() - 1);
        self.files.len() - 1
    }

    fn take(&mut self, call: &Call) {
        // Shared memory is worth nothing after a power cut.
        if call.first.ends_with("-shm") || call.first == SAID {
            return;
        }
        if call.kind == b'd' {
            // Folders below keep what nobody here asks for.
            if call.first.is_empty() {
                for entry in std::mem::take(&mut self.pending) {
                    entry.apply(&mut self.safe);
                }
            }
            return;
        }
        if call.kind == b'c' {
            let at = self.add(call.inode);
            return self.pending.push(Entry::Made(call.first.clone(), at));
        }
        let Some(&at) = self.inodes.get(&call.inode) else { panic!("nobody knows this file: {call:?}") };
        let file = &mut self.files[at];
        match call.kind {
            b'w' => file.pending.push(Change::Write(call.offset, call.data.clone())),
            b't' => file.pending.push(Change::Length(call.offset)),
            b'g' => file.pending.push(Change::AtLeast(call.offset)),
            b's' => {
                for change in std::mem::take(&mut file.pending) {
                    change.apply(&mut file.safe, &mut |_| true);
                }
            }
            b'u' => self.pending.push(Entry::Gone(call.first.clone())),
            b'r' => self.pending.push(Entry::Renamed(call.first.clone(), call.second.clone(), at)),
            b'l' => self.pending.push(Entry::Made(call.second.clone(), at)),
            kind => panic!("{kind}"),
        }
    }

    /// Puts together one disk that may be left after a power cut now.
    fn left(&self, random: &mut Random) -> BTreeMap<String, Vec<u8>> {
        let way = Way::draw(random);
        let mut names = self.safe.clone();
        let upto = below(random, self.pending.len() + 1);
        for (n, entry) in self.pending.iter().enumerate() {
            if way.keeps(n, upto, random) {
                entry.apply(&mut names);
            }
        }
        let mut contents = BTreeMap::new();
        for at in names.values().copied() {
            let file = &self.files[at];
            contents.entry(at).or_insert_with(|| {
                let mut bytes = file.safe.clone();
                let upto = below(random, file.pending.len() + 1);
                for (n, change) in file.pending.iter().enumerate() {
                    if way.keeps(n, upto, random) {
                        change.apply(&mut bytes, &mut |_| way != Way::Torn || random.below(4) > 0);
                    }
                }
                bytes
            });
        }
        names.into_iter().map(|(name, at)| (name, contents[&at].clone())).collect()
    }
}

/// How much of what need not be there is there.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Nothing,
    All,
    First,
    Any,
    Torn,
}

impl Way {
    fn draw(random: &mut Random) -> Self {
        [Self::Nothing, Self::All, Self::First, Self::Any, Self::Torn][below(random, 5)]
    }

    fn keeps(self, n: usize, upto: usize, random: &mut Random) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::First => n < upto,
            Self::Any | Self::Torn => random.below(2) == 0,
        }
    }
}

impl Change {
    /// Writes the sectors that are kept; a file that got longer holds zeros where they are not.
    fn apply(&self, bytes: &mut Vec<u8>, keeps: &mut dyn FnMut(usize) -> bool) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::AtLeast(length) => bytes.resize(bytes.len().max(*length), 0),
            Self::Write(offset, data) => {
                bytes.resize(bytes.len().max(offset + data.len()), 0);
                let mut from = 0;
                while from < data.len() {
                    let to = data.len().min((offset + from) / SECTOR * SECTOR + SECTOR - offset);
                    if keeps(offset + from) {
                        bytes[offset + from..offset + to].copy_from_slice(&data[from..to]);
                    }
                    from = to;
                }
            }
        }
    }
}

impl Entry {
    fn apply(&self, names: &mut BTreeMap<String, usize>) {
        match self {
            Self::Made(name, at) => drop(names.insert(name.clone(), *at)),
            Self::Gone(name) => drop(names.remove(name)),
            Self::Renamed(from, to, at) => {
                names.remove(from);
                names.insert(to.clone(), *at);
            }
        }
    }
}

/// Reads a database, and fails unless doctor finds it whole and nothing is told to be missing.
fn state(db: &Path) -> Shown {
    let app = database::open(db).unwrap_or_else(|e| panic!("cannot be opened: {e:?}"));
    assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new());
    assert_eq!(app.warning(), None);
    shown(&store(db, Access::Read).unwrap())
}

fn laid_out(files: &BTreeMap<String, Vec<u8>>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)).unwrap();
    }
    folder
}

/// What was acknowledged when the power was cut, and which files were left.
struct Left<'a> {
    /// How many commands were acknowledged.
    acknowledged: usize,
    folder: &'a Path,
    files: &'a BTreeMap<String, Vec<u8>>,
}

/// Runs a story command by command, and cuts the power at moments that are drawn: the database must show all that was acknowledged,
/// and of the command that was under way all or nothing.
fn tell(world: &World, story: &[&[&str]], check: &dyn Fn(&Left<'_>)) {
    let folder = world.db().parent().unwrap().canonicalize().unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let first = Disk::of(&folder);
    let now = || {
        let mut files = database::bytes(&folder);
        files.retain(|name, _| !name.ends_with("-shm"));
        state(&laid_out(&files).path().join("warroom.db"))
    };
    let (mut shows, mut marks, mut before) = (vec![now()], Vec::new(), 0);
    for args in story {
        let said = std::fs::File::create(folder.join(SAID)).unwrap();
        let mut command = world.command(args);
        command.env("LD_PRELOAD", library()).env("SHIM_RECORD", log.path()).env("SHIM_FOLDER", &folder);
        let status = command.stdout(said.try_clone().unwrap()).stderr(said).status().unwrap();
        assert!(status.success(), "{args:?}: {}", std::fs::read_to_string(folder.join(SAID)).unwrap());
        let calls = calls(log.path(), &folder);
        let said = calls.iter().rposition(|call| call.first == SAID).filter(|at| *at >= before);
        marks.push(said.unwrap_or_else(|| panic!("{args:?} said nothing")) + 1);
        before = calls.len();
        shows.push(now());
    }
    let calls = calls(log.path(), &folder);
    let synced = calls.iter().filter(|call| call.kind == b's').count();
    assert!(synced >= story.len(), "only {synced} of {} calls forced anything to the disk", calls.len());
    let mut random = Random::new();
    // A third anywhere; a third about when something was acknowledged, and a third about when something was forced to the disk.
    let forced: Vec<usize> = (0..calls.len()).filter(|at| [b's', b'd'].contains(&calls[*at].kind)).collect();
    let mut any = |limit| below(&mut random, limit);
    let mut cuts: Vec<usize> = (0..images())
        .map(|n| match n % 3 {
            0 => any(calls.len() + 1),
            1 => (marks[any(marks.len())] + any(8)).saturating_sub(2).min(calls.len()),
            _ => (forced[any(forced.len())] + any(6)).saturating_sub(2).min(calls.len()),
        })
        .collect();
    cuts.sort_unstable();
    let (mut disk, mut at, mut kinds) = (first, 0, [0, 0]);
    for cut in cuts {
        while at < cut {
            disk.take(&calls[at]);
            at += 1;
        }
        let acknowledged = marks.iter().filter(|mark| **mark <= cut).count();
        let files = disk.left(&mut random);
        let image = laid_out(&files);
        if random.below(2) == 0 && files.contains_key("warroom.db") {
            let path = image.path().join("warroom.db-shm");
            std::fs::write(&path, vec![0x5a; SHARED_MEMORY]).unwrap();
            std::fs::set_permissions(path, PermissionsExt::from_mode(0o600)).unwrap();
        }
        let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let shows_now = state(&image.path().join("warroom.db"));
            let (done, next) = (shows_now == shows[acknowledged], shows.get(acknowledged + 1).is_some_and(|next| *next == shows_now));
            assert!(done || next, "{} records, neither what was acknowledged nor what was under way", shows_now.len());
            check(&Left { acknowledged, folder: image.path(), files: &files });
            done
        }));
        let was = looked.unwrap_or_else(|panic| {
            let why = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            let last: Vec<String> =
                calls[cut.saturating_sub(6)..cut].iter().map(|c| format!("{} {}", char::from(c.kind), c.first)).collect();
            let sizes: Vec<String> = files.iter().map(|(name, bytes)| format!("{name} {}", bytes.len())).collect();
            let done = acknowledged;
            panic!(
                "cut after call {cut} of {}, {done} acknowledged, in {:?}: {}\n{last:?}\n{sizes:?}",
                calls.len(),
                story.get(done),
                why.unwrap_or_default()
            )
        });
        kinds[usize::from(was)] += 1;
    }
    println!("{} calls, {synced} to the disk, {} images: {} as acknowledged, {} one further", calls.len(), images(), kinds[1], kinds[0]);
}

fn nothing_more(_: &Left<'_>) {}

#[test]
fn lines_that_were_acknowledged_are_there_after_any_power_cut() {
    let world = World::new();
    let lines: Vec<String> = (1..=10).map(|n| format!("line number {n}")).collect();
    let mut story: Vec<&[&str]> = vec![&["incident", "open", "Payments are down", "--service", "payments"]];
    let logs: Vec<[&str; 3]> = lines.iter().map(|line| ["log", "INC-1", line]).collect();
    story.extend(logs.iter().map(|log| &log[..]));
    tell(&world, &story, &nothing_more);
    // As long as somebody else has it open, the log goes on, and is folded in when it has got long.
    let other = database::open(&world.db()).unwrap();
    let lines: Vec<String> = (11..=30).map(|n| format!("line number {n}")).collect();
    let logs: Vec<[&str; 3]> = lines.iter().map(|line| ["log", "INC-1", line]).collect();
    let story: Vec<&[&str]> = logs.iter().map(|log| &log[..]).collect();
    tell(&world, &story, &nothing_more);
    assert_eq!(other.warning(), None);
}

#[test]
fn an_import_is_whole_or_not_there_and_undo_and_redo_stand_after_any_power_cut() {
    let world = World::new();
    let rows = (1..=300).map(|n| format!("AT-{n},Trouble number {n},Bug,Open,High,Person {},2026-01-01 10:00,Customer {n}\n", n % 7));
    let head = "Issue key,Summary,Issue Type,Status,Priority,Assignee,Created,Description\n";
    world.file("issues.csv", format!("{head}{}", rows.collect::<String>()));
    world.ok(&["incident", "open", "Payments are down"]);
    tell(&world, &[&["import", "issues.csv"], &["log", "INC-1", "imported"], &["undo"], &["redo"]], &nothing_more);
}

#[test]
fn a_file_of_an_earlier_version_is_whole_before_or_after_any_power_cut_and_its_copy_with_it() {
    let world = World::new();
    an_old_one(&world.db());
    let old = version_of(&world.db());
    let before = std::fs::read(world.db()).unwrap();
    tell(&world, &[&["log", "INC-1", "brought up"], &["log", "INC-1", "and on"]], &|left| {
        // Looked at as it was left: opening it has brought it up meanwhile.
        let again = laid_out(left.files);
        let now = version_of(&again.path().join("warroom.db"));
        let copies: Vec<_> = left.files.iter().filter(|(name, _)| name.contains(".v") && !name.ends_with("-journal")).collect();
        assert!(now == old || !copies.is_empty(), "it is of version {now}, and there is no copy");
        for (name, bytes) in copies {
            assert!(now == old || bytes.len() >= before.len(), "{name} is cut off");
            let copy = laid_out(&BTreeMap::from([("copy.db".to_owned(), bytes.clone())]));
            assert!(now == old || version_of(&copy.path().join("copy.db")) == old, "{name}");
        }
    });
}

#[test]
fn an_export_or_a_backup_is_whole_or_not_there_after_any_power_cut() {
    let world = World::new();
    world.ok(&["incident", "open", "Payments are down"]);
    world.ok(&["log", "INC-1", "pods restart"]);
    world.file("out.json", "old");
    world.ok(&["export", "-o", "new.json"]);
    let new = std::fs::read(world.path("new.json")).unwrap();
    std::fs::remove_file(world.path("new.json")).unwrap();
    let whole = state(&world.db());
    tell(&world, &[&["export", "-o", "out.json", "--force"], &["backup", "copy.db"], &["log", "INC-1", "afterwards"]], &|left| {
        let exported = left.files.get("out.json").expect("the old one or the new one");
        assert!(*exported == new || left.acknowledged == 0 && exported == b"old", "the export is {} bytes", exported.len());
        match left.files.get("copy.db") {
            Some(_) => assert!(left.acknowledged > 0 && state(&left.folder.join("copy.db")) == whole, "the copy is another"),
            None => assert!(left.acknowledged < 2, "the copy is gone"),
        }
    });
}
