//! From bytes to text: UTF-8, UTF-16, and the old encoding of a region where its letters say which; damage is refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::super::ImportError;

/// Holds the text of a file and what was noticed while decoding it.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Notes for the report.
    pub notes: Vec<String>,
}

/// First bytes of files that people hand in by mistake, each with what it is and what to do.
const BINARY: &[(&[u8], &str, &str)] = &[
    (b"PK\x03\x04", "a ZIP archive or a workbook", "import workbooks with 'warroom import', or unpack the archive first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"%PDF", "a PDF", "export the records as CSV or JSON instead"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file", "save the sheet as CSV (UTF-8)"),
    (b"SQLite format 3\0", "a SQLite database", "export the records as CSV or JSON; to open a warroom file use --db"),
];

/// Decodes the bytes of a file.
///
/// # Errors
/// Refuses binary files, and broken text with the offset of the first wrong byte.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if let Some((_, what, hint)) = BINARY.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
        return Err(ImportError::whole(format!("this is {what}, not text"), *hint));
    }
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding == UTF_16LE || encoding == UTF_16BE => utf16(bytes.get(mark..).unwrap_or_default(), encoding),
        Some((_, mark)) => utf8(bytes.get(mark..).unwrap_or_default(), mark),
        None => match unmarked_utf16(bytes) {
            Some(encoding) => utf16(bytes, encoding),
            None => utf8(bytes, 0),
        },
    }
}

/// Tells UTF-16 without a mark by the zero bytes of its ASCII letters, all of them on one side.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(256) & !1).filter(|head| head.len() >= 8)?;
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1), head.len() / 2) {
        (0, odd, all) if odd * 10 >= all * 9 => Some(UTF_16LE),
        (even, 0, all) if even * 10 >= all * 9 => Some(UTF_16BE),
        _ => None,
    }
}

fn utf16(bytes: &[u8], encoding: &'static Encoding) -> Result<Decoded, ImportError> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        return Err(ImportError::whole(format!("the text is marked as {} but is broken", encoding.name()), "save it again as UTF-8"));
    }
    Ok(Decoded { text: text.into_owned(), notes: vec![format!("Read as {}.", encoding.name())] })
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<Decoded, ImportError> {
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(ImportError::whole(
            format!("byte {} is zero: this is a binary file, or UTF-16 without its mark", at + skipped),
            "save it as plain text in UTF-8",
        ));
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: text.to_owned(), notes: Vec::new() }),
        Err(broken) => broken.valid_up_to(),
    };
    let json = bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'{' | b'['));
    if let Some(decoded) = regional(bytes).filter(|_| skipped == 0 && !json) {
        return Ok(decoded);
    }
    if skipped > 0 || json || !plausible_1252(bytes) {
        let line = bytes.iter().take(broken).filter(|b| **b == b'\n').count() + 1;
        return Err(ImportError::at(
            line,
            format!("the text is not valid UTF-8 from byte {} on", broken + skipped),
            "save it again as UTF-8; part of it may have been damaged on the way",
        ));
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let note = format!("Not UTF-8 (byte {broken}); read as Windows-1252. Look at the accents before you rely on them.");
    Ok(Decoded { text: text.into_owned(), notes: vec![note] })
}

/// Fewest bytes above ASCII from which an encoding can be told.
const TELLING: usize = 12;

/// Reads text in the old encoding of a region (Polish, Cyrillic, Chinese, Japanese …) where its letters leave no doubt.
fn regional(bytes: &[u8]) -> Option<Decoded> {
    if bytes.iter().filter(|byte| !byte.is_ascii()).take(TELLING).count() < TELLING {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if encoding == WINDOWS_1252 {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let note = format!("Not UTF-8; read as {}. Look at the letters before you rely on them.", encoding.name());
    Some(Decoded { text: text.into_owned(), notes: vec![note] })
}

/// Judges whether bytes above ASCII look like accents and quotes in Western text rather than like damage.
fn plausible_1252(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for (i, byte) in bytes.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
        let before = i.checked_sub(1).and_then(|p| bytes.get(p)).copied().unwrap_or(b' ');
        let after = bytes.get(i + 1).copied().unwrap_or(b' ');
        if fits_1252(before, *byte, after) { good += 1 } else { bad += 1 }
    }
    bad * 20 <= good
}

fn fits_1252(before: u8, byte: u8, after: u8) -> bool {
    let letter = |b: u8| b.is_ascii_alphabetic() || (b >= 0xC0 && b != 0xD7 && b != 0xF7);
    match byte {
        // Undefined there, or letters that hardly anybody writes but damage is full of.
        0x81 | 0x8D | 0x8F | 0x90 | 0x9D | 0xD7 | 0xF7 | 0xD0 | 0xDE | 0xF0 | 0xFE | 0xFF => false,
        // A capital opens a word or stands among capitals; after a small letter it is UTF-8 read wrongly.
        0xC0..=0xDF => !before.is_ascii_lowercase() && letter(after),
        0xE0..=0xFE => letter(before) || letter(after),
        // The euro sign and typographic marks; hyphens and quotes may touch letters, the euro does not stand inside a word.
        0x80 => !(letter(before) && letter(after)),
        0x85 | 0x91..=0x97 | 0x99 => true,
        // No-break space, section, degree, guillemets, ordinals, and the Spanish opening marks.
        0xA0 | 0xA1 | 0xA3 | 0xA7 | 0xA9 | 0xAA | 0xAB | 0xAE | 0xB0 | 0xB2 | 0xB3 | 0xB4 | 0xB5 | 0xB7 | 0xBA | 0xBB | 0xBC..=0xBF => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_comes_out_as_it_went_in_and_its_mark_is_dropped() {
        assert_eq!(decode("Überlast, 容量".as_bytes()).unwrap().text, "Überlast, 容量");
        assert_eq!(decode(b"\xef\xbb\xbfKey").unwrap().text, "Key");
        assert_eq!(decode(b"").unwrap().text, "");
    }

    #[test]
    fn utf16_with_a_mark_is_read_in_both_byte_orders() {
        let text = "Störung 😀";
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode(&little).unwrap().text, text);
        assert_eq!(decode(&big).unwrap().text, text);
        assert!(decode(&[0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]).is_err(), "half a surrogate pair");
    }

    #[test]
    fn western_text_without_a_mark_is_read_as_windows_1252_and_said_so() {
        let decoded = decode(b"Resumen,Descripci\xf3n\nca\xedda,\x93no s\xe9\x94 \x80 5").unwrap();
        assert_eq!(decoded.text, "Resumen,Descripción\ncaída,“no sé” € 5");
        assert!(decoded.notes[0].contains("Windows-1252"), "{:?}", decoded.notes);
    }

    #[test]
    fn damage_is_refused_with_the_byte_it_starts_at() {
        for (bytes, at) in [
            (&b"ab\n\xff\xfe cd"[..], 3),
            (b"x\xc3\x28", 1),
            (b"a \xe2\x82 b", 2),
            (b"\xc0\xaf", 0),
            (b"[\"caf\xe9\"]", 5),
            (b"\xef\xbb\xbfcaf\xe9", 6),
        ] {
            let error = decode(bytes).unwrap_err();
            assert!(error.why.raw().contains(&format!("byte {at} ")), "{bytes:?}: {error:?}");
        }
        assert_eq!(decode(b"ab\n\xff\xfe cd").unwrap_err().line, Some(2));
    }

    #[test]
    fn binary_files_are_refused_by_name() {
        assert!(decode(b"PK\x03\x04rest").unwrap_err().why.raw().contains("workbook"));
        assert!(decode(b"number\0state").unwrap_err().why.raw().contains("byte 6"));
    }
}
