//! Finds in a text what says who a person is.

use std::{borrow::Cow, ops::Range};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::personal;
use crate::secret::MASK;

/// What forms and URLs write as it is (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The texts that identify the persons of an artifact.
pub(super) struct PersonalTexts {
    /// In lower case, as they are and percent-encoded; the longest first.
    names: Vec<String>,
}

impl PersonalTexts {
    /// These names, in lower case. Of one or two letters there are copies everywhere, so they are
    /// looked for nowhere.
    pub(super) fn new(mut names: Vec<String>) -> Self {
        names.retain(|name| name.len() > 2 && name != "true" && name != "false");
        let encoded = names.iter().flat_map(|name| {
            let encoded = utf8_percent_encode(name, RESERVED).to_string().to_ascii_lowercase();
            [encoded.replace("%20", "+"), encoded]
        });
        let encoded: Vec<_> = encoded.collect();
        names.extend(encoded);
        names.sort_unstable();
        names.dedup();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { names }
    }

    /// Whether one of them is this text.
    pub(super) fn contain(&self, text: &str) -> bool {
        self.names.iter().any(|name| name == text)
    }

    /// The text with a mask in place of them, of mail addresses, and of the parameters of a URL that
    /// are about a person.
    pub(super) fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut places = self.copies(text);
        if text.contains('@') || text.contains("%40") {
            places.extend(mail_addresses(text));
        }
        if text.contains('=') {
            places.extend(parameters(text));
        }
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        places.sort_unstable_by_key(|place| (place.start, place.end));
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for place in places {
            if place.start >= done {
                out.push_str(&text[done..place.start]);
                out.push_str(MASK);
            }
            done = done.max(place.end);
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }

    fn copies(&self, text: &str) -> Vec<Range<usize>> {
        let lower = text.to_ascii_lowercase();
        let mut places = Vec::new();
        for name in &self.names {
            for (start, _) in lower.match_indices(name.as_str()) {
                let end = start + name.len();
                // A short name is part of many words.
                let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
                let bytes = lower.as_bytes();
                let inside = start.checked_sub(1).is_some_and(|before| letter(bytes.get(before)))
                    || letter(bytes.get(end));
                if !inside || name.len() > 8 {
                    places.push(start..end);
                }
            }
        }
        places
    }
}

/// The mail addresses in a text, also percent-encoded. Those of Google's service accounts belong to
/// programs.
fn mail_addresses(text: &str) -> impl Iterator<Item = Range<usize>> {
    let signs = text.match_indices('@').chain(text.match_indices("%40"));
    signs.filter_map(|(at, sign)| {
        let of_name = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        let of_host = |c: char| c.is_alphanumeric() || ".-".contains(c);
        let before = text[..at].trim_end_matches(of_name).len();
        let host = &text[at + sign.len()..];
        let host = &host[..host.len() - host.trim_start_matches(of_host).len()];
        let host = host.trim_end_matches(['.', '-']);
        let is_host = host
            .rsplit_once('.')
            .is_some_and(|(_, top)| top.len() > 1 && top.chars().all(char::is_alphabetic));
        let is_program = host.ends_with("gserviceaccount.com");
        (before < at && is_host && !is_program).then(|| before..at + sign.len() + host.len())
    })
}

/// The values of parameters that are about a person, as `login_hint` of `?login_hint=jo`.
fn parameters(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('=').filter_map(|(equals, _)| {
        let start = text[..equals].rfind(['?', '&', '#', ';'])? + 1;
        let after = &text[equals + 1..];
        let length =
            after.find(['&', '#', ';', '"', '\'', '<', '>', ' ', '\n']).unwrap_or(after.len());
        let is_personal = length > 0 && personal(&text[start..equals]).is_some();
        is_personal.then(|| equals + 1..equals + 1 + length)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_masked_and_words_that_only_look_alike_are_not() {
        let texts =
            PersonalTexts::new(["jo", "ada", "jo miller", "王伟"].map(str::to_owned).into());
        for (text, shown) in [
            ("Jo Miller and Ada", "•••••••• and ••••••••"),
            ("adaptive canada", "adaptive canada"),
            ("?q=jo+miller&x=JO%20MILLER", "?q=••••••••&x=••••••••"),
            ("用户王伟未找到", "用户••••••••未找到"),
            ("mail x.y+z@mail.example.org.", "mail ••••••••."),
            ("user%40example.com", "••••••••"),
            (
                "a@b, @here, robot@p.iam.gserviceaccount.com",
                "a@b, @here, robot@p.iam.gserviceaccount.com",
            ),
            (
                "https://a.example/?login_hint=x&z=1#email=y",
                "https://a.example/?login_hint=••••••••&z=1#email=••••••••",
            ),
        ] {
            assert_eq!(texts.masked(text), shown, "{text}");
        }
    }
}
