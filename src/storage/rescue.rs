//! Keeping a response that would otherwise be lost, in a folder of the program's own.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use etcetera::BaseStrategy as _;

use super::temporary_file::{TemporaryFile, remove_leftovers, sync_folder};
use crate::{platform::files::make_private_folder, text};

/// Prefix of the temporary file's name.
const TEMPORARY: &str = ".response.tokenscope-";

/// Where responses are kept that would be lost otherwise: `tokenscope/rescued` in
/// `$XDG_STATE_HOME` or `~/.local/state` on Unix, in the application data elsewhere. None without a
/// home directory.
pub fn folder() -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    let state = strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
    Some(state.join("tokenscope").join("rescued"))
}

/// A file that a response can be kept in, made before there is one. Dropping it leaves nothing
/// behind.
#[derive(Debug)]
pub struct RescueFile {
    temporary: TemporaryFile,
    folder: PathBuf,
    /// How the file's name starts.
    prefix: &'static str,
}

impl RescueFile {
    /// Makes the file in this folder, which is made where it is not there (0700); else in
    /// the folder for temporary files.
    ///
    /// # Errors
    /// Neither can be written, or the disk is full.
    pub fn find(folder: &Path) -> io::Result<Self> {
        Self::in_folder(folder).or_else(|error| Self::in_temporary_folder().map_err(|_| error))
    }

    fn in_folder(folder: &Path) -> io::Result<Self> {
        make_private_folder(folder)?;
        let temporary = TemporaryFile::in_folder(folder, TEMPORARY)?;
        Ok(Self { temporary, folder: folder.to_owned(), prefix: "response" })
    }

    /// Makes the file in the system's folder for temporary files.
    fn in_temporary_folder() -> io::Result<Self> {
        let folder = env::temp_dir();
        let temporary = TemporaryFile::in_folder(&folder, TEMPORARY)?;
        Ok(Self { temporary, folder, prefix: "tokenscope-response" })
    }

    /// The temporary file, which is gone when this is dropped.
    pub fn temporary(&self) -> &Path {
        self.temporary.path()
    }

    /// Keeps a response that came at this instant, whole, readable by the person alone (0600), and
    /// gives the file.
    ///
    /// # Errors
    /// It does not fit.
    pub fn keep(self, at: DateTime<Utc>, bytes: &[u8]) -> io::Result<PathBuf> {
        let Self { temporary, folder, prefix } = self;
        let mut file = temporary.fill(bytes)?;
        let stamp = at.format("%Y%m%dT%H%M%SZ");
        for number in 1..u32::MAX {
            let path = folder.join(format!("{prefix}-{stamp}-{number}.txt"));
            match file.persist_noclobber(&path) {
                Ok(file) => {
                    sync_folder(&folder);
                    // It is kept, whether or not there is something to tidy up.
                    let _ = remove_leftovers(&folder, TEMPORARY, &file);
                    return Ok(path);
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                    file = error.file;
                }
                Err(error) => return Err(error.error),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

/// Keeps a response in the file that was made for it; where there is none, in a new file of this folder,
/// or else of the folder for temporary files. Gives the file.
///
/// # Errors
/// None of them can be written.
pub fn keep(
    folder: &Path,
    file: Option<RescueFile>,
    at: DateTime<Utc>,
    bytes: &[u8],
) -> io::Result<PathBuf> {
    if let Some(Ok(path)) = file.map(|file| file.keep(at, bytes)) {
        return Ok(path);
    }
    RescueFile::in_folder(folder).and_then(|file| file.keep(at, bytes)).or_else(|error| {
        RescueFile::in_temporary_folder().and_then(|file| file.keep(at, bytes)).map_err(|_| error)
    })
}

/// Takes away a file that was kept, or a temporary one, that is of no use any more.
pub fn remove(path: &Path) {
    // Somebody else may have done so.
    let _ = fs::remove_file(path);
}

/// Tells in words where a response is kept that is in no other file.
///
/// # Errors
/// The words for a response that could not be kept.
pub fn in_words(kept: &io::Result<PathBuf>, folder: &Path) -> Result<String, String> {
    let words = match kept {
        Ok(path) => format!(
            "a new refresh token was in no file; the response is kept, readable by you alone, in {}",
            text::path(path)
        ),
        Err(error) => format!(
            "a new refresh token is in no file: {} could not be written: {error}",
            text::path(folder)
        ),
    };
    if kept.is_ok() { Ok(words) } else { Err(words) }
}

/// Every response that is kept in this folder.
pub fn kept_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let kept = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("response-"));
    kept.map(|entry| entry.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_are_kept_beside_each_other() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state/rescued");
        assert_eq!(kept_in(&folder).chain(kept_in(home.path())).count(), 0);
        let at = DateTime::UNIX_EPOCH;
        let room = RescueFile::find(&folder).unwrap();
        let first = keep(&folder, Some(room), at, b"first").unwrap();
        let second = keep(&folder, None, at, b"second").unwrap();
        assert!(first.ends_with("response-19700101T000000Z-1.txt"), "{}", first.display());
        assert_eq!(fs::read(&first).unwrap(), b"first");
        assert_eq!(fs::read(&second).unwrap(), b"second");
        assert_eq!(kept_in(&folder).count(), 2);
        drop(RescueFile::find(&folder).unwrap());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&folder), mode(&first), mode(&second)), (0o700, 0o600, 0o600));
        }
        let elsewhere = keep(&first, None, at, b"third").unwrap();
        assert_eq!(elsewhere.parent(), Some(env::temp_dir().as_path()));
        assert_eq!(fs::read(&elsewhere).unwrap(), b"third");
        remove(&elsewhere);
        assert!(!elsewhere.exists());
    }
}
