//! Opens a file that was found, and makes sure that it is that one.

use std::{
    fs::{self, Metadata},
    io,
    path::Path,
};

use super::resolve::{Confinement, io_problem};
use crate::{
    input::Loaded,
    platform::files::{FileId, without_waiting},
    problem::Problem,
    storage::read,
};

/// The largest file that is read. Caches of tokens have some kilobytes.
const MAX_BYTES: u64 = 4 << 20;

/// Reads the file at a real path, which another one led to.
pub(super) fn read(real: &Path, path: &Path, limit: &Path) -> Result<Loaded, Problem> {
    let gone = || Problem::new("it was taken away while it was read");
    let unreadable = |error: io::Error| io_problem(&error).unwrap_or_else(gone);
    // A pipe or a device would be disturbed, or keep one waiting, when it is opened.
    let about = fs::symlink_metadata(real).map_err(unreadable)?;
    is_regular(&about)?;
    let file = without_waiting(false).open(real).map_err(unreadable)?;
    let opened = file.metadata().map_err(unreadable)?;
    is_regular(&opened)?;
    // Something else may have taken its place, or that of a folder above it, since it was found.
    let again = Confinement::of(limit).and_then(|within| within.resolve(path).ok());
    let now = again.as_deref().and_then(|real| fs::symlink_metadata(real).ok());
    if again.as_deref() != Some(real)
        || !now.is_some_and(|now| FileId::of(&opened) == FileId::of(&now))
    {
        return Err(Problem::new("another file took its place while it was read"));
    }
    read::whole(file, MAX_BYTES).map_err(unreadable)
}

fn is_regular(about: &Metadata) -> Result<(), Problem> {
    if about.is_file() {
        return Ok(());
    }
    let what = if about.is_dir() { "a folder" } else { "a pipe or a device" };
    Err(Problem::new(format!("{what} in the place of a file, not read")))
}
