//! What was read, before anything is known of it, and where it comes from.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::text::{self, visible};

/// Where something to inspect comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputOrigin {
    File(PathBuf),
    Stdin,
    /// An argument of the command line.
    Argument,
    Paste,
    /// The answer of an authorization server, by its host.
    Server(String),
}

impl InputOrigin {
    /// A short name, safe for a terminal: the file's, or a word.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => text::path(path.file_name().map_or(path, Path::new)),
            Self::Stdin => "standard input".to_owned(),
            Self::Argument => "argument".to_owned(),
            Self::Paste => "paste".to_owned(),
            Self::Server(host) => visible(host).into_owned(),
        }
    }
}

/// Bytes to inspect, and what is known of the file that they were read from.
#[derive(Default)]
pub struct Loaded {
    /// As they were read; wiped on drop.
    pub bytes: Zeroizing<Vec<u8>>,
    /// When the file was last written.
    pub modified: Option<DateTime<Utc>>,
    /// Who may do what with the file, as the permission bits of POSIX.
    pub mode: Option<u32>,
}

impl Loaded {
    /// Bytes that stand in no file.
    pub fn bytes(bytes: impl Into<Zeroizing<Vec<u8>>>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }

    /// A hash that identifies the content.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.bytes).into())
    }
}

/// The SHA-256 of a file's content. It reveals no secret in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded")
            .field("bytes", &self.bytes.len())
            .field("modified", &self.modified)
            .field("mode", &self.mode)
            .finish()
    }
}
