//! Follows links, and none that leads out of a folder: nothing outside is even looked at.

use std::{
    collections::VecDeque,
    ffi::OsString,
    fs, io,
    path::{Component, Path, PathBuf},
};

use crate::problem::Problem;

/// How many links are followed; as many as Linux follows.
const MOST_LINKS: usize = 40;

/// A folder, and where it really is.
pub(super) struct Confinement {
    written: PathBuf,
    real: PathBuf,
}

/// What keeps one from a file.
pub(super) enum Obstacle {
    /// The link at this path leads out.
    LeadsOut(PathBuf),
    /// The link at this path leads to nothing.
    Dangling(PathBuf),
    /// Links lead in a circle.
    Circle,
    Io(io::Error),
}

impl Confinement {
    /// Confines to a folder; none where it is not there.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let real = fs::canonicalize(folder).ok()?;
        Some(Self { written: folder.to_owned(), real })
    }

    /// Where a path in the folder leads.
    pub(super) fn resolve(&self, path: &Path) -> Result<PathBuf, Obstacle> {
        let inside = path.strip_prefix(&self.written);
        let inside = inside.map_err(|_| Obstacle::LeadsOut(path.to_owned()))?;
        let mut waiting: VecDeque<OsString> = inside.iter().map(OsString::from).collect();
        let mut at = self.real.clone();
        let mut links = 0;
        // The link that the next names come from, and how many they are.
        let mut link = PathBuf::new();
        let mut from_link = 0_usize;
        while let Some(name) = waiting.pop_front() {
            let is_from_link = from_link > 0;
            from_link = from_link.saturating_sub(1);
            if name == ".." {
                if at == self.real {
                    return Err(Obstacle::LeadsOut(link));
                }
                at.pop();
                continue;
            }
            let next = at.join(&name);
            let about = match fs::symlink_metadata(&next) {
                Ok(about) => about,
                Err(error) if error.kind() == io::ErrorKind::NotFound && is_from_link => {
                    return Err(Obstacle::Dangling(link));
                }
                Err(error) => return Err(Obstacle::Io(error)),
            };
            if !about.is_symlink() {
                at = next;
                continue;
            }
            links += 1;
            if links > MOST_LINKS {
                return Err(Obstacle::Circle);
            }
            let target = fs::read_link(&next).map_err(Obstacle::Io)?;
            link = self.as_written(&next);
            let mut rest = target.as_path();
            if target.is_absolute() {
                let inside =
                    target.strip_prefix(&self.real).or_else(|_| target.strip_prefix(&self.written));
                rest = inside.map_err(|_| Obstacle::LeadsOut(link.clone()))?;
                at.clone_from(&self.real);
            }
            let names: Vec<_> = rest
                .components()
                .filter(|component| !matches!(component, Component::CurDir))
                .map(|component| component.as_os_str().to_owned())
                .collect();
            from_link += names.len();
            for name in names.into_iter().rev() {
                waiting.push_front(name);
            }
        }
        Ok(at)
    }

    /// A real path as the person knows it.
    fn as_written(&self, real: &Path) -> PathBuf {
        real.strip_prefix(&self.real)
            .map_or_else(|_| real.to_owned(), |inside| self.written.join(inside))
    }
}

impl Obstacle {
    /// The obstacle in words, with the link that it is where it is one; none where there simply is
    /// no such file.
    pub(super) fn problem(self) -> Option<(Option<PathBuf>, Problem)> {
        Some(match self {
            Self::LeadsOut(link) => {
                (Some(link), Problem::new("a link that leads out of the home, not followed"))
            }
            Self::Dangling(link) => (Some(link), Problem::new("a link that leads to nothing")),
            Self::Circle => (None, Problem::new("a link that leads to itself")),
            Self::Io(error) => (None, io_problem(&error)?),
        })
    }
}

/// Why something could not be read; none where there simply is no such file.
pub(super) fn io_problem(error: &io::Error) -> Option<Problem> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => None,
        io::ErrorKind::PermissionDenied => {
            Some(Problem::new("its permissions do not let it be read"))
        }
        io::ErrorKind::FileTooLarge => Some(Problem::new(format!("not read: {error}"))),
        _ => Some(Problem::new(format!("it could not be read: {error}"))),
    }
}
