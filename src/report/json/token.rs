//! The `tokens` of the report: header, claims, signature and disclosures.

use chrono::{DateTime, Utc};
use serde::ser::{self, Serialize, SerializeMap as _};

use super::{DisplayValue, ExpiryReport, Masking, ProblemReport};
use crate::{
    inspection,
    jose::{KeyFrom, Role, Signature, Token, decode::sd_jwt::Disclosure},
    token::State,
    value::Value,
};

/// A token: header, claims, signature, disclosures and expiry.
pub(super) struct TokenReport<'a> {
    pub(super) token: &'a Token,
    /// The time at which the token's own expiry is computed.
    pub(super) now: DateTime<Utc>,
    pub(super) masking: Masking<'a>,
}

impl Serialize for TokenReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { token, now, masking } = *self;
        let value = |value| DisplayValue { name: "", value, masking };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("field", &token.field)?;
        map.serialize_entry("format", token.format.name())?;
        map.serialize_entry("role", &token.role.map(Role::name))?;
        map.serialize_entry("header", &value(&token.header))?;
        map.serialize_entry("claims", &token.claims.as_ref().map(value))?;
        // It may be a token in its turn.
        let payload = token.payload.clone().map(Value::String);
        map.serialize_entry("payload", &payload.as_ref().map(value))?;
        let life = inspection::own_expiry(token);
        let has_expiry = life.state(now) != State::Unknown;
        map.serialize_entry("expiry", &has_expiry.then_some(ExpiryReport(&life, now)))?;
        map.serialize_entry("signature", &SignatureReport(&token.signature, masking))?;
        if let Some(disclosures) = &token.disclosures {
            let values = disclosures.values.members().iter().map(|member| &member.value);
            let report = |(detail, value)| DisclosureReport { detail, value, masking };
            let reports: Vec<_> = disclosures.details.iter().zip(values).map(report).collect();
            map.serialize_entry("disclosures", &reports)?;
            map.serialize_entry("undisclosed", &disclosures.undisclosed)?;
        }
        if let Some(binding) = &token.key_binding {
            map.serialize_entry("sd_hash_matches", &binding.is_bound)?;
        }
        if let Some(problem) = &token.problem {
            map.serialize_entry("problem", &ProblemReport(problem))?;
        }
        map.end()
    }
}

/// One claim or item that an SD-JWT discloses.
struct DisclosureReport<'a> {
    detail: &'a Disclosure,
    value: &'a Value,
    masking: Masking<'a>,
}

impl Serialize for DisclosureReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { detail, value, masking } = *self;
        let mut map = serializer.serialize_map(None)?;
        let name = detail.name.as_deref();
        map.serialize_entry("name", &name.map(|name| masking.name(name)))?;
        map.serialize_entry(
            "value",
            &DisplayValue { name: name.unwrap_or_default(), value, masking },
        )?;
        let path = detail.path.as_deref().map(|path| masking.text(path));
        map.serialize_entry("path", &path)?;
        map.serialize_entry("digest", &detail.digest)?;
        map.serialize_entry("matched", &detail.is_matched())?;
        if let Some(fault) = detail.fault {
            map.serialize_entry("problem", fault)?;
        }
        map.end()
    }
}

struct SignatureReport<'a>(&'a Signature, Masking<'a>);

impl Serialize for SignatureReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(signature, masking) = self;
        // Shown as they are in the header of the token.
        let values = [("alg", &signature.alg), ("kid", &signature.kid)]
            .map(|(name, text)| (name, text.as_deref().map(Value::string)));
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("status", signature.status.name())?;
        for (name, value) in &values {
            let value = value.as_ref().map(|value| DisplayValue { name, value, masking: *masking });
            map.serialize_entry(name, &value)?;
        }
        map.serialize_entry("key_from", &signature.key_from.map(KeyFrom::name))?;
        map.serialize_entry("reason", &signature.reason)?;
        map.end()
    }
}
