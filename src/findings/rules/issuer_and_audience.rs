//! `iss`, `aud` and `azp`: who issued a token, and for whom.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::Jwt,
        rule_context::RuleContext,
        wording::{quote, quoted_list, type_of},
    },
    kind::Kind,
    value::Value,
};

use super::userinfo;

/// RFC 8414 §3.3: the issuer is one string, compared character by character. In an ID token that
/// is OpenID Connect Core §3.1.3.7, in signed claims §5.3.2, in an access token RFC 9068 §4, in a
/// callback RFC 9207 §2.4.
pub(super) fn issuer_mismatch(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(issuer) = context.request().and_then(|request| request.issuer.as_deref()) else {
        return;
    };
    let kind = context.input.kind;
    let name = if kind == Kind::ServerMetadata { "issuer" } else { "iss" };
    let mut compare = |field: &str, source, value: Option<&Value>| {
        let Some(value) = value.filter(|value| value.as_str() != Some(issuer)) else { return };
        let fact = format!(
            "{name} is {} but the metadata was asked of {}{}: the answer comes from another \
             server, or one that names itself otherwise, and clients must refuse it",
            value.as_str().map_or_else(|| type_of(value).to_owned(), quote),
            quote(issuer),
            subtle_difference(value.as_str().unwrap_or_default(), issuer)
        );
        if name == "iss" && field != "iss" {
            diagnostics.on("iss");
        }
        diagnostics.citing(source).error(field, &fact);
    };
    for (jwt, source) in [(&context.access, "RFC 9068 §4"), (&context.id, "OIDC Core §3.1.3.7")] {
        if let Some(jwt) = jwt {
            compare(jwt.field(), source, jwt.claims.iss);
        }
    }
    if let Some(claims) = userinfo::signed_claims(context) {
        compare("token", "OIDC Core §5.3.2", claims.get("iss"));
    }
    let (name, source) = match kind {
        Kind::AuthorizationResponse => ("iss", "RFC 9207 §2.4"),
        Kind::IntrospectionResponse => ("iss", "RFC 7662 §2.2"),
        Kind::ServerMetadata => ("issuer", "RFC 8414 §3.3"),
        _ => return,
    };
    let value = context.input.field(name).and_then(|field| field.plain());
    compare(name, source, value.filter(|value| value.as_str().is_some()));
}

/// What two issuers differ in, where it is hard to see.
fn subtle_difference(one: &str, other: &str) -> &'static str {
    let rest = |url: &str| url.split_once("://").map(|(_, rest)| rest.to_owned());
    if one.trim_end_matches('/') == other.trim_end_matches('/') {
        " (they differ in the slash at the end)"
    } else if rest(one).is_some_and(|one| rest(other) == Some(one)) {
        " (they differ in the scheme)"
    } else if one.eq_ignore_ascii_case(other) {
        " (they differ in capital letters)"
    } else {
        ""
    }
}

/// OpenID Connect Core §3.1.3.7: the client's own identifier is an audience of its ID tokens, and
/// of signed claims (§5.3.2).
pub(super) fn id_token_aud(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(client) = context.client_id() else { return };
    let mut compare = |field: &str, source, what: &str, aud: Option<&Value>| {
        let Some(aud) = aud.filter(|aud| !audiences(aud).any(|audience| audience == client)) else {
            return;
        };
        let fact = format!(
            "{what} {} and not for the client {}: it was made for another application, and this \
             one must refuse it",
            match audiences(aud).next() {
                Some(_) => format!("is for {}", quoted_list(audiences(aud))),
                None => "is for nobody".to_owned(),
            },
            quote(client)
        );
        diagnostics.citing(source).on("aud").error(field, &fact);
    };
    if let Some(id) = &context.id {
        compare(id.field(), "OIDC Core §3.1.3.7", "the ID token", id.claims.aud);
    }
    if let Some(claims) = userinfo::signed_claims(context) {
        compare("token", "OIDC Core §5.3.2", "the answer", claims.get("aud"));
    }
}

/// OpenID Connect Core §3.1.3.7: of several audiences one is the party that the ID token was issued
/// to, and `azp` says which.
pub(super) fn id_token_azp(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !jwt.is_id() {
        return;
    }
    match (jwt.claims.azp, context.client_id()) {
        (None, _) => {
            let several = jwt.claims.aud.filter(|aud| audiences(aud).nth(1).is_some());
            if let Some(aud) = several {
                let fact = format!(
                    "the ID token is for {} and has no azp: nothing says which of them it was \
                     issued to, so each can present it as its own",
                    quoted_list(audiences(aud))
                );
                diagnostics.on("azp").warning(jwt.field(), &fact);
            }
        }
        (Some(azp), Some(client)) if azp.as_str() != Some(client) => {
            let fact = format!(
                "azp is {} and not the client {}: the ID token was issued to another application, \
                 and this one should refuse it",
                azp.as_str().map_or_else(|| type_of(azp).to_owned(), quote),
                quote(client)
            );
            diagnostics.on("azp").error(jwt.field(), &fact);
        }
        _ => {}
    }
}

/// RFC 8725 §3.12: tokens of different kinds must not be exchangeable for one another; a different
/// audience or type is what keeps them apart.
pub(super) fn audience_shared(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (Some(access), Some(id)) = (&context.access, &context.id) else { return };
    let (Some(of_access), Some(of_id)) = (access.claims.aud, id.claims.aud) else { return };
    let within = |one: &Value, other: &Value| {
        audiences(one).all(|audience| audiences(other).any(|it| it == audience))
    };
    let is_one_token = access.token.compact == id.token.compact;
    let is_same = audiences(of_id).next().is_some()
        && audiences(of_id).nth(MOST_AUDIENCES).is_none()
        && within(of_access, of_id)
        && within(of_id, of_access);
    if is_same && !is_one_token && typ(access) == typ(id) {
        let fact = format!(
            "the access token and the ID token are both for {} and have the same typ: where one is \
             expected the other passes, so an application can use an ID token to call the API",
            quoted_list(audiences(of_id))
        );
        diagnostics.on("aud").warning(access.field(), &fact);
    }
}

/// Longer lists are not compared: no token has them.
const MOST_AUDIENCES: usize = 100;

/// The type by which a receiver could tell two tokens apart; `JWT` says no more than nothing
/// (RFC 7519 §5.1).
fn typ<'a>(jwt: &Jwt<'a>) -> Option<&'a str> {
    jwt.typ.filter(|typ| !typ.eq_ignore_ascii_case("JWT"))
}

/// RFC 7519 §4.1.3: one string, or several.
pub(super) fn audiences(aud: &Value) -> impl Iterator<Item = &str> + Clone {
    aud.as_str().into_iter().chain(aud.items().iter().filter_map(Value::as_str))
}

/// From this many on, audiences are many: two are common, an API and the userinfo endpoint.
const MANY: usize = 3;

/// RFC 8725 §3.9: without an audience a token for one receiver can be used at another.
pub(super) fn aud_missing(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let is_empty = jwt.claims.aud.is_none_or(|aud| match aud {
        Value::Array(items) => items.is_empty(),
        aud => aud.is_absent(),
    });
    if jwt.may_be_access() && jwt.claims.readable && is_empty {
        diagnostics.on("aud").warning(
            jwt.field(),
            "aud is absent: nothing says whom the token is for, so one API can use it at another",
        );
    }
}

/// RFC 9700 §2.3: an access token is for one resource server, or a small set.
pub(super) fn aud_broad(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let Some(aud) = jwt.claims.aud.filter(|_| jwt.may_be_access()) else {
        return;
    };
    let one = aud.as_str().into_iter();
    let mut audiences = one.chain(aud.items().iter().filter_map(Value::as_str));
    let fact = if let Some(wildcard) = audiences.find(|audience| audience.contains('*')) {
        format!("aud has the wildcard {}: the token is good at every such API", quote(wildcard))
    } else if aud.items().len() >= MANY {
        format!(
            "aud names {} audiences: each of them can use the token at all the others",
            aud.items().len()
        )
    } else {
        return;
    };
    diagnostics.on("aud").info(jwt.field(), &fact);
}
