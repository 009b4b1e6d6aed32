//! Secrets stay secret on every path.

use crate::support::{AT, run};

/// Marks every secret below; nothing that is printed may hold it.
const MARK: &str = "s3cr3tMARK";

/// Inputs full of secrets, in many notations, whole and broken.
fn inputs() -> Vec<String> {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.s3cr3tMARKs3cr3tMARKs3cr3tMARKs3cr3tMARKs3c";
    [
        r#"{"access_token":"M","token_type":"bearer","refresh_token":"M","id_token":"J","expires_in":60}"#,
        r#"{"accessToken":"M","clientSecret":"M","nested":{"refresh_token":"M","list":["J"]}}"#,
        r#"{"data":{"access_token":"M","user":{"password":"M","api_key":"M"}}}"#,
        r#"{"access_token":"M","expires_in":}"#,
        r#"{"access_token":"M","raw":"{\"refresh_token\":\"M\"}"}"#,
        r#"{"access_token":"M","raw":{"body":"access_token=M&token_type=bearer"}}"#,
        r#"{"access_token":"M"#,
        r#"{"access_token":12345,"refresh_token":["M"],"mac_key":"M"}"#,
        "access_token=M&refresh_token=M&expires_in=60",
        "https://client.example.com/cb?code=M&state=x",
        "https://client.example.com/cb#access_token=M&expires_in=60",
        "Authorization: Bearer M",
        "curl -H 'Authorization: Bearer M' https://api.example.com",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: session=M\r\n\r\n{\"access_token\":\"M\"}",
        "Token[accessToken=M, refreshToken=Optional[M]]",
        "{'access_token': 'M', 'expires_in': 60}",
        "{ access_token: 'M', refresh_token: 'M' }",
        "{:access_token=>\"M\", :refresh_token=>\"M\"}",
        "access_token: M\nrefresh_token: M\n",
        "access_token: M\n  refresh_token: M\n - x",
        "M",
        "J",
        "Bearer J",
        "eyJhbGciOiJIUzI1NiJ9.M.M",
        r#"{"active":true,"access_token":"M","client_secret":"M"}"#,
        r#"{"keys":[{"kty":"oct","k":"M"},{"kty":"RSA","n":"AQAB","e":"AQAB","d":"M","p":"M"}]}"#,
        r#"{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d":"M"}"#,
        r#"{"kty":"RSA","n":"AQAB","e":"AQAB","d":"M","oth":[{"r":"M","d":"M","t":"M"}]}"#,
        r#"{"keys":[{"kty":"AKP","alg":"a","pub":"eA","priv":"M"}]}"#,
        r#"{"device_code":"M","user_code":"ABCD","verification_uri":"https://example.com"}"#,
    ]
    .iter()
    .map(|text| text.replace('M', &format!("{MARK}0123456789abcdef")).replace('J', jwt))
    .collect()
}

#[test]
fn no_report_or_error_shows_a_secret() {
    for input in inputs() {
        for args in [&["inspect", "--at", AT, "-"][..], &["inspect", "--json", "--at", AT, "-"]] {
            let ran = run(args, &input);
            assert!(!ran.out.contains(MARK), "{args:?} of {input}\n{}", ran.out);
            assert!(!ran.err.contains(MARK), "{args:?} of {input}\n{}", ran.err);
        }
    }
}

#[test]
fn reveal_shows_them() {
    let ran = run(&["inspect", "--reveal", "-"], &inputs()[0]);
    assert!(ran.out.contains(MARK), "{}", ran.out);
}

#[test]
fn a_broken_key_is_not_quoted() {
    let input = r#"{"access_token":"eyJhbGciOiJIUzI1NiJ9.e30.AAAA"}"#;
    for key in [
        MARK.to_owned(),
        format!(r#"{{"kty":"oct","k":"{MARK}!"}}"#),
        format!("b64:{MARK}!"),
        format!("-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----"),
    ] {
        let ran = run(&["inspect", "--key", &key, "-"], input);
        assert!(!ran.err.contains(MARK) && !ran.out.contains(MARK), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_mistake_on_the_command_line_does_not_quote_a_token() {
    let token = format!("-{MARK}0123456789abcdef0123456789");
    for args in [
        &["inspect", &token][..],
        &["inspect", "a", &token[1..]],
        &["inspect", "--at", &token[1..]],
    ] {
        let ran = run(args, "");
        assert_eq!(ran.status, 2);
        assert!(!ran.err.contains(MARK), "{}", ran.err);
    }
}

#[test]
fn no_byte_of_the_input_drives_the_terminal() {
    let hostile = "\\u001b]0;owned\\u0007\\u009b2J\\u202e\\u200b";
    let input = format!(
        r#"{{"access_token":"a","token_type":"{hostile}","scope":"{hostile} x","{hostile}":{{"a":"{hostile}"}},"note":"{hostile}"}}"#
    );
    for args in [&["inspect", "-"][..], &["inspect", "--json", "-"], &["inspect", "--lines", "-"]] {
        let ran = run(args, &input);
        for c in ran.out.chars().chain(ran.err.chars()) {
            assert!(
                c == '\n' || !tokenscope::text::is_unsafe(c),
                "{args:?} prints {:x}",
                u32::from(c)
            );
        }
    }
}
