//! The time of receipt of an artifact, and the times in its JWTs.

use chrono::{Offset as _, Utc};

use super::{Context, tokens::with_claims};
use crate::{
    input::Message,
    jose::{self, Token},
    kind::Kind,
    token::{
        Expiry, Field, JwtTimes, Received, ReceivedFrom, TokenTimes, Zone,
        field::MODEL,
        instant,
        moment::{Expected, Moment},
    },
};

/// The times of the access token and refresh token, or of the bare token. Without an access token
/// the ID token counts as one.
pub(super) fn jwt_times(kind: Kind, fields: &[Field], tokens: &[(usize, Token)]) -> JwtTimes {
    let at = |at: usize| with_claims(tokens, at);
    let member = |name: &str| MODEL.iter().position(|member| *member == name);
    let model = |name: &str| member(name).and_then(at);
    match kind {
        Kind::TokenResponse => {
            let granted = member("access_token").is_some_and(|at| fields[at].present);
            let id = || tokens.iter().map(|(_, token)| token).find(|it| it.field == "id_token");
            let access = if granted { model("access_token") } else { id() };
            JwtTimes {
                access: access.map(times).unwrap_or_default(),
                refresh: model("refresh_token").map(times).unwrap_or_default(),
            }
        }
        Kind::Jws | Kind::Jwe | Kind::SdJwt => JwtTimes {
            access: at(0).map(times).unwrap_or_default(),
            refresh: TokenTimes::default(),
        },
        _ => JwtTimes::default(),
    }
}

/// The expiry of a compact token by its own claims alone.
pub fn own_expiry(token: &Token) -> Expiry {
    times(token).expiry()
}

/// `exp`, `iat` and `nbf` of a token (RFC 7519 §4.1), also where they are not the numbers they
/// should be. A token that is encrypted may repeat them in its header (RFC 7519 §5.3).
fn times(token: &Token) -> TokenTimes {
    let utc = Zone::Fixed(Utc.fix());
    let header = Some(&token.header).filter(|_| token.format == jose::Format::Jwe);
    let claims = token.claims.as_ref().or(header);
    let time = |name: &str| match instant::read(claims?.get(name)?, Expected::Instant, utc) {
        Moment::Instant { at, .. } => Some(at),
        // In a claim zero is 1970, and not a zero time.
        Moment::Never => Some(chrono::DateTime::UNIX_EPOCH),
        _ => None,
    };
    TokenTimes { expires_at: time("exp"), issued_at: time("iat"), not_before: time("nbf") }
}

/// The time of receipt: a `Date` header (RFC 9110 §6.6.1) is preferred to a file's time and the
/// present.
pub(super) fn received(ctx: &Context<'_>, message: Option<&Message>) -> Received {
    let date = message
        .filter(|_| ctx.received.from > ReceivedFrom::DateHeader)
        .and_then(|message| message.header("date"));
    match date.map(|date| instant::parse(date.trim(), Expected::Instant, ctx.zone)) {
        Some(Moment::Instant { at, .. }) => Received { at, from: ReceivedFrom::DateHeader },
        _ => ctx.received,
    }
}
