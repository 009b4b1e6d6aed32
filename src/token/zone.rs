//! The time zone for times that are written without one.

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, Offset as _, TimeDelta, TimeZone, Utc};

/// The zone that zone-less times are read in, and local times are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// The system's.
    #[default]
    System,
    /// A fixed offset, for tests.
    Fixed(FixedOffset),
}

/// How often the clocks of a zone show a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LocalTimeOccurrence {
    /// Once, as nearly all times.
    Once,
    /// Never: it lies in the gap where clocks are set forward.
    Never,
    /// Twice: it lies in the overlap where clocks are set back.
    Twice,
}

impl Zone {
    /// The instant of a local time, and how often clocks show that time. For a skipped or repeated
    /// time, the earlier of the two possible instants. None at the ends of the calendar.
    pub fn instant(self, local: NaiveDateTime) -> Option<(DateTime<Utc>, LocalTimeOccurrence)> {
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

/// A local time has up to two candidate instants, by the offsets before and after it. A candidate
/// counts only if the zone has that offset then.
fn instant_in(
    zone: &impl TimeZone,
    local: NaiveDateTime,
) -> Option<(DateTime<Utc>, LocalTimeOccurrence)> {
    let offset = |utc: NaiveDateTime| zone.offset_from_utc_datetime(&utc).fix();
    let by = |around: FixedOffset| Some((around, local.checked_sub_offset(around)?));
    let before = by(offset(local.checked_sub_signed(TWO_DAYS)?))?;
    let after = by(offset(local.checked_add_signed(TWO_DAYS)?))?;
    let shown = |(around, utc): (FixedOffset, NaiveDateTime)| offset(utc) == around;
    let (earlier, later) = (before.1.min(after.1), before.1.max(after.1));
    let (utc, occurs) = match (shown(before), shown(after)) {
        (true, true) if earlier == later => (earlier, LocalTimeOccurrence::Once),
        (true, true) => (earlier, LocalTimeOccurrence::Twice),
        (true, false) => (before.1, LocalTimeOccurrence::Once),
        (false, true) => (after.1, LocalTimeOccurrence::Once),
        (false, false) => (earlier, LocalTimeOccurrence::Never),
    };
    Some((utc.and_utc(), occurs))
}

/// A span in which clocks are set once at most; local time is less than a day from UTC.
const TWO_DAYS: TimeDelta = TimeDelta::days(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_offset_has_every_time_once() {
        let east = Zone::Fixed(FixedOffset::east_opt(3_600).expect("an hour"));
        let noon =
            NaiveDateTime::parse_from_str("2026-03-08 12:00", "%Y-%m-%d %H:%M").expect("a time");
        let (at, occurs) = east.instant(noon).expect("an instant");
        assert_eq!(
            (at.to_rfc3339().as_str(), occurs),
            ("2026-03-08T11:00:00+00:00", LocalTimeOccurrence::Once)
        );
        assert_eq!(east.local(at).naive_local(), noon);
    }
}
