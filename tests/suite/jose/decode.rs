//! Compact tokens, whole and damaged.

use data_encoding::BASE64URL_NOPAD;
use proptest::prelude::*;
use tokenscope::{
    jose::{Format, SignatureStatus, Token, decode, is_compact},
    problem::Place,
    value::Value,
};

const HEADER: &str = r#"{"typ":"JWT","alg":"RS256","kid":"k1"}"#;
const CLAIMS: &str = r#"{"iss":"https://as.example","big":12345678901234567890.10,"iss":"again"}"#;

fn b64(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}

fn compact(parts: &[&str]) -> String {
    parts.iter().map(|part| b64(part)).collect::<Vec<_>>().join(".")
}

fn token(text: &str) -> Token {
    decode("access_token", text).expect("a token")
}

fn names(value: &Value) -> Vec<&str> {
    value.members().iter().map(|member| &*member.name).collect()
}

/// The part and byte of the problem, and its message.
fn problem(token: &Token) -> (&'static str, usize, &str) {
    let problem = token.problem.as_ref().expect("a problem");
    match problem.place {
        Some(Place::Part { part, byte }) => (part, byte, &problem.message),
        _ => panic!("no place: {problem:?}"),
    }
}

#[test]
fn a_jws_is_decoded_in_order_with_every_digit() {
    let token = token(&compact(&[HEADER, CLAIMS, "signature"]));
    assert_eq!((token.format, token.field.as_str()), (Format::Jws, "access_token"));
    assert_eq!(names(&token.header), ["typ", "alg", "kid"]);
    let claims = token.claims.unwrap();
    assert_eq!(names(&claims), ["iss", "big", "iss"]);
    assert_eq!(claims.get("big").unwrap().as_number(), Some("12345678901234567890.10"));
    assert_eq!(token.payload, None);
    assert_eq!(token.problem, None);
    assert_eq!(token.signature.status, SignatureStatus::NotChecked);
    assert_eq!(token.signature.alg.as_deref(), Some("RS256"));
    assert_eq!(token.signature.kid.as_deref(), Some("k1"));
}

#[test]
fn a_payload_need_not_be_a_json_object() {
    for payload in ["", "foo", "[1,2]", "\"text\"", "eyJ.x"] {
        let token = token(&compact(&[HEADER, payload, "signature"]));
        assert_eq!(token.claims, None);
        assert_eq!(token.payload.unwrap().as_str(), payload);
        assert_eq!(token.problem, None);
    }
}

#[test]
fn a_jwe_has_its_five_parts_named() {
    let header = r#"{"alg":"RSA-OAEP","enc":"A256GCM","cty":"JWT"}"#;
    let token = token(&compact(&[header, "key!", "iv", "ciphertext", "tag"]));
    assert_eq!(token.format, Format::Jwe);
    let parts: Vec<_> = token.parts().collect();
    assert_eq!(parts[1..3], [("encrypted_key", 4), ("initialization_vector", 2)]);
    assert_eq!(parts[3..], [("ciphertext", 10), ("tag", 3)]);
    assert_eq!((token.claims, token.payload), (None, None));
    assert_eq!(token.problem, None);
}

#[test]
fn a_signed_token_may_hold_another() {
    let inner = compact(&[HEADER, CLAIMS, "signature"]);
    let outer = token(&compact(&[r#"{"alg":"HS256","cty":"JWT"}"#, &inner, "signature"]));
    assert!(outer.is_nested());
    assert_eq!(outer.nested().unwrap().compact.expose(), inner);
    assert!(!outer.nested().unwrap().is_nested());
}

#[test]
fn none_is_unsigned_in_any_spelling() {
    for alg in ["none", "None", "NONE", "nOnE"] {
        let token = token(&compact(&[&format!(r#"{{"alg":"{alg}"}}"#), CLAIMS, ""]));
        assert_eq!(token.signature.status, SignatureStatus::Unsigned);
    }
}

#[test]
fn other_text_is_no_token() {
    let opaque = b64(r#"{"iv":"x","value":"y","mac":"z"}"#);
    for text in [
        "",
        ".",
        "..",
        "a.b.c",
        "eyes.of.it",
        "2YotnFZFEjr1zCsicMWpAA",
        &opaque,
        &b64("[1]"),
        &format!("{}.x.y", b64("{\"")),
        &format!("{}.x.y", b64("{ oops")),
    ] {
        assert_eq!(decode("token", text), None, "{text}");
    }
}

#[test]
fn line_breaks_are_wrapping_and_other_blanks_are_not() {
    let text = compact(&[HEADER, CLAIMS, "signature"]);
    let wrapped = format!(" {}\n    {}\r\n{} \n", &text[..20], &text[20..70], &text[70..]);
    let read = token(&wrapped);
    assert_eq!(read.compact.expose(), text);
    assert_eq!(read.problem, None);

    let (head, tail) = text.split_at(text.find('.').unwrap() + 5);
    let spaced = token(&format!("{head} {tail}"));
    assert!(spaced.compact.expose().contains(' '));
    assert_eq!(names(spaced.claims.as_ref().unwrap()), ["iss", "big", "iss"]);
    assert_eq!(problem(&spaced), ("payload", 4, "payload: white space inside"));
}

#[test]
fn a_damaged_token_names_the_part_and_the_byte_and_shows_the_rest() {
    let (header, claims) = (b64(HEADER), b64(CLAIMS));

    let cut = token(&format!("{header}.{}", &claims[..50]));
    assert_eq!(names(cut.claims.as_ref().unwrap()), ["iss"]);
    assert_eq!(problem(&cut), ("payload", 49, "payload: the JSON ends too early"));

    let cut = token(&format!("{header}.{claims}"));
    assert_eq!(cut.claims.as_ref().unwrap().members().len(), 3);
    assert_eq!(problem(&cut), ("payload", claims.len(), "cut: the signature is missing"));

    let cut = token(&header[..40]);
    assert_eq!(names(&cut.header), ["typ", "alg"]);
    assert_eq!(problem(&cut), ("header", 40, "header: the JSON ends too early"));

    let cut = token(&format!("{}.{claims}.c2ln", &header[..40]));
    assert_eq!(names(&cut.header), ["typ", "alg"]);
    assert_eq!(cut.claims.as_ref().unwrap().members().len(), 3);
    assert_eq!(problem(&cut).0, "header");

    let marred = token(&format!("{header}.{}?{}.c2ln", &claims[..60], &claims[61..]));
    assert_eq!(names(marred.claims.as_ref().unwrap()), ["iss"]);
    assert_eq!(problem(&marred), ("payload", 60, "payload: a character outside base64url"));

    let padded = token(&format!("{header}.{claims}=.c2ln"));
    assert_eq!(padded.claims.as_ref().unwrap().members().len(), 3);
    assert_eq!(problem(&padded).0, "payload");

    let long = token(&format!("{header}.{claims}.c2ln.c2ln"));
    assert_eq!(problem(&long), ("signature", 4, "a JWS has 3 parts, not 4"));

    let jwe = b64(r#"{"alg":"dir","enc":"A128GCM"}"#);
    let cut = token(&format!("{jwe}..aXY"));
    assert_eq!(cut.format, Format::Jws, "three parts are a JWS, whatever its header says");
    let cut = token(&format!("{jwe}..aXY.Y2lwaGVy"));
    assert_eq!(cut.format, Format::Jwe);
    assert_eq!(problem(&cut), ("ciphertext", 8, "cut: the tag is missing"));
}

#[test]
fn no_debug_output_shows_a_token() {
    let text = compact(&[HEADER, r#"{"sub":"mallory"}"#, "signature"]);
    let shown = format!("{:?}", token(&text));
    assert!(!shown.contains("mallory") && !shown.contains(&text[60..]), "{shown}");
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*|[A-Za-z0-9_.=-]*|eyJ[ -~\\n]*") {
        let _ = decode("token", &text);
        let _ = is_compact(&text);
    }

    #[test]
    fn any_damage_leaves_a_token_or_none(at in 0usize..160, with in any::<char>()) {
        let mut text: Vec<char> = compact(&[HEADER, CLAIMS, "signature"]).chars().collect();
        let at = at % text.len();
        text[at] = with;
        let text: String = text.into_iter().collect();
        if let Some(token) = decode("token", &text) {
            prop_assert!(token.header.type_name() == "object");
        }
    }

    #[test]
    fn what_has_the_form_and_a_whole_header_is_a_token(
        payload in any::<Vec<u8>>(), signature in any::<Vec<u8>>()
    ) {
        let text = format!(
            "{}.{}.{}",
            b64(HEADER),
            BASE64URL_NOPAD.encode(&payload),
            BASE64URL_NOPAD.encode(&signature)
        );
        prop_assert!(is_compact(&text));
        prop_assert!(decode("token", &text).is_some());
    }
}
