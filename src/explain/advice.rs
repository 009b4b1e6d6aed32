//! What to try first, given how it was asked: the catalogue does not know the request.

use super::Explanation;
use crate::findings::{Asked, Proof};

/// The first thing to try after a refusal, where the request itself suggests one.
pub fn advice(explanation: &Explanation, asked: &Asked) -> Option<String> {
    if explanation.code.as_deref() != Some("invalid_client") {
        return None;
    }
    match asked.proof.as_ref()? {
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
