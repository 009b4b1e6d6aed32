//! Tells a log from other text, by how its lines begin.

use crate::input::notation::table;

/// How many lines are looked at.
const LINES: usize = 40;

/// Whether a text is a log: several of its first lines begin as those of logs do.
pub(in crate::input::credentials) fn is_log(text: &str) -> bool {
    let (first, rest) = text.trim_start().split_once('\n').unwrap_or((text, ""));
    // An object or a list alone, as nearly every input is, or a single line.
    if matches!(first.trim_end(), "{" | "[") || rest.trim().is_empty() {
        return false;
    }
    let first = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).take(LINES);
    let (mut count, mut marked) = (0, 0);
    for line in first {
        if line.starts_with("HTTP/") && count == 0 {
            return false;
        }
        // A line of a table is no log, whatever stands before its bars.
        if is_rule(line) || table::is_record_head(line) {
            return false;
        }
        count += 1;
        marked += usize::from(is_log_line(line));
    }
    marked >= 2 && marked * 3 >= count
}

fn is_rule(line: &str) -> bool {
    line.len() >= 5 && line.bytes().all(|b| matches!(b, b'-' | b'+' | b'|' | b' ' | b'=' | b':'))
}

/// Whether a line begins with a time, a level or the name of a service.
fn is_log_line(line: &str) -> bool {
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    if has_service(line) || is_access(line) || line.starts_with("##[") {
        return true;
    }
    if line.starts_with('{') {
        return ["\"level\"", "\"time\"", "\"ts\"", "\"timestamp\"", "\"@timestamp\"", "\"msg\""]
            .iter()
            .any(|name| line.contains(name));
    }
    // `<134>1 `, `[`, `(`, `"`.
    let line =
        line.strip_prefix('<').and_then(|rest| Some(rest.split_once('>')?.1)).unwrap_or(line);
    let line = line.trim_start_matches(['[', '(', '"', ' ']);
    let line = line.strip_prefix("1 ").unwrap_or(line);
    // `I, [2026-01-01T…`, as Ruby's logger writes it.
    let line = line.get(1..).and_then(|rest| rest.strip_prefix(", [")).unwrap_or(line);
    let line = ["time=", "ts=", "timestamp=", "t="]
        .iter()
        .find_map(|name| line.strip_prefix(name))
        .map_or(line, |rest| rest.trim_start_matches('"'));
    is_time(line) || is_level(line) || is_of_dotnet(line)
}

/// `info: Microsoft.Hosting.Lifetime[0]`, as .NET prints a level with who says it; the message is
/// in the line below.
fn is_of_dotnet(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(level, category)| {
        matches!(level, "trce" | "dbug" | "info" | "warn" | "fail" | "crit")
            && category.ends_with(']')
            && category.contains('[')
            && !category.contains(' ')
    })
}

/// `api-1  | `, as `docker compose logs` begins its lines, or `[pod/api/main] `.
fn has_service(line: &str) -> bool {
    if let Some(rest) = line.strip_prefix("[pod/") {
        return rest.contains("] ");
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    line.split_once('|').is_some_and(|(name, rest)| {
        let name = name.trim_end_matches(' ');
        !name.is_empty() && name.chars().all(is_part) && (rest.starts_with(' ') || rest.is_empty())
    })
}

/// `192.0.2.9 - ada [01/Jan/2026:00:00:00 +0000] "GET …`, as web servers log what they answer.
fn is_access(line: &str) -> bool {
    let mut words = line.splitn(4, ' ');
    let is_name = words.next().is_some_and(|name| name.contains(['.', ':']));
    is_name
        && words.nth(1).is_some()
        && words.next().is_some_and(|it| it.starts_with('[') && is_time(&it[1..]))
}

/// Whether a text begins with a date or a time of day.
fn is_time(text: &str) -> bool {
    /// A pattern: `9` is a digit, `A` a letter.
    fn fits(text: &str, pattern: &str) -> bool {
        text.len() >= pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
                b'9' => byte.is_ascii_digit(),
                b'A' => byte.is_ascii_alphabetic(),
                _ => byte == wanted,
            })
    }
    const PATTERNS: [&str; 12] = [
        "9999-99-99",
        "9999/99/99",
        "99/AAA/9999",
        "99/99/9999",
        "99.99.9999",
        "99:99:99",
        "AAA 99 99:99",
        "AAA  9 99:99",
        "AAA AAA 99 99:99",
        "A9999 99:99:99",
        "9999999999.999",
        "99-AAA-9999",
    ];
    PATTERNS.iter().any(|pattern| fits(text, pattern))
}

/// Whether a text begins with the level of a message.
fn is_level(text: &str) -> bool {
    const LEVELS: [&str; 14] = [
        "TRACE",
        "DEBUG",
        "INFO",
        "NOTICE",
        "WARN",
        "WARNING",
        "ERROR",
        "FATAL",
        "CRITICAL",
        "level=",
        "lvl=",
        "severity=",
        "DBUG",
        "VERBOSE",
    ];
    LEVELS.iter().any(|level| {
        text.get(..level.len()).is_some_and(|it| it.eq_ignore_ascii_case(level))
            && (level.ends_with('=')
                || text[level.len()..].starts_with([' ', ':', ']', '|', '\t', '[', '('])
                    && text.as_bytes()[0].is_ascii_uppercase())
    })
}
