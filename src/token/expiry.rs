//! When something ends, how that is known, and what else was said.

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, TimeDelta, Utc};

/// When a token ends, and how that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expiry {
    /// When it was issued, where that is known.
    pub issued_at: Option<DateTime<Utc>>,
    /// Not valid before (`nbf`, RFC 7519 §4.1.5).
    pub not_before: Option<DateTime<Utc>>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// From issue to end.
    pub lifetime: Option<TimeDelta>,
    /// What `expires_at` came from.
    pub basis: Option<Basis>,
    /// The response says that it does not end: a lifetime of zero, or Go's zero time.
    pub never: bool,
    /// Every end that the response gives, the chosen one first.
    pub candidates: Vec<Candidate>,
    /// Canonical names of the fields that give a time no calendar has: past the year 9999, or a
    /// day that the month has not.
    pub out_of_calendar: Vec<String>,
}

/// Where an end of life is known from, the most trustworthy first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Nothing is said.
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
        match self.expires_at {
            Some(end) if end <= now => State::Expired,
            _ if self.not_before.is_some_and(|start| start > now) => State::NotYetValid,
            _ if self.never => State::Never,
            None => State::Unknown,
            Some(end) if end - now < self.threshold() => State::Expiring,
            Some(_) => State::Valid,
        }
    }

    /// What is left at `now`; negative once it has ended.
    pub fn remaining(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        self.expires_at.map(|end| end - now)
    }

    /// The next instant after `now` at which [`Expiry::state`] gives another answer.
    pub fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // `expiring` begins one nanosecond after `end - threshold`, the state being strict there.
        let expiring = self
            .expires_at
            .and_then(|end| end.checked_sub_signed(self.threshold() - TimeDelta::nanoseconds(1)));
        [self.not_before, expiring, self.expires_at]
            .into_iter()
            .flatten()
            .filter(|change| *change > now)
            .min()
    }

    /// The ends that contradict the chosen one: by more than [`AGREEMENT`], and counted from a time
    /// of receipt only where that is known. An assumed one is the latest possible, so that an end
    /// counted from it contradicts another only where it comes before it.
    pub fn disagreeing(&self, received: ReceivedFrom) -> impl Iterator<Item = &Candidate> {
        let known = matches!(received, ReceivedFrom::Given | ReceivedFrom::DateHeader);
        self.candidates.split_first().into_iter().flat_map(move |(chosen, others)| {
            others.iter().filter(move |other| {
                let later = other.at - chosen.at;
                let assumed = other.basis == Basis::ReceivedAtPlusExpiresIn && !known;
                later.abs() > AGREEMENT && !(assumed && later > TimeDelta::zero())
            })
        })
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
    /// When something was received, as far as its reader knows: the time that was given, else when
    /// the file was last written (unless that is later than `now`: nothing is judged before it
    /// came), else `now`, which `--at` may have set.
    pub fn known(
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

/// The zone that zone-less times are read in, and local times are shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The system's.
    System,
    /// A fixed offset, for tests.
    Fixed(FixedOffset),
}

impl Zone {
    /// A local time as an instant; the earlier one where clocks were set back, none where they
    /// were set forward.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self {
            Self::System => local.and_local_timezone(Local).earliest().map(|t| t.to_utc()),
            Self::Fixed(offset) => local.and_local_timezone(offset).single().map(|t| t.to_utc()),
        }
    }

    /// An instant as local time.
    pub fn local(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self {
            Self::System => instant.with_timezone(&Local).fixed_offset(),
            Self::Fixed(offset) => instant.with_timezone(&offset),
        }
    }
}
