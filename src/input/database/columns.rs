//! The names of a table's columns, from the statement that created it.

/// What a part of the statement begins with that is no column.
const CONSTRAINTS: [&str; 5] = ["primary", "unique", "check", "foreign", "constraint"];

/// The longest name of a column: every row repeats it.
const LONGEST_COLUMN: usize = 128;

/// The names of the columns in order; none for a table that is created in another way.
pub(super) fn names(sql: &str) -> Vec<String> {
    let names: Vec<_> = parts(sql).into_iter().filter_map(column).collect();
    let is_short = |name: &String| name.len() <= LONGEST_COLUMN;
    if names.iter().all(is_short) { names } else { Vec::new() }
}

/// Whether a table is stored by its primary key, without row numbers.
pub(super) fn has_no_rowid(sql: &str) -> bool {
    let end = sql.rsplit(')').next().unwrap_or_default();
    let words = end.split_ascii_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    words.contains("without rowid")
}

/// What stands between the commas of the outermost parentheses.
fn parts(sql: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quote) = (0_usize, 0, None);
    for (at, byte) in sql.bytes().enumerate() {
        match (quote, byte) {
            (Some(end), _) => quote = Some(end).filter(|end| *end != byte),
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'[') => quote = Some(b']'),
            (None, b'(') => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            (None, b',') if depth == 1 => {
                parts.push(&sql[start..at]);
                start = at + 1;
            }
            (None, b')') if depth == 1 => {
                parts.push(&sql[start..at]);
                return parts;
            }
            (None, b')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
    }
    Vec::new()
}

/// The name of the column that a part defines; none for a constraint.
fn column(part: &str) -> Option<String> {
    let part = part.trim_start();
    let quoted = |open: char, close: char| Some(part.strip_prefix(open)?.split_once(close)?.0);
    let name = quoted('"', '"')
        .or_else(|| quoted('`', '`'))
        .or_else(|| quoted('[', ']'))
        .or_else(|| quoted('\'', '\''));
    if let Some(name) = name {
        return Some(name.to_owned());
    }
    let word = part.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let is_column = !word.is_empty() && !CONSTRAINTS.iter().any(|it| it.eq_ignore_ascii_case(word));
    is_column.then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_and_constraints_are_not() {
        let sql = "CREATE TABLE \"t\" (account_id TEXT PRIMARY KEY, \"access token\" TEXT, [b,c] \
                   DECIMAL(10, 2), note TEXT DEFAULT 'a,(b', PRIMARY KEY (a, b), CHECK (x > 1))";
        assert_eq!(names(sql), ["account_id", "access token", "b,c", "note"]);
        assert!(names("CREATE TABLE t AS SELECT 1").is_empty());
        assert!(names("CREATE TABLE t (a, b").is_empty());
        assert!(has_no_rowid("CREATE TABLE t (a PRIMARY KEY) WITHOUT  rowid"));
        assert!(!has_no_rowid(sql));
    }
}
