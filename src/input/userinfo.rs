//! Users and passwords in URLs (RFC 3986 §3.2.1), which clients send as `Authorization: Basic`.

use crate::secret::Wiping;
use percent_encoding::percent_decode_str;

use crate::secrecy::is_placeholder;

/// The user and the password in a URL.
pub(super) struct UrlLogin {
    pub user: String,
    pub password: Wiping<String>,
    /// The host with its port.
    pub host: String,
}

/// The first URL of HTTP in a text that has a user and a password.
pub(super) fn find(text: &str) -> Option<UrlLogin> {
    text.match_indices("://").take(MOST_URLS).find_map(|(colon, separator)| {
        let scheme = &text[..colon];
        let is_http = scheme.ends_with("http") || scheme.ends_with("https");
        let rest = &text[colon + separator.len()..];
        let is_end = |c: char| c.is_whitespace() || "/?#\\\"'`<>(){}[]|,;".contains(c);
        let authority = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let (userinfo, host) = authority.rsplit_once('@').filter(|_| is_http)?;
        let (user, password) = userinfo.split_once(':')?;
        let password = Wiping::new(decoded(password));
        let is_real = !is_placeholder(&password) && !host.is_empty();
        is_real.then(|| UrlLogin { user: decoded(user), password, host: decoded(host) })
    })
}

/// How many URLs of one text are looked at.
const MOST_URLS: usize = 64;

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_found_in_urls_of_http_only() {
        let found = find("origin\thttps://ada:p%40ss@git.example:8443/a.git (fetch)").expect("one");
        assert_eq!(found.user, "ada");
        assert_eq!((found.password.as_str(), found.host.as_str()), ("p@ss", "git.example:8443"));
        for text in [
            "https://git.example/a@b:c",
            "https://ada@git.example/",
            "https://ada:${TOKEN}@git.example/",
            "postgres://ada:secret99@db/x",
            "http://:@",
            "://a:b@c",
        ] {
            assert!(find(text).is_none(), "{text}");
        }
    }
}
