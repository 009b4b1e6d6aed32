//! Which setting is to blame for an error, and what the person can do about it in a form.

use super::{OAuthError, TransportError};
use crate::config::SecretError;

impl OAuthError {
    /// The setting that is missing or wrong, by its name in a profile.
    pub fn setting(&self) -> Option<&'static str> {
        match self {
            Self::Missing { setting, .. } => Some(setting),
            Self::Secret(error) => Some(match error {
                SecretError::Variable(_, what)
                | SecretError::File { what, .. }
                | SecretError::Command { what, .. }
                | SecretError::NobodyToAsk(what)
                | SecretError::NotGiven(what)
                | SecretError::Empty(what)
                | SecretError::Unreadable(what) => match *what {
                    "client key" => "client_key",
                    "client secret" => "client_secret",
                    _ => return None,
                },
            }),
            Self::Key(_) => Some("client_key"),
            Self::Metadata { .. } | Self::IssuerMismatch { .. } => Some("issuer"),
            Self::Listen { .. } => Some("redirect_url"),
            _ => None,
        }
    }

    /// What the person can do, in words that fit a form: without options of the command line.
    pub fn hint_in_form(&self) -> Option<&'static str> {
        let hint = match self {
            Self::Metadata { .. } => "is it the issuer? else name the endpoints themselves",
            Self::Key(_) => "PEM (PKCS#8, PKCS#1, SEC 1) and JWK are understood",
            Self::Listen { .. } => {
                "another program may hold that port; the server may allow another redirect URL"
            }
            Self::Transport(TransportError::Tls { .. }) => {
                "is the port right? a private certificate authority is given with ca_file in a profile"
            }
            Self::Missing { .. } => return None,
            other => return other.hint(),
        };
        Some(hint)
    }
}
