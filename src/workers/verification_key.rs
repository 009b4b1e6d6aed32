//! Reads the keys that a person names: `--key` and the key prompt take the same forms.

use std::{env, path::Path};

use crate::secret::Wiping;
use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};

use crate::{
    config::{HttpUrl, Settings, http_url::UrlError},
    jose::{Keys, error::KeyError},
    oauth::{HttpClient, OAuthError, TransportError, http_client::Now, key_set},
    problem::Problem,
    secrecy::quote_user_text,
    storage,
};

/// Why what was named gives no key. No message quotes it: it may be a key.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("the key file {} could not be read: {error}", quote_user_text(path))]
    File {
        /// The path, as it was named.
        path: String,
        error: std::io::Error,
    },
    /// The environment variable is missing, or holds no text.
    #[error("the environment variable {} is not set, or is no text", quote_user_text(.0))]
    Variable(String),
    /// What follows `b64:` is no base64.
    #[error("the key after b64: is no base64")]
    Base64,
    /// The URL cannot be asked.
    #[error("the URL of the keys {0}")]
    Url(UrlError),
    /// The HTTP client cannot be set up.
    #[error("no request can be sent: {0}")]
    HttpClient(TransportError),
    /// The server gave no key set.
    #[error("the keys could not be fetched: {0}")]
    Fetch(OAuthError),
    /// What was found is no usable key.
    #[error("{name} holds no usable key: {error}")]
    Key {
        /// What was read, by name.
        name: String,
        /// Why it is none.
        error: KeyError,
    },
    /// None of the forms.
    #[error("a key is one of @FILE, a JWK, PEM, b64:…, text:…, env:NAME or an https: URL")]
    Form,
}

impl ReadError {
    /// What the person can do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Form => Some("a file is named with an @ before its path"),
            Self::HttpClient(error) => Some(error.hint()),
            Self::Fetch(error) => error.hint(),
            _ => None,
        }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let problem = Self::new(error.to_string());
        match error.hint() {
            Some(hint) => problem.hint(hint),
            None => problem,
        }
    }
}

/// Reads what one argument names: `@FILE`, a JWK or JWK set, PEM, an HMAC secret as `b64:…` or
/// `text:…`, `env:NAME`, or the URL of a JWK set or of an issuer. Only a URL that is named here is ever contacted.
///
/// # Errors
/// It cannot be read, or is no key.
pub fn read(argument: &str, clock: Now) -> Result<Keys, ReadError> {
    let usable = |name: &str, keys: Result<Keys, KeyError>| {
        keys.map_err(|error| ReadError::Key { name: name.to_owned(), error })
    };
    let argument = argument.trim_start();
    if let Some(path) = argument.strip_prefix('@') {
        let file = storage::read::file_at_most(Keys::LARGEST, Path::new(path));
        let file = file.map_err(|error| ReadError::File { path: path.to_owned(), error })?;
        return usable(path, Keys::parse(path, &file.bytes));
    }
    if let Some(name) = argument.strip_prefix("env:") {
        let text = env::var(name).map(Wiping::new);
        let text = text.map_err(|_| ReadError::Variable(name.to_owned()))?;
        return usable(name, Keys::parse(name, text.as_bytes()));
    }
    if let Some(text) = argument.strip_prefix("b64:") {
        let octets = [BASE64, BASE64URL, BASE64_NOPAD, BASE64URL_NOPAD]
            .iter()
            .find_map(|encoding| encoding.decode(text.as_bytes()).ok())
            .map(Wiping::new)
            .ok_or(ReadError::Base64)?;
        return usable("the b64: key", Keys::secret("the b64: key", &octets));
    }
    if let Some(text) = argument.strip_prefix("text:") {
        return usable("the text: key", Keys::secret("the text: key", text.as_bytes()));
    }
    if argument.starts_with("https:") || argument.starts_with("http:") {
        return usable(argument, fetch(argument, clock)?);
    }
    if argument.starts_with('{') || argument.contains("-----BEGIN ") {
        return usable("the key given", Keys::parse("the key given", argument.as_bytes()));
    }
    Err(ReadError::Form)
}

/// Fetches a key set from where the person says.
fn fetch(url: &str, clock: Now) -> Result<Result<Keys, KeyError>, ReadError> {
    let url = HttpUrl::parse(url).map_err(ReadError::Url)?;
    let client = HttpClient::new(&Settings::default(), clock).map_err(ReadError::HttpClient)?;
    let reply = key_set::fetch(&client, &url).map_err(ReadError::Fetch)?;
    Ok(Keys::jwks(url.as_str(), &reply.body).map(Keys::mark_published_secrets_unusable))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn read(argument: &str) -> Result<Keys, ReadError> {
        super::read(argument, || DateTime::UNIX_EPOCH)
    }

    #[test]
    fn every_form_that_needs_nobody_else_is_read() {
        let jwk = r#"{"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}"#;
        assert_eq!(read(jwk).ok().map(|keys| keys.iter().count()), Some(1));
        let secret = read("b64:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        assert_eq!(secret.ok().map(|keys| keys.iter().count()), Some(1));
    }

    #[test]
    fn a_set_of_many_keys_is_read_to_its_last() {
        let key = r#"{"kty":"oct","use":"sig","alg":"HS256","k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}"#;
        let file = tempfile::NamedTempFile::new().expect("a file");
        let set = format!(r#"{{"keys":[{}]}}"#, vec![key; 30_000].join(","));
        std::fs::write(file.path(), &set).expect("it is written");
        assert!(set.len() > 2 << 20);
        let keys = read(&format!("@{}", file.path().display()));
        assert_eq!(keys.ok().map(|keys| keys.iter().count()), Some(30_000));
    }

    #[test]
    fn no_message_quotes_what_may_be_a_key() {
        for argument in
            ["hunter2hunter2", "b64:hunter2!!", "{\"kty\":\"hunter2", "-----BEGIN hunter2"]
        {
            let problem = Problem::from(read(argument).expect_err("it is no key"));
            assert!(!format!("{problem:?}").contains("hunter2"), "{problem:?}");
        }
    }
}
