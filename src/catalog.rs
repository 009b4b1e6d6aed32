//! The catalogue: scopes, claims, members, errors, token prefixes and the tools that keep tokens,
//! as tables that the build script makes from `assets/`. Nothing is parsed at start-up, and extending a table needs no Rust.

pub mod errors;
pub mod member_names;
pub mod opaque_tokens;
pub mod tools;

#[expect(clippy::unreadable_literal, reason = "nobody reads the places of texts")]
mod tables {
    use super::{
        ClaimRow, Personal, Provider, Span,
        errors::ErrorRow,
        opaque_tokens::{Checksum, TokenRow},
        tools::{FileReading, KeptIn, ToolFileRow, ToolRow, ToolSignRow},
    };

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// A text of the large tables: its offset in [`tables::TEXTS`] and its length. Thousands of
/// pointers would have to be relocated whenever the program starts.
#[derive(Clone, Copy, Debug)]
struct Span(u32, u16);

impl Span {
    fn text(self) -> &'static str {
        let start = self.0 as usize;
        &tables::TEXTS[start..start + usize::from(self.1)]
    }

    /// The text, unless it is empty.
    fn some(self) -> Option<&'static str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }
}

/// A provider or standard whose scopes the catalogue lists (`assets/scopes/*.toml`).
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    pub name: &'static str,
    /// The public page that the list follows.
    pub source: &'static str,
    /// Hosts of the provider's issuers and endpoints; empty for software that anybody may run.
    pub hosts: &'static [&'static str],
    /// Members that only this provider's responses have.
    pub members: &'static [&'static str],
    /// Whether this is a standard: its scopes have one meaning whoever the issuer is.
    pub is_standard: bool,
}

/// A claim of a JWT (`assets/claims.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub name: &'static str,
    pub meaning: &'static str,
    /// Where that is written.
    pub source: &'static str,
    /// The provider that defined the claim; none for a registered claim.
    pub provider: Option<&'static str>,
    /// Whether the claim's value is a `NumericDate` (RFC 7519 §2).
    pub time: bool,
    /// What it says of a person; none where it is not about one.
    pub personal: Option<Personal>,
}

/// Name, meaning, source, provider, whether it is a time, and what it says of a person.
type ClaimRow = (Span, Span, Span, Span, bool, Option<Personal>);

/// What a claim says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// Who it is, so that every copy of the value says it, too.
    Identifies,
    /// Something that holds for many: a language, a time zone.
    Describes,
}

/// A member of a response, a key or a header (`assets/members.toml`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberEntry {
    /// What has this member: the report's name of a kind of artifact, `jwk`, or `header`.
    pub on: &'static str,
    pub name: &'static str,
    pub meaning: &'static str,
    /// Where that is written.
    pub source: &'static str,
    /// The provider that defined the member; none for a standard one.
    pub provider: Option<&'static str>,
}

/// Every provider, by the index that [`scope`] gives.
pub fn providers() -> &'static [Provider] {
    tables::PROVIDERS
}

/// What a scope of this name means to each provider that has it: the provider's index in
/// [`providers`], and the description.
pub fn scope(name: &str) -> impl ExactSizeIterator<Item = (usize, &'static str)> + Clone {
    let found = tables::SCOPES.binary_search_by(|(known, ..)| known.text().cmp(name));
    let (first, count) = found.map_or((0, 0), |found| {
        let (_, first, count) = tables::SCOPES[found];
        (usize::from(first), usize::from(count))
    });
    let meanings = &tables::SCOPE_MEANINGS[first..first + count];
    meanings.iter().map(|(provider, meaning)| (usize::from(*provider), meaning.text()))
}

/// A claim by its name: the registered one, else the first provider's.
pub fn claim(name: &str) -> Option<Claim> {
    let first = tables::CLAIMS.partition_point(|claim| claim.0.text() < name);
    let (found, meaning, source, provider, time, personal) = *tables::CLAIMS.get(first)?;
    (found.text() == name).then(|| Claim {
        name: found.text(),
        meaning: meaning.text(),
        source: source.text(),
        provider: provider.some(),
        time,
        personal,
    })
}

/// A member of a JWK (RFC 7517 §4).
pub fn jwk_member(name: &str) -> Option<MemberEntry> {
    member("jwk", name)
}

/// A parameter of a JOSE header (RFC 7515 §4, RFC 7516 §4).
pub fn header_parameter(name: &str) -> Option<MemberEntry> {
    member("header", name)
}

/// The entry of a member by what has it (see [`MemberEntry::on`]) and its canonical name: the
/// standard one, else the first provider's.
pub fn member(on: &str, name: &str) -> Option<MemberEntry> {
    let first =
        tables::MEMBERS.partition_point(|member| (member.0.text(), member.1.text()) < (on, name));
    let (place, found, meaning, source, provider) = *tables::MEMBERS.get(first)?;
    ((place.text(), found.text()) == (on, name)).then(|| MemberEntry {
        on: place.text(),
        name: found.text(),
        meaning: meaning.text(),
        source: source.text(),
        provider: provider.some(),
    })
}

/// [`MemberEntry::on`] of every member, with repetitions.
#[cfg(test)]
pub fn places_of_members() -> impl Iterator<Item = &'static str> {
    tables::MEMBERS.iter().map(|(on, ..)| on.text())
}

/// Well-known HMAC secrets, the best known first.
pub fn weak_secrets() -> impl ExactSizeIterator<Item = &'static str> {
    tables::WEAK_SECRETS.iter().map(|secret| secret.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_can_be_found() {
        for (name, _, count) in tables::SCOPES {
            assert_eq!(scope(name.text()).len(), usize::from(*count));
        }
        for (name, ..) in tables::CLAIMS {
            assert_eq!(claim(name.text()).map(|claim| claim.name), Some(name.text()));
        }
        for (on, name, ..) in tables::MEMBERS {
            let found = member(on.text(), name.text());
            assert_eq!(found.map(|found| found.name), Some(name.text()));
        }
        assert!(scope("no such scope").len() == 0 && claim("").is_none());
    }

    #[test]
    fn the_registered_meaning_comes_before_a_provider_s() {
        assert_eq!(claim("sub").and_then(|claim| claim.provider), None);
        assert!(claim("exp").is_some_and(|claim| claim.time));
        assert!(header_parameter("alg").is_some() && jwk_member("kty").is_some());
        assert!(member("token_response", "access_token").is_some());
    }
}
