//! Fetches the key set of an issuer: from its own URL, or from where the issuer's metadata says.

use super::{HttpClient, OAuthError, Reply, Request, discovery, request::RequestPurpose};
use crate::config::HttpUrl;

/// Fetches a JWK set (RFC 7517 §5): from the URL itself, else from where the metadata of the issuer
/// of this URL says (`jwks_uri`, RFC 8414 §2). The bytes hold a `keys` member.
///
/// # Errors
/// Nothing answers, or there is neither a key set nor metadata that names one.
pub fn fetch(client: &HttpClient, url: &HttpUrl) -> Result<Reply, OAuthError> {
    let reply = client.send(&Request::get(RequestPurpose::KeySet, url.clone()))?;
    if is_key_set(&reply) {
        return Ok(reply);
    }
    for metadata in discovery::metadata_urls(url) {
        let reply = client.send(&discovery::request(metadata))?;
        let Some(endpoints) = discovery::read(url, &reply)? else { continue };
        let Some(key_set) = endpoints.jwks else { break };
        let reply = client.send(&Request::get(RequestPurpose::KeySet, key_set))?;
        if is_key_set(&reply) {
            return Ok(reply);
        }
    }
    Err(OAuthError::Metadata {
        url: url.as_str().to_owned(),
        reason: "it is neither a JWK set nor an issuer whose metadata names one".to_owned(),
    })
}

fn is_key_set(reply: &Reply) -> bool {
    reply.is_success() && reply.json().is_some_and(|members| members.contains_key("keys"))
}
