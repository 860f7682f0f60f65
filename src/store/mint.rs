//! Ids and salts: random, or repeatable under a seed so that goldens can be compared.

use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::model::Id;

/// Draws ids and salts from SHA-256 in counter mode over a secret key.
pub struct Mint {
    key: [u8; 32],
    drawn: u64,
    now: i64,
}

impl Mint {
    /// Starts a mint for one batch. With a seed the same batch of the same file draws the same values again.
    pub fn new(seed: Option<&str>, batch: i64, now: i64) -> Self {
        let mut hash = Sha256::new();
        match seed {
            Some(seed) => hash.update(seed.as_bytes()),
            None => {
                hash.update(entropy());
                hash.update(now.to_be_bytes());
            }
        }
        hash.update(batch.to_be_bytes());
        Self { key: hash.finalize().into(), drawn: 0, now }
    }

    /// Mints a UUIDv7 whose time is the batch's.
    pub fn id(&mut self) -> Id {
        let drawn = self.draw();
        let mut tail = [0; 10];
        tail.copy_from_slice(&drawn[..10]);
        Id(Builder::from_unix_timestamp_millis(self.now.max(0).unsigned_abs(), &tail).into_uuid())
    }

    /// Draws the salt of one journal row.
    pub fn salt(&mut self) -> [u8; 16] {
        let drawn = self.draw();
        let mut salt = [0; 16];
        salt.copy_from_slice(&drawn[..16]);
        salt
    }

    fn draw(&mut self) -> [u8; 32] {
        self.drawn += 1;
        Sha256::new().chain_update(self.key).chain_update(self.drawn.to_be_bytes()).finalize().into()
    }
}

/// Makes an idempotency key nobody has used.
pub fn fresh_key() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    // Were there no randomness, two commands must still not be taken for one: the second would be answered and not done.
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    let hash = Sha256::new().chain_update(entropy()).chain_update(made.to_be_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_random_bytes(bytes).into_uuid().to_string()
}

/// Asks the system for randomness; where it has none yet, the process id still keeps programs apart, and the batch batches.
fn entropy() -> [u8; 32] {
    let mut bytes = [0; 32];
    let got = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty()).unwrap_or(0);
    if got < bytes.len() {
        let id = std::process::id().to_be_bytes();
        bytes[28..].copy_from_slice(&id);
    }
    bytes
}
