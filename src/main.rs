//! Arguments in, exit code out. What has to be settled before anything else is settled here: who may read our files,
//! which signals are no death, and what is said when the program itself is wrong.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use warroom::app::config::{Fault, Input, KeySetting, Looks};
use warroom::cli::{self, Ended};

/// Exit code of a mistake in the program.
const MISTAKE: u8 = 70;

fn main() -> ExitCode {
    // Nothing we make is anybody else's to read, whatever the shell says.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
    // A full file and a reader that went away are errors of one write, not the end of the program.
    for signal in [signal_hook::consts::SIGXFSZ, signal_hook::consts::SIGPIPE] {
        let _ = signal_hook::flag::register(signal, Arc::new(AtomicBool::new(false)));
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| format!(" ({}:{})", at.file(), at.line()));
        let text = format!(
            "warroom stopped: a mistake in the program{place}. Everything that was acknowledged is saved in the database; \
             'warroom doctor' checks it\n"
        );
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }));
    let ended = std::panic::catch_unwind(|| match cli::run(std::env::args_os()) {
        Ended::Code(code) => code,
        Ended::Screens(app, looks, input) => screens(*app, &looks, &input),
        Ended::First(first, looks, input) => first_run(*first, &looks, &input),
        Ended::Plain(app) => line_by_line(*app),
        Ended::PlainFirst(first) => plain_first(*first),
        Ended::Keys(settings, json) => keys(&settings, json),
        Ended::Checked(checked) => {
            let drawn = drawn(&checked.keys, &checked.looks);
            checked.report(drawn)
        }
    });
    ExitCode::from(ended.unwrap_or(MISTAKE))
}

/// Starts the screens; what is typed and not handed in is kept in the state folder, under the database's id.
#[cfg(feature = "screens")]
fn screens(app: warroom::app::App, looks: &Looks, input: &Input) -> u8 {
    let state = state_of(&app);
    ended(warroom::tui::run(app, state.as_deref(), looks, input))
}

/// Lets somebody who has no database yet choose one, and starts the screens on it.
#[cfg(feature = "screens")]
fn first_run(mut first: warroom::cli::first::First, looks: &Looks, input: &Input) -> u8 {
    use warroom::tui::welcome::Choice;
    let (usual, zone) = (first.place().to_owned(), first.zone());
    let opener = Box::new(move |choice| match choice {
        Choice::Demo => first.demo(),
        Choice::Own => first.own(),
        Choice::File(path) => first.file(path),
    });
    ended(warroom::tui::run_first((&usual, zone), opener, state_of, looks, input))
}

/// Finds the folder of what belongs to a database on this machine.
#[cfg(feature = "screens")]
fn state_of(app: &warroom::app::App) -> Option<std::path::PathBuf> {
    // A demonstration is made anew at every start; what was left of the last one went with it.
    let name = if app.is_demo() { Some(cli::demo::STATE.to_owned()) } else { app.database().ok().flatten() };
    let state = name.and_then(|name| warroom::paths::state_folder().map(|state| state.join(name)));
    // Without the folder the screens work all the same; unsent text then lives as long as the program.
    state.filter(|folder| warroom::paths::make_private(folder).is_ok())
}

#[cfg(feature = "screens")]
fn ended(result: Result<i32, warroom::tui::terminal::Unfit>) -> u8 {
    match result {
        Ok(code) => u8::try_from(code).unwrap_or(MISTAKE),
        Err(unfit) => {
            let _ = writeln!(std::io::stderr().lock(), "{unfit}");
            2
        }
    }
}

/// Without the screens there are lines.
#[cfg(not(feature = "screens"))]
fn first_run(first: warroom::cli::first::First, _: &Looks, _: &Input) -> u8 {
    plain_first(first)
}

#[cfg(not(feature = "screens"))]
fn screens(app: warroom::app::App, _: &Looks, _: &Input) -> u8 {
    line_by_line(app)
}

/// Talks line by line; what is typed where no terminal shows it is repeated.
fn line_by_line(app: warroom::app::App) -> u8 {
    let echo = !std::io::stdin().is_terminal();
    printed(warroom::plain::run(app, &mut std::io::stdin().lock(), &mut std::io::stdout().lock(), echo))
}

/// Gives the exit code of a talk; a reader that went away has had all it wanted.
fn printed(talked: std::io::Result<()>) -> u8 {
    talked.map_or_else(|error| cli::stop::Stop::Output(error).report(&[]), |()| 0)
}

/// Lets somebody who has no database yet choose one, line by line.
fn plain_first(mut first: warroom::cli::first::First) -> u8 {
    use warroom::plain::Choice;
    let (usual, echo) = (first.place().to_owned(), !std::io::stdin().is_terminal());
    let opener = |choice| match choice {
        Choice::Demo => first.demo(),
        Choice::Own => first.own(),
        Choice::File(path) => first.file(path),
    };
    // The locks are let go of before the talk goes on with what was opened.
    let begun = warroom::plain::first(&usual, opener, &mut std::io::stdin().lock(), &mut std::io::stdout().lock(), echo);
    match begun {
        Ok(app) => app.map_or(0, line_by_line),
        Err(error) => printed(Err(error)),
    }
}

/// Prints the keys; a reader that goes away is no fault.
#[cfg(feature = "screens")]
fn keys(settings: &[KeySetting], json: bool) -> u8 {
    let mut out = std::io::stdout().lock();
    let printed = out.write_all(warroom::tui::key_list::report(settings, json).as_bytes()).and_then(|()| out.flush());
    u8::from(printed.is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe)) * MISTAKE
}

#[cfg(not(feature = "screens"))]
fn keys(_: &[KeySetting], _: bool) -> u8 {
    let _ = writeln!(std::io::stderr().lock(), "the screens are not part of this build, and so there are no keys");
    2
}

/// Gives what the screens find wrong with keys and colours.
#[cfg(feature = "screens")]
fn drawn(keys: &[KeySetting], looks: &[Looks]) -> Vec<Fault> {
    warroom::tui::settings_faults(keys, looks)
}

#[cfg(not(feature = "screens"))]
fn drawn(_: &[KeySetting], _: &[Looks]) -> Vec<Fault> {
    Vec::new()
}
