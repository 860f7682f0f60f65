//! Keeps the newest text of a small file on disk without letting a key wait for it; must not know what the text is for.
//!
//! The thread that writes begins with the first text: who only looks pays for none.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::app::output;

/// Holds a file and, once there is something to write, the thread that writes it.
pub struct Keeper {
    file: PathBuf,
    pause: Duration,
    writer: Option<(Sender<String>, JoinHandle<()>)>,
}

impl Keeper {
    /// Begins for a file; between two writings lies at least the pause.
    pub fn new(file: PathBuf, pause: Duration) -> Self {
        Self { file, pause, writer: None }
    }

    /// Gives the file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Hands over what the file is to say from now on.
    pub fn keep(&mut self, text: String) {
        if self.writer.is_none() {
            let (sender, inbox) = channel();
            let (file, pause) = (self.file.clone(), self.pause);
            let thread = Builder::new().name("keeper".to_owned()).spawn(move || serve(&file, pause, &inbox));
            self.writer = thread.ok().map(|thread| (sender, thread));
        }
        if let Some((sender, _)) = &self.writer {
            let _ = sender.send(text);
        }
    }
}

impl Drop for Keeper {
    /// Waits until the last text is on disk.
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.writer.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

/// Writes the newest of what comes, with a pause between two writings, and what is left at the end.
fn serve(file: &Path, pause: Duration, inbox: &Receiver<String>) {
    let mut next = Instant::now();
    let mut waiting: Option<String> = None;
    loop {
        let got = match &waiting {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(_) => inbox.recv_timeout(next.saturating_duration_since(Instant::now())),
        };
        let ended = match got {
            Ok(newer) => {
                waiting = Some(newer);
                continue;
            }
            Err(error) => error == RecvTimeoutError::Disconnected,
        };
        if let Some(text) = waiting.take() {
            // A disk that is full or gone is said when something is saved; here there is nobody to say it to.
            let _ = output::write(file, text.as_bytes(), true);
            next = Instant::now() + pause;
        }
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_text_is_on_disk_when_the_keeper_goes_and_nothing_is_where_nothing_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("a"), folder.path().join("b"));
        let mut keeper = Keeper::new(file.clone(), Duration::from_secs(3600));
        for text in ["one", "two", "three"] {
            keeper.keep(text.to_owned());
        }
        drop(keeper);
        drop(Keeper::new(other.clone(), Duration::ZERO));
        assert_eq!(std::fs::read_to_string(file).unwrap(), "three");
        assert!(!other.exists());
    }
}
