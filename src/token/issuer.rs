//! Recognizes the provider that issued a response, so that scopes are described by that provider's
//! meanings only.

use super::field::Field;
use crate::catalog::{self, Provider, opaque_tokens};

/// Hints about the issuer of a response, beside its members.
#[derive(Clone, Copy, Debug, Default)]
pub struct IssuerHints<'a> {
    /// `iss` of a token in it.
    pub iss: Option<&'a str>,
    /// The URL that the response came in.
    pub url: Option<&'a str>,
}

/// The issuer of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// Nothing says who.
    Unknown,
    /// The provider of this index in [`catalog::providers`].
    Listed(usize),
    /// An issuer outside the catalogue.
    Other,
}

impl Issuer {
    /// The issuer by the format of the access token, else by the host of `iss` or the response's
    /// URL, else by the names of the members.
    pub(super) fn of(fields: &[Field], hints: IssuerHints<'_>) -> Self {
        let token = fields.iter().find(|field| field.name == "access_token");
        // Only the published looks of the token are compared, and nothing is kept.
        let known = token.and_then(|field| opaque_tokens::token(field.secret()?.expose()));
        if let Some(known) = known {
            return Self::from_provider(known.prefix.provider);
        }
        let iss = || {
            let field = fields.iter().find(|field| field.name == "iss")?;
            field.plain()?.as_str()
        };
        if let Some(host) = hints.iss.or_else(iss).or(hints.url).and_then(host) {
            return Self::from_host(host);
        }
        let has = |name: &&str| fields.iter().any(|field| field.source_name == **name);
        let own = |provider: &Provider| provider.members.iter().any(&has);
        catalog::providers().iter().position(own).map_or(Self::Unknown, Self::Listed)
    }

    /// Whether scopes of the provider with this index may describe the response. An issuer outside
    /// the catalogue may run software that has no hosts of its own; standards apply to everybody.
    pub(super) fn uses_scopes_of(self, index: usize) -> bool {
        let is_anywhere = || catalog::providers()[index].hosts.is_empty();
        match self {
            Self::Unknown => true,
            Self::Listed(own) => own == index || catalog::providers()[index].is_standard,
            Self::Other => is_anywhere(),
        }
    }

    fn from_provider(name: &str) -> Self {
        let same = |provider: &Provider| {
            let is_microsoft = name.starts_with("Microsoft");
            provider.name == name || is_microsoft && provider.name.starts_with("Microsoft")
        };
        catalog::providers().iter().position(same).map_or(Self::Other, Self::Listed)
    }

    fn from_host(host: &str) -> Self {
        let is_under = |own: &str| {
            host.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        };
        let is_its = |provider: &Provider| provider.hosts.iter().any(|own| is_under(own));
        catalog::providers().iter().position(is_its).map_or(Self::Other, Self::Listed)
    }
}

/// The host of a URL; none for this machine, since a client's own callback does not tell the
/// issuer.
fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty() && host != "localhost" && !host.starts_with("127.")).then_some(host)
}
