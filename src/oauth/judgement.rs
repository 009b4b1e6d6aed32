//! Judges an answer: is it what was asked for, what became of the refresh token that was sent, and
//! would its loss be a loss of the only valid refresh token?

use crate::secret::Wiping;

use super::{
    operation::{ExpectedAnswer, Operation},
    reply::Reply,
};
use crate::{
    exchange::{may_hold_refresh_token, with_refresh_token},
    explain::{self, Explanation},
    inspection::Inspection,
    kind::Kind,
    secret::Secret,
};

/// Status, completeness and body of an answer.
#[derive(Clone, Copy, Debug)]
pub struct AnswerFacts<'a> {
    pub status: u16,
    /// Whether it is not complete.
    pub is_cut: bool,
    pub body: &'a [u8],
}

impl<'a> From<&'a Reply> for AnswerFacts<'a> {
    fn from(reply: &'a Reply) -> Self {
        Self { status: reply.status, is_cut: reply.cut.is_some(), body: &reply.body }
    }
}

impl AnswerFacts<'_> {
    fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Whether an answer is what was asked for.
#[derive(Clone, Debug)]
pub enum Judgement {
    Granted,
    /// The server says no.
    Refused(Explanation),
    /// It can be of no use.
    Unusable(AnswerFault),
}

/// Why an answer that is no refusal cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// It is not complete.
    Cut,
    /// The server redirects, which is not followed.
    Redirect,
    /// The status is no success.
    Status,
    /// It is a token response without an access token (RFC 6749 §5.1). It must not take the place
    /// of one that has one.
    NoAccessToken,
    /// It is something else.
    WrongKind,
}

/// What became of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshTokenUse {
    /// It has not been sent, or was not spent.
    Unused,
    /// It was sent, and what the server did with it is not known.
    MaybeSpent,
    /// It was sent, and another one came back.
    Spent,
}

impl Operation {
    /// Whether an answer is what was asked for.
    pub fn judge(&self, answer: AnswerFacts<'_>, inspection: &Inspection) -> Judgement {
        let fault = if let Some(explanation) = explain::error(inspection) {
            return Judgement::Refused(explanation);
        } else if answer.is_cut {
            AnswerFault::Cut
        } else if (300..400).contains(&answer.status) {
            AnswerFault::Redirect
        } else if !answer.is_success() {
            AnswerFault::Status
        } else {
            return self.judge_success(answer, inspection);
        };
        Judgement::Unusable(fault)
    }

    fn judge_success(&self, answer: AnswerFacts<'_>, inspection: &Inspection) -> Judgement {
        let is_jwt = inspection.kind.is_jwt();
        let is_expected = match self.expected_answer() {
            ExpectedAnswer::Token => {
                // A new sign-in may bring an ID token alone (OpenID Connect Core §3.2.2.1).
                let is_sign_in =
                    !self.spends_refresh_token() && inspection.field("id_token").is_some();
                let is_response = inspection.kind == Kind::TokenResponse;
                if is_response && !inspection.grants_token() && !is_sign_in {
                    return Judgement::Unusable(AnswerFault::NoAccessToken);
                }
                is_response
            }
            ExpectedAnswer::Introspection => {
                inspection.kind == Kind::IntrospectionResponse || is_jwt
            }
            ExpectedAnswer::Nothing => true,
            ExpectedAnswer::Claims => {
                let members = serde_json::from_slice::<serde_json::Map<_, _>>(answer.body);
                members.is_ok() || is_jwt
            }
        };
        if is_expected { Judgement::Granted } else { Judgement::Unusable(AnswerFault::WrongKind) }
    }

    /// What became of the refresh token that was sent for this answer.
    pub fn refresh_token_use(
        &self,
        answer: AnswerFacts<'_>,
        inspection: &Inspection,
    ) -> RefreshTokenUse {
        if !self.spends_refresh_token() {
            return RefreshTokenUse::Unused;
        }
        match self.judge(answer, inspection) {
            Judgement::Granted if self.is_rotated(inspection) => RefreshTokenUse::Spent,
            Judgement::Granted => RefreshTokenUse::Unused,
            // A refusal spends nothing; what else came tells nothing about it.
            Judgement::Refused(_) | Judgement::Unusable(_) if is_refusal(answer) => {
                RefreshTokenUse::Unused
            }
            Judgement::Refused(_) | Judgement::Unusable(_) => RefreshTokenUse::MaybeSpent,
        }
    }

    /// Whether an answer is the only place where a valid refresh token may be: it brings a new one,
    /// or cannot be read and may hold one.
    pub fn would_be_lost(&self, answer: AnswerFacts<'_>, inspection: &Inspection) -> bool {
        let is_unreadable = (answer.is_success() || answer.is_cut)
            && inspection.is_unreadable()
            && may_hold_refresh_token(answer.body);
        self.is_rotated(inspection) || self.spends_refresh_token() && is_unreadable
    }

    /// Whether an answer brings another refresh token than the one that was sent.
    fn is_rotated(&self, inspection: &Inspection) -> bool {
        let new = inspection.field("refresh_token").and_then(|field| field.secret());
        self.refresh_token().is_some_and(|sent| new.is_some_and(|new| new != sent))
    }
}

/// Whether an answer says that the request was not granted, and so nothing was spent by it.
pub fn is_refusal(answer: AnswerFacts<'_>) -> bool {
    (300..500).contains(&answer.status) && !answer.is_cut
}

/// The response to save where an answer names no refresh token: with the one that was sent for it,
/// which stays in use (RFC 6749 §6).
pub fn with_kept_refresh_token(
    body: &[u8],
    inspection: &Inspection,
    sent: Option<&Secret>,
) -> Option<Wiping<Vec<u8>>> {
    let is_omitted = inspection.field("refresh_token").is_none();
    with_refresh_token(body, sent.filter(|_| is_omitted)?)
}
