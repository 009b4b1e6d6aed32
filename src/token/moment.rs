//! The time that a member states: an instant, a lifetime, or neither.

use chrono::{DateTime, Months, TimeDelta, Utc};

use super::LocalTimeOccurrence;

/// The time that a member states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// An instant.
    Instant {
        at: DateTime<Utc>,
        /// For a time without a zone, read as local time: how often the clocks show that time.
        local: Option<LocalTimeOccurrence>,
    },
    /// A length of time from the time of issue.
    Lifetime(Lifetime),
    /// No end: a zero time, such as Go's year 1, or the word `never`.
    Never,
    /// A number or date that no calendar has: past the year 9999, or a 30th of February.
    OutOfCalendar,
    /// Nothing that speaks of time.
    Unreadable,
}

/// What a member's name leads one to expect of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `expires_in`: a small number is a lifetime in seconds, one that makes whole days in
    /// milliseconds is that (`2592000000` is 30 days), another as large as a present-day epoch is
    /// one, and a date is an instant.
    Lifetime,
    /// `expires_at`: a number is an epoch.
    Instant,
}

/// A length of time from some instant on. A month is as long as the calendar says there (ISO 8601).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lifetime {
    pub(super) months: i32,
    pub(super) rest: TimeDelta,
}

impl Lifetime {
    pub fn is_zero(self) -> bool {
        self == Self::default()
    }

    /// The instant at the end of the lifetime, where the calendar has it.
    pub fn after(self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let months = Months::new(self.months.unsigned_abs());
        let then = if self.months < 0 {
            start.checked_sub_months(months)
        } else {
            start.checked_add_months(months)
        };
        checked_add(then?, self.rest)
    }

    /// The approximate length: 30 days a month.
    pub fn about(self) -> TimeDelta {
        self.rest.checked_add(&TimeDelta::days(30 * i64::from(self.months))).unwrap_or(self.rest)
    }
}

impl From<TimeDelta> for Lifetime {
    fn from(rest: TimeDelta) -> Self {
        Self { months: 0, rest }
    }
}

/// The end of the year 9999, the last that RFC 3339 can write, as an epoch.
pub(super) const END_OF_CALENDAR: i128 = 253_402_300_800;

/// Whether RFC 3339 can write an instant: the years 0 to 9999.
pub fn in_calendar(at: DateTime<Utc>) -> bool {
    let seconds = i128::from(at.timestamp());
    (-62_167_219_200..END_OF_CALENDAR).contains(&seconds)
}

/// An instant plus a lifetime, where RFC 3339 can write the sum.
pub fn checked_add(at: DateTime<Utc>, lifetime: TimeDelta) -> Option<DateTime<Utc>> {
    at.checked_add_signed(lifetime).filter(|end| in_calendar(*end))
}
