//! Files and standard input, read whole.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    input::{Fingerprint, Loaded},
    platform::files::{mode, without_waiting},
    problem::Problem,
    secrecy::quote_user_text,
    secret, text,
};

/// The largest input that is read whole. A token response is a few kilobytes.
const MAX_BYTES: u64 = 64 << 20;

/// The most that is read at once, and the room for an input whose size is not known.
const CHUNK: usize = 8 << 10;

/// Reads a file, or a pipe to its end.
///
/// # Errors
/// It is not there, may not be read, is a folder, or is too large.
pub fn file(path: &Path) -> Result<Loaded, Problem> {
    opened(path, File::open(path))
}

/// Reads a file, and never waits: a pipe or a device in its place is refused.
///
/// # Errors
/// As [`file()`], or it is a pipe or a device.
pub fn regular_file(path: &Path) -> Result<Loaded, Problem> {
    opened(path, open(path))
}

/// Reads a file of at most `limit` bytes, or a pipe to its end.
///
/// # Errors
/// It is not there, may not be read, is a folder, or is larger.
pub fn file_at_most(limit: u64, path: &Path) -> io::Result<Loaded> {
    whole(File::open(path)?, limit)
}

/// Opens a file or a folder for reading, and never waits for the writer of a pipe, nor disturbs
/// one.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let fit = |about: &Metadata| {
        if about.is_file() || about.is_dir() {
            return Ok(());
        }
        Err(io::Error::other("it is a pipe or a device"))
    };
    fit(&fs::metadata(path)?)?;
    let file = without_waiting(true).open(path)?;
    // Another thing may have taken its place since it was looked at.
    fit(&file.metadata()?)?;
    Ok(file)
}

/// What a path led to when it was looked at.
#[derive(Debug)]
pub struct FileSnapshot {
    path: PathBuf,
    /// What the file held; none where there was none that could be read.
    held: Option<Fingerprint>,
}

impl FileSnapshot {
    /// Looks at a path.
    pub fn at(path: &Path) -> Self {
        let held = regular_file(path).ok().map(|loaded| loaded.fingerprint());
        Self { path: path.to_owned(), held }
    }
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it holds something else by now, or nothing any more.
    pub fn has_changed(&self) -> bool {
        self.held != Self::at(&self.path).held
    }
}

/// Reads standard input to its end.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn stdin() -> Result<Loaded, Problem> {
    to_end(io::stdin().lock(), CHUNK, MAX_BYTES)
        .map(Loaded::bytes)
        .map_err(|error| unreadable("standard input", &error))
}

/// A file that is read piece by piece.
pub struct OpenFile {
    pub file: File,
    pub modified: Option<DateTime<Utc>>,
    /// Its length in bytes when it was opened.
    pub length: u64,
}

/// Opens a file, or a pipe, that is too large to be read whole.
///
/// # Errors
/// It is not there, or may not be read.
pub fn pieces(path: &Path) -> io::Result<OpenFile> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    let modified = about.modified().ok().map(DateTime::<Utc>::from);
    Ok(OpenFile { file, modified, length: about.len() })
}

/// Whether a file or a folder stands at a path, and neither a pipe nor a device, which may keep
/// one waiting.
pub fn is_file_or_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() || about.is_dir())
}

/// How many bytes a file holds; none of a pipe or a device, which may keep one waiting.
pub fn regular_length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(Metadata::is_file).map(|about| about.len())
}

/// Whether two paths lead to the same file.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).ok().is_some_and(|one| Some(one) == fs::canonicalize(other).ok())
}

/// The names of what stands in a folder; none where it cannot be read.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

fn opened(path: &Path, file: io::Result<File>) -> Result<Loaded, Problem> {
    let name = text::path(path);
    let unreadable = |error| unreadable(&name, &error);
    let file = file.map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(Problem::new(format!("{name} is a folder")));
    }
    whole(file, MAX_BYTES).map_err(unreadable)
}

pub(super) fn whole(file: File, limit: u64) -> io::Result<Loaded> {
    let about = file.metadata()?;
    let modified = about.modified().ok().map(DateTime::<Utc>::from);
    // One byte more, so that the end is found without asking for more memory.
    let size = usize::try_from(about.len().min(limit)).unwrap_or(0) + 1;
    Ok(Loaded { bytes: to_end(file, size, limit)?, modified, mode: mode(&about) })
}

/// Reads to the end; `size` is how much that will be, as far as it is known.
fn to_end(reader: impl Read, size: usize, limit: u64) -> io::Result<Wiping<Vec<u8>>> {
    let mut bytes = Wiping::new(Vec::with_capacity(size));
    read_to_end(reader.take(limit + 1), &mut bytes)?;
    if bytes.len() as u64 > limit {
        let words = format!("it is larger than {}", size_in_words(limit));
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, words));
    }
    Ok(bytes)
}

fn size_in_words(bytes: u64) -> String {
    match bytes {
        0..0x10_0000 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

/// Reads to the end, and leaves nothing behind in memory that was too small.
fn read_to_end(mut reader: impl Read, bytes: &mut Wiping<Vec<u8>>) -> io::Result<()> {
    loop {
        if bytes.len() == bytes.capacity() {
            secret::reserve(bytes, CHUNK);
        }
        let start = bytes.len();
        let room = (bytes.capacity() - start).min(CHUNK);
        bytes.resize(start + room, 0);
        let read = reader.read(bytes.get_mut(start..).unwrap_or_default());
        bytes.truncate(start + read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Why something could not be read, in words.
fn unreadable(name: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => {
            // It may be anything that was written in the place of a name.
            Problem::new(format!("{}: there is no such file", quote_user_text(name)))
        }
        io::ErrorKind::PermissionDenied => Problem::new(format!("{name} may not be read"))
            .hint("the file's permissions do not allow it"),
        io::ErrorKind::FileTooLarge => {
            Problem::new(format!("{name} is larger than {}", size_in_words(MAX_BYTES)))
                .hint("many artifacts, one a line, are read with inspect --lines")
        }
        _ => Problem::new(format!("{name} could not be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_so() {
        for read in [file, regular_file] {
            let missing = read(Path::new("no/such/file")).unwrap_err();
            assert_eq!(missing.message, "no/such/file: there is no such file");
            let folder = read(Path::new("src")).unwrap_err();
            assert_eq!(folder.message, "src is a folder");
            let loaded = read(Path::new("Cargo.toml")).unwrap();
            assert!(loaded.modified.is_some() && !loaded.bytes.is_empty());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn nobody_waits_for_a_pipe_in_the_place_of_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        assert!(regular_file(&pipe).unwrap_err().message.contains("a pipe or a device"));
        assert!(regular_file(Path::new("/dev/zero")).is_err());
    }
}
