//! Copies of the whole file while it is in use.

use std::path::Path;

use super::error::{Result, StoreError};
use super::{Access, Store, migrate};

impl Store {
    /// Copies the database online to a new file. Plain `cp` would miss what is still in the write-ahead log.
    ///
    /// # Errors
    /// When the target exists or cannot be written, or the copy is not sound.
    pub fn backup(&self, target: &Path) -> Result<()> {
        if target.symlink_metadata().is_ok() {
            let file = target.display().to_string();
            return Err(StoreError::Other { file, why: "there is a file of that name already; name another one".into() });
        }
        // A connection of its own, so that a long copy keeps nobody's statements open.
        let source = if self._private_copy.is_some() { None } else { Some(self.again(Access::Read)?) };
        migrate::copy_to(source.as_ref().map_or(&self.conn, |s| &s.conn), target)
    }
}
