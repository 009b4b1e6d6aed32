//! Members under their canonical names, and what is secret about them.

use tokenscope::{
    kind::classify,
    secrecy::{self, KnownSecrets},
    secret::Secret,
    token::{Field, fields},
};

use super::json;

fn of(text: &str) -> Vec<Field> {
    let value = json(text);
    fields(&value, classify(&value))
}

/// `name=source` of every present field, and `name` of an absent one.
fn listed(text: &str) -> Vec<String> {
    let told = |field: Field| {
        if field.present { format!("{}={}", field.name, field.source_name) } else { field.name }
    };
    of(text).into_iter().map(told).collect()
}

fn source(text: &str, name: &str) -> String {
    let found = of(text).into_iter().find(|field| field.name == name);
    found.filter(|field| field.present).map(|field| field.source_name).unwrap_or_default()
}

#[test]
fn the_model_comes_first_and_nothing_is_dropped() {
    assert_eq!(
        listed(r#"{"a":1,"expiresIn":7200,"accessToken":"x","b":null,"scopes":"read"}"#),
        [
            "access_token=accessToken",
            "token_type",
            "expires_in=expiresIn",
            "refresh_token",
            "created_at",
            "scope=scopes",
            "a=a",
            "b",
        ]
    );
    assert_eq!(listed("{}").len(), 6);
}

#[test]
fn an_envelope_is_opened_and_what_is_around_it_stays() {
    assert_eq!(
        listed(r#"{"code":0,"data":{"access_token":"x","open_id":"o"},"request_id":"r"}"#),
        [
            "access_token=data.access_token",
            "token_type",
            "expires_in",
            "refresh_token",
            "created_at",
            "scope",
            "code=code",
            "open_id=data.open_id",
            "request_id=request_id",
        ]
    );
    let kubeconfig = r#"{"users":[{"name":"n","user":{"token":"x"}},{"name":"m"}]}"#;
    assert_eq!(listed(kubeconfig)[0], "access_token=users.0.user.token");
    assert_eq!(listed(kubeconfig)[6..], ["name=users.0.name", "users=users.1"]);
}

#[test]
fn two_names_for_one_thing() {
    // The canonical name wins, wherever it stands; the other is kept under the same name.
    let docker = r#"{"token":"a","access_token":"b","expires_in":300}"#;
    assert_eq!(source(docker, "access_token"), "access_token");
    assert!(listed(docker).contains(&"access_token=token".to_owned()));
    // A name that says its unit beats the canonical one.
    let zoho = r#"{"access_token":"a","expires_in":3600000,"expires_in_sec":3600}"#;
    assert_eq!(source(zoho, "expires_in"), "expires_in_sec");
    // What is empty is not the answer.
    let empty = r#"{"access_token":"","token":"a","scope":null,"scopes":["r"]}"#;
    assert_eq!(source(empty, "access_token"), "token");
    assert_eq!(source(empty, "scope"), "scopes");
    // A token of somebody in particular keeps its name beside a better one.
    let feishu =
        r#"{"tenant_access_token":"t-0123456789abcdef","app_access_token":"a","expire":7200}"#;
    assert_eq!(source(feishu, "access_token"), "app_access_token");
    assert_eq!(source(feishu, "tenant_access_token"), "tenant_access_token");
}

#[test]
fn names_that_depend_on_their_value() {
    for (text, name) in [
        (r#"{"access_token":"a","expires":3600}"#, "expires_in"),
        (r#"{"access_token":"a","expires":"3600"}"#, "expires_in"),
        (r#"{"access_token":"a","expires":1767229200}"#, "expires_at"),
        (r#"{"access_token":"a",".expires":"Thu, 01 Jan 2026 01:00:00 GMT"}"#, "expires_at"),
        (r#"{"access_token":"a","expiration":1767229200}"#, "expires_at"),
        (
            r#"{"access_token":"a","refresh_token_expiration":1767229200}"#,
            "refresh_token_expires_at",
        ),
        (r#"{"access_token":"a","refresh_token_expires":3600}"#, "refresh_token_expires_in"),
    ] {
        assert!(!source(text, name).is_empty(), "{text}: {:?}", listed(text));
    }
}

#[test]
fn token_objects_are_opened() {
    let text = r#"{"tokens":{"refresh":{"token":"0123456789abcdefR","expires":1767229200},
        "access":{"token":"0123456789abcdefA","expires":"2026-01-01T01:00:00Z"}}}"#;
    assert_eq!(source(text, "access_token"), "tokens.access.token");
    assert_eq!(source(text, "refresh_token"), "tokens.refresh.token");
    assert_eq!(source(text, "expires_at"), "tokens.access.expires");
    assert_eq!(source(text, "refresh_token_expires_at"), "tokens.refresh.expires");

    let okta = r#"{"accessToken":{"accessToken":"a","scopes":["openid"],"tokenType":"Bearer"},
        "idToken":{"idToken":"i","clientId":"c"},"refreshToken":{"refreshToken":"r"}}"#;
    assert_eq!(source(okta, "access_token"), "accessToken.accessToken");
    assert_eq!(source(okta, "refresh_token"), "refreshToken.refreshToken");
    assert_eq!(source(okta, "id_token"), "idToken.idToken");
    assert_eq!(source(okta, "id_token.client_id"), "idToken.clientId");

    let keystone = r#"{"access":{"token":{"id":"0123456789abcdef","expires":"2026-01-01T01:00:00Z"},
        "user":{"id":"fedcba9876543210"}}}"#;
    assert_eq!(source(keystone, "access_token"), "access.token.id");
}

#[test]
fn a_token_cache_is_opened() {
    let msal = r#"{"IdToken":{"k":{"credential_type":"IdToken","secret":"0123456789abcdefI"}},
        "AccessToken":{"uid-login-at":{"credential_type":"AccessToken","secret":"0123456789abcdefA",
            "cached_at":"1767225600","expires_on":"1767229500","target":"openid"}}}"#;
    assert_eq!(source(msal, "access_token"), "AccessToken.uid-login-at.secret");
    assert_eq!(source(msal, "created_at"), "AccessToken.uid-login-at.cached_at");
}

#[test]
fn a_secret_that_stands_alone_in_a_list_is_masked_too() {
    for text in [
        r#"["a","eyJhbGciOiJIUzI1NiJ9.e30.c2ln"]"#,
        r#"[[{"password":"hidden"}]]"#,
        r#"{"a":{"b":["x",{"client_secret":"hidden"}]}}"#,
    ] {
        let shown = text_of(&KnownSecrets::default().redacted("x", &json(text)));
        assert!(shown.contains("sha256") && !shown.contains("hidden") && !shown.contains("eyJ"));
    }
    // Of a list under a secret name every text is secret.
    assert!(
        !text_of(&KnownSecrets::default().redacted("secrets_token", &json(r#"["hidden"]"#)))
            .contains("hidden")
    );
}

#[test]
fn other_kinds_are_opened_too() {
    let device = r#"{"data":{"device_code":"d","user_code":"u","expires_in":900},"status":"ok"}"#;
    assert_eq!(source(device, "user_code"), "data.user_code");
    assert_eq!(source(device, "status"), "status");
    let error = r#"{"meta":{"code":400},"response":{"error":"invalid_grant"}}"#;
    assert_eq!(source(error, "error"), "response.error");
}

#[test]
fn a_second_token_is_a_field_of_its_own() {
    let slack = r#"{"ok":true,"access_token":"xoxb-1","scope":"commands",
        "authed_user":{"id":"U1","scope":"chat:write","access_token":"xoxp-1","token_type":"user"}}"#;
    assert_eq!(source(slack, "authed_user.access_token"), "authed_user.access_token");
    assert_eq!(source(slack, "token_type"), "");
    assert!(of(slack).iter().any(|f| f.name == "authed_user.access_token" && f.is_secret()));
}

#[test]
fn duplicates_are_kept_and_the_last_one_counts() {
    let text = r#"{"access_token":"a","x":1,"x":2,"access_token":"b"}"#;
    let value = tokenscope::input::recognize(text.as_bytes()).value;
    let fields = fields(&value, classify(&value));
    let names: Vec<_> = fields[6..].iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["access_token", "x", "x"]);
    assert_eq!(fields[0].secret().map(Secret::expose), Some("b"));
}

#[test]
fn what_is_secret() {
    for (name, value) in [
        ("access_token", "\"a\""),
        ("accessToken", "12345"),
        ("client_secret", "\"s\""),
        ("clientSecret", "\"s\""),
        ("oauth_token_secret", "\"s\""),
        ("device_code", "\"d\""),
        ("auth_req_id", "\"1c266114\""),
        ("pct", "\"c2F2ZWRjb25zZW50\""),
        ("password", "1234"),
        ("mac_key", "\"m\""),
        ("assertion", "\"x\""),
        ("code_verifier", "\"x\""),
        ("client-key-data", "\"LS0t\""),
        ("anything", "\"eyJhbGciOiJIUzI1NiJ9.e30.c2ln\""),
        ("anything", "\"eyJhbGciOiJIUzI1NiJ9.damaged\""),
        ("url", "\"https://a.example/cb?code=abc&state=x\""),
        ("url", "\"https://a.example/cb#access_token=abc\""),
        ("url", "\"https://user:pass@a.example/\""),
        ("header", "\"Bearer abcdefgh\""),
        ("pem", "\"-----BEGIN PRIVATE KEY-----\\nabc\""),
        ("code", "\"4/0AX4XfWh8\""),
        ("id", "\"hvs.CAESIJ0123456789\""),
        ("note", "\"ghp_0123456789abcdef\""),
        ("url", "\"https://hooks.slack.com/services/T0/B0/abc\""),
    ] {
        assert!(secrecy::is_secret(name, &json(value)), "{name}: {value}");
    }
}

#[test]
fn what_is_not_secret() {
    for (name, value) in [
        ("token_type", "\"Bearer\""),
        ("user_code", "\"HKQT-RVLP\""),
        ("verification_uri_complete", "\"https://a.example/device?user_code=HKQT-RVLP\""),
        ("code", "0"),
        ("code", "\"invalid_grant\""),
        ("error", "\"invalid_token\""),
        ("header_format", "\"Bearer %s\""),
        ("token_key", "\"{.credential.access_token}\""),
        ("token_endpoint", "\"https://a.example/token\""),
        ("max_tokens", "100"),
        ("state", "\"xyz\""),
        ("access_token", "\"\""),
        ("access_token", "null"),
        ("revoke_all_tokens", "true"),
        ("scope", "\"read:token\""),
        ("stripe_publishable_key", "\"pk_live_0123456789abcdef\""),
        ("note", "\"ghp_ is how they begin\""),
    ] {
        assert!(!secrecy::is_secret(name, &json(value)), "{name}: {value}");
    }
}

#[test]
fn secrets_inside_are_masked() {
    let value = json(
        r#"{"id":"U1","access_token":"xoxp-hidden","tokens":["0123456789hidden!"],
            "keys":[{"kty":"oct","k":"hidden"},
                {"kty":"RSA","n":"shown","d":"hidden","oth":[{"d":"hidden"}]},
                {"kty":"AKP","alg":"ML-DSA-44","pub":"shown","priv":"hidden"}],
            "deep":{"deeper":[{"password":"hidden"}]}}"#,
    );
    let shown = tokenscope::input::recognize(b"{}").value;
    assert!(matches!(KnownSecrets::default().redacted("x", &shown), std::borrow::Cow::Borrowed(_)));
    let redacted = text_of(&KnownSecrets::default().redacted("authed_user", &value));
    assert!(!redacted.contains("hidden"), "{redacted}");
    assert!(redacted.contains("shown") && redacted.contains("U1") && redacted.contains("sha256"));
}

fn text_of(value: &tokenscope::value::Value) -> String {
    let members = value.members().iter().map(|m| format!("{} {} ", m.name, text_of(&m.value)));
    let items = value.items().iter().map(text_of);
    let own = value.as_str().or(value.as_number()).map(str::to_owned);
    own.into_iter().chain(members).chain(items).collect()
}

#[test]
fn a_bare_token_is_one_field() {
    let artifact = tokenscope::input::recognize(b"A-7yB5CQPYmPwe1MSCqtETm4");
    let fields = fields(&artifact.value, artifact.kind);
    assert_eq!(fields.len(), 1);
    assert!(fields[0].name == "token" && fields[0].is_secret() && fields[0].present);
}

#[test]
fn the_private_parts_of_a_bare_key_are_secret() {
    for key in [
        r#"{"kty":"EC","crv":"P-256","x":"shown","y":"shown","d":"hidden"}"#,
        r#"{"kty":"oct","kid":"shown","k":"hidden"}"#,
        r#"{"kty":"AKP","alg":"ML-DSA-44","pub":"shown","priv":"hidden"}"#,
        r#"{"kty":"RSA","n":"shown","e":"AQAB","d":"hidden","p":"hidden","q":"hidden",
            "oth":[{"r":"hidden","d":"hidden","t":"hidden"}]}"#,
    ] {
        let artifact = tokenscope::input::recognize(key.as_bytes());
        let mut shown = String::new();
        for field in fields(&artifact.value, artifact.kind) {
            if let Some(value) = field.plain() {
                shown += &text_of(&KnownSecrets::default().redacted(&field.source_name, value));
            }
        }
        assert!(shown.contains("shown") && !shown.contains("hidden"), "{key}: {shown}");
    }
}

#[test]
fn the_code_of_a_callback_is_secret_whatever_it_looks_like() {
    let fields = of(r#"{"code":"short","state":"xyz"}"#);
    assert!(fields[0].is_secret() && !fields[1].is_secret());
}
