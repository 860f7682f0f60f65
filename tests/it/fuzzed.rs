//! Everything the fuzzer keeps, fed to the same targets without a fuzzer: what was found once is not found again.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../../fuzz/targets/lib.rs"]
mod targets;

fn place() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).map(|all| all.map(|file| file.unwrap().path()).collect()).unwrap_or_default();
    files.sort();
    files
}

#[test]
fn whatever_the_fuzzer_kept_holds_for_its_target() {
    for (name, feed) in targets::TARGETS {
        let kept = files(&place().join("corpus").join(name));
        assert!(kept.len() >= 8, "only {} inputs are kept for {name}", kept.len());
        for file in kept {
            let bytes = fs::read(&file).unwrap();
            if std::panic::catch_unwind(|| feed(&bytes)).is_err() {
                panic!("{} breaks {name}", file.display());
            }
        }
        feed(b"");
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// Characters that mean something to somebody.
const SHARP: &str =
    "\n\r\t\0\u{1b}\u{7f}\u{9b}\u{202e}\u{200b}\u{200d}\u{fe0f}\u{feff}\u{fffd}é\u{301}数👩 !\"#$%&'()*+,-./0159:;<=>?@[\\]^_`{|}~aAzZ";

/// Puts two inputs together and spoils a few places.
fn spoiled(kept: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let (one, other) = (&kept[dice.below(kept.len())], &kept[dice.below(kept.len())]);
    let mut bytes = one.clone();
    if dice.below(2) == 0 {
        bytes.truncate(dice.below(bytes.len() + 1));
        bytes.extend_from_slice(&other[dice.below(other.len() + 1)..]);
    }
    let sharp: Vec<char> = SHARP.chars().collect();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        match dice.below(4) {
            0 => {
                let end = (at + dice.below(6)).min(bytes.len());
                drop(bytes.drain(at..end));
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            2 => {
                let again: Vec<u8> = bytes.iter().skip(at).take(1 + dice.below(8)).copied().collect();
                drop(bytes.splice(at..at, again));
            }
            _ => drop(bytes.splice(at..at, sharp[dice.below(sharp.len())].to_string().into_bytes())),
        }
    }
    bytes.truncate(4_096);
    bytes
}

/// `FUZZ_ROUNDS` says how many inputs each target gets, `FUZZ_SEED` where the dice begin, `FUZZ_TARGET` which one alone.
#[test]
fn what_is_like_the_inputs_that_are_kept_holds_too() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (rounds, seed) = (number("FUZZ_ROUNDS", 150), number("FUZZ_SEED", 1));
    let alone = std::env::var("FUZZ_TARGET").ok();
    for (name, feed) in targets::TARGETS.iter().filter(|(name, _)| alone.as_deref().is_none_or(|alone| alone == *name)) {
        let kept: Vec<Vec<u8>> = files(&place().join("corpus").join(name)).iter().map(|file| fs::read(file).unwrap()).collect();
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for round in 0..rounds {
            let bytes = spoiled(&kept, &mut dice);
            if std::panic::catch_unwind(|| feed(&bytes)).is_err() {
                panic!("round {round} from seed {seed} breaks {name}: {:?}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn every_target_is_built_described_and_small() {
    let (manifest, guide) =
        (fs::read_to_string(place().join("Cargo.toml")).unwrap(), fs::read_to_string(place().join("README.md")).unwrap());
    for file in files(&place().join("fuzz_targets")) {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(manifest.contains(&format!("name = \"{name}\"")) && guide.contains(&format!("| `{name}` |")), "{name}");
        assert!(cfg!(not(feature = "screens")) || targets::TARGETS.iter().any(|(known, _)| *known == name), "{name}");
    }
    let corpora = files(&place().join("corpus"));
    let size: u64 = corpora.iter().flat_map(|folder| files(folder)).map(|file| file.metadata().unwrap().len()).sum();
    assert!(size > 0 && size < 200_000, "{size} bytes are kept");
}
