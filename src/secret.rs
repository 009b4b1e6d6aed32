//! Values that must not be seen by accident.

mod wiping;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use data_encoding::HEXLOWER;
use ring::digest::{self, SHA256};

pub use wiping::{Wipe, Wiping};

/// What stands in place of a secret.
pub const MASK: &str = "••••••••";

/// A token, code, key, password or assertion.
///
/// It has no `Display`, `Deref` or `Serialize`; `Debug` prints its length only, and the memory is
/// wiped when the last clone is dropped: clones share it. The one way out is [`Secret::expose`].
#[derive(Clone)]
pub struct Secret(Arc<SecretText>);

struct SecretText {
    text: Wiping<String>,
    /// What is said of it, once that was asked: the screen says it in every frame.
    summary: OnceLock<Summary>,
}

/// What is said of a secret in its place.
struct Summary {
    /// In characters.
    length: usize,
    sha256: [u8; 32],
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.text == other.0.text
    }
}

impl Eq for Secret {}

impl Secret {
    /// Takes ownership of a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        let text = Wiping::new(text.into());
        Self(Arc::new(SecretText { text, summary: OnceLock::new() }))
    }

    /// The secret itself. Every call needs a reason: a request that must carry it, a reveal or a
    /// copy that the person asked for, or a computation over it (a hash, a signature).
    pub fn expose(&self) -> &str {
        &self.0.text
    }

    /// Length in characters (Unicode scalar values).
    pub fn length(&self) -> usize {
        self.summary().length
    }

    /// The first eight hexadecimal digits of its SHA-256: enough to tell two tokens apart, too
    /// little to find one.
    pub fn fingerprint(&self) -> String {
        HEXLOWER.encode(&self.summary().sha256[..4])
    }

    /// Its whole SHA-256, which stands for it where it is to be known again and not to be had.
    pub fn digest(&self) -> [u8; 32] {
        self.summary().sha256
    }

    fn summary(&self) -> &Summary {
        self.0.summary.get_or_init(|| Summary {
            length: self.0.text.chars().count(),
            sha256: sha256(self.0.text.as_bytes()),
        })
    }
}

/// The SHA-256 of some octets.
pub fn sha256(octets: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&SHA256, octets).as_ref());
    hash
}

/// Makes room for so many bytes more. Where that needs other memory, the old is wiped, which a
/// vector that grows by itself leaves as it is.
pub fn reserve(bytes: &mut Wiping<Vec<u8>>, more: usize) {
    if bytes.capacity() - bytes.len() < more {
        let room = (bytes.capacity() * 2).max(bytes.len() + more);
        let mut larger = Wiping::new(Vec::with_capacity(room));
        larger.extend_from_slice(bytes);
        *bytes = larger;
    }
}

/// Reserves room for more of a text, and wipes the memory that it outgrows.
pub fn reserve_text(text: &mut Wiping<String>, more: usize) {
    if text.capacity() - text.len() < more {
        let room = (text.capacity() * 2).max(text.len() + more);
        let mut larger = Wiping::new(String::with_capacity(room));
        larger.push_str(text);
        *text = larger;
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} chars)", self.length())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Appends to a buffer that may hold a secret. Where it has to grow, the old memory is wiped; the
/// buffer alone would leave an unwiped copy behind.
pub fn append(buffer: &mut Wiping<Vec<u8>>, more: &[u8]) {
    reserve(buffer, more.len());
    buffer.extend_from_slice(more);
}
