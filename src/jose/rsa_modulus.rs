//! RSA public keys, with the checks for weak moduli and exponents (length, small factors, ROCA,
//! close factors).

use crypto_bigint::{BoxedUint, CheckedSub as _, ConcatenatingSquare as _};

/// Fewest bits of a modulus (RFC 7518 §3.3).
const MIN_BITS: usize = 2048;

/// Most bits that are computed with: beyond this a verification takes seconds.
pub(super) const MAX_BITS: usize = 16384;

/// Most bits of an exponent, as the crates have it.
const MAX_EXPONENT_BITS: usize = 33;

/// An RSA public key, its numbers in big-endian octets without zeros before them.
#[derive(Clone, PartialEq)]
pub(super) struct RsaPublic {
    pub n: Vec<u8>,
    pub e: Vec<u8>,
}

impl RsaPublic {
    /// A public key from its numbers in big-endian octets. The error is what is wrong, phrased to
    /// follow "the key …".
    pub(super) fn new(n: &[u8], e: &[u8]) -> Result<Self, String> {
        // Long numbers are refused before anything is computed with them.
        if n.len() > MAX_BITS / 8 + 1 || e.len() > 64 {
            return Err(format!("is longer than {MAX_BITS} bits, or its exponent is"));
        }
        let (n, e) = (without_zeros(n), without_zeros(e));
        let bits = bits(n);
        if bits < MIN_BITS {
            return Err(format!("has {bits} bits where RSA needs {MIN_BITS} (RFC 7518 §3.3)"));
        }
        if matches!(e, [] | [1]) || is_even(e) {
            return Err("has a public exponent that is even or one: it protects nothing".into());
        }
        let remainders = remainders(n);
        if is_even(n) || remainders.contains(&0) {
            return Err("has a modulus with a small factor: it protects nothing".to_owned());
        }
        if is_roca(&remainders) {
            return Err(
                "comes from a generator whose keys can be broken (ROCA, CVE-2017-15361)".into()
            );
        }
        if has_close_factors(n, &remainders) {
            return Err("has two factors so close that it can be broken (CVE-2022-26320)".into());
        }
        if bits > MAX_BITS || self::bits(e) > MAX_EXPONENT_BITS {
            return Err("has a modulus or exponent outside the supported range".to_owned());
        }
        Ok(Self { n: n.to_vec(), e: e.to_vec() })
    }

    /// The length of the modulus in bits.
    pub(super) fn bits(&self) -> usize {
        bits(&self.n)
    }
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    &number[zeros..]
}

fn bits(number: &[u8]) -> usize {
    number.first().map_or(0, |first| number.len() * 8 - first.leading_zeros() as usize)
}

fn is_even(number: &[u8]) -> bool {
    number.last().is_none_or(|last| last % 2 == 0)
}

/// The odd primes up to 167, the largest that the ROCA test of 2048-bit keys looks at.
const SMALL_PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// What remains of a number when it is divided by each of the small primes.
fn remainders(number: &[u8]) -> [u32; SMALL_PRIMES.len()] {
    let mut remainders = [0; SMALL_PRIMES.len()];
    // Four of them at once: their product has 32 bits at most.
    for (primes, slots) in SMALL_PRIMES.chunks(4).zip(remainders.chunks_mut(4)) {
        let rest = remainder(number, primes.iter().product());
        for (prime, slot) in primes.iter().zip(slots) {
            *slot = rest % prime;
        }
    }
    remainders
}

fn remainder(number: &[u8], divisor: u32) -> u32 {
    let divisor = u64::from(divisor);
    let (first, rest) = number.split_at(number.len() % 4);
    let first = first.iter().fold(0, |sum, octet| sum << 8 | u64::from(*octet));
    let (words, _) = rest.as_chunks();
    let rest = words.iter().fold(first % divisor, |rest, word| {
        (rest << 32 | u64::from(u32::from_be_bytes(*word))) % divisor
    });
    u32::try_from(rest).unwrap_or_default()
}

/// The faulty generator makes primes, and so moduli, that are powers of 65537 modulo every small
/// prime ("The Return of Coppersmith's Attack", CCS 2017). By chance that happens to fewer than
/// one modulus in ten million.
fn is_roca(remainders: &[u32; SMALL_PRIMES.len()]) -> bool {
    SMALL_PRIMES.iter().zip(remainders).all(|(prime, wanted)| {
        let mut power = 1;
        (0..*prime).any(|_| {
            power = power * 65537 % prime;
            power == *wanted
        })
    })
}

/// Fermat's method: factors that share their upper half are found in the first steps. The largest
/// numbers are spared it: a set of them would take seconds.
fn has_close_factors(n: &[u8], n_remainders: &[u32; SMALL_PRIMES.len()]) -> bool {
    if bits(n) > 4096 {
        return false;
    }
    let n = BoxedUint::from_be_slice_vartime(n);
    let root = n.floor_sqrt_vartime();
    let root_remainders = remainders(&root.to_be_bytes());
    (0..=4_u32).any(|step| {
        // The square of the middle less n is to be a square. It is computed only where its
        // remainders are those of one, which hardly ever happens by chance.
        let may_be_square =
            SMALL_PRIMES.iter().zip(n_remainders).zip(root_remainders).all(|((prime, n), root)| {
                let middle = (root + step) % prime;
                let rest = (middle * middle + prime - n) % prime;
                (0..=prime / 2).any(|number| number * number % prime == rest)
            });
        may_be_square && {
            let middle = root.wrapping_add(BoxedUint::from(step));
            let rest = middle.concatenating_square().checked_sub(&n).into_option();
            rest.is_some_and(|rest| rest.checked_sqrt_vartime().is_some())
        }
    })
}

#[cfg(test)]
mod tests {
    use crypto_bigint::ConcatenatingMul as _;

    use super::*;

    #[test]
    fn remainders_by_every_prime() {
        let number = [1, 0, 0, 7, 9, 255, 3];
        let whole = number.iter().fold(0_u64, |sum, octet| sum * 256 + u64::from(*octet));
        for (prime, rest) in SMALL_PRIMES.iter().zip(remainders(&number)) {
            assert_eq!(u64::from(rest), whole % u64::from(*prime), "{prime}");
        }
    }

    #[test]
    fn powers_of_the_generator_are_found_and_other_numbers_are_not() {
        let mut power = BoxedUint::one();
        for _ in 0..120 {
            power = power.concatenating_mul(BoxedUint::from(65537_u32));
        }
        assert!(is_roca(&remainders(&power.to_be_bytes())));
        let other = power.wrapping_add(BoxedUint::from(2_u32));
        assert!(!is_roca(&remainders(&other.to_be_bytes())));
    }

    #[test]
    fn close_factors_are_found_and_distant_ones_are_not() {
        let power = |bits: u32| BoxedUint::one_with_precision(2048).shl(bits);
        let number = |offset: u64| power(1024).wrapping_add(BoxedUint::from(offset));
        let is_found = |a: &BoxedUint, b: &BoxedUint| {
            let n = a.concatenating_mul(b).to_be_bytes_trimmed_vartime();
            has_close_factors(&n, &remainders(&n))
        };
        assert!(is_found(&number(11), &number(1_000_005)));
        assert!(is_found(&number(11), &number(11)));
        assert!(!is_found(&number(11), &number(1).wrapping_add(power(1022))));
    }
}
