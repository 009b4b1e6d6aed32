//! Servers with certificates of their own, and a file that says whom to trust.

use std::{fs, io::Write as _, net::TcpListener, sync::Arc, thread};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tempfile::NamedTempFile;
use tokenscope::{
    commands::now,
    config::Settings,
    oauth::{HttpClient, Request, TransportError, request::RequestPurpose},
};

use super::{http, url};

/// A file that `tests/fixtures/certificates/make` made.
fn fixture(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/certificates");
    fs::read_to_string(format!("{folder}/{name}.pem")).unwrap()
}

/// The port of a server that answers one request over TLS, with this certificate.
fn serve(certificate: &str) -> u16 {
    let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(fixture("key").as_bytes()).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = StreamOwned::new(connection, stream);
        // A client that refuses the certificate hangs up.
        let _ = stream.write_all(&http("200 OK", "", b"over TLS"));
        stream.conn.send_close_notify();
        let _ = stream.flush();
        // Until the client has read it.
        let _ = std::io::copy(&mut stream.sock, &mut std::io::sink());
    });
    port
}

/// What is answered at this port by somebody who trusts the certificates of this PEM text.
fn ask(port: u16, trusted: &str) -> Result<String, TransportError> {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(trusted.as_bytes()).unwrap();
    let settings = Settings { ca_file: Some(file.path().to_owned()), ..Settings::default() };
    let client = HttpClient::new(&settings, now)?;
    let request =
        Request::get(RequestPurpose::Discovery, url(&format!("https://127.0.0.1:{port}/")));
    client.send(&request).map(|reply| String::from_utf8(reply.body.to_vec()).unwrap())
}

/// What somebody is told who trusts the self-signed certificate that the server shows.
fn trusting(name: &str) -> Result<String, TransportError> {
    let certificate = fixture(name);
    ask(serve(&certificate), &certificate)
}

fn refusal(result: Result<String, TransportError>) -> String {
    match result {
        Err(TransportError::Tls { reason, .. }) => reason.to_lowercase(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_self_signed_certificate_in_the_file_is_the_servers_own() {
    for name in ["valid", "valid-authority"] {
        assert_eq!(trusting(name).as_deref(), Ok("over TLS"), "{name}");
    }
}

#[test]
fn its_name_and_its_time_count_all_the_same() {
    for (name, words) in [
        ("other-name", "not valid for name"),
        ("other-name-authority", "not valid for name"),
        ("expired", "expired"),
        ("expired-authority", "expired"),
        ("early", "yet"),
        ("early-authority", "yet"),
    ] {
        let refusal = refusal(trusting(name));
        assert!(refusal.contains(words), "{name}: {refusal}");
    }
}

#[test]
fn an_authority_in_the_file_vouches_for_others_and_nobody_else_does() {
    let port = || serve(&fixture("signed-by-known"));
    assert_eq!(ask(port(), &fixture("known")).as_deref(), Ok("over TLS"));
    assert!(refusal(ask(port(), &fixture("unknown"))).contains("unknownissuer"));
}

#[test]
fn a_file_without_certificates_is_a_mistake() {
    for text in ["", "no PEM", &fixture("key")] {
        assert!(matches!(ask(1, text), Err(TransportError::Setting(_))), "{}", text.len());
    }
}
