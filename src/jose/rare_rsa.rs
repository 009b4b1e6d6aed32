//! RSA with keys that ring does not take: moduli over 8,192 bits, and to sign with, moduli over 4,096
//! bits, public exponents under 65,537 and primes that are not half as long as the modulus.

use crypto_bigint::BoxedUint;
use getrandom::SysRng;
use ring::digest::digest;
use rsa::{
    Pkcs1v15Sign, PrivateKey, Pss, PublicKey,
    sha2::{Sha256, Sha384, Sha512},
};

use super::{
    Alg,
    rsa_modulus::{MAX_BITS, RsaPublic},
};

/// Does something with the signature scheme of an algorithm, each of which has its own type.
macro_rules! with_scheme {
    ($alg:expr, $scheme:ident => $result:expr) => {
        match $alg {
            Alg::Rs256 => with_scheme!(Pkcs1v15Sign::new::<Sha256>(), $scheme, $result),
            Alg::Rs384 => with_scheme!(Pkcs1v15Sign::new::<Sha384>(), $scheme, $result),
            Alg::Rs512 => with_scheme!(Pkcs1v15Sign::new::<Sha512>(), $scheme, $result),
            Alg::Ps256 => with_scheme!(Pss::<Sha256>::new(), $scheme, $result),
            Alg::Ps384 => with_scheme!(Pss::<Sha384>::new(), $scheme, $result),
            Alg::Ps512 => with_scheme!(Pss::<Sha512>::new(), $scheme, $result),
            _ => None,
        }
    };
    ($made:expr, $scheme:ident, $result:expr) => {{
        let $scheme = $made;
        $result
    }};
}

/// Whether a key confirms a signature.
pub(super) fn verify(key: &RsaPublic, alg: Alg, message: &[u8], signature: &[u8]) -> bool {
    let [n, e] = [&key.n, &key.e].map(|octets| BoxedUint::from_be_slice_vartime(octets));
    // RFC 8017 §5.2.2: the signature is a number less than the modulus, and as long.
    if signature.len() != key.n.len() || BoxedUint::from_be_slice_vartime(signature) >= n {
        return false;
    }
    let Ok(key) = PublicKey::new_with_size_limits(n, e, 2048..=MAX_BITS) else { return false };
    let hash = digest(alg.hash(), message);
    with_scheme!(alg, scheme => key.verify(scheme, hash.as_ref(), signature).ok()).is_some()
}

/// The signature over a message.
pub(super) fn sign(key: &PrivateKey, alg: Alg, message: &[u8]) -> Option<Vec<u8>> {
    let hash = digest(alg.hash(), message);
    with_scheme!(alg, scheme => key.sign_with_rng(&mut SysRng, scheme, hash.as_ref()).ok())
}
