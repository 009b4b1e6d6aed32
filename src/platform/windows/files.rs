//! Files: who may read them, which one is which, and what stands in the place of one.
//!
//! A file has no mode here. What is saved in a person's profile is for that person, the system and
//! administrators, as the folder's access control list says; elsewhere it is for whom that folder is.

use std::{
    fs::{self, File, Metadata, OpenOptions, Permissions, TryLockError},
    io,
    os::windows::fs::OpenOptionsExt as _,
    path::Path,
    time::SystemTime,
};

/// The link itself is opened, and not what it leads to (FILE_FLAG_OPEN_REPARSE_POINT).
const OPEN_LINK: u32 = 0x0020_0000;

/// Opens for reading. A link is followed only where that is wanted: else what is opened is the link,
/// which is no file.
pub fn without_waiting(follow_link: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(if follow_link { 0 } else { OPEN_LINK });
    options
}

/// Who may do what with a file: not told.
pub fn mode(_about: &Metadata) -> Option<u32> {
    None
}

/// Which file it is, as far as its times and its length tell: its number needs another library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(Option<SystemTime>, Option<SystemTime>, u64);

impl FileId {
    pub fn of(about: &Metadata) -> Self {
        Self(about.created().ok(), about.modified().ok(), about.len())
    }
}

/// Permissions of a file that its owner alone reads and writes: those of its folder.
pub fn private() -> Option<Permissions> {
    None
}

/// Makes a folder, and those above it; it is for whom the one above it is.
///
/// # Errors
/// It cannot be made.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Takes no lock: here it would keep every program, this one too, from reading the file. So two
/// programs may spend the same refresh token; a file that the other one has written is left as it is.
///
/// # Errors
/// Always.
pub fn try_lock(_file: &File) -> Result<(), TryLockError> {
    Err(TryLockError::Error(io::ErrorKind::Unsupported.into()))
}

/// Opens a pipe or a device that takes bytes.
///
/// # Errors
/// It cannot be opened.
pub fn open_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Whether standard output takes bytes: not known before they are written.
///
/// # Errors
/// There is none.
pub fn standard_output() -> io::Result<()> {
    Ok(())
}

/// Whether a file in this folder can be replaced by another one of its name.
///
/// # Errors
/// It is read-only.
pub fn replaceable(_path: &Path, about: &Metadata, _folder: &Path) -> io::Result<()> {
    if about.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    Ok(())
}
