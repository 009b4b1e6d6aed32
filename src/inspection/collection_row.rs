//! What a list of credentials says of each: the same in the report and in the inspector.

use chrono::{DateTime, Utc};

use super::{CollectionItem, Headline, Reason, UsableAnswer};
use crate::{
    emphasis::Emphasis,
    token::{Expiry, State},
};

/// What a list says of one item at an instant. Its texts are not safe for a terminal.
#[derive(Clone, Debug)]
pub struct CollectionRow<'a> {
    pub tool: Option<&'static str>,
    /// The label, else the place.
    pub name: &'a str,
    pub kind: &'static str,
    /// Which group of a tally it belongs to.
    pub state: ItemState,
    pub headline: Headline,
    /// The life that the headline is about, where that counts down.
    pub life: Option<&'a Expiry>,
    /// Whether a refresh token renews it; none where the question makes no sense.
    pub renewable: Option<bool>,
    /// The place, where the name does not say it.
    pub place: Option<&'a str>,
}

/// What is said of many items by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ItemState {
    Valid,
    Expiring,
    /// It can be used, and nothing limits it.
    Unlimited,
    /// It may be used, and nothing says until when.
    EndUnknown,
    NotYetValid,
    /// It cannot be used, for another reason than its end: an error, a wrong signature.
    Refused,
    /// It is over, and its tool gets a new one by itself.
    Renewable,
    Expired,
    /// It could not be read.
    Unread,
    NoToken,
}

impl CollectionItem {
    /// What a list says of it.
    pub fn row(&self, now: DateTime<Utc>) -> CollectionRow<'_> {
        let inspection = &self.inspection;
        let usable = inspection.usable(now);
        let is_token = !usable.because.contains(&Reason::NotAToken);
        let headline = match &inspection.problem {
            Some(problem) if !is_token => Headline {
                symbol: "?",
                words: problem.message.clone(),
                emphasis: Emphasis::Warning,
            },
            None if !is_token && self.renews_itself(now) => Headline {
                words: "NO ACCESS TOKEN, RENEWS ITSELF".to_owned(),
                ..Headline::of_state(State::Expiring)
            },
            None if !is_token => {
                Headline { symbol: "·", words: "no token".to_owned(), emphasis: Emphasis::Dim }
            }
            // Its tool renews it when it is used: nobody has to sign in again.
            _ if self.renews_itself(now) => Headline {
                words: "EXPIRED, RENEWS ITSELF".to_owned(),
                ..Headline::of_state(State::Expiring)
            },
            _ => inspection.headline(now),
        };
        CollectionRow {
            tool: self.tool,
            name: self.name(),
            kind: inspection.kind.words(),
            state: self.state(now),
            headline,
            life: Some(&inspection.expiry).filter(|_| usable.counts_down()),
            renewable: usable.renewable,
            place: self.place.as_deref().filter(|_| self.label.is_some()),
        }
    }

    /// Whether it is over, or has no access token yet, and the tool that keeps it gets a new one by
    /// itself.
    fn renews_itself(&self, now: DateTime<Utc>) -> bool {
        let usable = self.inspection.usable(now);
        self.inspection.is_stored
            && matches!(usable.because.as_slice(), [Reason::Expired | Reason::NotAToken])
            && usable.renewable == Some(true)
    }

    /// Which group of a tally it belongs to.
    pub fn state(&self, now: DateTime<Utc>) -> ItemState {
        let inspection = &self.inspection;
        let usable = inspection.usable(now);
        if usable.because.contains(&Reason::NotAToken) {
            let is_read = inspection.problem.is_none();
            if is_read && self.renews_itself(now) {
                return ItemState::Renewable;
            }
            return if is_read { ItemState::NoToken } else { ItemState::Unread };
        }
        if usable.answer == UsableAnswer::No {
            return match usable.because.as_slice() {
                [Reason::Expired] if self.renews_itself(now) => ItemState::Renewable,
                [Reason::Expired] => ItemState::Expired,
                [Reason::NotYetValid] => ItemState::NotYetValid,
                _ => ItemState::Refused,
            };
        }
        match inspection.expiry.state(now) {
            State::Valid => ItemState::Valid,
            State::Expiring => ItemState::Expiring,
            State::Never => ItemState::Unlimited,
            State::Unknown => ItemState::EndUnknown,
            State::Expired => ItemState::Expired,
            State::NotYetValid => ItemState::NotYetValid,
        }
    }
}

impl ItemState {
    /// All of them, those that can be used first.
    pub const ALL: [Self; 10] = [
        Self::Valid,
        Self::Expiring,
        Self::Unlimited,
        Self::EndUnknown,
        Self::NotYetValid,
        Self::Refused,
        Self::Renewable,
        Self::Expired,
        Self::Unread,
        Self::NoToken,
    ];

    /// How so many of them are called.
    pub fn counted(self, count: usize) -> String {
        let words = match self {
            Self::Valid => "valid",
            Self::Expiring => "expiring",
            Self::Unlimited if count == 1 => "never expires",
            Self::Unlimited => "never expire",
            Self::EndUnknown => "without an end",
            Self::NotYetValid => "not yet valid",
            Self::Refused => "unusable",
            Self::Renewable if count == 1 => "renews itself",
            Self::Renewable => "renew themselves",
            Self::Expired => "expired",
            Self::Unread => "unread",
            Self::NoToken if count == 1 => "no token",
            Self::NoToken => "no tokens",
        };
        format!("{count} {words}")
    }

    /// How its number is meant.
    pub fn emphasis(self) -> Emphasis {
        match self {
            Self::Valid | Self::Unlimited => Emphasis::Good,
            Self::Expiring | Self::NotYetValid | Self::Renewable | Self::Unread => {
                Emphasis::Warning
            }
            Self::Refused | Self::Expired => Emphasis::Bad,
            Self::EndUnknown => Emphasis::Plain,
            Self::NoToken => Emphasis::Dim,
        }
    }
}
