//! The file that becomes the saved one when it is renamed.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Seek as _, Write as _},
    path::Path,
    time::Duration,
};

use tempfile::NamedTempFile;

use super::save_path::folder;
use crate::platform::files::private;

/// Space for a response that is yet to come, in bytes. A token response is a few kilobytes; a larger
/// one is saved as well where the disk lets it.
const SPACE: usize = 64 << 10;

/// A file that was half written when the program was killed is left behind for this long at least:
/// until then another process may be writing it.
const STALE: Duration = Duration::from_secs(60);

/// A file for the person alone (0600) with space for a response, which is gone unless it is renamed.
#[derive(Debug)]
pub(super) struct TemporaryFile(NamedTempFile);

impl TemporaryFile {
    pub(super) fn beside(path: &Path) -> io::Result<Self> {
        Self::in_folder(folder(path), &prefix(path))
    }

    pub(super) fn in_folder(folder: &Path, prefix: &str) -> io::Result<Self> {
        let make = || {
            // In the folder that it shall stay in, because a rename does not cross file systems.
            let mut builder = tempfile::Builder::new();
            builder.prefix(prefix);
            if let Some(permissions) = private() {
                builder.permissions(permissions);
            }
            let mut file = builder.tempfile_in(folder)?;
            file.write_all(&vec![0; SPACE])?;
            // Some file systems look for room only now.
            file.as_file().sync_all()?;
            Ok(Self(file))
        };
        make().map_err(without_path)
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The file with this content, on disk.
    pub(super) fn fill(self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        let mut file = self.0;
        file.rewind()?;
        file.write_all(bytes).map_err(without_path)?;
        file.as_file().set_len(bytes.len() as u64)?;
        file.as_file().sync_all()?;
        Ok(file)
    }
}

/// The reason alone, without the name of the temporary file, which tells nobody anything.
fn without_path(error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(Error::source);
    let cause = cause.and_then(|cause| cause.downcast_ref::<io::Error>());
    match cause.and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error,
    }
}

/// Makes a new name survive a power cut. Not every system lets a folder be synced.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// How the name of a file starts that is to become this one.
pub(super) fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // With what follows no longer than a name may be.
    let name: String = name.chars().take(50).collect();
    format!(".{name}.tokenscope-")
}

/// Takes away what saves of the same file left behind when they were killed.
pub(super) fn remove_leftovers(folder: &Path, prefix: &str, saved: &File) -> io::Result<()> {
    let now = saved.metadata()?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let about = entry.metadata()?;
        let age = now.duration_since(about.modified()?).unwrap_or_default();
        if about.is_file() && age > STALE {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
