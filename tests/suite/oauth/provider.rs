//! An OpenID provider on a loopback port that misbehaves as each test says, asked by the real
//! binary as a relying party: the negative tests of the certification profiles, and more.

mod callbacks;
mod claims;
mod keys;
mod later;
mod run;

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value as Json, json};
use url::Url;

use super::{http, read_request};
use crate::jose::pairs::{Pair, ed25519, p256, p256_of, rsa, secret};

/// The client, its secret, and the person who signs in.
pub const CLIENT: &str = "shop";
pub const SECRET: &str = "a client secret of more than 32 octets";
pub const PERSON: &str = "user-4711";

/// The present, in seconds since 1970.
pub fn now() -> i64 {
    tokenscope::commands::now().timestamp()
}

/// An answer of the token endpoint, or claims of the userinfo endpoint, before they are signed and
/// sent. As it stands it is what a good provider says.
pub struct Draft {
    pub issuer: String,
    pub grant: String,
    /// The header of the ID token, or of signed claims.
    pub header: Json,
    /// Its claims. `at_hash` and `alg` are what the access token and the header ask for.
    pub claims: Json,
    /// The response around the ID token.
    pub response: Json,
    pub key: Pair,
    /// What stands in the place of the ID token that would be made.
    pub id_token: Option<String>,
    pub status: &'static str,
    pub headers: String,
    /// The whole body, in the place of the response.
    pub body: Option<String>,
}

/// What the provider answers at one place, changed by a test.
type Change<T> = Box<dyn Fn(&mut T) + Send + Sync>;

/// An answer that is no token: status, header fields and body.
pub struct Plain {
    pub status: &'static str,
    pub headers: String,
    pub body: String,
    /// How often the place was asked before.
    pub before: usize,
}

pub struct Behaviour {
    pub metadata: Change<Json>,
    pub keys: Change<Plain>,
    pub callback: Change<Vec<(String, String)>>,
    pub token: Change<Draft>,
    pub userinfo: Change<Draft>,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            metadata: Box::new(|_| {}),
            keys: Box::new(|_| {}),
            callback: Box::new(|_| {}),
            token: Box::new(|_| {}),
            userinfo: Box::new(|_| {}),
        }
    }
}

pub struct Provider {
    pub issuer: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    nonce: Option<String>,
    asked: Vec<String>,
}

impl Provider {
    pub fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let (own, shared) = (issuer.clone(), Arc::clone(&state));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                serve(stream, &own, &behaviour, &shared);
            }
        });
        Self { issuer, state }
    }

    pub fn count(&self, path: &str) -> usize {
        self.state.lock().unwrap().asked.iter().filter(|asked| *asked == path).count()
    }
}

fn serve(mut stream: TcpStream, issuer: &str, behaviour: &Behaviour, state: &Mutex<State>) {
    let request = read_request(&mut stream);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let Ok(url) = Url::parse(issuer).unwrap().join(target) else { return };
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let mut state = state.lock().unwrap();
    let before = state.asked.iter().filter(|path| *path == url.path()).count();
    state.asked.push(url.path().to_owned());
    let answer = match url.path() {
        "/.well-known/openid-configuration" => {
            let mut metadata = metadata(issuer);
            (behaviour.metadata)(&mut metadata);
            super::json("200 OK", &metadata)
        }
        "/jwks" => {
            let headers = "Content-Type: application/jwk-set+json\r\n".to_owned();
            let body = key_set(&[p256()]).to_string();
            let mut plain = Plain { status: "200 OK", headers, body, before };
            (behaviour.keys)(&mut plain);
            http(plain.status, &plain.headers, plain.body.as_bytes())
        }
        "/authorize" => {
            let param = |name: &str| {
                let found = url.query_pairs().find(|(other, _)| other == name);
                found.map(|(_, value)| value.into_owned())
            };
            state.nonce = param("nonce");
            let mut params = vec![
                ("code".to_owned(), "SplxlOBeZQQYbYS6WxSbIA".to_owned()),
                ("iss".to_owned(), issuer.to_owned()),
                ("state".to_owned(), param("state").unwrap_or_default()),
            ];
            (behaviour.callback)(&mut params);
            let mut back = Url::parse(&param("redirect_uri").unwrap()).unwrap();
            back.query_pairs_mut().extend_pairs(params);
            http("302 Found", &format!("Location: {back}\r\n"), b"")
        }
        "/token" => {
            let mut draft = draft(issuer, body, state.nonce.as_deref());
            (behaviour.token)(&mut draft);
            draft.sent()
        }
        "/userinfo" => {
            let mut draft = draft(issuer, body, None);
            draft.response = json!({"sub": PERSON, "email": "ada@example.com", "name": "Ada"});
            draft.claims = json!({"sub": PERSON, "email": "ada@example.com",
                "iss": issuer, "aud": CLIENT});
            (behaviour.userinfo)(&mut draft);
            draft.sent()
        }
        _ => http("404 Not Found", "", b""),
    };
    drop(state);
    // A client that has gone away has nothing left to be told.
    let _ = stream.write_all(&answer);
}

fn metadata(issuer: &str) -> Json {
    let at = |path: &str| format!("{issuer}{path}");
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"),
        "authorization_response_iss_parameter_supported": true,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
    })
}

/// A key set of these keys, with the `kid` that their tokens have.
pub fn key_set(keys: &[Pair]) -> Json {
    json!({"keys": keys.iter().map(public).collect::<Vec<_>>()})
}

pub fn public(key: &Pair) -> Json {
    let mut jwk = key.jwk.clone();
    jwk["kid"] = key.name.into();
    jwk
}

fn draft(issuer: &str, request: &str, nonce: Option<&str>) -> Draft {
    let param = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(request.as_bytes());
        pairs.find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
    };
    let mut claims = json!({
        "iss": issuer, "sub": PERSON, "aud": CLIENT, "iat": now(), "exp": now() + 300,
    });
    if let Some(nonce) = nonce.filter(|_| param("code").is_some()) {
        claims["nonce"] = nonce.into();
    }
    Draft {
        issuer: issuer.to_owned(),
        grant: param("grant_type").unwrap_or_default(),
        header: json!({"alg": "ES256", "kid": "P-256"}),
        claims,
        response: json!({
            "access_token": "2YotnFZFEjr1zCsicMWpAA", "token_type": "Bearer", "expires_in": 300,
            "scope": "openid email",
        }),
        key: p256(),
        id_token: None,
        status: "200 OK",
        headers: "Content-Type: application/json\r\nCache-Control: no-store\r\n".to_owned(),
        body: None,
    }
}

impl Draft {
    pub fn claim(&mut self, name: &str, value: impl Into<Json>) {
        self.claims[name] = value.into();
    }

    /// A token of this header and these claims.
    pub fn signed(&self) -> String {
        let alg = self.header["alg"].as_str().unwrap_or_default();
        self.key.token(&self.header.to_string(), &self.claims.to_string(), alg)
    }

    pub fn sign_with(&mut self, key: Pair, alg: &str) {
        self.header = json!({"alg": alg, "kid": key.name});
        self.key = key;
    }

    fn sent(&self) -> Vec<u8> {
        let mut response = self.response.clone();
        if response.get("access_token").is_some() || self.id_token.is_some() {
            let id_token = self.id_token.clone().unwrap_or_else(|| self.signed());
            if !id_token.is_empty() {
                response["id_token"] = id_token.into();
            }
        }
        let body = self.body.clone().unwrap_or_else(|| response.to_string());
        http(self.status, &self.headers, body.as_bytes())
    }
}

pub fn secret_key() -> Pair {
    secret("secret", SECRET.as_bytes().to_vec(), &["HS256"])
}

pub fn rsa_key() -> Pair {
    rsa("rsa", "rsa2048", &["RS256"])
}

/// Another key on P-256, which the provider does not publish.
pub fn other_key() -> Pair {
    p256_of("other", 9)
}

pub fn ed_key() -> Pair {
    ed25519()
}
