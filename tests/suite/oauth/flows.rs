//! Whole ways to a token, at the built-in server: real HTTP, and a clock that the tests turn.

use std::{
    cell::Cell,
    io,
    sync::atomic::{AtomicI64, Ordering},
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tokenscope::{
    config::{SecretSource, Settings},
    demo::{CLIENT, Demo, DemoOptions, PUBLIC_CLIENT, login::login},
    exchange::Exchange,
    oauth::{
        CallbackError, Delegate, OAuthClient, OAuthError, Operation, PreparedRequest, Reply,
        UserStep,
        grant::Grant,
        grant::device_code::{DeviceAuthorization, Next, Polling},
        request::RequestPurpose,
    },
    secret::Secret,
    value::Text,
};

use super::{client_with_clock, fetch, get, reply_json as json};
use crate::support::configured;

/// Milliseconds since 2026-01-01, for the tests of this file; it only ever goes forward.
static CLOCK: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_225_600_000 + CLOCK.load(Ordering::SeqCst)).unwrap()
}

/// A person who never waits: a pause turns the clock instead.
#[derive(Default)]
struct Person {
    /// Opens the URL as a browser does, in a thread of its own.
    browses: bool,
    pastes: Option<String>,
    code: Option<String>,
    rejected: Vec<CallbackError>,
    /// How often a request was to be confirmed.
    asked: Cell<usize>,
    stops: bool,
    /// How many exchanges are known.
    heard: usize,
    /// Answers, and how many exchanges were known when each came.
    arrived: Vec<(usize, Value)>,
    /// When the server was to be asked, and how often from then on.
    polls: Vec<(DateTime<Utc>, TimeDelta)>,
}

impl Delegate for Person {
    fn confirm(&mut self, _: &PreparedRequest) -> bool {
        self.asked.set(self.asked.get() + 1);
        !self.stops
    }

    fn ask_secret(&mut self, _: &str) -> io::Result<Option<Secret>> {
        Ok(None)
    }

    fn open_browser(&mut self, address: &str) -> bool {
        let back = get(address).redirect().expect("it sends the browser back").to_owned();
        if self.browses {
            thread::spawn(move || {
                // A stranger comes first; the wait must go on.
                get(&back.replace("state=", "state=forged"));
                assert!(String::from_utf8_lossy(&get(&back).body).contains("close this page"));
            });
        } else {
            self.pastes = Some(back);
        }
        self.browses
    }

    fn user_step(&mut self, step: UserStep) {
        if let UserStep::Device { code, next, every, .. } = step {
            assert!(self.heard >= 2, "what was said so far is known before the wait");
            self.code = Some(code);
            self.polls.push((next, every));
        }
    }

    fn pasted_callback(&mut self) -> Option<Secret> {
        self.pastes.take().map(Secret::from)
    }

    fn callback_rejected(&mut self, why: &CallbackError) {
        self.rejected.push(why.clone());
    }

    fn wait(&mut self, time: Duration) -> bool {
        CLOCK.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
        true
    }

    fn answer_arrived(&mut self, reply: &Reply) {
        self.arrived.push((self.heard, json(reply)));
    }

    fn exchange_finished(&mut self, _: &Exchange) {
        self.heard += 1;
    }
}

fn demo() -> Demo {
    Demo::start(DemoOptions::usual(clock)).expect("a port is free")
}

fn client(settings: Settings) -> OAuthClient {
    client_with_clock(settings, clock)
}

fn with_grant(demo: &Demo, grant: &str) -> OAuthClient {
    client(configured(demo.settings(), &[("grant", grant)]))
}

fn refresh(client: &mut OAuthClient, token: &Value) -> (u16, Value) {
    super::refresh(client, &mut Person::default(), token, &[])
}

#[test]
fn an_answer_is_handed_over_before_anything_else_is_done_with_it() {
    let demo = demo();
    let mut client = client(demo.settings());
    let first = json(&login(&mut client).unwrap().reply);
    let token = Secret::new(first["refresh_token"].as_str().unwrap());
    let mut person = Person::default();
    let operation = Operation::Refresh { token, scope: Vec::new() };
    let answer = operation.run(&mut client, &mut person).unwrap();
    assert_eq!(person.arrived, [(person.heard - 1, json(&answer.reply))]);
}

#[test]
fn a_refresh_token_rotates_and_its_reuse_ends_the_family() {
    let demo = demo();
    let mut client = client(demo.settings());
    let first = json(&login(&mut client).unwrap().reply);
    let old = &first["refresh_token"];
    let (status, second) = refresh(&mut client, old);
    assert_eq!(status, 200, "{second}");
    let new = &second["refresh_token"];
    assert_ne!(new, old);
    assert_eq!(second["scope"], first["scope"]);
    let (status, error) = refresh(&mut client, old);
    assert_eq!((status, &error["error"]), (400, &Value::from("invalid_grant")));
    let (status, error) = refresh(&mut client, new);
    assert_eq!(
        (status, &error["error"]),
        (400, &Value::from("invalid_grant")),
        "the family lives on"
    );
}

#[test]
fn a_token_is_introspected_used_and_revoked() {
    let demo = demo();
    let mut client = client(demo.settings());
    let body = json(&login(&mut client).unwrap().reply);
    let token = Secret::new(body["access_token"].as_str().unwrap());
    let introspect = |client: &mut OAuthClient| {
        let request = client.introspection_request(&token, Some("access_token")).unwrap();
        json(&client.send(&request).unwrap())
    };
    let state = introspect(&mut client);
    assert_eq!((&state["active"], &state["sub"]), (&Value::Bool(true), &Value::from("ada")));
    let request = client.userinfo_request(&token, "Bearer").unwrap();
    assert_eq!(json(&client.send(&request).unwrap())["email"], "ada@example.com");
    let request = client.revocation_request(&token, None).unwrap();
    assert_eq!(client.send(&request).unwrap().status, 200);
    assert_eq!(introspect(&mut client), serde_json::json!({ "active": false }));
    let request = client.userinfo_request(&token, "Bearer").unwrap();
    let refused = client.send(&request).unwrap();
    assert_eq!((refused.status, json(&refused)["error"].clone()), (401, "invalid_token".into()));
    let shown = format!("{:?}", client.transcript());
    assert!(!shown.contains(token.expose()) && !shown.contains(demo.secret().expose()));
    assert_eq!(client.transcript().last().unwrap().id, client.transcript().len() as u64);
}

#[test]
fn a_code_comes_back_through_the_browser_or_by_paste() {
    let demo = demo();
    for browses in [true, false] {
        let mut person = Person { browses, ..Person::default() };
        let mut client = with_grant(&demo, "authorization_code");
        let answer = fetch(&mut client, &mut person).unwrap();
        let body = json(&answer.reply);
        assert_eq!(answer.reply.status, 200, "{body}");
        assert!(
            body["id_token"].is_string()
                && answer.request.sign_in.is_some_and(|it| it.nonce.is_some() && it.code.is_some())
        );
        assert_eq!(person.rejected, if browses { vec![CallbackError::State] } else { vec![] });
    }
}

#[test]
fn a_public_client_needs_no_secret() {
    let demo = demo();
    let settings = Settings { client_secret: None, auth: None, ..demo.settings() };
    let settings = configured(settings, &[("client_id", PUBLIC_CLIENT)]);
    let answer = login(&mut client(settings)).unwrap();
    assert_eq!((answer.reply.status, answer.request.public_client), (200, true));
}

#[test]
fn a_device_waits_for_its_approval() {
    let demo = demo();
    let mut person = Person::default();
    let mut client = with_grant(&demo, "device_code");
    let answer = fetch(&mut client, &mut person).unwrap();
    assert_eq!(answer.reply.status, 200, "{}", json(&answer.reply));
    assert!(json(&answer.reply)["refresh_token"].is_string());
    assert_eq!(person.code.expect("the code was shown").len(), 9);
    // Discovery, the device authorization, and one question each two seconds for six seconds.
    assert!((4..=7).contains(&client.transcript().len()), "{:#?}", client.transcript());
    assert_eq!(person.heard, client.transcript().len());
    assert_eq!(person.polls.len(), client.transcript().len() - 2);
    assert!(person.polls.iter().all(|(_, interval)| *interval == TimeDelta::seconds(2)));
    assert!(person.polls.windows(2).all(|pair| pair[0].0 < pair[1].0), "{:?}", person.polls);
}

#[test]
fn a_client_gets_a_token_for_itself_but_not_with_another_secret() {
    let demo = demo();
    let mut client = with_grant(&demo, "client_credentials");
    let answer = fetch(&mut client, &mut Person::default()).unwrap();
    let body = json(&answer.reply);
    assert!(body["access_token"].is_string() && body["refresh_token"].is_null(), "{body}");
    assert_eq!(answer.request.grant_type.as_deref(), Some("client_credentials"));
    assert_eq!(answer.request.issuer.as_deref(), Some(demo.issuer().as_written()));
    let mut settings = demo.settings();
    settings.client_secret = Some(SecretSource::Literal(Secret::new("wrong")));
    let settings = configured(settings, &[("grant", "client_credentials")]);
    let refused = fetch(&mut super::flows::client(settings), &mut Person::default()).unwrap();
    assert_eq!(refused.reply.error_code().as_deref(), Some("invalid_client"));
    assert_eq!(refused.reply.status, 401);
}

#[test]
fn nothing_is_sent_against_the_persons_will() {
    let demo = demo();
    let mut person = Person { stops: true, ..Person::default() };
    let mut client = with_grant(&demo, "client_credentials");
    let error = fetch(&mut client, &mut person).unwrap_err();
    assert!(matches!(error, OAuthError::Abandoned(_)), "{error}");
    assert_eq!(person.asked.get(), 1);
    assert_eq!(client.transcript().len(), 1, "discovery alone");
}

#[test]
fn an_unknown_grant_is_sent_as_it_is() {
    let demo = demo();
    let answer = fetch(&mut with_grant(&demo, "system_access"), &mut Person::default()).unwrap();
    assert_eq!(answer.reply.error_code().as_deref(), Some("unsupported_grant_type"));
    assert_eq!(answer.request.grant_type.as_deref(), Some("system_access"));
    let request = with_grant(&demo, CLIENT).token_request(&Grant::ClientCredentials);
    assert!(request.is_err(), "no endpoint is known before discovery");
}

fn error(code: &str) -> Reply {
    Reply {
        status: 400,
        headers: vec![("content-type".to_owned(), Text::new("application/json"))],
        body: format!("{{\"error\":\"{code}\"}}").into_bytes().into(),
        cut: None,
        received_at: DateTime::UNIX_EPOCH,
        wait: Duration::ZERO,
        total: Duration::ZERO,
    }
}

#[test]
fn polling_honours_interval_slow_down_and_the_end() {
    let at = |seconds: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds);
    let body =
        br#"{"device_code":"d","user_code":"u","verification_uri":"https://a/","expires_in":60}"#;
    let reply = Reply { status: 200, body: body.to_vec().into(), ..error("") };
    let authorization = DeviceAuthorization::read(&reply).unwrap();
    assert_eq!(authorization.interval, TimeDelta::seconds(5), "RFC 8628 §3.2");
    let mut polling = Polling::new(&authorization);
    assert_eq!(polling.first(at(0)), Next::AskAt(at(5)));
    assert_eq!(polling.after(Ok(&error("authorization_pending")), at(5)), Next::AskAt(at(10)));
    assert_eq!(polling.after(Ok(&error("slow_down")), at(10)), Next::AskAt(at(20)));
    assert_eq!(polling.after(Ok(&error("authorization_pending")), at(20)), Next::AskAt(at(30)));
    let lost = tokenscope::oauth::TransportError::Resolve { host: "a".into() };
    assert_eq!(polling.after(Err(&lost), at(30)), Next::AskAt(at(50)));
    // The last question waits as long as every other.
    assert_eq!(polling.after(Ok(&error("authorization_pending")), at(50)), Next::AskAt(at(70)));
    assert_eq!(polling.clone().after(Ok(&error("authorization_pending")), at(60)), Next::Expired);
    for end in ["access_denied", "expired_token", "invalid_grant"] {
        assert_eq!(polling.clone().after(Ok(&error(end)), at(70)), Next::Finished, "{end}");
    }
    let told = |status: u16, code: &str, seconds: u32| {
        let wait = ("retry-after".to_owned(), Text::new(seconds.to_string()));
        Reply { status, headers: vec![wait], ..error(code) }
    };
    // Retry-After counts once; where the server is in trouble, from then on.
    let mut polling = Polling::new(&authorization);
    let pending = error("authorization_pending");
    assert_eq!(polling.after(Ok(&told(400, "slow_down", 30)), at(5)), Next::AskAt(at(35)));
    assert_eq!(polling.after(Ok(&pending), at(35)), Next::AskAt(at(45)));
    assert_eq!(polling.after(Ok(&told(429, "", 20)), at(45)), Next::AskAt(at(65)));
    let mut polling = Polling::new(&authorization);
    polling.after(Ok(&told(503, "", 20)), at(5));
    assert_eq!(polling.after(Ok(&pending), at(25)), Next::AskAt(at(45)));
    assert_eq!(polling.after(Ok(&told(429, "", 110)), at(10)), Next::AskAt(at(120)));
    assert_eq!(polling.after(Ok(&told(429, "", 111)), at(10)), Next::Expired);
}

#[test]
fn retry_after_is_a_number_of_seconds_or_a_date() {
    let wait = |value: &str| {
        let header = ("Retry-After".to_owned(), Text::new(value));
        let received_at = DateTime::UNIX_EPOCH + TimeDelta::days(1);
        let reply = Reply { headers: vec![header], received_at, ..error("slow_down") };
        reply.retry_after().map(|wait| wait.as_secs())
    };
    for (value, seconds) in [
        ("7", Some(7)),
        (" 7 ", Some(7)),
        ("0", Some(0)),
        ("86400", Some(86_400)),
        ("86401", Some(86_400)),
        ("Fri, 02 Jan 1970 00:01:30 GMT", Some(90)),
        ("Thu, 01 Jan 1970 23:59:00 GMT", Some(0)),
        ("Sat, 03 Jan 1970 00:00:01 GMT", Some(86_400)),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
    ] {
        assert_eq!(wait(value), seconds, "{value}");
    }
}

#[test]
fn what_a_device_is_to_show_is_cut_to_a_length_that_people_can_read() {
    let read = |code: usize, address: usize| {
        let address = format!("https://a/{}", "b".repeat(address - 10));
        let body = serde_json::json!({
            "device_code": "d", "user_code": "c".repeat(code), "verification_uri": address,
            "verification_uri_complete": address,
        });
        let body = body.to_string().into_bytes().into();
        DeviceAuthorization::read(&Reply { status: 200, body, ..error("") }).unwrap()
    };
    let whole = read(64, 2_000);
    assert!(whole.user_code.len() == 64 && whole.verification_uri.len() == 2_000);
    assert!(whole.verification_uri_complete.is_some());
    let cut = read(65, 2_001);
    assert_eq!(cut.user_code, format!("{}…", "c".repeat(64)));
    assert!(cut.verification_uri.ends_with("b…") && cut.verification_uri_complete.is_none());
}

#[test]
fn asking_too_soon_is_answered_with_slow_down() {
    let demo = demo();
    let mut client = with_grant(&demo, "device_code");
    client.discover(&[RequestPurpose::Token, RequestPurpose::DeviceAuthorization]).unwrap();
    let request = client.device_request().unwrap();
    let device = DeviceAuthorization::read(&client.send(&request).unwrap()).unwrap();
    let mut ask = || {
        let request = client.token_request(&Grant::DeviceCode(device.device_code.clone())).unwrap();
        client.send(&request).unwrap().error_code()
    };
    assert_eq!(ask().as_deref(), Some("authorization_pending"));
    assert_eq!(ask().as_deref(), Some("slow_down"));
}
