//! A small authorization server inside the program: real HTTP on a loopback port, so that
//! everything can be tried without an account. Every user is approved unasked; it is fit for
//! demonstrations and tests, and for nothing else.

pub mod grants;
pub mod login;
pub mod message;
pub mod resources;
pub mod store;
pub mod tokens;

use std::{
    io::Read as _,
    net::TcpListener,
    sync::Arc,
    thread::{self, JoinHandle},
};

use chrono::{DateTime, TimeDelta, Utc};
use tiny_http::{Header, Response, Server};

use self::{
    message::{Incoming, Outgoing},
    store::Store,
};
use crate::{
    config::{AuthMethod, HttpUrl, SecretSource, Settings},
    oauth::{OAuthError, pkce},
    secret::Secret,
};

/// The confidential client's identifier; its secret is new at each start.
pub const CLIENT: &str = "tokenscope-demo";

/// A public client's identifier.
pub const PUBLIC_CLIENT: &str = "tokenscope-demo-public";

/// What the demonstration's token allows.
pub const SCOPES: [&str; 14] = [
    "openid",
    "profile",
    "email",
    "offline_access",
    "companies:read",
    "companies:write",
    "employees:read",
    "employees:write",
    "payrolls:read",
    "payrolls:run",
    "time_sheets:read",
    "documents:read",
    "documents:write",
    "webhooks:manage",
];

/// The largest request body that is read, in bytes.
const BODY_LIMIT: u64 = 64 * 1024;

/// How the server behaves.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Life of an access token.
    pub access: TimeDelta,
    /// Life of a refresh token, anew at each rotation.
    pub refresh: TimeDelta,
    /// Life of a device code.
    pub device: TimeDelta,
    /// After which a device code is approved by itself.
    pub approval: TimeDelta,
    /// Between two questions about a device code.
    pub interval: TimeDelta,
    /// Tells the time.
    pub clock: fn() -> DateTime<Utc>,
}

impl Terms {
    /// The terms of `tokenscope demo`: access tokens of a minute.
    pub fn usual(clock: fn() -> DateTime<Utc>) -> Self {
        Self {
            access: TimeDelta::seconds(60),
            refresh: TimeDelta::minutes(30),
            device: TimeDelta::minutes(5),
            approval: TimeDelta::seconds(6),
            interval: TimeDelta::seconds(2),
            clock,
        }
    }
}

/// The running server. It ends when this is dropped.
pub struct Demo {
    issuer: HttpUrl,
    secret: Secret,
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
}

impl Demo {
    /// Starts the server on a free loopback port, with a fresh key.
    ///
    /// # Errors
    /// No port, no random numbers or no thread can be had.
    pub fn start(terms: Terms) -> Result<Self, OAuthError> {
        let failed =
            |reason: String| OAuthError::Listen { address: "127.0.0.1:0".to_owned(), reason };
        let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| failed(error.to_string()))?;
        let port = socket.local_addr().map_err(|error| failed(error.to_string()))?.port();
        let issuer = HttpUrl::parse(&format!("http://127.0.0.1:{port}"))
            .map_err(|error| failed(error.to_string()))?;
        let server =
            Server::from_listener(socket, None).map_err(|error| failed(error.to_string()))?;
        let server = Arc::new(server);
        let secret = Secret::new(pkce::random_text()?);
        let mut store = Store::new(issuer.as_written(), secret.clone(), terms)?;
        let listening = Arc::clone(&server);
        let thread = thread::Builder::new()
            .name("demo".to_owned())
            .spawn(move || {
                while let Ok(request) = listening.recv() {
                    serve(&mut store, request, (terms.clock)());
                }
            })
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { issuer, secret, server, thread: Some(thread) })
    }

    /// The issuer, which is also the base of every endpoint.
    pub fn issuer(&self) -> &HttpUrl {
        &self.issuer
    }

    /// The secret of [`CLIENT`].
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// A profile that fits the server: its issuer, and the confidential client.
    pub fn settings(&self) -> Settings {
        Settings {
            issuer: Some(self.issuer.clone()),
            client_id: Some(CLIENT.to_owned()),
            client_secret: Some(SecretSource::Literal(self.secret.clone())),
            auth: Some(AuthMethod::ClientSecretBasic),
            grant: Some("authorization_code".to_owned()),
            scope: SCOPES.map(str::to_owned).to_vec(),
            ..Settings::default()
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            // A server that panicked has nothing left to clean up.
            let _ = thread.join();
        }
    }
}

/// Answers one request.
fn serve(store: &mut Store, mut request: tiny_http::Request, now: DateTime<Utc>) {
    let header = |name: &'static str| {
        request
            .headers()
            .iter()
            .find(|header| header.field.equiv(name))
            .map(|header| header.value.to_string())
    };
    let authorization = header("Authorization");
    let mut incoming = Incoming {
        method: request.method().to_string(),
        target: request.url().to_owned(),
        authorization: authorization.map(Secret::from),
        json: header("Content-Type").is_some_and(|value| value.starts_with("application/json")),
        body: zeroize::Zeroizing::new(String::new()),
    };
    let mut body = zeroize::Zeroizing::new(Vec::new());
    let outgoing = match request.as_reader().take(BODY_LIMIT).read_to_end(&mut body) {
        Ok(_) => {
            incoming.body = zeroize::Zeroizing::new(String::from_utf8_lossy(&body).into_owned());
            resources::answer(store, &incoming, now)
        }
        Err(_) => Outgoing::error(400, "invalid_request", "the body could not be read"),
    };
    let mut response = Response::from_data(outgoing.body).with_status_code(outgoing.status);
    for (name, value) in outgoing.headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A client that has gone away already has nothing left to be told.
    let _ = request.respond(response);
}
