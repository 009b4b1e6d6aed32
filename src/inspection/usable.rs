//! Decides whether a credential can be used now, from everything that is known of it.

use chrono::{DateTime, Utc};
use strum::VariantArray;

use super::Inspection;
use crate::{
    jose::{SignatureStatus, Token},
    kind::Kind,
    secret::Secret,
    token::{Field, State},
    value::Value,
};

/// Whether a credential can be used now, and what that rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usable {
    pub answer: UsableAnswer,
    /// The expiry that counts; none where nothing gives one.
    pub until: Option<DateTime<Utc>>,
    /// Whether there is a refresh token, not known to be over, to get a new one with; none where
    /// the question makes no sense, as for a bare token.
    pub renewable: Option<bool>,
    /// The reasons for the answer; every reason against use, where there is one.
    pub because: Vec<Reason>,
}

impl Usable {
    /// Whether what is left of its life means anything: not once its server has ended it.
    pub fn counts_down(&self) -> bool {
        !self.because.iter().any(|it| matches!(it, Reason::Revoked | Reason::Inactive))
    }
}

/// Whether a credential can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum UsableAnswer {
    /// Nothing speaks against use.
    Yes,
    /// APIs should refuse the token.
    No,
    /// The artifact is no token, or nothing says how long it lives.
    Unknown,
}

impl UsableAnswer {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a credential can or cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Reason {
    /// A server answered with an error.
    Error,
    /// The server says that the token is not active (RFC 7662 §2.2).
    Inactive,
    /// This program has revoked the token (RFC 7009 §2.1).
    Revoked,
    /// A fitting key denies the signature.
    SignatureInvalid,
    /// `alg` is `none`.
    Unsigned,
    /// The token has expired.
    Expired,
    /// `nbf` is still to come.
    NotYetValid,
    /// Nothing says when the token ends.
    NoExpiry,
    /// The artifact gives no access.
    NotAToken,
    /// A key confirms the signature.
    SignatureValid,
    /// No key was given.
    SignatureNotChecked,
    /// None of the given keys fits.
    SignatureNoKey,
    /// The algorithm is not supported.
    SignatureUnsupported,
    /// The token expires soon: see [`State::Expiring`].
    Expiring,
    /// The response says that the token does not end.
    NeverExpires,
}

impl Reason {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Inactive => "inactive",
            Self::Revoked => "revoked",
            Self::SignatureInvalid => "signature_invalid",
            Self::Unsigned => "unsigned",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::NoExpiry => "no_expiry",
            Self::NotAToken => "not_a_token",
            Self::SignatureValid => "signature_valid",
            Self::SignatureNotChecked => "signature_not_checked",
            Self::SignatureNoKey => "signature_no_key",
            Self::SignatureUnsupported => "signature_unsupported",
            Self::Expiring => "expiring",
            Self::NeverExpires => "never_expires",
        }
    }

    /// Whether the reason speaks against use.
    pub fn forbids(self) -> bool {
        matches!(
            self,
            Self::Error
                | Self::Inactive
                | Self::Revoked
                | Self::SignatureInvalid
                | Self::Unsigned
                | Self::Expired
                | Self::NotYetValid
        )
    }
}

/// Which tokens of an artifact this program has revoked (RFC 7009 §2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revoked {
    /// The access token, or the bare token.
    pub access: bool,
    /// The refresh token; most servers end with it the access tokens that came from it.
    pub refresh: bool,
}

impl From<SignatureStatus> for Reason {
    fn from(status: SignatureStatus) -> Self {
        match status {
            SignatureStatus::Valid => Self::SignatureValid,
            SignatureStatus::Invalid => Self::SignatureInvalid,
            SignatureStatus::NotChecked => Self::SignatureNotChecked,
            SignatureStatus::NoKey => Self::SignatureNoKey,
            SignatureStatus::Unsupported => Self::SignatureUnsupported,
            SignatureStatus::Unsigned => Self::Unsigned,
        }
    }
}

impl Inspection {
    /// Whether what was inspected can be used at `now`. What the headline, the reports and
    /// `--check` say comes from here.
    pub fn usable(&self, now: DateTime<Utc>) -> Usable {
        let mut because = self.reasons_against(now);
        let answer = if because.is_empty() {
            self.answer_without_objection(now, &mut because)
        } else {
            UsableAnswer::No
        };
        Usable { answer, until: self.expiry.expires_at, renewable: self.renewable(now), because }
    }

    /// Whether the token is over, and the refresh token beside it can get a new one.
    pub fn can_refresh(&self, now: DateTime<Utc>) -> bool {
        let Usable { renewable, because, .. } = self.usable(now);
        renewable == Some(true)
            && because.iter().any(|it| matches!(it, Reason::Expired | Reason::Revoked))
            && self.field("refresh_token").is_some()
    }

    /// The compact token that signature words are about: the access token, and where there is
    /// none the bare token or the ID token.
    pub fn credential(&self) -> Option<&Token> {
        match self.kind {
            Kind::TokenResponse if self.field("access_token").is_some() => {
                self.token("access_token")
            }
            Kind::TokenResponse => self.token("id_token"),
            kind if kind.is_jwt() => self.token("token"),
            _ => None,
        }
    }

    /// Marks the tokens that this program has revoked.
    pub fn mark_revoked(&mut self, is_revoked: impl Fn(&Secret) -> bool) {
        let revoked = |name| self.field(name).and_then(Field::secret).is_some_and(&is_revoked);
        let bare = self.kind.is_jwt() || self.kind == Kind::OpaqueToken;
        let access = revoked(if bare { "token" } else { "access_token" });
        self.revoked = Revoked { access, refresh: revoked("refresh_token") };
    }

    /// Everything that speaks against use.
    fn reasons_against(&self, now: DateTime<Utc>) -> Vec<Reason> {
        let active = || self.field("active").and_then(|field| field.plain());
        let signature = self.credential().map(|token| Reason::from(token.signature.status));
        let kind = match self.kind {
            Kind::ErrorResponse => Some(Reason::Error),
            Kind::IntrospectionResponse if active() != Some(&Value::Bool(true)) => {
                Some(Reason::Inactive)
            }
            _ => None,
        };
        let revoked = self.revoked.access || self.revoked.refresh;
        let expired = self.expiry.is_over(now);
        let early = self.expiry.not_before.is_some_and(|start| start > now);
        [
            kind,
            revoked.then_some(Reason::Revoked),
            signature.filter(|reason| reason.forbids()),
            expired.then_some(Reason::Expired),
            early.then_some(Reason::NotYetValid),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The answer where nothing speaks against use, and what it rests on.
    fn answer_without_objection(
        &self,
        now: DateTime<Utc>,
        because: &mut Vec<Reason>,
    ) -> UsableAnswer {
        // What was cut, or damaged otherwise, is no token that anybody takes.
        let is_damaged = self.credential().is_some_and(|token| token.problem.is_some());
        if !self.is_credential() || is_damaged {
            because.push(Reason::NotAToken);
            return UsableAnswer::Unknown;
        }
        match self.expiry.state(now) {
            State::Unknown => {
                because.push(Reason::NoExpiry);
                return UsableAnswer::Unknown;
            }
            State::Never => because.push(Reason::NeverExpires),
            State::Expiring => because.push(Reason::Expiring),
            State::Valid | State::Expired | State::NotYetValid => {}
        }
        because.extend(self.credential().map(|token| Reason::from(token.signature.status)));
        UsableAnswer::Yes
    }

    /// Whether the artifact is, or describes, something that can be presented to an API.
    fn is_credential(&self) -> bool {
        match self.kind {
            Kind::TokenResponse => {
                ["access_token", "id_token"].into_iter().any(|name| self.field(name).is_some())
            }
            Kind::IntrospectionResponse
            | Kind::Jws
            | Kind::Jwe
            | Kind::SdJwt
            | Kind::OpaqueToken => true,
            _ => false,
        }
    }

    /// Whether a new one can be had without the person: by a refresh token that is not known to
    /// be over, or because the response says so of the token, as Vault's does.
    fn renewable(&self, now: DateTime<Utc>) -> Option<bool> {
        if self.kind != Kind::TokenResponse {
            return None;
        }
        let ended = self.refresh_expiry.as_ref().is_some_and(|expiry| expiry.is_over(now));
        let is_over = self.revoked.refresh || ended;
        let refreshes = self.field("refresh_token").is_some() && !is_over;
        Some(refreshes || self.says_renewable())
    }

    /// Whether the object that holds the access token has a member `renewable` that is true.
    fn says_renewable(&self) -> bool {
        let parent = |field: &Field| {
            field
                .source_name
                .rsplit_once('.')
                .map_or(String::new(), |(parent, _)| parent.to_owned())
        };
        let token_parent = self.field("access_token").map(parent);
        self.fields.iter().any(|field| {
            // Vault's table of a token calls it as its API does, with the token's name before it.
            matches!(&*field.name, "renewable" | "token_renewable")
                && field.plain() == Some(&Value::Bool(true))
                && Some(parent(field)) == token_parent
        })
    }
}
