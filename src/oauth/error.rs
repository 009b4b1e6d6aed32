//! The errors of an exchange, each with whether the request may have reached the server.

mod remedy;

use std::time::Duration;

use crate::{
    config::{SecretError, http_url::UrlError},
    value::Text,
};

/// Whether a request may have reached the server. A refresh that may have is never sent again by
/// itself: the server may have spent the refresh token (RFC 9700 §4.14.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sent {
    /// Certainly not.
    No,
    /// Some or all of it.
    Maybe,
}

/// What stands in [`TransportError::Tls`] where the server speaks something else.
pub(super) const NO_TLS: &str = "what came back is not TLS";

/// Why there is no answer. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The host name has no address.
    #[error("the name {host} cannot be resolved")]
    Resolve { host: String },
    /// No connection.
    #[error("no connection to {host}: {reason}")]
    Connect {
        /// Host and port.
        host: String,
        /// The system's words.
        reason: String,
    },
    /// The certificate or the handshake was refused (RFC 8446).
    #[error("no secure connection to {host}: {reason}")]
    Tls {
        /// Host and port.
        host: String,
        reason: String,
    },
    /// The CA file, the proxy or a header cannot be used.
    #[error("{0}")]
    Setting(String),
    /// The server took too long.
    #[error("{host} did not answer {}", waited(*.limit, *.phase))]
    Timeout {
        /// Host and port.
        host: String,
        /// What was waited for.
        phase: Phase,
        /// For how long, where one limit is to blame.
        limit: Option<Duration>,
        /// Whether the request may have arrived.
        sent: Sent,
    },
    /// The connection ended, or what came is not HTTP, before a status line and headers.
    #[error("{host} gave no answer: {reason}")]
    Broken {
        /// Host and port.
        host: String,
        /// What happened.
        reason: String,
        /// Whether the request may have arrived.
        sent: Sent,
    },
}

/// What a time limit was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Name, connection and TLS.
    Connect,
    /// The request and the answer's headers.
    Answer,
}

fn waited(limit: Option<Duration>, phase: Phase) -> String {
    let what = match phase {
        Phase::Connect => "the connection attempt",
        Phase::Answer => "the request",
    };
    match limit {
        Some(limit) => format!("{what} within {limit:?}"),
        None => format!("{what} in time"),
    }
}

impl TransportError {
    /// Whether the request may have reached the server.
    pub fn sent(&self) -> Sent {
        match self {
            Self::Timeout { sent, .. } | Self::Broken { sent, .. } => *sent,
            _ => Sent::No,
        }
    }

    /// What the person can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Resolve { .. } => "check the host name, the network and the proxy",
            Self::Connect { .. } => "is the server running, and is the port right?",
            Self::Tls { reason, .. } if reason == NO_TLS => {
                "is the port right, and is it a server for https:?"
            }
            Self::Tls { .. } => {
                "a private certificate authority is given with ca_file in the profile or --ca-file"
            }
            Self::Setting(_) => "see assets/config.example.toml for every setting",
            Self::Timeout { sent: Sent::No, .. } | Self::Broken { sent: Sent::No, .. } => {
                "nothing was sent: it is safe to try again"
            }
            Self::Timeout { .. } | Self::Broken { .. } => {
                "the request may have arrived: a refresh token may be spent, so look before you try again"
            }
        }
    }
}

/// Why a callback is not accepted. It never holds a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// It is not the redirect URI with a query.
    #[error("that is not the address that the browser was sent back to")]
    NotTheCallback,
    /// `state` is not ours: it answers another request, or is forged (RFC 6749 §10.12).
    #[error(
        "the callback's state is not the one that was sent: it does not belong to this request"
    )]
    State,
    /// A parameter comes twice (RFC 6749 §3.1).
    #[error("the callback has the parameter {0} twice")]
    Repeated(&'static str),
    /// `iss` is missing, though the server promises it (RFC 9207 §2.4).
    #[error("the callback has no iss, though the server's metadata promises it (RFC 9207)")]
    IssuerMissing,
    /// `iss` is another server's: a mix-up (RFC 9207 §2.4).
    #[error("the callback comes from another issuer than was asked (RFC 9207)")]
    Issuer,
    /// The server or the person refused (RFC 6749 §4.1.2.1).
    #[error("the authorization server refused: {error}{}", .description.as_ref().map(|text| format!(" ({text})")).unwrap_or_default())]
    Refused {
        /// The error code, made safe to show.
        error: String,
        /// The server's words, made safe to show.
        description: Option<String>,
        /// The callback as it came.
        callback: Text,
    },
    /// Neither a code nor an error.
    #[error("the callback has neither a code nor an error")]
    Empty,
}

/// Why an exchange could not be made, or its answer not be used. It never holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum OAuthError {
    /// Something that the exchange needs was not said.
    #[error("{what} is missing")]
    Missing {
        /// What is missing.
        what: &'static str,
        /// The setting that would say it, by its name in a profile.
        setting: &'static str,
        /// How to give it on the command line.
        hint: &'static str,
    },
    /// Two settings contradict each other, or one cannot be used here.
    #[error("{0}")]
    Setting(String),
    /// A secret or key could not be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The private key cannot sign.
    #[error("the client key cannot be used: {0}")]
    Key(String),
    /// There is no answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The token has a character that no header can carry (RFC 9110 §5.5).
    #[error(
        "the token cannot be sent: its character {position} is a control character or not ASCII"
    )]
    Unsendable {
        /// Which character, from 1.
        position: usize,
    },
    /// The answer to discovery is no metadata.
    #[error("{url} does not describe an authorization server: {reason}")]
    Metadata {
        /// The metadata's URL.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The metadata is another issuer's (RFC 8414 §3.3).
    #[error("the metadata of {asked} says that its issuer is {said}")]
    IssuerMismatch {
        /// Whose metadata was asked for.
        asked: String,
        /// What it says.
        said: String,
    },
    /// An endpoint in the metadata cannot be used.
    #[error("the {name} in the metadata {error}")]
    Endpoint {
        /// Which endpoint.
        name: &'static str,
        /// Why not.
        error: UrlError,
    },
    /// What came back from the browser cannot be trusted or read.
    #[error("{0}")]
    Callback(#[from] CallbackError),
    /// The device authorization response lacks what RFC 8628 §3.2 demands.
    #[error("the device authorization response has no {0}")]
    DeviceResponse(&'static str),
    /// No port to listen on, or the listener broke.
    #[error("cannot listen on {address}: {reason}")]
    Listen {
        address: String,
        /// Why not.
        reason: String,
    },
    /// The person gave up, or the time was up.
    #[error("{0}")]
    Abandoned(&'static str),
    /// No random numbers from the system.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl OAuthError {
    /// What the person can do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Missing { hint, .. } => Some(hint),
            Self::Transport(error) => Some(error.hint()),
            Self::Unsendable { .. } => Some(
                "nothing was sent; the token may have been changed on its way here: copy it anew",
            ),
            Self::IssuerMismatch { .. } => Some(
                "give the issuer exactly as the metadata says it, if that is whom you trust (RFC 8414 §3.3)",
            ),
            Self::Metadata { url, .. } if url.contains("/.well-known/") => {
                Some("the issuer is what stands before /.well-known/")
            }
            Self::Metadata { .. } => {
                Some("name the endpoints instead: --token-url and its siblings")
            }
            Self::Key(_) => Some(
                "PEM (PKCS#8, PKCS#1, SEC 1) and JWK are understood; --client-key-alg chooses among a key's algorithms",
            ),
            Self::Listen { .. } => Some(
                "another program may hold that port; --redirect-url names another, if the server allows it",
            ),
            _ => None,
        }
    }

    /// Whether a request may have reached the server without an answer.
    pub fn sent(&self) -> Sent {
        match self {
            Self::Transport(error) => error.sent(),
            _ => Sent::No,
        }
    }
}
