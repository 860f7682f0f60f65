//! Bytes to the reader of sheets: as they are, and as one sheet of a workbook that is otherwise whole.

use std::io::{Cursor, Write};

use warroom::app::import::read::read;

const BOOK: &str = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let _ = read(bytes);
    let _ = read(&[b"PK\x03\x04xl/workbook", bytes].concat());
    let sheet = [
        b"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>".as_slice(),
        bytes,
        b"</sheetData></worksheet>",
    ]
    .concat();
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in
        [("xl/workbook.xml", BOOK.as_bytes()), ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()), ("xl/worksheets/sheet1.xml", &sheet)]
    {
        if archive.start_file(name, plain).and_then(|()| Ok(archive.write_all(part)?)).is_err() {
            return;
        }
    }
    if let Ok(whole) = archive.finish() {
        let _ = read(&whole.into_inner());
    }
}
