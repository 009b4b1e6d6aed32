//! The headline: one table of symbols and words for the report and the screen.

use std::fmt::Write as _;

use crate::support::run;

/// An unsigned token, its claims in base64url: what it says of time is in the response.
const UNSIGNED: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.";

/// A key, and a token that some other key signed.
const KEY: &str = r#"{"kty":"oct","k":"YS1jbG9jay1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyE"}"#;
const FORGED: &str =
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn every_state_has_words_and_a_symbol() {
    let mut lines = String::new();
    for (members, key) in [
        (r#""access_token":"a","expires_in":3600"#.to_owned(), false),
        (r#""access_token":"a","expires_in":61"#.to_owned(), false),
        (r#""access_token":"a","expires_in":60"#.to_owned(), false),
        (r#""access_token":"a","expires_in":60,"refresh_token":"r"#.to_owned() + r#"""#, false),
        (
            r#""access_token":"a","expires_in":60,"refresh_token":"r","refresh_expires_in":60"#
                .to_owned(),
            false,
        ),
        (r#""access_token":"a","expires_in":3600,"not_before":1767225700"#.to_owned(), false),
        (r#""access_token":"a","expires_in":0"#.to_owned(), false),
        (r#""access_token":"a""#.to_owned(), false),
        (r#""active":false"#.to_owned(), false),
        (r#""active":false,"exp":1767225600"#.to_owned(), false),
        (r#""active":true,"exp":1767225600"#.to_owned(), false),
        (format!(r#""access_token":"{UNSIGNED}","expires_in":3600"#), false),
        (format!(r#""access_token":"{FORGED}","expires_in":3600"#), true),
        (format!(r#""access_token":"{FORGED}","expires_in":60,"refresh_token":"r""#), true),
        (r#""device_code":"d","user_code":"u","expires_in":60"#.to_owned(), false),
        // There is no token that the end could be of, or only half of one.
        (r#""expires_in":3600,"scope":"a""#.to_owned(), false),
        (r#""expires_in":3600,"refresh_token":"r""#.to_owned(), false),
        (r#""access_token":"eyJhbGciOiJSUzI1NiIs...","expires_in":3600"#.to_owned(), false),
        // It can be renewed, but there is no refresh token to do that with.
        (
            r#""auth":{"client_token":"hvs.a","lease_duration":60,"renewable":true}"#.to_owned(),
            false,
        ),
    ] {
        let at = ["--at", "2026-01-01T00:01:00Z", "--received-at", "2026-01-01T00:00:00Z"];
        let keys: &[&str] = if key { &["--key", KEY] } else { &[] };
        let args = [&["inspect"][..], &at, keys, &["-"]].concat();
        let ran = run(&args, format!("{{{members}}}"));
        let block = ran.out.split("\n\n").nth(1).unwrap_or_default();
        let head = block.lines().filter(|line| !line.starts_with("  expires"));
        let head: Vec<&str> = head.collect();
        let _ = writeln!(lines, "{}", head.join("\n"));
    }
    insta::assert_snapshot!(lines);
}
