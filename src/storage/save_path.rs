//! Where a path leads, and whether something can be saved there.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf, is_separator},
};

use crate::platform::files::{open_stream, replaceable};

/// Symbolic links that are followed one after the other; more of them are a loop.
const MOST_LINKS: usize = 40;

/// Where a path leads.
#[derive(Debug)]
pub(super) enum SavePath {
    /// To a file that can be replaced, or to where one can be made; links are followed.
    File(PathBuf),
    /// To a pipe or a device, which takes bytes as they come and must not be replaced.
    Stream(File),
}

impl SavePath {
    /// Finds out where a path leads. It never waits: a pipe is opened only where somebody reads
    /// it.
    ///
    /// # Errors
    /// Nothing can be saved there, as far as can be told without writing.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        if names_folder(path) {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        match fs::metadata(path) {
            Ok(about) if about.is_dir() => Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(about) if !about.is_file() => open_stream(path).map(Self::Stream),
            Ok(about) => {
                let path = follow(path)?;
                replaceable(&path, &about, folder(&path))?;
                Ok(Self::File(path))
            }
            // A link may also name a file that is yet to be made.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = follow(path)?;
                if names_folder(&path) {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory));
                }
                Ok(Self::File(path))
            }
            // A name that is too long, a loop of links, a folder that may not be searched.
            Err(error) => Err(error),
        }
    }
}

/// Whether a path can only name a folder: it ends in `/`, `.` or `..`, or is empty.
fn names_folder(path: &Path) -> bool {
    let bytes = path.as_os_str().as_encoded_bytes();
    let last = bytes.rsplit(|&byte| is_separator(char::from(byte))).next();
    matches!(last, None | Some(b"" | b"." | b".."))
}

/// The file that a path leads to through symbolic links.
///
/// # Errors
/// They lead round in a circle.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&path) {
            Ok(next) => path = folder(&path).join(next),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The folder that a file stands in.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
