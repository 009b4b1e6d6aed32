//! Against a real authorization server (`tests/interop`): every client of its table.

mod browser;
mod flows;
mod verification;

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::Value;
use tokenscope::{
    config::Settings,
    oauth::{OAuthClient, grant::Grant, request::RequestPurpose},
    secret::Secret,
};

use super::{client, get};
use crate::support::configured;

/// How long the server may take to make its keys and say where it is.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server; it ends with the test, when its standard input closes.
pub struct Idp {
    child: Child,
    stdin: Option<ChildStdin>,
    pub issuer: String,
    pub info: Value,
}

impl Idp {
    pub fn start(variables: &[(&str, &str)]) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop");
        let mut child = Command::new("node")
            .arg("server.mjs")
            .current_dir(folder)
            .env("EXIT_WITH_STDIN", "1")
            .env("PORT", "0")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js starts");
        let stdin = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("it has an output"));
        let (tell, told) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            let _ = output.read_line(&mut line);
            let _ = tell.send(line);
        });
        let line = told.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("the server says nothing");
        });
        let ready: Value =
            serde_json::from_str(&line).expect("run npm ci --prefix tests/interop first");
        let issuer = ready["issuer"].as_str().expect("it has an issuer").to_owned();
        let info = get(ready["info"].as_str().expect("it has an info page"));
        let info = serde_json::from_slice(&info.body).expect("it is JSON");
        Self { child, stdin, issuer, info }
    }

    fn client(&self, id: &str) -> &Value {
        let clients = self.info["clients"].as_array().expect("there are clients");
        clients.iter().find(|client| client["client_id"] == id).expect("the client is known")
    }

    /// Settings of a client with its secret, discovered from the issuer.
    pub fn settings(&self, id: &str) -> Settings {
        let client = self.client(id);
        let auth = client["token_endpoint_auth_method"].as_str().unwrap();
        let members = [("issuer", self.issuer.as_str()), ("client_id", id), ("auth", auth)];
        let settings = configured(Settings::default(), &members);
        match client["client_secret"].as_str() {
            Some(it) => configured(settings, &[("client_secret", &format!("literal:{it}"))]),
            None => settings,
        }
    }
}

impl Drop for Idp {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // It holds nothing that would be worth waiting for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn token(client: &mut OAuthClient, grant: &Grant) -> (u16, Value) {
    client.discover(&[RequestPurpose::Token]).expect("the issuer is found");
    let request = client.token_request(grant).expect("the request can be built");
    let reply = client.send(&request).expect("it answers");
    assert_eq!(reply.cut, None);
    (reply.status, serde_json::from_slice(&reply.body).expect("it is JSON"))
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn every_client_gets_a_token_for_itself() {
    let idp = Idp::start(&[]);
    for id in ["basic", "tricky:client +1", "post", "secret_jwt", "limited"] {
        let mut client = client(idp.settings(id));
        let (status, body) = token(&mut client, &Grant::ClientCredentials);
        assert_eq!(status, 200, "{id}: {body}");
        assert!(body["access_token"].is_string(), "{id}");
    }
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn a_wrong_secret_and_an_expired_one_are_refused() {
    let idp = Idp::start(&[]);
    let settings = configured(idp.settings("basic"), &[("client_secret", "literal:wrong")]);
    let (status, body) = token(&mut client(settings), &Grant::ClientCredentials);
    assert_eq!((status, &body["error"]), (401, &Value::from("invalid_client")));
    let mut expired = client(idp.settings("expired"));
    let (status, body) = token(&mut expired, &Grant::ClientCredentials);
    assert_eq!((status, &body["error"]), (400, &Value::from("invalid_client")));
    let grant = Grant::RefreshToken { token: Secret::new("unknown"), scope: Vec::new() };
    let (status, body) = token(&mut client(idp.settings("basic")), &grant);
    assert_eq!((status, &body["error"]), (400, &Value::from("invalid_grant")));
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn private_keys_of_every_kind_sign_in() {
    let idp = Idp::start(&[]);
    let mut refused = Vec::new();
    for alg in ["RS256", "ES256", "EdDSA", "PS256"] {
        for form in ["jwk", "pem"] {
            let key = get(&format!("{}/test/keys/private_key_jwt.{form}?alg={alg}", idp.issuer));
            let key = String::from_utf8(key.body.to_vec()).unwrap();
            let members = [("client_key", &*format!("literal:{key}")), ("client_key_alg", alg)];
            let settings = configured(idp.settings("private_key_jwt"), &members);
            let (status, body) = token(&mut client(settings), &Grant::ClientCredentials);
            if status != 200 {
                refused.push(format!("{alg} {form}: {body}"));
            }
        }
    }
    assert_eq!(refused, [""; 0]);
}

#[test]
#[ignore = "needs Node.js and npm ci in tests/interop"]
fn the_method_is_chosen_from_the_metadata_and_a_path_is_part_of_the_issuer() {
    let idp = Idp::start(&[("ISSUER_PATH", "/realms/demo")]);
    assert!(idp.issuer.ends_with("/realms/demo"));
    let mut settings = idp.settings("tricky:client +1");
    settings.auth = None;
    let (status, body) = token(&mut client(settings), &Grant::ClientCredentials);
    assert_eq!(status, 200, "{body}");
    let issuer = format!("{}/", idp.issuer);
    let settings = configured(idp.settings("basic"), &[("issuer", &issuer)]);
    let error = client(settings).discover(&[RequestPurpose::Token]).unwrap_err();
    assert!(matches!(error, tokenscope::oauth::OAuthError::IssuerMismatch { .. }), "{error}");
}
