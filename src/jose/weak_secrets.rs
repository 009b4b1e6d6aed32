//! The well-known secrets, tried on a signature (RFC 8725 §3.5).

use std::sync::{LazyLock, OnceLock};

use ring::hmac;

use super::{Alg, Format, Token, base64url};
use crate::catalog;

/// The well-known secrets as keys of one algorithm. A key is made when it is first tried, and kept:
/// that spares every later token half of the work that does not depend on its length.
pub struct WeakSecrets {
    algorithm: hmac::Algorithm,
    keys: Vec<(&'static str, OnceLock<hmac::Key>)>,
}

/// What a token signed with a shared secret holds for a trial.
pub struct HmacSignature<'a> {
    alg: Alg,
    /// The JWS signing input (RFC 7515 §2).
    message: &'a [u8],
    signature: Vec<u8>,
}

impl<'a> HmacSignature<'a> {
    /// The signature of a token; none where it is not one of HS256, HS384 and HS512, in full.
    pub fn of(token: &'a Token) -> Option<Self> {
        let alg = token.signature.alg.as_deref().and_then(Alg::from_name)?;
        alg.hmac().filter(|_| token.format == Format::Jws)?;
        // The signature is computed over the token itself.
        let (message, signature) = token.compact.expose().rsplit_once('.')?;
        let signature = base64url::strict(signature)?;
        (signature.len() == alg.hash_len()).then_some(Self {
            alg,
            message: message.as_bytes(),
            signature,
        })
    }

    /// The length of what is hashed once for every secret that is tried, in octets.
    pub fn message_len(&self) -> usize {
        self.message.len()
    }
}

/// Each secret stands in the list by its place, from 0.
impl WeakSecrets {
    /// How many there are.
    pub fn count() -> usize {
        catalog::weak_secrets().len()
    }

    /// The first of those in these places that made the signature.
    pub fn find_among(
        places: impl IntoIterator<Item = usize>,
        signed: &HmacSignature<'_>,
    ) -> Option<usize> {
        static HS256: LazyLock<WeakSecrets> = LazyLock::new(|| WeakSecrets::new(hmac::HMAC_SHA256));
        static HS384: LazyLock<WeakSecrets> = LazyLock::new(|| WeakSecrets::new(hmac::HMAC_SHA384));
        static HS512: LazyLock<WeakSecrets> = LazyLock::new(|| WeakSecrets::new(hmac::HMAC_SHA512));
        let secrets = match signed.alg {
            Alg::Hs384 => &HS384,
            Alg::Hs512 => &HS512,
            _ => &HS256,
        };
        places.into_iter().find(|place| secrets.made(*place, signed))
    }

    /// The secret in this place.
    pub fn secret(place: usize) -> Option<&'static str> {
        catalog::weak_secrets().nth(place)
    }

    fn new(algorithm: hmac::Algorithm) -> Self {
        let keys = catalog::weak_secrets().map(|secret| (secret, OnceLock::new()));
        Self { algorithm, keys: keys.collect() }
    }

    /// Whether the secret in this place made the signature.
    fn made(&self, place: usize, signed: &HmacSignature<'_>) -> bool {
        self.keys.get(place).is_some_and(|(secret, key)| {
            let key = key.get_or_init(|| hmac::Key::new(self.algorithm, secret.as_bytes()));
            hmac::verify(key, signed.message, &signed.signature).is_ok()
        })
    }
}
