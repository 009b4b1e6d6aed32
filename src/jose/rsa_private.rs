//! RSA private keys, and signing with them.

use crate::secret::Wiping;
use crypto_bigint::BoxedUint;
use der::Decode as _;
use ring::{
    rand::SystemRandom,
    rsa::{KeyPairComponents, PublicKeyComponents},
    signature::{
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
        RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
    },
};
use rsa::{PrivateKey, traits::PrivateKeyParts as _};

use super::{Alg, KeyError, asn1, rare_rsa, rsa_modulus::RsaPublic};

/// An RSA private key, its numbers in big-endian octets. It is wiped on drop.
#[derive(Clone)]
pub(super) struct RsaPrivate {
    pub n: Vec<u8>,
    pub e: Vec<u8>,
    d: Wiping<Vec<u8>>,
    /// Empty where they are not written.
    p: Wiping<Vec<u8>>,
    q: Wiping<Vec<u8>>,
}

impl RsaPrivate {
    /// Reads PKCS#1 (RFC 8017 A.1.2) in DER.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let key = asn1::RsaPrivateKey::from_der(der).map_err(|_| KeyError::Der)?;
        let [d, p, q] = [key.d, key.p, key.q].map(|number| number.to_vec().into());
        Ok(Self { n: key.n.to_vec(), e: key.e.to_vec(), d, p, q })
    }

    /// Reads the members of a JWK (RFC 7518 §6.3).
    pub(super) fn from_jwk(
        member: impl Fn(&'static str) -> Result<Wiping<Vec<u8>>, KeyError>,
    ) -> Result<Self, KeyError> {
        // The numbers are looked at before a crate computes with them, since it divides.
        let RsaPublic { n, e } =
            RsaPublic::new(&member("n")?, &member("e")?).map_err(|_| KeyError::Weak)?;
        let number = |name| {
            let octets = member(name)?;
            let fits = octets.len() <= n.len() && octets.iter().any(|octet| *octet > 0);
            if fits { Ok(octets) } else { Err(KeyError::Member(name)) }
        };
        // The primes can be found from the others.
        let primes = number("p").and_then(|prime| Ok((prime, number("q")?)));
        let (p, q) = primes.unwrap_or_default();
        let key = Self { d: number("d")?, n, e, p, q };
        match key.checked() {
            Some(_) => Ok(key),
            None => Err(KeyError::Inconsistent("its numbers do not belong together")),
        }
    }

    /// The key with all that is computed from it; none where its numbers do not belong together.
    fn checked(&self) -> Option<PrivateKey> {
        let number = |octets: &[u8]| BoxedUint::from_be_slice_vartime(octets);
        let primes =
            if self.p.is_empty() { Vec::new() } else { vec![number(&self.p), number(&self.q)] };
        PrivateKey::from_components(number(&self.n), number(&self.e), number(&self.d), primes).ok()
    }

    /// The signature over a message; none where the numbers do not belong together.
    pub(super) fn sign(&self, alg: Alg, message: &[u8]) -> Option<Vec<u8>> {
        let key = self.checked()?;
        sign_with_ring(self, &key, alg, message).or_else(|| rare_rsa::sign(&key, alg, message))
    }
}

/// Signs with ring; none where it does not take the key.
fn sign_with_ring(
    numbers: &RsaPrivate,
    key: &PrivateKey,
    alg: Alg,
    message: &[u8],
) -> Option<Vec<u8>> {
    let encoding: &dyn RsaEncoding = match alg {
        Alg::Rs256 => &RSA_PKCS1_SHA256,
        Alg::Rs384 => &RSA_PKCS1_SHA384,
        Alg::Rs512 => &RSA_PKCS1_SHA512,
        Alg::Ps256 => &RSA_PSS_SHA256,
        Alg::Ps384 => &RSA_PSS_SHA384,
        Alg::Ps512 => &RSA_PSS_SHA512,
        _ => return None,
    };
    let octets = |number: &BoxedUint| Wiping::new(number.to_be_bytes_trimmed_vartime().into_vec());
    let [p, q] = key.primes() else { return None };
    let key = RsaKeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n: &numbers.n, e: &numbers.e },
        d: octets(key.d()),
        p: octets(p),
        q: octets(q),
        dP: octets(key.dp()?),
        dQ: octets(key.dq()?),
        qInv: octets(&key.qinv()?.retrieve()),
    })
    .ok()?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), message, &mut signature).ok()?;
    Some(signature)
}
