//! JSON, whatever is around it.

use proptest::prelude::*;
use tokenscope::{
    input::{Encoding, recognize},
    kind::Kind,
    problem::Place,
    value::json,
};

use super::{check, member, recognized};

const RESPONSE: &str = r#"token_response json {"access_token":"a","expires_in":1}"#;

#[test]
fn members_keep_their_order_their_duplicates_and_their_digits() {
    check(&[
        (
            r#"{"expires_in":3600.0,"access_token":"a","expires_in":1.7E9}"#,
            r#"token_response json {"expires_in":3600.0,"access_token":"a","expires_in":1.7E9}"#,
        ),
        (
            r#"{"access_token":"a","id":123456789012345678901234567890,"n":-0}"#,
            r#"token_response json {"access_token":"a","id":123456789012345678901234567890,"n":-0}"#,
        ),
    ]);
}

#[test]
fn an_empty_object_is_a_response_with_nothing_in_it() {
    assert_eq!(recognize(b"{}").kind, Kind::TokenResponse);
}

#[test]
fn an_object_without_a_known_member_says_so() {
    let artifact = recognize(br#"{"foo":"bar"}"#);
    assert_eq!((artifact.kind, artifact.encoding), (Kind::Unrecognized, Encoding::Json));
    assert!(artifact.problem.is_some());
    assert_eq!(member(&artifact, "foo"), Some("bar"));
}

#[test]
fn a_broken_object_is_located_and_keeps_what_could_be_read() {
    for (text, place, value) in [
        (
            "\n {\"access_token\": \"café\", \"expires_in\": 36x0}",
            (2, 43),
            r#"{"access_token":"café"}"#,
        ),
        (
            "{\"access_token\":\"a\",\"b\":{\"c\":[1,",
            (1, 33),
            r#"{"access_token":"a","b":{"c":[1]}}"#,
        ),
        ("{\"access_token\":\"a\", }}", (1, 22), r#"{"access_token":"a"}"#),
        ("{\"access_token\":\"a\n", (1, 19), "{}"),
        ("'{\"access_token\":\"a\", \"b\": !}'", (1, 28), r#"{"access_token":"a"}"#),
    ] {
        let artifact = recognize(text.as_bytes());
        assert_eq!(super::json(&artifact.value), value, "{text}");
        let (line, column) = place;
        let place = artifact.problem.and_then(|problem| problem.place);
        assert_eq!(place, Some(Place::Text { line, column }), "{text}");
    }
}

#[test]
fn small_mistakes_are_shown_and_do_no_harm() {
    for (text, line, column) in [
        ("{\"access_token\":\"a\",\"expires_in\":1,}", 1, 36),
        ("{\n  // the token\n  \"access_token\":\"a\",\"expires_in\":1}", 2, 3),
    ] {
        assert_eq!(recognized(text), RESPONSE, "{text}");
        let place = recognize(text.as_bytes()).problem.and_then(|problem| problem.place);
        assert_eq!(place, Some(Place::Text { line, column }), "{text}");
    }
    let broken = recognize(b"{\"access_token\":\"a\nb\"}");
    assert_eq!((broken.kind, member(&broken, "access_token")), (Kind::TokenResponse, Some("ab")));
}

#[test]
fn what_is_around_it_falls_away() {
    let object = r#"{"access_token":"a","expires_in":1}"#;
    for text in [
        format!("\u{feff}{object}"),
        format!("'{object}'"),
        format!("“{object}”"),
        format!("```json\n{object}\n```\n"),
        format!("`{object}`"),
        format!("{object};"),
        format!("&&&START&&&{object}"),
        format!(")]}}',\n{object}"),
        format!("for(;;);{object}"),
        format!("while(1);{object}"),
        format!("callback({object});"),
        format!("/**/jsonp_1({object})"),
        format!("const token = {object};"),
        format!("response: {object}"),
        format!("2026-01-01T00:00:00Z INFO [main] response: {object} took 3 ms"),
        format!(
            "$ curl -s https://as.example/token -d grant_type=client_credentials\n{object}\n$ "
        ),
        format!(
            "$ curl -d '{{\"grant_type\":\"refresh_token\",\"refresh_token\":\"r\"}}' x\n{object}"
        ),
        format!("[{object}]"),
        format!("\u{1b}[1;39m{}\u{1b}[0m", object.replace(':', "\u{1b}[0m:\u{1b}[32m")),
        object.replace(',', ",\n").replace(['{', '}'], ""),
        object.replace('{', ""),
        format!("{object:?}"),
        format!("{:?}", format!("{object:?}")),
        format!("b'{object}'"),
    ] {
        assert_eq!(recognized(&text), RESPONSE, "{text}");
        assert_eq!(recognize(text.as_bytes()).problem, None, "{text}");
    }
}

#[test]
fn the_first_of_several_is_shown_with_a_remark() {
    for text in [
        "[{\"access_token\":\"a\",\"expires_in\":1},{\"access_token\":\"b\"}]",
        "{\"access_token\":\"a\",\"expires_in\":1}\n{\"access_token\":\"b\"}",
    ] {
        assert_eq!(recognized(text), RESPONSE, "{text}");
        assert!(recognize(text.as_bytes()).problem.is_some(), "{text}");
    }
}

/// Pieces of JSON in any order, most of it broken.
const PIECES: &str = r#"(\{|\[|\}|\]|,|:|"|\\|\\u|d83d|de00|00|1|-|\.|e|E|\+|true|nul|é| |\n|\x01|"a":|"b\\n"){0,12}"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_reader_agrees_with_serde_json(text in PIECES, around in any::<bool>()) {
        let text = if around { format!("{{\"a\":[{text}]}}") } else { text };
        let (value, fault) = json::read(text.as_bytes());
        match (serde_json::from_str::<serde_json::Value>(&text), fault) {
            (Ok(theirs), None) => {
                let ours = super::json(&value);
                prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours).ok(), Some(theirs));
            }
            (Err(error), Some(fault)) => {
                // They count bytes of the line up to the offending one.
                let lines = text.split_inclusive('\n').take(error.line() - 1);
                let byte = (lines.map(str::len).sum::<usize>() + error.column()).saturating_sub(1);
                let is_cut = fault.byte == text.len();
                prop_assert!(is_cut || fault.byte == byte, "{error}: {fault:?}");
            }
            (theirs, fault) => prop_assert!(false, "{theirs:?} {fault:?}"),
        }
    }
}
