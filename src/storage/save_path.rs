//! Where a path leads, and whether something can be saved there.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io,
    path::{Path, PathBuf},
};

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
            Ok(about) if !about.is_file() => stream(path).map(Self::Stream),
            Ok(about) => {
                let path = follow(path)?;
                replaceable(&path, &about)?;
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
    let last = bytes.rsplit(|&byte| byte == b'/').next();
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

/// Opens a pipe or a device that takes bytes.
fn stream(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        use std::os::unix::fs::OpenOptionsExt as _;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = options
            .custom_flags(i32::try_from(flags.bits()).unwrap_or_default())
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
    #[cfg(not(unix))]
    options.open(path)
}

/// Whether a pipe or a device takes bytes, as far as can be told without writing any: `/dev/full`
/// refuses even none of them, and a pipe tells that its reader went away.
///
/// # Errors
/// It takes none.
#[cfg(unix)]
fn takes_bytes(stream: impl std::os::fd::AsFd) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
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
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let about = rustix::fs::fstat(rustix::stdio::stdout())?;
        if fs::metadata("/dev/null").is_ok_and(|null| null.rdev() == about.st_rdev) {
            return Err(io::Error::other("it is closed, or leads nowhere"));
        }
        takes_bytes(rustix::stdio::stdout())?;
    }
    Ok(())
}

/// Whether a file can be replaced by another one of its name.
fn replaceable(path: &Path, about: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let own = rustix::process::geteuid().as_raw();
        let folder = fs::metadata(folder(path))?;
        // In a sticky folder a file belongs to its owner alone (rename(2)).
        let sticky = folder.mode() & 0o1000 != 0;
        if sticky && own != 0 && ![about.uid(), folder.uid()].contains(&own) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "in this folder only its owner can replace it",
            ));
        }
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
    let _ = (path, about);
    Ok(())
}
