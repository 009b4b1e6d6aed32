//! Points of elliptic curves (SEC 1 §2.3).

use p256::elliptic_curve::sec1::ToEncodedPoint;

use super::alg::Curve;

/// The uncompressed form of an encoded point; none where it is not a point of the curve other
/// than the one at infinity.
pub(super) fn decode(curve: Curve, encoded: &[u8]) -> Option<Vec<u8>> {
    macro_rules! decode {
        ($curve:ident) => {
            $curve::PublicKey::from_sec1_bytes(encoded)
                .ok()
                .map(|key| key.to_encoded_point(false).as_bytes().to_vec())
        };
    }
    match curve {
        Curve::P256 => decode!(p256),
        Curve::P384 => decode!(p384),
        Curve::P521 => decode!(p521),
        Curve::Secp256k1 => decode!(k256),
    }
}

/// The uncompressed form of a point given by its coordinates, each as long as the field.
pub(super) fn from_coordinates(curve: Curve, x: &[u8], y: &[u8]) -> Option<Vec<u8>> {
    if x.len() != curve.field_len() || y.len() != curve.field_len() {
        return None;
    }
    decode(curve, &[&[4], x, y].concat())
}
