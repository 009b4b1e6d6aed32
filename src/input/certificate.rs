//! Certificates that stand for a login until they end: X.509 in PEM (RFC 5280 §4.1.2.5, RFC 7468),
//! and those of `OpenSSH` (`PROTOCOL.certkeys`).

use chrono::{DateTime, SecondsFormat, Utc};
use data_encoding::BASE64;
use rustls::pki_types::{CertificateDer, pem::PemObject as _};

use super::{Artifact, Encoding};
use crate::{
    problem::Problem,
    value::{Member, Value},
    x509::Certificate,
};

/// What a certificate says of the login that it stands for.
struct CertifiedLogin {
    subject: String,
    /// From when on it holds, in seconds since 1970.
    start: u64,
    /// When it ends; none where it never does.
    end: Option<u64>,
}

/// The certificate in a file, as a token that ends when it does.
///
/// # Errors
/// It is none.
pub fn read(bytes: &[u8]) -> Result<Artifact, Problem> {
    let text = str::from_utf8(bytes).map_err(|_| Problem::new("no text, so no certificate"))?;
    let login = openssh(text).or_else(|| x509(bytes));
    let login = login.ok_or_else(|| Problem::new("no certificate that can be read"))?;
    let member =
        |name: &str, value: String| Member { name: name.to_owned(), value: Value::string(value) };
    // Go's zero time, as tools write an end that never comes.
    let end = login.end.map_or_else(|| "0001-01-01T00:00:00Z".to_owned(), instant);
    let mut artifact = Artifact::of_members(
        vec![
            member("access_token", text.trim().to_owned()),
            member("subject", login.subject),
            member("not_before", instant(login.start)),
            member("created_at", instant(login.start)),
            member("expires_at", end),
        ],
        Encoding::Text,
    );
    artifact.is_stored = true;
    Ok(artifact)
}

/// An instant as RFC 3339 writes it; one beyond the calendar is the last in it.
fn instant(seconds: u64) -> String {
    let at = i64::try_from(seconds).ok().and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    at.filter(|at| *at < FAR).unwrap_or(FAR).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The end of the year 9999, which is also that of certificates without one (RFC 5280 §4.1.2.5).
const FAR: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// The first certificate of a chain, which is the login's own.
fn x509(bytes: &[u8]) -> Option<CertifiedLogin> {
    let der = CertificateDer::from_pem_slice(bytes).ok()?;
    let certificate = Certificate::from_der(&der).ok()?;
    let end = certificate.not_after;
    Some(CertifiedLogin {
        subject: certificate.subject.to_string(),
        start: certificate.not_before,
        end: Some(end).filter(|end| i64::try_from(*end).is_ok_and(|end| end < FAR.timestamp())),
    })
}

/// A line of the type, the certificate in base64 and a comment.
fn openssh(text: &str) -> Option<CertifiedLogin> {
    let mut words = text.split_ascii_whitespace();
    let kind = words.next()?.strip_suffix("-cert-v01@openssh.com")?;
    let blob = BASE64.decode(words.next()?.as_bytes()).ok()?;
    let mut reader = SshReader(&blob);
    // The type once more, and a nonce.
    reader.string()?;
    reader.string()?;
    // The parts of the key.
    let parts = match kind {
        "ssh-ed25519" => 1,
        "ssh-rsa" | "sk-ssh-ed25519" => 2,
        "ssh-dss" => 4,
        "sk-ecdsa-sha2-nistp256" => 3,
        _ if kind.starts_with("ecdsa-sha2-") => 2,
        _ => return None,
    };
    for _ in 0..parts {
        reader.string()?;
    }
    let _serial: u64 = reader.number()?;
    // Whether it is a user's or a host's.
    reader.take(4)?;
    let subject = String::from_utf8_lossy(reader.string()?).into_owned();
    let _principals = reader.string()?;
    let (start, end) = (reader.number()?, reader.number()?);
    Some(CertifiedLogin { subject, start, end: Some(end).filter(|end| *end != u64::MAX) })
}

/// Reads the data types of RFC 4251 §5.
struct SshReader<'a>(&'a [u8]);

impl<'a> SshReader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_be_bytes(*self.take(4)?.first_chunk()?);
        self.take(usize::try_from(length).ok()?)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(*self.take(8)?.first_chunk()?))
    }
}
