//! The role of a JWT: by its `typ` (RFC 8725 §3.11), the field that holds it, and its claims.

use strum::VariantArray;

use super::Token;
use crate::value::Value;

/// What a JWT is for (`role` in the report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
pub enum Role {
    /// Presented to APIs (RFC 9068, and every older form).
    AccessToken,
    /// Says to a client who signed in (OpenID Connect Core §2).
    IdToken,
    /// Gets new tokens from its own server (RFC 6749 §6).
    RefreshToken,
    /// Says to a client that a session is over (OpenID Connect Back-Channel Logout §2.4).
    LogoutToken,
    /// Reports any other event (RFC 8417).
    SecurityEvent,
    /// Proves possession of a key for one request (RFC 9449 §4.2).
    DpopProof,
    /// Proves who a client is to an authorization server (RFC 7523 §2.2).
    ClientAssertion,
    /// The answer of an authorization endpoint (JARM §2.1).
    AuthorizationResponse,
    /// The answer of an introspection endpoint (RFC 9701 §5).
    Introspection,
    /// The answer of a `UserInfo` endpoint (OpenID Connect Core §5.3.2).
    Userinfo,
    /// An authorization request (RFC 9101 §4).
    RequestObject,
    /// Says which job, pod or service runs: CI systems, Kubernetes, SPIFFE.
    Workload,
    /// What an app signs to prove itself to a platform: GitHub, Apple, Google, Snowflake.
    App,
}

impl Role {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access_token",
            Self::IdToken => "id_token",
            Self::RefreshToken => "refresh_token",
            Self::LogoutToken => "logout_token",
            Self::SecurityEvent => "security_event",
            Self::DpopProof => "dpop_proof",
            Self::ClientAssertion => "client_assertion",
            Self::AuthorizationResponse => "authorization_response",
            Self::Introspection => "introspection",
            Self::Userinfo => "userinfo",
            Self::RequestObject => "request_object",
            Self::Workload => "workload",
            Self::App => "app",
        }
    }

    /// The role in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::AccessToken => "access token",
            Self::IdToken => "ID token",
            Self::RefreshToken => "refresh token",
            Self::LogoutToken => "logout token",
            Self::SecurityEvent => "security event",
            Self::DpopProof => "DPoP proof",
            Self::ClientAssertion => "client assertion",
            Self::AuthorizationResponse => "authorization response (JARM)",
            Self::Introspection => "introspection answer",
            Self::Userinfo => "UserInfo answer",
            Self::RequestObject => "request object",
            Self::Workload => "identity of a job, pod or service",
            Self::App => "proof of an app",
        }
    }

    /// The role of a decoded token. `source_name` is the written name of its field, `scheme` the
    /// authentication scheme before a bare token. None where nothing says.
    ///
    /// An exact name of the field beats claims; an alias (`value` for `access_token`) does not, nor
    /// does `Bearer`, which goes with any token.
    pub fn of(token: &Token, source_name: &str, scheme: Option<&str>) -> Option<Self> {
        let typ = token.header.get("typ").and_then(Value::as_str);
        if let Some(role) = typ.and_then(by_type) {
            return Some(role);
        }
        let written = by_name(last_name(source_name));
        if written.is_some() {
            return written;
        }
        let claims = token.claims.as_ref();
        claims
            .and_then(by_distinct_claims)
            .or_else(|| by_name(last_name(&token.field)))
            .or_else(|| scheme.and_then(by_scheme))
            // Another type is none of the general ones.
            .or_else(|| claims.filter(|_| typ.is_none_or(is_general)).and_then(by_usual_claims))
    }
}

/// The last name of a dotted path.
fn last_name(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// A media type as `typ` has it, with or without `application/` (RFC 7515 §4.1.9).
fn is_type(typ: &str, name: &str) -> bool {
    const PREFIX: &str = "application/";
    let prefixed = typ.get(..PREFIX.len()).is_some_and(|it| it.eq_ignore_ascii_case(PREFIX));
    typ[if prefixed { PREFIX.len() } else { 0 }..].eq_ignore_ascii_case(name)
}

fn is_general(typ: &str) -> bool {
    is_type(typ, "JWT") || is_type(typ, "JOSE") || is_type(typ, "JWS")
}

/// The types that are registered for one use, and those of WIMSE.
fn by_type(typ: &str) -> Option<Role> {
    const TYPES: [(&str, Role); 11] = [
        ("at+jwt", Role::AccessToken),
        ("id_token+jwt", Role::IdToken),
        ("rt+jwt", Role::RefreshToken),
        ("logout+jwt", Role::LogoutToken),
        ("secevent+jwt", Role::SecurityEvent),
        ("dpop+jwt", Role::DpopProof),
        ("client-authentication+jwt", Role::ClientAssertion),
        ("token-introspection+jwt", Role::Introspection),
        ("oauth-authz-req+jwt", Role::RequestObject),
        ("wit+jwt", Role::Workload),
        ("wpt+jwt", Role::Workload),
    ];
    // Nearly every token says `JWT` or nothing.
    if typ.len() < 6 {
        return None;
    }
    TYPES.iter().find(|(name, _)| is_type(typ, name)).map(|(_, role)| *role)
}

fn by_name(name: &str) -> Option<Role> {
    Some(match name {
        "access_token" | "accessToken" => Role::AccessToken,
        "id_token" | "idToken" | "id_token_hint" => Role::IdToken,
        "refresh_token" | "refreshToken" => Role::RefreshToken,
        "logout_token" => Role::LogoutToken,
        "client_assertion" => Role::ClientAssertion,
        "request" => Role::RequestObject,
        "response" => Role::AuthorizationResponse,
        "dpop" | "DPoP" => Role::DpopProof,
        _ => return None,
    })
}

fn by_scheme(scheme: &str) -> Option<Role> {
    let presents = |name: &str| scheme.eq_ignore_ascii_case(name);
    (presents("Bearer") || presents("DPoP")).then_some(Role::AccessToken)
}

/// Claims that only one kind of token has, whatever stands around it.
fn by_distinct_claims(claims: &Value) -> Option<Role> {
    const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";
    let has = |name: &str| claims.get(name).is_some();
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    if let Some(events) = claims.get("events").filter(|events| !events.members().is_empty()) {
        let role =
            if events.get(LOGOUT).is_some() { Role::LogoutToken } else { Role::SecurityEvent };
        return Some(role);
    }
    // Keycloak, Amazon Cognito and the libraries of Django and Flask say it in a claim.
    for name in ["typ", "token_use", "token_type", "type"] {
        match text(name) {
            "Bearer" | "DPoP" | "access" => return Some(Role::AccessToken),
            "ID" | "id" => return Some(Role::IdToken),
            "Refresh" | "Offline" | "refresh" => return Some(Role::RefreshToken),
            "Logout" => return Some(Role::LogoutToken),
            _ => {}
        }
    }
    if has("token_introspection") {
        Some(Role::Introspection)
    } else if has("htm") && has("htu") {
        Some(Role::DpopProof)
    } else if is_workload(claims) {
        Some(Role::Workload)
    } else if is_app(claims) {
        Some(Role::App)
    } else if has("iss") && has("aud") && (has("code") || has("error")) {
        Some(Role::AuthorizationResponse)
    } else if has("response_type") || has("redirect_uri") && has("client_id") {
        Some(Role::RequestObject)
    } else if has("aud") && has("exp") && !has("nonce") && !text("iss").is_empty() {
        // RFC 7523 §3: a client speaks of itself.
        (text("iss") == text("sub")).then_some(Role::ClientAssertion)
    } else {
        None
    }
}

/// Tokens that say which job, pod or service runs, by the issuer, the form of the subject or a
/// claim of the system that made them.
fn is_workload(claims: &Value) -> bool {
    const ISSUERS: [&str; 12] = [
        "https://token.actions.githubusercontent.com",
        "https://oidc.circleci.com/org/",
        "https://agent.buildkite.com",
        "https://api.bitbucket.org/2.0/workspaces/",
        "https://vstoken.dev.azure.com/",
        "https://app.terraform.io",
        "https://oidc.fly.io/",
        "https://oidc.vercel.com",
        "https://oidc.codefresh.io",
        "https://oidc.cirrus-ci.com",
        "https://token.builds.bitrise.io",
        "kubernetes/serviceaccount",
    ];
    const SUBJECTS: [&str; 3] = ["system:serviceaccount:", "spiffe://", "project_path:"];
    const CLAIMS: [&str; 9] = [
        "kubernetes.io",
        "kubernetes.io/serviceaccount/service-account.name",
        "job_workflow_ref",
        "ci_config_ref_uri",
        "project_path",
        "pipeline_slug",
        "terraform_run_id",
        "nomad_job_id",
        "oidc.circleci.com/project-id",
    ];
    let starts = |name: &str, known: &[&str]| {
        let text = claims.get(name).and_then(Value::as_str).unwrap_or_default();
        known.iter().any(|start| text.starts_with(start))
    };
    starts("iss", &ISSUERS)
        || starts("sub", &SUBJECTS)
        || CLAIMS.iter().any(|name| claims.get(name).is_some())
}

/// Tokens that apps sign for Apple, GitHub, Google and Snowflake, by what each prescribes.
fn is_app(claims: &Value) -> bool {
    let has = |name: &str| claims.get(name).is_some();
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
    let (iss, aud) = (text("iss"), text("aud"));
    if matches!(aud, "appstoreconnect-v1" | "https://appleid.apple.com") {
        return true;
    }
    if iss.ends_with(".gserviceaccount.com") {
        return aud.ends_with("/token") || has("uid") || text("sub") == iss;
    }
    if iss.contains(".SHA256:") && iss.starts_with(text("sub")) {
        return true;
    }
    // GitHub, APNs, MusicKit: the issuer and times, and nothing of a user or a recipient.
    let others = |name: &str| !matches!(name, "iss" | "iat" | "exp" | "origin");
    let is_bare = !claims.members().iter().any(|member| others(&member.name));
    // An app's number or client identifier at GitHub, or a team at Apple.
    let is_app = iss.len() <= 20 && iss.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    let is_number = claims.get("iss").and_then(Value::as_number).is_some();
    is_bare && has("iat") && (is_number || !iss.is_empty() && is_app)
}

/// Claims that most tokens of a kind have.
fn by_usual_claims(claims: &Value) -> Option<Role> {
    let any = |names: &[&str]| names.iter().any(|name| claims.get(name).is_some());
    let all = |names: &[&str]| names.iter().all(|name| claims.get(name).is_some());
    if any(&["scope", "scp", "cnf"]) {
        Some(Role::AccessToken)
    } else if any(&["nonce", "at_hash", "c_hash", "s_hash"]) {
        Some(Role::IdToken)
    } else if any(&["client_id", "cid", "appid", "permissions"]) {
        Some(Role::AccessToken)
    } else if any(&["auth_time"]) {
        Some(Role::IdToken)
    } else if all(&["iss", "aud", "sub"]) && !any(&["exp", "jti"]) {
        // OpenID Connect Core §5.3.2: a signed answer has issuer and audience, and no end.
        let personal = ["name", "given_name", "preferred_username", "email", "updated_at"];
        any(&personal).then_some(Role::Userinfo)
    } else {
        None
    }
}
