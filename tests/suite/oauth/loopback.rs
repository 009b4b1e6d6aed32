//! The server on a port of this machine, and peers that mean it no good.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicI64, Ordering},
    thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokenscope::{
    commands::now,
    demo::{Demo, DemoOptions},
    oauth::loopback::{Response, Server},
};

use super::get;

/// More peers than the server serves at a time.
const CROWD: usize = 40;

/// Seconds of the clock of this file's server.
static SECONDS: AtomicI64 = AtomicI64::new(0);

fn clock() -> DateTime<Utc> {
    DateTime::from_timestamp(SECONDS.load(Ordering::SeqCst), 0).unwrap()
}

/// A server that answers every request with this body, on a thread of its own for as long as the
/// tests run.
fn answering(body: &'static [u8], clock: fn() -> DateTime<Utc>) -> SocketAddr {
    let mut server = Server::bind("127.0.0.1:0", clock).unwrap();
    let address = server.address().unwrap();
    thread::spawn(move || {
        loop {
            if let Some((connection, _)) = server.next(Duration::from_millis(20)).unwrap() {
                let mut response = Response::empty(200);
                response.body.extend_from_slice(body);
                server.respond(connection, &response);
            }
        }
    });
    address
}

fn crowd(address: SocketAddr) -> Vec<TcpStream> {
    (0..CROWD).map(|_| TcpStream::connect(address).unwrap()).collect()
}

/// What a peer is answered that sends these bytes.
fn say(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_length_without_end_is_refused_before_anything_is_set_aside() {
    let address = answering(b"hello", now);
    for length in ["99999999999", "18446744073709551615", "65537"] {
        let head = format!("POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n");
        assert!(say(address, head.as_bytes()).starts_with("HTTP/1.1 413 "), "{length}");
    }
    let target = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    let mut stream = TcpStream::connect(address).unwrap();
    // The server may hang up in the middle of it.
    let _ = stream.write_all(target.as_bytes());
    assert!(say(address, b"GET / HTTP/1.1\r\n\r\n").ends_with("\r\n\r\nhello"));
}

#[test]
fn silent_peers_are_in_nobodys_way() {
    let address = answering(b"hello", now);
    let mut peers = crowd(address);
    for peer in &mut peers {
        // Some have begun to speak.
        let _ = peer.write_all(b"GET / HTTP/1.1\r\nHost:");
    }
    assert!(say(address, b"GET / HTTP/1.1\r\n\r\n").ends_with("hello"));
}

#[test]
fn a_peer_that_does_not_take_its_answer_in_delays_no_other() {
    static LARGE: [u8; 8 << 20] = [b'x'; 8 << 20];
    let address = answering(&LARGE, now);
    let mut greedy = TcpStream::connect(address).unwrap();
    greedy.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    assert!(say(address, b"GET / HTTP/1.1\r\n\r\n").len() > LARGE.len());
}

#[test]
fn a_request_that_does_not_come_in_time_is_hung_up_on() {
    let address = answering(b"hello", clock);
    let mut slow = TcpStream::connect(address).unwrap();
    slow.write_all(b"GET / HT").unwrap();
    // It has been taken in by the time that another one is answered.
    assert!(say(address, b"GET / HTTP/1.1\r\n\r\n").ends_with("hello"));
    SECONDS.fetch_add(6, Ordering::SeqCst);
    let mut rest = Vec::new();
    assert!(matches!(slow.read_to_end(&mut rest), Ok(0) | Err(_)));
}

#[test]
fn the_demonstration_answers_in_a_crowd_and_ends_in_one() {
    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let issuer = demo.issuer().as_written();
    let address = issuer.strip_prefix("http://").unwrap().parse().unwrap();
    let peers = crowd(address);
    assert_eq!(get(&format!("{issuer}/jwks")).status, 200);
    drop(demo);
    drop(peers);
}

/// A browser comes back although other programs hold as many connections as the process may have
/// files.
#[cfg(unix)]
#[test]
fn a_callback_arrives_in_a_crowd_at_a_low_limit_of_files() {
    use std::{
        io::{BufRead as _, BufReader},
        process::{Command, Stdio},
    };

    use tokenscope::demo::CLIENT;

    use crate::support::command;

    let demo = Demo::start(DemoOptions::usual(now)).unwrap();
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 16; exec \"$@\"", "sh"]);
    let plain = command(&["fetch", "--grant", "authorization_code", "--no-browser", "--json"]);
    limited.arg(plain.get_program()).args(plain.get_args()).env_clear();
    limited.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    limited.args(["--issuer", demo.issuer().as_written(), "--client-id", CLIENT]);
    limited.args(["--client-secret", "env:DEMO_SECRET"]);
    limited.env("DEMO_SECRET", demo.secret().expose());
    let mut child =
        limited.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let visit = lines.find(|line| line.contains("/authorize?")).expect("an address to visit");
    let visit = visit.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    let back = get(visit).redirect().expect("the browser is sent back").to_owned();
    let address = back.strip_prefix("http://").and_then(|rest| rest.split('/').next()).unwrap();
    let peers = crowd(address.parse().unwrap());
    assert!(String::from_utf8_lossy(&get(&back).body).contains("close this page"));
    let rest: Vec<String> = lines.collect();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{rest:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"token_response\""));
    drop(peers);
}
