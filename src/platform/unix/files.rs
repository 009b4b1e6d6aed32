//! Files: who may read them, which one is which, and what stands in the place of one.

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, TryLockError},
    io,
    os::{
        fd::AsFd,
        unix::fs::{
            DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
        },
    },
    path::Path,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    fs::{OFlags, fcntl_getfl, fcntl_setfl},
};

/// Opens for reading; neither waits for the writer of a pipe nor takes a terminal, and follows a
/// link only where that is wanted: else it is an error.
pub fn without_waiting(follow_link: bool) -> OpenOptions {
    let last = if follow_link { OFlags::empty() } else { OFlags::NOFOLLOW };
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(flags(OFlags::NONBLOCK | OFlags::NOCTTY | last));
    options
}

fn flags(flags: OFlags) -> i32 {
    i32::try_from(flags.bits()).unwrap_or_default()
}

/// Who may do what with a file; a pipe or a device has no content of its own to protect.
pub fn mode(about: &Metadata) -> Option<u32> {
    about.is_file().then(|| about.permissions().mode() & 0o777)
}

/// Which file it is: its file system, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl FileId {
    pub fn of(about: &Metadata) -> Self {
        Self(about.dev(), about.ino())
    }
}

/// Permissions of a file that its owner alone reads and writes (0600).
pub fn private() -> Option<Permissions> {
    Some(Permissions::from_mode(0o600))
}

/// Makes a folder, and those above it, for its owner alone (0700); one that is there stays as it is.
///
/// # Errors
/// It cannot be made.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Takes an advisory lock on a file, if no other program has it (`flock(2)`).
///
/// # Errors
/// Another program has it, or the file cannot be locked.
pub fn try_lock(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// Opens a pipe or a device that takes bytes. It never waits.
///
/// # Errors
/// It takes none.
pub fn open_stream(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .custom_flags(flags(OFlags::NONBLOCK | OFlags::NOCTTY))
        .open(path)
        .map_err(|error| match rustix::io::Errno::from_io_error(&error) {
            Some(rustix::io::Errno::NXIO) => io::Error::other("nobody reads from it"),
            _ => error,
        })?;
    takes_bytes(&file)?;
    // From now on a write waits until there is room for all of it.
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

/// Whether a pipe or a device takes bytes, as far as can be told without writing any: `/dev/full`
/// refuses even none of them, and a pipe tells that its reader went away.
///
/// # Errors
/// It takes none.
fn takes_bytes(stream: impl AsFd) -> io::Result<()> {
    rustix::io::write(&stream, &[])?;
    let mut polled = [PollFd::new(&stream, PollFlags::OUT)];
    poll(&mut polled, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
    if polled[0].revents().intersects(PollFlags::ERR | PollFlags::NVAL) {
        return Err(io::Error::other("nobody reads from it any more"));
    }
    Ok(())
}

/// Whether standard output takes bytes, and leads somewhere. A closed one has become the null device
/// by the time the program starts.
///
/// # Errors
/// It takes none, or leads nowhere.
pub fn standard_output() -> io::Result<()> {
    let about = rustix::fs::fstat(rustix::stdio::stdout())?;
    if rustix::fs::stat("/dev/null").is_ok_and(|null| null.st_rdev == about.st_rdev) {
        return Err(io::Error::other("it is closed, or leads nowhere"));
    }
    takes_bytes(rustix::stdio::stdout())
}

/// Whether a file in this folder can be replaced by another one of its name.
///
/// # Errors
/// Why it cannot.
pub fn replaceable(path: &Path, about: &Metadata, folder: &Path) -> io::Result<()> {
    let own = rustix::process::geteuid().as_raw();
    let folder = fs::metadata(folder)?;
    // In a sticky folder a file belongs to its owner alone (rename(2)).
    let sticky = folder.mode() & 0o1000 != 0;
    if sticky && own != 0 && ![about.uid(), folder.uid()].contains(&own) {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            "in this folder only its owner can replace it",
        ));
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        // An old system that does not tell is no reason to refuse.
        let Ok(attributes) = statx(CWD, path, AtFlags::empty(), StatxFlags::TYPE) else {
            return Ok(());
        };
        let has = |attribute| {
            attributes.stx_attributes_mask.contains(attribute)
                && attributes.stx_attributes.contains(attribute)
        };
        if has(StatxAttributes::MOUNT_ROOT) {
            return Err(io::Error::other("it is mounted there, and cannot be replaced whole"));
        }
        if has(StatxAttributes::IMMUTABLE) || has(StatxAttributes::APPEND) {
            return Err(io::Error::other("its attributes do not let it be replaced"));
        }
    }
    let _ = path;
    Ok(())
}
