//! The compact form, whole, damaged and wrapped.

use serde_json::json;
use tokenscope::jose::Keys;

use super::*;

const VALID: &str = "jws: token valid";

#[test]
fn payloads() {
    let big = format!(r#"{{"data":"{}"}}"#, "x".repeat(100_000));
    let row = |name, payload: &str| (name, es256(payload), VALID);
    hold(&[
        row("an object", CLAIMS),
        row("an empty object", "{}"),
        row("an array", "[1,2,3]"),
        row("a number", "42"),
        row("a string", "\"text\""),
        row("null", "null"),
        row("no JSON", "just text"),
        row("nothing", ""),
        row("beyond ASCII", r#"{"name":"Zoë 🦀 \u202e"}"#),
        row("zero bytes", "\u{0}\u{1}\u{2}"),
        row("100 kB", &big),
        row("duplicate claims", r#"{"sub":"a","sub":"b"}"#),
        row("blanks around the object", " \n{\"sub\":\"a\"} "),
        ("an object that is cut", es256(r#"{"sub":"a""#), "jws: token valid!"),
        ("numbers as they are", es256(r#"{"exp":1.7953785e9,"n":1e400}"#), VALID),
    ]);
    let binary = pair("ES256");
    let message = format!("{}.{}", enc(&json!({"alg": "ES256"})), b64([0xff, 0xfe, 0x00, 0x80]));
    let token = format!("{message}.{}", binary.sign(&message, "ES256"));
    assert_eq!(said(&inspect(token.as_bytes(), &keys())), VALID);
}

#[test]
fn algorithms() {
    let row = |name: &'static str| (name, signed(&json!({ "alg": name }), CLAIMS), VALID);
    hold(&super::super::pairs::ALGS.map(row));
    let other = |alg: &str| {
        let [_, payload, signature] =
            es256(CLAIMS).split('.').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
        format!("{}.{payload}.{signature}", enc(&json!({ "alg": alg })))
    };
    let rows: Vec<Row> = [
        "ML-DSA-44",
        "ML-DSA-65",
        "ML-DSA-87",
        "SLH-DSA-SHA2-128s",
        "Ed448",
        "ESP256",
        "RS1",
        "HS1",
        "es256",
        "Es256",
        "ES256 ",
        " ES256",
        "ES521",
        "RS256\u{0}",
        "A128KW",
        "dir",
        "",
        "HS2048",
        "BBS",
    ]
    .map(|alg| ("unknown", other(alg), "jws: token unsupported"))
    .to_vec();
    hold(&rows);
    let unsigned: Vec<Row> = ["none", "None", "NONE", "nOnE", " none "]
        .iter()
        .flat_map(|alg| {
            let token = other(alg);
            let stripped = format!("{}.", token.rsplit_once('.').unwrap().0);
            [("signed", token, "jws: token unsigned"), ("bare", stripped, "jws: token unsigned")]
        })
        .collect();
    hold(&unsigned);
}

#[test]
fn damage() {
    let token = es256(CLAIMS);
    let [header, payload, signature] = parts(&token);
    let changed = b64(CLAIMS.replace("jo", "al"));
    let padded = signed(&json!({"alg": "ES256"}), "ab");
    let (padded, of_padded) = padded.rsplit_once('.').unwrap();
    let over_padded = format!("{padded}=");
    hold(&[
        ("another payload", format!("{header}.{changed}.{signature}"), "jws: token invalid"),
        ("another signature", format!("{header}.{payload}.{}", b64([7; 64])), "jws: token invalid"),
        (
            "a signature of zeros",
            format!("{header}.{payload}.{}", b64([0; 64])),
            "jws: token invalid",
        ),
        ("a short signature", format!("{header}.{payload}.{}", b64([7; 63])), "jws: token invalid"),
        ("a long signature", format!("{header}.{payload}.{}", b64([7; 96])), "jws: token invalid"),
        ("no signature", format!("{header}.{payload}."), "jws: token invalid"),
        ("no signature and no dot", format!("{header}.{payload}"), "jws: token not_checked!"),
        ("a cut signature", token[..token.len() - 22].to_owned(), "jws: token invalid"),
        ("a fourth part", format!("{token}.{signature}"), "jws: token not_checked!"),
        ("an empty fourth part", format!("{token}."), "jws: token not_checked!"),
        ("six parts", format!("{token}.a.b.c"), "jws: token not_checked!"),
        ("detached", format!("{header}..{signature}"), "jws: token not_checked"),
        ("an empty payload", es256(""), "jws: token valid"),
        (
            "an empty payload, changed",
            format!("{header}..{}", b64([7; 64])),
            "jws: token not_checked",
        ),
        ("padding", format!("{token}=="), "jws: token invalid!"),
        ("padding in the payload", format!("{padded}=.{of_padded}"), "jws: token invalid!"),
        (
            "signed with padding",
            format!("{over_padded}.{}", super::signature(&over_padded)),
            "jws: token invalid!",
        ),
        ("a question mark", format!("{header}.{payload}.{signature}?"), "jws: token invalid!"),
        (
            "plain base64",
            token.replace('-', "+").replace('_', "/"),
            if token.contains(['-', '_']) { "jws: token invalid!" } else { VALID },
        ),
        ("a blank inside", format!("{header}.{payload}. {signature}"), "jws: token invalid!"),
        ("a tab inside", format!("{header}.{payload}\t.{signature}"), "jws: token invalid!"),
        ("wrapped lines", format!("{header}.\n{payload}.\r\n  {signature}\n"), VALID),
    ]);
}

#[test]
fn what_is_missing_is_said_without_a_key_too() {
    let token = es256(CLAIMS);
    let [header, payload, signature] = parts(&token);
    for (text, words) in [
        (format!("{header}..{signature}"), Some("detached")),
        (format!("{header}.{payload}.{signature}"), None),
        (format!("{header}.."), Some("too few for ES256")),
        (token[..token.len() - 4].to_owned(), Some("was it cut?")),
        (
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn".to_owned(),
            Some("encrypted"),
        ),
    ] {
        let inspection = inspect(text.as_bytes(), &Keys::default());
        let reason = inspection.tokens[0].signature.reason.as_deref();
        assert_eq!(reason.is_some(), words.is_some(), "{reason:?}");
        assert!(words.is_none_or(|words| reason.unwrap().contains(words)), "{reason:?}");
    }
}

#[test]
fn surroundings() {
    let token = es256(CLAIMS);
    let json = json!({"access_token": token, "token_type": "Bearer"}).to_string();
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: application/jwt\r\n\r\n{token}\r\n");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{json}");
    hold(&[
        ("quotes", format!("\"{token}\""), VALID),
        ("a byte order mark", format!("\u{feff}{token}"), VALID),
        ("a line break", format!("{token}\r\n"), VALID),
        ("Bearer", format!("Bearer {token}"), VALID),
        ("a header line", format!("Authorization: Bearer {token}"), VALID),
        ("DPoP", format!("Authorization: DPoP {token}"), VALID),
        ("an HTTP answer", http, VALID),
        ("a token response", json, "token_response: access_token valid"),
        ("an HTTP token response", answer, "token_response: access_token valid"),
        ("a fence", format!("```\n{token}\n```"), VALID),
        ("a word of a log", format!("got token {token} from server"), VALID),
    ]);
}

#[test]
fn nested_tokens() {
    let inner = es256(CLAIMS);
    let nested = |cty: &str, payload: &str| signed(&json!({"alg": "HS256", "cty": cty}), payload);
    let deep = (0..10).fold(inner.clone(), |token, _| nested("JWT", &token));
    let [header, _, _] = parts(&inner);
    let forged = format!("{header}.{}.{}", b64("{}"), b64([7; 64]));
    let jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..aXY.Y2lwaGVy.dGFn";
    hold(&[
        ("cty JWT", nested("JWT", &inner), "jws: token valid, token.payload valid"),
        ("cty jwt", nested("jwt", &inner), "jws: token valid, token.payload valid"),
        (
            "a media type",
            nested("application/jwt", &inner),
            "jws: token valid, token.payload valid",
        ),
        (
            "no cty",
            signed(&json!({"alg": "HS256"}), &inner),
            "jws: token valid, token.payload valid",
        ),
        ("a forged one", nested("JWT", &forged), "jws: token valid, token.payload invalid"),
        ("an encrypted one", nested("JWT", jwe), "jws: token valid, token.payload unsupported"),
        ("cty JWT and claims", nested("JWT", CLAIMS), "jws: token valid"),
        ("cty JWT and text", nested("JWT", "text"), "jws: token valid"),
        (
            "two deep",
            nested("JWT", &nested("JWT", &inner)),
            "jws: token valid, token.payload valid, token.payload.payload valid",
        ),
        (
            "in a response",
            json!({"access_token": nested("JWT", &inner), "token_type": "Bearer"}).to_string(),
            "token_response: access_token valid, access_token.payload valid",
        ),
    ]);
    assert_eq!(inspect(deep.as_bytes(), &keys()).tokens.len(), 5, "deeper ones are left");
    // The claims that count are those of the inner token.
    let inspection = inspect(nested("JWT", &inner).as_bytes(), &Keys::default());
    assert_eq!(inspection.expiry.expires_at.unwrap().timestamp(), 1_795_378_500);
}
