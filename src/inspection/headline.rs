//! The headline of a report and of the screen: one symbol and a few words for the state of a
//! credential, clear without colour.

use chrono::{DateTime, Utc};

use super::{Inspection, Reason, UsableAnswer};
use crate::{emphasis::Emphasis, jose::SignatureStatus, kind::Kind, token::State};

/// The state in a symbol and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headline {
    /// A symbol of one column.
    pub symbol: &'static str,
    /// In capitals: `VALID`; where the credential cannot be used, every reason:
    /// `EXPIRED, INVALID SIGNATURE`.
    pub words: String,
    pub emphasis: Emphasis,
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
            return Headline { symbol: "?", words: words.to_owned(), emphasis: Emphasis::Warning };
        }
        if usable.answer != UsableAnswer::No {
            return Headline::of_state(self.expiry.state(now));
        }
        let mut words: Vec<&str> = usable.because.iter().filter_map(|it| word(*it)).collect();
        // A refresh token does not help where the signature is wrong.
        if usable.because == [Reason::Expired] && usable.renewable == Some(true) {
            words.push("RENEWABLE");
        }
        let words = words.join(", ");
        match usable.because.as_slice() {
            [Reason::NotYetValid] => Headline { words, ..Headline::of_state(State::NotYetValid) },
            _ => Headline { symbol: "✗", words, emphasis: Emphasis::Bad },
        }
    }
}

/// The headline's word for a reason against use.
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
    pub fn of_state(state: State) -> Self {
        let (symbol, words, emphasis) = match state {
            State::Valid => ("●", "VALID", Emphasis::Good),
            State::Expiring => ("◐", "EXPIRING", Emphasis::Warning),
            State::Expired => ("✗", "EXPIRED", Emphasis::Bad),
            State::NotYetValid => ("◌", "NOT YET VALID", Emphasis::Warning),
            State::Never => ("∞", "NEVER EXPIRES", Emphasis::Good),
            State::Unknown => ("?", "UNKNOWN", Emphasis::Dim),
        };
        Self { symbol, words: words.to_owned(), emphasis }
    }

    /// The verdict on a signature. One that was not checked must never look like an invalid one.
    pub fn of_signature(status: SignatureStatus) -> Self {
        let (symbol, words, emphasis) = match status {
            SignatureStatus::Valid => ("✓", "valid", Emphasis::Good),
            SignatureStatus::Invalid => ("✗", "invalid", Emphasis::Bad),
            SignatureStatus::NotChecked => ("?", "not checked", Emphasis::Dim),
            SignatureStatus::NoKey => ("?", "no key fits", Emphasis::Warning),
            SignatureStatus::Unsupported => ("?", "algorithm not supported", Emphasis::Warning),
            SignatureStatus::Unsigned => ("✗", "unsigned", Emphasis::Bad),
        };
        Self { symbol, words: words.to_owned(), emphasis }
    }
}
