//! The only place that reads the time of day.

use chrono::{DateTime, Utc};

/// Holds the instant one turn of the loop or one run of the command line lives in, so that all its clocks agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// UTC milliseconds.
    pub at: i64,
    /// Whether `WARROOM_NOW` fixed it; the journal notes that.
    pub fixed: bool,
}

/// Reads the clock, or `WARROOM_NOW` (RFC 3339) where that is set.
///
/// # Errors
/// Gives the text of `WARROOM_NOW` back when it is not an RFC 3339 time.
pub fn now() -> Result<Stamp, String> {
    match std::env::var("WARROOM_NOW") {
        Ok(text) if !text.is_empty() => {
            let at = DateTime::parse_from_rfc3339(&text).map_err(|_| text)?.timestamp_millis();
            Ok(Stamp { at, fixed: true })
        }
        _ => Ok(Stamp { at: system(), fixed: false }),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one reading of the clock that everything else is handed")]
fn system() -> i64 {
    Utc::now().timestamp_millis()
}
