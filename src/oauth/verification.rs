//! Fetches the keys of the issuer, where an answer has a signature to verify with them.

use super::{
    client::OAuthClient,
    client_auth::ClientCredentials,
    request::{Request, RequestPurpose},
};
use crate::{
    config::Verify,
    jose::{self, Format, KeyFrom, Keys, SignatureStatus, Token},
    text::visible,
};

impl OAuthClient {
    /// The keys to verify these tokens with where those that the person gave do not decide: the key
    /// set of the issuer that was named, and the client secret for HMAC (OpenID Connect Core
    /// §3.1.3.7, §10.1). Nothing that a token names is ever asked. It blocks while the issuer is
    /// asked, at most twice: a `kid` that is not known may be a new one.
    ///
    /// Where keys cannot be had there are none, and the verdict on a signature says why.
    pub fn verification_keys(&mut self, tokens: &[Token], given: &Keys) -> Keys {
        let is_wanted = self.settings().verify != Some(Verify::Nothing);
        let issuer = self.settings().issuer.as_ref().filter(|_| is_wanted);
        let Some(issuer) = issuer.map(|issuer| issuer.as_written().to_owned()) else {
            return Keys::default();
        };
        let mut keys = Keys::default();
        let is_open = |token: &&Token| {
            let status = jose::verify(token, given).status;
            matches!(
                status,
                SignatureStatus::NotChecked | SignatureStatus::NoKey | SignatureStatus::Unsupported
            )
        };
        let (signed, encrypted): (Vec<&Token>, Vec<&Token>) =
            tokens.iter().filter(is_open).partition(|token| token.format == Format::Jws);
        let (by_secret, by_key): (Vec<&Token>, Vec<&Token>) =
            signed.into_iter().partition(|token| is_hmac(token));
        if !by_key.is_empty() {
            keys.extend(self.issuer_keys(&by_key));
        }
        if !by_secret.is_empty() {
            keys.extend(self.client_secret());
        }
        if !encrypted.is_empty() {
            keys.extend(Keys::none_from_source("the client, which is not told how to decrypt"));
        }
        keys.of_issuer(&issuer)
    }

    /// The client secret as a key: the octets of its UTF-8 (OpenID Connect Core §10.1).
    fn client_secret(&self) -> Keys {
        let secret = match self.credentials() {
            // A key is made of it.
            ClientCredentials::Secret(secret) => {
                Keys::secret("the client secret", secret.expose().as_bytes())
            }
            ClientCredentials::None | ClientCredentials::Key(_) => {
                return Keys::none_from_source("the client, which has no secret");
            }
        };
        secret
            .unwrap_or_else(|_| Keys::none_from_source("the client secret"))
            .with_origin(KeyFrom::ClientSecret)
    }

    /// The issuer's keys as they were fetched before, or now; once more where one of the tokens is
    /// not by any of them.
    fn issuer_keys(&mut self, tokens: &[&Token]) -> Keys {
        let before = self.known_keys.take();
        let is_old = before.is_some();
        let keys = before.unwrap_or_else(|| self.fetch_keys());
        let is_unknown = |token: &&Token| match &token.signature.kid {
            Some(kid) => keys.iter().all(|key| key.kid() != Some(kid.as_str())),
            None => is_old && jose::verify(token, &keys).status != SignatureStatus::Valid,
        };
        let is_again = keys.iter().next().is_some() || is_old;
        let keys = if is_again && tokens.iter().any(is_unknown) {
            let again = self.fetch_keys();
            if again.iter().next().is_some() { again } else { keys }
        } else {
            keys
        };
        if keys.iter().next().is_some() {
            self.known_keys = Some(keys.clone());
        }
        keys
    }

    fn fetch_keys(&mut self) -> Keys {
        self.key_set()
            .unwrap_or_else(|why| {
                Keys::none_from_source(format!("the issuer's key set ({})", visible(&why)))
            })
            .published()
    }

    /// Fetches the key set; where there is none, why.
    fn key_set(&mut self) -> Result<Keys, String> {
        self.discover(&[RequestPurpose::KeySet]).map_err(|error| error.to_string())?;
        let url = match (&self.endpoints().jwks, self.endpoints().jwks_fault) {
            (Some(url), _) => url.clone(),
            (None, Some(fault)) => return Err(format!("jwks_uri {fault}")),
            (None, None) => return Err("its metadata names none".to_owned()),
        };
        let name = url.as_str().to_owned();
        let reply = self
            .send(&Request::get(RequestPurpose::KeySet, url))
            .map_err(|error| error.to_string())?;
        if let Some(cut) = &reply.cut {
            return Err(cut.to_string());
        }
        if reply.redirect().is_some() {
            return Err("it redirects, and redirects are not followed".to_owned());
        }
        if !reply.is_success() {
            return Err(format!("the answer was {}", reply.status));
        }
        let keys = Keys::jwks(&name, &reply.body).map_err(|error| error.to_string())?;
        if keys.iter().next().is_none() {
            return Err("it is empty".to_owned());
        }
        Ok(keys)
    }
}

/// Whether a token is signed with a shared secret (RFC 7518 §3.2).
fn is_hmac(token: &Token) -> bool {
    token.signature.alg.as_deref().is_some_and(|alg| alg.starts_with("HS"))
}
