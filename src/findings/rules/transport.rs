//! How the token was transported: headers, status, endpoint, and the URL that contained it.

use url::{Host, Url};

use crate::{
    findings::{
        Severity,
        diagnostics::Diagnostics,
        rule_context::{RuleContext, text},
        wording::quote,
    },
    input::Message,
    kind::Kind,
    value::Value,
};

/// The members of server metadata that are sent credentials, codes or tokens (RFC 8414 §2).
const ENDPOINTS: [&str; 8] = [
    "token_endpoint",
    "authorization_endpoint",
    "introspection_endpoint",
    "revocation_endpoint",
    "userinfo_endpoint",
    "device_authorization_endpoint",
    "pushed_authorization_request_endpoint",
    "registration_endpoint",
];

/// RFC 6749 §5.1: a response with a token has `Cache-Control: no-store`.
pub(super) fn no_store_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = successful_message(context) else { return };
    if !context.is_granted() {
        return;
    }
    let mut directives = message
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("cache-control"))
        .flat_map(|(_, value)| value.as_str().split(','));
    if directives.any(|directive| directive.trim().eq_ignore_ascii_case("no-store")) {
        return;
    }
    let fact = match message.header("cache-control") {
        None => "the response has no Cache-Control header".to_owned(),
        Some(value) => format!("Cache-Control is {} and lacks no-store", quote(value)),
    };
    let fact = format!("{fact}: a cache between server and client may keep the token");
    diagnostics.error("access_token", &fact);
}

/// RFC 6749 §5.1 and §5.2: the body is `application/json`.
pub(super) fn content_type_wrong(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = context.input.message else { return };
    let answer = context.is_granted()
        || (context.input.kind == Kind::ErrorResponse
            && context.error.is_some()
            && message.header("www-authenticate").is_none());
    // A redirect or an upgrade has no body that anyone parses.
    if !answer || (300..400).contains(&message.status) {
        return;
    }
    let fact = match message.header("content-type") {
        None => "the response has no Content-Type".to_owned(),
        Some(value) => {
            let media_type = value.split(';').next().unwrap_or_default().trim();
            if media_type.eq_ignore_ascii_case("application/json") {
                return;
            }
            format!("Content-Type is {} instead of application/json", quote(media_type))
        }
    };
    let fact = format!("{fact}: clients that go by it cannot parse the body");
    let (source, field) = if context.is_granted() {
        ("RFC 6749 §5.1", "access_token")
    } else {
        ("RFC 6749 §5.2", "error")
    };
    diagnostics.citing(source).warning(field, &fact);
}

/// RFC 6749 §5.2: an error has status 400 (or 401).
pub(super) fn error_in_200(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = successful_message(context) else { return };
    let (field, what) = if context.error.is_some() && context.access_token.is_none() {
        ("error", "an error")
    } else if context.input.field("ok").and_then(|field| field.plain()) == Some(&Value::Bool(false))
    {
        ("ok", "ok: false")
    } else {
        return;
    };
    let fact = format!(
        "{what} came with status {}: a client that goes by the status takes it for a token",
        message.status
    );
    diagnostics.warning(field, &fact);
}

/// RFC 9110 §15.5.2: a server that answers with 401 sends a challenge.
pub(super) fn challenge_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = context.input.message else { return };
    if message.status == 401 && message.header("www-authenticate").is_none() {
        let fact = "the status is 401 and WWW-Authenticate is absent: clients cannot tell which \
                    credentials are wanted, nor why those that were sent were refused";
        diagnostics.add(Severity::Warning, None, fact);
    }
}

/// Header fields that hold one value, so that a second one contradicts the first.
const SINGLE: [&str; 18] = [
    "access-control-allow-origin",
    "age",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "date",
    "dpop-nonce",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
    "server",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "x-request-id",
];

/// RFC 9110 §5.3: a field is not repeated unless its value is a list.
pub(super) fn header_repeated(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = context.input.message else { return };
    let headers = &message.headers;
    let repeated = headers.iter().enumerate().filter(|(at, (name, _))| {
        let before = headers[..*at].iter().filter(|it| it.0.eq_ignore_ascii_case(name)).count();
        before == 1 && SINGLE.iter().any(|single| single.eq_ignore_ascii_case(name))
    });
    let names: Vec<_> = repeated.map(|(_, (name, _))| name.as_str()).collect();
    if let Some((first, rest)) = names.split_first() {
        let all = rest.iter().fold((*first).to_owned(), |all, name| format!("{all}, {name}"));
        let stands = if rest.is_empty() { "stands" } else { "stand" };
        let fact = format!(
            "{all} {stands} more than once in the header: clients and proxies differ in which value \
             counts"
        );
        diagnostics.add(Severity::Warning, None, &fact);
    }
}

fn successful_message<'a>(context: &RuleContext<'a>) -> Option<&'a Message> {
    let message = context.input.message?;
    (200..300).contains(&message.status).then_some(message)
}

/// RFC 6749 §3.2: requests to the token endpoint use TLS (§3.1 says it of the authorization
/// endpoint). Loopback is left aside: nothing leaves the machine.
pub(super) fn endpoint_plain_http(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if let Some(host) =
        context.request().and_then(|request| plain_http(request.endpoint.as_deref()?))
    {
        let fact = format!(
            "the request went over http to {}: everyone on the way can read its credentials and \
             the token",
            quote(&host)
        );
        diagnostics.add(Severity::Error, None, &fact);
    }
    if context.input.kind != Kind::ServerMetadata {
        return;
    }
    for field in context.input.fields {
        if !ENDPOINTS.contains(&field.name.as_str()) {
            continue;
        }
        if let Some(host) = text(field).and_then(plain_http) {
            let fact = format!(
                "{} is http to {}: everyone on the way can read what is sent to it",
                field.name,
                quote(&host)
            );
            diagnostics.error(&field.name, &fact);
        }
    }
}

/// The host of an `http` URL that leaves the machine.
fn plain_http(url: &str) -> Option<String> {
    // Most URLs are https: decide that without parsing.
    if url.get(..5).is_none_or(|scheme| !scheme.eq_ignore_ascii_case("http:")) {
        return None;
    }
    let url = Url::parse(url).ok()?;
    let loopback = match url.host()? {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    (!loopback).then(|| url.host_str().unwrap_or_default().to_owned())
}

/// RFC 9700 §4.3.2: a client must not pass an access token in the query of a URL.
pub(super) fn token_in_query(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(location) = context.input.location else { return };
    if location.query.iter().any(|name| is_access_token(name)) {
        diagnostics.error(
            "access_token",
            "the access token stands in the query of a URL: browser history, logs and Referer \
             headers keep it, so treat it as leaked",
        );
    }
}

/// RFC 9700 §2.1.2: clients should not use the implicit grant.
pub(super) fn token_in_fragment(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(location) = context.input.location else { return };
    if location.fragment.iter().any(|name| is_access_token(name)) {
        diagnostics.warning(
            "access_token",
            "the access token came in the fragment of a callback, which is the implicit grant: it \
             can leak from the browser and be injected; use a code with PKCE",
        );
    }
}

fn is_access_token(name: &str) -> bool {
    name.eq_ignore_ascii_case("access_token")
}

/// RFC 9700 §2.4: the password grant must not be used.
pub(super) fn password_grant(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.used_grant("password") {
        diagnostics.add(
            Severity::Warning,
            None,
            "grant_type is password: the client sees the user's password, and second factors \
             cannot work",
        );
    }
}
