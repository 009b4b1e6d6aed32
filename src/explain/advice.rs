//! What to try first, given how it was asked: the catalogue does not know the request.

use crate::findings::{Proof, RequestContext};

/// The first thing to try after a refusal with this status, and this error code where it has one,
/// where the request itself suggests something.
pub fn advice(status: u16, code: Option<&str>, asked: &RequestContext) -> Option<String> {
    let is_about_the_client = match code {
        Some(code) => code == "invalid_client",
        // Some servers say no more than that.
        None => matches!(status, 401 | 403),
    };
    let by_proof = || asked.proof.as_ref().and_then(|proof| tried_otherwise(proof, asked));
    let is_refresh = asked.grant_type.as_deref() == Some("refresh_token");
    is_about_the_client.then(by_proof).flatten().or_else(|| {
        (code.is_none() && (400..404).contains(&status) && is_refresh).then(|| {
            "Start a new sign-in: a refusal without a reason most often means that the refresh \
             token was used before, has expired or was revoked."
                .to_owned()
        })
    })
}

/// How the client may prove itself instead.
fn tried_otherwise(proof: &Proof, asked: &RequestContext) -> Option<String> {
    match proof {
        Proof::EncodedBasic => Some(
            "Try client_secret_post: HTTP Basic carries the characters of this client id or secret \
             percent-encoded (RFC 6749 §2.3.1), and some servers do not decode them."
                .to_owned(),
        ),
        Proof::Assertion { audience } => {
            let endpoint = asked.endpoint.as_deref().filter(|endpoint| endpoint != audience)?;
            Some(format!(
                "Set assertion_audience to the token endpoint ({endpoint}): some servers want it as \
                 aud, which was {audience} (RFC 7523 §3)."
            ))
        }
    }
}
