//! A secret in every place of every artifact: wherever it is repeated, and in whatever notation,
//! it is in no text that the program shows.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::LazyLock};

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use memchr::memmem;
use serde::de::IgnoredAny;
use serde_json::{Value as Json, json};
use tokenscope::{
    app::{Action, App},
    check::{self, Requirement},
    diff,
    findings::Severity,
    input::InputOrigin,
    inspection::Inspection,
    jose::Keys,
    report::{self, ReportOptions},
    token::ReceivedFrom,
};

use crate::{
    harness::{act, draw_on, empty, load, screen_of, start, type_text},
    support::{context, project, utc},
};

/// The secret: by its looks it could be anything.
const SECRET: &str = "Zq7kPlAnTeD-0123.xyzXYZ_9";

/// The secret as it may be written, and what of it must not be seen then.
static COPIES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let same = |text: String| (text.clone(), text);
    let percent: String =
        SECRET.bytes().flat_map(|byte| ["%".to_owned(), HEXLOWER.encode(&[byte])]).collect();
    let half = SECRET.replace('-', "%2D").replace('_', "%5f");
    vec![
        same(SECRET.to_owned()),
        (format!("the one called {SECRET} is over"), SECRET.to_owned()),
        (format!("https://api.example.com/me?x={SECRET}&y=1"), SECRET.to_owned()),
        (format!("{{\"id\":\"{SECRET}\"}}"), SECRET.to_owned()),
        same(percent),
        same(half),
        (format!("see {}", BASE64.encode(SECRET.as_bytes())), BASE64.encode(SECRET.as_bytes())),
        same(BASE64URL_NOPAD.encode(format!("id:{SECRET}").as_bytes())),
        same(HEXLOWER.encode(SECRET.as_bytes())),
        (format!("{}\n  {}", &SECRET[..14], &SECRET[14..]), SECRET[..14].to_owned()),
        (format!("it begins {}…", &SECRET[..18]), SECRET[..18].to_owned()),
    ]
});

fn inspected(input: &[u8]) -> Inspection {
    Inspection::of(input, &context(start(), ReceivedFrom::Now, &Keys::default()))
}

fn options(reveal: bool) -> ReportOptions {
    ReportOptions {
        now: start(),
        reveal,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: utc(),
    }
}

static OTHER: LazyLock<Inspection> = LazyLock::new(|| {
    let input = json!({"access_token": "other", "scope": format!("x {SECRET}"), "jti": SECRET});
    inspected(input.to_string().as_bytes())
});

/// Every text that the reports have of an input, with what it is.
fn reported(input: &[u8]) -> Vec<(&'static str, String)> {
    let inspection = inspected(input);
    let mut json = Vec::new();
    report::json::write_pretty(&mut json, &inspection, &options(false)).unwrap();
    let json = String::from_utf8(json).unwrap();
    serde_json::from_str::<IgnoredAny>(&json).unwrap();
    let differences =
        [diff::diff(&inspection, &OTHER, start()), diff::diff(&OTHER, &inspection, start())];
    let requirements = [
        Requirement::Scope("x".to_owned()),
        Requirement::Audience("x".to_owned()),
        Requirement::Issuer("x".to_owned()),
        Requirement::NoFinding(Severity::Info),
    ];
    let outcomes = check::check(&inspection, &requirements, start());
    let lines: Vec<String> = outcomes.iter().map(check::CheckOutcome::line).collect();
    vec![
        ("json", json),
        ("text", report::text::render(&inspection, &options(false))),
        ("markdown", report::markdown::render(&inspection, &options(false))),
        ("line", report::text::render_line(&inspection, &options(false))),
        ("check", lines.join("\n")),
        (
            "diff",
            differences.iter().map(|diff| diff.to_text() + &diff.to_json().to_string()).collect(),
        ),
        ("debug", format!("{inspection:?}{differences:?}")),
    ]
}

/// Every text that the screen has of an input while a person walks through it.
fn drawn(input: &[u8]) -> Vec<(&'static str, String)> {
    let mut app = empty();
    load(&mut app, InputOrigin::Paste, br#"{"access_token":"other","scope":"a:read"}"#);
    load(&mut app, InputOrigin::Paste, input);
    let mut shown = vec![("app", format!("{app:?}"))];
    let mut terminal = screen_of(200, 60);
    let mut look = |app: &mut App| {
        draw_on(&mut terminal, app);
        let cells = &terminal.backend().buffer().content;
        let mut screen = String::with_capacity(2 * cells.len());
        for cell in cells {
            screen.push_str(cell.symbol());
        }
        let is_new = shown.last().is_none_or(|(_, last)| *last != screen);
        if is_new {
            shown.push(("screen", screen));
        }
        is_new
    };
    for _ in 0..app.panels().len() {
        // Until the end of the panel, where nothing moves any more.
        for _ in 0..12 {
            if !look(&mut app) {
                break;
            }
            act(&mut app, Action::Down);
        }
        act(&mut app, Action::NextPanel);
    }
    for action in [Action::Find, Action::Open, Action::Paste, Action::AddKey, Action::History] {
        act(&mut app, action);
        look(&mut app);
        if app.mode().enters_text() {
            type_text(&mut app, SECRET);
        } else {
            for action in [Action::Mark, Action::Last, Action::Mark] {
                act(&mut app, action);
            }
        }
        look(&mut app);
        act(&mut app, Action::Back);
        act(&mut app, Action::Back);
    }
    shown
}

fn boundary(text: &str, mut place: usize) -> usize {
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

fn assert_hidden(input: &str, hidden: &str, texts: &[(&'static str, String)]) {
    let upper = hidden.to_uppercase();
    let finders = [hidden, &upper].map(|it| memmem::Finder::new(it.as_bytes()));
    for (what, text) in texts {
        if let Some(place) = finders.iter().find_map(|it| it.find(text.as_bytes())) {
            let from = boundary(text, place.saturating_sub(200));
            let to = boundary(text, (place + 200).min(text.len()));
            panic!("{what} of {input}\nshows {hidden}: {}", &text[from..to]);
        }
    }
}

fn inputs() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(project("assets/samples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain(
            fs::read_dir(project("tests/fixtures/corpus"))
                .unwrap()
                .map(|entry| entry.unwrap().path().join("input.txt")),
        )
        .collect();
    files.sort();
    let texts = files
        .into_iter()
        .filter_map(|file| Some((file.display().to_string(), fs::read_to_string(&file).ok()?)));
    texts.collect()
}

/// The paths to all strings of a document, and to all names.
fn places(value: &Json, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                path.push(name.clone());
                places(value, path, found);
                path.pop();
            }
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(at.to_string());
                places(item, path, found);
                path.pop();
            }
        }
        _ => found.push(path.clone()),
    }
}

fn pointer(path: &[String]) -> String {
    let escaped = |part: &String| part.replace('~', "~0").replace('/', "~1");
    path.iter().flat_map(|part| ["/".to_owned(), escaped(part)]).collect()
}

/// The document with the secret where its first one is, if it has one.
fn with_secret(text: &str) -> Option<Json> {
    let inspection = inspected(text.as_bytes());
    let own = inspection.fields.iter().find_map(|field| {
        let is_token = field.name.ends_with("token") || field.name == "client_secret";
        Some(field.secret().filter(|_| is_token)?.expose().to_owned())
    })?;
    let document: Json = serde_json::from_str(text).ok()?;
    let mut found = Vec::new();
    places(&document, &mut Vec::new(), &mut found);
    let path = found
        .iter()
        .map(|path| pointer(path))
        .find(|path| document.pointer(path).and_then(Json::as_str) == Some(&own))?;
    let mut document = document;
    *document.pointer_mut(&path)? = json!(SECRET);
    Some(document)
}

#[test]
fn in_every_member_of_every_document() {
    let mut documents = 0;
    let mut tried = BTreeSet::new();
    for (name, text) in inputs() {
        let Some(document) = with_secret(&text) else { continue };
        documents += 1;
        let mut found = Vec::new();
        places(&document, &mut Vec::new(), &mut found);
        for (turn, path) in found.into_iter().enumerate() {
            let path = pointer(&path);
            if document.pointer(&path).and_then(Json::as_str) == Some(SECRET) {
                continue;
            }
            // Each place has a few of them, and each of them many places; what another document
            // had at the same place is not tried again.
            for (copy, hidden) in COPIES.iter().skip((documents + turn) % 4).step_by(4) {
                if !tried.insert((path.clone(), copy.clone())) {
                    continue;
                }
                let mut changed = document.clone();
                *changed.pointer_mut(&path).unwrap() = json!(copy);
                let input = changed.to_string();
                assert_hidden(
                    &format!("{name} at {path}: {input}"),
                    hidden,
                    &reported(input.as_bytes()),
                );
            }
        }
    }
    assert!(documents > 60, "{documents}");
    assert!(tried.len() > 1000, "{}", tried.len());
}

/// Around the places that documents have: names, headers, URLs, tokens, forms, broken text.
fn elsewhere() -> Vec<String> {
    let part = |value: &Json| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let jwt = |header: Json, claims: Json| {
        format!("{}.{}.{}", part(&header), part(&claims), "A".repeat(43))
    };
    let claims = json!({"iss": SECRET, "sub": SECRET, "aud": [SECRET, "x"], "jti": SECRET,
        "scope": format!("a {SECRET}"), "nonce": SECRET, "exp": 1, SECRET: {SECRET: [SECRET]}});
    let header = json!({"alg": SECRET, "kid": SECRET, "typ": SECRET, "jku": format!("https://a/{SECRET}"), "crit": [SECRET]});
    let names = json!({"access_token": SECRET, SECRET: 1, "tokens": {SECRET: {"a": {SECRET: true}}}, "x": [{SECRET: null}]});
    let with = |more: Json| {
        let mut object = json!({"access_token": SECRET, "token_type": "Bearer", "expires_in": 60});
        object.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        object.to_string()
    };
    let body = with(json!({"jti": SECRET}));
    vec![
        names.to_string(),
        with(json!({"id_token": jwt(header.clone(), claims.clone())})),
        with(json!({"id_token": jwt(json!({"alg": "none", "kid": format!("../{SECRET}'")}), claims.clone())})),
        with(json!({"scope": format!("a {SECRET} b:{SECRET} {SECRET}:read"), "token_type": SECRET})),
        with(json!({"scope": [SECRET, "a"], "expires_in": SECRET, "created_at": SECRET})),
        with(json!({"expires_at": SECRET, "issued_token_type": SECRET, "cnf": {"jkt": SECRET}})),
        with(json!({"user": {"id": SECRET, "tags": [[SECRET]]}, "state": SECRET})),
        with(json!({"jti": SECRET, "jti ": format!("x{SECRET}x"), "note": format!("{SECRET}{SECRET}")})),
        json!({"error": SECRET, "error_description": format!("{SECRET} is wrong"), "error_uri": format!("https://a/{SECRET}"), "refresh_token": SECRET}).to_string(),
        json!({"active": true, "jti": SECRET, "sub": SECRET, "scope": SECRET, "username": SECRET, "token": SECRET}).to_string(),
        json!({"active": true, "client_secret": SECRET, "exp": SECRET, "aud": SECRET}).to_string(),
        json!({"device_code": SECRET, "user_code": SECRET, "verification_uri": format!("https://a/{SECRET}"), "interval": SECRET}).to_string(),
        json!({"issuer": format!("https://a/{SECRET}"), "client_secret": SECRET, "token_endpoint": format!("https://a/{SECRET}"), "authorization_endpoint": SECRET, "jwks_uri": SECRET, "response_types_supported": [SECRET], "grant_types_supported": [SECRET]}).to_string(),
        json!({"keys": [{"kty": "oct", "k": SECRET, "kid": SECRET, "alg": SECRET, "use": SECRET}]}).to_string(),
        format!("HTTP/1.1 200 OK\r\nContent-Type: {SECRET}\r\nX-Id: {SECRET}\r\nLocation: https://a/{SECRET}\r\nWWW-Authenticate: Bearer realm=\"{SECRET}\"\r\nDate: {SECRET}\r\n\r\n{body}"),
        format!("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"{SECRET} is over\", realm=\"{SECRET}\", token=\"{SECRET}\"\r\n\r\n"),
        format!("HTTP/1.1 200 OK\r\nSet-Cookie: session={SECRET}; Path=/\r\nContent-Type: application/json\r\n\r\n{}", json!({"access_token": "x", "id": SECRET})),
        format!("access_token={SECRET}&jti={SECRET}&{SECRET}=1&scope=a+{SECRET}&token_type={SECRET}"),
        format!("https://client.example.com/{SECRET}?code={SECRET}&state={SECRET}&iss={SECRET}"),
        format!("https://client.example.com/cb#access_token={SECRET}&state={SECRET}&jti={SECRET}"),
        format!("{{\"access_token\":\"{SECRET}\",\"jti\":\"{SECRET}\",\"{SECRET}\":tru"),
        format!("{{'access_token': '{SECRET}', 'id': '{SECRET}', '{SECRET}': {SECRET}}}"),
        format!("access_token: {SECRET}\nid: {SECRET}\n{SECRET}: [{SECRET}]\nbad: *{SECRET}\n"),
        format!("Token[accessToken={SECRET}, id={SECRET}, {SECRET}=1]"),
        format!("{SECRET} {SECRET}"),
        SECRET.to_owned(),
        format!("Authorization: Bearer {SECRET}\nX-Id: {SECRET}"),
        format!("{SECRET}: {SECRET}"),
    ]
}

#[test]
fn in_names_headers_urls_tokens_and_broken_text() {
    for input in elsewhere() {
        // Where nothing says that it is a secret, it is none.
        if inspected(input.as_bytes()).secrets.is_empty() {
            continue;
        }
        assert_hidden(&input, SECRET, &reported(input.as_bytes()));
        assert_hidden(&input, SECRET, &drawn(input.as_bytes()));
    }
}

#[test]
fn on_every_screen() {
    let samples = inputs().into_iter().filter(|(name, _)| name.contains("samples"));
    for (turn, (name, text)) in samples.enumerate() {
        let Some(document) = with_secret(&text) else { continue };
        for (copy, hidden) in COPIES.iter().skip(turn % 4).step_by(4) {
            let mut changed = document.clone();
            let object = changed.as_object_mut().unwrap();
            for member in ["jti", "id", "scope", "note", "created_at"] {
                object.insert(member.to_owned(), json!(copy));
            }
            object.insert("nested".to_owned(), json!({"id": copy, "list": [copy, {"id": copy}]}));
            object.insert(copy.clone(), json!(1));
            let input = changed.to_string();
            assert_hidden(&format!("{name}: {input}"), hidden, &drawn(input.as_bytes()));
        }
    }
}

#[test]
fn the_signature_of_a_token_is_one_too() {
    let signature = "s0meSignature-0123456789_abcdefghijklmnopqr";
    let token = format!("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.{signature}");
    let input =
        json!({"access_token": token, "token_type": "Bearer", "sig_id": signature}).to_string();
    assert_hidden(&input, signature, &reported(input.as_bytes()));
}

#[test]
fn reveal_shows_it_everywhere_and_nothing_harmless_is_masked() {
    let input = json!({"access_token": SECRET, "jti": SECRET, "note": format!("of {SECRET}"), "n": {"id": SECRET}}).to_string();
    let inspection = inspected(input.as_bytes());
    let mut json = Vec::new();
    report::json::write_compact(&mut json, &inspection, &options(true)).unwrap();
    let revealed = String::from_utf8(json).unwrap();
    assert!(revealed.matches(SECRET).count() >= 4 && !revealed.contains('•'), "{revealed}");
    // Values that say nothing, and words that the report itself needs.
    for word in [
        "access_token",
        "YOUR_ACCESS_TOKEN",
        "refresh_token",
        "lifetime_seconds",
        "remaining_seconds",
        "introspection_response",
        "xxxxxxxxxxxxxxxx",
        "created_at+expires_in",
        "short",
        "1234567890",
    ] {
        let input = json!({"access_token": word, "refresh_token": word, "created_at": 1_700_000_000, "expires_in": 60,
            "token_endpoint": "https://a/token", "error_uri": "https://a/error?code=700003", "note": "the access token",
            "message": "Signature expired: 20260101T000000Z is over"}).to_string();
        let inspection = inspected(input.as_bytes());
        let mut json = Vec::new();
        report::json::write_compact(&mut json, &inspection, &options(false)).unwrap();
        let report: Json = serde_json::from_slice(&json).unwrap();
        let field = |at: usize| report["fields"][at].clone();
        assert_eq!(field(0)["name"], "access_token", "{word}");
        assert_eq!(field(3)["source_name"], "refresh_token", "{word}");
        assert_eq!(field(6)["value"], "https://a/token", "{word}: {report}");
        assert_eq!(field(7)["value"], "https://a/error?code=700003");
        assert_eq!(field(8)["value"], "the access token");
        assert_eq!(field(9)["value"], "Signature expired: 20260101T000000Z is over");
        assert!(report["expiry"]["remaining_seconds"].is_number(), "{word}");
    }
}
