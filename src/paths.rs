//! Where files live: the record, the settings, and what belongs to this machine only.
//!
//! Knows the folders of the system and three environment variables; must not know what is in the files.

use std::ffi::OsString;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::document::print::plainly;

/// Name of the database in the data folder.
const DATABASE: &str = "warroom.db";

/// Name of the demonstration beside it.
const DEMO: &str = "demo.db";

/// Says where the database is, and whether the place was chosen by us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// The file; it need not exist yet.
    pub path: PathBuf,
    /// Whether it lies in the data folder because nobody said otherwise.
    pub by_default: bool,
}

/// Gives the path that was meant by what somebody typed: a tilde in front is the home folder.
pub fn meant(typed: &str) -> PathBuf {
    match (typed.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/')), variable("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest.trim_start_matches('/')),
        _ => PathBuf::from(typed),
    }
}

/// Finds the database: the given name, else `WARROOM_DB`, else `warroom.db` in the data folder.
///
/// # Errors
/// Says in a sentence that the name is empty, or that there is no home folder to put it in.
pub fn database(given: Option<&Path>) -> Result<Database, String> {
    if given.is_some_and(|path| path.as_os_str().is_empty()) {
        return Err("--db names no file; leave it out for the one in the data folder".into());
    }
    if let Some(path) = given.map(Path::to_owned).or_else(|| variable("WARROOM_DB").map(PathBuf::from)) {
        return Ok(Database { path, by_default: false });
    }
    let folders = folders().ok_or("there is no home folder to keep the database in; name a file with --db")?;
    Ok(Database { path: folders.data_dir().join(DATABASE), by_default: true })
}

/// Gives the file of the demonstration in the data folder, which is never the one somebody works in.
pub fn demo() -> Option<PathBuf> {
    folders().map(|folders| folders.data_dir().join(DEMO))
}

/// Gives the folder of settings: `WARROOM_CONFIG`, else the system's place for it.
pub fn config_folder() -> Option<PathBuf> {
    variable("WARROOM_CONFIG").map(PathBuf::from).or_else(|| folders().map(|f| f.config_dir().to_owned()))
}

/// Gives the folder of what is kept between runs on this machine: places, filters, unsent text.
pub fn state_folder() -> Option<PathBuf> {
    folders().map(|f| f.state_dir().unwrap_or_else(|| f.data_local_dir()).to_owned())
}

/// Makes sure that a folder of ours exists and that nobody else can look into it.
///
/// # Errors
/// Says in a sentence why it cannot be made.
pub fn make_private(folder: &Path) -> Result<(), String> {
    let told = |e: std::io::Error| format!("the folder {} cannot be made ({})", folder.display(), plainly(&e.to_string()));
    match std::fs::metadata(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(told)
        }
        Err(e) => Err(told(e)),
        // A folder of ours that was made too wide is put right; one of somebody else is the store's to judge.
        Ok(meta) if meta.mode() & 0o077 != 0 && meta.uid() == rustix::process::geteuid().as_raw() => {
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(told)
        }
        Ok(_) => Ok(()),
    }
}

/// Makes sure that a folder of settings exists. One that somebody chose and made is theirs and stays as it is; nobody else can look into
/// what is made here, nor into the system's place for it.
///
/// # Errors
/// As [`make_private`].
pub fn make_settings(folder: &Path) -> Result<(), String> {
    let ours = folders().is_some_and(|folders| folder.starts_with(folders.config_dir()));
    if folder.is_dir() && !ours { Ok(()) } else { make_private(folder) }
}

fn folders() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "warroom")
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_wins_and_is_not_ours_to_make_a_folder_for() {
        let found = database(Some(Path::new("/x/y.db"))).unwrap();
        assert_eq!(found, Database { path: "/x/y.db".into(), by_default: false });
    }

    #[test]
    fn a_folder_is_made_private_and_one_that_is_too_wide_is_put_right() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("share/warroom");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
        make_private(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o775)).unwrap();
        make_private(&folder).unwrap();
        assert_eq!(mode(&folder), 0o700);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_said_in_words() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("file"), "").unwrap();
        let told = make_private(&home.path().join("file/warroom")).unwrap_err();
        assert!(told.contains("cannot be made") && !told.contains("os error"), "{told}");
    }
}
