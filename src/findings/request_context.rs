//! The request that was answered, as far as rules compare the answer with it: scopes, client,
//! sign-in, secrets.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{secrecy::KnownSecrets, secret::Secret};

/// What is known of the request that a response answers. Rules that need the request are silent
/// without it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// The URL that the request was sent to.
    pub endpoint: Option<String>,
    pub grant_type: Option<String>,
    /// The requested scopes.
    pub scopes: Vec<String>,
    pub client_id: Option<String>,
    /// The client has no credentials (RFC 6749 §2.1).
    pub public_client: bool,
    /// How the client authenticated.
    pub client_auth: Option<ClientAuthDetail>,
    /// What the authorization request demanded of the sign-in, where there was one.
    pub sign_in: Option<SignIn>,
    /// Whether the request went to the userinfo endpoint (OpenID Connect Core §5.3.1).
    pub userinfo: bool,
    /// The subject of the ID token that came with the access token, where one did.
    pub subject: Option<String>,
    /// The issuer whose metadata named the endpoint (RFC 8414 §2).
    pub issuer: Option<String>,
    /// The algorithms of ID tokens that the metadata lists
    /// (`id_token_signing_alg_values_supported`).
    pub id_token_algs: Vec<String>,
    /// The secrets that were sent: an answer may repeat them.
    pub secrets: KnownSecrets,
}

/// A detail of the client's authentication that servers are known to treat differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientAuthDetail {
    /// HTTP Basic with an identifier or secret that percent-encoding changes (RFC 6749 §2.3.1).
    EncodedBasic,
    /// An assertion with this audience (RFC 7523 §3).
    Assertion {
        /// `aud`.
        audience: String,
    },
}

/// What an authorization request demanded of the sign-in (OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignIn {
    /// When the request was made.
    pub at: DateTime<Utc>,
    /// `nonce`.
    pub nonce: Option<String>,
    /// `max_age`, in seconds.
    pub max_age: Option<u64>,
    /// Whether `auth_time` was asked for as an essential claim (§5.5.1).
    pub auth_time: bool,
    /// The classes of `acr_values`, or those that the `claims` parameter names (§5.5.1.1).
    pub acr: Vec<String>,
    /// Whether one of the classes in `acr` is essential.
    pub acr_essential: bool,
    /// `state`.
    pub state: Option<String>,
    /// The code that came back.
    pub code: Option<Secret>,
}

impl SignIn {
    /// Reads the parameters of an authorization request that was made at this time. What a server
    /// could not read either is left out.
    pub fn read(
        at: DateTime<Utc>,
        params: impl IntoIterator<Item = (impl AsRef<str>, impl Into<String>)>,
    ) -> Self {
        let mut sign_in = Self { at, ..Self::default() };
        for (name, value) in params {
            let value: String = value.into();
            match name.as_ref() {
                "nonce" => sign_in.nonce = Some(value),
                "state" => sign_in.state = Some(value),
                "max_age" => sign_in.max_age = value.parse().ok(),
                "acr_values" => {
                    sign_in.acr.extend(value.split_ascii_whitespace().map(str::to_owned));
                }
                "claims" => sign_in.read_claims(&value),
                _ => {}
            }
        }
        sign_in
    }

    /// Reads the `claims` parameter (§5.5), as far as it is about the ID token's sign-in.
    fn read_claims(&mut self, json: &str) {
        let claims: Value = serde_json::from_str(json).unwrap_or_default();
        let essential = |claim: &Value| claim["essential"] == Value::Bool(true);
        let claims = &claims["id_token"];
        self.auth_time |= essential(&claims["auth_time"]);
        let acr = &claims["acr"];
        let listed = acr["values"].as_array().into_iter().flatten();
        let values = listed.chain(Some(&acr["value"])).filter_map(Value::as_str);
        self.acr.extend(values.map(str::to_owned));
        self.acr_essential |= essential(acr);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_request_asks_is_read() {
        let claims = r#"{"id_token":{"auth_time":{"essential":true},
            "acr":{"essential":true,"values":["gold"]}},"userinfo":{"acr":{"value":"tin"}}}"#;
        let params = [("nonce", "n"), ("max_age", "60"), ("acr_values", "a b"), ("claims", claims)];
        let read = SignIn::read(DateTime::UNIX_EPOCH, params);
        assert_eq!((read.nonce.as_deref(), read.max_age), (Some("n"), Some(60)));
        assert_eq!(read.acr, ["a", "b", "gold"]);
        assert!(read.acr_essential && read.auth_time);
    }

    #[test]
    fn what_no_server_could_read_asks_nothing() {
        let params = [("max_age", "soon"), ("claims", "{"), ("claims", r#"{"id_token":null}"#)];
        assert_eq!(SignIn::read(DateTime::UNIX_EPOCH, params), SignIn::default());
    }
}
