//! Scopes as a table: what each resource may be read, written, or else.

use std::collections::HashMap;

use super::Scope;

/// One line of the scope table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// What the scopes are about; the whole scope where it has no such structure.
    pub name: String,
    /// Whether one of the scopes allows reading.
    pub read: bool,
    /// Whether one of the scopes allows changing.
    pub write: bool,
    /// Indices of the scopes that allow something else, and of those without structure.
    pub other: Vec<usize>,
    /// Indices of all its scopes, in the order of the response.
    pub scopes: Vec<usize>,
    /// Whether the scopes have the structure of resource and action.
    pub structured: bool,
}

impl Resource {
    /// A line for one scope alone, the one at this index.
    pub fn of_scope(index: usize, scope: &Scope) -> Self {
        Self {
            name: scope.name.clone(),
            read: false,
            write: false,
            other: vec![index],
            scopes: vec![index],
            structured: false,
        }
    }
}

/// What an action allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Access {
    read: bool,
    write: bool,
}

/// The words that providers use for reading and changing; none for any other word.
fn access(action: &str) -> Option<Access> {
    let word = action.to_ascii_lowercase();
    // `Read.All` reads, and more of it.
    let word = word.split('.').next().unwrap_or_default();
    let (read, write) = match word {
        "read" | "readonly" | "read_only" | "read-only" | "r" | "rs" | "view" | "get" | "list" => {
            (true, false)
        }
        "write" | "w" | "update" | "edit" | "modify" | "c" | "u" | "cu" | "cud" => (false, true),
        "readwrite" | "read_write" | "read-write" | "rw" | "crud" | "cruds" | "*" => (true, true),
        _ => return None,
    };
    Some(Access { read, write })
}

/// The table, one line a resource in the order of the response.
pub fn resources<'a>(scopes: impl IntoIterator<Item = &'a Scope>) -> Vec<Resource> {
    let mut lines: Vec<Resource> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (index, scope) in scopes.into_iter().enumerate() {
        let structured = scope.resource.is_some() && scope.action.is_some();
        let name = match &scope.resource {
            Some(resource) if structured => resource.as_str(),
            _ => scope.name.as_str(),
        };
        let line = *by_name.entry(name).or_insert_with(|| {
            lines.push(Resource {
                name: name.to_owned(),
                read: false,
                write: false,
                other: Vec::new(),
                scopes: Vec::new(),
                structured,
            });
            lines.len() - 1
        });
        let Some(line) = lines.get_mut(line) else { continue };
        line.scopes.push(index);
        line.structured |= structured;
        match scope.action.as_deref().filter(|_| structured).and_then(access) {
            Some(access) => {
                line.read |= access.read;
                line.write |= access.write;
                if scope.action.as_deref().is_some_and(|action| action.contains('.')) {
                    line.other.push(index);
                }
            }
            None => line.other.push(index),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(name: &str, structure: Option<(&str, &str)>) -> Scope {
        Scope {
            name: name.to_owned(),
            resource: structure.map(|(resource, _)| resource.to_owned()),
            action: structure.map(|(_, action)| action.to_owned()),
            description: None,
        }
    }

    #[test]
    fn scopes_of_one_resource_share_a_line() {
        let lines = resources(&[
            scope("companies:read", Some(("companies", "read"))),
            scope("openid", None),
            scope("companies:write", Some(("companies", "write"))),
            scope("payrolls:run", Some(("payrolls", "run"))),
            scope("files.readwrite", Some(("files", "readwrite"))),
        ]);
        let line = |index: usize| {
            let line: &Resource = &lines[index];
            (line.name.as_str(), line.read, line.write, line.other.as_slice(), line.scopes.len())
        };
        assert_eq!(line(0), ("companies", true, true, &[][..], 2));
        assert_eq!(line(1), ("openid", false, false, &[1][..], 1));
        assert_eq!(line(2), ("payrolls", false, false, &[3][..], 1));
        assert_eq!(line(3), ("files", true, true, &[][..], 1));
    }
}
