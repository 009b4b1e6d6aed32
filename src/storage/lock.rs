//! One program at a time: advisory locks on the files of tokens.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::{read, save_path::follow};
use crate::platform::files::{FileId, try_lock};

/// An advisory lock on a file (`flock(2)`), for as long as this lives; the system takes it back
/// when the program ends, however that happens. The file itself is locked, so that nothing is
/// left beside it.
///
/// What cannot be locked (a file that is yet to be made, a pipe, a file system without locks) is
/// no reason to stop: then only what changed in the meantime tells of another program.
#[derive(Debug)]
pub struct Lock {
    _file: Option<File>,
}

impl Lock {
    /// Locks these files in an order that every program keeps, so that no two wait for each
    /// other. Where another program holds one, `wait` is told which, time after time, lets some
    /// time pass, and says whether to go on waiting.
    ///
    /// # Errors
    /// The file that was waited for in vain.
    pub fn all<'a>(
        paths: &[&'a Path],
        wait: &mut dyn FnMut(&Path) -> bool,
    ) -> Result<Vec<Self>, &'a Path> {
        let mut paths: Vec<(PathBuf, &Path)> = paths
            .iter()
            .map(|path| (fs::canonicalize(path).unwrap_or_else(|_| (*path).to_owned()), *path))
            .collect();
        paths.sort();
        // A file that is named twice must not wait for itself.
        paths.dedup_by(|one, other| one.0 == other.0);
        paths.into_iter().map(|(_, path)| Self::take(path, wait).ok_or(path)).collect()
    }

    /// Locks one file; none where it was waited for in vain.
    fn take(path: &Path, wait: &mut dyn FnMut(&Path) -> bool) -> Option<Self> {
        loop {
            // A file is replaced by another one when it is saved: what counts is the one that has
            // the name while it is locked.
            let Some(file) = open(path) else { return Some(Self { _file: None }) };
            match try_lock(&file) {
                Ok(()) if is_at(&file, path) => return Some(Self { _file: Some(file) }),
                Ok(()) => {}
                Err(TryLockError::Error(_)) => return Some(Self { _file: None }),
                Err(TryLockError::WouldBlock) => {
                    if !wait(path) {
                        return None;
                    }
                }
            }
        }
    }
}

/// A file that can be locked.
fn open(path: &Path) -> Option<File> {
    let path = follow(path).ok()?;
    read::open(&path).ok().filter(|file| file.metadata().is_ok_and(|about| about.is_file()))
}

/// Whether an open file is the one at this path.
fn is_at(file: &File, path: &Path) -> bool {
    let both = || -> io::Result<bool> {
        Ok(FileId::of(&file.metadata()?) == FileId::of(&fs::metadata(path)?))
    };
    both().unwrap_or(false)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::storage::save::save_atomically;

    #[test]
    fn a_file_is_locked_once_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let [file, other] = ["token.json", "other.json"].map(|name| folder.path().join(name));
        fs::write(&file, "1").unwrap();
        fs::write(&other, "2").unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("token.json", &link).unwrap();
        let never = &mut |_: &Path| panic!("nobody has it");
        let held = Lock::all(&[&file, &link, &other], never).unwrap();
        let mut asked = 0;
        let mut patient = |_: &Path| {
            asked += 1;
            asked < 3
        };
        assert_eq!(Lock::all(&[&link], &mut patient).unwrap_err(), link);
        assert_eq!(asked, 3);
        drop(held);
        Lock::all(&[&link, &other], never).unwrap();
        // What is not there is locked by nobody.
        let missing = folder.path().join("missing");
        Lock::all(&[&missing, folder.path()], never).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_file_that_was_replaced_while_it_was_waited_for_is_locked_anew() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token.json");
        fs::write(&file, "old").unwrap();
        let mut held = Some(Lock::all(&[&file], &mut |_| false).unwrap());
        let mut replace = |path: &Path| {
            save_atomically(path, b"new").unwrap();
            drop(held.take());
            true
        };
        let locked = Lock::all(&[&file], &mut replace).unwrap();
        assert!(Lock::all(&[&file], &mut |_| false).is_err(), "it is the new file that is locked");
        drop(locked);
    }
}
