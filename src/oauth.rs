//! The protocol: requests as plain data that can be shown before they are sent, one HTTP client,
//! and what its answers mean.
//!
//! A request is built by pure functions from [`crate::config::Settings`] and [`Endpoints`]:
//! [`grant`] says what is asked for, [`client_auth`] who asks. [`HttpClient`] sends it and answers
//! with a [`Reply`], whatever the status. [`OAuthClient`] is one client at one server, and keeps a
//! [`transcript`]. An [`Operation`] is one act at that server, prepared, shown, confirmed and sent;
//! the person's side of it is a [`Delegate`], which the console and the inspector each implement.
//!
//! What comes next has its place:
//!
//! | feature | place |
//! |---|---|
//! | a signature over each request (`DPoP`, RFC 9449) | `OAuthClient::finish`: every request passes there last |
//! | a request before the browser (PAR, RFC 9126) | `grant::authorization_code::fetch`, before the browser opens |
//! | a client certificate (mutual TLS, RFC 8705) | [`HttpClient::new`], beside the CA file |
//! | another grant (token exchange, RFC 8693) | a variant of [`grant::Grant`]; a file in `grant/` where it needs a dialogue |
//! | another operation | a variant of [`Operation`], a file in `operation/` |

pub mod client;
pub mod client_auth;
pub mod curl;
pub mod delegate;
pub mod discovery;
mod echoed_secrets;
pub mod encoding;
pub mod error;
pub mod grant;
pub mod http_client;
pub mod judgement;
pub mod key_set;
pub mod loopback;
pub mod operation;
pub mod pkce;
pub mod reply;
pub mod request;
pub mod terms;
pub mod transcript;
mod verification;

pub use client::{OAuthClient, OperationAnswer};
pub use client_auth::ClientIdentity;
pub use delegate::{Delegate, PreparedRequest, UserStep};
pub use discovery::Endpoints;
pub use error::{CallbackError, OAuthError, Sent, TransportError};
pub use grant::device_code::DeviceAuthorization;
pub use http_client::HttpClient;
pub use judgement::{AnswerFacts, AnswerFault, Judgement, RefreshTokenUse};
pub use operation::{ExpectedAnswer, Operation};
pub use reply::Reply;
pub use request::Request;
pub use terms::{ClientEdits, ClientTerms, SettingProblem};
