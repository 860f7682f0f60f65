//! What the program does, seen from outside: arguments, keys and files in, text out.

#[cfg(test)]
mod automation;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod cli_edges;
#[cfg(test)]
mod config;
#[cfg(test)]
mod contingency;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod database;
#[cfg(test)]
mod escalation;
#[cfg(test)]
mod every_screen;
#[cfg(test)]
mod exports;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod first;
#[cfg(test)]
mod floors;
#[cfg(test)]
mod fuzzed;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod impact;
#[cfg(test)]
mod import;
#[cfg(test)]
mod import_again;
#[cfg(test)]
mod import_backup;
#[cfg(test)]
mod internal;
#[cfg(test)]
mod issue_playbook;
#[cfg(test)]
mod journal;
#[cfg(test)]
mod known;
#[cfg(test)]
mod library;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod media;
#[cfg(test)]
mod migrate;
#[cfg(test)]
mod model;
#[cfg(test)]
mod own_playbook;
#[cfg(test)]
mod people;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod plans;
#[cfg(test)]
mod playbook;
#[cfg(test)]
mod powercut;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod read_only;
#[cfg(test)]
mod recover;
#[cfg(test)]
mod review;
#[cfg(test)]
mod review_keys;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod shim;
#[cfg(test)]
mod soak;
#[cfg(test)]
mod store;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod supply;
#[cfg(test)]
mod tables;
#[cfg(test)]
mod typed;
#[cfg(test)]
mod unknown;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod world;
