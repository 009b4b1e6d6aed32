//! Which proxy requests go through.

use std::env;

use ureq::{Proxy, ProxyProtocol};
use url::Url;

use crate::oauth::error::TransportError;

/// The variables that name a proxy, in the order in which the HTTP client looks at them.
const VARIABLES: [&str; 6] =
    ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"];

/// The proxy of the settings (`none` is no proxy), or else of the environment.
///
/// # Errors
/// What is named cannot be used. It is not passed over in silence, because the person may not want
/// to go without it, and not quoted, because it may hold a password.
pub(super) fn choose(setting: Option<&str>) -> Result<Option<Proxy>, TransportError> {
    match setting {
        Some("none") => Ok(None),
        Some(url) => usable(url, "the proxy").map(Some),
        None => {
            let set = VARIABLES.iter().find_map(|name| {
                let value = env::var_os(name).filter(|value| !value.is_empty())?;
                Some((name, value))
            });
            let Some((name, value)) = set else { return Ok(None) };
            usable(&value.to_string_lossy(), &format!("the proxy in {name}"))?;
            // The client reads it again, with NO_PROXY beside it.
            Ok(Proxy::try_from_env())
        }
    }
}

fn usable(url: &str, what: &str) -> Result<Proxy, TransportError> {
    let unusable = |why: &str| TransportError::Setting(format!("{what} {why}"));
    let proxy = Proxy::new(url)
        .ok()
        .filter(|_| has_host_and_port(url))
        .ok_or_else(|| unusable("is no URL of a proxy, such as http://proxy.example:8080"))?;
    if matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https) {
        Ok(proxy)
    } else {
        Err(unusable("is a SOCKS proxy, and only HTTP proxies can be used"))
    }
}

/// Whether a URL, whose scheme may be left out, names a host and no impossible port, which the
/// client would replace by the usual one.
fn has_host_and_port(url: &str) -> bool {
    let whole = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
    Url::parse(&whole).is_ok_and(|url| url.host_str().is_some_and(|host| !host.is_empty()))
}
