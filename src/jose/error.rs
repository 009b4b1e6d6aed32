//! Why a key could not be read.

/// Why something is not a usable key. No message quotes any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing that a key could be.
    #[error("not a key: neither a JWK, a JWK set, PEM nor DER")]
    Unrecognized,
    /// Broken PEM armour or base64 in it (RFC 7468).
    #[error("the PEM text is damaged")]
    Pem,
    /// DER that is none of the key forms, or is damaged.
    #[error("the DER is damaged, or no key")]
    Der,
    /// Broken JSON, or JSON that is no key.
    #[error("the JSON is neither a JWK nor a JWK set")]
    Json,
    /// The private key is protected by a password.
    #[error("the private key is encrypted: decrypt it first (openssl pkey -in FILE)")]
    Encrypted,
    /// A private key is needed.
    #[error("this is not a private key")]
    NotPrivate,
    /// A type of key or curve that cannot be used here.
    #[error("this type of key is not supported")]
    Unsupported,
    /// A member of a JWK is missing or malformed (RFC 7518 §6).
    #[error("the member {0} of the JWK is missing or malformed")]
    Member(&'static str),
    /// An RSA key that RFC 7518 §3.3 or its weakness forbids.
    #[error("the RSA key is too short or too weak to sign with (RFC 7518 §3.3)")]
    Weak,
    /// Parts of the key contradict each other.
    #[error("the key is inconsistent: {0}")]
    Inconsistent(&'static str),
    /// The key is not one for the algorithm.
    #[error("the key is not one for {0}")]
    Algorithm(&'static str),
}
