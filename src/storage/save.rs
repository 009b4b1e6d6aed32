//! Writing a response to a file: the whole of it or nothing.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use tempfile::NamedTempFile;

use crate::{problem::Problem, text};

/// Symbolic links that are followed one after the other; more of them are a loop.
const MOST_LINKS: usize = 40;

/// A file that was half written when the program was killed is left behind for this long at least:
/// until then another process may be writing it.
const STALE: std::time::Duration = std::time::Duration::from_secs(60);

/// Where a path leads.
enum Target {
    /// To a file, or to where one can be made.
    File(PathBuf),
    /// To a pipe or a device, which takes bytes as they come and must not be replaced.
    Stream,
}

/// Writes a file so that whatever happens, a kill included, the path holds the old content or the
/// new one, never half of either. The file can be read by its owner alone (mode 0600). A symbolic
/// link is followed, so that the file it names is replaced and not the link. A kill may leave a
/// file `.NAME.tokenscope-…` beside it (0600), which the next save takes away.
///
/// A pipe or a device is written to as it is.
///
/// # Errors
/// The folder cannot be written, or the disk is full; the old file is as it was.
pub fn save_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = match target(path)? {
        Target::File(path) => path,
        Target::Stream => return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes),
    };
    let (folder, prefix) = (folder(&path), prefix(&path));
    let file = written(folder, &prefix, bytes)?.persist(&path).map_err(|error| error.error)?;
    sync(folder);
    // It has been saved, whether or not there is something to tidy up.
    let _ = tidy(folder, &prefix, &file);
    Ok(())
}

/// Makes sure that a file can be written, without touching what is there.
///
/// # Errors
/// It is a folder, or its folder cannot be written.
pub fn check(path: &Path) -> io::Result<()> {
    match target(path)? {
        Target::File(path) => written(folder(&path), &prefix(&path), &[]).map(drop),
        Target::Stream => Ok(()),
    }
}

/// Saves a response for the inspector, and says when it was written.
///
/// # Errors
/// As [`save_atomically`], in words.
pub fn response(path: &Path, bytes: &[u8]) -> Result<Option<DateTime<Utc>>, Problem> {
    save_atomically(path, bytes).map_err(|error| {
        Problem::new(format!("{} could not be written: {error}", text::path(path)))
    })?;
    let written = fs::metadata(path).and_then(|metadata| metadata.modified());
    Ok(written.ok().map(DateTime::<Utc>::from))
}

/// A file of mode 0600 with this content, on disk, that is gone unless it is given a name.
pub(super) fn written(folder: &Path, prefix: &str, bytes: &[u8]) -> io::Result<NamedTempFile> {
    // In the folder that it shall stay in, because a rename does not cross file systems.
    let mut file = tempfile::Builder::new().prefix(prefix).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes a new name survive a power cut. Not every system lets a folder be synced.
pub(super) fn sync(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn target(path: &Path) -> io::Result<Target> {
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
        Ok(about) if !about.is_file() => Ok(Target::Stream),
        // A link may also name a file that is yet to be made.
        _ => follow(path).map(Target::File),
    }
}

/// The file that a path leads to through symbolic links.
fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = folder(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// How the name of a file starts that is to become this one.
fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // With what follows no longer than a name may be.
    let name: String = name.chars().take(50).collect();
    format!(".{name}.tokenscope-")
}

/// Takes away what saves of the same file left behind when they were killed.
fn tidy(folder: &Path, prefix: &str, saved: &fs::File) -> io::Result<()> {
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{
        io::Read as _,
        os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink},
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
        let mut reader = fs::File::open(&path).unwrap();
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
        check(&null).unwrap();
        save_atomically(&null, b"x").unwrap();
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        assert!(save_atomically(Path::new("/dev/full"), b"x").is_err());
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, b"old").unwrap();
        for path in [folder.path(), &folder.path().join("none/x"), &file.join("x")] {
            assert!(check(path).is_err(), "{}", path.display());
            assert!(save_atomically(path, b"x").is_err(), "{}", path.display());
        }
        assert_eq!(fs::read(&file).unwrap(), b"old");
        check(&file).unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_a_kill_left_is_taken_away_by_the_next_save_of_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token.json");
        let make = |name: &str, seconds| {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - std::time::Duration::from_secs(seconds)).unwrap();
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
