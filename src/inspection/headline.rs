//! What stands first in a report and on the screen: one symbol and a few words for the state of a
//! credential. They must be clear without colour.

use chrono::{DateTime, Utc};

use super::{Answer, Inspection, Reason};
use crate::{jose::Status, kind::Kind, token::State};

/// The state in a symbol and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// One column wide.
    pub symbol: &'static str,
    /// In capitals: `VALID`; where the credential cannot be used, every reason:
    /// `EXPIRED, INVALID SIGNATURE`.
    pub words: String,
    /// How it is coloured.
    pub mood: Mood,
}

/// Whether something is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mood {
    /// It is.
    Good,
    /// It needs to be looked at.
    Warning,
    /// It is not.
    Bad,
    /// Nothing is known.
    Dim,
}

impl Inspection {
    /// The headline at `now`: what [`Inspection::usable`] says.
    pub fn headline(&self, now: DateTime<Utc>) -> Headline {
        let usable = self.usable(now);
        // A response has a life without a token in it, or with half of one, too.
        let is_about_token = self.kind == Kind::TokenResponse || self.kind.is_jwt();
        if usable.because == [Reason::NotAToken] && is_about_token {
            let words = match usable.renewable {
                _ if self.credential().is_some() => "DAMAGED",
                Some(true) => "NO ACCESS TOKEN, RENEWABLE",
                _ => "NO ACCESS TOKEN",
            };
            return Headline { symbol: "?", words: words.to_owned(), mood: Mood::Warning };
        }
        if usable.answer != Answer::No {
            return Headline::of_life(self.expiry.state(now));
        }
        let mut words: Vec<&str> = usable.because.iter().filter_map(|it| word(*it)).collect();
        // A refresh token does not help where the signature is wrong.
        if usable.because == [Reason::Expired] && usable.renewable == Some(true) {
            words.push("RENEWABLE");
        }
        let words = words.join(", ");
        match usable.because.as_slice() {
            [Reason::NotYetValid] => Headline { words, ..Headline::of_life(State::NotYetValid) },
            _ => Headline { symbol: "✗", words, mood: Mood::Bad },
        }
    }
}

/// What stands against use, in capitals.
fn word(reason: Reason) -> Option<&'static str> {
    Some(match reason {
        Reason::Error => "ERROR",
        Reason::Inactive => "INACTIVE",
        Reason::Revoked => "REVOKED",
        Reason::SignatureInvalid => "INVALID SIGNATURE",
        Reason::Unsigned => "UNSIGNED",
        Reason::Expired => "EXPIRED",
        Reason::NotYetValid => "NOT YET VALID",
        _ => return None,
    })
}

impl Headline {
    /// The state of one token's life, whatever else is known of the token.
    pub fn of_life(state: State) -> Self {
        let (symbol, words, mood) = match state {
            State::Valid => ("●", "VALID", Mood::Good),
            State::Expiring => ("◐", "EXPIRING", Mood::Warning),
            State::Expired => ("✗", "EXPIRED", Mood::Bad),
            State::NotYetValid => ("◌", "NOT YET VALID", Mood::Warning),
            State::Never => ("∞", "NEVER EXPIRES", Mood::Good),
            State::Unknown => ("?", "UNKNOWN", Mood::Dim),
        };
        Self { symbol, words: words.to_owned(), mood }
    }

    /// The verdict on a signature. One that was not checked must never look like an invalid one.
    pub fn of_signature(status: Status) -> Self {
        let (symbol, words, mood) = match status {
            Status::Valid => ("✓", "valid", Mood::Good),
            Status::Invalid => ("✗", "invalid", Mood::Bad),
            Status::NotChecked => ("?", "not checked", Mood::Dim),
            Status::NoKey => ("?", "no key fits", Mood::Warning),
            Status::Unsupported => ("?", "algorithm not supported", Mood::Warning),
            Status::Unsigned => ("✗", "unsigned", Mood::Bad),
        };
        Self { symbol, words: words.to_owned(), mood }
    }
}
