//! Where the configuration file is.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// The configuration file's usual place: `tokenscope/config.toml` in `$XDG_CONFIG_HOME` or
/// `~/.config` on Unix, in the roaming application data on Windows. None without a home directory.
pub fn default_path() -> Option<PathBuf> {
    let strategy = etcetera::base_strategy::choose_native_strategy().ok()?;
    Some(strategy.config_dir().join("tokenscope").join("config.toml"))
}

/// The home directory, where there is one.
pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// A path as it is meant: `~/` from the home directory, a relative one from `directory`.
pub fn resolve(path: &Path, directory: Option<&Path>, home: Option<&Path>) -> PathBuf {
    if let (Ok(rest), Some(home)) = (path.strip_prefix("~"), home) {
        return home.join(rest);
    }
    match directory {
        Some(directory) if path.is_relative() => directory.join(path),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_from_where_they_were_written() {
        let (directory, home) = (Some(Path::new("/etc/t")), Some(Path::new("/home/a")));
        for (path, meant) in
            [("ca.pem", "/etc/t/ca.pem"), ("~/ca.pem", "/home/a/ca.pem"), ("/x", "/x")]
        {
            assert_eq!(resolve(Path::new(path), directory, home), Path::new(meant));
        }
    }
}
