//! Files and standard input, read whole.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{app::event::Loaded, problem::Problem};

/// The largest input that is read whole. A token response is a few kilobytes.
const MAX_BYTES: u64 = 64 << 20;

/// Reads a file.
///
/// # Errors
/// It is not there, may not be read, is a folder, or is too large.
pub fn read(path: &Path) -> Result<Loaded, Problem> {
    let refuse = |error: &io::Error| refuse(&path.display().to_string(), error);
    let file = File::open(path).map_err(|error| refuse(&error))?;
    let metadata = file.metadata().map_err(|error| refuse(&error))?;
    if metadata.is_dir() {
        return Err(Problem::new(format!("{} is a folder", path.display())));
    }
    let modified = metadata.modified().ok().map(DateTime::<Utc>::from);
    let bytes = whole(file, &path.display().to_string())?;
    Ok(Loaded { bytes, modified })
}

/// Reads standard input to its end.
///
/// # Errors
/// It cannot be read, or is too large.
pub fn read_stdin() -> Result<Loaded, Problem> {
    let bytes = whole(io::stdin().lock(), "standard input")?;
    Ok(Loaded { bytes, modified: None })
}

fn whole(reader: impl Read, name: &str) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let mut bytes = Zeroizing::new(Vec::new());
    reader.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| refuse(name, &error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let problem = Problem::new(format!("{name} is larger than {} MiB", MAX_BYTES >> 20));
        return Err(problem.hint("many artifacts, one a line, are read with inspect --lines"));
    }
    Ok(bytes)
}

/// Why something could not be read, in words.
fn refuse(name: &str, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => Problem::new(format!("{name}: there is no such file")),
        io::ErrorKind::PermissionDenied => Problem::new(format!("{name} may not be read"))
            .hint("the file's permissions do not allow it"),
        _ => Problem::new(format!("{name} could not be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_says_so() {
        let missing = read(Path::new("no/such/file")).unwrap_err();
        assert_eq!(missing.message, "no/such/file: there is no such file");
        let folder = read(Path::new("src")).unwrap_err();
        assert_eq!(folder.message, "src is a folder");
        let loaded = read(Path::new("Cargo.toml")).unwrap();
        assert!(loaded.modified.is_some() && !loaded.bytes.is_empty());
    }
}
