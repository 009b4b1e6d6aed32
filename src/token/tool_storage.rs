//! Tells the token files of tools (MSAL, gcloud, AWS and others) from the answers of token
//! endpoints, by the members that tools add.

use super::Field;
use crate::{catalog::member_names, kind::Kind};

/// Members that tools add to the tokens they store, in `snake_case`; no token endpoint sends them.
const KEPT: [&str; 23] = [
    "account",
    "acquired_at",
    "auth_mode",
    "authority",
    "cached_at",
    "client_info",
    "client_secret",
    "credential_type",
    "extended_expires_on",
    "home_account_id",
    "last_login",
    "last_refresh",
    "obtained_at",
    "private_key",
    "profile",
    "provider_account_id",
    "quota_project_id",
    "region",
    "registration_expires_at",
    "retrieved_at",
    "saved_at",
    "start_url",
    "token_uri",
];

/// Whether an artifact with these fields was stored by a tool, together with what the tool needs
/// beside the token: a client, an account, a time. `is_message`: it came in an HTTP message or a
/// URL.
pub fn is_stored(kind: Kind, fields: &[Field], is_message: bool) -> bool {
    if is_message || kind != Kind::TokenResponse {
        return false;
    }
    let is_kept = |field: &Field| {
        let last = field.source_name.rsplit('.').next().unwrap_or_default();
        field.present && KEPT.binary_search(&&*member_names::snake_case(last)).is_ok()
    };
    fields.iter().any(is_kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(KEPT.is_sorted());
    }
}
