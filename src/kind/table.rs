//! The table of kinds, one row each: the name in the report, the heading and meaning, and the
//! members by which an object of the kind is recognized.

use super::{Kind, member_evidence::MemberEvidence};

/// How certain a classification by members is, the most certain first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Certainty {
    /// No other kind has such members.
    Certain,
    /// The kind applies unless there is a token deeper in the object.
    Likely,
    /// Nothing speaks against the kind.
    Possible,
}

use Certainty::{Certain, Likely, Possible};

/// Everything that is known of a kind.
pub(super) struct KindRow {
    pub kind: Kind,
    /// The name in the report.
    pub name: &'static str,
    pub words: &'static str,
    /// The heading of the card on the screen.
    pub heading: &'static str,
    /// What the artifact is good for, with the source, in a sentence.
    pub meaning: &'static str,
    /// The members that a person looks for first, each with a label that says what it is for. None
    /// for tokens, whose life counts, and for kinds whose card shows them whole.
    pub key_facts: &'static [(&'static str, &'static str)],
    /// Whether an object with these members is one. Of equal evidence the first row counts.
    pub certainty: fn(&MemberEvidence) -> Option<Certainty>,
}

/// For kinds that are recognized in other ways than by members.
fn not_by_members(_: &MemberEvidence) -> Option<Certainty> {
    None
}

/// Every kind, in the order of [`Kind`].
pub(super) static KINDS: [KindRow; 19] = [
    KindRow {
        kind: Kind::TokenResponse,
        name: "token_response",
        words: "token response",
        heading: "Access token",
        meaning: "A token to call an API with (RFC 6749 §5.1).",
        key_facts: &[],
        certainty: |evidence| {
            evidence
                .access_token
                .then_some(Certain)
                .or_else(|| evidence.may_lack_token().then_some(Possible))
        },
    },
    KindRow {
        kind: Kind::IntrospectionResponse,
        name: "introspection_response",
        words: "introspection response",
        heading: "Token state",
        meaning: "The state of a token as its server tells it (RFC 7662 §2.2).",
        key_facts: &[],
        certainty: |evidence| {
            // Users, products and what not are active, too, and lists of tokens without the tokens.
            let is_record =
                evidence.record && !(evidence.exp || evidence.client_id || evidence.sub);
            (evidence.active && !is_record).then_some(Certain)
        },
    },
    KindRow {
        kind: Kind::DeviceAuthorization,
        name: "device_authorization",
        words: "device authorization",
        heading: "Device authorization",
        meaning: "A code to type in on another device (RFC 8628 §3.2).",
        key_facts: &[],
        certainty: |evidence| {
            let certain = evidence.device_code && evidence.user_code;
            certain.then_some(Certain).or_else(|| evidence.device_code.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::ErrorResponse,
        name: "error_response",
        words: "error response",
        heading: "Error",
        meaning: "A refusal (RFC 6749 §5.2).",
        key_facts: &[],
        certainty: |evidence| {
            let likely = evidence.failed || evidence.message && evidence.status_code;
            evidence.error.then_some(Certain).or_else(|| likely.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::BackchannelAuthentication,
        name: "backchannel_authentication",
        words: "backchannel authentication",
        heading: "Backchannel authentication",
        meaning: "The user is asked elsewhere; the client polls with this id (CIBA §7.3).",
        key_facts: &[("interval", "ask")],
        certainty: |evidence| evidence.auth_req_id.then_some(Certain),
    },
    KindRow {
        kind: Kind::PushedAuthorizationResponse,
        name: "pushed_authorization_response",
        words: "pushed authorization response",
        heading: "Pushed authorization request",
        meaning: "The browser takes this request_uri to the server once (RFC 9126 §2.2).",
        key_facts: &[],
        certainty: |evidence| {
            let is_answer = evidence.request_uri && !evidence.client_id;
            let kind = if evidence.lifetime { Certain } else { Likely };
            is_answer.then_some(kind)
        },
    },
    KindRow {
        kind: Kind::ClientRegistration,
        name: "client_registration",
        words: "client registration",
        heading: "Client registration",
        meaning: "A client as its server registered it, and no token (RFC 7591 §3.2.1).",
        key_facts: &[
            ("client_id", "client"),
            ("client_name", "called"),
            ("token_endpoint_auth_method", "proves itself by"),
            ("grant_types", "grants"),
            ("redirect_uris", "redirects to"),
            ("scope", "may ask for"),
            ("registration_client_uri", "managed at"),
        ],
        certainty: |evidence| {
            let is_client = evidence.client_id && !evidence.token && !evidence.request;
            let known = evidence.registration || evidence.client_metadata;
            (is_client && known).then_some(Certain).or_else(|| {
                // What a client is told that registers by hand, and tools keep of it.
                (is_client && evidence.client_secret && !evidence.code).then_some(Likely)
            })
        },
    },
    KindRow {
        kind: Kind::AuthorizationResponse,
        name: "authorization_response",
        words: "authorization response",
        heading: "Authorization code",
        meaning: "A code to be exchanged for a token, once (RFC 6749 §4.1.2).",
        key_facts: &[],
        certainty: |evidence| {
            (evidence.code && !evidence.message && !evidence.record).then_some(Likely)
        },
    },
    KindRow {
        kind: Kind::UserinfoResponse,
        name: "userinfo_response",
        words: "UserInfo response",
        heading: "User",
        meaning: "Claims about the user of an access token (OpenID Connect Core §5.3.2).",
        key_facts: &[
            ("sub", "subject"),
            ("name", "name"),
            ("preferred_username", "known as"),
            ("email", "email"),
            ("email_verified", "email verified"),
            ("phone_number", "phone"),
        ],
        certainty: |evidence| {
            let is_user = evidence.sub && !evidence.of_token && (evidence.person || !evidence.exp);
            is_user.then_some(Likely)
        },
    },
    KindRow {
        kind: Kind::JwkSet,
        name: "jwk_set",
        words: "JWK set",
        heading: "Keys",
        meaning: "Keys to verify signatures with (RFC 7517 §5).",
        key_facts: &[],
        certainty: |evidence| {
            (evidence.keys || evidence.no_keys && evidence.members == 1).then_some(Certain)
        },
    },
    KindRow {
        kind: Kind::ServerMetadata,
        name: "server_metadata",
        words: "server metadata",
        heading: "Authorization server",
        meaning: "What an authorization server offers, and where (RFC 8414).",
        key_facts: &[],
        certainty: |evidence| {
            let certain = evidence.issuer && evidence.endpoints > 0;
            let likely = evidence.endpoints > 1 && !evidence.client_id;
            certain.then_some(Certain).or_else(|| likely.then_some(Likely))
        },
    },
    KindRow {
        kind: Kind::ProtectedResourceMetadata,
        name: "protected_resource_metadata",
        words: "protected resource metadata",
        heading: "Protected resource",
        meaning: "What an API asks for, and whose tokens it takes (RFC 9728 §2).",
        key_facts: &[
            ("resource", "API"),
            ("authorization_servers", "takes tokens of"),
            ("scopes_supported", "offers scopes"),
            ("bearer_methods_supported", "token goes into"),
            ("dpop_bound_access_tokens_required", "DPoP required"),
            ("tls_client_certificate_bound_access_tokens", "certificate required"),
        ],
        certainty: |evidence| {
            (evidence.resource && (evidence.of_resource || evidence.members == 1))
                .then_some(Certain)
        },
    },
    KindRow {
        kind: Kind::Challenge,
        name: "challenge",
        words: "challenge",
        heading: "Challenge",
        meaning: "The server wants credentials, and names no error (RFC 6750 §3).",
        key_facts: &[
            ("scope", "demands scopes"),
            ("max_age", "wants a sign-in"),
            ("acr_values", "wants a sign-in by"),
            ("resource_metadata", "says more at"),
            ("as_uri", "sends to"),
            ("authorization_uri", "sends to"),
            ("algs", "proof signed with"),
            ("realm", "realm"),
        ],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::BasicCredentials,
        name: "basic_credentials",
        words: "user and password",
        heading: "Basic credentials",
        meaning: "User and password, which whoever sees this can read (RFC 7617).",
        key_facts: &[("username", "user")],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::Jws,
        name: "jws",
        words: "signed token (JWS)",
        heading: "Token",
        meaning: "A signed token (RFC 7515).",
        key_facts: &[],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::Jwe,
        name: "jwe",
        words: "encrypted token (JWE)",
        heading: "Token",
        meaning: "An encrypted token (RFC 7516).",
        key_facts: &[],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::SdJwt,
        name: "sd_jwt",
        words: "selectively disclosed token (SD-JWT)",
        heading: "Token",
        meaning: "A signed token whose holder shows some of its claims, and not others (RFC 9901).",
        key_facts: &[],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::OpaqueToken,
        name: "opaque_token",
        words: "opaque token",
        heading: "Token",
        meaning: "A token that only its server can read.",
        key_facts: &[],
        certainty: not_by_members,
    },
    KindRow {
        kind: Kind::Unrecognized,
        name: "unrecognized",
        words: "not recognized",
        heading: "Not recognized",
        meaning: "Nothing that is known here.",
        key_facts: &[],
        certainty: not_by_members,
    },
];

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
