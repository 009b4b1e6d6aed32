//! Dates as programs print them: RFC 3339, RFC 1123, RFC 850, `asctime`, Java, JavaScript, Go,
//! Ruby, Python, and the American form with AM and PM.
//!
//! One reader for all: it takes the words, numbers and signs of the text one by one, and then
//! checks whether they make a date.

mod names;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

/// A date as it was written, its parts not yet checked against the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Date {
    year: i64,
    month: u32,
    day: u32,
    /// Seconds of the day, and nanoseconds of the second.
    time: (i64, u32),
    /// Seconds east of UTC; none where no zone is written or it is not known.
    pub offset: Option<i32>,
}

impl Date {
    /// Reads a date, with or without a time of day. None where the text is no date.
    pub fn parse(text: &str) -> Option<Self> {
        // The longest form, JavaScript's with the zone's name in words, has some 70 bytes.
        if text.len() > 100 {
            return None;
        }
        let mut reader = DateReader { rest: text, ..DateReader::default() };
        while !reader.rest.is_empty() {
            reader.read_next()?;
        }
        reader.into_date()
    }

    /// What was written, where the calendar has it, without regard to the zone.
    pub fn local_time(&self) -> Option<NaiveDateTime> {
        let year = i32::try_from(self.year).ok().filter(|year| *year <= 9999)?;
        let date = NaiveDate::from_ymd_opt(year, self.month, self.day)?;
        let time = TimeDelta::new(self.time.0, self.time.1)?;
        date.and_hms_opt(0, 0, 0)?.checked_add_signed(time)
    }
}

/// The parts of a date read so far.
#[derive(Default)]
struct DateReader<'a> {
    rest: &'a str,
    /// Numbers that are neither of the time nor the zone, with how many digits they have.
    numbers: [(i64, usize); 3],
    count: usize,
    /// The numbers are parted by dots: the day comes first.
    dotted: bool,
    month: Option<u32>,
    time: Option<Time>,
    afternoon: Option<bool>,
    offset: Option<i32>,
}

/// A time of day.
#[derive(Clone, Copy)]
struct Time {
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: u32,
}

impl<'a> DateReader<'a> {
    /// Takes the next word, number or sign.
    fn read_next(&mut self) -> Option<()> {
        let next = self.rest.chars().next()?;
        match next {
            '0'..='9' => self.read_number(),
            c if c.is_alphabetic() => self.read_word(),
            '+' | '-' | '−' if self.time.is_some() && self.offset.is_none() => {
                self.rest = &self.rest[next.len_utf8()..];
                self.read_offset(if next == '+' { 1 } else { -1 })
            }
            // The zone's name in words follows an offset.
            '(' | '[' if self.time.is_some() => self.skip_rest(),
            '.' => {
                self.dotted = true;
                self.skip(1)
            }
            ',' | '/' | '-' => self.skip(1),
            c if c.is_whitespace() => self.skip(c.len_utf8()),
            _ => None,
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "so that the arms of `step` read alike")]
    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.rest = &self.rest[bytes..];
        Some(())
    }

    #[expect(clippy::unnecessary_wraps, reason = "so that the arms of `step` read alike")]
    fn skip_rest(&mut self) -> Option<()> {
        self.rest = "";
        Some(())
    }

    /// The digits at the start of the rest, which moves on.
    fn take_digits(&mut self) -> &'a str {
        let end = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits
    }

    fn read_number(&mut self) -> Option<()> {
        let digits = self.take_digits();
        let value: i64 = digits.parse().ok()?;
        if self.time.is_none() && self.rest.starts_with(':') {
            return self.read_time(value);
        }
        // ISO 8601's basic form: `20260101T010500Z`.
        if self.count == 0 && self.month.is_none() && digits.len() == 8 {
            self.numbers = [(value / 10_000, 4), (value / 100 % 100, 2), (value % 100, 2)];
            self.count = 3;
            return Some(());
        }
        // A date and time of digits alone, perhaps with milliseconds: `20260101010500000+0800`.
        if self.count == 0 && self.month.is_none() && matches!(digits.len(), 14 | 17) {
            let (date, time) = (&digits[..8], &digits[8..14]);
            let (date, time): (i64, i64) = (date.parse().ok()?, time.parse().ok()?);
            let nanosecond = digits[14..].parse().map_or(0, |ms: u32| ms * 1_000_000);
            self.numbers = [(date / 10_000, 4), (date / 100 % 100, 2), (date % 100, 2)];
            self.count = 3;
            let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
            self.time = Some(Time { hour, minute, second, nanosecond });
            return Some(());
        }
        if self.count == 3 && self.time.is_none() && matches!(digits.len(), 4 | 6) {
            let value = if digits.len() == 4 { value * 100 } else { value };
            let nanosecond = self.read_fraction();
            let (hour, minute, second) = (value / 10_000, value / 100 % 100, value % 100);
            self.time = Some(Time { hour, minute, second, nanosecond });
            return Some(());
        }
        *self.numbers.get_mut(self.count)? = (value, digits.len());
        self.count += 1;
        Some(())
    }

    /// The rest of `HH:MM[:SS[.fraction]]`, after the hour.
    fn read_time(&mut self, hour: i64) -> Option<()> {
        self.skip(1)?;
        let minute = self.take_digits().parse().ok()?;
        let mut time = Time { hour, minute, second: 0, nanosecond: 0 };
        if let Some(rest) = self.rest.strip_prefix(':') {
            self.rest = rest;
            time.second = self.take_digits().parse().ok()?;
            time.nanosecond = self.read_fraction();
        }
        self.time = Some(time);
        Some(())
    }

    /// A fraction of a second, in nanoseconds.
    fn read_fraction(&mut self) -> u32 {
        let digits = |rest: &str| rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        if !self.rest.starts_with(['.', ',']) || !digits(self.rest) {
            return 0;
        }
        self.rest = &self.rest[1..];
        let digits = self.take_digits().bytes().chain(std::iter::repeat(b'0'));
        digits.take(9).fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
    }

    /// `HH:MM`, `HHMM` or `HH` after a sign.
    fn read_offset(&mut self, sign: i32) -> Option<()> {
        let digits = self.take_digits();
        let value: i32 = digits.parse().ok()?;
        let (hours, minutes) = match digits.len() {
            4 => (value / 100, value % 100),
            1 | 2 => match self.rest.strip_prefix(':') {
                Some(rest) => {
                    self.rest = rest;
                    (value, self.take_digits().parse().ok()?)
                }
                None => (value, 0),
            },
            _ => return None,
        };
        (hours < 24 && (0..60).contains(&minutes)).then_some(())?;
        self.offset = Some(sign * (hours * 3_600 + minutes * 60));
        Some(())
    }

    fn read_word(&mut self) -> Option<()> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        let lower = word.to_ascii_lowercase();
        if lower == "m" && rest.starts_with('=') && self.time.is_some() {
            // The reading of Go's monotonic clock.
            return self.skip_rest();
        }
        match &*lower {
            "t" | "at" => {}
            "am" => self.afternoon = Some(false),
            "pm" => self.afternoon = Some(true),
            _ if names::position(&lower, &names::WEEKDAYS).is_some() => {}
            _ => {
                if let Some(month) = names::position(&lower, &names::MONTHS) {
                    self.month = Some(month);
                } else {
                    self.read_zone_name(&lower)?;
                }
            }
        }
        Some(())
    }

    /// The abbreviation of a zone. One beside an offset is only its name; one that is not known
    /// leaves the time local.
    fn read_zone_name(&mut self, lower: &str) -> Option<()> {
        self.time?;
        if self.offset.is_some() {
            return Some(());
        }
        match names::ZONES.iter().find(|(name, _)| *name == lower) {
            // `GMT+0100`: the offset is still to come.
            Some(_) if self.rest.starts_with(['+', '-']) => {}
            Some((_, minutes)) => self.offset = Some(minutes * 60),
            None if (2..=5).contains(&lower.len()) => {}
            None => return None,
        }
        Some(())
    }

    fn into_date(self) -> Option<Date> {
        let [first, second, third] = self.numbers;
        let small = |(value, _): (i64, usize)| u32::try_from(value).ok();
        let (year, month, day) = match (self.month, self.count) {
            // `01 Jan 2026`, `Jan 01 … 2026`, `01-Jan-26`.
            (Some(month), 2) if first.1 >= 3 => (first, Some(month), small(second)),
            (Some(month), 2) => (second, Some(month), small(first)),
            (None, 3) if first.1 >= 3 => (first, small(second), small(third)),
            (None, 3) if third.1 >= 3 && (self.dotted || first.0 > 12) => {
                (third, small(second), small(first))
            }
            (None, 3) if third.1 >= 3 => (third, small(first), small(second)),
            _ => return None,
        };
        let year = match year {
            (short, 1 | 2) => short + if short < 70 { 2000 } else { 1900 },
            (year, _) => year,
        };
        let time = match self.time {
            Some(time) => time.seconds(self.afternoon)?,
            None => (0, 0),
        };
        Some(Date { year, month: month?, day: day?, time, offset: self.offset })
    }
}

impl Time {
    /// Seconds of the day and nanoseconds of the second. A leap second is the next one's first.
    fn seconds(self, afternoon: Option<bool>) -> Option<(i64, u32)> {
        let hour = match afternoon {
            Some(false) if self.hour == 12 => 0,
            Some(true) if self.hour < 12 => self.hour + 12,
            _ => self.hour,
        };
        let good = hour <= 24 && self.minute < 60 && self.second <= 60;
        good.then_some((hour * 3_600 + self.minute * 60 + self.second, self.nanosecond))
    }
}
