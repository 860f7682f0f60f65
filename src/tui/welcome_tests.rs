//! Tests of the first start: what it offers, what each key leads to, and that nothing is made before somebody chose.

use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};

use super::*;
use crate::app::{Access, Context};
use crate::tui::driver::Driver;
use crate::tui::matrix_tests::SIZES;
use crate::tui::stage::Wish;

/// A first start in a folder where nothing is; gives what was chosen so far.
fn start(width: u16, height: u16) -> (tempfile::TempDir, Arc<Mutex<Vec<Choice>>>, Driver<Welcome>) {
    let folder = tempfile::Builder::new().permissions(PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let (usual, chosen) = (folder.path().join("usual.db"), Arc::new(Mutex::new(Vec::new())));
    let (file, told) = (usual, chosen.clone());
    let opener = move |choice: Choice| {
        told.lock().unwrap().push(choice.clone());
        if let Choice::File(path) = choice {
            return Err(format!("{} is not a warroom database", path.display()));
        }
        App::open(&file, Access::Write, false, Context::built_in(0, Zone::UTC, "you", "screens", "r"), None).map_err(|_| "no".to_owned())
    };
    let mut welcome = Welcome::new(Path::new("/data/warroom.db"), Zone::UTC, Box::new(opener));
    // 14:32, whatever the clock says.
    (welcome.now, welcome.fixed) = (1_795_357_920_000, true);
    (folder, chosen, Driver::new(welcome, Place::Welcome, width, height))
}

#[test]
fn three_keys_are_offered_and_nothing_is_made_until_one_is_pressed() {
    let mut sizes = Vec::new();
    for (width, height) in SIZES {
        let (folder, _, mut driver) = start(width, height);
        sizes.push(format!("── {width}x{height}\n{}", driver.text()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        sizes.push(format!("── {width}x{height}, a path is typed\n{}", driver.press("o~/crisis")));
    }
    insta::assert_snapshot!("welcome", sizes.join("\n"));
    let (_folder, _, mut driver) = start(1, 1);
    for (width, height) in [(1, 1), (2, 2), (9, 3), (20, 5), (33, 7), (300, 60)] {
        driver.resize(width, height);
        driver.press("jkjjko~/x<Tab><Esc>?<Esc>");
    }
}

#[test]
fn each_key_chooses_and_enter_does_no_harm() {
    for (keys, choice) in
        [("d", Choice::Demo), ("1", Choice::Demo), ("n", Choice::Own), ("<Enter>", Choice::Own), ("<Up><Enter>", Choice::Demo)]
    {
        let (_folder, chosen, mut driver) = start(80, 24);
        driver.press(keys);
        assert_eq!(*chosen.lock().unwrap(), [choice], "{keys}");
        assert_eq!(driver.stage.take_wish(), Some(Wish::End(0)), "{keys}");
        assert!(driver.world.into_opened().is_some(), "{keys}");
    }
    let (folder, chosen, mut driver) = start(80, 24);
    driver.press("q");
    assert_eq!((driver.stage.take_wish(), chosen.lock().unwrap().len()), (Some(Wish::End(0)), 0));
    assert!(driver.world.into_opened().is_none());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_path_is_typed_completed_and_refused_in_words_and_stays_to_be_corrected() {
    let (folder, chosen, mut driver) = start(120, 30);
    let place = folder.path().join("records");
    std::fs::create_dir(&place).unwrap();
    for name in ["crisis-2026.db", "crisis-2025.db", ".hidden", "数据.db"] {
        std::fs::write(place.join(name), "").unwrap();
    }
    let text = driver.press("o");
    assert!(text.contains("File") && text.contains("Tab complete"), "{text}");
    assert!(driver.press("<Enter>").ends_with("type where the file is; Tab completes the name"));
    driver.paste(&format!("{}/rec", folder.path().display()));
    assert!(driver.press("<Tab>").contains("/records/"), "{}", driver.text());
    assert!(driver.press("cr<Tab>").contains("/records/crisis-202"), "{}", driver.text());
    assert!(driver.press("<Tab>").contains("crisis-2025.db  crisis-2026.db"), "{}", driver.text());
    let text = driver.press("6<Tab><Enter>");
    assert!(text.contains("crisis-2026.db is not a warroom database") && text.contains("File"), "{text}");
    assert_eq!(*chosen.lock().unwrap(), [Choice::File(place.join("crisis-2026.db"))]);
    assert_eq!(path::completed(&format!("{}/数", place.display())), Ok(format!("{}/数据.db", place.display())));
    assert!(path::completed("/nowhere/at/all").is_err_and(|words| words.starts_with("there is no folder")));
    assert!(!driver.press("<Esc>").contains(" File "), "{}", driver.text());
    assert!(driver.stage.take_wish().is_none() && driver.world.into_opened().is_none());
}
