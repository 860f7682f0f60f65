//! The screens: keys in, one calm frame out.
//!
//! A screen is a value on a stack. It reads through the application floor, says what it wants with a [`stage::Reply`], and is drawn
//! only when something changed or the minute turned. This floor must not know SQL, the store, or how a command does its work.

use std::path::Path;

use crate::app::App;
use crate::app::config::{FILE, Fault, Input, KeySetting, Looks};
use crate::paths;

pub mod act;
pub mod act_names;
pub mod answers;
pub mod begin;
pub mod board;
pub mod board_lane;
pub mod board_rows;
pub mod called;
mod capture;
pub mod causes;
mod causes_draw;
mod causes_fishbone;
mod causes_lines;
pub mod choose;
mod chord;
pub mod copies;
pub mod copy;
pub mod copy_menu;
pub mod crash;
pub mod deed;
pub mod desk;
pub mod desk_header;
pub mod desk_orders;
pub mod desk_signals;
pub mod dialog;
pub mod editor;
pub mod event_loop;
pub mod follow_up;
pub mod found;
pub mod guide;
pub mod guide_draw;
#[cfg(test)]
mod guide_tests;
pub mod held;
pub mod history;
pub mod import;
pub mod import_ask;
pub mod import_file;
pub mod import_map;
mod import_preview;
pub mod import_report;
pub mod input;
pub mod keeper;
pub mod key_list;
pub mod keys;
pub mod library;
pub mod library_draw;
mod library_filter;
mod library_look_up;
pub mod live_keys;
pub mod mouse;
pub mod page;
pub mod parts;
mod path;
pub mod pen;
pub mod place;
pub mod portfolio;
pub mod remap;
pub mod review;
pub mod review_cases;
pub mod review_deeds;
pub mod review_draw;
pub mod review_edit;
pub mod review_export;
pub mod review_items;
pub mod review_state;
pub mod room;
pub mod room_draw;
pub mod room_rows;
pub mod rows;
pub mod screen;
pub mod shared;
pub mod signals;
pub mod stage;
pub mod summary;
pub mod terminal;
pub mod theme;
pub mod timeline;
mod timeline_draw;
mod timeline_edit;
mod unfit;
pub mod unsent;
pub mod update;
pub mod update_edit;
pub mod update_outbox;
pub mod update_ways;
pub mod watchdog;
pub mod welcome;
pub mod windows;
pub mod words;
mod writing;

#[cfg(test)]
mod catch_up_tests;
#[cfg(test)]
mod causes_tests;
#[cfg(test)]
mod contingency_tests;
#[cfg(test)]
mod desk_signals_tests;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod example;
#[cfg(test)]
mod example_tests;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod import_tests;
#[cfg(test)]
mod input_tests;
#[cfg(test)]
mod library_tests;
#[cfg(test)]
mod looks_tests;
#[cfg(test)]
mod matrix_tests;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod review_tests;
#[cfg(test)]
mod screens;
#[cfg(test)]
mod screens_tests;
#[cfg(test)]
mod shots_tests;
#[cfg(test)]
mod storm_tests;
#[cfg(test)]
mod update_tests;

/// Lets somebody who has no database yet choose how to begin, then runs the screens on it; gives the exit code.
///
/// `usual` is the file that would be made, `opener` opens what is chosen, and `state` finds the folder of what belongs to it, as for [`run`].
///
/// # Errors
/// When there is no terminal that could show screens; nothing was written to it then.
pub fn run_first(
    (usual, zone): (&Path, crate::model::Zone),
    opener: Box<welcome::Opener<'static>>,
    state: impl FnOnce(&App) -> Option<std::path::PathBuf>,
    looks: &Looks,
    input: &Input,
) -> Result<i32, terminal::Unfit> {
    let (mut theme, notes) = chosen(looks);
    let mut welcome = welcome::Welcome::new(usual, zone, opener);
    let mut seat = event_loop::Seat::take()?;
    let code = seat.run(&mut welcome, keys::Place::Welcome, &mut theme);
    let Some(app) = welcome.into_opened().filter(|_| code == 0) else { return Ok(code) };
    let state = state(&app);
    let mut desk = seated(app, state.as_deref(), input);
    desk.notes = notes;
    let code = seat.run(&mut desk, keys::Place::Board, &mut theme);
    drop(seat);
    leave(&mut desk);
    Ok(code)
}

/// Runs the screens on an open application until somebody leaves, and gives the exit code.
///
/// `state` is the folder for what belongs to this database and this person, such as unsent text; without it that lives only as long as
/// the program.
///
/// # Errors
/// When there is no terminal that could show screens; nothing was written to it then.
pub fn run(app: App, state: Option<&Path>, looks: &Looks, input: &Input) -> Result<i32, terminal::Unfit> {
    let (theme, notes) = chosen(looks);
    let mut desk = seated(app, state, input);
    desk.notes = notes;
    let code = event_loop::run(&mut desk, keys::Place::Board, theme)?;
    leave(&mut desk);
    Ok(code)
}

/// Says, on the terminal that is given back, which commands of hooks failed at the end.
fn leave(desk: &mut desk::Desk) {
    desk.farewell().iter().for_each(|words| terminal::say(&crate::document::print::log(words)));
}

/// Sits down at an open application, with the person's keys, mouse and clipboard.
fn seated(app: App, state: Option<&Path>, input: &Input) -> desk::Desk {
    if let Some(state) = state {
        crash::keep_in(state);
    }
    let copies = paths::state_folder().map(|folder| folder.join("copied"));
    desk::Desk::new(app, state)
        .working_in(std::env::current_dir().ok())
        .set_in(paths::config_folder())
        .with(input, copies, |name| std::env::var(name).ok())
}

/// Gives the theme, what was wrong with the wish for it, and what else is wrong with the settings.
fn chosen(looks: &Looks) -> (theme::Theme, Vec<String>) {
    let (theme, note) = theme::Theme::choose(looks, |name| std::env::var(name).ok());
    let notes = looks.notes.iter().map(|note| note.raw().to_owned());
    (theme, note.into_iter().chain(notes).collect())
}

/// Gives what is wrong with keys and colours that somebody has set, whatever the terminal and its variables say.
pub fn settings_faults(keys: &[KeySetting], looks: &[Looks]) -> Vec<Fault> {
    let refused = remap::remapped(keys).1.into_iter().map(remap::Refused::fault);
    refused
        .chain(looks.iter().filter_map(|looks| theme::Theme::choose(looks, |_| None).1.map(|why| theme_fault(&why, looks.line))))
        .collect()
}

/// Places what is wrong with a theme: in its own file, or where it is named.
fn theme_fault(why: &str, named: Option<usize>) -> Fault {
    match why.strip_prefix("themes/").and_then(|_| why.split_once(": ")) {
        Some((file, why)) => Fault::of(file, why),
        None => Fault { file: FILE.to_owned(), line: named, why: why.to_owned() },
    }
}
#[cfg(test)]
mod timeline_tests;
