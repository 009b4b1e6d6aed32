//! The protocol: requests as plain data that can be shown before they are sent, one HTTP client,
//! and what its answers mean.
//!
//! A request is built by pure functions from [`crate::config::Settings`] and [`Endpoints`]:
//! [`grant`] says what is asked, [`client_auth`] who asks. [`HttpClient`] sends it and answers with a
//! [`Reply`], whatever the status. What needs a dialogue (discovery, a device code, a browser) is
//! in [`discovery`], [`device`] and [`authorization`]; [`OAuthClient`] ties them together and keeps a
//! [`transcript`]. `DPoP` proofs (RFC 9449) would be one more header of a finished request, pushed
//! authorization requests (RFC 9126) one more request before the browser, mutual TLS (RFC 8705) a
//! setting of the client, and token exchange (RFC 8693) one more grant.

pub mod authorization;
pub mod client;
pub mod client_auth;
pub mod curl;
pub mod device;
pub mod discovery;
mod echo;
pub mod encoding;
pub mod error;
pub mod flow;
pub mod grant;
pub mod introspection;
pub mod key_set;
pub mod loopback;
pub mod pkce;
pub mod reply;
pub mod request;
pub mod revocation;
pub mod session;
pub mod transcript;
pub mod userinfo;
mod verification;

pub use client::HttpClient;
pub use client_auth::{ClientIdentity, Credentials};
pub use discovery::Endpoints;
pub use error::{OAuthError, Sent, TransportError};
pub use reply::Reply;
pub use request::Request;
pub use session::OAuthClient;
