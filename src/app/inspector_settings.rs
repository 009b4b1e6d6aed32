//! The options that the inspector was started with; they apply to every response.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{
    jose::Keys,
    token::{Received, Zone},
};

/// What every inspection needs and no input changes.
#[derive(Clone, Debug, Default)]
pub struct InspectorSettings {
    /// The zone of local times.
    pub zone: Zone,
    /// The keys to verify signatures with.
    pub keys: Keys,
    /// `--received-at`.
    pub received_at: Option<DateTime<Utc>>,
    /// Whether the clock was set with `--at`.
    pub at: bool,
    /// The home directory that `~/` stands for.
    pub home: Option<PathBuf>,
    /// Whether secrets are shown whole (`--reveal`).
    pub reveal: bool,
}

impl InspectorSettings {
    /// A path with `~/` spelled out, as a shell would.
    pub(super) fn expand_home(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), &self.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => PathBuf::from(path),
        }
    }

    /// When something that came in at `now` was received: `--received-at`, else the file's
    /// modification time, else `--at`, else now.
    pub fn received(&self, modified: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Received {
        Received::best_known(self.received_at, modified, self.at, now)
    }
}
