//! The paths of the catalogue, as they are meant in an environment.

use std::path::{Path, PathBuf};

use super::ToolEnvironment;
use crate::catalog::tools::Platform;

/// A path, the names in which may be patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathPattern {
    /// The beginning, which is no pattern: the home, or what a variable names.
    pub(super) base: PathBuf,
    /// The names behind it.
    pub(super) names: Vec<&'static str>,
    /// The folder that links may not lead out of.
    pub(super) limit: PathBuf,
}

impl PathPattern {
    /// The whole, its stars included.
    pub fn path(&self) -> PathBuf {
        let mut path = self.base.clone();
        path.extend(&self.names);
        path
    }

    pub fn is_fixed(&self) -> bool {
        !self.names.iter().any(|name| name.contains('*'))
    }
}

/// What a path of the catalogue stands for; several only where it `is_list` and its variable names
/// them, none where its variable is not set.
pub(super) fn expand(
    path: &'static str,
    is_list: bool,
    environment: &ToolEnvironment,
) -> Vec<PathPattern> {
    let Some((bases, rest)) = bases(path, is_list, environment) else { return Vec::new() };
    let mut patterns = Vec::new();
    for base in bases {
        let mut pattern = PathPattern { base, names: Vec::new(), limit: PathBuf::new() };
        for name in rest.split('/').filter(|name| !name.is_empty()) {
            // A name of the catalogue is no link, so that the way back is the same way.
            if name != ".." {
                pattern.names.push(name);
            } else if pattern.names.pop().is_none() {
                pattern.base.pop();
            }
        }
        pattern.limit = limit(&pattern, environment);
        patterns.push(pattern);
    }
    patterns
}

/// The folder that links from a path may not lead out of: the home, and for a place elsewhere that
/// a variable names, that place.
fn limit(pattern: &PathPattern, environment: &ToolEnvironment) -> PathBuf {
    let base = &pattern.base;
    if base.starts_with(&environment.home) {
        environment.home.clone()
    } else if pattern.names.is_empty() {
        base.parent().unwrap_or(base).to_owned()
    } else {
        base.clone()
    }
}

/// The places that a path begins at, and what stands behind that in the path.
fn bases<'p>(
    path: &'p str,
    is_list: bool,
    environment: &ToolEnvironment,
) -> Option<(Vec<PathBuf>, &'p str)> {
    if let Some(rest) = path.strip_prefix('~') {
        return Some((vec![environment.home.clone()], rest));
    }
    if let Some(rest) = path.strip_prefix("./") {
        return Some((vec![environment.directory.clone()], rest));
    }
    let inside = path.strip_prefix("${")?;
    let end = closing_brace(inside)?;
    let (inside, rest) = (&inside[..end], &inside[end + 1..]);
    let (name, otherwise) = match inside.split_once(":-") {
        Some((name, otherwise)) => (name, Some(otherwise)),
        None => (inside, None),
    };
    let value = environment.variable(name).map(PathBuf::from);
    // The XDG Base Directory Specification: relative paths are to be ignored.
    if let Some(value) = value.filter(|it| it.is_absolute() || !name.starts_with("XDG_")) {
        let named = if is_list { split(&value, environment.platform) } else { vec![value] };
        return Some((named.iter().map(|it| environment.directory.join(it)).collect(), rest));
    }
    let (mut bases, inner) = bases(otherwise?, is_list, environment)?;
    for base in &mut bases {
        base.extend(inner.split('/').filter(|name| !name.is_empty()));
    }
    Some((bases, rest))
}

/// Where the brace closes that was opened before the text.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 1_usize;
    text.bytes().position(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        depth == 0
    })
}

/// The paths in a list as `PATH` is one.
fn split(list: &Path, platform: Platform) -> Vec<PathBuf> {
    let separator = if platform == Platform::Windows { ';' } else { ':' };
    match list.to_str() {
        Some(text) => {
            text.split(separator).filter(|it| !it.is_empty()).map(PathBuf::from).collect()
        }
        None => vec![list.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &'static [(&str, &str)]) -> ToolEnvironment {
        ToolEnvironment::new(Platform::Linux, "/home/jo".into(), "/work".into(), move |name| {
            variables.iter().find(|it| it.0 == name).map(|it| it.1.into())
        })
    }

    fn expanded(path: &'static str, variables: &'static [(&str, &str)]) -> Vec<(String, String)> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let patterns = expand(path, true, &environment(variables));
        patterns.iter().map(|it| (text(&it.path()), text(&it.limit))).collect()
    }

    #[test]
    fn a_variable_beats_what_stands_in_for_it() {
        const GH: &str = "${GH_CONFIG_DIR:-${XDG_CONFIG_HOME:-~/.config}/gh}/hosts.yml";
        for (variables, path, limit) in [
            (&[][..], "/home/jo/.config/gh/hosts.yml", "/home/jo"),
            (&[("GH_CONFIG_DIR", "")], "/home/jo/.config/gh/hosts.yml", "/home/jo"),
            (&[("XDG_CONFIG_HOME", "/home/jo/c")], "/home/jo/c/gh/hosts.yml", "/home/jo"),
            (&[("XDG_CONFIG_HOME", "c")], "/home/jo/.config/gh/hosts.yml", "/home/jo"),
            (&[("XDG_CONFIG_HOME", "/etc/c")], "/etc/c/gh/hosts.yml", "/etc/c/gh"),
            (&[("GH_CONFIG_DIR", "/etc/gh")], "/etc/gh/hosts.yml", "/etc/gh"),
            (&[("GH_CONFIG_DIR", "gh")], "/work/gh/hosts.yml", "/work/gh"),
        ] {
            assert_eq!(expanded(GH, variables), [(path.to_owned(), limit.to_owned())]);
        }
    }

    #[test]
    fn a_list_names_several_and_an_unset_variable_none() {
        let paths =
            expanded("${KUBECONFIG:-~/.kube/config}", &[("KUBECONFIG", "/a/x::/home/jo/y")]);
        let places = [("/a/x", "/a"), ("/home/jo/y", "/home/jo")];
        assert_eq!(paths, places.map(|(path, limit)| (path.to_owned(), limit.to_owned())));
        assert!(expanded("${GOOGLE_APPLICATION_CREDENTIALS}", &[]).is_empty());
        let beside = expanded("${HF_TOKEN_PATH:-~/.cache/hf/token}/../stored", &[]);
        assert_eq!(beside[0].0, "/home/jo/.cache/hf/stored");
    }
}
