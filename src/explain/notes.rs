//! Notes: what is missing or unusual in an artifact that is not a token. A note is milder than a
//! finding: it has no code and no severity, and is shown beside its member.

mod keys;
mod metadata;

use std::borrow::Cow;

use crate::{inspection::Inspection, kind::Kind, value::Value};

/// A note about one member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Canonical name of the member; it need not be present.
    pub field: String,
    /// What is missing or odd, and the consequence. Safe for a terminal, without secrets.
    pub message: String,
    /// The source: an RFC and section.
    pub source: &'static str,
}

impl Note {
    /// A note about a member.
    pub(super) fn new(field: &str, message: impl Into<String>, source: &'static str) -> Self {
        Self { field: field.to_owned(), message: message.into(), source }
    }
}

/// What is missing or odd in server metadata, a key set, an introspection response, a device
/// authorization or a callback. Empty for everything else: tokens have findings.
pub fn notes(inspection: &Inspection) -> Vec<Note> {
    let mut notes = all(inspection);
    for note in &mut notes {
        if let Cow::Owned(message) = inspection.secrets.masked(&note.message) {
            note.message = message;
        }
    }
    notes
}

fn all(inspection: &Inspection) -> Vec<Note> {
    match inspection.kind {
        Kind::ServerMetadata => metadata::notes(inspection),
        Kind::JwkSet => keys::notes(inspection),
        Kind::IntrospectionResponse => introspection(inspection),
        Kind::DeviceAuthorization => device_authorization(inspection),
        Kind::AuthorizationResponse => authorization_response(inspection),
        _ => Vec::new(),
    }
}

/// RFC 7662 §2.2.
fn introspection(inspection: &Inspection) -> Vec<Note> {
    const SOURCE: &str = "RFC 7662 §2.2";
    let mut notes = Vec::new();
    let active = inspection.field("active").and_then(|field| field.plain());
    match active {
        Some(Value::Bool(true)) => {
            for (name, consequence) in [
                ("exp", "the API cannot tell how long it may keep the answer"),
                ("scope", "the API cannot tell what the token allows"),
                ("client_id", "the API cannot tell which client calls"),
            ] {
                if inspection.field(name).is_none() {
                    notes.push(Note::new(name, format!("absent: {consequence}"), SOURCE));
                }
            }
        }
        Some(Value::Bool(false)) => {
            if let Some(extra) = inspection.fields.iter().find(|field| field.name != "active") {
                let message = "told of a token that is not active: whoever guesses tokens learns \
                               something about them";
                notes.push(Note::new(&extra.name, message, SOURCE));
            }
        }
        _ => {
            let message = "not true or false: clients may take the token for active";
            notes.push(Note::new("active", message, SOURCE));
        }
    }
    notes
}

/// RFC 8628 §3.2.
fn device_authorization(inspection: &Inspection) -> Vec<Note> {
    const SOURCE: &str = "RFC 8628 §3.2";
    let mut notes = Vec::new();
    for (name, consequence) in [
        ("device_code", "the client has nothing to poll with"),
        ("user_code", "the user has nothing to type in"),
        ("expires_in", "the client does not know when to give up"),
    ] {
        if inspection.field(name).is_none() {
            notes.push(Note::new(name, format!("absent: {consequence}"), SOURCE));
        }
    }
    if inspection.field("verification_uri").is_none() {
        let message = if inspection.field("verification_url").is_some() {
            "called verification_url here: clients that know only the standard's name fail"
        } else {
            "absent: the user does not know where to go"
        };
        notes.push(Note::new("verification_uri", message, SOURCE));
    }
    if inspection.field("verification_uri_complete").is_none() {
        let message = "absent: a QR code can lead to the page, but the user types the code";
        notes.push(Note::new("verification_uri_complete", message, "RFC 8628 §3.3.1"));
    }
    notes
}

/// RFC 6749 §4.1.2.
fn authorization_response(inspection: &Inspection) -> Vec<Note> {
    let mut notes = Vec::new();
    if inspection.field("state").is_none() {
        let message = "absent: unless PKCE or a nonce protects it, a stranger can slip in a code of \
                       their own";
        notes.push(Note::new("state", message, "RFC 9700 §4.7.1"));
    }
    let in_fragment = |name: &str| {
        let location = inspection.location.as_ref();
        location.is_some_and(|location| location.fragment.iter().any(|other| other == name))
    };
    if in_fragment("code") && inspection.field("id_token").is_none() {
        let message = "came in the fragment, which a server behind the page never sees";
        notes.push(Note::new("code", message, "RFC 6749 §4.1.2"));
    }
    notes
}
