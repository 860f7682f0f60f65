//! Time zones: which clock hangs on the wall where somebody is, and which instants a wall time stands for.
//!
//! Knows the IANA zones and their daylight-saving rules; must not know where the viewer is or what time it is now. Only a zone that is
//! named is ever read from the table, so that a start pays for one zone and not for six hundred.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Offset, Timelike, Utc};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, civil};

use super::Moment;

static UTC: TimeZone = TimeZone::UTC;
/// The zones that were asked for; each is read once and kept, and there are only so many.
static KNOWN: Mutex<Vec<&'static TimeZone>> = Mutex::new(Vec::new());

/// Names one IANA time zone.
#[derive(Clone, Copy)]
pub struct Zone(&'static TimeZone);

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
    pub const UTC: Self = Self(&UTC);

    /// Reads an IANA name such as `Europe/Amsterdam`, in any case of letters.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::UTC);
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = known.iter().find(|zone| zone.iana_name().is_some_and(|known| known.eq_ignore_ascii_case(name))) {
            return Some(Self(zone));
        }
        let zone = TimeZoneDatabase::bundled().get(name).ok().filter(|zone| zone.iana_name().is_some())?;
        known.push(Box::leak(Box::new(zone)));
        known.last().copied().map(Self)
    }

    /// Gives the IANA name.
    pub fn name(self) -> &'static str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Gives the city alone, for a screen's corner: `Amsterdam`, `New York`, `UTC`.
    pub fn short(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// Gives the minutes east of UTC at an instant.
    pub fn offset_minutes(self, at: i64) -> i32 {
        self.offset_at(at) / 60
    }

    /// Gives the wall time at an instant; instants outside [`Moment::RANGE`] are moved to its edge.
    pub fn local(self, at: i64) -> DateTime<FixedOffset> {
        let at = at.clamp(*Moment::RANGE.start(), *Moment::RANGE.end());
        let offset = FixedOffset::east_opt(self.offset_at(at)).unwrap_or_else(|| Utc.fix());
        DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default().with_timezone(&offset)
    }

    /// Finds the instants at which a wall clock here shows a time.
    pub fn resolve(self, wall: NaiveDateTime) -> Resolved {
        let at = |offset: i32| wall.and_utc().timestamp_millis().saturating_sub(i64::from(offset) * 1000);
        match self.offsets_of(wall) {
            (before, after) if before == after => Resolved::One(at(before)),
            // The clock is put back when the offset gets smaller: the larger offset is the earlier instant.
            (before, after) if before > after => Resolved::Twice(at(before), at(after)),
            _ => Resolved::Never,
        }
    }

    /// Gives the seconds east of UTC before and after a wall time; they differ only where the clock is being changed over it.
    pub fn offsets_of(self, wall: NaiveDateTime) -> (i32, i32) {
        let Some(civil) = civil_of(wall) else {
            let offset = self.offset_at(wall.and_utc().timestamp_millis());
            return (offset, offset);
        };
        let (before, after) = match self.0.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => (offset, offset),
            AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => (before, after),
        };
        (before.seconds(), after.seconds())
    }

    /// Gives the seconds east of UTC at an instant.
    fn offset_at(self, at: i64) -> i32 {
        let at = at.clamp(Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
        Timestamp::from_millisecond(at).map_or(0, |at| self.0.to_offset(at).seconds())
    }
}

/// Words a wall time for the table of zones; nothing beyond the years it knows.
fn civil_of(wall: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    let year = i16::try_from(wall.year()).ok()?;
    civil::DateTime::new(
        year,
        small(wall.month())?,
        small(wall.day())?,
        small(wall.hour())?,
        small(wall.minute())?,
        small(wall.second())?,
        0,
    )
    .ok()
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
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
        assert_eq!(zone.local(i64::MAX).format("%Y").to_string(), "9999");
        assert_eq!(zone.local(i64::MIN), zone.local(*Moment::RANGE.start()));
    }
}
