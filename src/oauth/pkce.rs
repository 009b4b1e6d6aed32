//! Proof Key for Code Exchange (RFC 7636), and the random values of an authorization request.

use crate::secret::Wiping;
use data_encoding::BASE64URL_NOPAD;

use super::error::OAuthError;
use crate::secret::{Secret, sha256};

/// A code verifier: 43 characters with 256 bits of chance in them (RFC 7636 §4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeVerifier(Secret);

impl CodeVerifier {
    /// The verifier made of these random octets.
    pub fn from_random(octets: &[u8; 32]) -> Self {
        Self(Secret::new(BASE64URL_NOPAD.encode(octets)))
    }

    /// The verifier of an authorization request that somebody else made.
    pub fn given(verifier: Secret) -> Self {
        Self(verifier)
    }

    /// The verifier itself, for the token request.
    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// The S256 challenge for the authorization request (RFC 7636 §4.2).
    pub fn challenge(&self) -> String {
        // Hashing is what the secret is for here.
        BASE64URL_NOPAD.encode(&sha256(self.0.expose().as_bytes()))
    }
}

/// Random octets of the operating system.
///
/// # Errors
/// It gives none.
pub fn random() -> Result<Wiping<[u8; 32]>, OAuthError> {
    let mut octets = Wiping::new([0; 32]);
    getrandom::fill(&mut *octets).map_err(|error| OAuthError::Random(error.to_string()))?;
    Ok(octets)
}

/// A random text of 22 characters, 128 bits: a `state`, `nonce` or `jti`.
///
/// # Errors
/// The system gives none.
pub fn random_text() -> Result<String, OAuthError> {
    Ok(BASE64URL_NOPAD.encode(&random()?[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7636 appendix B.
    #[test]
    fn the_challenge_is_that_of_the_rfc() {
        let octets = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212,
            37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = CodeVerifier::from_random(&octets);
        assert_eq!(verifier.secret().expose(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
