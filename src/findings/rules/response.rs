//! The members that a token response must have.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        rule_context::{RuleContext, text},
        wording::{quote, type_of},
    },
    secret::Secret,
    token::bearer_syntax::{first_invalid_character, is_unsendable},
};

/// `grant_type` of a token exchange (RFC 8693 §2.1).
const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

/// RFC 6749 §5.1: `access_token` is REQUIRED. Silent for `{}`, for stored credentials, for the
/// callback that brings an ID token alone (OpenID Connect Core §3.2.2.5), and for what other
/// responses have as well: a lifetime (RFC 9126 §2.2) or a scope.
pub(super) fn access_token_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if !context.is_endpoint_response()
        || context.access_token.is_some()
        || context.error.is_some()
        || (context.id_token.is_some() && context.input.location.is_some())
    {
        return;
    }
    let telling =
        [context.token_type, context.refresh_token, context.id_token, context.issued_token_type];
    let Some(field) = telling
        .into_iter()
        .flatten()
        .next()
        .or_else(|| context.scope.filter(|_| context.expires_in.is_some()))
    else {
        return;
    };
    let fact = format!(
        "the response has {} but no access_token: clients can neither use it nor tell why",
        field.name
    );
    diagnostics.error("access_token", &fact);
}

/// RFC 6749 §5.1: `token_type` is REQUIRED. Silent for what is no answer of a token endpoint: an
/// API's or a tool's own object, a stored credential, and one with an absolute end alone.
pub(super) fn token_type_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.has_standard_name() && context.is_endpoint_response() && context.token_type.is_none()
    {
        diagnostics.error(
            "token_type",
            "token_type is absent: a client that follows the standard must refuse the response, \
             others guess Bearer",
        );
    }
}

/// RFC 6750 §2.1: a header takes only the characters of `b64token`. Some servers issue others all
/// the same, and take them back; what no header can carry, or ends the token early, is an error.
pub(super) fn token_unsendable(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let presented = context.input.scheme.is_some();
    let bare = || context.input.field("token").filter(|_| presented);
    let Some(field) = context.access_token.or_else(bare) else { return };
    // The rule looks at its characters.
    let token = field.secret().map(Secret::expose).unwrap_or_default();
    let Some((position, c)) = first_invalid_character(token) else { return };
    let what = match c {
        ' ' => "a space".to_owned(),
        c => format!("{}, which is outside b64token", quote(&c.to_string())),
    };
    let fact = format!("character {position} of the token is {what}: ");
    if is_unsendable(c) || " \",;\\".contains(c) {
        diagnostics.error(
            &field.name,
            &(fact + "no Authorization header can carry it whole, so it was changed on its way here or no API will ever see it"),
        );
    } else {
        diagnostics.warning(
            &field.name,
            &(fact + "strict libraries and gateways refuse it in an Authorization header"),
        );
    }
}

/// RFC 6749 §7.1: a client must not use a token whose type it does not understand.
pub(super) fn token_type_unknown(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    const KNOWN: [&str; 5] = ["bearer", "dpop", "n_a", "mac", "pop"];
    let Some(field) = context
        .token_type
        .filter(|_| context.has_standard_name() && context.is_endpoint_response())
    else {
        return;
    };
    match text(field) {
        Some(name) if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) => {}
        Some(name) => {
            let fact = format!(
                "token_type is {}, which names no registered way to use a token: clients must not \
                 use a token whose type they do not know",
                quote(name)
            );
            diagnostics.warning("token_type", &fact);
        }
        None => {
            let what = field.plain().map_or("a token", type_of);
            let fact = format!(
                "token_type holds {what} instead of the name of a type: clients must not use a \
                 token whose type they do not know"
            );
            diagnostics.warning("token_type", &fact);
        }
    }
}

/// RFC 8693 §2.2.1: `issued_token_type` is REQUIRED in the answer to a token exchange.
pub(super) fn issued_token_type_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.is_granted()
        && context.used_grant(TOKEN_EXCHANGE)
        && context.issued_token_type.is_none()
    {
        diagnostics.error(
            "issued_token_type",
            "the answer to a token exchange lacks issued_token_type: the client cannot tell what \
             kind of token it got",
        );
    }
}
