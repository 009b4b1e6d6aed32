//! Finds what a JSON text may have to escape.

/// The offset of the first byte that may have to be escaped: a quote, a backslash, a control
/// character, or what is not ASCII. Eight bytes are tested at a time.
pub(super) fn find_special(bytes: &[u8]) -> Option<usize> {
    const fn all(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }
    /// The high bit of each byte that is zero; bytes behind the first may be wrong.
    fn zero(word: u64) -> u64 {
        word.wrapping_sub(all(1)) & !word
    }
    /// The high bit of each byte that is special; bytes behind the first may be wrong.
    fn special(word: u64) -> u64 {
        let is_control = word.wrapping_sub(all(0x20)) & !word;
        let is_del = zero(word ^ all(0x7f));
        let special = word | is_control | is_del | zero(word ^ all(b'"')) | zero(word ^ all(b'\\'));
        special & all(0x80)
    }
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return Some(8 * at + special.trailing_zeros() as usize / 8);
        }
    }
    // The rest, with bytes before it that are known.
    if let Some(word) = bytes.last_chunk()
        && special(u64::from_le_bytes(*word)) == 0
    {
        return None;
    }
    let is_special = |byte: &u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\');
    Some(8 * words.len() + rest.iter().position(is_special)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_seen_at_every_place() {
        for length in 0..20 {
            assert_eq!(find_special(&vec![b'~'; length]), None, "{length}");
            for at in 0..length {
                for byte in [0, 0x1f, b'"', b'\\', 0x7f, 0x80, 0xc2, 0xf4] {
                    for plain in [b' ', b'!', b'#', b'[', b']', b'a', b'~'] {
                        let mut bytes = vec![plain; length];
                        bytes[at] = byte;
                        assert_eq!(find_special(&bytes), Some(at), "{byte:x} at {at} of {length}");
                    }
                }
            }
        }
    }
}
