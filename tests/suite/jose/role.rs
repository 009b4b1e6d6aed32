//! What a JWT is for, by `typ`, place and claims.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use tokenscope::jose::{Role, decode};

use Role::{
    AccessToken, App, AuthorizationResponse, ClientAssertion, DpopProof, IdToken, Introspection,
    LogoutToken, RefreshToken, RequestObject, SecurityEvent, Userinfo, Workload,
};

fn compact(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}.c2ln", part(header), part(claims))
}

/// The role of a token with this `typ` and these claims, in a field of this name.
fn role(typ: Option<&str>, field: &str, source: &str, claims: &Value) -> Option<Role> {
    let mut header = json!({"alg": "RS256"});
    if let Some(typ) = typ {
        header["typ"] = json!(typ);
    }
    Role::of(&decode(field, &compact(&header, claims)).unwrap(), source, None)
}

fn bare(claims: &Value) -> Option<Role> {
    role(Some("JWT"), "token", "token", claims)
}

#[test]
fn a_registered_type_says_it_whatever_the_place() {
    for (typ, expected) in [
        ("at+jwt", Some(AccessToken)),
        ("application/at+JWT", Some(AccessToken)),
        ("logout+jwt", Some(LogoutToken)),
        ("secevent+jwt", Some(SecurityEvent)),
        ("dpop+jwt", Some(DpopProof)),
        ("client-authentication+jwt", Some(ClientAssertion)),
        ("token-introspection+jwt", Some(Introspection)),
        ("oauth-authz-req+jwt", Some(RequestObject)),
        ("Application/OAuth-Authz-Req+JWT", Some(RequestObject)),
        ("wit+jwt", Some(Workload)),
        ("dc+sd-jwt", None),
        ("kb+jwt", None),
        ("entity-statement+jwt", None),
        ("at+jwt2", None),
        ("application/", None),
        ("é", None),
    ] {
        assert_eq!(role(Some(typ), "token", "token", &json!({})), expected, "{typ}");
        let placed = role(Some(typ), "id_token", "id_token", &json!({}));
        assert_eq!(placed, expected.or(Some(IdToken)), "{typ}");
    }
    // Claims that many tokens have do not overrule a type that is none of theirs.
    assert_eq!(role(Some("statuslist+jwt"), "token", "token", &json!({"scope": "a"})), None);
}

#[test]
fn a_name_says_it_where_it_is_written_to_the_letter() {
    let workload = json!({"sub": "spiffe://example.org/web"});
    for (field, source, expected) in [
        ("access_token", "access_token", AccessToken),
        ("access_token", "accessToken", AccessToken),
        ("authed_user.access_token", "authed_user.access_token", AccessToken),
        ("id_token", "idToken", IdToken),
        ("id_token_hint", "id_token_hint", IdToken),
        ("refresh_token", "refresh_token", RefreshToken),
        ("logout_token", "logout_token", LogoutToken),
        ("client_assertion", "client_assertion", ClientAssertion),
        ("request", "request", RequestObject),
        ("response", "response", AuthorizationResponse),
        ("dpop", "DPoP", DpopProof),
        // A name that is only taken for another says less than the claims.
        ("access_token", "value", Workload),
    ] {
        assert_eq!(role(None, field, source, &workload), Some(expected), "{field} {source}");
    }
    assert_eq!(role(None, "access_token", "value", &json!({})), Some(AccessToken));
}

#[test]
fn a_scheme_says_it_where_claims_do_not() {
    let of = |claims: Value, scheme| {
        let token = decode("token", &compact(&json!({"alg": "RS256"}), &claims)).unwrap();
        Role::of(&token, "token", Some(scheme))
    };
    for (scheme, expected) in
        [("Bearer", Some(AccessToken)), ("dpop", Some(AccessToken)), ("Basic", None)]
    {
        assert_eq!(of(json!({"sub": "a"}), scheme), expected, "{scheme}");
    }
    assert_eq!(of(json!({"iss": 12345, "iat": 1, "exp": 2}), "Bearer"), Some(App));
    assert_eq!(of(json!({"nonce": "n"}), "Bearer"), Some(AccessToken));
}

#[test]
fn claims_say_it_where_nothing_else_does() {
    let logout = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    for (claims, expected) in [
        (json!({"events": logout, "sid": "s"}), Some(LogoutToken)),
        (
            json!({"events": {"https://schemas.openid.net/secevent/caep/event-type/session-revoked": {}}}),
            Some(SecurityEvent),
        ),
        (json!({"events": {}}), None),
        (json!({"typ": "Bearer"}), Some(AccessToken)),
        (json!({"typ": "ID", "scope": "x"}), Some(IdToken)),
        (json!({"typ": "Offline"}), Some(RefreshToken)),
        (json!({"typ": "Logout"}), Some(LogoutToken)),
        (json!({"token_use": "access"}), Some(AccessToken)),
        (json!({"token_use": "id"}), Some(IdToken)),
        (json!({"token_type": "refresh"}), Some(RefreshToken)),
        (json!({"token_introspection": {"active": true}}), Some(Introspection)),
        (json!({"htm": "GET", "htu": "https://api.example/", "jti": "j"}), Some(DpopProof)),
        (json!({"htm": "GET"}), None),
        // Workloads.
        (
            json!({"iss": "https://token.actions.githubusercontent.com", "sub": "repo:o/r:ref:x"}),
            Some(Workload),
        ),
        (
            json!({"iss": "https://ghe.example/_services/token", "job_workflow_ref": "w"}),
            Some(Workload),
        ),
        (
            json!({"iss": "https://gitlab.example", "sub": "project_path:g/p:ref_type:branch"}),
            Some(Workload),
        ),
        (
            json!({"iss": "https://gitlab.example", "sub": "job_7", "project_path": "g/p"}),
            Some(Workload),
        ),
        (json!({"sub": "system:serviceaccount:default:web"}), Some(Workload)),
        (json!({"kubernetes.io": {"namespace": "default"}}), Some(Workload)),
        (json!({"sub": "spiffe://example.org/web", "aud": ["a"], "exp": 1}), Some(Workload)),
        (json!({"sub": "user-spiffe://x"}), None),
        // Apps.
        (json!({"iss": "12345", "iat": 1, "exp": 2}), Some(App)),
        (json!({"iss": "Iv23liAbCdEf", "iat": 1, "exp": 2}), Some(App)),
        (json!({"iss": "ABCDE12345", "iat": 1}), Some(App)),
        (json!({"iss": "https://as.example", "iat": 1, "exp": 2}), None),
        (json!({"iss": "12345", "iat": 1, "exp": 2, "sub": "u"}), None),
        (json!({"iss": "", "iat": 1}), None),
        (json!({"iss": "5724", "exp": 2, "aud": "appstoreconnect-v1"}), Some(App)),
        (
            json!({"iss": "TEAM", "sub": "app.id", "aud": "https://appleid.apple.com", "exp": 2}),
            Some(App),
        ),
        (
            json!({"iss": "a@p.iam.gserviceaccount.com", "scope": "s", "aud": "https://oauth2.googleapis.com/token"}),
            Some(App),
        ),
        (json!({"iss": "ACME.JO.SHA256:abc", "sub": "ACME.JO", "iat": 1, "exp": 2}), Some(App)),
        // Of the authorization endpoint.
        (
            json!({"iss": "https://as", "aud": "c", "exp": 1, "code": "x", "state": "s"}),
            Some(AuthorizationResponse),
        ),
        (
            json!({"iss": "https://as", "aud": "c", "error": "access_denied"}),
            Some(AuthorizationResponse),
        ),
        (
            json!({"iss": "c", "aud": "https://as", "response_type": "code", "client_id": "c", "scope": "openid", "nonce": "n"}),
            Some(RequestObject),
        ),
        (json!({"client_id": "c", "redirect_uri": "https://c/cb"}), Some(RequestObject)),
        // A client speaks of itself; so does a self-issued ID token, which has a nonce.
        (
            json!({"iss": "c", "sub": "c", "aud": "https://as", "exp": 1, "jti": "j"}),
            Some(ClientAssertion),
        ),
        (json!({"iss": "c", "sub": "c", "aud": "c", "exp": 1, "nonce": "n"}), Some(IdToken)),
        (json!({"iss": "c", "sub": "d", "aud": "https://as", "exp": 1}), None),
        (json!({"iss": "", "sub": "", "aud": "https://as", "exp": 1}), None),
        // What most of a kind have.
        (json!({"scope": "a", "nonce": "n"}), Some(AccessToken)),
        (json!({"scp": ["a"]}), Some(AccessToken)),
        (json!({"cnf": {"jkt": "x"}}), Some(AccessToken)),
        (json!({"client_id": "c", "sub": "c"}), Some(AccessToken)),
        (json!({"nonce": "n", "azp": "c"}), Some(IdToken)),
        (json!({"at_hash": "h"}), Some(IdToken)),
        (json!({"s_hash": "h"}), Some(IdToken)),
        (json!({"auth_time": 1}), Some(IdToken)),
        (json!({"iss": "https://as", "aud": "c", "sub": "1", "email": "a@b"}), Some(Userinfo)),
        (json!({"iss": "https://as", "aud": "c", "sub": "1", "email": "a@b", "exp": 1}), None),
        (json!({"iss": "https://as", "aud": "c", "sub": "1"}), None),
        (json!({"sub": "1234567890", "name": "John Doe", "iat": 1_516_239_022}), None),
        (json!({}), None),
    ] {
        assert_eq!(bare(&claims), expected, "{claims}");
    }
}
