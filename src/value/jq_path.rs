//! The steps of a path to a value, as jq writes them.

/// A step into an object: `.name`, quoted where that is no identifier.
pub fn member(name: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(is_word) && name.starts_with(|c: char| !c.is_ascii_digit()) {
        format!(".{name}")
    } else {
        format!(".{}", serde_json::Value::from(name))
    }
}

/// A step into a list, counted from 0. The path to a list that stands at the root is a dot.
pub fn item(before: &str, at: usize) -> String {
    let dot = if before.is_empty() { "." } else { "" };
    format!("{dot}[{at}]")
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

    #[test]
    fn an_item_of_the_root_has_a_dot_before_it() {
        assert_eq!(item("", 0), ".[0]");
        assert_eq!(item(".users", 2), "[2]");
    }
}
