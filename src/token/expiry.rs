//! When something ends, how that is known, and what else was said.

use strum::VariantArray;

use chrono::{DateTime, TimeDelta, Utc};

/// When a token ends, and how that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expiry {
    /// When it was issued, where that is known.
    pub issued_at: Option<DateTime<Utc>>,
    /// Not valid before (`nbf`, RFC 7519 §4.1.5).
    pub not_before: Option<DateTime<Utc>>,
    /// When it ends, as its basis says.
    pub expires_at: Option<DateTime<Utc>>,
    /// From issue to end.
    pub lifetime: Option<TimeDelta>,
    /// The most trustworthy of the sources that agree with the earliest end.
    pub basis: Option<Basis>,
    /// The response says that it does not end: a lifetime of zero, or Go's zero time.
    pub never: bool,
    /// Every end that is given: first the one that [`basis`](Self::basis) names, then the others,
    /// the most trustworthy first.
    pub candidates: Vec<Candidate>,
    /// Canonical names of the fields that give a time no calendar has: past the year 9999, or a
    /// day that the month has not.
    pub out_of_calendar: Vec<String>,
}

/// Where an end of life is known from, the most trustworthy first.
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

/// One end of life that the response gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// What it came from.
    pub basis: Basis,
    /// The canonical name of the field or claim that gives it.
    pub field: String,
    /// When that would be.
    pub at: DateTime<Utc>,
}

/// Where a token stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum State {
    /// It may be used.
    Valid,
    /// Less is left than the smaller of five minutes and a tenth of the lifetime.
    Expiring,
    /// Its end has passed.
    Expired,
    /// Its `nbf` is still to come.
    NotYetValid,
    /// The response says that it does not end.
    Never,
    /// Nothing says when it ends.
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
    /// Where it stands at `now`.
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

    /// Whether it has ended at `now`: the earliest of its ends has passed.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.earliest().is_some_and(|end| end <= now)
    }

    /// The earliest end that is given.
    fn earliest(&self) -> Option<DateTime<Utc>> {
        self.candidates.iter().map(|candidate| candidate.at).chain(self.expires_at).min()
    }

    /// What is left at `now`; not positive once it has ended.
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

    /// Below how much of the remaining life it counts as expiring.
    fn threshold(&self) -> TimeDelta {
        let five_minutes = TimeDelta::minutes(5);
        self.lifetime.map_or(five_minutes, |lifetime| five_minutes.min(lifetime / 10))
    }
}

/// Two ends that are no further apart agree: servers and clients round.
pub const AGREEMENT: TimeDelta = TimeDelta::seconds(5);

/// When the response was received, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Received {
    /// The instant.
    pub at: DateTime<Utc>,
    /// How it is known.
    pub from: ReceivedFrom,
}

impl Received {
    /// Whether it is the time of the exchange itself, and not one that stands in for it: a file may
    /// be written, and an input be looked at, long after it came.
    pub fn is_known(self) -> bool {
        matches!(self.from, ReceivedFrom::Given | ReceivedFrom::DateHeader)
    }

    /// From when a lifetime counts that began with the response: nothing is received after `now`,
    /// so a clock that says so is wrong.
    pub fn counts_from(self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.at.min(now)
    }

    /// When something was received, as far as its reader knows: the time that was given, else when
    /// the file was last written (unless that is later than `now`: nothing is judged before it
    /// came), else `now`, which `--at` may have set.
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
