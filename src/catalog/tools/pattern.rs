//! Patterns of names in the catalogue of tools.

/// Whether a name fits a pattern, in which `*` stands for any characters.
pub fn matches(pattern: &str, name: &str) -> bool {
    starred(pattern, name).is_some()
}

/// What of a name that fits a pattern stands between its fixed beginning and end; the whole name
/// where the pattern has no `*`. Each part of the pattern looks at the name once.
pub fn starred<'n>(pattern: &str, name: &'n str) -> Option<&'n str> {
    let Some((begin, rest)) = pattern.split_once('*') else {
        return (pattern == name).then_some(name);
    };
    let (middle, end) = rest.rsplit_once('*').map_or((None, rest), |(it, end)| (Some(it), end));
    let starred = name.strip_prefix(begin)?.strip_suffix(end)?;
    let mut rest = starred;
    for part in middle.into_iter().flat_map(|middle| middle.split('*')) {
        rest = rest.split_once(part)?.1;
    }
    Some(starred)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_part_of_a_name() {
        for (pattern, name, starred_part) in [
            ("*", "a.json", Some("a.json")),
            ("*.json", "a.json", Some("a")),
            ("*@*.json", "jo@acme.example.json", Some("jo@acme.example")),
            ("*@*.json", "alias.json", None),
            ("cache*.json", "cache.json", Some("")),
            ("*_tokens.json", "a_client_info.json", None),
            ("ab*ba", "aba", None),
            ("token", "token", Some("token")),
            ("token", "tokens", None),
        ] {
            assert_eq!(starred(pattern, name), starred_part, "{pattern} {name}");
        }
    }
}
