//! The path to a value, as jq writes it.

use std::fmt::Write as _;

use super::{Document, Root, ValueContent};
use crate::{app::Target, token::Zone, value::Value};

impl Document {
    /// The path to a value in the JSON that it stands in: the response, the header of a token or
    /// its claims. Lists are counted from 0. None for what is no value.
    pub fn jq_path(&self, target: &Target) -> Option<String> {
        let Target::Value { root, path } = target else { return None };
        let mut written = match root {
            Root::Field(index) => {
                let field = self.inspection.fields.get(*index).filter(|field| field.present)?;
                // Where the response nests a member, its written name is a path already.
                let names = field.source_name.split('.').filter(|name| !name.is_empty());
                names.map(member).collect()
            }
            Root::Header(_) | Root::Claims(_) | Root::Disclosed(_) => String::new(),
        };
        for depth in 0..path.len() {
            let outer = self.item(*root, path.get(..depth)?, Zone::System)?;
            if let ValueContent::Value { raw: Value::Array(_), .. } = outer.content {
                let dot = if written.is_empty() { "." } else { "" };
                // Writing to a String cannot fail.
                let _ = write!(written, "{dot}[{}]", path.get(depth)?);
            } else {
                let inner = self.item(*root, path.get(..=depth)?, Zone::System)?;
                written.push_str(&member(&inner.name));
            }
        }
        Some(written).filter(|path| !path.is_empty())
    }
}

/// A step into an object: `.name`, quoted where that is no identifier.
fn member(name: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(is_word) && name.starts_with(|c: char| !c.is_ascii_digit()) {
        format!(".{name}")
    } else {
        format!(".{}", serde_json::Value::from(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_no_word_is_quoted() {
        for (name, step) in [
            ("access_token", ".access_token"),
            ("a.b", ".\"a.b\""),
            ("2fa", ".\"2fa\""),
            ("say \"x\"", ".\"say \\\"x\\\"\""),
            ("", ".\"\""),
        ] {
            assert_eq!(member(name), step);
        }
    }
}
