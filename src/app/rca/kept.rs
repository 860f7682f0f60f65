//! A table as the text of a section: a line a row, cells parted by bars, the headings first.
//!
//! What the playbook of another database kept of a case comes in as such a text and is printed as the table it was.

use crate::document::rca::RcaBlock;
use crate::model::Untrusted;

/// Words a table as text.
pub fn write<'a>(rows: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n");
    let line = |row: Vec<&str>| row.into_iter().map(cell).collect::<Vec<_>>().join(" | ");
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads one back; every row gets as many cells as there are headings.
pub fn read(title: String, text: &str) -> RcaBlock {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(cells);
    let columns = lines.next().unwrap_or_default();
    let row = |mut cells: Vec<String>| {
        cells.resize(columns.len(), String::new());
        cells.into_iter().map(Untrusted::from).collect()
    };
    let rows = lines.map(row).collect();
    RcaBlock { title, columns, rows }
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let meant = match sign {
            '|' => {
                cells.push(String::new());
                continue;
            }
            '\\' => match signs.next() {
                Some('n') => '\n',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        };
        if let Some(cell) = cells.last_mut() {
            cell.push(meant);
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_back_from_its_text_whatever_stands_in_it() {
        let rows = vec![vec!["", "What", "Fit"], vec!["C-1", "a|b \\ c", "two\nlines"], vec!["C-2", "", ""]];
        let text = write(rows.clone());
        assert_eq!(text, " | What | Fit\nC-1 | a\\|b \\\\ c | two\\nlines\nC-2 |  | ");
        for text in [text.as_str(), text.trim()] {
            let block = read("x".into(), text);
            let back: Vec<Vec<&str>> = block.rows.iter().map(|row| row.iter().map(Untrusted::raw).collect()).collect();
            assert_eq!((block.columns, back), (vec!["".to_owned(), "What".into(), "Fit".into()], rows[1..].to_vec()));
        }
        assert_eq!(read("x".into(), "a | b\n1 | 2 | 3 \\").rows[0].len(), 2);
    }
}
