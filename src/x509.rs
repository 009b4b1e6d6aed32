//! X.509 certificates (RFC 5280 §4.1): whose they are, how long they hold, and their key. Whether
//! anybody vouches for one is not judged here.

mod name;

pub use name::DistinguishedName;

use der::{
    AnyRef, Decode as _, DecodeValue, FixedTag, Header, Reader, SliceReader, Tag, TagMode,
    TagNumber, Tagged as _,
    asn1::{BitStringRef, GeneralizedTime, UtcTime},
};

/// A certificate, as far as it is of interest.
pub struct Certificate<'a> {
    pub subject: DistinguishedName<'a>,
    /// From when on it holds, in seconds since 1970.
    pub not_before: u64,
    /// The last second in which it holds, in seconds since 1970.
    pub not_after: u64,
    /// `SubjectPublicKeyInfo` in DER.
    pub public_key: &'a [u8],
}

impl<'a> Certificate<'a> {
    /// Reads a certificate in DER. Its extensions and signature are gone past.
    ///
    /// # Errors
    /// The octets are none.
    pub fn from_der(der: &'a [u8]) -> der::Result<Self> {
        let mut reader = SliceReader::new(der)?;
        let certificate = reader.sequence(|reader| {
            let certificate = reader.sequence(Self::read_signed_part)?;
            let _algorithm = SequenceRef::decode(reader)?;
            let _signature = BitStringRef::decode(reader)?;
            Ok::<_, der::Error>(certificate)
        })?;
        reader.finish()?;
        Ok(certificate)
    }

    /// `TBSCertificate`.
    fn read_signed_part(reader: &mut SliceReader<'a>) -> der::Result<Self> {
        let _version: Option<u8> = reader.context_specific(TagNumber(0), TagMode::Explicit)?;
        let serial = AnyRef::decode(reader)?;
        serial.tag().assert_eq(Tag::Integer)?;
        let _algorithm = SequenceRef::decode(reader)?;
        let _issuer = SequenceRef::decode(reader)?;
        let (not_before, not_after) =
            reader.sequence(|reader| Ok::<_, der::Error>((time(reader)?, time(reader)?)))?;
        let subject = DistinguishedName::decode(reader)?;
        let public_key = reader.tlv_bytes()?;
        while !reader.is_finished() {
            reader.tlv_bytes()?;
        }
        Ok(Self { subject, not_before, not_after, public_key })
    }
}

/// `Time`, in seconds since 1970 (RFC 5280 §4.1.2.5).
fn time<'a>(reader: &mut impl Reader<'a>) -> der::Result<u64> {
    let since_1970 = match Tag::peek(reader)? {
        Tag::UtcTime => UtcTime::decode(reader)?.to_unix_duration(),
        _ => GeneralizedTime::decode(reader)?.to_unix_duration(),
    };
    Ok(since_1970.as_secs())
}

/// A sequence whose contents do not matter.
struct SequenceRef;

impl<'a> DecodeValue<'a> for SequenceRef {
    type Error = der::Error;

    fn decode_value<R: Reader<'a>>(reader: &mut R, _: Header) -> der::Result<Self> {
        reader.read_slice(reader.remaining_len())?;
        Ok(Self)
    }
}

impl FixedTag for SequenceRef {
    const TAG: Tag = Tag::Sequence;
}
