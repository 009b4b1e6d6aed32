//! The bytes to inspect, before they are recognized, and their origin.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    secret::sha256,
    text::{self, visible},
};

/// The origin of something to inspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputOrigin {
    File(PathBuf),
    Stdin,
    /// An argument of the command line.
    Argument,
    Paste,
    /// Where the tools of this machine keep their tokens.
    Board,
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
            Self::Board => "board".to_owned(),
            Self::Server(host) => visible(host).into_owned(),
        }
    }
}

/// Bytes to inspect, and what is known of the file that they were read from.
#[derive(Clone, Default)]
pub struct Loaded {
    /// The bytes, wiped on drop.
    pub bytes: Wiping<Vec<u8>>,
    /// When the file was last written.
    pub modified: Option<DateTime<Utc>>,
    /// The POSIX permission bits of the file.
    pub mode: Option<u32>,
}

impl Loaded {
    /// Bytes without a file.
    pub fn bytes(bytes: impl Into<Wiping<Vec<u8>>>) -> Self {
        Self { bytes: bytes.into(), ..Self::default() }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(sha256(&self.bytes))
    }
}

/// The SHA-256 of a file's content, which reveals no secret.
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
