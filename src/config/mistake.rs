//! What is wrong with a setting, and where it was written.

use std::{fmt, path::PathBuf};

use crate::secrecy::quoted;

/// One thing that is wrong with the configuration. It never holds a secret's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line of the configuration file, from one; none for a flag or an environment variable.
    pub line: Option<usize>,
    /// The member, flag or variable it is about.
    pub name: String,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if self.name.is_empty() {
            f.write_str(&self.message)
        } else {
            // It may be a token that was written in the place of a name.
            write!(f, "{}: {}", quoted(&self.name), self.message)
        }
    }
}

/// Everything that is wrong, at once, in the order it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mistakes {
    /// The configuration file, where the mistakes are in one.
    pub path: Option<PathBuf>,
    /// The mistakes; never empty.
    pub list: Vec<Mistake>,
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{} cannot be used", crate::text::path(path))?,
            None => f.write_str("the settings cannot be used")?,
        }
        for mistake in &self.list {
            write!(f, "\n  {mistake}")?;
        }
        Ok(())
    }
}

/// The known name closest to a misspelt one, when it is close enough to be meant.
pub fn closest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 40 {
        return None;
    }
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 6)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance in bytes, over one row.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let change = diagonal + usize::from(!x.eq_ignore_ascii_case(&y));
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour_and_a_strange_one_does_not() {
        let known = ["client_id", "client_secret", "scope", "issuer"];
        assert_eq!(closest("client-id", known), Some("client_id"));
        assert_eq!(closest("scopes", known), Some("scope"));
        assert_eq!(closest("colour", known), None);
    }
}
