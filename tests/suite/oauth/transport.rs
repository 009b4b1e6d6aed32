//! Servers that misbehave: every answer is kept, every failure says whether something was sent.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::mpsc,
    thread,
    time::Duration,
};

use tokenscope::{
    config::Settings,
    oauth::{
        HttpClient, Request, Sent, TransportError,
        reply::{Reply, Truncation},
        request::RequestPurpose,
    },
    secret::Secret,
    value::Text,
};

use super::{Canned, Then, http, http_client, read_request, url};

fn post(address: &str) -> Request {
    let mut request = Request::post(RequestPurpose::Token, url(address));
    request.param("grant_type", "refresh_token");
    request.secret_param("refresh_token", Secret::new("s3cr3t"));
    request
}

fn send(server: &Canned) -> Result<Reply, TransportError> {
    http_client().send(&post(&server.url))
}

/// `{"a":1}` in gzip.
const GZIP: [u8; 27] = [
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 74, 84, 178, 50, 172, 5, 0, 175, 172, 27, 86, 7, 0,
    0, 0,
];

#[test]
fn an_error_is_an_answer_with_status_headers_and_body() {
    let server = Canned::answering(
        "503 Unavailable",
        "Retry-After: 7\r\nX-Id: 5\r\n",
        "{\"error\":\"later\"}",
    );
    let reply = send(&server).unwrap();
    assert_eq!((reply.status, reply.header("x-id")), (503, Some("5")));
    assert_eq!(reply.retry_after().map(|wait| wait.as_secs()), Some(7));
    assert_eq!(reply.error_code().as_deref(), Some("later"));
    assert_eq!(reply.cut, None);
}

#[test]
fn the_request_is_written_as_it_was_built() {
    let server = Canned::answering("200 OK", "", "{}");
    send(&server).unwrap();
    let request = server.request.recv().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("post /token http/1.1"), "{head}");
    assert!(
        head.contains(&format!("user-agent: tokenscope/{}", env!("CARGO_PKG_VERSION"))),
        "{head}"
    );
    assert!(
        head.contains("accept: application/json") && head.contains("content-length: 45"),
        "{head}"
    );
    assert!(!head.contains("chunked") && !head.contains("expect"), "{head}");
    assert_eq!(body, "grant_type=refresh_token&refresh_token=s3cr3t");
}

#[test]
fn html_is_kept_and_a_redirect_is_not_followed() {
    let page = Canned::answering("200 OK", "Content-Type: text/html\r\n", "<h1>Log in</h1>");
    let reply = send(&page).unwrap();
    assert_eq!(&reply.body[..], b"<h1>Log in</h1>");
    let target = Canned::answering("200 OK", "", "{}");
    for status in ["302 Found", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let server = Canned::answering(status, &format!("Location: {}\r\n", target.url), "");
        let reply = send(&server).unwrap();
        assert_eq!(reply.redirect(), Some(target.url.as_str()), "{status}");
    }
    assert!(target.request.try_recv().is_err(), "credentials went along");
}

#[test]
fn half_a_body_is_kept_and_said_to_be_half() {
    let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":".to_vec();
    let reply = send(&Canned::new(bytes, Then::Close)).unwrap();
    assert_eq!(&reply.body[..], b"{\"access_token\":");
    assert!(matches!(reply.cut, Some(Truncation::Broken(_))), "{:?}", reply.cut);
    let bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec();
    let reply = send(&Canned::new(bytes, Then::Close)).unwrap();
    assert_eq!(&reply.body[..], b"hello");
    assert!(matches!(reply.cut, Some(Truncation::Broken(_))), "{:?}", reply.cut);
}

#[test]
fn an_endless_body_ends_at_the_limit() {
    let body = vec![b'x'; 3 * 1024 * 1024];
    let reply = send(&Canned::new(http("200 OK", "", &body), Then::Close)).unwrap();
    assert_eq!(
        (reply.body.len(), reply.cut),
        (1024 * 1024, Some(Truncation::TooLarge(1024 * 1024)))
    );
}

#[test]
fn requests_of_an_exchange_share_a_connection_as_long_as_it_lives() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: Keep-Alive\r\n\r\n{}";
    let (closed, served) = mpsc::channel();
    // The first connection is closed after two requests, while it is idle.
    thread::spawn(move || {
        for most in [2, 1] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut is_answered =
                |_: &i32| !read_request(&mut stream).is_empty() && stream.write_all(answer).is_ok();
            let answered = (0..most).filter(&mut is_answered).count();
            drop(stream);
            closed.send(answered).unwrap();
        }
    });
    let client = http_client();
    client.send(&post(&address)).unwrap();
    client.send(&post(&address)).unwrap();
    assert_eq!(served.recv(), Ok(2));
    client.send(&post(&address)).unwrap();
    assert_eq!(served.recv(), Ok(1));
}

#[test]
fn compression_is_undone_whatever_the_header_says_of_it() {
    let plain = b"{\"a\":1}";
    let reply = |header: &str, body: &[u8]| {
        let reply = send(&Canned::new(http("200 OK", header, body), Then::Close)).unwrap();
        (reply.body.to_vec(), reply.cut)
    };
    let gzip = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";
    for header in [gzip, "Content-Encoding: X-GZip\r\n", ""] {
        assert_eq!(reply(header, &GZIP), (plain.to_vec(), None), "{header}");
        assert_eq!(reply(header, plain), (plain.to_vec(), None), "{header}");
    }
    // What can be had of it is kept: it may hold the only refresh token.
    let broken = Some(Truncation::Broken("it is not the gzip that its header says".to_owned()));
    assert_eq!(reply(gzip, &GZIP[..22]), (plain.to_vec(), broken.clone()));
    assert_eq!(reply(gzip, &GZIP[..9]), (GZIP[..9].to_vec(), broken.clone()));
    assert_eq!(reply(gzip, b"\xff\xfe{"), (b"\xff\xfe{".to_vec(), broken));
}

#[test]
fn a_server_that_says_nothing_may_have_acted() {
    for bytes in [&b""[..], b"SSH-2.0-OpenSSH\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "] {
        let error = send(&Canned::new(bytes, Then::Close)).unwrap_err();
        assert!(matches!(error, TransportError::Broken { .. }), "{error:?}");
        assert_eq!(error.sent(), Sent::Maybe);
    }
}

#[test]
fn a_hanging_server_is_left_and_may_have_acted() {
    let settings = Settings { timeout: Some(Duration::from_millis(100)), ..Settings::default() };
    let client = HttpClient::new(&settings, tokenscope::commands::now).unwrap();
    let silent = Canned::new("", Then::Hang);
    let error = client.send(&post(&silent.url)).unwrap_err();
    assert!(matches!(error, TransportError::Timeout { .. }), "{error:?}");
    assert_eq!(error.sent(), Sent::Maybe);
    let stalling = Canned::new("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\"", Then::Hang);
    let reply = client.send(&post(&stalling.url)).unwrap();
    assert_eq!((&reply.body[..], reply.cut), (&b"{\"a\""[..], Some(Truncation::TooSlow)));
}

#[test]
fn without_a_connection_nothing_was_sent() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = http_client().send(&post(&format!("http://127.0.0.1:{port}/"))).unwrap_err();
    assert!(matches!(error, TransportError::Connect { .. }), "{error:?}");
    assert_eq!(error.sent(), Sent::No);
    // A server that does not speak TLS never sees the request.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    });
    let error = http_client().send(&post(&format!("https://{address}/"))).unwrap_err();
    assert!(matches!(error, TransportError::Tls { .. }), "{error:?}");
    assert!(error.to_string().contains("not TLS") && error.hint().contains("https:"), "{error}");
    assert_eq!(error.sent(), Sent::No);
    assert!(!server.join().unwrap().contains("s3cr3t"));
}

#[test]
fn no_error_shows_what_was_sent() {
    let errors = [
        send(&Canned::new("", Then::Close)).unwrap_err(),
        send(&Canned::new("s3cr3t s3cr3t\r\n\r\n", Then::Close)).unwrap_err(),
    ];
    assert!(!format!("{errors:?}{}{}", errors[0], errors[1]).contains("s3cr3t"));
    let reply = send(&Canned::answering("200 OK", "Set-Cookie: s3cr3t\r\n", "s3cr3t")).unwrap();
    assert!(!format!("{reply:?}{:?}", post("http://127.0.0.1/")).contains("s3cr3t"));
}

/// A refresh spends the old token: whatever stands in the head, the new one must arrive.
#[test]
fn no_head_loses_the_body() {
    let body = "{\"refresh_token\":\"new\"}";
    let length = body.len();
    let filler = "X-Filler: abc\r\n".repeat(700);
    let long = format!("X-Long: {}\r\n", "a".repeat(200_000));
    for (status, fields) in [
        ("200 OK", "X-Id: a\u{7}b\u{1b}[2J\r\n"),
        ("200 OK", "X-Id: a\0b\r\n"),
        ("200 OK", "X-Folded: a\r\n b\r\n\tc\r\n"),
        ("200 OK", "no field at all\r\n"),
        ("200 OK", "Name with space: a\r\nX-Id : b\r\n: c\r\n"),
        ("200 \u{1b}]0;title\u{7}", ""),
        ("200", ""),
        ("200 OK", &filler),
        ("200 OK", &long),
    ] {
        let head = format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {length}\r\n");
        for head in [format!("{head}\r\n"), format!("{head}\r\n").replace("\r\n", "\n")] {
            let reply = send(&Canned::new(head + body, Then::Hang)).unwrap();
            assert_eq!((reply.status, &reply.body[..]), (200, body.as_bytes()), "{fields}");
            assert_eq!(reply.cut, None, "{fields}");
        }
    }
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n";
    let answer = format!("{interim}HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
    assert_eq!(&send(&Canned::new(answer, Then::Hang)).unwrap().body[..], body.as_bytes());
    // A length that cannot be believed: the body ends with the connection.
    for lengths in ["1\r\nContent-Length: 2", "-1", "one", "1, 2"] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {lengths}\r\n\r\n{body}");
        let reply = send(&Canned::new(answer, Then::Close)).unwrap();
        assert_eq!(&reply.body[..], body.as_bytes(), "{lengths}");
    }
}

#[test]
fn a_proxy_in_the_environment_that_cannot_be_used_is_not_passed_over() {
    use crate::support::{command, run_command};
    let with = |name: &str, value: &str, url: &str| {
        let mut command = command(&["fetch", "--grant", "client_credentials", "--json"]);
        command.args(["--token-url", url, "--client-id", "x", "--auth", "none"]);
        command.env(name, value);
        run_command(command, "")
    };
    for (value, why) in [
        ("http://user:hunter2@", "no URL"),
        ("http://user:hunter2@:1", "no URL"),
        ("http://127.0.0.1:99999", "no URL"),
        ("127.0.0.1:port", "no URL"),
        ("socks5://127.0.0.1:1", "SOCKS"),
    ] {
        let ran = with("HTTPS_PROXY", value, "https://as.invalid/token");
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(
            ran.err.contains("the proxy in HTTPS_PROXY") && ran.err.contains(why),
            "{}",
            ran.err
        );
        assert!(!ran.err.contains("hunter2"), "{}", ran.err);
    }
    // Nothing to this machine goes through a proxy.
    let server = Canned::answering("200 OK", "", "{\"access_token\":\"a\"}");
    assert_eq!(with("HTTPS_PROXY", "http://", &server.url).status, 0);
}

/// RFC 9110 §10.2.3: in seconds, or by a date; a day is the longest that is believed.
#[test]
fn a_server_says_how_long_it_wants_to_be_left_alone() {
    for (value, seconds) in [
        ("0", Some(0)),
        ("7", Some(7)),
        ("86400", Some(86_400)),
        ("86401", Some(86_400)),
        ("Sun, 22 Nov 2026 20:00:30 GMT", Some(30)),
        ("Sun, 22 Nov 2026 19:59:59 GMT", Some(0)),
        ("Mon, 23 Nov 2026 20:00:00 GMT", Some(86_400)),
        ("Mon, 23 Nov 2026 20:00:01 GMT", Some(86_400)),
        ("Sunday, 22-Nov-26 20:00:30 GMT", Some(30)),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
    ] {
        let reply = Reply {
            status: 429,
            headers: vec![("retry-after".to_owned(), Text::new(value))],
            body: Vec::new().into(),
            cut: None,
            received_at: "2026-11-22T20:00:00Z".parse().unwrap(),
            wait: Duration::ZERO,
            total: Duration::ZERO,
        };
        assert_eq!(reply.retry_after().map(|wait| wait.as_secs()), seconds, "{value}");
    }
}
