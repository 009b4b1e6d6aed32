//! What an inspection costs, from bytes to the JSON report, beside what cannot be done without.
//!
//! `cargo bench --bench inspect`; needs `taskset` of util-linux. The floor of most rows is `serde_json`,
//! which parses the same text and prints it.

mod table;

use std::{
    fmt::Write as _,
    io,
    process::{Command, Stdio},
};

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Value, json};
use tempfile::NamedTempFile;
use tokenscope::{
    inspection::{Context, Inspection},
    jose::{Keys, SignatureStatus, SigningKey, decode, verify},
    report::{self, ReportOptions},
    token::{Received, ReceivedFrom, Zone},
};

use self::table::{Work, row, timed};

const AT: &str = "2026-01-01T00:10:00Z";
const SERDE: &str = "serde_json parsing and printing it";
/// As many lines as take long enough that the start of the process is nothing.
const LINES: u32 = 20_000;

fn main() {
    table::head();
    let mixed = |at: u32| KINDS[at as usize % KINDS.len()].1(at);
    let log = lines(mixed);
    lines_row("a line of a mixed log, one core", &log);
    for (name, line) in KINDS {
        lines_row(&format!("a line: {name}, one core"), &lines(line));
    }
    let file = file(&log);
    let all = program(None, &["inspect", "--lines", "--json", "--at", AT, path(&file)]);
    let one = program(Some("0"), &["inspect", "--lines", "--json", "--at", AT, path(&file)]);
    row("a line of a mixed log, all cores", LINES, all, "one core", one);
    reports();
    signatures();
}

// ---------------------------------------------------------------- lines

/// A line, made from its number.
type MakeLine = fn(u32) -> String;

/// The kinds of lines of a log.
const KINDS: [(&str, MakeLine); 6] = [
    ("a response of six fields", |at| response(&opaque(at))),
    ("a response with RS256 in it", |at| response(&jwt("RS256", at, 256))),
    ("a response with HS256 in it", |at| response(&jwt("HS256", at, 32))),
    ("a response as a form", |at| {
        let [access, refresh] = [opaque(at), opaque(at + 1)];
        format!("access_token={access}&token_type=bearer&expires_in=7200&refresh_token={refresh}")
    }),
    ("an error answer", |at| {
        let error = ["invalid_grant", "invalid_client", "invalid_scope"][at as usize % 3];
        json!({"error": error, "error_description": format!("The request {at} was refused")})
            .to_string()
    }),
    ("no token at all", |at| {
        format!("2026-01-01T00:10:00.{:03}Z INFO worker[{at}]: took {} ms", at % 1000, at % 97)
    }),
];

fn lines(line: impl Fn(u32) -> String) -> String {
    (0..LINES).fold(String::new(), |mut text, at| {
        writeln!(text, "{}", line(at)).expect("memory can be written");
        text
    })
}

/// Octets that look random and are the same in every run (xorshift).
fn octets(seed: u32, count: usize) -> Vec<u8> {
    let mut state = u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[4]
    };
    (0..count).map(next).collect()
}

fn opaque(seed: u32) -> String {
    BASE64URL_NOPAD.encode(&octets(seed, 32))
}

fn jwt(alg: &str, seed: u32, signature: usize) -> String {
    let header = json!({"alg": alg, "typ": "at+jwt", "kid": "k1"});
    let claims = json!({"iss": "https://as.example", "sub": format!("user-{seed}"), "aud": "api",
        "exp": 1_767_232_800, "iat": 1_767_225_600, "jti": opaque(seed), "scope": "read write"});
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signature = BASE64URL_NOPAD.encode(&octets(seed, signature));
    format!("{}.{}.{signature}", part(&header), part(&claims))
}

fn response(access_token: &str) -> String {
    json!({"access_token": access_token, "token_type": "bearer", "expires_in": 7200,
        "refresh_token": "SnYQ9e4u6ZT91b47TxuLCp9mBqRNKD086X39HKl2HbR", "scope": "companies:read employees:read",
        "created_at": 1_767_225_600})
    .to_string()
}

/// The program on lines, on one core, beside `serde_json` on them.
fn lines_row(name: &str, text: &str) {
    let file = file(text);
    let figure = program(Some("0"), &["inspect", "--lines", "--json", "--at", AT, path(&file)]);
    let floor = timed(|| text.lines().map(|line| parse_and_print(line).len()).sum::<usize>());
    row(name, LINES, figure, SERDE, floor);
}

/// What is no JSON is printed as a string.
fn parse_and_print(text: &str) -> String {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)).to_string()
}

fn file(text: &str) -> NamedTempFile {
    let file = NamedTempFile::new().expect("a file can be made");
    std::fs::write(&file, text).expect("it can be written");
    file
}

fn path(file: &NamedTempFile) -> &str {
    file.path().to_str().expect("it is UTF-8")
}

/// The program from its start to its end, on these cores.
fn program<'a>(cores: Option<&str>, args: &[&str]) -> Work<'a> {
    let binary = env!("CARGO_BIN_EXE_tokenscope");
    let mut command = Command::new(if cores.is_some() { "taskset" } else { binary });
    if let Some(cores) = cores {
        command.args(["--cpu-list", cores, binary]);
    }
    command.args(args).stdout(Stdio::null()).stderr(Stdio::null());
    timed(move || {
        let status = command.status().expect("it starts");
        assert!(status.success(), "{status}");
    })
}

// ---------------------------------------------------------------- one report

fn reports() {
    let now = AT.parse().expect("an instant");
    let keys = Keys::default();
    let scopes: Vec<_> = (0..100_000).map(|n| format!("resource{n}:read")).collect();
    let many = json!({"access_token": "abc", "token_type": "bearer", "expires_in": 60,
        "scope": scopes.join(" ")});
    for (name, text) in [
        ("a report of six fields", response(&opaque(1))),
        ("a report with RS256 in it", response(&jwt("RS256", 1, 256))),
        ("a report of 100,000 scopes", many.to_string()),
    ] {
        let mut out = Vec::new();
        let figure = timed(|| {
            out.clear();
            report(text.as_bytes(), now, &keys, &mut out);
        });
        row(name, 1, figure, SERDE, timed(|| parse_and_print(&text)));
    }
    let file = file(&response(&opaque(1)));
    let whole = program(None, &["inspect", "--json", "--at", AT, path(&file)]);
    let mut nothing = Command::new("true");
    let nothing = timed(move || nothing.status().expect("it starts"));
    row("the program for one report", 1, whole, "a program that does nothing", nothing);
}

/// One response from bytes to its report.
fn report(bytes: &[u8], now: DateTime<Utc>, keys: &Keys, out: &mut impl io::Write) {
    let context = Context {
        now,
        received: Received { at: now, from: ReceivedFrom::Given },
        zone: Zone::System,
        keys,
        request: None,
        previous: None,
        file_mode: None,
        secret_trials: None,
    };
    let options = ReportOptions {
        now,
        reveal: false,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    };
    let inspection = Inspection::of(bytes, &context);
    report::json::write_compact(out, &inspection, &options).expect("memory can be written");
}

// ---------------------------------------------------------------- signatures

fn signatures() {
    let keys: Value =
        serde_json::from_str(include_str!("../suite/jose/keys.json")).expect("it is JSON");
    let private = keys["rsa2048"].to_string().into();
    let signing = SigningKey::from_pem_or_jwk(&private, Some("RS256"), Some("last"))
        .expect("it is a private key");
    let text = signing.sign("JWT", &json!({"sub": "jane"})).expect("it can be signed");
    let text = text.expose();
    let public = signing.public_jwk().expect("it has a public half");

    let token = decode("token", text).expect("it is one");
    let keys = Keys::parse("key", public.to_string().as_bytes()).expect("it is one");
    assert_eq!(verify(&token, &keys).status, SignatureStatus::Valid);
    let figure = timed(|| verify(&token, &keys));
    let decoded =
        |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).expect("it is strict base64url");
    let [n, e] = ["n", "e"].map(|name| decoded(public[name].as_str().expect("a number")));
    let (message, signature) = text.rsplit_once('.').expect("it is compact");
    let (message, signature) = (message.as_bytes(), decoded(signature));
    let components = RsaPublicKeyComponents { n: &n, e: &e };
    let floor = timed(|| components.verify(&RSA_PKCS1_2048_8192_SHA256, message, &signature));
    row("RS256 verified", 1, figure, "ring alone", floor);

    // The one that fits is the last.
    let other = |at: u32| {
        json!({"kty": "RSA", "kid": format!("key-{at}"), "e": "AQAB",
            "n": BASE64URL_NOPAD.encode(&octets_of_a_modulus(at))})
    };
    let set: Vec<Value> = (1..10_000).map(other).chain([public]).collect();
    let set = json!({ "keys": set }).to_string();
    let figure = timed(|| {
        let keys = Keys::parse("keys", set.as_bytes()).expect("they are keys");
        let signature = verify(&token, &keys);
        assert_eq!(signature.status, SignatureStatus::Valid);
        signature
    });
    let floor = timed(|| serde_json::from_str::<Value>(&set));
    row("the last of 10,000 keys found", 1, figure, "serde_json parsing them", floor);
}

/// An odd number of 2,048 bits.
fn octets_of_a_modulus(seed: u32) -> Vec<u8> {
    let mut number = octets(seed, 256);
    number[0] |= 0x80;
    number[255] |= 1;
    number
}
