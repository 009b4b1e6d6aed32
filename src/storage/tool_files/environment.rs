//! The environment in which the paths of tools are meant.

use std::{env, ffi::OsString, fmt, path::PathBuf, sync::Arc};

use crate::catalog::tools::Platform;

/// Reads a variable by its name.
type Variables = Arc<dyn Fn(&str) -> Option<OsString> + Send + Sync>;

/// Whose tools they are: the system, the home, and the variables that name other places.
#[derive(Clone)]
pub struct ToolEnvironment {
    pub platform: Platform,
    pub home: PathBuf,
    /// The working directory.
    pub directory: PathBuf,
    variables: Variables,
}

impl ToolEnvironment {
    pub fn new(
        platform: Platform,
        home: PathBuf,
        directory: PathBuf,
        variables: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Self {
        Self { platform, home, directory, variables: Arc::new(variables) }
    }

    /// That of this process; none without a home.
    pub fn of_process() -> Option<Self> {
        let platform = match env::consts::OS {
            "macos" => Platform::Macos,
            "windows" => Platform::Windows,
            _ => Platform::Linux,
        };
        let home = etcetera::home_dir().ok().filter(|home| home.is_absolute())?;
        let directory = env::current_dir().unwrap_or_else(|_| home.clone());
        Some(Self::new(platform, home, directory, |name| env::var_os(name)))
    }

    /// The value of a variable; an empty one is none.
    pub fn variable(&self, name: &str) -> Option<OsString> {
        (self.variables)(name).filter(|value| !value.is_empty())
    }
}

impl fmt::Debug for ToolEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The variables hold secrets.
        f.debug_struct("ToolEnvironment")
            .field("platform", &self.platform)
            .field("home", &self.home)
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}
