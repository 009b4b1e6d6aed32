//! Who a token is for.

use crate::{
    findings::{diagnostics::Diagnostics, facts::Facts, jwt::Jwt, wording::quote},
    value::Value,
};

/// From this many on, audiences are many: two are common, an API and the userinfo endpoint.
const MANY: usize = 3;

/// RFC 8725 §3.9: without an audience a token for one receiver can be used at another.
pub(super) fn aud_missing(_: &Facts<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
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
pub(super) fn aud_broad(_: &Facts<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
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
