//! A line that says what just happened, and goes away.

use chrono::{DateTime, TimeDelta, Utc};

use crate::emphasis::Emphasis;

/// One line about what just happened. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub emphasis: Emphasis,
    pub text: String,
    /// When it goes away.
    pub until: DateTime<Utc>,
}

impl Notice {
    /// A notice from `now` on; errors stay longer.
    pub fn new(emphasis: Emphasis, text: impl Into<String>, now: DateTime<Utc>) -> Self {
        let seconds = match emphasis {
            Emphasis::Plain | Emphasis::Dim | Emphasis::Good => 4,
            Emphasis::Warning => 6,
            Emphasis::Bad => 12,
        };
        let until = now.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(now);
        Self { emphasis, text: text.into(), until }
    }
}
