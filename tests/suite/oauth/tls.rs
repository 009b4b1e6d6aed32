//! Servers with certificates of their own, and a file that says whom to trust.

use std::{io::Write as _, net::TcpListener, sync::Arc, thread};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tempfile::NamedTempFile;
use tokenscope::{
    commands::now,
    config::Settings,
    oauth::{HttpClient, Request, TransportError, request::RequestPurpose},
};

use super::{http, url};

/// The port of a server that answers one request over TLS, with this certificate.
fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
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

fn params(host: &str, is_authority: bool) -> CertificateParams {
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    if is_authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    params
}

/// What somebody is told who trusts the self-signed certificate that the server shows.
fn trusting(params: &CertificateParams) -> Result<String, TransportError> {
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    ask(serve(certificate.der().clone(), &key), &certificate.pem())
}

fn refusal(result: Result<String, TransportError>) -> String {
    match result {
        Err(TransportError::Tls { reason, .. }) => reason.to_lowercase(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_self_signed_certificate_in_the_file_is_the_servers_own() {
    for is_authority in [false, true] {
        assert_eq!(trusting(&params("127.0.0.1", is_authority)).as_deref(), Ok("over TLS"));
    }
}

#[test]
fn its_name_and_its_time_count_all_the_same() {
    for is_authority in [false, true] {
        let name = refusal(trusting(&params("127.0.0.2", is_authority)));
        assert!(name.contains("not valid for name"), "{name}");
        let mut over = params("127.0.0.1", is_authority);
        over.not_after = date_time_ymd(2020, 1, 1);
        assert!(refusal(trusting(&over)).contains("expired"), "{is_authority}");
        let mut early = params("127.0.0.1", is_authority);
        early.not_before = date_time_ymd(3000, 1, 1);
        early.not_after = date_time_ymd(3001, 1, 1);
        assert!(refusal(trusting(&early)).contains("yet"), "{is_authority}");
    }
}

#[test]
fn an_authority_in_the_file_vouches_for_others_and_nobody_else_does() {
    let authority = |name: &str| {
        let mut params = params(name, true);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
    };
    let (known, other) = (authority("known"), authority("other"));
    let key = KeyPair::generate().unwrap();
    let certificate = params("127.0.0.1", false).signed_by(&key, &known).unwrap();
    let port = || serve(certificate.der().clone(), &key);
    assert_eq!(ask(port(), &known.pem()).as_deref(), Ok("over TLS"));
    assert!(refusal(ask(port(), &other.pem())).contains("unknownissuer"));
}

#[test]
fn a_file_without_certificates_is_a_mistake() {
    for text in ["", "no PEM", &KeyPair::generate().unwrap().serialize_pem()] {
        assert!(matches!(ask(1, text), Err(TransportError::Setting(_))), "{}", text.len());
    }
}
