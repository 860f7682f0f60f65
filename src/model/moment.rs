//! A point in time as people know it: UTC milliseconds, the offset it was said in, and how sure we are.

use chrono::{DateTime, FixedOffset, TimeZone, Utc};
use serde::{Deserialize, Serialize};

use super::word::words;

words! {
    /// Says how exactly a time is known.
    Precision {
        /// To the minute or better, as given.
        Exact = "exact", "exact";
        /// Roughly then ("about 14:05").
        About = "about", "about";
        /// The day is known, the time of day is not.
        Day = "day", "day only";
        /// Somebody said that it is not known; `at` is 0 and means nothing.
        Unknown = "unknown", "unknown";
    }
}

/// Holds one point in time; "nobody said" is `Option::None` around it, "said to be unknown" is [`Precision::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// UTC milliseconds since 1970-01-01.
    pub at: i64,
    /// Minutes east of UTC in which the time was said.
    pub offset: i32,
    /// How exactly it is known.
    pub precision: Precision,
}

impl Moment {
    /// Earliest and latest instants that are taken: the years 1900 to 9999. chrono can format all of them.
    pub const RANGE: std::ops::RangeInclusive<i64> = -2_208_988_800_000..=253_402_300_799_999;

    /// Builds an exact time, or nothing outside [`Moment::RANGE`] or a real offset.
    pub fn exact(at: i64, offset: i32) -> Option<Self> {
        (Self::RANGE.contains(&at) && (-1080..=1080).contains(&offset)).then_some(Self { at, offset, precision: Precision::Exact })
    }

    /// Builds the answer "it is not known".
    pub fn unknown() -> Self {
        Self { at: 0, offset: 0, precision: Precision::Unknown }
    }

    /// Says whether there is an instant behind it at all.
    pub fn is_known(&self) -> bool {
        self.precision != Precision::Unknown
    }

    /// Gives the instant in milliseconds, if it is known.
    pub fn millis(&self) -> Option<i64> {
        self.is_known().then_some(self.at)
    }

    /// Gives the instant in the offset it was said in, if it is known.
    pub fn local(&self) -> Option<DateTime<FixedOffset>> {
        let zone = FixedOffset::east_opt(self.offset * 60)?;
        Some(self.utc()?.with_timezone(&zone))
    }

    /// Gives the instant in UTC, if it is known.
    pub fn utc(&self) -> Option<DateTime<Utc>> {
        Utc.timestamp_millis_opt(self.millis()?).single()
    }
}
