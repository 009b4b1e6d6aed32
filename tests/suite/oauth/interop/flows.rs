//! Codes, devices, refreshes, and what can be asked about a token.

use std::{
    io,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokenscope::{
    config::Settings,
    findings::RequestContext,
    oauth::{
        CallbackError, Delegate, OAuthClient, OAuthError, PreparedRequest, UserStep,
        grant::{self, Grant},
        request::RequestPurpose,
    },
    secret::Secret,
};

use super::{Idp, browser::follow};
use crate::{
    oauth::{client_with_clock, fetch, get, reply_json as json},
    support::configured,
};

/// Milliseconds by which waiting has turned the clock of these tests.
static TURNED: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    tokenscope::commands::now() + TimeDelta::milliseconds(TURNED.load(Ordering::SeqCst))
}

/// A person with a browser; what is done with a device code is said by `device`.
#[derive(Default)]
struct Person {
    /// Added to the query of what is opened.
    more: &'static str,
    pasted: Option<String>,
    device: Option<String>,
    asked: usize,
}

impl Delegate for Person {
    fn confirm(&mut self, _: &PreparedRequest) -> bool {
        true
    }

    fn ask_secret(&mut self, _: &str) -> io::Result<Option<Secret>> {
        Ok(None)
    }

    fn open_browser(&mut self, address: &str) -> bool {
        let parsed = url::Url::parse(address).unwrap();
        let (_, redirect) = parsed.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap();
        self.pasted = Some(follow(&format!("{address}{}", self.more), &redirect));
        true
    }

    fn user_step(&mut self, step: UserStep) {
        let UserStep::Device { code, .. } = step else { return };
        // The step comes again before each question.
        self.device = self.device.as_ref().map(|page| match page.split_once("&user_code=") {
            Some(_) => page.clone(),
            None => format!("{page}&user_code={code}"),
        });
    }

    fn pasted_callback(&mut self) -> Option<Secret> {
        self.pasted.take().map(Secret::from)
    }

    fn callback_rejected(&mut self, why: &CallbackError) {
        panic!("{why}");
    }

    fn wait(&mut self, time: Duration) -> bool {
        let time = i64::try_from(time.as_millis()).unwrap();
        TURNED.fetch_add(time, Ordering::SeqCst);
        self.asked += usize::try_from(time).unwrap();
        // The first question comes too early; then the person acts.
        if self.asked > 6000
            && let Some(page) = self.device.take()
        {
            get(&page);
        }
        true
    }
}

fn client(settings: Settings) -> OAuthClient {
    client_with_clock(settings, clock)
}

fn settings(idp: &Idp, id: &str, grant: &str) -> Settings {
    let mut settings = idp.settings(id);
    if id == "private_key_jwt" {
        let key = get(&format!("{}/test/keys/private_key_jwt.jwk?alg=ES256", idp.issuer));
        let key = String::from_utf8(key.body.to_vec()).unwrap();
        settings = configured(settings, &[("client_key", &format!("literal:{key}"))]);
    }
    if id == "web" {
        settings = configured(settings, &[("redirect_url", "http://127.0.0.1:8765/callback")]);
    }
    configured(settings, &[("grant", grant), ("scope", "openid email employees:read")])
}

fn code(idp: &Idp, id: &str) -> (OAuthClient, Value, RequestContext) {
    let mut client = client(settings(idp, id, "authorization_code"));
    let answer =
        fetch(&mut client, &mut Person::default()).unwrap_or_else(|error| panic!("{id}: {error}"));
    let body = json(&answer.reply);
    assert_eq!(answer.reply.status, 200, "{id}: {body}");
    (client, body, answer.request)
}

fn refresh(client: &mut OAuthClient, token: &Value, scope: &[&str]) -> (u16, Value) {
    super::super::refresh(client, &mut Person::default(), token, scope)
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn every_client_comes_back_with_a_code_and_refreshes() {
    let idp = Idp::start(&[]);
    for id in
        ["basic", "tricky:client +1", "post", "secret_jwt", "private_key_jwt", "public", "web"]
    {
        let (mut client, first, asked) = code(&idp, id);
        assert!(
            first["id_token"].is_string() && asked.sign_in.is_some_and(|it| it.nonce.is_some()),
            "{id}"
        );
        assert_eq!(asked.public_client, id == "public", "{id}");
        let (status, second) = refresh(&mut client, &first["refresh_token"], &[]);
        assert_eq!(status, 200, "{id}: {second}");
        assert_ne!(first["refresh_token"], second["refresh_token"], "{id}");
        let (status, error) = refresh(&mut client, &first["refresh_token"], &[]);
        assert_eq!((status, &error["error"]), (400, &"invalid_grant".into()), "{id}");
        let (status, _) = refresh(&mut client, &second["refresh_token"], &[]);
        assert_eq!(status, 400, "{id}: the family lives on after a reuse");
    }
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn a_scope_is_narrowed_but_not_widened_by_a_refresh() {
    let idp = Idp::start(&[]);
    let (mut client, first, _) = code(&idp, "basic");
    let (status, narrow) = refresh(&mut client, &first["refresh_token"], &["employees:read"]);
    assert_eq!((status, &narrow["scope"]), (200, &"employees:read".into()), "{narrow}");
    let (status, error) = refresh(&mut client, &narrow["refresh_token"], &["employees:write"]);
    assert_eq!((status, &error["error"]), (400, &"invalid_scope".into()));
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn a_resource_brings_a_jwt_and_is_named_again_at_each_refresh() {
    let idp = Idp::start(&[]);
    let settings = settings(&idp, "basic", "authorization_code");
    let settings = configured(settings, &[("resource", "https://api.example.test/")]);
    let mut client = client(settings);
    let first = json(&fetch(&mut client, &mut Person::default()).unwrap().reply);
    let (_, second) = refresh(&mut client, &first["refresh_token"], &[]);
    for body in [&first, &second] {
        let token = body["access_token"].as_str().unwrap();
        assert_eq!(token.split('.').count(), 3, "{token}");
    }
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn a_refusal_in_the_browser_is_told() {
    let idp = Idp::start(&[]);
    let mut person = Person { more: "&login_hint=deny", ..Person::default() };
    let error =
        fetch(&mut client(settings(&idp, "basic", "authorization_code")), &mut person).unwrap_err();
    assert!(
        matches!(&error, OAuthError::Callback(CallbackError::Refused { error, .. }) if error == "access_denied"),
        "{error}"
    );
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn devices_are_approved_denied_and_expire() {
    let idp = Idp::start(&[]);
    for id in ["basic", "tricky:client +1", "post", "secret_jwt", "private_key_jwt", "public"] {
        let device = Some(format!("{}/test/device?login=bob", idp.issuer));
        let mut person = Person { device, ..Person::default() };
        let answer = fetch(&mut client(settings(&idp, id, "device_code")), &mut person).unwrap();
        assert_eq!(answer.reply.status, 200, "{id}: {}", json(&answer.reply));
        assert!(person.asked > 6000, "{id}: the first question was not too early");
    }
    let device = Some(format!("{}/test/device?action=deny", idp.issuer));
    let mut person = Person { device, ..Person::default() };
    let answer = fetch(&mut client(settings(&idp, "basic", "device_code")), &mut person).unwrap();
    assert_eq!(answer.reply.error_code().as_deref(), Some("access_denied"));
    // The person's clock reaches the end of the code before the server's does.
    let error = fetch(&mut client(settings(&idp, "basic", "device_code")), &mut Person::default());
    assert!(matches!(error, Err(OAuthError::Abandoned(_))), "{error:?}");
    let short = Idp::start(&[("DEVICE_TTL", "1")]);
    let mut client = client(settings(&short, "basic", "device_code"));
    client.discover(&[RequestPurpose::Token, RequestPurpose::DeviceAuthorization]).unwrap();
    let request = client.device_request().unwrap();
    let device =
        grant::device_code::DeviceAuthorization::read(&client.send(&request).unwrap()).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let request = client.token_request(&Grant::DeviceCode(device.device_code)).unwrap();
    assert_eq!(client.send(&request).unwrap().error_code().as_deref(), Some("expired_token"));
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn a_token_is_introspected_used_and_revoked() {
    let idp = Idp::start(&[]);
    for id in ["basic", "tricky:client +1", "post", "secret_jwt", "private_key_jwt"] {
        let (mut client, body, _) = code(&idp, id);
        let token = Secret::new(body["access_token"].as_str().unwrap());
        let introspect = |client: &mut OAuthClient, token: &Secret| {
            let request = client.introspection_request(token, None).unwrap();
            json(&client.send(&request).unwrap())["active"].clone()
        };
        assert_eq!(introspect(&mut client, &token), true, "{id}");
        let request = client.userinfo_request(&token, "Bearer").unwrap();
        assert_eq!(json(&client.send(&request).unwrap())["email"], "alice@example.test", "{id}");
        let refresh_token = Secret::new(body["refresh_token"].as_str().unwrap());
        let request = client.revocation_request(&refresh_token, Some("refresh_token")).unwrap();
        assert_eq!(client.send(&request).unwrap().status, 200, "{id}");
        assert_eq!(introspect(&mut client, &refresh_token), false, "{id}");
        let (status, error) = refresh(&mut client, &body["refresh_token"], &[]);
        assert_eq!((status, &error["error"]), (400, &"invalid_grant".into()), "{id}");
        assert!(!format!("{:?}", client.transcript()).contains(token.expose()), "{id}");
    }
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn an_expired_token_is_inactive_and_its_refresh_token_is_not() {
    let idp = Idp::start(&[("ACCESS_TTL", "1")]);
    let (mut client, body, _) = code(&idp, "basic");
    std::thread::sleep(Duration::from_millis(2100));
    let token = Secret::new(body["access_token"].as_str().unwrap());
    let request = client.introspection_request(&token, None).unwrap();
    assert_eq!(json(&client.send(&request).unwrap()), serde_json::json!({ "active": false }));
    let request = client.userinfo_request(&token, "Bearer").unwrap();
    assert_eq!(client.send(&request).unwrap().status, 401);
    let (status, _) = refresh(&mut client, &body["refresh_token"], &[]);
    assert_eq!(status, 200);
}
