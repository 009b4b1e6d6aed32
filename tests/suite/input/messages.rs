//! HTTP messages, pasted and received.

use tokenscope::{
    input::{Encoding, Message, read_message, recognize},
    kind::Kind,
    value::Text,
};

use super::{check, member};

const RESPONSE: &str = r#"token_response http {"access_token":"a","expires_in":1}"#;

#[test]
fn a_message_is_read_with_either_line_end() {
    for line_end in ["\n", "\r\n"] {
        let text = "HTTP/1.1 200 OK\nDate: Thu, 01 Jan 2026 00:05:00 GMT\nX-Empty:\n\n{\"access_token\":\"a\",\"expires_in\":1}\n";
        let text = text.replace('\n', line_end);
        check(&[(&text, RESPONSE)]);
        let message = recognize(text.as_bytes()).message.expect("a message");
        assert_eq!(message.status, 200);
        assert_eq!(message.header("date"), Some("Thu, 01 Jan 2026 00:05:00 GMT"));
        assert_eq!(message.headers.len(), 2);
    }
}

#[test]
fn the_last_with_a_token_counts() {
    check(&[
        (
            "HTTP/1.1 100 Continue\n\nHTTP/1.1 307 Temporary Redirect\nLocation: https://x.example/\n\nHTTP/2 200 \ncontent-type: application/json\n\n{\"access_token\":\"a\",\"expires_in\":1}\nHTTP/1.1 404 Not Found\n\nnothing here",
            RESPONSE,
        ),
        (
            "$ curl -i https://as.example/token\nHTTP/2 200\n\naccess_token=a&token_type=bearer\n",
            r#"token_response http {"access_token":"a","token_type":"bearer"}"#,
        ),
        (
            "POST /token HTTP/1.1\nHost: x\n\ngrant_type=password\n\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_grant\"}",
            r#"error_response http {"error":"invalid_grant"}"#,
        ),
    ]);
    let last = recognize(b"HTTP/1.1 301 Moved\n\n<html>\nHTTP/1.1 503 Unavailable\n\ntry later");
    assert_eq!((last.kind, last.encoding), (Kind::ErrorResponse, Encoding::Http));
    assert_eq!(last.message.map(|message| message.status), Some(503));
    assert!(last.problem.is_none());
}

#[test]
fn the_remarks_of_curl_are_left_out() {
    let text = "*   Trying 127.0.0.1:8080...
* Connected to localhost (127.0.0.1) port 8080
> POST /token HTTP/1.1
> Host: localhost:8080
> Authorization: Basic aWQ6cHc=
>
} [29 bytes data]
  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0
< HTTP/1.1 200 OK
< Content-Type: application/json
<
{ [36 bytes data]
{\"access_token\":\"a\",
* a remark in the middle
\"expires_in\":1}* Connection #0 to host localhost left intact
";
    check(&[(text, RESPONSE)]);
    let form =
        "< HTTP/1.1 200 OK\n< \naccess_token=a&b=1* Connection #0 to host localhost left intact";
    check(&[(form, r#"token_response http {"access_token":"a","b":"1"}"#)]);
}

#[test]
fn a_request_is_what_it_carries() {
    check(&[(
        "POST /token HTTP/1.1\r\nHost: x\r\nAuthorization: Basic aWQ6cHc=\r\n\r\ngrant_type=refresh_token&refresh_token=abc",
        r#"token_response form {"grant_type":"refresh_token","refresh_token":"abc"}"#,
    )]);
}

#[test]
fn a_chunked_body_is_put_together() {
    check(&[(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10;x=y\r\n{\"access_token\":\r\n14\r\n\"a\",\"expires_in\": 1}\r\n0\r\n\r\n",
        RESPONSE,
    )]);
}

#[test]
fn without_a_body_the_header_fields_speak() {
    check(&[
        (
            "HTTP/1.1 302 Found\nLocation: https://client.example.com/cb?code=SplxlO&state=x\n\n",
            r#"authorization_response http {"code":"SplxlO","state":"x"}"#,
        ),
        (
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer error=\"invalid_token\"\n\n",
            r#"error_response http {"error":"invalid_token"}"#,
        ),
    ]);
    let silent = recognize(b"HTTP/1.1 204 No Content\n\n");
    assert_eq!((silent.kind, silent.encoding), (Kind::Unrecognized, Encoding::Http));
    assert!(silent.problem.is_some());
}

#[test]
fn what_the_program_received_has_the_encoding_of_its_body() {
    let message = Message { status: 200, headers: vec![("Date".into(), Text::new("today"))] };
    for (body, encoding) in [
        (&br#"{"access_token":"a"}"#[..], Encoding::Json),
        (b"access_token=a&token_type=bearer", Encoding::Form),
    ] {
        let artifact = read_message(message.clone(), body);
        assert_eq!((artifact.kind, artifact.encoding), (Kind::TokenResponse, encoding));
        assert_eq!(member(&artifact, "access_token"), Some("a"));
        assert_eq!(artifact.message, Some(message.clone()));
    }
    let page = read_message(message.clone(), b"<html>HTTP/1.1 200 OK</html>");
    assert_eq!((page.kind, page.encoding), (Kind::Unrecognized, Encoding::Text));
    assert!(read_message(message, b"").problem.is_some());
}

#[test]
fn a_redirect_is_said_with_where_it_leads() {
    for (location, said) in [
        ("https://as.example/login?state=s", "a redirect (status 302) to https://as.example/login"),
        ("/token/#top", "a redirect (status 302) to /token/"),
        ("https://a/4bf02620604a10b88ef1f89f4bf02620", "a redirect (status 302) to https://a/…"),
    ] {
        let text = format!("HTTP/1.1 302 Found\nLocation: {location}\n\n");
        let problem = recognize(text.as_bytes()).problem.expect("it has no body");
        assert_eq!(problem.message, said);
    }
    let problem = recognize(b"HTTP/1.1 204 No Content\nLocation: /token\n\n").problem;
    assert_eq!(problem.expect("it has no body").message, "the response has no body");
}
