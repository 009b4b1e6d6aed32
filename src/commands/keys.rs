//! The keys that `--key` names.

use std::{env, fs};

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};
use zeroize::Zeroizing;

use super::{Failure, Shared, now};
use crate::{
    config::{HttpUrl, Settings},
    jose::{Keys, error::KeyError},
    oauth::{Client, key_set},
};

/// Reads every `--key`.
///
/// # Errors
/// One of them cannot be read, or is no key.
pub fn load(shared: &Shared) -> Result<Keys, Failure> {
    let mut keys = Keys::default();
    for argument in &shared.key {
        keys.extend(read(argument)?);
    }
    Ok(keys)
}

/// Reads what one `--key` names. The argument may hold a key: no message quotes it.
///
/// # Errors
/// It cannot be read, or is no key.
pub fn read(argument: &str) -> Result<Keys, Failure> {
    let usable = |name: &str, keys: Result<Keys, KeyError>| {
        keys.map_err(|error| Failure::input(format!("{name} holds no usable key")).because(error))
    };
    if let Some(path) = argument.strip_prefix('@') {
        let bytes = Zeroizing::new(fs::read(path).map_err(|error| {
            Failure::input(format!("the key file {path} could not be read")).because(error)
        })?);
        return usable(path, Keys::parse(path, &bytes));
    }
    if let Some(name) = argument.strip_prefix("env:") {
        let text = Zeroizing::new(env::var(name).map_err(|_| {
            Failure::usage(format!("the environment variable {name} is not set, or is no text"))
        })?);
        return usable(name, Keys::parse(name, text.as_bytes()));
    }
    if let Some(text) = argument.strip_prefix("b64:") {
        let octets = [BASE64, BASE64URL, BASE64_NOPAD, BASE64URL_NOPAD]
            .iter()
            .find_map(|encoding| encoding.decode(text.as_bytes()).ok())
            .ok_or_else(|| Failure::usage("the key after b64: is no base64"))?;
        let octets = Zeroizing::new(octets);
        return usable("the b64: key", Keys::secret("the b64: key", &octets));
    }
    if argument.starts_with("https:") || argument.starts_with("http:") {
        return usable(argument, fetch(argument)?);
    }
    if argument.trim_start().starts_with('{') || argument.contains("-----BEGIN ") {
        return usable("the key given", Keys::parse("the key given", argument.as_bytes()));
    }
    Err(Failure::usage("a --key is one of @FILE, a JWK, b64:…, env:NAME or an https: URL")
        .hint("a file is named with an @ before its path"))
}

/// Fetches a key set from where the person says.
fn fetch(url: &str) -> Result<Result<Keys, KeyError>, Failure> {
    let url = HttpUrl::parse(url)
        .map_err(|error| Failure::usage(format!("the URL of the keys {error}")))?;
    let client = Client::new(&Settings::default(), now)
        .map_err(|error| Failure::usage("no request can be sent").because(error))?;
    let reply = key_set::fetch(&client, &url)
        .map_err(|error| Failure::server("the keys could not be fetched").because(error))?;
    Ok(Keys::jwks(url.as_str(), &reply.body))
}
