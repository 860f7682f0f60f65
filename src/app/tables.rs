//! Everything people can do and ask, as tables that one reads top to bottom.

use super::{Command, Query, action, case, due, entry, history, incident, issue, link, past, register, review, search};

/// Lists the commands, subject by subject.
pub static COMMANDS: &[&[Command]] = &[
    incident::COMMANDS,
    issue::COMMANDS,
    case::COMMANDS,
    entry::COMMANDS,
    link::COMMANDS,
    action::COMMANDS,
    review::COMMANDS,
    register::COMMANDS,
    history::COMMANDS,
];

/// Lists the queries, subject by subject.
pub static QUERIES: &[&[Query]] = &[
    case::QUERIES,
    entry::QUERIES,
    action::QUERIES,
    due::QUERIES,
    review::QUERIES,
    search::QUERIES,
    register::QUERIES,
    history::QUERIES,
    past::QUERIES,
];

/// Goes through all commands.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().flat_map(|slice| slice.iter())
}

/// Goes through all queries.
pub fn queries() -> impl Iterator<Item = &'static Query> {
    QUERIES.iter().flat_map(|slice| slice.iter())
}

/// Finds a command by its words.
pub fn command(name: &str) -> Option<&'static Command> {
    commands().find(|c| c.name == name)
}

/// Finds a query by its words.
pub fn query(name: &str) -> Option<&'static Query> {
    queries().find(|q| q.name == name)
}
