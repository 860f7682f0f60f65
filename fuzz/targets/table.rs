//! Bytes to the reader of tables; every cell is asked for, also where there is none.

use warroom::app::import::read::{Content, read};

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(source) = read(bytes) else { return };
    let Content::Tables(tables) = source.content else { return };
    for mut table in tables {
        table.find_header(|cell| cell.len() == 4);
        assert_eq!(table.rows().count(), table.len());
        for row in table.rows() {
            for column in 0..table.header.len() + 2 {
                let _ = row.cell(column);
            }
            assert!(table.beyond(row).count() <= bytes.len());
        }
    }
}
