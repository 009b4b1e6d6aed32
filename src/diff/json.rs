//! Writes a difference as JSON.

use chrono::SecondsFormat;
use serde_json::{Map, Number, Value as Json, json};

use super::{Change, ChangedMember, Diff, DiffFinding, Life, MaskedValue, TokenDiff};
use crate::value::Value;

impl Diff {
    /// The object that `tokenscope diff --json` prints: every member is always there, and null or
    /// empty where nothing differs.
    pub fn to_json(&self) -> Json {
        json!({
            "version": 1,
            "same": self.is_same(),
            "kind": self.kind.as_ref().map(|kind| json!({
                "before": kind.before.name(),
                "after": kind.after.name(),
            })),
            "expiry": self.life.as_ref().map(lives),
            "refresh_expiry": self.refresh_life.as_ref().map(lives),
            "refresh_token": self.refresh_token.name(),
            "scopes": { "gained": self.scopes_gained, "lost": self.scopes_lost },
            "fields": self.fields.iter().map(named).collect::<Vec<_>>(),
            "tokens": self.tokens.iter().map(token).collect::<Vec<_>>(),
            "findings": {
                "gained": self.findings_gained.iter().map(finding).collect::<Vec<_>>(),
                "lost": self.findings_lost.iter().map(finding).collect::<Vec<_>>(),
            },
        })
    }
}

fn lives(lives: &Change<Life>) -> Json {
    json!({ "before": life(&lives.before), "after": life(&lives.after) })
}

fn life(life: &Life) -> Json {
    json!({
        "state": life.state.name(),
        "expires_at": life.expires_at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
        "lifetime_seconds": life.lifetime.map(|lifetime| {
            #[expect(clippy::cast_precision_loss, reason = "milliseconds fit in a float")]
            let seconds = lifetime.num_milliseconds() as f64 / 1000.0;
            if seconds.fract() == 0.0 { json!(lifetime.num_seconds()) } else { json!(seconds) }
        }),
    })
}

fn named(named: &ChangedMember) -> Json {
    json!({
        "name": named.name,
        "before": named.before.as_ref().map(masked_value),
        "after": named.after.as_ref().map(masked_value),
    })
}

/// `{"value": …}` or `{"masked": …}`, so that a value that is null and one that is absent differ.
fn masked_value(masked_value: &MaskedValue) -> Json {
    match masked_value {
        MaskedValue::Plain(value) => json!({ "value": plain(value) }),
        MaskedValue::Masked { length, sha256 } => {
            json!({ "masked": { "length": length, "sha256": sha256 } })
        }
    }
}

/// A value as `serde_json` has it: the last of a name wins, digits stay.
pub(super) fn plain(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => Json::Bool(*truth),
        Value::Number(digits) => match digits.parse::<Number>() {
            Ok(number) => Json::Number(number),
            Err(_) => Json::String(digits.clone()),
        },
        Value::String(text) => Json::String(text.as_str().to_owned()),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => Json::Object(
            members
                .iter()
                .map(|member| (member.name.clone(), plain(&member.value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

fn token(token: &TokenDiff) -> Json {
    json!({
        "field": token.field,
        "header": token.header.iter().map(named).collect::<Vec<_>>(),
        "claims": token.claims.iter().map(named).collect::<Vec<_>>(),
        "signature": token.signature.as_ref().map(|status| json!({
            "before": status.before,
            "after": status.after,
        })),
    })
}

fn finding(finding: &DiffFinding) -> Json {
    json!({
        "code": finding.code,
        "severity": finding.severity.name(),
        "field": finding.field,
        "claim": finding.claim,
        "message": finding.message,
    })
}
