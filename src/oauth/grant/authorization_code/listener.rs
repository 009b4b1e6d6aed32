//! Where the browser comes back to: a listener on this machine (RFC 8252 §7.3).

use std::time::Duration;

use crate::secret::Wiping;
use url::{Host, Url};

use super::AuthorizationRequest;
use crate::{
    oauth::{
        error::{CallbackError, OAuthError},
        http_client::Now,
        loopback::{Response, Server},
    },
    secret::Secret,
};

/// Where to listen when nothing is said: any free port (RFC 8252 §7.3).
const DEFAULT: &str = "http://127.0.0.1/callback";

/// A listener for one callback.
pub struct CallbackListener {
    server: Server,
    redirect: Url,
}

/// What a browser brought.
#[derive(Debug)]
pub enum ListenerEvent {
    /// Nobody came.
    Nobody,
    /// Something that is not our callback; it was answered, and the wait goes on.
    Stranger(CallbackError),
    Code(Secret),
    /// The server's or the person's refusal.
    Refused(CallbackError),
}

impl CallbackListener {
    /// Listens where a redirect URL says: on its port, or on a free one where it names none. None
    /// for a URL that does not lead to this machine over plain HTTP: its callback must be pasted.
    /// `clock` tells the time that a browser is given.
    ///
    /// # Errors
    /// The port cannot be had.
    pub fn bind(redirect: Option<&Url>, clock: Now) -> Result<Option<Self>, OAuthError> {
        let mut redirect = match redirect {
            Some(url) => url.clone(),
            // The default is a constant and a URL.
            None => match Url::parse(DEFAULT) {
                Ok(url) => url,
                Err(_) => return Ok(None),
            },
        };
        if redirect.scheme() != "http" {
            return Ok(None);
        }
        let host = match redirect.host() {
            Some(Host::Ipv6(address)) => format!("[{address}]"),
            Some(Host::Ipv4(address)) => address.to_string(),
            // RFC 8252 §8.3: never the network, whatever a resolver makes of the name.
            Some(Host::Domain(_)) => "127.0.0.1".to_owned(),
            None => return Ok(None),
        };
        let address = format!("{host}:{}", redirect.port().unwrap_or(0));
        let failed = |reason: String| OAuthError::Listen { address: address.clone(), reason };
        let server = Server::bind(&address, clock).map_err(|error| failed(error.to_string()))?;
        let port = server.address().map_err(|error| failed(error.to_string()))?.port();
        redirect
            .set_port(Some(port))
            .map_err(|()| failed("the redirect URL takes no port".to_owned()))?;
        Ok(Some(Self { server, redirect }))
    }

    /// The redirect URI with the port that is listened on.
    pub fn redirect_uri(&self) -> &str {
        self.redirect.as_str()
    }

    /// Waits for a browser, at most so long, and answers it with a page that says how it went.
    ///
    /// # Errors
    /// The listener broke.
    pub fn wait(
        &mut self,
        limit: Duration,
        expected: &AuthorizationRequest,
    ) -> Result<ListenerEvent, OAuthError> {
        let broken = |error: std::io::Error| OAuthError::Listen {
            address: self.redirect.to_string(),
            reason: error.to_string(),
        };
        let Some((connection, request)) = self.server.next(limit).map_err(broken)? else {
            return Ok(ListenerEvent::Nobody);
        };
        // The code in it is looked for.
        let target = request.target.expose();
        let outcome = self.redirect.join(target).map_err(|_| CallbackError::NotTheCallback);
        let outcome = outcome.and_then(|url| expected.code(url.as_str()));
        let (status, title, text) = match &outcome {
            Ok(_) => (
                200,
                "Done",
                "The code has arrived. You can close this page and go back to the terminal.",
            ),
            Err(CallbackError::Refused { .. }) => (
                200,
                "Refused",
                "The authorization server refused. The terminal says why; you can close this page.",
            ),
            Err(CallbackError::NotTheCallback) => {
                (404, "Not here", "There is nothing at this address.")
            }
            Err(_) => (
                400,
                "Not accepted",
                "This answer does not belong to the request. The terminal says more.",
            ),
        };
        self.server.respond(connection, &page(status, title, text));
        Ok(match outcome {
            Ok(code) => ListenerEvent::Code(code),
            Err(error @ CallbackError::Refused { .. }) => ListenerEvent::Refused(error),
            Err(error) => ListenerEvent::Stranger(error),
        })
    }
}

/// A page without anything from outside in it, and nothing that leaves this machine: the address
/// in the browser holds a code.
fn page(status: u16, title: &str, text: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>tokenscope: {title}</title>\
         <style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}}\
         @media(prefers-color-scheme:dark){{body{{background:#111;color:#ddd}}}}</style>\
         <h1>{title}</h1><p>{text}</p><p>tokenscope</p></html>"
    );
    let headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    Response {
        status,
        headers: headers.map(|(name, value)| (name, value.to_owned())).to_vec(),
        body: Wiping::new(html.into_bytes()),
    }
}
