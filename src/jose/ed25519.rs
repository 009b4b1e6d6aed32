//! Ed25519 keys (RFC 8032 §5.1), as far as they are judged before a signature is.

use crypto_bigint::{JacobiSymbol, Odd, U256};
use ring::signature::{Ed25519KeyPair, KeyPair as _};

/// The prime of the field, 2²⁵⁵ − 19.
const PRIME: Odd<U256> =
    Odd::<U256>::from_be_hex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");

/// The constant d of the curve −x² + y² = 1 + d·x²·y².
const D: U256 =
    U256::from_be_hex("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3");

/// The y of the eight points whose order is 8 or less.
const SMALL_ORDER: [U256; 5] = [
    U256::ZERO,
    U256::ONE,
    U256::from_be_hex("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826"),
    U256::from_be_hex("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7"),
    U256::from_be_hex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
];

/// Why an encoded point (RFC 8032 §5.1.2) is not to be used as a key, phrased to follow "the key …".
pub(super) fn fault(encoded: &[u8; 32]) -> Option<&'static str> {
    let written = y(encoded);
    let reduced = written.rem_vartime(PRIME.as_nz_ref());
    if !is_on_curve(&reduced) {
        Some("is not a point of its curve: it protects nothing")
    } else if SMALL_ORDER.contains(&reduced) {
        Some("is a point of small order: it protects nothing")
    } else if reduced != written {
        Some("is a point in a form that RFC 8032 §5.1.3 forbids")
    } else {
        None
    }
}

/// The public half of a private key (RFC 8032 §5.1.5).
pub(super) fn public_point(seed: &[u8; 32]) -> Option<[u8; 32]> {
    let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
    pair.public_key().as_ref().try_into().ok()
}

/// Whether an encoded point has a small order, in the one form in which RFC 8032 lets it be written.
pub(super) fn has_small_order(encoded: &[u8; 32]) -> bool {
    SMALL_ORDER.contains(&y(encoded))
}

/// The coordinate y; the bit beyond it is the sign of x.
fn y(encoded: &[u8; 32]) -> U256 {
    let mut octets = *encoded;
    octets[31] &= 0x7f;
    U256::from_le_slice(&octets)
}

/// Whether there is an x to this y: x² is (y² − 1) / (d·y² + 1), which is a square where their
/// product is one; the divisor is never zero.
fn is_on_curve(y: &U256) -> bool {
    let prime = PRIME.as_nz_ref();
    let square = y.square_mod_vartime(prime);
    let dividend = square.sub_mod(&U256::ONE, prime);
    let divisor = square.mul_mod_vartime(&D, prime).add_mod(&U256::ONE, prime);
    let product = dividend.mul_mod_vartime(&divisor, prime);
    product.jacobi_symbol_vartime(&PRIME) != JacobiSymbol::MinusOne
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_half_of_all_numbers_are_points_and_every_key_is_one() {
        let points = (0..=255).filter(|octet| {
            let mut encoded = [*octet; 32];
            encoded[31] = 0x2a;
            fault(&encoded).is_none()
        });
        assert!((96..160).contains(&points.count()));
        for octet in 0..=255 {
            assert_eq!(fault(&public_point(&[octet; 32]).unwrap()), None, "{octet}");
        }
    }

    /// y = 2 is no point (RFC 8032 §5.1.3 step 3 fails).
    #[test]
    fn what_is_no_point_is_told() {
        let mut two = [0; 32];
        two[0] = 2;
        assert!(fault(&two).unwrap().contains("not a point"));
    }
}
