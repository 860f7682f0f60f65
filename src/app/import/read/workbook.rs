//! From a spreadsheet's file to tables, one a sheet: XLSX, XLSB, XLS and ODS.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use calamine::{Data, Ods, Range, Reader, Xls, Xlsb, Xlsx};

use super::super::ImportError;
use super::table::Table;

/// Most bytes a workbook may unfold to; a few megabytes can pretend to be far more.
const MOST_UNFOLDED: u64 = 1 << 30;

/// Most cells that are read of one sheet; some say they go on to the last row there can be.
const MOST_CELLS: usize = 20_000_000;

/// Says whether bytes are a workbook: a ZIP archive with sheets in it, or the older container.
pub fn looks_like(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return true;
    }
    let inside = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    bytes.starts_with(b"PK\x03\x04") && (inside(b"xl/work") || inside(b"opendocument.spreadsheet"))
}

/// Reads every sheet in which something stands.
///
/// # Errors
/// Refuses what cannot be opened, is protected by a password, or would unfold to more than memory should hold.
pub fn read(bytes: &[u8]) -> Result<Vec<Table>, ImportError> {
    let hint = "open it in a spreadsheet and save it again as XLSX or CSV (UTF-8)";
    if bytes.starts_with(b"PK") {
        check_size(bytes).map_err(|why| ImportError::whole(why, hint))?;
    }
    let data = Cursor::new(bytes);
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    let read = if !bytes.starts_with(b"PK") {
        Xls::new(data).map_err(told).and_then(sheets)
    } else if holds(b"opendocument.spreadsheet") {
        Ods::new(data).map_err(told).and_then(sheets)
    } else if holds(b"xl/workbook.bin") {
        Xlsb::new(data).map_err(told).and_then(sheets)
    } else {
        Xlsx::new(data).map_err(told).and_then(sheets)
    };
    let read = read.map_err(|why| ImportError::whole(format!("the workbook cannot be read: {why}"), hint))?;
    let mut tables = Vec::new();
    for (name, range) in read {
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows = range.rows().enumerate().map(|(at, cells)| (first + at + 1, cells.iter().map(text).collect::<Vec<Cow<'_, str>>>()));
        let table = Table::of_cells(&name, rows)?;
        if !table.is_empty() {
            tables.push(table);
        }
    }
    Ok(tables)
}

fn told<E: std::fmt::Display>(error: E) -> String {
    super::super::dates::shorten(&error.to_string())
}

/// Gives the cells of every sheet, with its name.
fn sheets<'b, R: Reader<Cursor<&'b [u8]>>>(mut book: R) -> Result<Vec<(String, Range<Data>)>, String>
where
    R::Error: std::fmt::Display,
{
    let mut all = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(told)?;
        if range.get_size().0.saturating_mul(range.get_size().1) > MOST_CELLS {
            return Err(format!("the sheet '{name}' has more than {MOST_CELLS} cells"));
        }
        all.push((name, range));
    }
    Ok(all)
}

/// Adds up what the parts of the archive unfold to, by reading them; what they say of themselves may be wrong.
fn check_size(bytes: &[u8]) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| format!("the archive is damaged ({e})"))?;
    let mut left = MOST_UNFOLDED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|e| format!("a part of the archive cannot be read ({e})"))?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|e| format!("the archive is damaged ({e})"))?;
        left = left.checked_sub(size).ok_or_else(|| format!("the workbook unfolds to more than {} MiB", MOST_UNFOLDED >> 20))?;
    }
    Ok(())
}

/// Gives a cell as it would stand in a table of text; dates the way that leaves no doubt.
fn text(cell: &Data) -> Cow<'_, str> {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cow::Borrowed(text),
        Data::Int(number) => Cow::Owned(number.to_string()),
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Bool(yes) => Cow::Borrowed(if *yes { "true" } else { "false" }),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            Cow::Owned(if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") })
        }
        Data::DateTime(length) => Cow::Owned(length.as_f64().to_string()),
        Data::Error(_) | Data::Empty => Cow::Borrowed(""),
    }
}
