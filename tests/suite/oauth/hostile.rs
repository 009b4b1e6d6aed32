//! Whatever a server, a browser or a file says, it is read or refused, and never shown as it came.

use chrono::DateTime;
use proptest::prelude::*;
use tokenscope::{
    config::{Config, HttpUrl, SettingOrigin, Settings, environment, settings::SETTINGS},
    exchange::{ExchangeRow, body_rows, header_row, secrets_of},
    oauth::{
        discovery::{self, Endpoints},
        grant::authorization_code::{AuthorizationRequest, AuthorizationSecrets},
        grant::device_code::DeviceAuthorization,
        pkce::CodeVerifier,
        reply::Reply,
    },
    secret::Secret,
    value::Text,
};

use super::url;
use crate::support::configured;

fn reply(header: &str, body: Vec<u8>) -> Reply {
    let header = |name: &str| (name.to_owned(), Text::new(header));
    Reply {
        status: 200,
        headers: ["retry-after", "content-type", "location", "date"].map(header).to_vec(),
        body: body.into(),
        cut: None,
        received_at: DateTime::UNIX_EPOCH,
        wait: std::time::Duration::ZERO,
        total: std::time::Duration::ZERO,
    }
}

/// Text with the characters that parsers and terminals trip over.
fn awkward() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z:/?#&=%+.@\\[\\]{}\"' \u{1b}\u{9b}\u{202e}\r\n]{0,60}",
        "(https?|urn|-?[0-9]{1,30})(://)?[a-z0-9.:@/%]{0,30}",
    ]
}

/// A JSON object with the members that matter and values that do not fit them.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        Just("issuer"),
        Just("token_endpoint"),
        Just("jwks_uri"),
        Just("expires_in"),
        Just("interval"),
        Just("device_code"),
        Just("user_code"),
        Just("verification_uri"),
        Just("error"),
    ];
    let value = prop_oneof![
        awkward().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        Just(serde_json::json!([["a"], {"b": null}])),
        Just(serde_json::json!("https://as.example")),
    ];
    prop::collection::vec((name, value), 0..9).prop_map(|members| {
        let members: serde_json::Map<_, _> =
            members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        serde_json::to_vec(&members).unwrap()
    })
}

fn is_safe(row: &ExchangeRow) -> bool {
    !row.name.chars().chain(row.value.chars()).any(tokenscope::text::is_unsafe)
}

proptest! {
    #[test]
    fn answers_are_read_or_refused(header in awkward(), body in prop_oneof![document(), any::<Vec<u8>>()]) {
        let reply = reply(&header, body);
        let _ = (reply.retry_after(), reply.error_code(), reply.redirect(), DeviceAuthorization::read(&reply));
        let _ = discovery::read(&url("https://as.example"), &reply);
        let secrets = secrets_of([(header.as_str(), header.as_str())], &reply.body, &[]);
        for row in body_rows(&reply.body, false, &secrets, &[&Secret::new("s3cr3t")]) {
            prop_assert!(is_safe(&row), "{row:?}");
        }
        let row = header_row(&header, &header, &secrets);
        prop_assert!(is_safe(&row), "{row:?}");
    }

    #[test]
    fn a_callback_without_our_state_is_never_accepted(callback in awkward(), query in awkward()) {
        let endpoints =
            Endpoints { authorization: Some(url("https://as.example/auth")), ..Endpoints::default() };
        let settings = configured(Settings::default(), &[("client_id", "a")]);
        let chance = AuthorizationSecrets { state: "our-own-state".into(), nonce: "N".into(), verifier: CodeVerifier::from_random(&[7; 32]) };
        let request = AuthorizationRequest::new(&endpoints, &settings, "http://127.0.0.1:9/cb", chance).unwrap();
        prop_assert!(request.code(&callback).is_err());
        let callback = format!("http://127.0.0.1:9/cb?code=x&{query}");
        prop_assert!(request.code(&callback).is_err());
    }

    #[test]
    fn settings_are_read_or_refused(index in 0..SETTINGS.len(), text in awkward()) {
        let member = SETTINGS[index].member;
        for origin in [SettingOrigin::Flag, SettingOrigin::Environment, SettingOrigin::File] {
            let _ = Settings::default().set(member, &text, origin);
        }
        let _ = environment::read(|_| Some(text.clone()));
        let _ = Config::parse(&text);
        let _ = Config::parse(&format!("[profile.a]\n{member} = {text}\n"));
        if let Ok(url) = HttpUrl::parse(&text) {
            prop_assert!(url.url().scheme() == "https" || url.is_loopback());
        }
    }
}
