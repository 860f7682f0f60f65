//! Many commands in one transaction: each is a batch of its own in the journal, and all of them are in the file or none is.

use super::journal::{Answer, By};
use super::writer::Writer;
use super::{Result, Store, StoreError, lock, same_version};

impl Store {
    /// Runs commands one after the other, each with its own circumstances, and commits once; gives how many batches they became.
    ///
    /// For what nobody waits on line by line, such as filling a new file: one trip to the disk instead of hundreds. No key is looked
    /// up, so it must not be tried again on a file that may have taken it.
    ///
    /// # Errors
    /// What the first command that fails says, or the store's; nothing is kept then.
    pub fn write_all<E: From<StoreError>>(
        &mut self,
        all: &[By],
        mut command: impl FnMut(usize, &mut Writer<'_>) -> Result<Answer, E>,
    ) -> Result<usize, E> {
        self.ready()?;
        let Some(first) = all.first() else { return Ok(0) };
        let file = self.file.clone();
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let tx = lock::begin(&self.conn, first.wait, &self.stop, &self.path)?;
        same_version(&tx, &file)?;
        let (mut batches, mut newest) = (0, None);
        for (at, by) in all.iter().enumerate() {
            let mut writer = Writer::new(&tx, by, self.seed.as_deref()).map_err(word)?;
            let answer = command(at, &mut writer)?;
            let sealed = writer.finish(by, &answer).map_err(word)?;
            batches += usize::from(sealed.is_some());
            newest = sealed.or(newest);
        }
        tx.commit().map_err(word)?;
        if let Some((seq, hash)) = newest {
            // The commit stands whatever happens here: a heads file that cannot be written is doctor's to report.
            let _ = self.heads.append(seq, &hash);
        }
        Ok(batches)
    }
}
