//! Tests of the built-in themes, of one's own, and of what the environment says.

use ratatui::style::{Color, Modifier};

use super::*;

fn chosen(looks: &Looks, pairs: &[(&str, &str)]) -> (Theme, Option<String>) {
    Theme::choose(looks, |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
}

fn wish(theme: &str) -> Looks {
    Looks { theme: Some(theme.to_owned()), ..Looks::default() }
}

#[test]
fn every_built_in_file_is_right_and_names_every_role() {
    for (name, text) in BUILT_IN {
        for rich in [true, false] {
            assert!(file::styles(text, Styles::default(), rich).is_ok(), "{name}");
        }
        let table: toml::Table = toml::from_str(text).unwrap();
        for (role, _) in ROLES {
            assert!(table.contains_key(role), "{name} has no {role}");
        }
    }
    for (at, (name, role)) in ROLES.iter().enumerate() {
        assert_eq!(*role as usize, at, "{name}");
    }
}

#[test]
fn no_theme_touches_the_background_or_blinks_and_the_selected_row_is_always_seen() {
    for (name, _) in BUILT_IN {
        let theme = chosen(&wish(name), &[("COLORTERM", "truecolor")]).0;
        for style in theme.styles {
            assert_eq!(style.bg, None, "{name}");
            assert!(!style.add_modifier.intersects(Modifier::SLOW_BLINK | Modifier::RAPID_BLINK), "{name}");
        }
        assert!(theme.style(Role::Selected).add_modifier.contains(Modifier::REVERSED), "{name}");
        assert_ne!(theme.style(Role::Border), theme.style(Role::BorderHere), "{name}");
    }
}

/// How far apart two luminances are, as people who test screens for reading count it.
fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Color) -> f64 {
    let Color::Rgb(r, g, b) = color else { panic!("{color} depends on the terminal") };
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
}

#[test]
fn light_reads_on_white_and_blue_and_orange_on_both() {
    let colours = |name: &str| {
        let theme = chosen(&wish(name), &[("COLORTERM", "24bit")]).0;
        let seen = ROLES.iter().filter(|(_, role)| *role != Role::Border).map(move |(_, role)| theme.style(*role));
        seen.filter_map(|style| style.fg).map(luminance).collect::<Vec<_>>()
    };
    assert!(colours("light").iter().all(|colour| contrast(*colour, 1.0) >= 4.5));
    assert!(colours("colour-blind").iter().all(|colour| contrast(*colour, 1.0) >= 4.5 && contrast(*colour, 0.0) >= 4.5));
}

#[test]
fn no_color_means_no_colour_in_any_role_whatever_else_is_wished() {
    let own = Looks { own: Some("late = { fg = \"red\" }".to_owned()), ..wish("mine") };
    let without = Looks { colourless: true, ..wish("light") };
    for (looks, pairs) in [(&own, &[("NO_COLOR", "1")][..]), (&without, &[("COLORTERM", "truecolor")])] {
        let (mut theme, note) = chosen(looks, pairs);
        assert!(theme.styles.iter().all(|style| style.fg.is_none()) && note.is_none());
        assert!(theme.turn().starts_with("no colours"));
        assert!(theme.styles.iter().all(|style| style.fg.is_none()));
    }
    assert!(chosen(&wish("dark"), &[("NO_COLOR", "")]).0.style(Role::Late).fg.is_some(), "empty means not set");
}

#[test]
fn exact_colours_are_sent_only_where_the_terminal_says_that_it_has_them() {
    let late = |pairs: &[(&str, &str)]| chosen(&wish("light"), pairs).0.style(Role::Late).fg;
    assert_eq!(late(&[("TERM", "xterm-16color")]), Some(Color::Red));
    assert_eq!(late(&[("COLORTERM", "yes")]), Some(Color::Red));
    assert_eq!(late(&[("COLORTERM", "truecolor")]), Some(Color::Rgb(0xb3, 0x26, 0x1e)));
}

#[test]
fn a_file_of_ones_own_stands_over_the_built_in_and_a_broken_one_is_a_note() {
    let own = |name: &str, text: &str| chosen(&Looks { own: Some(text.to_owned()), ..wish(name) }, &[]);
    let (theme, note) = own("light", "key = { fg = \"magenta\", modifiers = [\"bold\"] }");
    assert_eq!((theme.style(Role::Key).fg, theme.style(Role::Late).fg, note), (Some(Color::Magenta), Some(Color::Red), None));
    assert_eq!(own("mine", "late = {}").0.style(Role::Late).fg, None, "the rest is as in the usual one");
    assert_eq!(own("mine", "").0.style(Role::Late).fg, Some(Color::LightRed));
    for (text, word) in [
        ("late = 3", "late is a table"),
        ("later = {}", "there is no role 'later'"),
        ("= [", "line 1"),
        ("late = { fg = \"redd\" }", "late: there is no colour 'redd'"),
        ("late = { fg = \"#12345\", fg16 = \"red\" }", "write #rrggbb"),
        ("late = { fg = \"#123456\" }", "needs fg16"),
        ("late = { fg = 3 }", "a text in quotes"),
        ("late = { bg = \"red\" }", "'bg' means nothing here"),
        ("late = { modifiers = [\"blink\"] }", "is no modifier"),
    ] {
        let (theme, note) = own("light", text);
        let note = note.unwrap();
        assert!(note.starts_with("themes/light.toml: ") && note.ends_with("; light stays in force"), "{note}");
        assert!(note.contains(word), "{note}");
        assert_eq!(theme.style(Role::Late).fg, Some(Color::Red), "{text}");
    }
    let (theme, note) = chosen(&wish("purple"), &[]);
    assert_eq!((theme.name.as_str(), note.is_some_and(|note| note.contains("high-contrast"))), ("dark", true));
}

#[test]
fn themes_take_turns() {
    let mut theme = chosen(&Looks::default(), &[]).0;
    let said: Vec<String> = (0..5).map(|_| theme.turn()).collect();
    for ((name, _), said) in BUILT_IN.iter().cycle().skip(1).zip(&said) {
        assert!(said.starts_with(&format!("colours: {name};")), "{said}");
    }
}

#[test]
fn glyphs_follow_the_wish_then_the_terminal_and_the_locale() {
    let glyphs = |pairs: &[(&str, &str)]| chosen(&Looks::default(), pairs).0.glyphs;
    assert_eq!(glyphs(&[("TERM", "xterm"), ("LANG", "zh_CN.UTF-8")]), Glyphs::Unicode);
    assert_eq!(glyphs(&[("TERM", "linux")]), Glyphs::Ascii);
    assert_eq!(glyphs(&[("TERM", "xterm"), ("LANG", "zh_CN.GB18030")]), Glyphs::Ascii);
    assert_eq!(glyphs(&[("LANG", "ja_JP.eucJP"), ("LC_ALL", "C.UTF-8")]), Glyphs::Unicode);
    let wished = |word: &str| chosen(&Looks { glyphs: Some(word.to_owned()), ..Looks::default() }, &[("TERM", "linux")]).0.glyphs;
    assert_eq!((wished("ascii"), wished("unicode")), (Glyphs::Ascii, Glyphs::Unicode));
}

#[test]
fn no_glyph_of_ours_in_a_text_is_wide_anywhere() {
    use unicode_width::UnicodeWidthStr as _;
    for glyph in [glyphs::LINKED, glyphs::SELECTED, glyphs::HIDDEN] {
        assert_eq!((glyph.width(), glyph.width_cjk()), (1, 1), "{glyph}");
    }
}
