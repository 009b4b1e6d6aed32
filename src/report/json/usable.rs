//! The `usable` object of the report: whether the token can be used now, and why not.

use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::{Each, expiry::Instant};
use crate::inspection::{Reason, Usable};

/// Whether the token can be used, as of the instant of the judgement.
pub(super) struct UsableReport<'a>(pub &'a Usable);

impl Serialize for UsableReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(usable) = *self;
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("answer", usable.answer.name())?;
        map.serialize_entry("until", &usable.until.map(Instant))?;
        map.serialize_entry("renewable", &usable.renewable)?;
        map.serialize_entry("because", &Each(&usable.because, |reason: &Reason| reason.name()))?;
        map.end()
    }
}
