//! Writing a response to a file: the whole of it or nothing.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    read,
    save_path::{SavePath, folder},
    temporary_file::{TemporaryFile, prefix, remove_leftovers, sync_folder},
};
use crate::{input::Fingerprint, problem::Problem, text};

/// A path that a response can be saved at, tried before there is one: the file that is to be
/// renamed stands beside it, with space for the response, or the pipe or device is open. Dropping it
/// leaves everything as it was.
#[derive(Debug)]
pub struct ReservedOutput(ReservedKind);

#[derive(Debug)]
enum ReservedKind {
    File { path: PathBuf, temporary: Option<TemporaryFile> },
    Stream(File),
}

impl ReservedOutput {
    /// Makes sure that a response can be saved at this path, without touching what is there. It
    /// never waits.
    ///
    /// # Errors
    /// It is a folder, its folder cannot be written, the file cannot be replaced, the disk is
    /// full, or nobody reads from the pipe.
    pub fn at(path: &Path) -> io::Result<Self> {
        Ok(Self(match SavePath::of(path)? {
            SavePath::Stream(stream) => ReservedKind::Stream(stream),
            SavePath::File(path) => {
                let temporary = Some(TemporaryFile::beside(&path)?);
                ReservedKind::File { path, temporary }
            }
        }))
    }

    /// Takes the temporary file away while no request is under way, so that the end of the program
    /// leaves no file behind.
    pub fn remove_temporary(&mut self) {
        if let ReservedKind::File { temporary, .. } = &mut self.0 {
            *temporary = None;
        }
    }

    /// Makes the temporary file again where it was taken away.
    ///
    /// # Errors
    /// As [`ReservedOutput::at`].
    pub fn create_temporary(&mut self) -> io::Result<()> {
        if let ReservedKind::File { path, temporary: temporary @ None } = &mut self.0 {
            *temporary = Some(TemporaryFile::beside(path)?);
        }
        Ok(())
    }

    /// The temporary file, which is gone when this is dropped.
    pub fn temporary(&self) -> Option<&Path> {
        match &self.0 {
            ReservedKind::File { temporary, .. } => temporary.as_ref().map(TemporaryFile::path),
            ReservedKind::Stream(_) => None,
        }
    }

    /// Whether what is saved there stays there: a pipe or a device passes it on.
    pub fn keeps(&self) -> bool {
        matches!(self.0, ReservedKind::File { .. })
    }

    /// Writes the file so that whatever happens, a kill included, its path holds the old content
    /// or the new one, never half of either. It can be read by its owner alone (mode 0600). A
    /// symbolic link is followed, so that the file it names is replaced and not the link. A kill
    /// may leave a file `.NAME.tokenscope-…` beside it (0600), which the next save takes away.
    ///
    /// A pipe or a device is written to as it is.
    ///
    /// # Errors
    /// The disk is full, say, or the reader went away; the old file is as it was.
    pub fn save(self, bytes: &[u8]) -> io::Result<()> {
        let (path, temporary) = match self.0 {
            ReservedKind::File { path, temporary } => (path, temporary),
            ReservedKind::Stream(mut stream) => return stream.write_all(bytes),
        };
        let folder = folder(&path);
        let temporary = temporary.map_or_else(|| TemporaryFile::beside(&path), Ok)?;
        let file = temporary.fill(bytes)?.persist(&path).map_err(|error| error.error)?;
        sync_folder(folder);
        // It has been saved, whether or not there is something to tidy up.
        let _ = remove_leftovers(folder, &prefix(&path), &file);
        Ok(())
    }
}

/// Saves at a path as [`ReservedOutput::save`] does.
///
/// # Errors
/// As [`ReservedOutput::at`] and [`ReservedOutput::save`].
pub fn save_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    ReservedOutput::at(path)?.save(bytes)
}

/// Which file a save may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaces {
    /// None: what is there already stays.
    Nothing,
    /// One that holds this.
    Only(Fingerprint),
    Anything,
}

/// Why a response was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// There is a file already, and the person was not asked about it.
    Exists,
    Failed(Problem),
}

/// Saves a response for the inspector, and says when it was written. A file that must not be
/// replaced is left as it is.
///
/// # Errors
/// As [`save_atomically`], in words; or another program has rewritten the file; or there is one.
pub fn save_response(
    path: &Path,
    bytes: &[u8],
    replaces: Replaces,
) -> Result<Option<DateTime<Utc>>, SaveError> {
    let failed = |problem| Err(SaveError::Failed(problem));
    match replaces {
        Replaces::Nothing if fs::symlink_metadata(path).is_ok() => return Err(SaveError::Exists),
        Replaces::Only(expected)
            if read::regular_file(path).ok().map(|loaded| loaded.fingerprint())
                != Some(expected) =>
        {
            let words = format!("{} was rewritten by another program meanwhile", text::path(path));
            return failed(
                Problem::new(words).hint("it is left as it is; another name keeps both"),
            );
        }
        _ => {}
    }
    if let Err(error) = save_atomically(path, bytes) {
        let words = format!("{} could not be written: {error}", text::path(path));
        return failed(Problem::new(words));
    }
    let written = fs::metadata(path).and_then(|metadata| metadata.modified());
    Ok(written.ok().map(DateTime::<Utc>::from))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{
        io::Read as _,
        os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink},
        time::Duration,
    };

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_replaced_whole_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        fs::write(&path, b"old, for everybody").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        let mut reader = File::open(&path).unwrap();
        save_atomically(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(mode(&path), 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        // Who had the old one open keeps it, and never sees the new one.
        let mut old = String::new();
        reader.read_to_string(&mut old).unwrap();
        assert_eq!(old, "old, for everybody");
    }

    #[test]
    fn links_are_followed_also_to_a_file_that_is_not_there_yet() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        let [near, far] = ["near", "far"].map(|name| folder.path().join(name));
        symlink("token.json", &near).unwrap();
        symlink(&near, &far).unwrap();
        for content in ["made", "replaced"] {
            save_atomically(&far, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
            assert!(fs::symlink_metadata(&near).unwrap().is_symlink());
            assert!(fs::symlink_metadata(&far).unwrap().is_symlink());
            assert_eq!(mode(&path), 0o600);
        }
        let around = folder.path().join("around");
        symlink("around", &around).unwrap();
        assert!(save_atomically(&around, b"x").is_err());
    }

    #[test]
    fn a_device_or_a_pipe_is_written_to_and_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let null = folder.path().join("null");
        symlink("/dev/null", &null).unwrap();
        assert!(!ReservedOutput::at(&null).unwrap().keeps());
        save_atomically(&null, b"x").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        #[cfg(target_os = "linux")]
        assert!(ReservedOutput::at(Path::new("/dev/full")).is_err(), "it takes nothing");
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, b"old").unwrap();
        for path in [folder.path(), &folder.path().join("none/x"), &file.join("x")] {
            assert!(ReservedOutput::at(path).is_err(), "{}", path.display());
            assert!(save_atomically(path, b"x").is_err(), "{}", path.display());
        }
        assert_eq!(fs::read(&file).unwrap(), b"old");
        drop(ReservedOutput::at(&file).unwrap());
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_kill_left_is_taken_away_by_the_next_save_of_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        let make = |name: &str, seconds| {
            let file = File::create(folder.path().join(name)).unwrap();
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - Duration::from_secs(seconds)).unwrap();
        };
        make(".token.json.tokenscope-stale", 3_600);
        make(".token.json.tokenscope-young", 1);
        make(".other.json.tokenscope-stale", 3_600);
        save_atomically(&path, b"new").unwrap();
        let mut left: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let kept = [".other.json.tokenscope-stale", ".token.json.tokenscope-young", "token.json"];
        assert_eq!(left, kept);
    }
}
