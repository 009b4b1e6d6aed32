//! The table of rules: code, severities, condition and source of each.

mod access_token;
mod authentication;
mod binding;
mod clocks;
mod duplicate_members;
mod error_code;
mod expiry;
mod id_token;
mod issuer_and_audience;
mod jwk_set;
mod jwt_header;
mod jwt_times;
mod lifetime;
mod other_endpoints;
mod refresh;
mod response;
mod scope;
mod secret_exposure;
mod signature;
mod token_hashes;
mod transport;
mod userinfo;

use super::{
    Severity::{self, Error, Info, Warning},
    diagnostics::Diagnostics,
    jwt::Jwt,
    rule_context::RuleContext,
};

/// One rule of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The code in the report, stable across versions.
    pub code: &'static str,
    /// The severities its findings can have, the usual one first.
    pub severities: &'static [Severity],
    /// When the rule fires, in half a line.
    pub condition: &'static str,
    /// The source of the rule: an RFC and section.
    pub source: &'static str,
    /// What the rule is silent without.
    pub needs: Needs,
    /// Whether a client must refuse an answer with an error of this rule.
    pub refuses: bool,
    check: Check,
}

/// What a rule needs beside the artifact itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// HTTP headers, or the request that the response answers.
    Exchange,
    /// The file that the artifact was read from.
    File,
    /// The previous response, before a refresh.
    Previous,
}

#[derive(Clone, Copy, Debug)]
enum Check {
    Artifact(fn(&RuleContext<'_>, &mut Diagnostics)),
    Token(fn(&RuleContext<'_>, &Jwt<'_>, &mut Diagnostics)),
}

/// The rule of this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    CATALOGUE.iter().find(|rule| rule.code == code)
}

/// Runs every rule.
pub(super) fn run(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    for rule in CATALOGUE {
        if let Check::Artifact(check) = rule.check {
            diagnostics.begin(rule.code, rule.severities, rule.source);
            check(context, diagnostics);
        }
    }
    for token in context.input.tokens {
        // The two that most rules are about have been read already.
        let known = [&context.access, &context.id].into_iter().flatten();
        let known = known.into_iter().find(|jwt| std::ptr::eq(jwt.token, token));
        let read;
        let jwt = if let Some(jwt) = known {
            jwt
        } else {
            read = Jwt::read(token, context.input);
            &read
        };
        for rule in CATALOGUE {
            if let Check::Token(check) = rule.check {
                diagnostics.begin(rule.code, rule.severities, rule.source);
                check(context, jwt, diagnostics);
            }
        }
    }
}

const fn artifact_rule(
    code: &'static str,
    severities: &'static [Severity],
    condition: &'static str,
    source: &'static str,
    check: fn(&RuleContext<'_>, &mut Diagnostics),
) -> Rule {
    Rule {
        code,
        severities,
        condition,
        source,
        needs: Needs::Nothing,
        refuses: false,
        check: Check::Artifact(check),
    }
}

const fn token_rule(
    code: &'static str,
    severities: &'static [Severity],
    condition: &'static str,
    source: &'static str,
    check: fn(&RuleContext<'_>, &Jwt<'_>, &mut Diagnostics),
) -> Rule {
    Rule {
        check: Check::Token(check),
        ..artifact_rule(code, severities, condition, source, |_, _| {})
    }
}

impl Rule {
    const fn needs_exchange(mut self) -> Self {
        self.needs = Needs::Exchange;
        self
    }

    const fn needs_file(mut self) -> Self {
        self.needs = Needs::File;
        self
    }

    const fn needs_previous(mut self) -> Self {
        self.needs = Needs::Previous;
        self
    }

    /// A client must refuse the answer.
    const fn must_refuse(mut self) -> Self {
        self.refuses = true;
        self
    }
}

/// Every rule; findings of one severity come in this order.
#[rustfmt::skip]
pub static CATALOGUE: &[Rule] = &[
    artifact_rule("access-token-missing", &[Error], "a token response without access_token", "RFC 6749 §5.1", response::access_token_missing).must_refuse(),
    artifact_rule("token-type-missing", &[Error], "token_type is absent", "RFC 6749 §5.1", response::token_type_missing).must_refuse(),
    artifact_rule("token-type-unknown", &[Warning], "token_type is not Bearer, DPoP, N_A, mac or pop", "RFC 6749 §7.1", response::token_type_unknown),
    artifact_rule("token-unsendable", &[Error, Warning], "the access token has characters that no Authorization header may have", "RFC 6750 §2.1", response::token_unsendable),
    artifact_rule("expires-in-missing", &[Info], "expires_in is absent, and nothing else says when the token ends", "RFC 6749 §5.1", expiry::expires_in_missing),
    artifact_rule("expires-in-string", &[Warning], "expires_in is a JSON string", "RFC 6749 §5.1", lifetime::expires_in_string),
    artifact_rule("expires-in-implausible", &[Warning], "a lifetime that is zero, negative, an epoch, milliseconds, or not a time at all", "RFC 6749 §5.1", lifetime::expires_in_implausible),
    artifact_rule("expires-in-vs-exp", &[Warning], "expires_in differs from exp − iat by more than 5 s", "RFC 6749 §5.1", expiry::expires_in_vs_exp),
    artifact_rule("expiry-assumed-fresh", &[Warning], "expires_in is counted from an assumed time of receipt", "RFC 6749 §5.1", expiry::expiry_assumed_fresh),
    artifact_rule("expiry-candidates-disagree", &[Warning], "two ends of life differ by more than 5 s", "RFC 6749 §5.1", expiry::expiry_candidates_disagree),
    artifact_rule("refresh-expiry-zero", &[Warning], "the refresh token's lifetime is 0", "provider practice", lifetime::refresh_expiry_zero),
    artifact_rule("scope-not-string", &[Warning], "scope is a list", "RFC 6749 §3.3", scope::scope_not_string),
    artifact_rule("scope-delimiter", &[Warning], "scopes are separated by commas or plus signs", "RFC 6749 §3.3", scope::scope_delimiter),
    artifact_rule("scope-illegal-char", &[Warning], "a character that no scope may have", "RFC 6749 §3.3", scope::scope_illegal_char),
    artifact_rule("scope-narrowed", &[Warning], "less is granted than was asked for", "RFC 6749 §3.3", scope::scope_narrowed).needs_exchange(),
    artifact_rule("scope-widened", &[Error], "more is granted than was asked for", "RFC 6749 §3.3", scope::scope_widened).needs_exchange(),
    artifact_rule("scope-claim-differs", &[Warning], "scope of the response is not scope or scp of the token", "RFC 9068 §2.2.3", scope::scope_claim_differs),
    artifact_rule("no-store-missing", &[Error], "Cache-Control lacks no-store", "RFC 6749 §5.1", transport::no_store_missing).needs_exchange(),
    artifact_rule("content-type-wrong", &[Warning], "Content-Type is not application/json", "RFC 6749 §5.1", transport::content_type_wrong).needs_exchange(),
    artifact_rule("challenge-missing", &[Warning], "401 without WWW-Authenticate", "RFC 9110 §15.5.2", transport::challenge_missing).needs_exchange(),
    artifact_rule("header-repeated", &[Warning], "a header that may stand once stands twice", "RFC 9110 §5.3", transport::header_repeated).needs_exchange(),
    artifact_rule("error-in-200", &[Warning], "an error with a success status", "RFC 6749 §5.2", transport::error_in_200).needs_exchange(),
    artifact_rule("endpoint-plain-http", &[Error], "an endpoint without TLS on a host that is not loopback", "RFC 6749 §3.2", transport::endpoint_plain_http).needs_exchange(),
    artifact_rule("token-in-query", &[Error], "access_token in the query of a URL", "RFC 9700 §4.3.2", transport::token_in_query),
    artifact_rule("token-in-fragment", &[Warning], "access_token in the fragment of a URL: the implicit grant", "RFC 9700 §2.1.2", transport::token_in_fragment),
    artifact_rule("callback-iss-missing", &[Info], "a callback with code and without iss", "RFC 9207 §2", other_endpoints::callback_iss_missing),
    artifact_rule("password-grant", &[Warning], "grant_type is password", "RFC 9700 §2.4", transport::password_grant).needs_exchange(),
    artifact_rule("duplicate-member", &[Warning, Error], "a name is repeated in an object", "RFC 8259 §4", duplicate_members::duplicate_member).must_refuse(),
    artifact_rule("refresh-not-rotated", &[Warning, Info], "the refresh token is the one that was sent", "RFC 9700 §4.14.2", refresh::refresh_not_rotated).needs_previous(),
    artifact_rule("refresh-token-omitted", &[Info], "a refresh brought no new refresh token", "RFC 6749 §6", refresh::refresh_token_omitted).needs_previous(),
    artifact_rule("refresh-with-client-credentials", &[Warning], "client_credentials brought a refresh token", "RFC 6749 §4.4.3", refresh::refresh_with_client_credentials).needs_exchange(),
    artifact_rule("refresh-equals-access", &[Error], "refresh token and access token are the same string", "RFC 6749 §1.5", refresh::refresh_equals_access),
    artifact_rule("id-token-subject-changed", &[Error], "a refresh changed iss or sub of the ID token", "OIDC Core §12.2", refresh::id_token_subject_changed).needs_previous().must_refuse(),
    artifact_rule("dpop-unbound", &[Error], "token_type is DPoP, and the token names no key", "RFC 9449 §5, §6.1", binding::dpop_unbound),
    artifact_rule("bound-as-bearer", &[Error], "a token bound to a key is called Bearer", "RFC 9449 §5", binding::bound_as_bearer),
    token_rule("mtls-bound", &[Info], "the token is bound to a client certificate", "RFC 8705 §3.1", binding::mtls_bound),
    artifact_rule("sender-unconstrained", &[Info], "a Bearer token that is bound to nothing", "RFC 9700 §2.2.1", binding::sender_unconstrained),
    artifact_rule("issued-token-type-missing", &[Error], "a token exchange without issued_token_type", "RFC 8693 §2.2.1", response::issued_token_type_missing).needs_exchange().must_refuse(),
    token_rule("alg-none", &[Error], "the token is unsigned", "RFC 8725 §3.2", jwt_header::alg_none).must_refuse(),
    token_rule("signature-invalid", &[Error], "a fitting key denies the signature", "RFC 7515 §5.2", signature::signature_invalid).must_refuse(),
    token_rule("kid-missing", &[Warning], "no kid, and several keys could have signed the token", "OIDC Core §10.1", signature::kid_missing),
    token_rule("hmac-weak-secret", &[Error], "signed with a well-known secret, or one shorter than the hash", "RFC 8725 §3.5, RFC 7518 §3.2", signature::hmac_weak_secret),
    token_rule("alg-symmetric-access", &[Info], "an access token signed with a shared secret", "RFC 9068 §2.1", jwt_header::alg_symmetric_access),
    token_rule("rsa1-5", &[Warning], "encrypted with RSA1_5", "RFC 8725 §3.2", jwt_header::rsa1_5),
    token_rule("jwe-compressed", &[Warning], "compressed before it was encrypted", "RFC 8725 §3.6", jwt_header::jwe_compressed),
    token_rule("pbes2-count", &[Warning], "p2c is so large that trying costs seconds, or under 1,000", "RFC 8725 §3.2, RFC 7518 §4.8.1.2", jwt_header::pbes2_count),
    token_rule("kid-suspicious", &[Warning], "kid holds a path, a quote or a control character", "RFC 8725 §3.10", jwt_header::kid_suspicious),
    token_rule("key-url-header", &[Warning], "the header says where to fetch the key", "RFC 8725 §3.10", jwt_header::key_url_header),
    token_rule("embedded-key", &[Warning], "the header brings its own key", "RFC 8725 §3.8", jwt_header::embedded_key),
    token_rule("crit-unknown", &[Error], "a critical extension that is not known", "RFC 7515 §4.1.11", jwt_header::crit_unknown).must_refuse(),
    token_rule("typ-not-at-jwt", &[Info], "typ of an access token is not at+jwt", "RFC 9068 §2.1, RFC 8725 §3.11", access_token::typ_not_at_jwt),
    token_rule("at-jwt-claim-missing", &[Error], "typ is at+jwt, and a claim it must have is absent", "RFC 9068 §2.2", access_token::at_jwt_claim_missing),
    token_rule("aud-missing", &[Warning], "aud is absent", "RFC 8725 §3.9", issuer_and_audience::aud_missing),
    token_rule("aud-broad", &[Info], "many audiences, or a wildcard", "RFC 9700 §2.3", issuer_and_audience::aud_broad),
    artifact_rule("expired", &[Warning], "exp, or the computed end, has passed", "RFC 7519 §4.1.4", expiry::expired),
    token_rule("exp-missing", &[Warning], "exp is absent", "RFC 7519 §4.1.4", jwt_times::exp_missing),
    artifact_rule("lifetime-long", &[Warning, Info], "an access token lives longer than 24 hours (1 hour)", "RFC 6750 §5.3", lifetime::lifetime_long),
    token_rule("exp-before-iat", &[Error], "exp is not after iat", "RFC 7519 §4.1.4", jwt_times::exp_before_iat).must_refuse(),
    artifact_rule("numericdate-bad", &[Error], "exp, nbf or iat is not in seconds, or not a number", "RFC 7519 §2", jwt_times::numericdate_bad).must_refuse(),
    token_rule("nbf-future", &[Warning], "nbf is later than now", "RFC 7519 §4.1.5", jwt_times::nbf_future),
    token_rule("clock-skew", &[Warning], "iat is later than the Date header", "RFC 7519 §4.1.6", jwt_times::clock_skew).needs_exchange(),
    token_rule("iat-future", &[Warning], "iat is later than now, and no Date header explains it", "RFC 7519 §4.1.6", clocks::iat_future),
    artifact_rule("created-in-future", &[Warning], "created_at is later than the response or now", "RFC 6749 §5.1", clocks::created_in_future),
    artifact_rule("zoneless-time", &[Info], "a time without a zone", "provider practice", clocks::zoneless_time),
    artifact_rule("issuer-mismatch", &[Error], "iss is not the issuer of the metadata", "RFC 8414 §3.3", issuer_and_audience::issuer_mismatch).needs_exchange().must_refuse(),
    artifact_rule("id-token-omitted", &[Error], "openid was granted, and there is no ID token", "OIDC Core §3.1.3.3", id_token::id_token_omitted).needs_exchange().must_refuse(),
    artifact_rule("id-token-unreadable", &[Error], "the ID token cannot be decoded", "OIDC Core §2", id_token::id_token_unreadable).must_refuse(),
    token_rule("id-token-claim-missing", &[Error], "the ID token lacks a claim that it must have", "OIDC Core §2", id_token::id_token_claim_missing).must_refuse(),
    artifact_rule("sub-invalid", &[Error], "sub is empty, no string, or longer than 255 characters", "OIDC Core §2", id_token::sub_invalid).must_refuse(),
    artifact_rule("id-token-aud", &[Error], "client_id is not in aud of the ID token", "OIDC Core §3.1.3.7", issuer_and_audience::id_token_aud).needs_exchange().must_refuse(),
    token_rule("id-token-azp", &[Warning, Error], "several audiences without azp, or an azp that is not the client", "OIDC Core §3.1.3.7", issuer_and_audience::id_token_azp).must_refuse(),
    token_rule("id-token-alg", &[Warning], "alg of the ID token is not in the metadata", "OIDC Core §3.1.3.7", id_token::id_token_alg).needs_exchange(),
    token_rule("id-token-expired", &[Error], "the ID token is over when it arrives", "OIDC Core §3.1.3.7", id_token::id_token_expired).needs_exchange().must_refuse(),
    token_rule("id-token-not-yet-valid", &[Error], "nbf of the ID token is ahead", "RFC 7519 §4.1.5", id_token::id_token_not_yet_valid).needs_exchange().must_refuse(),
    token_rule("nonce-mismatch", &[Error], "nonce is not the one that was sent", "OIDC Core §3.1.3.7", authentication::nonce_mismatch).needs_exchange().must_refuse(),
    token_rule("auth-time-missing", &[Error], "max_age was sent, and auth_time is absent", "OIDC Core §3.1.3.7", authentication::auth_time_missing).needs_exchange().must_refuse(),
    token_rule("auth-time-old", &[Error], "auth_time is further back than max_age", "OIDC Core §3.1.3.7", authentication::auth_time_old).needs_exchange().must_refuse(),
    token_rule("acr-mismatch", &[Warning, Error], "acr is none of those asked for", "OIDC Core §3.1.3.7", authentication::acr_mismatch).needs_exchange().must_refuse(),
    token_rule("at-hash-mismatch", &[Error], "at_hash is not the hash of the access token", "OIDC Core §3.1.3.6", token_hashes::at_hash_mismatch).must_refuse(),
    token_rule("c-hash-mismatch", &[Error], "c_hash is not the hash of the code", "OIDC Core §3.3.2.11", token_hashes::c_hash_mismatch).must_refuse(),
    token_rule("s-hash-mismatch", &[Error], "s_hash is not the hash of the state", "FAPI 1.0 Advanced §5.1.1", token_hashes::s_hash_mismatch).must_refuse(),
    artifact_rule("userinfo-subject-mismatch", &[Error], "sub of the user is absent, or not that of the ID token", "OIDC Core §5.3.2", userinfo::userinfo_subject_mismatch).needs_exchange().must_refuse(),
    artifact_rule("id-token-refresh-changed", &[Warning], "a refresh changed auth_time, nonce, aud or azp of the ID token", "OIDC Core §12.2", refresh::id_token_refresh_changed).needs_previous(),
    artifact_rule("id-token-as-access", &[Error, Warning], "the access token is an ID token, or has a claim of one", "RFC 8725 §3.12", id_token::id_token_as_access),
    artifact_rule("audience-shared", &[Warning], "access and ID token have the same audience and typ", "RFC 8725 §3.12", issuer_and_audience::audience_shared),
    token_rule("pii-in-access-token", &[Info], "the access token says who or where a person is", "RFC 9068 §6", access_token::pii_in_access_token),
    artifact_rule("introspection-inactive", &[Warning], "active is false", "RFC 7662 §2.2", other_endpoints::introspection_inactive),
    artifact_rule("device-interval-missing", &[Info], "interval is absent", "RFC 8628 §3.2", other_endpoints::device_interval_missing),
    artifact_rule("jwks-private-key", &[Error], "a published key set holds a private or shared key", "RFC 7517 §9.2", jwk_set::jwks_private_key),
    artifact_rule("secret-repeated", &[Warning], "a secret's value stands in a member that is none", "provider practice", secret_exposure::secret_repeated),
    artifact_rule("file-readable", &[Warning], "the file of a token can be read by other users", "provider practice", secret_exposure::file_readable).needs_file(),
    artifact_rule("error-code-unknown", &[Info], "the error code is not a registered one", "RFC 6749 §5.2", error_code::error_code_unknown),
];
