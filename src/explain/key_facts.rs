//! The key facts of an artifact without a usable token: the few members that a person looks for
//! first, each with a label.

use chrono::TimeDelta;

use crate::{inspection::Inspection, kind::Kind, text::visible, value::Value, words};

/// A member that a person looks for first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFact {
    pub label: &'static str,
    /// The value in words; safe for a terminal, without secrets.
    pub words: String,
}

/// The key facts of an artifact, the most important first. Empty for tokens, whose expiry matters
/// more, and for kinds that are shown in full.
pub fn key_facts(inspection: &Inspection) -> Vec<KeyFact> {
    let members = inspection.kind.key_facts();
    let scheme = inspection.scheme.as_deref().filter(|_| inspection.kind == Kind::Challenge);
    let scheme = scheme.map(|scheme| KeyFact { label: "asks for", words: credentials(scheme) });
    let key_facts = members.iter().filter_map(|(name, label)| {
        let value = inspection.field(name).and_then(|field| field.plain());
        let value = value.map(|value| inspection.secrets.redacted(name, value));
        Some(KeyFact { label, words: in_words(inspection.kind, name, value.as_deref())? })
    });
    scheme.into_iter().chain(key_facts).collect()
}

/// The credentials that an authentication scheme asks for.
fn credentials(scheme: &str) -> String {
    let what = match scheme.to_ascii_lowercase().as_str() {
        "bearer" => "a bearer token",
        "dpop" => "a token bound to a key, and a proof of that key (RFC 9449)",
        "gnap" => "a token of GNAP (RFC 9635)",
        "basic" => "user and password (RFC 7617)",
        "digest" => "user and password, hashed (RFC 7616)",
        "negotiate" | "ntlm" => "a sign-in of the domain (Kerberos or NTLM)",
        _ => return visible(scheme).into_owned(),
    };
    format!("{} — {what}", visible(scheme))
}

/// The value of a member in words; none where there is none, or where it is not to be shown.
fn in_words(kind: Kind, name: &str, value: Option<&Value>) -> Option<String> {
    let seconds = || {
        let number = value.and_then(|value| value.as_number().or(value.as_str()));
        number.and_then(|digits| digits.parse().ok()).and_then(TimeDelta::try_seconds)
    };
    match (kind, name) {
        (Kind::BackchannelAuthentication, "interval") => Some(match seconds() {
            Some(interval) => format!("every {}", words::rough(interval)),
            None => "every 5s, as no interval is given".to_owned(),
        }),
        (Kind::Challenge, "max_age") => {
            seconds().map(|age| format!("no older than {}", words::rough(age)))
        }
        _ => plain(value?),
    }
}

/// How many items of a list are named.
const ITEMS: usize = 6;

/// A text, number or truth, or the first items of a list.
fn plain(value: &Value) -> Option<String> {
    let one = |value: &Value| {
        let text = match value {
            Value::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            value => value.as_str().or(value.as_number())?.to_owned(),
        };
        (!text.is_empty()).then(|| visible(&text).into_owned())
    };
    let Value::Array(items) = value else { return one(value) };
    let mut shown: Vec<String> = items.iter().filter_map(one).take(ITEMS).collect();
    if shown.len() < items.len() {
        shown.push(format!("… ({})", items.len()));
    }
    (!items.is_empty()).then(|| shown.join("  "))
}
