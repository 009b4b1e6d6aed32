//! Looks up the meanings of members, header parameters and claims in the catalogue.

use crate::{catalog, kind::Kind};

/// The meaning of a name, with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// In a sentence, without its full stop.
    pub words: &'static str,
    /// The RFC and section, or another source.
    pub source: &'static str,
    /// The provider that defines the member; none for a standard.
    pub provider: Option<&'static str>,
    /// Whether the value is a point in time.
    pub time: bool,
}

impl From<catalog::MemberEntry> for Meaning {
    fn from(member: catalog::MemberEntry) -> Self {
        let catalog::MemberEntry { meaning: words, source, provider, .. } = member;
        Self { words, source, provider, time: false }
    }
}

/// A member of an artifact. What RFC 7662 and others take over from JWTs means the same there.
pub fn member(kind: Kind, name: &str) -> Option<Meaning> {
    let time = catalog::claim(name).is_some_and(|claim| claim.time);
    let own = kind.member(name).map(|member| Meaning { time, ..Meaning::from(member) });
    own.or_else(|| match kind {
        Kind::TokenResponse | Kind::IntrospectionResponse | Kind::UserinfoResponse => claim(name),
        Kind::JwkSet => catalog::jwk_member(name).map(Meaning::from),
        _ => None,
    })
}

/// A parameter of a JOSE header.
pub fn header(name: &str) -> Option<Meaning> {
    catalog::header_parameter(name).map(Meaning::from)
}

/// A claim of a token.
pub fn claim(name: &str) -> Option<Meaning> {
    let catalog::Claim { meaning: words, source, provider, time, .. } = catalog::claim(name)?;
    Some(Meaning { words, source, provider, time })
}
