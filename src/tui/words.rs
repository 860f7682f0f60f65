//! Words for a column: breaks foreign text into rows that fit.

use super::parts::area::wrap;

/// Most characters that are ever broken into rows for one place.
const MOST: usize = 20_000;

/// Breaks a text into rows of at most so many cells; line ends count, and what is too long to be read here is left out.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end);
    let lines = text[..end].lines();
    lines.flat_map(|line| wrap(line, width.max(1)).into_iter().map(move |range| line[range].trim_end().to_owned())).collect()
}
