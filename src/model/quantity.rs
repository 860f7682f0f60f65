//! Amounts as people write them: days, money in a currency, plain decimals. All are whole numbers inside, so that sums are exact.

/// Largest amount before the point; far above any budget, far below what overflows in a sum.
const LARGEST: i64 = 1_000_000_000_000;
/// Currencies whose smallest unit is not a hundredth (ISO 4217), with how many decimals they have.
const PLACES: &[(&str, u32)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
];

/// Holds an amount as it was written: a number, and the currency if it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    whole: i64,
    /// Digits after the point, as many as were written.
    fraction: String,
    negative: bool,
    /// Whether a full stop stood before exactly three digits, which where money has three decimals are those.
    is_dotted: bool,
    /// Three letters of ISO 4217.
    pub currency: Option<String>,
}

impl Amount {
    /// Gives it in units of so many decimals; nothing where digits would be lost.
    pub fn scaled(&self, places: u32) -> Option<i64> {
        let places = usize::try_from(places).ok()?;
        let kept = self.fraction.trim_end_matches('0');
        if kept.len() > places {
            return None;
        }
        let fraction: i64 = if kept.is_empty() { 0 } else { format!("{kept:0<places$}").parse().ok()? };
        let size = self.whole.checked_mul(10_i64.checked_pow(u32::try_from(places).ok()?)?)?.checked_add(fraction)?;
        Some(if self.negative { -size } else { size })
    }

    /// Gives it in minor units of a currency.
    pub fn minor(&self, currency: &str) -> Option<i64> {
        let places = places(currency);
        // `KWD 1.500` is one and a half, as it is written back; `EUR 1.500` is what it is in Amsterdam.
        if places == 3 && self.is_dotted {
            return Some(if self.negative { -self.whole } else { self.whole });
        }
        self.scaled(places)
    }
}

/// Gives how many decimals a currency has.
pub fn places(currency: &str) -> u32 {
    PLACES.iter().find(|(code, _)| *code == currency).map_or(2, |(_, places)| *places)
}

/// Reads an amount: `2`, `-1.5`, `1,5`, `12 000`, `EUR 12,000.50`, `12.000,50 eur`, `€ 300`.
///
/// The last of two different signs is the decimal one. A single sign before exactly three digits groups thousands, since nobody
/// writes half a cent; the caller says back how it was read.
pub fn parse(text: &str) -> Option<Amount> {
    let text = text.trim();
    let (currency, number) = split(text);
    let negative = number.starts_with(['-', '−']);
    let number: String =
        number.trim_start_matches(['-', '−', '+']).chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '_')).collect();
    if number.is_empty() || number.len() > 32 || !number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let point = decimal_point(&number)?;
    let (whole, fraction) = match point {
        Some(at) => (number.get(..at)?, number.get(at + 1..)?),
        None => (number.as_str(), ""),
    };
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = if whole.is_empty() { 0 } else { whole.parse().ok().filter(|n| *n <= LARGEST)? };
    let good = fraction.len() <= 6 && fraction.bytes().all(|b| b.is_ascii_digit());
    let is_dotted = point.is_none() && number.matches(['.', ',']).eq(["."]) && number.len() > 4;
    good.then(|| Amount { whole, fraction: fraction.to_owned(), negative, is_dotted, currency })
}

/// Splits a currency off an amount, before or behind it.
fn split(text: &str) -> (Option<String>, &str) {
    for (sign, code) in [('€', "EUR"), ('£', "GBP"), ('$', "USD"), ('¥', "CNY")] {
        if let Some(rest) = text.strip_prefix(sign).or(text.strip_suffix(sign)) {
            return (Some(code.to_owned()), rest.trim());
        }
    }
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some((first, rest)) = text.split_once(char::is_whitespace).filter(|(first, _)| is_code(first)) {
        return (Some(first.to_ascii_uppercase()), rest.trim());
    }
    match text.rsplit_once(char::is_whitespace).filter(|(_, last)| is_code(last)) {
        Some((rest, last)) => (Some(last.to_ascii_uppercase()), rest.trim()),
        None => (None, text),
    }
}

/// Finds the decimal sign; the outer nothing is an amount that cannot be read.
fn decimal_point(number: &str) -> Option<Option<usize>> {
    let last = number.rfind(['.', ',']);
    let Some(at) = last else { return Some(None) };
    let sign = number.as_bytes().get(at).copied()?;
    let same = number.bytes().filter(|b| *b == sign).count();
    let behind = number.len() - at - 1;
    let other = number.bytes().any(|b| matches!(b, b'.' | b',') && b != sign);
    match (same, other, behind) {
        // Nobody groups thousands behind nothing or a zero.
        (1, false, 3) if number.starts_with("0") || at == 0 => Some(Some(at)),
        // Several of the same sign group thousands, and so does one before three digits.
        (2.., _, 3) | (1, false, 3) => Some(None),
        (2.., ..) => None,
        _ => Some(Some(at)),
    }
}

/// Writes hundredths as people do: `2`, `1.5`, `-0.25`.
pub fn hundredths(amount: i64) -> String {
    decimal(amount, 2, false)
}

/// Writes how many people: `1 person`, `2.5 people`.
pub fn people(amount: i64) -> String {
    format!("{} {}", hundredths(amount), if amount == 100 { "person" } else { "people" })
}

/// Writes minor units of a currency: `EUR 12,000.50`; whole amounts have no decimals.
pub fn money(minor: i64, currency: &str) -> String {
    format!("{currency} {}", decimal(minor, places(currency), true)).trim_start().to_owned()
}

/// Writes minor units of a currency without naming it: `12,000.50`.
pub fn bare(minor: i64, currency: &str) -> String {
    decimal(minor, places(currency), true)
}

/// Writes minor units of a currency as a plain number: `12000.5`.
pub fn minor(minor: i64, currency: &str) -> String {
    decimal(minor, places(currency), false)
}

/// Writes hundredths with their sign: `+2`, `-0.25`, `0`.
pub fn signed(amount: i64) -> String {
    plus(amount, hundredths(amount))
}

/// Puts a plus before what is more than nothing.
pub fn plus(amount: i64, words: String) -> String {
    if amount > 0 { format!("+{words}") } else { words }
}

/// Reads the three letters of a currency; whether there is such a one is not known here.
pub fn code(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}

fn decimal(amount: i64, places: u32, is_money: bool) -> String {
    let unit = 10_u64.pow(places);
    let size = amount.unsigned_abs();
    let (whole, rest) = (size / unit, size % unit);
    let sign = if amount < 0 { "-" } else { "" };
    let width = usize::try_from(places).unwrap_or(0);
    let fraction = format!("{rest:0width$}");
    let fraction = if is_money { fraction.as_str() } else { fraction.trim_end_matches('0') };
    let whole = if is_money { grouped(whole) } else { whole.to_string() };
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, want) in [
            ("2", Some(200)),
            ("-1.5", Some(-150)),
            ("1,5", Some(150)),
            (".25", Some(25)),
            ("0.250", Some(25)),
            ("0.125", None),
            ("12 000", Some(1_200_000)),
            ("12.000", Some(1_200_000)),
            ("12,000.50", Some(1_200_050)),
            ("12.000,50", Some(1_200_050)),
            ("1.234.567", Some(123_456_700)),
            ("1.23.4", None),
            ("1.005", Some(100_500)),
            ("0.1234", None),
            ("two", None),
            ("", None),
            ("-", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parse(text).and_then(|amount| amount.scaled(2)), want, "{text}");
        }
    }

    #[test]
    fn money_knows_its_currency_and_its_smallest_unit() {
        for (text, currency, minor) in [
            ("EUR 12,000.50", "EUR", Some(1_200_050)),
            ("12.000,50 eur", "EUR", Some(1_200_050)),
            ("€ 300", "EUR", Some(30_000)),
            ("JPY 5000", "JPY", Some(5_000)),
            ("JPY 5000.5", "JPY", None),
            ("KWD 1.5", "KWD", Some(1_500)),
        ] {
            let amount = parse(text).unwrap();
            assert_eq!((amount.currency.as_deref(), amount.minor(currency)), (Some(currency), minor), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn money_that_was_written_is_read_back_the_same(minor in -900_000_000_000_i64..900_000_000_000, at in 0_usize..4) {
            let currency = ["EUR", "JPY", "KWD", "USD"][at];
            let read = parse(&money(minor, currency)).unwrap();
            proptest::prop_assert_eq!((read.currency.as_deref(), read.minor(currency)), (Some(currency), Some(minor)));
        }

        #[test]
        fn hundredths_that_were_written_are_read_back_the_same(amount in -900_000_000_000_i64..900_000_000_000) {
            proptest::prop_assert_eq!(parse(&hundredths(amount)).unwrap().scaled(2), Some(amount));
            proptest::prop_assert_eq!(parse(&signed(amount)).unwrap().scaled(2), Some(amount));
        }
    }

    #[test]
    fn amounts_are_written_without_what_nobody_needs() {
        assert_eq!([0, 150, -25, 1_200].map(hundredths), ["0", "1.5", "-0.25", "12"]);
        assert_eq!(money(1_200_050, "EUR"), "EUR 12,000.50");
        assert_eq!(money(-1_200_000, "EUR"), "EUR -12,000");
        assert_eq!(money(5_000, "JPY"), "JPY 5,000");
        assert_eq!(money(5, "EUR"), "EUR 0.05");
    }
}
