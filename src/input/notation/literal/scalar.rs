//! Numbers, symbols, words and times without quotes.

use chrono::{NaiveDate, NaiveDateTime};

use super::LiteralReader;
use crate::value::{Member, ReadResult, Value, json};

impl<'a> LiteralReader<'a> {
    /// A number, or a time that begins like one.
    pub(super) fn number(&mut self, slot: &mut Value) -> ReadResult {
        let rest = self.rest();
        let is_part =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | ':' | '_');
        let lexeme = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        // JavaScript marks big integers, and Ruby parts thousands.
        let digits = lexeme.strip_suffix('n').unwrap_or(lexeme);
        if json::is_number(digits) {
            *slot = Value::Number(digits.to_owned());
            self.at += lexeme.len();
            if digits.len() < lexeme.len() {
                self.evidence.javascript();
            }
            return Ok(());
        }
        // `3600s`, as Rust prints a lifetime.
        if self.is_named && lexeme.strip_suffix('s').is_some_and(json::is_number) {
            *slot = Value::string(lexeme);
            self.at += lexeme.len();
            return Ok(());
        }
        if lexeme == "-Infinity" || lexeme == "-inf" {
            *slot = Value::string(lexeme);
            self.at += lexeme.len();
            return Ok(());
        }
        // `3_600`, as sources part thousands.
        let parted = digits.replace('_', "");
        if digits
            .split('_')
            .all(|group| group.bytes().all(|b| b.is_ascii_digit()) && !group.is_empty())
            && json::is_number(&parted)
        {
            *slot = Value::Number(parted);
            self.at += lexeme.len();
            return Ok(());
        }
        // 2026-01-01T00:00:00.000Z, 2026-01-01 00:00:00 UTC
        let is_date = lexeme.len() >= 10
            && lexeme.bytes().take(10).enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !is_date {
            return self.fault("this is no number");
        }
        let end = rest.find([',', '}', ']', ')', '>', '\n']).unwrap_or(rest.len());
        self.time(rest[..end].trim_end(), slot);
        Ok(())
    }

    fn time(&mut self, time: &str, slot: &mut Value) {
        *slot = Value::string(time);
        self.at += time.len();
        self.evidence.bare_time(time);
    }

    /// `Thu, 01 Jan 2026 00:00:00 UTC +00:00`, as Rails prints times.
    fn weekday(&self) -> Option<&'a str> {
        const DAYS: [&str; 7] = ["Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "];
        let rest = self.rest();
        let behind = rest.get(5..).filter(|_| DAYS.iter().any(|day| rest.starts_with(day)))?;
        let end = behind.find([',', '}', ']', ')', '>', '\n']).unwrap_or(behind.len());
        Some(rest[..5 + end].trim_end())
    }

    /// `:name` or `:"name"`.
    pub(super) fn symbol(&mut self, slot: &mut Value) -> ReadResult {
        self.at += 1;
        self.evidence.ruby();
        if self.peek() == Some(b'"') {
            *slot = Value::string(self.string()?);
            return Ok(());
        }
        let word = self.name_word();
        if word.is_empty() {
            return self.fault("a symbol is missing");
        }
        *slot = Value::string(word);
        self.at += word.len();
        Ok(())
    }

    /// A word: a constant, or the name before the brackets of an object.
    pub(super) fn word(&mut self, slot: &mut Value) -> ReadResult {
        let before = self.at;
        self.string_prefix();
        if self.at > before {
            return self.strings(slot);
        }
        if let Some(time) = self.weekday() {
            self.evidence.ruby();
            self.time(time, slot);
            return Ok(());
        }
        let word = self.path();
        self.at += word.len();
        *slot = match word {
            "null" => {
                self.evidence.null();
                Value::Null
            }
            "undefined" => {
                self.evidence.javascript();
                Value::Null
            }
            "nil" => {
                self.evidence.ruby();
                Value::Null
            }
            "None" => {
                self.evidence.python();
                Value::Null
            }
            "True" | "False" => {
                self.evidence.python();
                Value::Bool(word == "True")
            }
            "true" | "false" => {
                self.evidence.boolean();
                Value::Bool(word == "true")
            }
            "NaN" | "Infinity" | "nan" | "inf" => Value::string(word),
            "&" => {
                self.evidence.pointer();
                return self.value(slot);
            }
            "new" | "await" => return self.value(slot),
            _ => return self.named(word, before, slot),
        };
        Ok(())
    }

    /// The dotted or scoped name here, such as `datetime.datetime` or `OAuth2::Token`.
    pub(super) fn path(&self) -> &'a str {
        let rest = self.rest();
        if rest.starts_with('&') {
            return &rest[..1];
        }
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let scope = c == ':' && (rest[at..].starts_with("::") || rest[..at].ends_with(':'));
            if !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.') || scope) {
                break;
            }
            end = at + c.len_utf8();
        }
        rest[..end].trim_end_matches(':')
    }
}

/// `datetime.datetime(2026, 1, 1, 0, 0, tzinfo=…)` as RFC 3339; without an offset where none is
/// given, since such a time is local.
pub(super) fn datetime(positional: &[Value], named: &[Member]) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let part = |at: usize| match positional.get(at) {
        // Go names the month, and ends with nanoseconds and the zone.
        Some(Value::String(name)) if at == 1 => {
            let name = name.as_str().strip_prefix("time.")?;
            let month = MONTHS.iter().position(|month| *month == name)?;
            u32::try_from(month + 1).ok()
        }
        Some(value) => value.as_number()?.parse::<u32>().ok(),
        None => Some(0),
    };
    let year = i32::try_from(part(0)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(1)?, part(2)?)?;
    let time: NaiveDateTime = date.and_hms_micro_opt(part(3)?, part(4)?, part(5)?, part(6)?)?;
    let zone = named.iter().find(|member| member.name == "tzinfo").map(|member| &member.value);
    let zone = zone.or(positional.get(7));
    let offset = match zone {
        Some(Value::Number(seconds)) => {
            let minutes = seconds.parse::<i64>().ok()? / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        Some(Value::String(name)) if matches!(name.as_str(), "UTC" | "<UTC>" | "time.UTC") => {
            "Z".to_owned()
        }
        Some(Value::String(name)) => format!(" {}", name.as_str()),
        _ => String::new(),
    };
    Some(format!("{}{offset}", time.format("%Y-%m-%dT%H:%M:%S%.f")))
}
