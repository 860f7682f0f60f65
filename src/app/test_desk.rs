//! An empty database in a folder of its own, for tests.

use super::{Access, App, Context};
use crate::model::Zone;

/// Opens one for a person in Amsterdam; its ids are the same each time. The folder goes when it is dropped.
pub fn open(now: i64, who: &str) -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let ctx = Context::built_in(now, Zone::parse("Europe/Amsterdam").unwrap(), who, "cli", "run");
    let app = App::open(&folder.path().join("a.db"), Access::Write, false, ctx, Some("seed".into())).unwrap();
    (app, folder)
}
