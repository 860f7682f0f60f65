//! Paths as they are typed: what is meant by one, and how one goes on. Knows no screen.

use std::path::PathBuf;

use crate::paths::meant;

/// Most names of a folder that are looked at.
const MOST: usize = 10_000;
/// Most names that are said when several would fit.
const SAID: usize = 5;

/// Completes a path as far as only one name fits.
///
/// # Errors
/// Says in words that none fits, or which ones do.
pub fn completed(typed: &str) -> Result<String, String> {
    if typed == "~" {
        return Ok("~/".to_owned());
    }
    let (folder, begun) = typed.rfind('/').map_or(("", typed), |at| typed.split_at(at + 1));
    let place = if folder.is_empty() { PathBuf::from(".") } else { meant(folder) };
    let entries = std::fs::read_dir(&place).map_err(|_| format!("there is no folder {folder}"))?;
    let mut names: Vec<String> = entries
        .take(MOST)
        .flatten()
        .filter_map(|entry| {
            // A link to a folder is a way into it.
            let folder = entry.file_type().is_ok_and(|kind| kind.is_dir() || kind.is_symlink() && entry.path().is_dir());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_folder_leads_on_and_a_tilde_alone_is_the_home_folder() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("deep")).unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        for (link, to) in [("into", "deep"), ("onto", "file"), ("away", "nowhere")] {
            std::os::unix::fs::symlink(to, folder.path().join(link)).unwrap();
        }
        let place = folder.path().display().to_string();
        for (begun, whole) in [("in", "into/"), ("on", "onto"), ("aw", "away"), ("de", "deep/")] {
            assert_eq!(completed(&format!("{place}/{begun}")).unwrap(), format!("{place}/{whole}"));
        }
        assert_eq!(completed("~").unwrap(), "~/");
        let home = PathBuf::from(std::env::var_os("HOME").unwrap());
        assert_eq!((meant("~"), meant("~/x"), meant("~x")), (home.clone(), home.join("x"), PathBuf::from("~x")));
    }
}
