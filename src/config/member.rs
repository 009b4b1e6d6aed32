//! The members of a profile, which are also the flags and the environment variables: one table of
//! names, and how the text of each is read.

use std::{path::PathBuf, time::Duration};

use url::Url;

use crate::token::secrecy::quoted;

use super::{
    AuthMethod, BodyFormat, HttpUrl, SecretSource, SettingOrigin, Settings, Verify, duration,
    http_url::{self, UrlError},
};

/// How a member may be written in a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A string, or a list of strings.
    List,
    /// A table of strings.
    Table,
    /// `true` or `false`.
    Switch,
}

/// Every member, in the order of `assets/config.example.toml`.
pub const MEMBERS: [(&str, Shape); 31] = [
    ("issuer", Shape::Text),
    ("token_url", Shape::Text),
    ("authorization_url", Shape::Text),
    ("device_authorization_url", Shape::Text),
    ("introspection_url", Shape::Text),
    ("revocation_url", Shape::Text),
    ("userinfo_url", Shape::Text),
    ("client_id", Shape::Text),
    ("client_secret", Shape::Text),
    ("client_key", Shape::Text),
    ("client_key_alg", Shape::Text),
    ("client_key_id", Shape::Text),
    ("assertion_audience", Shape::Text),
    ("auth", Shape::Text),
    ("grant", Shape::Text),
    ("scope", Shape::List),
    ("audience", Shape::List),
    ("resource", Shape::List),
    ("params", Shape::Table),
    ("secret_params", Shape::Table),
    ("headers", Shape::Table),
    ("body", Shape::Text),
    ("redirect_url", Shape::Text),
    ("browser", Shape::Switch),
    ("verify", Shape::Text),
    ("output", Shape::Text),
    ("ca_file", Shape::Text),
    ("proxy", Shape::Text),
    ("timeout", Shape::Text),
    ("connect_timeout", Shape::Text),
    ("read_timeout", Shape::Text),
];

/// The JOSE algorithms that a client assertion can be signed with (RFC 7518 §3.1, RFC 8037 §3.1).
const SIGNING: [&str; 14] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
    "ES384", "ES512", "ES256K", "EdDSA",
];

impl Settings {
    /// Sets a member from its text; a list grows by it. The reason for a refusal never quotes the
    /// text of a secret.
    ///
    /// # Errors
    /// What is wrong with the text, in words.
    pub fn set(&mut self, member: &str, text: &str, origin: SettingOrigin) -> Result<(), String> {
        if text.is_empty() {
            return Err("is empty".to_owned());
        }
        match member {
            "issuer" => self.issuer = Some(issuer(text)?),
            "token_url" => self.token_url = Some(url(text)?),
            "authorization_url" => self.authorization_url = Some(url(text)?),
            "device_authorization_url" => self.device_authorization_url = Some(url(text)?),
            "introspection_url" => self.introspection_url = Some(url(text)?),
            "revocation_url" => self.revocation_url = Some(url(text)?),
            "userinfo_url" => self.userinfo_url = Some(url(text)?),
            "client_id" => self.client_id = Some(text.to_owned()),
            "client_secret" => self.client_secret = Some(SecretSource::parse(text, origin)?),
            "client_key" => self.client_key = Some(SecretSource::parse(text, origin)?),
            "client_key_alg" => self.client_key_alg = Some(one_of(text, &SIGNING)?.to_owned()),
            "client_key_id" => self.client_key_id = Some(text.to_owned()),
            "assertion_audience" => self.assertion_audience = Some(text.to_owned()),
            "auth" => self.auth = Some(auth(text)?),
            "grant" => self.grant = Some(text.to_owned()),
            "scope" => self.scope.extend(text.split_ascii_whitespace().map(str::to_owned)),
            "audience" => self.audience.push(text.to_owned()),
            "resource" => {
                let parsed =
                    Url::parse(text).map_err(|_| "must be an absolute URI (RFC 8707 §2)")?;
                if parsed.fragment().is_some() {
                    return Err("must not have a fragment (RFC 8707 §2)".to_owned());
                }
                self.resource.push(text.to_owned());
            }
            "params" => {
                let (name, value) = pair(text, '=', "NAME=VALUE")?;
                self.set_param(name, value)?;
            }
            "secret_params" => {
                let (name, source) = pair(text, '=', "NAME=SOURCE")?;
                self.set_secret_param(name, source, origin)?;
            }
            "headers" => {
                let (name, value) = pair(text, ':', "'NAME: VALUE'")?;
                self.set_header(name.trim(), value.trim())?;
            }
            "body" => self.body = Some(body(text)?),
            "redirect_url" => self.redirect_url = Some(redirect(text)?),
            "browser" => self.browser = Some(one_of(text, &["true", "false"])? == "true"),
            "verify" => self.verify = Some(verify(text)?),
            "output" => self.output = Some(PathBuf::from(text)),
            "ca_file" => self.ca_file = Some(PathBuf::from(text)),
            "proxy" => self.proxy = Some(proxy(text)?),
            "timeout" => self.timeout = Some(time(text)?),
            "connect_timeout" => self.connect_timeout = Some(time(text)?),
            "read_timeout" => self.read_timeout = Some(time(text)?),
            _ => return Err("is not known".to_owned()),
        }
        Ok(())
    }

    /// Adds a parameter of the request.
    ///
    /// # Errors
    /// The name cannot be one, or has a member of its own.
    pub fn set_param(&mut self, name: &str, value: &str) -> Result<(), String> {
        if matches!(name, "client_secret" | "client_assertion") {
            return Err(format!(
                "{name} has members of its own: client_secret, client_key and auth"
            ));
        }
        self.params.push((parameter(name)?, value.to_owned()));
        Ok(())
    }

    /// Adds a parameter whose value is secret.
    ///
    /// # Errors
    /// The name or the source cannot be one.
    pub fn set_secret_param(
        &mut self,
        name: &str,
        source: &str,
        origin: SettingOrigin,
    ) -> Result<(), String> {
        let source =
            SecretSource::parse(source, origin).map_err(|why| format!("{} {why}", quoted(name)))?;
        self.secret_params.push((parameter(name)?, source));
        Ok(())
    }

    /// Adds a header field (RFC 9110 §5).
    ///
    /// # Errors
    /// It is no header field, or one that the program writes itself.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), String> {
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || !name.bytes().all(token) {
            return Err("a header's name must be a token (RFC 9110 §5.6.2)".to_owned());
        }
        if ["content-length", "content-type", "transfer-encoding", "host", "connection", "expect"]
            .iter()
            .any(|own| name.eq_ignore_ascii_case(own))
        {
            return Err(format!("the header {name} is written by the program itself"));
        }
        if !value.bytes().all(|b| b == b'\t' || (b' '..=b'~').contains(&b) || b >= 0x80) {
            return Err(format!("the value of the header {} has control characters", quoted(name)));
        }
        self.headers.push((name.to_owned(), value.to_owned()));
        Ok(())
    }
}

fn url(text: &str) -> Result<HttpUrl, String> {
    HttpUrl::parse(text).map_err(|error: UrlError| error.to_string())
}

fn issuer(text: &str) -> Result<HttpUrl, String> {
    let issuer = url(text)?;
    if issuer.url().query().is_some() {
        return Err("an issuer has no query (RFC 8414 §2)".to_owned());
    }
    Ok(issuer)
}

/// Any redirect URI may be registered (RFC 6749 §3.1.2), a private scheme too; the callback of one
/// that is not loopback is pasted.
fn redirect(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not an absolute URL")?;
    if url.fragment().is_some() {
        return Err("must not have a fragment (RFC 6749 §3.1.2)".to_owned());
    }
    if url.scheme() == "http" && !http_url::is_loopback(&url) {
        return Err("must be https:, loopback, or a private scheme".to_owned());
    }
    Ok(url)
}

fn proxy(text: &str) -> Result<String, String> {
    if text == "none" {
        return Ok(text.to_owned());
    }
    let url = Url::parse(text).map_err(|_| "is not a URL, nor `none`")?;
    match url.scheme() {
        "http" | "https" => Ok(text.to_owned()),
        _ => Err("must be an http: or https: URL, or `none`".to_owned()),
    }
}

fn auth(text: &str) -> Result<AuthMethod, String> {
    AuthMethod::from_name(text).ok_or_else(|| {
        let names: Vec<_> = AuthMethod::ALL.iter().map(|method| method.name()).collect();
        format!("must be one of {}", names.join(", "))
    })
}

fn verify(text: &str) -> Result<Verify, String> {
    Ok(if one_of(text, &["issuer", "none"])? == "issuer" {
        Verify::Issuer
    } else {
        Verify::Nothing
    })
}

fn body(text: &str) -> Result<BodyFormat, String> {
    Ok(if one_of(text, &["form", "json"])? == "json" { BodyFormat::Json } else { BodyFormat::Form })
}

/// No exchange takes longer than a day, and no clock overflows within one.
fn time(text: &str) -> Result<Duration, String> {
    duration::parse(text)
        .filter(|time| !time.is_zero() && *time <= Duration::from_secs(86_400))
        .ok_or_else(|| "must be a length of time such as 30s or 1m30s, a day at most".to_owned())
}

fn one_of<'a>(text: &str, names: &[&'a str]) -> Result<&'a str, String> {
    names
        .iter()
        .find(|name| **name == text)
        .copied()
        .ok_or_else(|| format!("must be one of {}", names.join(", ")))
}

fn pair<'a>(text: &'a str, separator: char, form: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once(separator).ok_or_else(|| format!("must be written as {form}"))
}

fn parameter(name: &str) -> Result<String, String> {
    if name.is_empty() || name.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("a parameter's name must not be empty, nor hold white space".to_owned());
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_can_be_set_and_no_refusal_quotes_a_secret() {
        for (member, _) in MEMBERS {
            let refusal =
                Settings::default().set(member, "hunter2\u{1}", SettingOrigin::Flag).err();
            assert_ne!(refusal.as_deref(), Some("is not known"), "{member}");
            if member.contains("secret") {
                assert!(!refusal.unwrap().contains("hunter2"));
            }
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
