//! Time zones: which clock hangs on the wall where somebody is, and which instants a wall time stands for.
//!
//! Knows the IANA zones and their daylight-saving rules; must not know where the viewer is or what time it is now.

use std::fmt;

use chrono::{DateTime, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::Moment;

/// Names one IANA time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// Says which instants one wall time stands for, in UTC milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The usual case.
    One(i64),
    /// The clock was put back over it: the earlier and the later instant.
    Twice(i64, i64),
    /// The clock was put forward over it.
    Never,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads an IANA name such as `Europe/Amsterdam`, in any case of letters.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        let exact = name.parse::<Tz>().ok();
        exact.or_else(|| TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(name))).map(Self)
    }

    /// Gives the IANA name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Gives the city alone, for a screen's corner: `Amsterdam`, `New York`, `UTC`.
    pub fn short(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// Gives the minutes east of UTC at an instant.
    pub fn offset_minutes(self, at: i64) -> i32 {
        self.local(at).offset().fix().local_minus_utc() / 60
    }

    /// Gives the wall time at an instant; instants outside [`Moment::RANGE`] are moved to its edge.
    pub fn local(self, at: i64) -> DateTime<Tz> {
        let at = at.clamp(*Moment::RANGE.start(), *Moment::RANGE.end());
        DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default().with_timezone(&self.0)
    }

    /// Finds the instants at which a wall clock here shows a time.
    pub fn resolve(self, wall: NaiveDateTime) -> Resolved {
        match self.0.from_local_datetime(&wall) {
            LocalResult::Single(time) => Resolved::One(time.timestamp_millis()),
            LocalResult::Ambiguous(a, b) => {
                let (a, b) = (a.timestamp_millis(), b.timestamp_millis());
                Resolved::Twice(a.min(b), a.max(b))
            }
            LocalResult::None => Resolved::Never,
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn zones_are_read_in_any_case_and_named_by_their_city() {
        for name in ["Europe/Amsterdam", "europe/amsterdam", " EUROPE/AMSTERDAM "] {
            assert_eq!(Zone::parse(name).map(Zone::short).as_deref(), Some("Amsterdam"), "{name}");
        }
        assert_eq!(Zone::parse("america/argentina/buenos_aires").unwrap().short(), "Buenos Aires");
        assert_eq!(Zone::UTC.short(), "UTC");
        assert_eq!(Zone::parse("Mars/Olympus"), None);
        assert_eq!(Zone::parse(""), None);
    }

    #[test]
    fn a_wall_time_can_stand_for_one_two_or_no_instants() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        assert_eq!(zone.resolve(wall("2026-11-22 14:05")), Resolved::One(1_795_352_700_000));
        assert_eq!(zone.resolve(wall("2026-10-25 02:30")), Resolved::Twice(1_792_888_200_000, 1_792_891_800_000));
        assert_eq!(zone.resolve(wall("2026-03-29 02:30")), Resolved::Never);
    }

    #[test]
    fn the_offset_follows_the_season() {
        let zone = Zone::parse("Europe/Amsterdam").unwrap();
        assert_eq!(zone.offset_minutes(1_792_888_200_000), 120);
        assert_eq!(zone.offset_minutes(1_792_891_800_000), 60);
        assert_eq!(zone.local(i64::MAX).format("%Y").to_string(), "+10000");
        assert_eq!(zone.local(i64::MIN), zone.local(*Moment::RANGE.start()));
    }
}
