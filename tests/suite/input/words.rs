//! Bare tokens, header lines, and text that is nothing.

use tokenscope::{
    input::{Encoding, recognize},
    kind::Kind,
    problem::Place,
};

use super::check;

/// `{"alg":"HS256","typ":"JWT"}`, `{"sub":"1"}`, a signature.
const JWS: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

#[track_caller]
fn is(text: &str, kind: Kind, encoding: Encoding, value: &str) {
    let artifact = recognize(text.as_bytes());
    assert_eq!((artifact.kind, artifact.encoding), (kind, encoding), "{text}");
    assert_eq!(artifact.value.as_str(), Some(value), "{text}");
    assert_eq!(artifact.problem, None, "{text}");
}

#[test]
fn a_compact_jwt_is_found_through_line_breaks_quotes_and_prose() {
    let broken = format!("{}\r\n  {}\n{}", &JWS[..20], &JWS[20..60], &JWS[60..]);
    for text in [
        JWS,
        &broken,
        &format!("\"{JWS}\","),
        &format!("Bearer {JWS}"),
        &format!("bearer {broken}"),
        &format!("\"Bearer {JWS}\""),
        &format!("{JWS}\n{JWS}\n"),
        &format!("The token is {JWS}, use it."),
    ] {
        is(text, Kind::Jws, Encoding::Compact, JWS);
    }
    let jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aXY.Y2lwaGVydGV4dA.dGFn";
    is(jwe, Kind::Jwe, Encoding::Compact, jwe);
    assert_eq!(recognize(format!("DPoP {JWS}").as_bytes()).scheme.as_deref(), Some("DPoP"));
}

#[test]
fn two_dots_do_not_make_a_jwt() {
    for opaque in ["ya29.c.Ab-0_x", "a.b.cdefghi", "bm90anNvbg.e30.c2ln"] {
        is(opaque, Kind::OpaqueToken, Encoding::Text, opaque);
    }
    // {"typ":"JWT"} has no alg, but is plainly meant to be one; the damage is shown later.
    let damaged = "eyJ0eXAiOiJKV1QifQ.e30.";
    is(damaged, Kind::Jws, Encoding::Compact, damaged);
    // A header that begins with white space.
    let spaced = "eyAiYWxnIiA6ICJIUzI1NiIgfQ.e30.c2ln";
    is(spaced, Kind::Jws, Encoding::Compact, spaced);
}

#[test]
fn a_bare_word_is_an_opaque_token() {
    for token in ["4bf02620604a10b88ef1f89f", "KyGYEKUTSyCuWreff|Kbg4k", "1//0ex.4EOmF5yDt7b=="] {
        is(token, Kind::OpaqueToken, Encoding::Text, token);
        is(&format!("'{token}'\n"), Kind::OpaqueToken, Encoding::Text, token);
    }
    is("Bearer abc", Kind::OpaqueToken, Encoding::Text, "abc");
    // A token may be a URL.
    let url = "https://server.example/tokens/4bf02620";
    is(url, Kind::OpaqueToken, Encoding::Text, url);
}

#[test]
fn a_token_in_a_header_line_or_a_command() {
    for (text, scheme) in [
        ("Authorization: Bearer abc.def-1", Some("Bearer")),
        ("authorization: bearer abc.def-1", Some("bearer")),
        ("AUTHORIZATION:\tDPoP abc.def-1", Some("DPoP")),
        ("Proxy-Authorization: Bearer abc.def-1", Some("Bearer")),
        ("Authorization: token abc.def-1", Some("token")),
        ("Authorization: abc.def-1", None),
        ("Authorization: Token token=\"abc.def-1\"", Some("Token")),
        ("authorization:\nBearer abc.def-1", Some("Bearer")),
        (":method: GET\naccept: */*\nauthorization: Bearer abc.def-1\n", Some("Bearer")),
        ("Authorization: Basic aWQ6cHc=\nAuthorization: Bearer abc.def-1", Some("Bearer")),
        ("curl https://api.example/me -H \"Authorization: Bearer abc.def-1\"", Some("Bearer")),
        (
            "$ curl -X POST -H 'authorization: Bearer abc.def-1' \\\n  -d '{\"a\":1}' https://x.example",
            Some("Bearer"),
        ),
        (
            "fetch(\"https://x.example\", { headers: { Authorization: \"Bearer abc.def-1\" } })",
            Some("Bearer"),
        ),
        ("{\"Authorization\": \"Bearer abc.def-1\"}", Some("Bearer")),
        (
            "GET /me HTTP/1.1\r\nHost: x.example\r\nAuthorization: Bearer abc.def-1\r\n\r\n",
            Some("Bearer"),
        ),
        ("X-Vault-Token: abc.def-1", None),
        ("PRIVATE-TOKEN: abc.def-1", None),
    ] {
        is(text, Kind::OpaqueToken, Encoding::Header, "abc.def-1");
        assert_eq!(recognize(text.as_bytes()).scheme.as_deref(), scheme, "{text}");
    }
    is(&format!("Authorization: Bearer {JWS}"), Kind::Jws, Encoding::Header, JWS);
    is(&format!("DPoP: {JWS}"), Kind::Jws, Encoding::Header, JWS);
}

#[test]
fn a_challenge_tells_the_error() {
    check(&[(
        r#"WWW-Authenticate: Bearer realm="a b", error="invalid_token", error_description="It \"expired\", sorry""#,
        r#"error_response header {"realm":"a b","error":"invalid_token","error_description":"It \"expired\", sorry"}"#,
    )]);
}

#[test]
fn a_challenge_without_an_error_is_one() {
    check(&[
        (
            r#"WWW-Authenticate: Basic realm="x", Bearer scope="a b", max_age=300"#,
            r#"challenge header {"scope":"a b","max_age":"300"}"#,
        ),
        ("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Negotiate\n\n", "challenge http {}"),
        (
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=a\n\
             WWW-Authenticate: DPoP error=\"use_dpop_nonce\"\n\n",
            r#"error_response http {"error":"use_dpop_nonce"}"#,
        ),
        (
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\n\n{\"message\":\"Unauthorized\"}",
            r#"error_response http {"message":"Unauthorized"}"#,
        ),
    ]);
}

#[test]
fn credentials_of_any_scheme() {
    check(&[
        (
            "Authorization: Basic aWQ6cHc=",
            r#"basic_credentials header {"username":"id","password":"pw"}"#,
        ),
        ("Basic aWQ6cHc6Og", r#"basic_credentials header {"username":"id","password":"pw::"}"#),
        (
            "Authorization: Digest username=\"a\", response=\"b\"",
            r#"opaque_token header "username=\"a\", response=\"b\"""#,
        ),
        ("Authorization: SSWS 00QCjAl4MlV-WPXM", r#"opaque_token header "00QCjAl4MlV-WPXM""#),
    ]);
    let cut = recognize(b"Authorization: Basic aWQxMjM0");
    assert_eq!(cut.kind, Kind::BasicCredentials);
    assert!(cut.problem.is_some());
    for text in ["Authorization: see the manual", "Authorization: Bearer {{token}}"] {
        assert_eq!(recognize(text.as_bytes()).kind, Kind::Unrecognized, "{text}");
    }
}

#[test]
fn tokens_in_cookies() {
    check(&[
        (
            "Cookie: theme=dark; access_token=abc%2Fdef; id=\"1\"",
            r#"token_response cookie {"theme":"dark","access_token":"abc/def","id":"1"}"#,
        ),
        (
            "Set-Cookie: __Host-token=abc; Path=/; Max-Age=60\nSet-Cookie: a=b",
            r#"token_response cookie {"__Host-token":"abc","a":"b"}"#,
        ),
        (
            "curl 'https://x.example' -H 'cookie: s=1; o=%7B%22access_token%22%3A%22abc%22%7D'",
            r#"token_response cookie {"s":"1","o":{"access_token":"abc"}}"#,
        ),
        (
            "HTTP/1.1 302 Found\nSet-Cookie: token=abc; HttpOnly\nLocation: /\n\n",
            r#"token_response http {"token":"abc"}"#,
        ),
    ]);
    is(&format!("Cookie: a=b; CF_Authorization={JWS}"), Kind::Jws, Encoding::Cookie, JWS);
    assert_eq!(recognize(b"Cookie: theme=dark; lang=en").kind, Kind::Unrecognized);
}

#[test]
fn what_is_nothing_says_so() {
    for text in [
        "",
        " \n",
        "hello",
        "hello there, world",
        "Error: something went wrong",
        "=======================",
        "\u{1}\u{2}",
        "<!DOCTYPE html><html><body>Sign in</body></html>",
        "<?xml version=\"1.0\"?><a/>",
        "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----",
        "null",
        "an answer {} with nothing in it",
    ] {
        let artifact = recognize(text.as_bytes());
        assert_eq!(artifact.kind, Kind::Unrecognized, "{text}");
        assert!(artifact.problem.is_some_and(|problem| problem.hint.is_some()), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_located() {
    let artifact = recognize(b"{\"error\":\"x\",\n\"error_description\":\"caf\xe9\"}");
    assert_eq!(artifact.kind, Kind::ErrorResponse, "the rest could be read");
    let place = artifact.problem.and_then(|problem| problem.place);
    assert_eq!(place, Some(Place::Text { line: 2, column: 25 }));
    assert_eq!(recognize(b"abcdefgh\xff\xfeijk").kind, Kind::Unrecognized);
    let utf16: Vec<u8> =
        "\u{feff}{\"access_token\":\"é\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(recognize(&utf16).kind, Kind::TokenResponse);
}
