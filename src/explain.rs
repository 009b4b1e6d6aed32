//! Explains artifacts: errors with their causes and remedies, opaque tokens by their format, and
//! what is missing or unusual in the artifacts that are not tokens.

mod access;
mod answer_headers;
mod challenges;
mod key_facts;
pub mod meaning;
mod notes;

use crate::{
    catalog::{
        errors::{self, ErrorMeaning},
        opaque_tokens::{self, PublishedToken},
    },
    findings::{ClientAuthDetail, RequestContext, observed_error, shorten_server_text},
    inspection::Inspection,
};

pub use access::{AccessCheck, AccessRow, access, access_with};
pub use key_facts::{KeyFact, key_facts};
pub use notes::{Note, notes};

/// An error response explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The error code as the server wrote it, safe for a terminal.
    pub code: Option<String>,
    /// The server's own words, safe for a terminal; long words are left out, for they may be tokens.
    pub description: Option<String>,
    /// Where the server says there is more to read (`error_uri`, RFC 6749 §5.2), safe for a terminal.
    pub read_more: Option<String>,
    /// What the catalogue knows: the most specific meanings, which replace the general ones. Empty
    /// for an error that nobody listed.
    pub entries: Vec<ErrorMeaning>,
    /// What the header fields of the answer add: when to come back, which methods there are, what
    /// credentials are wanted. Safe for a terminal.
    pub details: Vec<String>,
}

/// Explains an error response (RFC 6749 §5.2, §4.1.2.1; RFC 6750 §3.1; RFC 8628 §3.5; a provider's
/// own form; an answer with a status of failure). None for anything else.
pub fn error(inspection: &Inspection) -> Option<Explanation> {
    let answer =
        observed_error::observe(inspection.kind, &inspection.fields, inspection.message.as_ref())?;
    let text = |name: &str| inspection.field(name).and_then(|field| field.plain()?.as_str());
    let masked = |text: &str| shorten_server_text(&inspection.secrets.masked(text));
    Some(Explanation {
        code: text("error").or(answer.codes.first().map(AsRef::as_ref)).map(masked),
        description: answer.texts.first().map(|text| masked(text)),
        read_more: text("error_uri").map(masked),
        entries: errors::meanings(&answer),
        details: answer_headers::details(inspection)
            .iter()
            .map(|detail| inspection.secrets.masked(detail).into_owned())
            .collect(),
    })
}

impl Explanation {
    /// The heading of an entry: `What invalid_grant means at Doorkeeper`.
    pub fn heading(&self, entry: &ErrorMeaning) -> String {
        let what = entry.code.or(self.code.as_deref()).unwrap_or("this answer");
        let at = entry.provider.map_or(String::new(), |provider| format!(" at {provider}"));
        format!("What {what} means{at}")
    }
}

/// Identifies an opaque token by its published format: who issued it, what kind it is, how to
/// introspect it, and whether it is complete.
pub fn opaque(token: &str) -> Option<PublishedToken> {
    opaque_tokens::token(token)
}

/// What to try first after a refused request, by its status and error code; none where the request
/// suggests nothing.
pub fn advice(status: u16, code: Option<&str>, request: &RequestContext) -> Option<String> {
    let is_about_the_client = match code {
        Some(code) => code == "invalid_client",
        // Some servers say no more than that.
        None => matches!(status, 401 | 403),
    };
    let by_client_auth = || {
        request.client_auth.as_ref().and_then(|detail| other_client_authentication(detail, request))
    };
    let is_refresh = request.grant_type.as_deref() == Some("refresh_token");
    is_about_the_client.then(by_client_auth).flatten().or_else(|| {
        (code.is_none() && (400..404).contains(&status) && is_refresh).then(|| {
            "Start a new sign-in: a refusal without a reason most often means that the refresh \
             token was used before, has expired or was revoked."
                .to_owned()
        })
    })
}

/// Suggests another way for the client to authenticate.
fn other_client_authentication(
    detail: &ClientAuthDetail,
    request: &RequestContext,
) -> Option<String> {
    match detail {
        ClientAuthDetail::EncodedBasic => Some(
            "Try client_secret_post: HTTP Basic carries the characters of this client id or secret \
             percent-encoded (RFC 6749 §2.3.1), and some servers do not decode them."
                .to_owned(),
        ),
        ClientAuthDetail::Assertion { audience } => {
            let endpoint = request.endpoint.as_deref().filter(|endpoint| endpoint != audience)?;
            Some(format!(
                "Set assertion_audience to the token endpoint ({endpoint}): some servers want it as \
                 aud, which was {audience} (RFC 7523 §3)."
            ))
        }
    }
}
