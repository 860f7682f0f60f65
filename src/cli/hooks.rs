//! Commands that a change sets off: run once the answer is out, and waited for no longer than their time-outs. What fails is said and
//! changes no exit code; a signal that ends the program ends them too.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::Run;
use super::stop::say;
use crate::app::automation::{Brake, Runner, hand_over};
use crate::app::{App, Done};

/// Holds the commands that run, and whether a signal has ended them.
pub struct Hooks {
    runner: Runner,
    ended: Arc<AtomicBool>,
}

impl Hooks {
    fn of(app: &App) -> Self {
        let (runner, ended) = (Runner::new(app.path()), Arc::new(AtomicBool::new(false)));
        // Where signals cannot be listened to, they do what they always did.
        let _ = listen(runner.brake(), Arc::clone(&ended));
        Self { runner, ended }
    }
}

/// Has an ending signal end what runs before it ends the program: commands stand in groups of their own, which it does not reach.
fn listen(brake: Brake, ended: Arc<AtomicBool>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let end = move || {
        if let Some(signal) = signals.forever().next() {
            ended.store(true, Ordering::SeqCst);
            if brake.pull() > 0 {
                say("hooks that had not ended were stopped");
            }
            low_level::exit(128 + signal);
        }
    };
    thread::Builder::new().name("signals".into()).spawn(end).map(drop)
}

impl Run<'_> {
    /// Begins to run what a person has set on such a change.
    pub fn set_off(&self, app: &App, done: &Done) {
        let mut hooks = self.hooks.borrow_mut();
        let failed = hand_over(app.hooked(done), || &mut hooks.get_or_insert_with(|| Hooks::of(app)).runner);
        failed.iter().for_each(|why| say(why));
    }

    /// Says which of them have failed by now.
    pub fn hear_hooks(&self) {
        while let Some(words) = self.hooks.borrow_mut().as_mut().and_then(|hooks| hooks.runner.poll()) {
            say(&words);
        }
    }

    /// Waits for all of it.
    pub fn await_hooks(&self) {
        let Some(mut hooks) = self.hooks.borrow_mut().take() else { return };
        let failed = hooks.runner.finish(Duration::MAX);
        // The signal says itself how the program ends.
        while hooks.ended.load(Ordering::SeqCst) {
            thread::park();
        }
        failed.iter().for_each(|words| say(words));
    }
}
