//! Where an import lands: in the database, or for a rehearsal in one that is thrown away where the database must not be touched.

use std::io::ErrorKind;
use std::path::Path;

use super::setting::Setting;
use super::stop::Stop;
use crate::app::{Access, App};
use crate::document::print::plainly;
use crate::model::Refusal;

/// An open database, and the folder that goes with it where it is only for a rehearsal.
pub(super) struct Stage {
    /// The database; it is let go of before its folder.
    pub app: App,
    _folder: Option<tempfile::TempDir>,
}

impl Stage {
    /// Opens the database. A rehearsal, which keeps nothing, makes none where there is none, and takes a private copy of one that can only
    /// be read.
    ///
    /// # Errors
    /// The store's, and a refusal where there is no room for a copy.
    pub fn open(setting: &Setting, keep: bool) -> Result<Self, Stop> {
        if keep {
            return Ok(Self { app: setting.open()?, _folder: None });
        }
        if setting.db.path.metadata().is_err_and(|e| e.kind() == ErrorKind::NotFound) {
            return Self::aside(setting, |_| Ok(()));
        }
        let app = setting.open()?;
        if app.read_only().is_none() {
            return Ok(Self { app, _folder: None });
        }
        Self::aside(setting, |path| Ok(app.backup(path)?))
    }

    /// Opens a database of nobody else's, after it was filled.
    fn aside(setting: &Setting, fill: impl FnOnce(&Path) -> Result<(), Stop>) -> Result<Self, Stop> {
        let failed = |e: std::io::Error| {
            let why = format!("there is nowhere to rehearse: no folder for what is thrown away can be made ({})", plainly(&e.to_string()));
            Refusal::whole(why, "name one that can be written to with TMPDIR")
        };
        let folder = tempfile::Builder::new().prefix("warroom-rehearsal-").tempdir().map_err(failed)?;
        let path = folder.path().join("rehearsal.db");
        fill(&path)?;
        let app = App::open(&path, Access::Write, setting.config.allow_shared, setting.ctx.clone(), setting.seed.clone())?;
        Ok(Self { app, _folder: Some(folder) })
    }
}
