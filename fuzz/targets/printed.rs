//! Text to every printer but Markdown: what comes out is tame, and reads back as what went in.

use warroom::document::print::neutral::{Layout, neutral};
use warroom::document::print::{cell, csv, filename, fit, fit_right, html, ics, json, log, mermaid, plain, width};
use warroom::model::Untrusted;

use super::oracle;

/// Feeds one input: a byte for a width, then the text.
pub fn feed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let text = Untrusted::new(String::from_utf8_lossy(rest));
    for layout in [Layout::Lines, Layout::OneLine, Layout::Record] {
        let once = neutral(text.raw(), layout);
        oracle::tame(&once, layout == Layout::Lines);
        assert_eq!(neutral(&once, layout), once, "printed twice is not printed once: {:?}", text.raw());
    }
    oracle::tame(&plain(&text), true);
    oracle::tame(&log(&text), false);
    oracle::tame(&cell(&text), false);
    let columns = usize::from(*first);
    for out in [fit(&text, columns), fit_right(&text, columns)] {
        oracle::tame(&out, false);
        assert_eq!(width(&out), columns, "{out:?} of {:?}", text.raw());
    }
    table(&text);
    markup(&text);
    data(&text);
    names(&text);
    calendar(&text);
}

fn table(text: &Untrusted) {
    let row = csv::row([text, &Untrusted::new("-2.5"), text]);
    oracle::tame(&row.replace("\r\n", "\n"), true);
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(row.as_bytes());
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.expect("a row that reads back")).collect();
    assert_eq!((rows.len(), rows.first().map(::csv::StringRecord::len)), (1, Some(3)), "{row:?}");
    let want = neutral(text.raw(), Layout::Lines);
    for cell in [&rows[0][0], &rows[0][2]] {
        let guarded = cell.strip_prefix('\'').is_some_and(|rest| rest == want);
        assert!(guarded || cell == want, "{cell:?} is not {want:?}");
        let begins = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
        let formula = begins.starts_with(['=', '+', '-', '@', '|', '%'])
            && !begins.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit());
        assert!(!formula, "a sheet would compute {cell:?}");
    }
    assert_eq!(&rows[0][1], "-2.5");
}

fn markup(text: &Untrusted) {
    for (out, layout) in [(html::text(text), Layout::Lines), (html::attribute(text), Layout::OneLine)] {
        assert!(!out.contains(['<', '>', '"', '\'']), "{out:?}");
        let back = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        assert_eq!(back, neutral(text.raw(), layout), "{out:?}");
    }
    for out in [mermaid::label(text), mermaid::name(text)] {
        oracle::tame(&out, false);
        let inside = out.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&out);
        assert!(!inside.contains(['"', ':', '<', '>', '[', ']', '(', ')', '{', '}', '%', '`', '|', '\\']), "{out:?}");
        assert!(inside.split(';').rev().skip(1).all(|part| part.contains('#')), "{out:?} ends a statement");
    }
}

fn data(text: &Untrusted) {
    let out = json::string(text.raw());
    oracle::tame(&out, false);
    assert_eq!(serde_json::from_str::<String>(&out).ok().as_deref(), Some(text.raw()));
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(text.raw()) {
        let out = json::to_string(&value).expect("a value is written");
        oracle::tame(&out, false);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&out).ok(), Some(value), "{out}");
    }
}

fn names(text: &Untrusted) {
    let name = filename::name("2026-11-22", text.raw(), text, text.raw());
    assert!(name.len() <= 255 && !name.starts_with(['.', '-']) && !name.contains(".."), "{name:?}");
    assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.')), "{name:?}");
}

fn calendar(text: &Untrusted) {
    let out = ics::text("SUMMARY", text);
    oracle::tame(&out.replace("\r\n", "\n"), true);
    let mut lines = out.strip_suffix("\r\n").expect("an ended line").split("\r\n");
    assert!(lines.next().is_some_and(|line| line.starts_with("SUMMARY:")));
    assert!(lines.all(|line| line.starts_with(' ')), "{out:?}");
    assert!(out.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{out:?}");
    let value = out.trim_end_matches("\r\n").replace("\r\n ", "");
    let (mut back, mut chars) = (String::new(), value["SUMMARY:".len()..].chars());
    while let Some(c) = chars.next() {
        back.push(match c {
            '\\' => chars.next().map_or('\0', |c| if c == 'n' { '\n' } else { c }),
            c => c,
        });
    }
    assert_eq!(back, neutral(text.raw(), Layout::Lines), "{out:?}");
}
