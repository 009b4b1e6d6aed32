//! The one HTTP client: a request in, a reply or a typed error out.

mod body;
mod ca_file;
mod lenient;
mod proxy;

use std::{io, sync::Arc, time::Duration};

use self::{
    body::{OutgoingBody, read},
    ca_file::CaFileConnector,
    lenient::LenientConnector,
};
use super::{
    error::{NO_TLS, Phase, Sent, TransportError},
    reply::Reply,
    request::{Method, Request},
};
use crate::{
    config::{HttpUrl, Settings},
    value::Text,
};
use chrono::{DateTime, Utc};
use rustls::crypto::ring;
use ureq::{
    Agent, Proxy, SendBody,
    http::{self, HeaderValue},
    tls::{RootCerts, TlsConfig},
    unversioned::{
        resolver::DefaultResolver,
        transport::{ConnectProxyConnector, Connector as _, DefaultConnector, TcpConnector},
    },
};

/// How the program names itself (RFC 9110 §10.1.5).
pub const USER_AGENT: &str = concat!("tokenscope/", env!("CARGO_PKG_VERSION"));

/// Gives the current time: nothing here reads the system's clock by itself.
pub type Now = fn() -> DateTime<Utc>;

/// Time limits of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Name, connection and TLS.
    pub connect: Duration,
    /// Longest silence.
    pub read: Duration,
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(20),
            total: Duration::from_secs(30),
        }
    }
}

/// So long a connection is kept for the next request of an exchange: less than any server in use waits
/// before it closes one.
const IDLE: Duration = Duration::from_secs(2);

/// An HTTP client over `ureq`. It follows no redirect, keeps no connection beyond an exchange, and
/// treats every status as an answer.
#[derive(Clone)]
pub struct HttpClient {
    /// For HTTPS, through the proxy where there is one; or why that proxy cannot be used.
    outside: Result<Agent, TransportError>,
    /// For this machine: never through a proxy, which would see plain HTTP.
    loopback: Agent,
    limits: Limits,
    clock: Now,
}

impl HttpClient {
    /// A client with these settings; `clock` tells the time.
    ///
    /// # Errors
    /// The CA file cannot be read or holds no certificate.
    pub fn new(settings: &Settings, clock: Now) -> Result<Self, TransportError> {
        let default = Limits::default();
        let total = settings.timeout.unwrap_or(default.total);
        let limits = Limits {
            connect: settings.connect_timeout.unwrap_or(default.connect).min(total),
            read: settings.read_timeout.unwrap_or(default.read).min(total),
            total,
        };
        let proxy = proxy::choose(settings.proxy.as_deref());
        let ca_file = settings.ca_file.as_deref().map(CaFileConnector::read).transpose()?;
        Ok(Self {
            outside: proxy.map(|proxy| agent(limits, proxy, ca_file.clone())),
            loopback: agent(limits, None, ca_file),
            limits,
            clock,
        })
    }
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// What tells the time.
    pub fn clock(&self) -> Now {
        self.clock
    }

    /// The time, as this client tells it.
    pub fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Sends a request and waits for the answer. It blocks for as long as the limits allow.
    ///
    /// # Errors
    /// There is no status line: see [`TransportError::sent`] for whether the server may have acted.
    pub fn send(&self, request: &Request) -> Result<Reply, TransportError> {
        let agent = if request.url.is_loopback() {
            &self.loopback
        } else {
            self.outside.as_ref().map_err(Clone::clone)?
        };
        let started = self.now();
        let elapsed = |until: DateTime<Utc>| (until - started).to_std().unwrap_or_default();
        let mut body = OutgoingBody::new(request);
        let outcome = match head(request, &body) {
            Ok(head) if request.method == Method::Get => agent.run(head.map(|()| SendBody::none())),
            Ok(head) => agent.run(head.map(|()| SendBody::from_reader(&mut body))),
            Err(error) => return Err(error),
        };
        // A request without a body leaves no trace of having been sent.
        let sent = if body.taken || request.method == Method::Get { Sent::Maybe } else { Sent::No };
        let response = outcome.map_err(|error| self.failure(&request.url, &error, sent))?;
        let received_at = self.now();
        let (parts, incoming) = response.into_parts();
        let coding = parts.headers.get("content-encoding").and_then(|value| value.to_str().ok());
        let (body, cut) = read(incoming.into_reader(), request.purpose.body_limit(), coding);
        Ok(Reply {
            status: parts.status.as_u16(),
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| {
                    (name.as_str().to_owned(), Text::new(String::from_utf8_lossy(value.as_bytes())))
                })
                .collect(),
            body,
            cut,
            received_at,
            wait: elapsed(received_at),
            total: elapsed(self.now()),
        })
    }

    fn failure(&self, url: &HttpUrl, error: &ureq::Error, sent: Sent) -> TransportError {
        let parsed = url.url();
        let host = match (parsed.host_str(), parsed.port_or_known_default()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            _ => url.to_string(),
        };
        let connect = |reason: String| TransportError::Connect { host: host.clone(), reason };
        let tls =
            |reason: String| TransportError::Tls { host: host.clone(), reason: handshake(reason) };
        match error {
            ureq::Error::HostNotFound => {
                TransportError::Resolve { host: parsed.host_str().unwrap_or_default().to_owned() }
            }
            ureq::Error::Timeout(timeout) => self.timeout(host, *timeout, sent),
            ureq::Error::Tls(reason) => tls((*reason).to_owned()),
            ureq::Error::Rustls(reason) => tls(reason.to_string()),
            ureq::Error::ConnectProxyFailed(_) => connect("the proxy refused".to_owned()),
            ureq::Error::ConnectionFailed => connect("it failed".to_owned()),
            ureq::Error::InvalidProxyUrl => {
                TransportError::Setting("the proxy cannot be used".to_owned())
            }
            // The handshake's refusal of a certificate comes as an I/O error of this kind.
            ureq::Error::Io(reason)
                if sent == Sent::No || reason.kind() == io::ErrorKind::ConnectionRefused =>
            {
                match reason.kind() {
                    io::ErrorKind::InvalidData => tls(reason.to_string()),
                    _ => connect(reason.to_string()),
                }
            }
            ureq::Error::Io(reason)
                if reason.kind() == io::ErrorKind::InvalidData && url.url().scheme() == "https" =>
            {
                tls(reason.to_string())
            }
            ureq::Error::Io(reason) if reason.kind() == io::ErrorKind::UnexpectedEof => {
                TransportError::Broken {
                    host,
                    reason: "the connection was closed".to_owned(),
                    sent,
                }
            }
            ureq::Error::Io(reason) => {
                TransportError::Broken { host, reason: reason.to_string(), sent }
            }
            ureq::Error::LargeResponseHeader(..) => TransportError::Broken {
                host,
                reason: "the header fields of the answer are too large".to_owned(),
                sent,
            },
            ureq::Error::Protocol(_) => TransportError::Broken {
                host,
                reason: "what came back is no valid HTTP".to_owned(),
                sent,
            },
            // Everything else is told by its kind alone: an error's text could hold a header.
            _ => TransportError::Broken { host, reason: "the exchange failed".to_owned(), sent },
        }
    }

    fn timeout(&self, host: String, timeout: ureq::Timeout, sent: Sent) -> TransportError {
        let (phase, limit) = match timeout {
            ureq::Timeout::Resolve | ureq::Timeout::Connect => {
                (Phase::Connect, Some(self.limits.connect))
            }
            ureq::Timeout::PerRead | ureq::Timeout::PerWrite => {
                (Phase::Answer, Some(self.limits.read))
            }
            ureq::Timeout::Global | ureq::Timeout::PerCall => {
                (Phase::Answer, Some(self.limits.total))
            }
            _ => (Phase::Answer, None),
        };
        let sent = if phase == Phase::Connect { Sent::No } else { sent };
        TransportError::Timeout { host, phase, limit, sent }
    }
}

/// Why a handshake failed; a server for plain HTTP answers in HTTP.
fn handshake(reason: String) -> String {
    if reason.contains("InvalidContentType") { NO_TLS.to_owned() } else { reason }
}

fn head(request: &Request, body: &OutgoingBody) -> Result<http::Request<()>, TransportError> {
    let unusable = |name: &str| {
        TransportError::Setting(format!("the value of the header {name} cannot be sent"))
    };
    let mut head = http::Request::builder().method(request.method.name()).uri(request.url.as_str());
    head = head.header("Accept-Encoding", "gzip");
    if let Some(authorization) = request.wire_authorization() {
        let mut value =
            HeaderValue::from_str(&authorization).map_err(|_| unusable("Authorization"))?;
        value.set_sensitive(true);
        head = head.header("Authorization", value);
    }
    if let Some(content_type) = request.content_type() {
        head = head.header("Content-Type", content_type).header("Content-Length", body.bytes.len());
    }
    for (name, value) in request.wire_headers() {
        head = head.header(name, HeaderValue::from_str(value).map_err(|_| unusable(name))?);
    }
    head.body(()).map_err(|_| TransportError::Setting("the request cannot be written".to_owned()))
}

/// The machine's own authorities, and the same cryptography as everywhere here.
fn platform_tls() -> TlsConfig {
    TlsConfig::builder()
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
        .build()
}

fn agent(limits: Limits, proxy: Option<Proxy>, ca_file: Option<CaFileConnector>) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(proxy)
        .tls_config(platform_tls())
        .timeout_connect(Some(limits.connect))
        .timeout_per_read(Some(limits.read))
        .timeout_global(Some(limits.total))
        // Discovery and the request after it share a connection where the server says that it keeps
        // it. One that is kept for longer may be dead, and a request on it lost without a trace.
        .max_idle_connections_per_host(1)
        .max_idle_age(IDLE)
        .user_agent(USER_AGENT)
        .build();
    match ca_file {
        None => {
            let connector = DefaultConnector::new().chain(LenientConnector);
            Agent::with_parts(config, connector, DefaultResolver::default())
        }
        Some(ca_file) => {
            let connector =
                ().chain(ConnectProxyConnector::default())
                    .chain(TcpConnector::default())
                    .chain(ca_file)
                    .chain(LenientConnector);
            Agent::with_parts(config, connector, DefaultResolver::default())
        }
    }
}
