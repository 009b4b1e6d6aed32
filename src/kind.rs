//! The kinds of artifacts, and how an object is classified as one of them.

pub mod envelope;
mod member_evidence;
pub mod mention;
pub mod serialization;
mod table;

use strum::VariantArray;

use self::{
    envelope::{PathStep, ValuePath},
    member_evidence::MemberEvidence,
    table::{Certainty, KINDS, KindRow},
};
use crate::{
    catalog,
    value::{Member, Value},
};

/// What an artifact is (`kind` in the report). Everything that is known of a kind is in its row,
/// see `table`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Kind {
    /// A successful token response of any provider or tool (RFC 6749 §5.1).
    TokenResponse,
    /// The state of a token as its server reports it (RFC 7662 §2.2).
    IntrospectionResponse,
    /// Device code and user code (RFC 8628 §3.2).
    DeviceAuthorization,
    /// An error (RFC 6749 §5.2 and §4.1.2.1, RFC 6750 §3, RFC 8628 §3.5).
    ErrorResponse,
    /// A sign-in that another device has to confirm (CIBA §7.3).
    BackchannelAuthentication,
    /// The handle of an authorization request that was pushed (RFC 9126 §2.2).
    PushedAuthorizationResponse,
    /// A client as its server registered it (RFC 7591 §3.2.1).
    ClientRegistration,
    /// A callback with a `code` (RFC 6749 §4.1.2), in a JWT as well (JARM §2).
    AuthorizationResponse,
    /// Claims about a user (OpenID Connect Core §5.3.2).
    UserinfoResponse,
    /// A JWK set (RFC 7517 §5).
    JwkSet,
    /// Metadata of an authorization server (RFC 8414, OpenID Connect Discovery).
    ServerMetadata,
    /// Metadata of an API (RFC 9728 §2).
    ProtectedResourceMetadata,
    /// A `WWW-Authenticate` without an error (RFC 6750 §3).
    Challenge,
    /// User and password, as `Authorization: Basic` carries them (RFC 7617).
    BasicCredentials,
    /// A signed token on its own (RFC 7515), compact or in JSON.
    Jws,
    /// An encrypted token on its own (RFC 7516), compact or in JSON.
    Jwe,
    /// A signed token with claims disclosed beside it (RFC 9901), perhaps with a key binding.
    SdJwt,
    /// A bare string that is nothing else.
    OpaqueToken,
    /// None of these.
    Unrecognized,
}

impl Kind {
    fn row(self) -> &'static KindRow {
        &KINDS[self as usize]
    }

    /// What the artifact is, in words.
    pub fn words(self) -> &'static str {
        self.row().words
    }

    /// The name in the report.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The members that a person looks for first, each with a label that says what it is for.
    pub fn key_facts(self) -> &'static [(&'static str, &'static str)] {
        self.row().key_facts
    }

    /// A member of this kind by its canonical name.
    pub fn member(self, name: &str) -> Option<catalog::MemberEntry> {
        catalog::member(self.name(), name)
    }

    /// Whether the artifact is a JWT on its own, of any form.
    pub fn is_jwt(self) -> bool {
        matches!(self, Self::Jws | Self::Jwe | Self::SdJwt)
    }

    /// The heading of the artifact's card on the screen.
    pub fn heading(self) -> &'static str {
        self.row().heading
    }

    /// What the artifact is good for, in a sentence with its source.
    pub fn meaning(self) -> &'static str {
        self.row().meaning
    }

    /// Whether its `scope` says what a token allows. That of a challenge or an error is what was
    /// missing, and that of a client what it may ask for.
    pub fn grants_scopes(self) -> bool {
        matches!(
            self,
            Self::TokenResponse
                | Self::IntrospectionResponse
                | Self::AuthorizationResponse
                | Self::Jws
                | Self::SdJwt
        )
    }
}

/// The kind of an object, by its members. An envelope is classified by what is inside it: the
/// shallowest object with a token, else the first member that is a response of another kind.
///
/// A list has the kind of its first item that can be classified; anything else is `unrecognized`.
pub fn classify(value: &Value) -> Kind {
    if matches!(value, Value::Object(members) if members.is_empty()) {
        // All six members are optional: RFC 6749 §5.1 as the SDK models it.
        return Kind::TokenResponse;
    }
    let own = MemberEvidence::of(value).kind();
    if let Some((Certainty::Certain, kind)) = own {
        return kind;
    }
    if let Some(kind) = serialization::kind(value) {
        return kind;
    }
    if envelope::find_token_object(value).is_some() {
        return Kind::TokenResponse;
    }
    let inside = || value.members().iter().map(|member| MemberEvidence::inside(&member.value));
    own.map(|(_, kind)| kind)
        .or_else(|| inside().find_map(|evidence| evidence.certain()))
        .or_else(|| inside().any(|evidence| evidence.model >= 2).then_some(Kind::TokenResponse))
        .or_else(|| {
            value.items().iter().find_map(|item| MemberEvidence::inside(item).kind()).map(|it| it.1)
        })
        .unwrap_or(Kind::Unrecognized)
}

/// The kind that an object's own members point to, whatever nests in it, and whether they leave no
/// doubt. None of an object without members.
pub fn of_own_members(value: &Value) -> Option<(Kind, bool)> {
    if let Some((certainty, kind)) = MemberEvidence::of(value).kind() {
        return Some((kind, certainty == Certainty::Certain));
    }
    serialization::kind(value).map(|kind| (kind, true))
}

/// The path to the members of an object of this kind: the object itself, or the member that wraps
/// them.
pub fn path_to_members(value: &Value, kind: Kind) -> ValuePath {
    if MemberEvidence::of(value).kind().is_some() {
        return ValuePath::new();
    }
    let inside = |member: &Member| MemberEvidence::inside(&member.value).certain() == Some(kind);
    value.members().iter().position(inside).map(|at| vec![PathStep::Member(at)]).unwrap_or_default()
}

impl MemberEvidence {
    /// The most certain kind that the members point to.
    fn kind(&self) -> Option<(Certainty, Kind)> {
        let matches = KINDS.iter().filter_map(|row| Some(((row.certainty)(self)?, row.kind)));
        // The first of the best.
        matches.min_by_key(|(evidence, _)| *evidence)
    }

    /// The kind, where the members leave no doubt.
    fn certain(&self) -> Option<Kind> {
        self.kind().filter(|(evidence, _)| *evidence == Certainty::Certain).map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_of_the_catalogue_stands_on_something_that_exists() {
        for on in catalog::places_of_members() {
            let is_known = Kind::VARIANTS.iter().any(|kind| kind.name() == on);
            assert!(is_known || ["jwk", "header"].contains(&on), "{on}");
        }
    }
}
