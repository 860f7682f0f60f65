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
    /// Counts the ids of this batch, from a number that was drawn.
    count: Option<u64>,
}

/// Bits of the number that a batch's ids count from; that they run over takes a bit more, which an id has.
const START: u64 = (1 << 33) - 1;

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
        Self { key: hash.finalize().into(), drawn: 0, now, count: None }
    }

    /// Mints a UUIDv7 whose time is the batch's. Behind it they count up, as RFC 9562 has it (6.2, method 1): rows that come together stand
    /// together in every index, and no page of it is half empty.
    pub fn id(&mut self) -> Id {
        let drawn = self.draw();
        let count = match self.count {
            Some(last) => last + 1,
            None => drawn[10..18].iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)) & START,
        };
        self.count = Some(count);
        let [.., a, b, c, d, e] = count.to_be_bytes();
        // The count's 34 bits, split by the two bits of the variant; then 40 that were drawn.
        let mut tail = [(a << 2) | (b >> 6), (b << 2) | (c >> 6), c & 0x3F, d, e, 0, 0, 0, 0, 0];
        tail[5..].copy_from_slice(&drawn[..5]);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_batch_count_up_and_those_of_two_are_never_the_same() {
        let ids = |seed| {
            let mut mint = Mint::new(seed, 7, 1_795_000_000_000);
            (0..70_000).map(|_| mint.id()).collect::<Vec<_>>()
        };
        let (one, other) = (ids(None), ids(None));
        for all in [&one, &other] {
            assert!(all.windows(2).all(|pair| pair[0].0 < pair[1].0), "they do not count up");
            assert!(all.iter().all(|id| id.0.get_version_num() == 7 && id.0.get_variant() == uuid::Variant::RFC4122));
        }
        assert!(one.iter().all(|id| other.binary_search_by_key(&id.0, |id| id.0).is_err()));
        assert_eq!(ids(Some("seed")), ids(Some("seed")));
    }
}
