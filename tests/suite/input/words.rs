//! Bare tokens, and text that is nothing.

use tokenscope::{
    input::{Encoding, recognize},
    token::Kind,
};

/// `{"alg":"HS256","typ":"JWT"}`, `{"sub":"1"}`, a signature.
const JWS: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

fn is(text: &str, kind: Kind, encoding: Encoding, value: &str) {
    let artifact = recognize(text.as_bytes());
    assert_eq!((artifact.kind, artifact.encoding), (kind, encoding), "{text}");
    assert_eq!(artifact.value.as_str(), Some(value), "{text}");
    assert_eq!(artifact.problem, None, "{text}");
}

#[test]
fn a_compact_jwt_is_found_through_line_breaks_and_quotes() {
    let broken = format!("{}\r\n  {}\n{}", &JWS[..20], &JWS[20..60], &JWS[60..]);
    for text in [JWS, &broken, &format!("\"{JWS}\","), &format!("{JWS}\n{JWS}\n")] {
        is(text, Kind::Jws, Encoding::Compact, JWS);
    }
    let jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..aXY.Y2lwaGVydGV4dA.dGFn";
    is(jwe, Kind::Jwe, Encoding::Compact, jwe);
}

#[test]
fn two_dots_do_not_make_a_jwt() {
    is("ya29.c.Ab-0_x", Kind::OpaqueToken, Encoding::Text, "ya29.c.Ab-0_x");
    // {"typ":"JWT"} has no alg, but is plainly meant to be one; the damage is shown later.
    let damaged = "eyJ0eXAiOiJKV1QifQ.e30.";
    is(damaged, Kind::Jws, Encoding::Compact, damaged);
}

#[test]
fn what_is_nothing_says_so() {
    for text in ["", " \n", "hello", "hello there, world", "=======================", "\u{1}\u{2}"]
    {
        let artifact = recognize(text.as_bytes());
        assert_eq!(artifact.kind, Kind::Unrecognized, "{text}");
        assert!(artifact.problem.is_some_and(|problem| problem.hint.is_some()), "{text}");
    }
}
