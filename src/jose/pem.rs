//! Textual encodings of keys (RFC 7468).

use crate::secret::Wiping;
use data_encoding::BASE64;

use super::KeyError;

/// What stands between `-----BEGIN X-----` and `-----END X-----`.
pub(super) struct Block<'a> {
    /// The label `X`.
    pub label: &'a str,
    /// The encoded octets.
    pub der: Wiping<Vec<u8>>,
}

/// Whether octets are PEM, perhaps with other text around it.
pub(super) fn is_pem(octets: &[u8]) -> bool {
    octets.windows(11).any(|window| window == b"-----BEGIN ")
}

/// The blocks of a text, in order. Text between them is skipped; lines may have any length and
/// end.
pub(super) fn blocks(text: &str) -> Result<Vec<Block<'_>>, KeyError> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let (label, body) = begun.split_once("-----").ok_or(KeyError::Pem)?;
        let (body, after) = body.split_once("-----END ").ok_or(KeyError::Pem)?;
        rest = after.strip_prefix(label).and_then(|end| end.strip_prefix("-----")).ok_or(
            // The label is not quoted: it might be anything.
            KeyError::Pem,
        )?;
        if body.contains("ENCRYPTED") {
            return Err(KeyError::Encrypted);
        }
        let text: Wiping<Vec<u8>> =
            Wiping::new(body.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect());
        let der = BASE64.decode(&text).map_err(|_| KeyError::Pem)?;
        blocks.push(Block { label, der: der.into() });
    }
    Ok(blocks)
}
