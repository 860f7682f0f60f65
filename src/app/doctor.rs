//! Checks everything that can be checked, and copies the file while it is in use.

use std::path::Path;

use super::Context;
use super::{Access, App, Failure};
pub use crate::store::{Finding, FindingLevel, Saved};
use crate::store::{Opening, Reader, recover};

/// Saves what can be read of a damaged database into a new file, which is opened once so that its clocks run.
///
/// # Errors
/// When there is nothing to read, or the new file cannot be made.
pub fn save(from: &Path, to: &Path, allow_shared: bool, ctx: Context) -> Result<Vec<Saved>, Failure> {
    let opening = Opening { access: Access::Write, allow_shared, now: ctx.at, seed: None };
    let saved = recover(from, to, &opening)?;
    App::open(to, Access::Write, allow_shared, ctx, None)?.rest();
    Ok(saved)
}

impl App {
    /// Checks the file, the chain, the heads, the records and the derived tables.
    ///
    /// # Errors
    /// The store's, when even reading fails.
    pub fn examine(&self) -> Result<Vec<Finding>, Failure> {
        let mut findings = self.store.examine()?;
        let clocks = self.store.at_one_moment(|_| self.clocks_agree(self.read()))?;
        findings.push(clocks.unwrap_or_else(|failure| {
            let why = match failure {
                Failure::Store(error) => error.about(&self.path().display().to_string()).to_string(),
                Failure::Refused(_) => "refused".into(),
            };
            Finding { level: FindingLevel::Bad, what: "clocks", seen: format!("cannot be read: {why}") }
        }));
        Ok(findings)
    }

    /// Copies the database online to a new file.
    ///
    /// # Errors
    /// When the target exists or cannot be written.
    pub fn backup(&self, target: &Path) -> Result<(), Failure> {
        Ok(self.store.backup(target)?)
    }

    /// Clocks are derived: worked out anew, they must be what is stored.
    fn clocks_agree(&self, read: Reader<'_>) -> Result<Finding, Failure> {
        let (mut off, mut seen) = (0, 0);
        for id in read.clocked_cases()? {
            let mut told = match read.case_by_id(id)? {
                Some(case) => super::clocks::of(read, &self.ctx, &case)?,
                None => continue,
            };
            told.sort();
            let mut stored = read.clocks_of(id)?;
            stored.sort();
            seen += told.len();
            let same = told.len() == stored.len() && told.iter().zip(&stored).all(|(a, b)| a.0 == b.0 && a.1 == b.1 && a.2 == b.2);
            off += usize::from(!same);
        }
        Ok(match off {
            0 => Finding { level: FindingLevel::Good, what: "clocks", seen: format!("{seen} clocks are what the records say") },
            n => Finding { level: FindingLevel::Bad, what: "clocks", seen: format!("the clocks of {n} cases are off") },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Draft, Manner, tables, test_desk};
    use crate::model::Zone;
    use std::sync::atomic::{AtomicBool, Ordering};

    fn run(app: &mut App, command: &str, draft: &Draft) {
        app.run(tables::command(command).unwrap(), draft, &Manner::default()).unwrap_or_else(|e| panic!("{command}: {e:?}"));
    }

    #[test]
    fn what_others_write_while_it_looks_is_not_called_wrong() {
        let (mut app, _folder) = test_desk::open(1_800_000_000_000, "Ana");
        run(&mut app, "incident open", &Draft::new().with("title", "Down"));
        let path = app.path().to_owned();
        let (ready, done) = (AtomicBool::new(false), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let ctx = Context::built_in(1_800_000_000_000, Zone::parse("Europe/Amsterdam").unwrap(), "Ben", "cli", "other");
                let mut other = App::open(&path, Access::Write, false, ctx, None).unwrap();
                let mut lines = 0;
                while !done.load(Ordering::Relaxed) {
                    run(&mut other, "log", &Draft::new().with("case", "INC-1").with("line", "Mei will call DC2 in 10m"));
                    lines += 1;
                    ready.store(true, Ordering::Relaxed);
                }
                lines
            });
            while !ready.load(Ordering::Relaxed) && !writer.is_finished() {
                std::thread::yield_now();
            }
            let looks: Vec<_> = (0..30).flat_map(|_| app.examine().unwrap()).filter(|found| found.level == FindingLevel::Bad).collect();
            done.store(true, Ordering::Relaxed);
            assert!(writer.join().unwrap() > 1, "nobody wrote");
            assert!(looks.is_empty(), "{looks:?}");
        });
    }
}
