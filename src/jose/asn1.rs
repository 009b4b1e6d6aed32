//! The ASN.1 structures that keys are written in.

use der::{
    AnyRef, Decode as _, DecodeValue, Header, Reader, Sequence, Tag, TagMode, TagNumber,
    Tagged as _,
    asn1::{BitStringRef, ObjectIdentifier, OctetStringRef, UintRef},
};

/// `AlgorithmIdentifier` (RFC 5280 §4.1.1.2).
pub(super) struct AlgorithmIdentifier<'a> {
    pub oid: ObjectIdentifier,
    pub parameters: Option<AnyRef<'a>>,
}

impl AlgorithmIdentifier<'_> {
    /// The parameters, where they name something, as those of a curve do (RFC 5480 §2.1.1).
    pub(super) fn named(&self) -> Option<ObjectIdentifier> {
        self.parameters?.decode_as().ok()
    }
}

/// `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7).
pub(super) struct SubjectPublicKeyInfo<'a> {
    pub algorithm: AlgorithmIdentifier<'a>,
    pub public_key: BitStringRef<'a>,
}

/// `RSAPublicKey` (RFC 8017 A.1.1): two numbers in big-endian octets.
pub(super) struct RsaPublicKey<'a> {
    pub n: &'a [u8],
    pub e: &'a [u8],
}

/// `RSAPrivateKey` (RFC 8017 A.1.2), as far as it cannot be found from the rest.
pub(super) struct RsaPrivateKey<'a> {
    pub n: &'a [u8],
    pub e: &'a [u8],
    pub d: &'a [u8],
    pub p: &'a [u8],
    pub q: &'a [u8],
}

/// `RSASSA-PSS-params` (RFC 8017 A.2.3), as far as they are judged.
pub(super) struct PssParameters {
    /// None for the default, SHA-1.
    pub hash: Option<ObjectIdentifier>,
    /// In octets.
    pub salt_length: u8,
}

/// `PrivateKeyInfo` (RFC 5208 §5) or `OneAsymmetricKey` (RFC 5958 §2).
pub(super) struct PrivateKeyInfo<'a> {
    pub algorithm: AlgorithmIdentifier<'a>,
    pub private_key: &'a [u8],
    pub public_key: Option<&'a [u8]>,
}

/// `ECPrivateKey` (RFC 5915 §3).
pub(super) struct EcPrivateKey<'a> {
    pub scalar: &'a [u8],
    pub curve: Option<ObjectIdentifier>,
    pub public_key: Option<&'a [u8]>,
}

/// Implements reading the content of a sequence.
macro_rules! sequence {
    ($name:ident<$lifetime:lifetime>, $reader:ident => $read:expr) => {
        impl<$lifetime> DecodeValue<$lifetime> for $name<$lifetime> {
            type Error = der::Error;

            fn decode_value<R: Reader<$lifetime>>($reader: &mut R, _: Header) -> der::Result<Self> {
                $read
            }
        }

        impl<$lifetime> Sequence<$lifetime> for $name<$lifetime> {}
    };
}

sequence!(AlgorithmIdentifier<'a>, reader => {
    Ok(Self { oid: reader.decode()?, parameters: reader.decode()? })
});

sequence!(SubjectPublicKeyInfo<'a>, reader => {
    Ok(Self { algorithm: reader.decode()?, public_key: reader.decode()? })
});

sequence!(RsaPublicKey<'a>, reader => {
    Ok(Self { n: number(reader)?, e: number(reader)? })
});

sequence!(RsaPrivateKey<'a>, reader => {
    let version = u8::decode(reader)?;
    let key = Self {
        n: number(reader)?,
        e: number(reader)?,
        d: number(reader)?,
        p: number(reader)?,
        q: number(reader)?,
    };
    // What makes computing faster: two exponents and a coefficient.
    for _ in 0..3 {
        number(reader)?;
    }
    // Version 1 has more primes than two.
    if version == 1 {
        AnyRef::decode(reader)?.tag().assert_eq(Tag::Sequence)?;
    }
    Ok(key)
});

impl<'a> DecodeValue<'a> for PssParameters {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, _: Header) -> der::Result<Self> {
        let explicit = TagMode::Explicit;
        let hash: Option<AlgorithmIdentifier<'_>> =
            reader.context_specific(TagNumber(0), explicit)?;
        let _mask: Option<AlgorithmIdentifier<'_>> =
            reader.context_specific(TagNumber(1), explicit)?;
        let salt_length: Option<u8> = reader.context_specific(TagNumber(2), explicit)?;
        let _trailer: Option<u8> = reader.context_specific(TagNumber(3), explicit)?;
        Ok(Self { hash: hash.map(|hash| hash.oid), salt_length: salt_length.unwrap_or(20) })
    }
}

impl Sequence<'_> for PssParameters {}

sequence!(PrivateKeyInfo<'a>, reader => {
    u8::decode(reader)?;
    let algorithm = reader.decode()?;
    let private_key = octets(reader)?;
    // The attributes, which say nothing of the key's numbers.
    if reader.peek_byte() == Some(0xa0) {
        reader.tlv_bytes()?;
    }
    let public_key: Option<BitStringRef<'_>> =
        reader.context_specific(TagNumber(1), TagMode::Implicit)?;
    Ok(Self {
        algorithm,
        private_key,
        public_key: public_key.map(|key| key.as_bytes().unwrap_or_default()),
    })
});

sequence!(EcPrivateKey<'a>, reader => {
    let version = u8::decode(reader)?;
    if version != 1 {
        return Err(reader.error(Tag::Integer.value_error()));
    }
    let scalar = octets(reader)?;
    let curve = reader.context_specific(TagNumber(0), TagMode::Explicit)?;
    let public_key: Option<BitStringRef<'_>> =
        reader.context_specific(TagNumber(1), TagMode::Explicit)?;
    Ok(Self {
        scalar,
        curve,
        public_key: public_key.map(|key| key.as_bytes().unwrap_or_default()),
    })
});

/// A number that is not negative, in big-endian octets without zeros before them.
fn number<'a>(reader: &mut impl Reader<'a>) -> der::Result<&'a [u8]> {
    Ok(UintRef::decode(reader)?.as_bytes())
}

fn octets<'a>(reader: &mut impl Reader<'a>) -> der::Result<&'a [u8]> {
    Ok(<&OctetStringRef>::decode(reader)?.as_bytes())
}
