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
    io::Write as _,
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use self::{message::DemoRequest, store::Store};
use crate::{
    config::{AuthMethod, HttpUrl, SecretSource, Settings},
    oauth::{
        OAuthError,
        loopback::{self, Server},
        pkce,
    },
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

/// How often the server looks whether it is to end, where nothing wakes it.
const GLANCE: Duration = Duration::from_secs(1);

/// How the server behaves.
#[derive(Clone, Copy, Debug)]
pub struct DemoOptions {
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

impl DemoOptions {
    /// The options of `tokenscope demo`: access tokens of a minute.
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
    address: SocketAddr,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Demo {
    /// Starts the server on a free loopback port, with a fresh key.
    ///
    /// # Errors
    /// No port, no random numbers or no thread can be had.
    pub fn start(options: DemoOptions) -> Result<Self, OAuthError> {
        let failed =
            |reason: String| OAuthError::Listen { address: "127.0.0.1:0".to_owned(), reason };
        let mut server = Server::bind("127.0.0.1:0", options.clock)
            .map_err(|error| failed(error.to_string()))?;
        let address = server.address().map_err(|error| failed(error.to_string()))?;
        let issuer = HttpUrl::parse(&format!("http://{address}"))
            .map_err(|error| failed(error.to_string()))?;
        let secret = Secret::new(pkce::random_text()?);
        let mut store = Store::new(issuer.as_written(), secret.clone(), options)?;
        let ended = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&ended);
        let thread = thread::Builder::new()
            .name("demo".to_owned())
            .spawn(move || {
                while !told.load(Ordering::SeqCst)
                    && let Ok(request) = server.next(GLANCE)
                {
                    if let Some((connection, request)) = request {
                        let response = respond(&mut store, &request, (options.clock)());
                        server.respond(connection, &response);
                    }
                }
            })
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self { issuer, secret, address, ended, thread: Some(thread) })
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
        self.ended.store(true, Ordering::SeqCst);
        // A request wakes the server at once; without one it looks by itself.
        let wake = TcpStream::connect(self.address);
        let _ = wake.and_then(|mut stream| stream.write_all(b"GET / HTTP/1.1\r\n\r\n"));
        if let Some(thread) = self.thread.take() {
            // A server that panicked has nothing left to clean up.
            let _ = thread.join();
        }
    }
}

/// The answer to one request.
fn respond(
    store: &mut Store,
    request: &loopback::LoopbackRequest,
    now: DateTime<Utc>,
) -> loopback::Response {
    // The server must look at what it is sent.
    let is_json = |value: &Secret| value.expose().starts_with("application/json");
    let incoming = DemoRequest {
        method: request.method.clone(),
        target: request.target.clone(),
        authorization: request.header("Authorization").cloned(),
        json: request.header("Content-Type").is_some_and(is_json),
        body: crate::secret::Wiping::new(String::from_utf8_lossy(&request.body).into_owned()),
    };
    resources::answer(store, &incoming, now).into()
}
