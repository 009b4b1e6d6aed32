//! Collects the secrets of an artifact for [`KnownSecrets`].

use std::sync::Arc;

use super::{
    super::{
        DEEPEST, ValueContext, is_compact_jwt,
        multi_search::{Needles, SHORTEST, SecretFlags},
        names, text, visit,
    },
    KnownSecrets,
};
use crate::{catalog::member_names, secret::Wiping, value::Value};

/// As long as there are so few secrets, each is kept once.
const FEW: usize = 16;

/// From so many bytes on each is kept once in any case; there is no room for many of them.
const LARGE: usize = 64 * 1024;

/// The secrets collected so far, each with whether a name says that it is secret.
#[derive(Default)]
pub struct SecretCollector(Vec<(Wiping<String>, bool)>);

impl SecretCollector {
    /// Adds every secret inside a value, and inside the texts in it.
    pub fn value(&mut self, name: &str, value: &Value) -> &mut Self {
        visit(value, ValueContext::new(name, DEEPEST), &mut |text, by_name| {
            self.add(text, by_name);
            false
        });
        self
    }

    /// Adds a text that is known to be secret.
    pub fn secret(&mut self, text: &str) -> &mut Self {
        self.add(text, true);
        self
    }

    /// Adds the secrets inside a text.
    pub fn text(&mut self, text: &str) -> &mut Self {
        text::visit(text, text::LAYERS, &mut |text| {
            self.add(text, false);
            false
        });
        self
    }

    /// Adds the credentials or cookies of a header field, and other secrets in its value.
    pub fn header(&mut self, name: &str, value: &str) -> &mut Self {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("set-cookie") || is("cookie") {
            // RFC 6265 §4.1.1: behind the first pair of a Set-Cookie stand attributes.
            let pairs = value.split(';').take(if is("cookie") { usize::MAX } else { 1 });
            for (_, cookie) in pairs.filter_map(|pair| pair.split_once('=')) {
                self.secret(cookie.trim());
            }
        } else if is("authorization") || is("proxy-authorization") {
            self.secret(value);
        }
        self.text(value)
    }

    fn add(&mut self, text: &str, by_name: bool) {
        let text = text.trim();
        if text.len() < SHORTEST || is_harmless(text) {
            return;
        }
        // A member, the field and the token made of it all bring the same.
        if self.same(text).is_some_and(|(_, is_named)| *is_named || !by_name) {
            return;
        }
        let mut add = |text: &str| {
            if let Some((_, is_named)) = self.same(text) {
                *is_named |= by_name;
            } else if text.chars().nth(SHORTEST - 1).is_some() {
                self.0.push((Wiping::new(text.to_owned()), by_name));
            }
        };
        add(text);
        // Credentials behind their scheme.
        if let Some((scheme, rest)) = text.split_once(' ')
            && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !rest.contains(char::is_whitespace)
        {
            add(rest);
            if let Some((_, password)) =
                basic(scheme, rest).as_ref().and_then(|it| it.split_once(':'))
            {
                add(password);
            }
        }
        // Broken into lines, as a terminal or a mail had it.
        if text.contains('\n') {
            add(&Wiping::new(text.split_whitespace().collect::<String>()));
        }
        if text.contains('%')
            && let Ok(decoded) = std::str::from_utf8(&text::percent_decoded(text))
        {
            add(decoded);
        }
        // Whoever has the signature has all of a token that is not known to everybody.
        if is_compact_jwt(text)
            && let Some((_, signature)) = text.rsplit_once('.')
        {
            add(signature);
        }
    }

    /// This secret, if it is kept already and that is looked for.
    fn same(&mut self, text: &str) -> Option<&mut (Wiping<String>, bool)> {
        let is_sought = self.0.len() <= FEW || text.len() >= LARGE;
        self.0.iter_mut().find(|(known, _)| is_sought && known.as_str() == text)
    }

    /// The collected secrets, ready to be searched for.
    pub fn known(self) -> KnownSecrets {
        if self.0.is_empty() {
            return KnownSecrets::default();
        }
        let flags = |text: &str, by_name: bool| {
            let named = if by_name { SecretFlags::NAMED } else { SecretFlags::NONE };
            let unlike =
                if is_unlike_words(text) { SecretFlags::UNLIKE_WORDS } else { SecretFlags::NONE };
            named.and(unlike)
        };
        let secrets = self.0.into_iter().map(|(text, by_name)| {
            let flags = flags(&text, by_name);
            (text, flags)
        });
        KnownSecrets(vec![Arc::new(Needles::new(secrets.collect()))])
    }
}

/// The user and password of Basic credentials (RFC 7617 §2).
fn basic(scheme: &str, credentials: &str) -> Option<Wiping<String>> {
    let decoded =
        text::base64_decoded(credentials).filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some(Wiping::new(std::str::from_utf8(&decoded).ok()?.to_owned()))
}

/// Whether a value under a secret name is only a placeholder: the name again, as in examples, or
/// one repeated character.
fn is_harmless(text: &str) -> bool {
    let mut characters = text.chars();
    let first = characters.next();
    if characters.all(|c| Some(c) == first) {
        return true;
    }
    // A name has no digits, and looking it up would cost more.
    let is_name = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    if !text.bytes().all(is_name) {
        return false;
    }
    let snake = member_names::snake_case(text);
    member_names::meaning(&snake).is_some() || names::is_secret_name(&snake)
}

/// Whether a text cannot be an ordinary name or word: it has a digit, or a capital inside.
fn is_unlike_words(text: &str) -> bool {
    !text.contains(' ')
        && (text.bytes().any(|byte| byte.is_ascii_digit())
            || text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()))
}
