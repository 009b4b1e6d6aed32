//! Writing a response to a file: the whole of it or nothing.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use crate::problem::Problem;

/// Writes a file so that whatever happens, a kill included, the path holds the old content or the
/// new one, never half of either. The file can be read by its owner alone (mode 0600). A symbolic
/// link is followed, so that the file it names is replaced and not the link.
///
/// # Errors
/// The folder cannot be written, or the disk is full; the old file is as it was.
pub fn save_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = target(path)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Made with mode 0600, in the same folder, because a rename does not cross file systems.
    let mut file = tempfile::Builder::new().prefix(".tokenscope-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    // The new name must survive a power cut, too. Not every system lets a folder be synced.
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// Saves a response for the inspector, and says when it was written.
///
/// # Errors
/// As [`save_atomically`], in words.
pub fn response(path: &Path, bytes: &[u8]) -> Result<Option<DateTime<Utc>>, Problem> {
    save_atomically(path, bytes).map_err(|error| {
        Problem::new(format!("{} could not be written: {error}", path.display()))
    })?;
    let written = fs::metadata(path).and_then(|metadata| metadata.modified());
    Ok(written.ok().map(DateTime::<Utc>::from))
}

/// The file that a path leads to.
fn target(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.file_type().is_symlink() => fs::canonicalize(path),
        Ok(about) if about.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        _ => Ok(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        save_atomically(&path, b"old").unwrap();
        save_atomically(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&path, &link).unwrap();
            save_atomically(&link, b"through").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"through");
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        }
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        assert!(save_atomically(folder.path(), b"x").is_err());
        assert!(save_atomically(&folder.path().join("none/x"), b"x").is_err());
    }
}
