//! The files in which the tools of this machine keep tokens: finds those that the catalogue names,
//! and reads them.
//!
//! Nothing is searched for: a path is a fixed one, or the names in one folder that fit a pattern.
//! Links are followed inside the home and none out of it, only regular files are opened, and
//! nothing is written.

mod environment;
mod open;
mod paths;
mod resolve;

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

pub use self::{environment::ToolEnvironment, paths::PathPattern};

use self::resolve::{Confinement, Obstacle};
use crate::{
    catalog::tools::{self, FileReading, Tool, ToolFile},
    input::Loaded,
    problem::Problem,
};

/// How many names in a folder are looked at, and how many of them are read.
const MOST_NAMES: usize = 10_000;
const MOST_FILES: usize = 500;

/// A place where a tool may keep tokens.
#[derive(Clone, Debug)]
pub struct ToolPlace {
    pub tool: Tool,
    pub file: ToolFile,
    pub pattern: PathPattern,
}

/// What stands at a place.
#[derive(Debug)]
pub struct FoundToolFile {
    /// Its path as the catalogue or a variable names it.
    pub path: PathBuf,
    /// What a `*` of the pattern stands for here.
    pub starred: Option<String>,
    /// Where links have led; or why it cannot be read.
    real: Result<PathBuf, Problem>,
}

/// What a file holds, or why that is not known.
#[derive(Debug)]
pub struct ToolFileContent {
    pub place: ToolPlace,
    pub path: PathBuf,
    pub starred: Option<String>,
    pub content: Result<Loaded, Problem>,
    /// Whether it is a database with changes that are still in a file of their own.
    pub has_pending_changes: bool,
}

/// What changes with a file: its path, when it was written, and its length.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ToolFilesState(Vec<(PathBuf, Option<std::time::SystemTime>, u64)>);

/// The places where these tools keep tokens.
pub fn places(
    tools: impl IntoIterator<Item = Tool>,
    environment: &ToolEnvironment,
) -> Vec<ToolPlace> {
    let mut places = Vec::new();
    for tool in tools {
        for file in tool.files() {
            for path in file.paths(environment.platform) {
                for pattern in paths::expand(path, file.is_list(), environment) {
                    places.push(ToolPlace { tool, file, pattern });
                }
            }
        }
    }
    places
}

impl ToolPlace {
    /// What stands there. Nothing is opened but the folders in which a pattern has several names.
    pub fn find(&self) -> Vec<FoundToolFile> {
        let Some(within) = Confinement::of(&self.pattern.limit) else { return Vec::new() };
        let mut found = vec![(self.pattern.base.clone(), None)];
        let mut failed = Vec::new();
        for (at, name) in self.pattern.names.iter().enumerate() {
            let is_last = at + 1 == self.pattern.names.len();
            if !name.contains('*') {
                for (path, _) in &mut found {
                    path.push(name);
                }
                continue;
            }
            let mut inside = Vec::new();
            for (folder, _) in found {
                match self.names_in(&folder, name, is_last, &within) {
                    Ok(names) => inside.extend(names),
                    Err(obstacle) => failed.extend(FoundToolFile::stopped(folder, obstacle)),
                }
            }
            if inside.len() > MOST_FILES {
                inside.truncate(MOST_FILES);
                let words = format!("more than {MOST_FILES} files, the others are not read");
                failed.push(FoundToolFile::failed(self.pattern.path(), Problem::new(words)));
            }
            found = inside;
        }
        let resolved =
            found.into_iter().filter_map(|(path, starred)| match within.resolve(&path) {
                Ok(real) => Some(FoundToolFile { path, starred, real: Ok(real) }),
                Err(obstacle) => FoundToolFile::stopped(path, obstacle),
            });
        resolved.chain(failed).collect()
    }

    /// The paths in a folder whose names fit a pattern, with what its `*` stands for.
    fn names_in(
        &self,
        folder: &Path,
        pattern: &str,
        is_last: bool,
        within: &Confinement,
    ) -> Result<Vec<(PathBuf, Option<String>)>, Obstacle> {
        let real = within.resolve(folder)?;
        let mut names: Vec<String> = fs::read_dir(&real)
            .map_err(Obstacle::Io)?
            .take(MOST_NAMES)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            // As in a shell, a star is not the dot of a hidden file.
            .filter(|name| tools::matches(pattern, name) && !name.starts_with('.'))
            .filter(|name| !is_last || !self.is_skipped(name))
            .collect();
        names.sort_unstable();
        let starred = |name: &str| tools::starred(pattern, name).map(str::to_owned);
        Ok(names.into_iter().map(|name| (folder.join(&name), starred(&name))).collect())
    }

    fn is_skipped(&self, name: &str) -> bool {
        self.file.skipped_names().any(|pattern| tools::matches(pattern, name))
    }

    /// Reads what was found.
    fn read(&self, found: FoundToolFile) -> ToolFileContent {
        let FoundToolFile { path, starred, real } = found;
        let is_database = self.file.joined_by().is_some();
        let has_pending_changes = is_database && real.as_ref().is_ok_and(|it| has_wal(it));
        let content = real.and_then(|real| match self.file.reading() {
            FileReading::NotRead(kept) => Err(Problem::new(kept.words())),
            _ => open::read(&real, &path, &self.pattern.limit),
        });
        ToolFileContent { place: self.clone(), path, starred, content, has_pending_changes }
    }
}

impl FoundToolFile {
    fn failed(path: PathBuf, problem: Problem) -> Self {
        Self { path, starred: None, real: Err(problem) }
    }

    /// What kept one from a path; none where there simply is no such file.
    fn stopped(path: PathBuf, obstacle: Obstacle) -> Option<Self> {
        let (at, problem) = obstacle.problem()?;
        Some(Self::failed(at.unwrap_or(path), problem))
    }
}

/// Whether changes of a database are still in its write-ahead log.
fn has_wal(database: &Path) -> bool {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    fs::symlink_metadata(log).is_ok_and(|about| about.len() > 0)
}

/// Reads everything that stands at these places, each file of a tool once for each way to read it.
pub fn read(places: &[ToolPlace]) -> Vec<ToolFileContent> {
    let mut seen = HashSet::new();
    let mut contents = Vec::new();
    for place in places {
        for found in place.find() {
            let key = match &found.real {
                Ok(real) => (place.tool.name(), real.clone(), String::new()),
                Err(problem) => (place.tool.name(), found.path.clone(), problem.message.clone()),
            };
            if seen.insert(key) {
                contents.push(place.read(found));
            }
        }
    }
    contents
}

/// What the files at these places are now, to see later whether one has changed.
pub fn state(places: &[ToolPlace]) -> ToolFilesState {
    let files = places.iter().flat_map(ToolPlace::find).filter_map(|found| {
        let about = fs::symlink_metadata(found.real.ok()?).ok()?;
        Some((found.path, about.modified().ok(), about.len()))
    });
    ToolFilesState(files.collect())
}
