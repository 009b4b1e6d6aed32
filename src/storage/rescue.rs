//! Keeping a response that would otherwise be lost, in a folder of the program's own.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::save::{sync, written};
use crate::text;

/// Keeps a response that came at this instant in a new file of this folder, whole, readable by the
/// person alone (0600), and gives the file. The folder is made where it is not there (0700).
///
/// # Errors
/// The folder cannot be made or written.
pub fn keep(folder: &Path, at: DateTime<Utc>, bytes: &[u8]) -> io::Result<PathBuf> {
    make(folder)?;
    let mut file = written(folder, ".response.tokenscope-", bytes)?;
    let stamp = at.format("%Y%m%dT%H%M%SZ");
    for number in 1..u32::MAX {
        let path = folder.join(format!("response-{stamp}-{number}.txt"));
        match file.persist_noclobber(&path) {
            Ok(_) => {
                sync(folder);
                return Ok(path);
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => file = error.file,
            Err(error) => return Err(error.error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Keeps a response as [`keep`] does, and says what came of it.
pub fn in_words(folder: &Path, at: DateTime<Utc>, bytes: &[u8]) -> String {
    match keep(folder, at, bytes) {
        Ok(path) => format!(
            "a new refresh token was in no file; the response is kept, readable by you alone, in {}",
            text::path(&path)
        ),
        Err(error) => format!(
            "a new refresh token was in no file, and is lost: {} could not be written: {error}",
            text::path(folder)
        ),
    }
}

/// Whether a response is kept in this folder.
pub fn holds_any(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.any(|entry| entry.file_name().to_string_lossy().starts_with("response-"))
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_are_kept_beside_each_other() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state/rescued");
        assert!(!holds_any(&folder) && !holds_any(home.path()));
        let at = DateTime::UNIX_EPOCH;
        let first = keep(&folder, at, b"first").unwrap();
        let second = keep(&folder, at, b"second").unwrap();
        assert!(first.ends_with("response-19700101T000000Z-1.txt"), "{}", first.display());
        assert_eq!(fs::read(&first).unwrap(), b"first");
        assert_eq!(fs::read(&second).unwrap(), b"second");
        assert!(holds_any(&folder));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&folder), mode(&first), mode(&second)), (0o700, 0o600, 0o600));
        }
        assert!(keep(&first, at, b"x").is_err());
    }
}
