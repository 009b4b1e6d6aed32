//! What stands in a folder, to choose from.

use std::{fs, path::Path};

use crate::{problem::Problem, text};

/// More names are no help to anybody.
const MOST: usize = 10_000;

/// A file or folder by its name, which is untrusted text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FolderEntry {
    pub name: String,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
}

/// What stands in a folder, by name. Names that are not Unicode cannot be typed, and are left out.
///
/// # Errors
/// The folder cannot be read, in words.
pub fn list(folder: &Path) -> Result<Vec<FolderEntry>, Problem> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Problem::new(format!("{} cannot be read: {error}", text::path(folder))))?;
    let mut entries: Vec<FolderEntry> = entries
        .flatten()
        .take(MOST)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            Some(FolderEntry { name, is_folder: entry.path().is_dir() })
        })
        .collect();
    entries.sort();
    Ok(entries)
}
