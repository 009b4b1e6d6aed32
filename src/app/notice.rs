//! A line that says what just happened, and goes away.

use chrono::{DateTime, TimeDelta, Utc};

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked, or is worth knowing.
    Info,
    /// Something more is needed.
    Warning,
    /// It did not work.
    Error,
}

/// One line about what just happened. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The line.
    pub text: String,
    /// When it goes away.
    pub until: DateTime<Utc>,
}

impl Notice {
    /// A notice from `now` on; errors stay longer.
    pub fn new(tone: Tone, text: impl Into<String>, now: DateTime<Utc>) -> Self {
        let seconds = match tone {
            Tone::Info => 4,
            Tone::Warning => 6,
            Tone::Error => 12,
        };
        let until = now.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(now);
        Self { tone, text: text.into(), until }
    }
}
