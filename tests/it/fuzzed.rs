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
