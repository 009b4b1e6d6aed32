//! Elliptic curves and their points (SEC 1 §2.3).

use p256::elliptic_curve::sec1::ToSec1Point as _;

/// The curves of ECDSA keys (RFC 7518 §6.2.1.1, RFC 8812 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
    Secp256k1,
}

impl Curve {
    pub(super) const ALL: [Self; 4] = [Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Secp256k1 => "secp256k1",
        }
    }

    /// The length of a coordinate in octets.
    pub(super) fn field_len(self) -> usize {
        match self {
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The uncompressed form of an encoded point; none where it is not a point of the curve other
    /// than the one at infinity.
    pub(super) fn decode_point(self, encoded: &[u8]) -> Option<Vec<u8>> {
        macro_rules! decode {
            ($curve:ident) => {
                $curve::PublicKey::from_sec1_bytes(encoded)
                    .ok()
                    .map(|key| key.to_sec1_point(false).as_bytes().to_vec())
            };
        }
        match self {
            Self::P256 => decode!(p256),
            Self::P384 => decode!(p384),
            Self::P521 => decode!(p521),
            Self::Secp256k1 => decode!(k256),
        }
    }

    /// The uncompressed form of a point given by its coordinates, each as long as the field.
    pub(super) fn point_from_coordinates(self, x: &[u8], y: &[u8]) -> Option<Vec<u8>> {
        if x.len() != self.field_len() || y.len() != self.field_len() {
            return None;
        }
        self.decode_point(&[&[4], x, y].concat())
    }

    /// The public half of a private key, as an uncompressed point (SEC 1 §2.3.3); none where the
    /// octets are no scalar of the curve.
    pub(super) fn public_point(self, scalar: &[u8]) -> Option<Vec<u8>> {
        macro_rules! point {
            ($curve:ident) => {
                $curve::SecretKey::from_slice(scalar)
                    .ok()
                    .map(|key| key.public_key().to_sec1_point(false).as_bytes().to_vec())
            };
        }
        match self {
            Self::P256 => point!(p256),
            Self::P384 => point!(p384),
            Self::P521 => point!(p521),
            Self::Secp256k1 => point!(k256),
        }
    }
}
