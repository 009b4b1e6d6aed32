//! Answers of other endpoints than the token endpoint: authorization callbacks, introspection,
//! device authorization.

use crate::{
    findings::{diagnostics::Diagnostics, rule_context::RuleContext},
    kind::Kind,
    value::Value,
};

/// RFC 9207 §2: `iss` in the callback tells which server answered; so does that of an ID token, or
/// of a signed response (§4).
pub(super) fn callback_iss_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::AuthorizationResponse
        && context.code.is_some()
        && context.iss.is_none()
        && context.input.tokens.is_empty()
    {
        diagnostics.info(
            "iss",
            "the callback does not say which server it comes from (no iss): a client of several \
             servers can be made to send the code to the wrong one",
        );
    }
}

/// RFC 7662 §2.2: `active` is false for a token that was revoked, has ended, or is unknown here.
pub(super) fn introspection_inactive(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::IntrospectionResponse {
        let active = context.input.field("active").and_then(|field| field.plain());
        if active == Some(&Value::Bool(false)) {
            diagnostics.warning(
                "active",
                "active is false: the token was revoked, has ended, was issued by another server, \
                 or is not for whoever asked; the server does not say which",
            );
        }
    }
}

/// RFC 8628 §3.2: without `interval` clients poll every five seconds.
pub(super) fn device_interval_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::DeviceAuthorization && context.input.field("interval").is_none()
    {
        diagnostics.info("interval", "interval is absent: clients must wait 5 s between two polls");
    }
}
