//! Files: read whole, watched, locked, saved whole or not at all, and kept where they would be
//! lost.

pub mod folder;
pub mod lock;
pub mod read;
pub mod rescue;
pub mod save;
mod save_path;
mod temporary_file;
pub mod tool_files;
pub mod watch;

pub use folder::FolderEntry;
pub use lock::Lock;
pub use read::FileSnapshot;
pub use rescue::RescueFile;
pub use save::{Replaces, ReservedOutput, SaveError};
pub use watch::WatchedFile;
