//! The first run: there is no database yet, and nobody has named one. Whoever starts the screens chooses how to begin.

use std::path::{Path, PathBuf};

use super::demo;
use super::setting::Setting;
use super::stop::Stop;
use crate::app::{Access, App, Failure};
use crate::document::print::plainly;
use crate::model::entry::Visibility;

/// Holds the circumstances until somebody has chosen.
pub struct First {
    setting: Setting,
    /// Who reads what is opened.
    floor: Visibility,
}

impl First {
    /// Says whether there is something to choose: nobody named a file, and the usual one is not there.
    pub fn is_due(setting: &Setting) -> bool {
        setting.db.by_default && setting.access == Access::Write && setting.db.path.symlink_metadata().is_err()
    }

    /// Waits for a choice.
    pub(super) fn new(setting: Setting, floor: Visibility) -> Self {
        Self { setting, floor }
    }

    /// Gives the file that would be made.
    pub fn place(&self) -> &Path {
        &self.setting.db.path
    }

    /// Gives the zone times are shown in.
    pub fn zone(&self) -> crate::model::Zone {
        self.setting.ctx.zone
    }

    /// Opens the demonstration.
    ///
    /// # Errors
    /// Says in a sentence why it cannot be.
    pub fn demo(&mut self) -> Result<App, String> {
        let usual = self.setting.db.clone();
        let opened = demo::open(&mut self.setting, false).map_err(|stop| {
            self.setting.db = usual;
            told(stop)
        });
        self.handed(opened)
    }

    /// Makes the usual file.
    ///
    /// # Errors
    /// Says in a sentence why it cannot be.
    pub fn own(&mut self) -> Result<App, String> {
        let opened = self.setting.reach().map_err(told);
        self.handed(opened)
    }

    /// Opens a file that is there.
    ///
    /// # Errors
    /// Says in a sentence why it cannot be.
    pub fn file(&mut self, path: PathBuf) -> Result<App, String> {
        let path = path.to_str().map(crate::paths::meant).unwrap_or(path);
        if let Err(error) = path.metadata() {
            return Err(format!("{} cannot be opened ({})", path.display(), plainly(&error.to_string())));
        }
        let usual = std::mem::replace(&mut self.setting.db, crate::paths::Database { path, by_default: false });
        let opened = self.setting.reach().map_err(|stop| {
            self.setting.db = usual;
            told(stop)
        });
        self.handed(opened)
    }

    /// Hands an open database to whoever chose it; nothing leaves here without the floor of who reads.
    fn handed(&self, opened: Result<App, String>) -> Result<App, String> {
        opened.map(|mut app| {
            app.read_for(self.floor);
            app
        })
    }
}

fn told(stop: Stop) -> String {
    match stop {
        Stop::Failure(Failure::Store(error)) => error.to_string(),
        Stop::Failure(Failure::Refused(all)) => all.first().map_or_else(String::new, |refusal| refusal.why.raw().to_owned()),
        Stop::Usage(why, hint) => {
            if hint.is_empty() {
                why
            } else {
                format!("{why}: {hint}")
            }
        }
        Stop::File(error) => error.to_string(),
        Stop::Output(error) => error.to_string(),
        Stop::Code(code) => format!("it ended with {code}"),
    }
}
