//! How the texts of settings are read. No refusal quotes a text that may be a secret.

#![expect(clippy::unnecessary_wraps, reason = "the table of settings wants one signature")]

use std::time::Duration;

use strum::VariantNames;
use url::Url;

use crate::{
    config::{HttpUrl, SecretSource, SettingOrigin, duration, http_url},
    secrecy::quote_user_text,
    secret::Secret,
};

/// The JOSE algorithms that a client assertion can be signed with (RFC 7518 §3.1, RFC 8037 §3.1).
const SIGNING: [&str; 14] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
    "ES384", "ES512", "ES256K", "EdDSA",
];

type Parsed<T> = Result<T, String>;

pub(super) fn text(text: &str, _: SettingOrigin) -> Parsed<String> {
    Ok(text.to_owned())
}

pub(super) fn words(text: &str, _: SettingOrigin) -> Parsed<Vec<String>> {
    Ok(text.split_ascii_whitespace().map(str::to_owned).collect())
}

pub(super) fn list_item(text: &str, _: SettingOrigin) -> Parsed<Vec<String>> {
    Ok(vec![text.to_owned()])
}

pub(super) fn switch(text: &str, _: SettingOrigin) -> Parsed<bool> {
    Ok(one_of(text, &["true", "false"])? == "true")
}

/// One of the names that a type has.
pub(super) fn name<T: VariantNames + std::str::FromStr>(text: &str, _: SettingOrigin) -> Parsed<T> {
    one_of(text, T::VARIANTS)?.parse().map_err(|_| "is not known".to_owned())
}

pub(super) fn signature_algorithm(text: &str, _: SettingOrigin) -> Parsed<String> {
    Ok(one_of(text, &SIGNING)?.to_owned())
}

/// Where a secret is. A variable holds the secret itself: the environment is where one may stand.
pub(super) fn secret(text: &str, origin: SettingOrigin) -> Parsed<SecretSource> {
    match origin {
        SettingOrigin::Environment => Ok(SecretSource::Literal(Secret::new(text))),
        SettingOrigin::Flag | SettingOrigin::File => Ok(SecretSource::parse(text, origin)?),
    }
}

pub(super) fn url(text: &str, _: SettingOrigin) -> Parsed<HttpUrl> {
    HttpUrl::parse(text).map_err(|error| error.to_string())
}

pub(super) fn issuer(text: &str, origin: SettingOrigin) -> Parsed<HttpUrl> {
    let issuer = url(text, origin)?;
    if issuer.url().query().is_some() {
        return Err("an issuer has no query (RFC 8414 §2)".to_owned());
    }
    Ok(issuer)
}

pub(super) fn resource(text: &str, _: SettingOrigin) -> Parsed<Vec<String>> {
    let parsed = Url::parse(text).map_err(|_| "must be an absolute URI (RFC 8707 §2)")?;
    if parsed.fragment().is_some() {
        return Err("must not have a fragment (RFC 8707 §2)".to_owned());
    }
    Ok(vec![text.to_owned()])
}

/// Any redirect URI may be registered (RFC 6749 §3.1.2), a private scheme too; the callback of one
/// that is not loopback is pasted.
pub(super) fn redirect_url(text: &str, _: SettingOrigin) -> Parsed<Url> {
    let url = Url::parse(text).map_err(|_| "is not an absolute URL")?;
    if url.fragment().is_some() {
        return Err("must not have a fragment (RFC 6749 §3.1.2)".to_owned());
    }
    if url.scheme() == "http" && !http_url::is_loopback(&url) {
        return Err("must be https:, loopback, or a private scheme".to_owned());
    }
    Ok(url)
}

pub(super) fn proxy(text: &str, _: SettingOrigin) -> Parsed<String> {
    if text == "none" {
        return Ok(text.to_owned());
    }
    let url = Url::parse(text).map_err(|_| "is not a URL, nor `none`")?;
    match url.scheme() {
        "http" | "https" => Ok(text.to_owned()),
        _ => Err("must be an http: or https: URL, or `none`".to_owned()),
    }
}

/// No exchange takes longer than a day, and no clock overflows within one.
pub(super) fn time_limit(text: &str, _: SettingOrigin) -> Parsed<Duration> {
    duration::parse(text)
        .filter(|time| !time.is_zero() && *time <= Duration::from_secs(86_400))
        .ok_or_else(|| "must be a length of time such as 30s or 1m30s, a day at most".to_owned())
}

pub(super) fn name_and_value(text: &str) -> Parsed<(&str, &str)> {
    text.split_once('=').ok_or_else(|| "must be written as NAME=VALUE".to_owned())
}

pub(super) fn name_and_source(text: &str) -> Parsed<(&str, &str)> {
    text.split_once('=').ok_or_else(|| "must be written as NAME=SOURCE".to_owned())
}

pub(super) fn header_line(text: &str) -> Parsed<(&str, &str)> {
    let (name, value) = text.split_once(':').ok_or("must be written as 'NAME: VALUE'")?;
    Ok((name.trim(), value.trim()))
}

pub(super) fn parameter(name: &str, value: &str, _: SettingOrigin) -> Parsed<(String, String)> {
    if matches!(name, "client_secret" | "client_assertion") {
        return Err(format!("{name} has members of its own: client_secret, client_key and auth"));
    }
    Ok((parameter_name(name)?, value.to_owned()))
}

pub(super) fn secret_parameter(
    name: &str,
    source: &str,
    origin: SettingOrigin,
) -> Parsed<(String, SecretSource)> {
    let source = SecretSource::parse(source, origin)
        .map_err(|why| format!("{} {why}", quote_user_text(name)))?;
    Ok((parameter_name(name)?, source))
}

/// A header field (RFC 9110 §5) that the program does not write itself.
pub(super) fn header(name: &str, value: &str, _: SettingOrigin) -> Parsed<(String, String)> {
    const OWN: [&str; 6] =
        ["content-length", "content-type", "transfer-encoding", "host", "connection", "expect"];
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
        return Err("a header's name must be a token (RFC 9110 §5.6.2)".to_owned());
    }
    if OWN.iter().any(|own| name.eq_ignore_ascii_case(own)) {
        return Err(format!("the header {name} is written by the program itself"));
    }
    if !value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b) || b >= 0x80) {
        return Err(format!(
            "the value of the header {} has control characters",
            quote_user_text(name)
        ));
    }
    Ok((name.to_owned(), value.to_owned()))
}

fn parameter_name(name: &str) -> Parsed<String> {
    if name.is_empty() || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("a parameter's name must not be empty, nor hold white space".to_owned());
    }
    Ok(name.to_owned())
}

fn one_of<'a>(text: &str, names: &[&'a str]) -> Parsed<&'a str> {
    names
        .iter()
        .find(|name| **name == text)
        .copied()
        .ok_or_else(|| format!("must be one of {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use crate::config::{SettingOrigin, Settings, settings::SETTINGS};

    #[test]
    fn no_refusal_quotes_a_secret() {
        for setting in SETTINGS.iter().filter(|setting| setting.member.contains("secret")) {
            let refusal = Settings::default().read(setting, "hunter2\u{1}", SettingOrigin::Flag);
            assert!(!refusal.unwrap_err().contains("hunter2"));
        }
        assert!(Settings::default().set("colour", "red", SettingOrigin::Flag).is_err());
    }

    #[test]
    fn headers_cannot_be_smuggled() {
        let mut settings = Settings::default();
        for header in ["X: a\r\nY: b", "a b: c", ": x", "Content-Length: 0", "no colon"] {
            assert!(settings.set("headers", header, SettingOrigin::Flag).is_err(), "{header:?}");
        }
        settings.set("headers", "X-Version: 2024-04-01", SettingOrigin::Flag).unwrap();
        assert_eq!(settings.headers, [("X-Version".to_owned(), "2024-04-01".to_owned())]);
    }
}
