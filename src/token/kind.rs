//! What an artifact is.

mod jarm;
mod signs;

use self::signs::Signs;
use super::{
    envelope::{self, Path, Step},
    serialization,
};
use crate::value::{Member, Value};

/// What an artifact is (`kind` in the report). Everything that is known of a kind stands in one
/// row of a table, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A successful token response of any provider or tool (RFC 6749 §5.1).
    TokenResponse,
    /// The state of a token as its server tells it (RFC 7662 §2.2).
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

/// How surely the members of an object tell what it is, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// Nothing else has such members.
    Certain,
    /// So it is, unless a token stands deeper in the object.
    Likely,
    /// Nothing speaks against it.
    Possible,
}

use Evidence::{Certain, Likely, Possible};

/// What is known of a kind.
struct KindRow {
    kind: Kind,
    /// The name in the report.
    name: &'static str,
    /// What it is, in words.
    words: &'static str,
    /// What heads its card.
    heading: &'static str,
    /// What it is good for, and where that is written, in a sentence.
    meaning: &'static str,
    /// Whether an object with these members is one. Of equal evidence the first row counts.
    tells: fn(&Signs) -> Option<Evidence>,
}

/// No object is of a kind that its members do not tell.
fn by_form_alone(_: &Signs) -> Option<Evidence> {
    None
}

/// Every kind, in the order of [`Kind`].
static KINDS: [KindRow; 19] = [
    KindRow {
        kind: Kind::TokenResponse,
        name: "token_response",
        words: "token response",
        heading: "Access token",
        meaning: "A token to call an API with (RFC 6749 §5.1).",
        tells: |signs| {
            signs
                .access_token
                .then_some(Certain)
                .or_else(|| signs.may_lack_token().then_some(Possible))
        },
    },
    KindRow {
        kind: Kind::IntrospectionResponse,
        name: "introspection_response",
        words: "introspection response",
        heading: "Token state",
        meaning: "The state of a token as its server tells it (RFC 7662 §2.2).",
        tells: |signs| {
            // Users, products and what not are active, too.
            (signs.active && (signs.claims > 0 || !signs.record)).then_some(Certain)
        },
    },
    KindRow {
        kind: Kind::DeviceAuthorization,
        name: "device_authorization",
        words: "device authorization",
        heading: "Device authorization",
        meaning: "A code to type in on another device (RFC 8628 §3.2).",
        tells: |signs| {
            let certain = signs.device_code && signs.user_code;
            certain.then_some(Certain).or_else(|| signs.device_code.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::ErrorResponse,
        name: "error_response",
        words: "error response",
        heading: "Error",
        meaning: "A refusal (RFC 6749 §5.2).",
        tells: |signs| {
            let likely = signs.failed || signs.message && signs.status_code;
            signs.error.then_some(Certain).or_else(|| likely.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::BackchannelAuthentication,
        name: "backchannel_authentication",
        words: "backchannel authentication",
        heading: "Backchannel authentication",
        meaning: "The user is asked elsewhere; the client polls with this id (CIBA §7.3).",
        tells: |signs| signs.auth_req_id.then_some(Certain),
    },
    KindRow {
        kind: Kind::PushedAuthorizationResponse,
        name: "pushed_authorization_response",
        words: "pushed authorization response",
        heading: "Pushed authorization request",
        meaning: "The browser takes this request_uri to the server once (RFC 9126 §2.2).",
        tells: |signs| {
            let is_answer = signs.request_uri && !signs.client_id;
            let kind = if signs.lifetime { Certain } else { Likely };
            is_answer.then_some(kind)
        },
    },
    KindRow {
        kind: Kind::ClientRegistration,
        name: "client_registration",
        words: "client registration",
        heading: "Client registration",
        meaning: "A client as its server registered it, and no token (RFC 7591 §3.2.1).",
        tells: |signs| {
            let is_client = signs.client_id && !signs.token && !signs.request;
            let known = signs.registration || signs.client_metadata;
            (is_client && known).then_some(Certain).or_else(|| {
                // What a client is told that registers by hand, and tools keep of it.
                (is_client && signs.client_secret && !signs.code).then_some(Likely)
            })
        },
    },
    KindRow {
        kind: Kind::AuthorizationResponse,
        name: "authorization_response",
        words: "authorization response",
        heading: "Authorization code",
        meaning: "A code to be exchanged for a token, once (RFC 6749 §4.1.2).",
        tells: |signs| (signs.code && !signs.message && !signs.record).then_some(Likely),
    },
    KindRow {
        kind: Kind::UserinfoResponse,
        name: "userinfo_response",
        words: "UserInfo response",
        heading: "User",
        meaning: "Claims about the user of an access token (OpenID Connect Core §5.3.2).",
        tells: |signs| {
            let is_user = signs.sub && !signs.of_token && (signs.person || !signs.exp);
            is_user.then_some(Likely)
        },
    },
    KindRow {
        kind: Kind::JwkSet,
        name: "jwk_set",
        words: "JWK set",
        heading: "Keys",
        meaning: "Keys to verify signatures with (RFC 7517 §5).",
        tells: |signs| (signs.keys || signs.no_keys && signs.members == 1).then_some(Certain),
    },
    KindRow {
        kind: Kind::ServerMetadata,
        name: "server_metadata",
        words: "server metadata",
        heading: "Authorization server",
        meaning: "What an authorization server offers, and where (RFC 8414).",
        tells: |signs| {
            let certain = signs.issuer && signs.endpoints > 0;
            let likely = signs.endpoints > 1 && !signs.client_id;
            certain.then_some(Certain).or_else(|| likely.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::ProtectedResourceMetadata,
        name: "protected_resource_metadata",
        words: "protected resource metadata",
        heading: "Protected resource",
        meaning: "What an API asks for, and whose tokens it takes (RFC 9728 §2).",
        tells: |signs| {
            (signs.resource && (signs.of_resource || signs.members == 1)).then_some(Certain)
        },
    },
    KindRow {
        kind: Kind::Challenge,
        name: "challenge",
        words: "challenge",
        heading: "Challenge",
        meaning: "The server wants credentials and finds no fault with any (RFC 6750 §3).",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::BasicCredentials,
        name: "basic_credentials",
        words: "user and password",
        heading: "Basic credentials",
        meaning: "User and password, which whoever sees this can read (RFC 7617).",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::Jws,
        name: "jws",
        words: "signed token (JWS)",
        heading: "Token",
        meaning: "A signed token (RFC 7515).",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::Jwe,
        name: "jwe",
        words: "encrypted token (JWE)",
        heading: "Token",
        meaning: "An encrypted token (RFC 7516).",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::SdJwt,
        name: "sd_jwt",
        words: "selectively disclosed token (SD-JWT)",
        heading: "Token",
        meaning: "A signed token whose holder shows some of its claims, and not others (RFC 9901).",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::OpaqueToken,
        name: "opaque_token",
        words: "opaque token",
        heading: "Token",
        meaning: "A token that only its server can read.",
        tells: by_form_alone,
    },
    KindRow {
        kind: Kind::Unrecognized,
        name: "unrecognized",
        words: "not recognized",
        heading: "Not recognized",
        meaning: "Nothing that is known here.",
        tells: by_form_alone,
    },
];

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        KINDS.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static KindRow {
        &KINDS[self as usize]
    }

    /// What it is, in words.
    pub fn words(self) -> &'static str {
        self.row().words
    }

    /// The name in the report.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// Whether it is a JWT on its own, of any form.
    pub fn is_jwt(self) -> bool {
        matches!(self, Self::Jws | Self::Jwe | Self::SdJwt)
    }

    /// What heads its card on the screen.
    pub fn heading(self) -> &'static str {
        self.row().heading
    }

    /// What it is good for, in a sentence with its source.
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

/// What an object is, by its members. Where it is an envelope, by what stands inside: the
/// shallowest object with a token, else the first member that is a response of another kind.
///
/// A list is what its first telling item is; anything else is `unrecognized`.
pub fn classify(value: &Value) -> Kind {
    if matches!(value, Value::Object(members) if members.is_empty()) {
        // All six members are optional: RFC 6749 §5.1 as the SDK models it.
        return Kind::TokenResponse;
    }
    let own = Signs::of(value).kind();
    if let Some((Certain, kind)) = own {
        return kind;
    }
    if let Some(kind) = serialization::kind(value) {
        return kind;
    }
    if envelope::home(value).is_some() {
        return Kind::TokenResponse;
    }
    let inside = || value.members().iter().map(|member| Signs::of(&member.value));
    own.map(|(_, kind)| kind)
        .or_else(|| inside().find_map(|signs| signs.certain()))
        .or_else(|| inside().any(|signs| signs.model >= 2).then_some(Kind::TokenResponse))
        .or_else(|| value.items().iter().find_map(|item| Signs::of(item).kind()).map(|it| it.1))
        .unwrap_or(Kind::Unrecognized)
}

/// Where in an object of this kind its members stand: in the object itself, or in the member that
/// wraps them.
pub(super) fn place(value: &Value, kind: Kind) -> Path {
    if Signs::of(value).kind().is_some() {
        return Path::new();
    }
    let inside = |member: &Member| Signs::of(&member.value).certain() == Some(kind);
    value.members().iter().position(inside).map(|at| vec![Step::Member(at)]).unwrap_or_default()
}

impl Signs {
    /// What the members tell, and how surely.
    fn kind(&self) -> Option<(Evidence, Kind)> {
        let told = KINDS.iter().filter_map(|row| Some(((row.tells)(self)?, row.kind)));
        // The first of the best.
        told.min_by_key(|(evidence, _)| *evidence)
    }

    /// What it is without doubt.
    fn certain(&self) -> Option<Kind> {
        self.kind().filter(|(evidence, _)| *evidence == Certain).map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        for (at, row) in KINDS.iter().enumerate() {
            assert_eq!(row.kind as usize, at, "{}", row.name);
        }
    }
}
