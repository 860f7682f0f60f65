//! Commands that a change sets off: run once the answer is out, and waited for no longer than their time-outs. What fails is said and
//! changes no exit code.

use std::time::Duration;

use super::Run;
use super::stop::say;
use crate::app::automation::Runner;
use crate::app::{App, Done};

impl Run<'_> {
    /// Begins to run what a person has set on such a change.
    pub fn set_off(&self, app: &App, done: &Done) {
        let wanted = match app.hooked(done) {
            Ok(wanted) => wanted,
            Err(failure) => return say(&format!("hooks were not run: {}", failure.words())),
        };
        let mut hooks = self.hooks.borrow_mut();
        for sent in wanted {
            if let Err(why) = hooks.get_or_insert_with(|| Runner::new(app.path())).run(sent) {
                say(&why);
            }
        }
    }

    /// Waits for all of it.
    pub fn await_hooks(&self) {
        if let Some(mut hooks) = self.hooks.borrow_mut().take() {
            hooks.finish(Duration::MAX).iter().for_each(|words| say(words));
        }
    }
}
