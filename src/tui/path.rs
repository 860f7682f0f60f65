//! Paths as they are typed: what is meant by one, and how one goes on. Knows no screen.

use std::path::PathBuf;

/// Most names of a folder that are looked at.
const MOST: usize = 10_000;
/// Most names that are said when several would fit.
const SAID: usize = 5;

/// Gives the path that was meant: a tilde is the home folder.
pub fn meant(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => PathBuf::from(typed),
    }
}

/// Completes a path as far as only one name fits.
///
/// # Errors
/// Says in words that none fits, or which ones do.
pub fn completed(typed: &str) -> Result<String, String> {
    let (folder, begun) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at + 1));
    let place = if folder.is_empty() { PathBuf::from(".") } else { meant(folder) };
    let entries = std::fs::read_dir(&place).map_err(|_| format!("there is no folder {folder}"))?;
    let mut names: Vec<String> = entries
        .take(MOST)
        .flatten()
        .filter_map(|entry| {
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            entry.file_name().into_string().ok().map(|name| if folder { format!("{name}/") } else { name })
        })
        // A hidden name is meant only by who begins it so.
        .filter(|name| name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.')))
        .collect();
    names.sort();
    let Some(first) = names.first() else { return Err("nothing there begins like that".to_owned()) };
    let same = names.iter().fold(first.as_str(), |same, name| {
        let shared = same.char_indices().zip(name.chars()).find(|((_, a), b)| a != b).map_or(same.len().min(name.len()), |((at, _), _)| at);
        &same[..shared]
    });
    if same.len() > begun.len() || names.len() == 1 {
        return Ok(format!("{folder}{same}"));
    }
    let more = if names.len() > SAID { format!(" and {} more", names.len() - SAID) } else { String::new() };
    names.truncate(SAID);
    Err(format!("{}{more}", names.join("  ")))
}
