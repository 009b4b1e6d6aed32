//! JSON, whatever is around it.

use tokenscope::{
    input::{Encoding, recognize},
    problem::Place,
    token::Kind,
};

#[test]
fn members_keep_their_order_their_duplicates_and_their_digits() {
    let artifact = recognize(br#"{"expires_in":3600.0,"access_token":"a","expires_in":1.7E9}"#);
    assert_eq!((artifact.kind, artifact.encoding), (Kind::TokenResponse, Encoding::Json));
    assert_eq!(artifact.problem, None);
    let members = artifact.value.members();
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["expires_in", "access_token", "expires_in"]);
    assert_eq!(members[0].value.as_number(), Some("3600.0"));
    assert_eq!(members[2].value.as_number(), Some("1.7E9"));
}

#[test]
fn an_empty_object_is_a_response_with_nothing_in_it() {
    assert_eq!(recognize(b"{}").kind, Kind::TokenResponse);
}

#[test]
fn a_broken_object_is_located_and_keeps_what_could_be_read() {
    let artifact = recognize(b"\n {\"access_token\": \"caf\xc3\xa9\", \"expires_in\": 36x0}");
    assert_eq!((artifact.kind, artifact.encoding), (Kind::Unrecognized, Encoding::Json));
    let place = artifact.problem.and_then(|problem| problem.place);
    assert_eq!(place, Some(Place::Text { line: 2, column: 43 }));
    assert_eq!(artifact.value.get("access_token").and_then(|v| v.as_str()), Some("café"));
}

#[test]
fn quotes_fences_and_marks_around_it_fall_away() {
    for text in [
        "\u{feff}{\"access_token\":\"a\"}",
        "'{\"access_token\":\"a\"}'",
        "```json\n{\"access_token\":\"a\"}\n```",
        r#""{\"access_token\":\"a\"}""#,
        r#""\"{\\\"access_token\\\":\\\"a\\\"}\"""#,
        "[{\"access_token\":\"a\"}]",
    ] {
        let artifact = recognize(text.as_bytes());
        assert_eq!((artifact.kind, artifact.encoding), (Kind::TokenResponse, Encoding::Json));
        assert_eq!(
            artifact.value.get("access_token").and_then(|v| v.as_str()),
            Some("a"),
            "{text}"
        );
    }
}
