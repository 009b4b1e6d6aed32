//! Lengths of time as people write them: `30s`, `1m30s`, `500ms`, `2h`, or plain seconds.

use std::time::Duration;

/// Reads a length of time: numbers with the units `ms`, `s`, `m`, `h`, `d`, largest first or not,
/// or a bare number of seconds. None for anything else, an overflow or the empty text.
pub fn parse(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let mut total = Duration::ZERO;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let end = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let milliseconds = match rest[..end].trim() {
            "ms" => 1,
            "s" => 1_000,
            "m" | "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return None,
        };
        total = total.checked_add(Duration::from_millis(number.checked_mul(milliseconds)?))?;
        rest = &rest[end..];
    }
    (!text.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_nonsense_is_not() {
        for (text, milliseconds) in [
            ("90", 90_000),
            ("1m30s", 90_000),
            ("500ms", 500),
            ("15m", 900_000),
            ("2h", 7_200_000),
            ("1h30m", 5_400_000),
            ("1d", 86_400_000),
        ] {
            assert_eq!(parse(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        for nonsense in
            ["", "s", "-5", "-1s", "1x", "1.5s", "99999999999999999999s", "18446744073709551615d"]
        {
            assert_eq!(parse(nonsense), None, "{nonsense}");
        }
    }
}
