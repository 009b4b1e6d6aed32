//! The server that a request goes to.

use std::fmt;

use url::Url;

/// A server: scheme, host and port of a URL (RFC 6454 §4). The user's consent to send tokens is for
/// one server, whatever the path or query.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ServerOrigin(url::Origin);

impl ServerOrigin {
    /// The server of a URL.
    pub fn of(url: &Url) -> Self {
        Self(url.origin())
    }

    /// The host, with the port where it is not the scheme's default.
    pub fn host(&self) -> String {
        let text = self.0.ascii_serialization();
        text.split_once("://").map_or(text.as_str(), |(_, host)| host).to_owned()
    }
}

impl fmt::Display for ServerOrigin {
    /// Writes `https://as.example.com`, with the port where it is not the scheme's default. A host
    /// outside ASCII is written in Punycode, so that none can pass for another.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.ascii_serialization())
    }
}

impl fmt::Debug for ServerOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerOrigin({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_host_and_port_make_a_server_and_nothing_else_does() {
        let of = |text: &str| ServerOrigin::of(&Url::parse(text).unwrap());
        let server = of("https://as.example.com/token");
        for same in ["https://as.example.com/", "https://AS.example.com:443/x?y=https://b.example"]
        {
            assert_eq!(of(same), server, "{same}");
        }
        for other in [
            "http://as.example.com/token",
            "https://as.example.com:8443/token",
            "https://as.example.com./token",
            "https://example.com/token",
            "https://as.example.com.evil.example/token",
            "https://аs.example.com/token",
        ] {
            assert_ne!(of(other), server, "{other}");
        }
        assert_eq!(server.to_string(), "https://as.example.com");
        assert_eq!(server.host(), "as.example.com");
        assert_eq!(of("https://as.example.com:8443/token?x").host(), "as.example.com:8443");
        assert_eq!(of("http://[::1]:8080/token").to_string(), "http://[::1]:8080");
        assert!(of("https://аs.example.com/").to_string().starts_with("https://xn--"));
    }
}
