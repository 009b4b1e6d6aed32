//! The clock of a session: the only one that is read while the screen is up.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// Tells the time.
pub trait Clock {
    /// The session's time, which `--at` may have set.
    fn now(&self) -> DateTime<Utc>;
}

/// The system's time, whatever `--at` says: other machines go by it.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn present() -> DateTime<Utc> {
    Utc::now()
}

/// The system's clock, or one that was set to another instant (`--at`) and runs on from there.
#[derive(Clone, Copy, Debug)]
pub enum SystemClock {
    Present,
    /// So much time after `start` as has passed since `since`.
    SetTo {
        /// What it was set to.
        start: DateTime<Utc>,
        /// When it was set.
        since: Instant,
    },
}

impl SystemClock {
    /// A clock that shows `at` now, or the present.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn new(at: Option<DateTime<Utc>>) -> Self {
        match at {
            Some(start) => Self::SetTo { start, since: Instant::now() },
            None => Self::Present,
        }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    fn now(&self) -> DateTime<Utc> {
        match self {
            Self::Present => Utc::now(),
            Self::SetTo { start, since } => TimeDelta::from_std(since.elapsed())
                .ok()
                .and_then(|passed| start.checked_add_signed(passed))
                .unwrap_or(*start),
        }
    }
}
