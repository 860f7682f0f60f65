//! Builds the disk that fails and remembers (`shim.c`) and runs the program on it.

#![cfg(target_os = "linux")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// The library's source.
const SOURCE: &str = include_str!("shim.c");
/// How long one run may take before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(20);

/// Says which calls fail, where, and how.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Names of calls with commas between, or `any`.
    pub calls: &'static str,
    /// Pattern for whole paths.
    pub path: String,
    /// The how manyth matching call fails, from 1; 0 only counts.
    pub nth: u64,
    /// Whether all later ones fail as well.
    pub from: bool,
    /// The name of an error, `short`, `torn` or `kill`.
    pub what: &'static str,
}

/// How many calls matched, and how many of them were made to fail.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    pub matched: u64,
    pub fired: u64,
}

/// Gives the library, built once for every version of its source.
pub fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        // FNV-1a: only has to tell one source from another.
        let mark = SOURCE.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let library = folder.join(format!("shim-{mark:016x}.so"));
        if !library.exists() {
            let source = tempfile::Builder::new().suffix(".c").tempfile_in(folder).unwrap();
            std::fs::write(source.path(), SOURCE).unwrap();
            let built = tempfile::Builder::new().suffix(".so").tempfile_in(folder).unwrap().into_temp_path();
            let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
            let made = Command::new(&compiler)
                .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-O1", "-o"])
                .args([&*built, source.path()])
                .output();
            let made = made.unwrap_or_else(|e| panic!("{} is needed to build tests/it/shim.c: {e}", compiler.display()));
            assert!(made.status.success(), "tests/it/shim.c: {}", String::from_utf8_lossy(&made.stderr));
            built.persist(&library).unwrap();
        }
        library
    })
}

/// Runs a command with a fault. Gives nothing for the output where it hangs; it is ended then.
pub fn run_with(mut command: Command, fault: &Fault) -> (Option<Output>, Report) {
    let report = tempfile::NamedTempFile::new().unwrap();
    command.env("LD_PRELOAD", library()).env("SHIM_CALLS", fault.calls).env("SHIM_PATH", &fault.path);
    command.env("SHIM_NTH", fault.nth.to_string()).env("SHIM_WHAT", fault.what).env("SHIM_REPORT", report.path());
    if fault.from {
        command.env("SHIM_FROM", "1");
    }
    let output = bounded(command);
    let bytes = std::fs::read(report.path()).unwrap();
    let number = |at: usize| u64::from_ne_bytes(bytes[at..at + 8].try_into().expect("the shim writes two numbers"));
    (output, Report { matched: number(0), fired: number(8) })
}

/// Runs a command to its end, or ends it when it takes too long.
pub fn bounded(mut command: Command) -> Option<Output> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let read = |mut stream: Box<dyn Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).map(|_| bytes).unwrap()
        })
    };
    let (out, err) = (read(Box::new(child.stdout.take().unwrap())), read(Box::new(child.stderr.take().unwrap())));
    let until = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if Instant::now() > until {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let (stdout, stderr) = (out.join().unwrap(), err.join().unwrap());
    status.map(|status| Output { status, stdout, stderr })
}
