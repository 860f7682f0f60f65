//! Files that people write for the program: settings, policies, playbooks, questions, sections, themes. Refused with words or taken whole.

use warroom::app::config::{Config, Looks};
use warroom::model::playbook::{Playbook, Playbooks};
use warroom::model::policy::{FILES, Policies};
use warroom::model::questions::Questions;
use warroom::model::sections::Sections;

use super::oracle;

/// Feeds one input: a byte for the kind of file, then its text.
pub fn feed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    match first % 6 {
        0 => config(text),
        1 => policies(text),
        2 => playbook(text),
        3 => questions(text),
        4 => sections(text),
        _ => theme(text),
    }
}

fn config(text: &str) {
    let mut config = Config::default();
    config.settings(text);
    let lines = text.split('\n').count();
    for fault in &config.faults {
        assert!(fault.line.is_none_or(|line| (1..=lines).contains(&line)), "{fault}");
        assert!(!fault.why.trim().is_empty(), "a fault without a word");
        oracle::tame(&fault.to_string(), false);
    }
    assert!(config.set.iter().all(|(_, line, _)| line.is_none_or(|line| (1..=lines).contains(&line))));
    // What was taken is taken again the same.
    let mut again = Config::default();
    again.settings(text);
    assert_eq!((again.faults.len(), again.set), (config.faults.len(), config.set));
}

fn policies(text: &str) {
    for (name, _) in FILES {
        let built_in = Policies::built_in();
        match built_in.clone().with(name, text) {
            Ok(own) => assert_eq!(own.clone().with(name, text).map(|twice| twice.fingerprint()).ok(), Some(own.fingerprint())),
            Err(refusal) => assert!(!refusal.why.is_blank()),
        }
    }
}

fn playbook(text: &str) {
    match Playbooks::standard().clone().with("own", text) {
        Ok(books) => {
            let own = books.find("own").expect("what was taken is there");
            assert_eq!(Playbook::from_json(&own.to_json()).as_ref(), Some(own));
            assert!(own.steps.iter().all(|step| !step.code.is_empty()));
        }
        Err(why) => assert!(!why.trim().is_empty()),
    }
}

fn questions(text: &str) {
    match Questions::standard().clone().with(text) {
        Ok(own) => {
            for section in Sections::standard().iter() {
                assert!(own.asked_of(section, "nl").iter().all(|question| !question.trim().is_empty()));
                assert!(own.of(&section.name).all(|question| own.find(&question.code).is_some()));
            }
        }
        Err(why) => assert!(!why.trim().is_empty()),
    }
}

fn sections(text: &str) {
    match Sections::parse(text) {
        Ok(sections) => assert!(sections.iter().all(|section| sections.find(&section.name) == Some(section))),
        Err(why) => assert!(!why.trim().is_empty()),
    }
}

#[cfg(feature = "screens")]
fn theme(text: &str) {
    use warroom::tui::theme::Theme;
    let looks =
        Looks { theme: Some("own".to_owned()), line: None, own: Some(text.to_owned()), glyphs: None, colourless: false, notes: Vec::new() };
    for rich in ["truecolor", ""] {
        let (_, note) = Theme::choose(&looks, |name| (name == "COLORTERM").then(|| rich.to_owned()));
        assert!(note.is_none_or(|why| !why.trim().is_empty()));
    }
}

#[cfg(not(feature = "screens"))]
fn theme(_: &str) {}
