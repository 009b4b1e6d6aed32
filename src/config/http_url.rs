//! URLs that a request may be sent to: HTTPS, or HTTP to this machine.

use std::fmt;

use url::{Host, Url};

use crate::exchange::ServerOrigin;

/// An `https:` URL, or an `http:` one whose host is loopback (RFC 6749 §3.2 demands TLS; RFC 8252
/// §7.3 and every test server want loopback). It has no user name, password or fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpUrl {
    written: String,
    url: Url,
}

/// Why a text is not such a URL. It never quotes the text: it may hold credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("is not a URL")]
    Malformed,
    /// `http:` to another machine, or another scheme.
    #[error("must be an https: URL (http: is accepted for loopback only)")]
    Insecure,
    #[error("must not hold a user name or password")]
    Credentials,
    /// A fragment (RFC 6749 §3.1 and §3.2 forbid it in endpoints).
    #[error("must not have a fragment")]
    Fragment,
}

impl HttpUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// Why it is none that a request may be sent to.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let url = Url::parse(text).map_err(|_| UrlError::Malformed)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(UrlError::Credentials);
        }
        if url.fragment().is_some() {
            return Err(UrlError::Fragment);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            _ => return Err(UrlError::Insecure),
        }
        Ok(Self { written: text.to_owned(), url })
    }

    /// The URL exactly as it was written, for comparisons (RFC 8414 §3.3 compares code points).
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The URL in its normal form, as it is sent.
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub fn url(&self) -> &Url {
        &self.url
    }

    pub fn origin(&self) -> ServerOrigin {
        ServerOrigin::of(&self.url)
    }

    /// Whether it leads to this machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpUrl({})", self.as_str())
    }
}

/// Whether the host is `localhost`, in 127.0.0.0/8, or `::1`.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_loopback_are_accepted() {
        for good in [
            "https://as.example/token",
            "http://127.0.0.1:9/x",
            "http://localhost/",
            "http://[::1]:1/",
        ] {
            assert!(HttpUrl::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://as.example/token", UrlError::Insecure),
            ("http://127.0.0.1.evil.example/", UrlError::Insecure),
            ("http://localhost.evil.example/", UrlError::Insecure),
            ("ftp://127.0.0.1/", UrlError::Insecure),
            ("https://user:pw@as.example/", UrlError::Credentials),
            ("https://as.example/#x", UrlError::Fragment),
            ("as.example", UrlError::Malformed),
        ] {
            assert_eq!(HttpUrl::parse(bad), Err(why), "{bad}");
        }
    }

    /// Names are mapped and normalized before they are looked up (UTS 46), by tables that are chosen
    /// in `Cargo.toml`.
    #[test]
    fn international_names_are_sent_in_ascii() {
        for (typed, sent) in [
            ("https://bücher.example/", "xn--bcher-kva.example"),
            ("https://BÜCHER.example/", "xn--bcher-kva.example"),
            ("https://bu\u{308}cher.example/", "xn--bcher-kva.example"),
            ("https://straße.example/", "xn--strae-oqa.example"),
            ("https://例え.テスト/", "xn--r8jz45g.xn--zckzah"),
            ("https://ｅｘａｍｐｌｅ。com/", "example.com"),
        ] {
            let url = HttpUrl::parse(typed).unwrap();
            assert_eq!((url.url().host_str(), url.as_written()), (Some(sent), typed));
        }
        for bad in
            ["https://a\u{5d0}.example/", "https://xn--a.example/", "https://a\u{ad}\u{ad}‥b/"]
        {
            assert_eq!(HttpUrl::parse(bad), Err(UrlError::Malformed), "{bad}");
        }
    }
}
