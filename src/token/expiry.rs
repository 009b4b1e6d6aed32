//! The expiry of a token: when it ends, on what basis, and its state at a given time.

use strum::VariantArray;

use chrono::{DateTime, TimeDelta, Utc};

/// When a token ends, and how that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expiry {
    /// When the token was issued, where that is known.
    pub issued_at: Option<DateTime<Utc>>,
    /// Not valid before (`nbf`, RFC 7519 §4.1.5).
    pub not_before: Option<DateTime<Utc>>,
    /// When the token ends, by [`basis`](Self::basis).
    pub expires_at: Option<DateTime<Utc>>,
    /// From issue to end.
    pub lifetime: Option<TimeDelta>,
    /// The most trustworthy of the sources that agree with the earliest end.
    pub basis: Option<Basis>,
    /// The response says that the token does not end: a lifetime of zero, or Go's zero time.
    pub never: bool,
    /// Every end that is given: first the one that [`basis`](Self::basis) names, then the others,
    /// the most trustworthy first.
    pub candidates: Vec<Candidate>,
    /// Canonical names of the fields that give a time no calendar has: past the year 9999, or a
    /// day that the month has not.
    pub out_of_calendar: Vec<String>,
}

/// The source of an expiry time, the most trustworthy first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, VariantArray)]
pub enum Basis {
    /// An absolute time in the response.
    ExpiresAt,
    /// The time of issue in the response, plus the lifetime.
    CreatedAtPlusExpiresIn,
    /// The `exp` claim of the access token.
    JwtExp,
    /// When the response was received, plus the lifetime.
    ReceivedAtPlusExpiresIn,
}

impl Basis {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::ExpiresAt => "expires_at",
            Self::CreatedAtPlusExpiresIn => "created_at+expires_in",
            Self::JwtExp => "jwt_exp",
            Self::ReceivedAtPlusExpiresIn => "received_at+expires_in",
        }
    }
}

/// One expiry time that the response gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub basis: Basis,
    /// The canonical name of the field or claim that gives it.
    pub field: String,
    pub at: DateTime<Utc>,
}

/// The state of a token at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum State {
    /// The token may be used.
    Valid,
    /// Less is left than the smaller of five minutes and a tenth of the lifetime.
    Expiring,
    /// The token has expired.
    Expired,
    /// `nbf` is still to come.
    NotYetValid,
    /// The response says that the token does not end.
    Never,
    /// Nothing says when the token ends.
    Unknown,
}

impl State {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

impl Expiry {
    /// The state at `now`.
    pub fn state(&self, now: DateTime<Utc>) -> State {
        match self.earliest() {
            Some(end) if end <= now => State::Expired,
            _ if self.not_before.is_some_and(|start| start > now) => State::NotYetValid,
            _ if self.never => State::Never,
            None => State::Unknown,
            Some(end) if end - now < self.threshold() => State::Expiring,
            Some(_) => State::Valid,
        }
    }

    /// Whether the token has ended at `now`: the earliest of the given ends has passed.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.earliest().is_some_and(|end| end <= now)
    }

    /// The earliest end that is given.
    fn earliest(&self) -> Option<DateTime<Utc>> {
        self.candidates.iter().map(|candidate| candidate.at).chain(self.expires_at).min()
    }

    /// The time left at `now`; not positive once the token has ended.
    pub fn remaining(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let end = self.expires_at?;
        Some(if self.is_over(now) { end.min(now) - now } else { end - now })
    }

    /// The next instant after `now` at which [`Expiry::state`] gives another answer.
    pub fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // `expiring` begins one nanosecond after `end - threshold`, the state being strict there.
        let end = self.earliest();
        let expiring = end
            .and_then(|end| end.checked_sub_signed(self.threshold() - TimeDelta::nanoseconds(1)));
        [self.not_before, expiring, end].into_iter().flatten().filter(|change| *change > now).min()
    }

    /// The ends that come more than [`AGREEMENT`] after the one that counts.
    pub fn disagreeing_candidates(&self) -> impl Iterator<Item = &Candidate> {
        let end = self.earliest();
        self.candidates.iter().filter(move |it| end.is_some_and(|end| it.at - end > AGREEMENT))
    }

    /// The remaining time below which the state is [`State::Expiring`]: a tenth of the lifetime, at
    /// most five minutes.
    fn threshold(&self) -> TimeDelta {
        let five_minutes = TimeDelta::minutes(5);
        self.lifetime.map_or(five_minutes, |lifetime| five_minutes.min(lifetime / 10))
    }
}

/// Ends that are no further apart than this agree: servers and clients round.
pub const AGREEMENT: TimeDelta = TimeDelta::seconds(5);

/// When the response was received, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Received {
    pub at: DateTime<Utc>,
    pub from: ReceivedFrom,
}

impl Received {
    /// Whether the time of the exchange itself is known. The time of a file or of the inspection
    /// only stands in for it.
    pub fn is_known(self) -> bool {
        matches!(self.from, ReceivedFrom::Given | ReceivedFrom::DateHeader)
    }

    /// The start of a lifetime that began with the response: the time of receipt, but not later
    /// than `now`.
    pub fn counts_from(self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.at.min(now)
    }

    /// The best known time of receipt: the time that was given, else when the file was last written
    /// (unless that is later than `now`), else `now`. `at` says whether `--at` has set `now`.
    pub fn best_known(
        given: Option<DateTime<Utc>>,
        modified: Option<DateTime<Utc>>,
        at: bool,
        now: DateTime<Utc>,
    ) -> Self {
        if let Some(at) = given {
            Self { at, from: ReceivedFrom::Given }
        } else if let Some(at) = modified.filter(|at| *at <= now) {
            Self { at, from: ReceivedFrom::File }
        } else if at {
            Self { at: now, from: ReceivedFrom::At }
        } else {
            Self { at: now, from: ReceivedFrom::Now }
        }
    }
}

/// How the time of receipt is known, the most trustworthy first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceivedFrom {
    /// `--received-at`, or the program received it itself.
    Given,
    /// The HTTP `Date` header (RFC 9110 §6.6.1).
    DateHeader,
    /// The file's modification time.
    File,
    /// `--at`.
    At,
    /// Nothing better than the present.
    Now,
}
