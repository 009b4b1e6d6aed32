//! What an exchange costs beside `curl`: the same request to the same server on loopback.
//!
//! `cargo bench --bench exchange`; needs `curl`. Both numbers are the time of the exchange itself,
//! without the start of a process: `curl` measures its own.

mod table;

use std::{process::Command, time::Duration};

use chrono::{DateTime, Utc};
use tokenscope::{
    config::SettingOrigin,
    demo::{CLIENT, Demo, DemoOptions},
    oauth::{ClientIdentity, OAuthClient, grant::Grant, request::RequestPurpose},
};

#[expect(clippy::disallowed_methods, reason = "a bench measures time")]
fn clock() -> DateTime<Utc> {
    Utc::now()
}

fn main() {
    let demo = Demo::start(DemoOptions::usual(clock)).expect("a port is free");
    let mut settings = demo.settings();
    settings.set("grant", "client_credentials", SettingOrigin::File).expect("it is a grant");
    let identity = ClientIdentity::read(&settings, &mut |_| Ok(None)).expect("the secret is there");
    let mut session = OAuthClient::new(settings, identity, clock).expect("the settings are whole");
    session.discover(&[RequestPurpose::Token]).expect("the server describes itself");
    let request = session.token_request(&Grant::ClientCredentials).expect("it can be asked");
    let url = request.url.as_str().to_owned();
    let user = format!("{CLIENT}:{}", demo.secret().expose());

    table::head();
    let exchange = table::timed(|| {
        let reply = session.client().send(&request).expect("the server answers");
        assert_eq!(reply.status, 200);
        reply
    });
    table::row("a token request", 1, exchange, "curl", Box::new(|| curl(&url, &user)));
}

/// How long curl says that the exchange took.
fn curl(url: &str, user: &str) -> Duration {
    let output = Command::new("curl")
        .args(["-s", "-o", "/dev/null", "-w", "%{http_code} %{time_total}", "-u", user])
        .args(["-d", "grant_type=client_credentials", url])
        .output()
        .expect("curl is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (status, seconds) = text.split_once(' ').expect("two words");
    assert_eq!(status, "200");
    Duration::from_secs_f64(seconds.parse().expect("seconds"))
}
