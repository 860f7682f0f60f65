//! Laws of the tables that everything is fed from.

use std::collections::HashSet;

use warroom::app::tables::{commands, queries};
use warroom::app::{Ask, Field, Place};

fn fields() -> Vec<(&'static str, &'static Field)> {
    let of_commands = commands().flat_map(|c| c.fields.iter().map(move |f| (c.name, *f)));
    let of_queries = queries().flat_map(|q| q.fields.iter().map(move |f| (q.name, *f)));
    of_commands.chain(of_queries).collect()
}

#[test]
fn every_name_is_used_once() {
    let mut seen = HashSet::new();
    for name in commands().map(|c| c.name).chain(queries().map(|q| q.name)) {
        assert!(seen.insert(name), "{name} is there twice");
        assert!(name.split(' ').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')), "{name}");
    }
}

#[test]
fn no_command_is_also_the_beginning_of_another() {
    let names: Vec<&str> = commands().map(|c| c.name).chain(queries().map(|q| q.name)).collect();
    for name in &names {
        assert!(!names.iter().any(|other| other.starts_with(&format!("{name} "))), "{name} would be a command and a group");
    }
}

#[test]
fn every_field_key_is_used_once_in_a_command() {
    for (name, list) in commands().map(|c| (c.name, c.fields)).chain(queries().map(|q| (q.name, q.fields))) {
        let mut seen = HashSet::new();
        assert!(list.iter().all(|f| seen.insert(f.key)), "{name} has a key twice");
    }
}

#[test]
fn sentences_are_sentences() {
    for (name, doc) in commands().map(|c| (c.name, c.doc)).chain(queries().map(|q| (q.name, q.doc))) {
        assert!(doc.ends_with('.') && doc.starts_with(char::is_uppercase), "{name}: {doc}");
    }
    for (name, field) in fields() {
        assert!(!field.doc.is_empty() && !field.doc.ends_with('.') && !field.label.is_empty(), "{name} --{}", field.key);
    }
}

#[test]
fn optional_arguments_stand_behind_required_ones() {
    for (name, list) in commands().map(|c| (c.name, c.fields)).chain(queries().map(|q| (q.name, q.fields))) {
        let arguments: Vec<bool> = list.iter().filter(|f| f.place == Place::Argument).map(|f| f.required).collect();
        assert!(arguments.is_sorted_by_key(|required| !required), "{name}");
    }
}

#[test]
fn choices_have_different_words() {
    for (name, field) in fields() {
        if let Ask::Choice(choices) = field.ask {
            let words: HashSet<&str> = choices.iter().map(|(key, _)| *key).collect();
            assert_eq!(words.len(), choices.len(), "{name} --{}", field.key);
            assert!(choices.iter().all(|(key, label)| !key.is_empty() && !label.is_empty()));
        }
    }
}

#[test]
fn rows_have_columns_and_say_what_fills_them() {
    for query in queries().filter(|q| q.name.ends_with("list")) {
        assert!(!query.columns.is_empty() && !query.empty.is_empty(), "{}", query.name);
    }
}
