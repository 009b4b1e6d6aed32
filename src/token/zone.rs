//! The zone of times that are written without one.

use chrono::{
    DateTime, FixedOffset, Local, MappedLocalTime, NaiveDateTime, TimeDelta, TimeZone, Utc,
};

/// The zone that zone-less times are read in, and local times are shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The system's.
    System,
    /// A fixed offset, for tests.
    Fixed(FixedOffset),
}

/// How often the clocks of a zone show a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occurs {
    /// Once, as nearly all times.
    Once,
    /// Never: it lies in the gap where clocks are set forward.
    Never,
    /// Twice: it lies in the overlap where clocks are set back.
    Twice,
}

impl Zone {
    /// A local time as an instant, and how often the clocks show it. Where that is not once, the
    /// earlier of the two instants that can be meant. None at the ends of the calendar.
    pub fn instant(self, local: NaiveDateTime) -> Option<(DateTime<Utc>, Occurs)> {
        match self {
            Self::System => instant_in(&Local, local),
            Self::Fixed(offset) => instant_in(&offset, local),
        }
    }

    /// An instant as local time.
    pub fn local(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Self::System => instant.with_timezone(&Local).fixed_offset(),
            Self::Fixed(offset) => instant.with_timezone(&offset),
        }
    }
}

fn instant_in(zone: &impl TimeZone, local: NaiveDateTime) -> Option<(DateTime<Utc>, Occurs)> {
    Some(match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) => (at.to_utc(), Occurs::Once),
        MappedLocalTime::Ambiguous(one, other) => (one.min(other).to_utc(), Occurs::Twice),
        MappedLocalTime::None => {
            // Read by the clocks of the day after it is earlier than by those of the day before:
            // they were set forward between the two.
            let after = zone.from_local_datetime(&(local + A_DAY)).earliest()?;
            (after.to_utc().checked_sub_signed(A_DAY)?, Occurs::Never)
        }
    })
}

/// No zone sets its clocks twice within it.
const A_DAY: TimeDelta = TimeDelta::days(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_offset_has_every_time_once() {
        let east = Zone::Fixed(FixedOffset::east_opt(3_600).expect("an hour"));
        let noon =
            NaiveDateTime::parse_from_str("2026-03-08 12:00", "%Y-%m-%d %H:%M").expect("a time");
        let (at, occurs) = east.instant(noon).expect("an instant");
        assert_eq!((at.to_rfc3339().as_str(), occurs), ("2026-03-08T11:00:00+00:00", Occurs::Once));
        assert_eq!(east.local(at).naive_local(), noon);
    }
}
