//! The answer of the userinfo endpoint (OpenID Connect Core §5.3.2).

use crate::{
    findings::{
        diagnostics::Diagnostics,
        rule_context::RuleContext,
        wording::{quote, type_of},
    },
    jose::Format,
    value::{Text, Value},
};

/// The claims of a signed answer.
pub(super) fn signed_claims<'a>(context: &RuleContext<'a>) -> Option<&'a Value> {
    let is_userinfo = context.request().is_some_and(|request| request.userinfo);
    let token =
        context.input.tokens.iter().find(|token| token.field == "token").filter(|_| is_userinfo)?;
    token.claims.as_ref().filter(|_| token.format == Format::Jws)
}

/// A claim of the answer, signed or not.
pub(super) fn claim<'a>(context: &RuleContext<'a>, name: &str) -> Option<&'a Value> {
    match signed_claims(context) {
        Some(claims) => claims.get(name),
        None => context.input.fields.iter().find(|field| field.source_name == name)?.plain(),
    }
}

/// Whether the userinfo endpoint gave claims that can be read.
pub(super) fn is_readable(context: &RuleContext<'_>) -> bool {
    let is_userinfo = context.request().is_some_and(|request| request.userinfo);
    let succeeded = context.input.message.is_none_or(|it| (200..300).contains(&it.status));
    let has_claims = signed_claims(context).is_some()
        || (context.input.tokens.is_empty() && !context.input.fields.is_empty());
    is_userinfo && succeeded && context.error.is_none() && has_claims
}

/// OpenID Connect Core §5.3.2: `sub` is always there, and is that of the ID token; otherwise the
/// claims are another person's.
pub(super) fn userinfo_subject_mismatch(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if !is_readable(context) {
        return;
    }
    let signed_in = context.request().and_then(|request| request.subject.as_deref());
    let sub = other_subject(context, signed_in).or_else(|| claim(context, "sub"));
    let what = match (sub, signed_in) {
        (None | Some(Value::Null), _) => {
            "has no sub: nothing says whose claims they are".to_owned()
        }
        (Some(sub), Some(signed_in)) if sub.as_str() != Some(signed_in) => format!(
            "has the sub {} but the ID token is about {}: the claims may be another person's",
            sub.as_str().map_or_else(|| type_of(sub).to_owned(), quote),
            quote(signed_in)
        ),
        _ => return,
    };
    let fact = format!("the answer {what}, and the client must not use them");
    if signed_claims(context).is_some() {
        diagnostics.on("sub").error("token", &fact);
    } else {
        diagnostics.error("sub", &fact);
    }
}

/// A `sub` that is repeated and once another one: parsers differ in which of them they take.
fn other_subject<'a>(context: &RuleContext<'a>, signed_in: Option<&str>) -> Option<&'a Value> {
    let fields = context.input.fields.iter().filter(|field| field.source_name == "sub");
    let mut repeated = fields.skip(1).filter_map(|field| field.plain());
    repeated.find(|sub| signed_claims(context).is_none() && sub.as_str() != signed_in)
}

/// What is wrong with a subject identifier: OpenID Connect Core §2 allows at most 255 ASCII
/// characters.
pub(super) fn subject_fault(sub: &Value) -> Option<String> {
    const MOST: usize = 255;
    match sub {
        Value::String(text) if Text::as_str(text).is_empty() => Some("is empty".to_owned()),
        Value::String(text) => {
            let length = text.as_str().chars().count();
            (length > MOST).then(|| format!("has {length} characters, more than {MOST}"))
        }
        // That one is missing.
        Value::Null => None,
        other => Some(format!("is {} instead of a string", type_of(other))),
    }
}
