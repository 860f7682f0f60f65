//! Tests of the screen of causes: a tree grown by keys alone, and how it looks at every size.

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::matrix_tests::{SIZES, There, is_sound, seat, walk};
use super::screens::Site;
use super::screens_tests::reviewed;

/// The crisis of `reviewed`, with a tree of three levels and more, long and Chinese and hostile words among it.
fn grown() -> Site {
    let mut place = reviewed();
    let mut run = |name, fields: &[(&'static str, &str)]| place.run("14:30", name, fields);
    let long = "nobody was told that the certificate would expire, because the mail of the supplier went to somebody who left in March";
    let mut add = |text, fields: &[(&'static str, &str)]| {
        let all: Vec<(&'static str, &str)> = [("case", "INC-1"), ("text", text)].into_iter().chain(fields.iter().copied()).collect();
        run("cause add", &all);
    };
    add("card payments fail in all shops", &[("aspect", "technology"), ("certainty", "confirmed")]);
    add("the certificate of the gateway had expired", &[("under", "F-1"), ("aspect", "technology"), ("certainty", "confirmed")]);
    add(long, &[("under", "F-2"), ("mark", "root"), ("aspect", "organisation"), ("certainty", "suspected"), ("note", "seen in March too")]);
    add("证书到期没有监控 \u{202e}evil\u{1b}[2J", &[("under", "F-2"), ("aspect", "technology")]);
    add("the rollback was never tried", &[("under", "F-1"), ("mark", "contributing"), ("certainty", "with-provider")]);
    add("load was high", &[("mark", "contributing")]);
    for under in ["F-4", "F-7", "F-8", "F-9", "F-10"] {
        add("and why was that so?", &[("under", under)]);
    }
    run("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    run("cause attach", &[("cause", "F-3"), ("entry", "INC-1.2"), ("side", "against")]);
    place
}

fn at(site: &Site, there: There, (width, height): (u16, u16), keys: &[&str]) -> Driver<Desk> {
    let mut driver = Driver::new(seat(site, there), Place::Board, width, height);
    walk(&mut driver, keys);
    driver
}

#[test]
fn the_causes_look_as_agreed_at_four_sizes() {
    let (site, bare, nothing) = (grown(), reviewed(), Site::new());
    for (name, site, there, keys) in [
        ("causes", &site, There::Crisis, &["3", "w", "jj"][..]),
        ("causes fishbone", &site, There::Crisis, &["3", "w", "jj", "o"]),
        ("causes below", &site, There::Crisis, &["3", "w", "G"]),
        ("causes why", &site, There::Crisis, &["3", "w", "w"]),
        ("causes evidence", &site, There::Crisis, &["3", "w", "v"]),
        ("causes shared", &site, There::Shared, &["3", "w"]),
        ("causes kept", &site, There::Kept, &["3", "w", "r"]),
        ("causes empty", &bare, There::Crisis, &["3", "w"]),
        ("causes nowhere", &nothing, There::Nothing, &[":causes<Enter>"]),
    ] {
        let mut sizes = Vec::new();
        for size in SIZES {
            let mut driver = at(site, there, size, keys);
            sizes.push(format!("── {}x{}\n{}", size.0, size.1, is_sound(&mut driver, size.0, size.1)));
        }
        insta::assert_snapshot!(name, sizes.join("\n"));
    }
}

/// The rows of the tree, without what stands beside and below it.
fn rows(driver: &mut Driver<Desk>) -> Vec<String> {
    let text = driver.text();
    let row = |line: &str| {
        let from = line.find("[ ]").or(line.find("[R]")).or(line.find("[C]"))?;
        let row = line[from..].split('│').next().unwrap_or_default();
        Some(line[from..].get(..row.len().max(3)).unwrap_or_default().to_owned())
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn a_tree_is_grown_marked_moved_and_taken_back_by_keys_alone() {
    let site = reviewed();
    let mut driver = at(&site, There::Crisis, (80, 24), &["3", "w"]);
    assert!(driver.text().contains("n names the first"), "{}", driver.text());
    walk(&mut driver, &["n", "payments fail<Ctrl-S>"]);
    let text = driver.text();
    assert!(text.contains("[ ] - payments fail") && text.contains("INC-1 causes · 1"), "{text}");
    walk(&mut driver, &["w", "the certificate expired<Ctrl-S>"]);
    walk(&mut driver, &["w", "nobody watched it<Ctrl-S>"]);
    walk(&mut driver, &["n", "no alarm was set<Ctrl-S>"]);
    let text = driver.text();
    for row in ["[ ] - payments fail", "[ ] - └ the certificate expired", "[ ] -   ├ nobody watched it", "[ ] -   └ no alarm was set"]
    {
        assert!(text.contains(row), "{row}\n{text}");
    }
    // What was added last is selected.
    walk(&mut driver, &["r"]);
    assert!(driver.text().contains("[R] -   └ no alarm was set") && driver.text().contains("1 root"), "{}", driver.text());
    walk(&mut driver, &["K"]);
    assert!(driver.text().contains("[R] -   ├ no alarm was set"), "{}", driver.text());
    walk(&mut driver, &["K"]);
    assert!(driver.text().contains("nothing stands before it here"), "{}", driver.text());
    walk(&mut driver, &["J", "L"]);
    assert!(driver.text().contains("[R] -     └ no alarm was set"), "{}", driver.text());
    walk(&mut driver, &["H", "H"]);
    assert!(driver.text().contains("[R] - └ no alarm was set"), "{}", driver.text());
    walk(&mut driver, &["c"]);
    assert!(driver.text().contains("[C] - └ no alarm was set"), "{}", driver.text());
    walk(&mut driver, &["z", "z", "z"]);
    assert!(driver.text().contains("[R] -     └ no alarm was set"), "undo takes each step back\n{}", driver.text());
    walk(&mut driver, &["k", "<Delete>"]);
    let text = driver.text();
    assert!(text.contains("F-4 moved up, under F-2") && text.contains("[R] -   └ no alarm was set"), "{text}");
    assert_eq!(rows(&mut driver).len(), 3);
}

#[test]
fn a_line_of_the_log_is_attached_from_a_list_and_a_cause_is_corrected_with_what_it_holds() {
    let site = grown();
    let mut driver = at(&site, There::Crisis, (120, 40), &["3", "w", "v"]);
    walk(&mut driver, &["<Enter>"]);
    assert!(driver.text().contains("attached to F-1"), "{}", driver.text());
    walk(&mut driver, &["jj", "e"]);
    let text = driver.text();
    assert!(text.contains("suspected") && text.contains("seen in March too") && text.contains("organisation"), "{text}");
}

#[test]
fn going_back_leads_to_the_review_and_the_fishbone_keeps_the_selected_cause() {
    let site = grown();
    let mut driver = at(&site, There::Crisis, (80, 24), &["3", "w", "jj", "o"]);
    assert!(driver.text().contains(">F-3 [R] nobody was told"), "{}", driver.text());
    walk(&mut driver, &["<Right>"]);
    assert!(!driver.text().contains(">F-3"), "{}", driver.text());
    walk(&mut driver, &["<Esc>"]);
    assert!(driver.text().contains("INC-1 review"), "{}", driver.text());
}

#[test]
fn a_shared_screen_and_an_approved_review_write_no_cause() {
    let mut site = grown();
    site.run("14:31", "cause set", &[("cause", "F-4"), ("for", "internal"), ("text", "CANARY")]);
    for (there, keys) in [(There::Shared, "r"), (There::Shared, "<Enter>"), (There::Kept, "<Delete>")] {
        let mut driver = at(&site, there, (80, 24), &["3", "w", "jj", keys]);
        let text = driver.text();
        assert!(text.contains("[R] O") && !text.contains("undoes") && (there == There::Kept || !text.contains("CANARY")), "{text}");
    }
    site.run("14:31", "review state", &[("case", "INC-1"), ("state", "approved")]);
    let mut driver = at(&site, There::Crisis, (80, 24), &["3", "w", "r"]);
    assert!(driver.text().contains("this review is approved"), "{}", driver.text());
}

#[test]
fn a_hypothesis_is_weighed_borne_out_and_made_a_cause_from_the_room() {
    let site = reviewed();
    let mut driver = at(&site, There::Crisis, (120, 40), &["<Enter>", "l~the cache was cold ^possible<Enter>", "<Esc>", "v"]);
    let text = driver.text();
    assert!(text.contains("likely") && text.contains("borne out by another line"), "{text}");
    walk(&mut driver, &["<Esc>", "lfirst calls were slow for ~8<Enter>", "<Esc>", "k"]);
    let text = driver.text();
    assert!(text.contains("possible +1") && text.contains("first calls were slow"), "{text}");
    walk(&mut driver, &["v", "6"]);
    assert!(driver.text().contains("likely +1"), "{}", driver.text());
    walk(&mut driver, &["v", "8", "4"]);
    assert!(driver.text().contains("likely +1 -1"), "{}", driver.text());
    walk(&mut driver, &["v", "9"]);
    assert!(driver.text().contains("F-1 added to the causes of INC-1"), "{}", driver.text());
    walk(&mut driver, &["3", "w"]);
    let text = driver.text();
    assert!(text.contains("the cache was cold") && text.contains("suspected") && text.contains("+2 -1"), "{text}");
}
