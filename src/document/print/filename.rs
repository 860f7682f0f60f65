//! Prints file names: a date, an id and a slug, so that no title can choose a folder, a device or an option.

use super::Foreign;

/// Most characters of a slug.
const LONGEST: usize = 60;

/// Prints a slug of `a-z`, `0-9` and single hyphens, at most 60 characters; it may be empty.
pub fn slug<T: Foreign + ?Sized>(text: &T) -> String {
    let mut out = String::new();
    for c in text.foreign().chars().take(4 * LONGEST) {
        let plain = folded(c);
        if plain.is_empty() {
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        } else {
            out.push_str(plain.to_ascii_lowercase().as_str());
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out.truncate(LONGEST);
    out.trim_matches('-').to_owned()
}

/// Prints `DATE-ID-SLUG.EXTENSION`, leaving out what is empty; each part is a slug itself.
pub fn name<T: Foreign + ?Sized>(date: &str, id: &str, title: &T, extension: &str) -> String {
    let parts: Vec<String> = [slug(date), slug(id), slug(title)].into_iter().filter(|part| !part.is_empty()).collect();
    let stem = if parts.is_empty() { "export".to_owned() } else { parts.join("-") };
    format!("{stem}.{}", slug(extension))
}

/// Gives the ASCII letters a character is filed under, or nothing.
fn folded(c: char) -> String {
    let plain = match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' => "i",
        'ñ' | 'Ñ' | 'ń' | 'ň' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => "o",
        'œ' | 'Œ' => "oe",
        'ß' => "ss",
        'š' | 'ś' | 'Š' => "s",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ű' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ž' | 'ź' | 'ż' | 'Ž' => "z",
        'ł' | 'Ł' => "l",
        _ if c.is_ascii_alphanumeric() => return c.to_string(),
        _ => "",
    };
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_leaves_its_folder_or_becomes_an_option() {
        for (title, want) in [
            ("../../etc/passwd", "etc-passwd"),
            ("-rf *", "rf"),
            ("C:\\CON", "c-con"),
            ("a\0b\nc", "a-b-c"),
            ("\u{202E}gpj.exe", "gpj-exe"),
            ("网络", ""),
            ("Geïnteresseerd: één", "geinteresseerd-een"),
        ] {
            assert_eq!(slug(title), want);
        }
        assert_eq!(slug(&"ab ".repeat(100)).len(), 59);
    }

    #[test]
    fn a_name_has_date_id_and_slug() {
        assert_eq!(name("2026-11-30", "INC-12", "Storage array down!", "md"), "2026-11-30-inc-12-storage-array-down.md");
        assert_eq!(name("", "", "//", "md"), "export.md");
    }
}
