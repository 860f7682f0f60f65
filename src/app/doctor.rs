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
        findings.push(self.clocks_agree(self.read()).unwrap_or_else(|failure| {
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
