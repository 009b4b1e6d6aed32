//! How the response writes what the token allows, and how that compares with what was asked for.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        rule_context::{RuleContext, is_spelled, text},
        wording::{quote, quoted_list, type_of},
    },
    text::is_unsafe,
    token::{
        Field, Scope,
        scope::{is_claim_of, is_same, is_sign_in},
    },
    value::Value,
};

/// RFC 6749 §3.3: the value of `scope` is a string.
pub(super) fn scope_not_string(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(field) = scope(context) else { return };
    let Some(value @ (Value::Array(_) | Value::Object(_))) = field.plain() else { return };
    let fact = format!(
        "{} is {} instead of one string with spaces: clients that follow the standard cannot read \
         it",
        field.source_name,
        type_of(value)
    );
    diagnostics.warning("scope", &fact);
}

/// RFC 6749 §3.3: scopes are separated by spaces.
pub(super) fn scope_delimiter(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let several = context.input.scopes.len() > 1;
    let Some(scope) = scope(context).and_then(text).filter(|_| several) else { return };
    let with = if scope.contains(',') {
        "commas"
    } else if scope.contains('+') && !scope.contains(' ') {
        "plus signs"
    } else {
        return;
    };
    let fact = format!(
        "scopes are separated by {with} instead of spaces: clients that split on spaces see {} \
         where {} are meant",
        match scope.split(' ').filter(|part| !part.is_empty()).count() {
            1 => "one scope".to_owned(),
            count => format!("{count} scopes"),
        },
        context.input.scopes.len()
    );
    diagnostics.warning("scope", &fact);
}

/// RFC 6749 §3.3: a scope has printable ASCII other than the quotation mark and the backslash.
pub(super) fn scope_illegal_char(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(field) = scope(context) else { return };
    let illegal = match field.plain() {
        // Without an early exit the compiler looks at many octets at once; lists are long.
        Some(Value::String(text))
            if text
                .as_str()
                .bytes()
                .fold(true, |legal, byte| legal & (byte == b' ' || is_legal(char::from(byte)))) =>
        {
            return;
        }
        Some(Value::String(text)) => text.as_str().chars().find(|c| *c != ' ' && !is_legal(*c)),
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_str)
            .find_map(|item| item.chars().find(|c| !is_legal(*c))),
        _ => None,
    };
    if let Some(c) = illegal {
        let shown = match c {
            ' ' => " (a space)".to_owned(),
            c if is_unsafe(c) => String::new(),
            c => format!(" ({c})"),
        };
        let fact = format!(
            "a scope holds the character U+{:04X}{shown}, which no scope may have: clients may \
             refuse the response or split it elsewhere",
            u32::from(c)
        );
        diagnostics.warning("scope", &fact);
    }
}

/// `%x21 / %x23-5B / %x5D-7E` (RFC 6749 §3.3).
fn is_legal(c: char) -> bool {
    matches!(c, '!' | '#'..='[' | ']'..='~')
}

/// RFC 6749 §3.3: the server may grant less than was asked for, and says so in `scope`.
pub(super) fn scope_narrowed(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let asked = context.input.asked_scopes;
    let Some((requested, granted)) = requested_and_granted(context, asked) else { return };
    let missing = requested
        .iter()
        .map(String::as_str)
        .filter(|name| *name != "offline_access")
        .filter(|name| !granted.iter().any(|scope| is_same(name, &scope.name)));
    if missing.clone().next().is_some() {
        let fact = format!(
            "asked for {} and not granted{}: requests that need it will be refused",
            quoted_list(missing),
            if is_narrowed_by_refresh(context) { ", as the refresh asked for less" } else { "" }
        );
        diagnostics.warning("scope", &fact);
    }
}

/// RFC 6749 §3.3: a scope other than the one asked for is said in the response, so that the client
/// sees it; §6: a refresh brings no scope that was not granted before. The sign-in scopes are left
/// aside: they allow nothing beyond the sign-in.
pub(super) fn scope_widened(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    // A refresh may ask for less than the grant before it.
    let of_refresh = context.request().filter(|_| context.used_grant("refresh_token"));
    let of_refresh = of_refresh.map(|request| request.scopes.as_slice()).unwrap_or_default();
    let asked = if of_refresh.is_empty() { context.input.asked_scopes } else { of_refresh };
    let Some((requested, granted)) = requested_and_granted(context, asked) else { return };
    let extra = granted
        .iter()
        .map(|scope| scope.name.as_str())
        .filter(|name| !is_sign_in(name))
        .filter(|name| !requested.iter().any(|other| is_same(other, name)));
    if extra.clone().next().is_some() {
        let fact = format!(
            "granted without being asked for: {}; the token can do more than its client needs, and \
             so can a thief",
            quoted_list(extra)
        );
        if context.used_grant("refresh_token") {
            diagnostics.citing("RFC 6749 §6");
        }
        diagnostics.error("scope", &fact);
    }
}

/// The scopes that were asked for and those that the response names. None where either is not
/// known, or where a resource's whole default set was asked for (`…/.default`).
fn requested_and_granted<'a>(
    context: &RuleContext<'a>,
    requested: &'a [String],
) -> Option<(&'a [String], &'a [Scope])> {
    let known = context.is_granted()
        && context.scope.is_some()
        && !requested.is_empty()
        && !requested.iter().any(|name| name.ends_with("/.default"));
    known.then_some((requested, context.input.scopes))
}

/// Whether a refresh asked for less than the grant before it (RFC 6749 §6).
fn is_narrowed_by_refresh(context: &RuleContext<'_>) -> bool {
    let asked = context.request().map_or(&[][..], |request| &request.scopes);
    context.used_grant("refresh_token")
        && !asked.is_empty()
        && context.input.asked_scopes.iter().any(|name| !asked.contains(name))
}

/// RFC 9068 §2.2.3: the `scope` claim says what the token allows; so does the response.
pub(super) fn scope_claim_differs(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(access) = &context.access else { return };
    let (name, claim) = match (access.claims.scope, access.claims.scp) {
        (Some(claim), _) => ("scope", claim),
        (None, Some(claim)) => ("scp", claim),
        (None, None) => return,
    };
    if !context.is_granted() || context.scope.is_none() {
        return;
    }
    let response = &context.input.scopes;
    let claimed = || {
        let text = claim.as_str().unwrap_or_default().split_ascii_whitespace();
        text.chain(claim.items().iter().filter_map(Value::as_str))
    };
    let mut only_claimed =
        claimed().filter(|name| !response.iter().any(|scope| is_claim_of(name, &scope.name)));
    let only_response = response
        .iter()
        .map(|scope| scope.name.as_str())
        .filter(|name| !is_sign_in(name) && !claimed().any(|claim| is_claim_of(claim, name)));
    // Hostile lists are long; two long ones are not compared pair by pair.
    if response.len().saturating_mul(claimed().count()) > 1_000_000 {
        return;
    }
    let fact = match (only_response.clone().next(), only_claimed.next()) {
        (None, None) => return,
        (Some(_), None) => format!(
            "the response grants {}, which the token's {name} claim lacks: the API will refuse what \
             the client believes it may do",
            quoted_list(only_response)
        ),
        (None, Some(extra)) => format!(
            "the token's {name} claim has {}, which the response does not name: the token can do \
             more than its client knows",
            quote(extra)
        ),
        (Some(_), Some(extra)) => format!(
            "the response grants {}, but the token's {name} claim has {} instead: the API goes by \
             the token",
            quoted_list(only_response),
            quote(extra)
        ),
    };
    diagnostics.on(name).warning("access_token", &fact);
}

/// `scope` of a token response; not what a program keeps, or an API calls by another name.
fn scope<'a>(context: &RuleContext<'a>) -> Option<&'a Field> {
    context.scope.filter(|field| {
        context.is_endpoint_response()
            && (context.has_standard_name() || context.access_token.is_none())
            && (is_spelled(field, "scope") || is_spelled(field, "scopes"))
    })
}
