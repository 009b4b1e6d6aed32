//! RSA public keys, with the checks for weak moduli and exponents (length, small factors, ROCA,
//! close factors).

use rsa::{BigUint, RsaPublicKey};

/// Fewest bits of a modulus (RFC 7518 §3.3).
const MIN_BITS: usize = 2048;

/// Most bits that are computed with: beyond this a verification takes seconds.
const MAX_BITS: usize = 16384;

/// A public key from its numbers in big-endian octets. The error is what is wrong, phrased to
/// follow "the key …".
pub(super) fn public_key(n: &[u8], e: &[u8]) -> Result<RsaPublicKey, String> {
    // Long numbers are refused before anything is computed with them.
    if n.len() > MAX_BITS / 8 + 1 || e.len() > 64 {
        return Err(format!("is longer than {MAX_BITS} bits, or its exponent is"));
    }
    let (n, e) = (BigUint::from_bytes_be(n), BigUint::from_bytes_be(e));
    let bits = n.bits();
    if bits < MIN_BITS {
        return Err(format!("has {bits} bits where RSA needs {MIN_BITS} (RFC 7518 §3.3)"));
    }
    if e < BigUint::from(3u8) || is_multiple(&e.to_bytes_be(), 2) {
        return Err("has a public exponent that is even or one: it protects nothing".to_owned());
    }
    let octets = n.to_bytes_be();
    if is_multiple(&octets, 2) || SMALL_PRIMES.iter().any(|prime| is_multiple(&octets, *prime)) {
        return Err("has a modulus with a small factor: it protects nothing".to_owned());
    }
    if is_roca(&octets) {
        return Err("comes from a generator whose keys can be broken (ROCA, CVE-2017-15361)".into());
    }
    if has_close_factors(&n) {
        return Err("has two factors so close that it can be broken (CVE-2022-26320)".to_owned());
    }
    RsaPublicKey::new_with_max_size(n, e, MAX_BITS)
        .map_err(|_| "has a modulus or exponent outside the supported range".to_owned())
}

/// The odd primes up to 167, the largest that the ROCA test of 2048-bit keys looks at.
const SMALL_PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

fn remainder(octets: &[u8], divisor: u32) -> u32 {
    octets.iter().fold(0, |rest, octet| (rest * 256 + u32::from(*octet)) % divisor)
}

fn is_multiple(octets: &[u8], divisor: u32) -> bool {
    remainder(octets, divisor) == 0
}

/// The faulty generator makes primes, and so moduli, that are powers of 65537 modulo every small
/// prime ("The Return of Coppersmith's Attack", CCS 2017). By chance that happens to fewer than
/// one modulus in ten million.
fn is_roca(modulus: &[u8]) -> bool {
    SMALL_PRIMES.iter().all(|prime| {
        let wanted = remainder(modulus, *prime);
        let mut power = 1;
        (0..*prime).any(|_| {
            power = power * 65537 % prime;
            power == wanted
        })
    })
}

/// Fermat's method: factors that share their upper half are found in the first steps. The largest
/// numbers are spared it: a set of them would take seconds.
fn has_close_factors(n: &BigUint) -> bool {
    if n.bits() > 4096 {
        return false;
    }
    let one = BigUint::from(1u8);
    let mut middle = n.sqrt() + &one;
    (0..4).any(|_| {
        let square = &middle * &middle - n;
        let root = square.sqrt();
        middle += &one;
        &root * &root == square
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remainders() {
        assert_eq!(remainder(&[1, 0, 0], 167), 65536 % 167);
        assert!(is_multiple(&[255, 255], 3) && !is_multiple(&[255, 255], 2));
    }

    #[test]
    fn powers_of_the_generator_are_found_and_other_numbers_are_not() {
        let power = BigUint::from(65537u32).modpow(&128u32.into(), &(BigUint::from(1u8) << 4096));
        assert!(is_roca(&power.to_bytes_be()));
        assert!(!is_roca(&(power + 2u8).to_bytes_be()));
    }

    #[test]
    fn close_factors_are_found_and_distant_ones_are_not() {
        let base = BigUint::from(1u8) << 1024;
        let number = |offset: u64| &base + offset;
        assert!(has_close_factors(&(number(11) * number(1_000_005))));
        assert!(!has_close_factors(&(number(11) * (number(1) + (&base >> 2)))));
    }
}
