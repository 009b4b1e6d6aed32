//! Secrets stay secret on every path.

mod mistakes;
mod planted;

use crate::support::{AT, run};

/// Marks every secret below; nothing that is printed may hold it.
pub const MARK: &str = "s3cr3tMARK";

/// Inputs full of secrets, in many notations, whole and broken.
pub fn inputs() -> Vec<String> {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIiwiYWNjZXNzX3Rva2VuIjoiczNjcjN0TUFSSyJ9.\
               s3cr3tMARKs3cr3tMARKs3cr3tMARKs3cr3tMARKs3c";
    [
        r#"{"error":"invalid_grant","error_description":"no","access_token":"M"}"#,
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
        r#"{"kty":"oct","k":"M"}"#,
        r#"{"keys":[{"n":"AQAB","e":"AQAB","d":"M"}]}"#,
        r#"{"access_token":"x","passwords":["M"],"refresh_tokens":["M"],"api_keys":["M"]}"#,
        r#"{"access_token":"x","refresh_token":{"v":"M"},"session_token":[{"data":"M"}]}"#,
        r#"{"access_token":"x","headers":[{"name":"X-Api-Key","value":"M"}]}"#,
        r#"{"key":"accessToken","value":"M","type":"string"}"#,
        r#"{"access_token":"x","scope":"a J","scopes":["a","J"]}"#,
        r#"{"access_token":"x","J":1,"tokens":{"J":{"a":1}}}"#,
        r#"{"access_token":"x","pre-authorized_code":"M","pass":"M","totp":"M","auth_req_id":"M"}"#,
        r#"{"payload":"e30","protected":"e30","signature":"M"}"#,
        r#"{"access_token":"x","git":"https://M@example.com/a.git"}"#,
        r#"{"access_token":"x","next":"https%253A%252F%252Fa%253Fcode%253DM%2526state%253D1"}"#,
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

/// What servers, logs and programs write around a secret.
#[test]
fn a_secret_in_the_middle_of_other_text_is_masked() {
    let jwt = inputs().into_iter().find(|text| text.starts_with("eyJ")).unwrap_or_default();
    let base64 = data_encoding::BASE64.encode(jwt.as_bytes());
    let secret = format!("{MARK}0123456789abcdef");
    let payload = |text: &str| {
        let part = |text: &str| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
        format!("{}.{}.AAAA", part(r#"{"alg":"HS256"}"#), part(text))
    };
    for text in [
        "the token J is expired",
        "(J)",
        "jwt=J",
        "JWT J",
        "Invalid refresh token: 8d4a0d39-c6d1-4bd1-8e43-M",
        "Access token expired: M",
        "The refresh token 'M' is not valid",
        "invalid authorization code M",
        "POST /token refresh_token=M&x=1",
        "curl -H 'Authorization: Bearer M' https://example.com",
        "Authorization: Bearer M",
        "key ghp_M here",
        "{'refresh_token': 'M'}",
        r#"said: {\"refresh_token\": \"M\"}"#,
        "refresh_token: M\nfoo: 1",
        "Token[accessToken=M, x=1]",
        "<Session token=M>",
        "<access_token>M</access_token>",
        "B",
    ] {
        let text = text.replace('M', &secret).replace('J', &jwt).replace('B', &base64);
        let value = serde_json::Value::from(text.as_str());
        for input in [
            format!(r#"{{"error":"invalid_grant","error_description":{value}}}"#),
            format!(r#"{{"access_token":"x","a":{{"b":[{value}]}}}}"#),
            payload(&text),
        ] {
            for args in [&["inspect", "-"][..], &["inspect", "--json", "-"]] {
                let ran = run(args, &input);
                let leaked = [MARK, &base64[..16]].iter().any(|it| ran.out.contains(it));
                assert!(!leaked, "{args:?} of {input}\n{}", ran.out);
            }
        }
    }
}

#[test]
fn what_only_speaks_of_secrets_is_shown() {
    for text in [
        "AADSTS70008: The provided authorization code or refresh token has expired due to \
         inactivity.\r\nTrace ID: 1bd3f1a2-9f4e-4f1c-8d0e-11d0f2b20100",
        "The token was issued on 2019-01-02T09:19:53.5422744Z and was inactive for 90.00:00:00.",
        "The access token expired at 2026-01-01T00:00:00Z",
        "the client secret ID, for a secret added to app '1bd3f1a2-9f4e-4f1c-8d0e-11d0f2b20100'",
        "The token was not issued to client 1bd3f1a2-9f4e-4f1c-8d0e-11d0f2b20100",
        "invalid token: unauthorized_client",
        "Invalid parameter: client_assertion_type=urn:ietf:params:oauth:client-assertion-type",
        "(status.token, status.expirationTimestamp)",
        "Bearer authentication required",
        "client_secret_basic client_secret_post private_key_jwt",
        "token:read tokens.read.all secrets:read_all_v2 secret_scanning_alerts:read12",
        "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_ABCdef123",
        "https://user@example.com/",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db",
        // Random identifiers that begin as a JWT does, and do not go on as one.
        "eyJlYv1XZf8st1L5AJL9Iw",
        "ew0GExgZ9GuEa1IWbphjhg",
    ] {
        let value = serde_json::Value::from(text);
        let input = format!(r#"{{"access_token":"x","scope":{value},"note":{value}}}"#);
        let ran = run(&["inspect", "--json", "-"], &input);
        assert_eq!(ran.out.matches(&format!(r#""value":{value}"#)).count(), 2, "{}", ran.out);
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
        &["inspect", "a", "--pick", &token[1..]],
        &["diff", "a", "b", &token[1..]],
        &["inspect", "--at", &token[1..]],
        &["inspect", "--at", &token[1..20]],
        &["inspect", "--min-ttl", &token[1..20]],
        &["completions", &token[1..20]],
    ] {
        let ran = run(args, "");
        assert_eq!(ran.status, 2);
        assert!(!ran.err.contains(MARK), "{}", ran.err);
    }
    let ran = run(&["inspect", "--at", "2026-01-31T12:00", "x"], "");
    assert!(ran.err.contains("'2026-01-31T12:00'"), "{}", ran.err);
}

#[test]
fn no_byte_of_the_input_drives_the_terminal() {
    let hostile =
        "\\u001b]0;owned\\u0007\\u009b2J\\u202e\\u200b\\u034f\\u3164\\ufe0f\\udb40\\udd00";
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
            assert!(!"\u{34f}\u{3164}\u{fe0f}\u{e0100}".contains(c), "{:x}", u32::from(c));
        }
    }
}
