//! Decodes JWTs (RFC 7519), reads keys (RFC 7517), and verifies signatures (RFC 7515).

pub mod alg;
mod asn1;
pub mod base64url;
mod curve;
pub mod decode;
mod ed25519;
pub mod error;
mod jwk;
pub mod key;
mod key_contents;
pub mod keys;
mod oid;
mod pem;
mod private;
mod rare_rsa;
pub mod role;
mod rsa_modulus;
mod rsa_private;
pub mod serialization;
pub mod sign;
mod signing_input;
pub mod verify;
mod weak_secrets;

pub use alg::Alg;
pub use decode::sd_jwt::{Disclosures, KeyBinding};
pub use decode::{decode, is_compact, read};
pub use error::KeyError;
pub use key::{Key, KeyFrom};
pub use keys::Keys;
pub use role::Role;
pub use sign::SigningKey;
pub use verify::{verify, verify_all};
pub use weak_secrets::{HmacSignature, WeakSecrets};

use std::fmt;
use strum::VariantArray;

use crate::{
    problem::Problem,
    secret::Secret,
    text::quotable,
    value::{Text, Value},
};

/// A compact token, decoded as far as it can be.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Canonical name of the field that holds it, `token` for a bare one.
    pub field: String,
    /// The token in its compact form, without line breaks.
    pub compact: Secret,
    pub format: Format,
    /// What the token is for; none where nothing says, and until its place is known.
    pub role: Option<Role>,
    /// The JOSE header: an object, or as much of it as could be read.
    pub header: Value,
    /// How many of the header's members, at its beginning, no signature protects (RFC 7515 §4).
    unprotected: usize,
    /// The claims set, where the payload is a JSON object.
    pub claims: Option<Value>,
    /// The payload's text, where it is not a JSON object.
    pub payload: Option<Text>,
    pub signature: Signature,
    pub problem: Option<Problem>,
    /// The disclosures of an SD-JWT (RFC 9901).
    pub disclosures: Option<Box<Disclosures>>,
    /// The key that a proof behind an SD-JWT is bound to.
    pub key_binding: Option<KeyBinding>,
}

/// The form of a compact token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Format {
    /// Signed: three parts (RFC 7515 §7.1).
    Jws,
    /// Encrypted: five parts (RFC 7516 §7.1).
    Jwe,
}

impl Format {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jws => "jws",
            Self::Jwe => "jwe",
        }
    }
}

/// The verdict on a signature, with its reason. `Debug` leaves out the values of the header, which
/// may be anything.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    pub status: SignatureStatus,
    pub alg: Option<String>,
    pub kid: Option<String>,
    /// The origin of the key that the verdict rests on; none where no key was used.
    pub key_from: Option<KeyFrom>,
    /// Why the verdict is what it is, in words.
    pub reason: Option<String>,
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("status", &self.status)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// The verdict on a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum SignatureStatus {
    /// A key that is allowed to verify this algorithm confirms the signature.
    Valid,
    /// A fitting key denies the signature, or the token is malformed.
    Invalid,
    /// No key was given.
    NotChecked,
    /// None of the given keys fits.
    NoKey,
    /// The algorithm is not supported.
    Unsupported,
    /// `alg` is `none`.
    Unsigned,
}

impl SignatureStatus {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::NotChecked => "not_checked",
            Self::NoKey => "no_key",
            Self::Unsupported => "unsupported",
            Self::Unsigned => "unsigned",
        }
    }
}

/// Shortens and quotes untrusted text for a reason.
fn short_quote(text: &str) -> String {
    quotable(text, 64)
}
