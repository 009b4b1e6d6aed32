//! Getting and refreshing tokens from authorization servers.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod commands;
mod flows;
mod hostile;
mod interop;
mod loopback;
mod manners;
pub mod provider;
mod requests;
mod tls;
mod transport;

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use serde_json::Value;
use tokenscope::{
    commands::now,
    config::{HttpUrl, Settings},
    oauth::{
        ClientIdentity, Delegate, HttpClient, OAuthClient, OAuthError, Operation, OperationAnswer,
        Reply, Request, http_client::Now, request::RequestPurpose,
    },
    secret::Secret,
};

use crate::support::Ran;

/// A hand-made server that answers one connection with these bytes.
pub struct Canned {
    pub url: String,
    request: Receiver<String>,
    /// Dropped to let a hanging connection go.
    _hold: Sender<()>,
}

/// Whether the connection is closed after the bytes, or held until the server is dropped.
#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    Close,
    Hang,
}

impl Canned {
    pub fn new(answer: impl Into<Vec<u8>>, then: Then) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        let (answer, (tell, request), (hold, released)) =
            (answer.into(), mpsc::channel(), mpsc::channel::<()>());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = tell.send(read_request(&mut stream));
            let _ = stream.write_all(&answer);
            if then == Then::Hang {
                let _ = released.recv();
            }
        });
        Self { url, request, _hold: hold }
    }

    /// An answer with a length and a connection that ends.
    pub fn answering(status: &str, headers: &str, body: &str) -> Self {
        Self::new(http(status, headers, body.as_bytes()), Then::Close)
    }
}

/// A hand-made server that answers every request by its first line, and keeps what it was sent.
pub struct Site {
    /// Scheme, host and port.
    pub origin: String,
    pub requests: Receiver<String>,
}

impl Site {
    /// `answer` is told the site's origin and the request, and gives the bytes of the answer.
    pub fn new(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (tell, requests) = mpsc::channel();
        let own = origin.clone();
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let request = read_request(&mut stream);
                let bytes = answer(&own, &request);
                if tell.send(request).is_err() {
                    break;
                }
                let _ = stream.write_all(&bytes);
            }
        });
        Self { origin, requests }
    }

    pub fn bodies(&self) -> Vec<String> {
        let requests = self.requests.try_iter();
        requests.filter_map(|it| Some(it.split_once("\r\n\r\n")?.1.to_owned())).collect()
    }

    /// The first lines of what was sent so far, without the version.
    pub fn heard(&self) -> Vec<String> {
        self.requests
            .try_iter()
            .filter_map(|request| Some(request.split(" HTTP/").next()?.to_owned()))
            .collect()
    }
}

pub fn json(status: &str, body: &Value) -> Vec<u8> {
    http(status, "Content-Type: application/json\r\n", body.to_string().as_bytes())
}

pub fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

pub fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
}

fn url(text: &str) -> HttpUrl {
    HttpUrl::parse(text).unwrap()
}

fn http_client() -> HttpClient {
    HttpClient::new(&Settings::default(), now).unwrap()
}

/// A GET through the program's own client.
fn get(address: &str) -> Reply {
    http_client().send(&Request::get(RequestPurpose::Discovery, url(address))).expect("it answers")
}

fn sign_in_args<'a>(issuer: &'a str, client: &'a str) -> Vec<&'a str> {
    let start = ["fetch", "--json", "--check", "--no-browser", "--grant", "authorization_code"];
    let scopes = ["--scope", "openid", "--scope", "email"];
    [&start[..], &["--issuer", issuer, "--client-id", client], &scopes].concat()
}

/// Runs a command that prints an address, and visits that.
fn run_and_visit(mut command: Command, visit: impl FnOnce(&str)) -> Ran {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let mut stderr = BufReader::new(child.stderr.take().expect("it is a pipe"));
    let mut err = String::new();
    let mut start = 0;
    while stderr.read_line(&mut err).expect("it is text") > 0 {
        if err[start..].starts_with("http") {
            visit(err[start..].trim());
            break;
        }
        start = err.len();
    }
    stderr.read_to_string(&mut err).expect("it is text");
    let mut out = String::new();
    let mut stdout = child.stdout.take().expect("it is a pipe");
    stdout.read_to_string(&mut out).expect("it is text");
    let status = child.wait().expect("it ends").code().unwrap_or(-1);
    Ran { status, out, err }
}

/// A client with the secrets that the settings name.
pub fn client(settings: Settings) -> OAuthClient {
    client_with_clock(settings, now)
}

/// The same with a clock of its own.
pub fn client_with_clock(settings: Settings, clock: Now) -> OAuthClient {
    let identity =
        ClientIdentity::read(&settings, &mut |_| Ok(None)).expect("the secrets are there");
    OAuthClient::new(settings, identity, clock).expect("the settings are usable")
}

/// Fetches a token in the way that the settings name.
fn fetch(
    client: &mut OAuthClient,
    person: &mut dyn Delegate,
) -> Result<OperationAnswer, OAuthError> {
    Operation::Fetch { grant: None, scope: Vec::new() }.run(client, person)
}

/// Gives the status and the body.
fn refresh(
    client: &mut OAuthClient,
    person: &mut dyn Delegate,
    token: &Value,
    scope: &[&str],
) -> (u16, Value) {
    let token = Secret::new(token.as_str().expect("a refresh token"));
    let scope = scope.iter().map(|scope| (*scope).to_owned()).collect();
    let answer = Operation::Refresh { token, scope }.run(client, person).unwrap();
    (answer.reply.status, reply_json(&answer.reply))
}

fn reply_json(reply: &Reply) -> Value {
    serde_json::from_slice(&reply.body).expect("it is JSON")
}
