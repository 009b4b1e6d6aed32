//! The `expiry` objects of the report: when a token ends, and what says so.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::{Each, Number};
use crate::token::{Basis, Candidate, Expiry};

/// The expiry of a token, as of an instant.
pub(super) struct ExpiryReport<'a>(pub &'a Expiry, pub DateTime<Utc>);

impl Serialize for ExpiryReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(expiry, now) = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("state", expiry.state(now).name())?;
        map.serialize_entry("issued_at", &expiry.issued_at.map(Instant))?;
        map.serialize_entry("expires_at", &expiry.expires_at.map(Instant))?;
        map.serialize_entry("lifetime_seconds", &expiry.lifetime.map(Seconds))?;
        map.serialize_entry("remaining_seconds", &expiry.remaining(now).map(Seconds))?;
        map.serialize_entry("basis", &expiry.basis.map(Basis::name))?;
        map.serialize_entry("candidates", &Each(&expiry.candidates, CandidateReport))?;
        map.end()
    }
}

struct CandidateReport<'a>(&'a Candidate);

impl Serialize for CandidateReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("basis", self.0.basis.name())?;
        map.serialize_entry("field", &self.0.field)?;
        map.serialize_entry("expires_at", &Instant(self.0.at))?;
        map.end()
    }
}

/// An instant in RFC 3339, with as many digits of the second as it needs.
pub(super) struct Instant(pub DateTime<Utc>);

impl Serialize for Instant {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// A duration in seconds, fractions kept.
struct Seconds(TimeDelta);

impl Serialize for Seconds {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nanoseconds = self.0.subsec_nanos();
        if nanoseconds == 0 {
            return serializer.serialize_i64(self.0.num_seconds());
        }
        let sign = if self.0 < TimeDelta::zero() { "-" } else { "" };
        let (seconds, nanoseconds) =
            (self.0.num_seconds().unsigned_abs(), nanoseconds.unsigned_abs());
        let digits = format!("{sign}{seconds}.{nanoseconds:09}");
        Number(digits.trim_end_matches('0')).serialize(serializer)
    }
}
