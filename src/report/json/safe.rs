//! JSON whose strings are safe to print.

use std::io;

use serde_json::ser::Formatter;

use crate::text;

/// A formatter whose strings are safe to print.
pub(super) struct Safe<F>(pub F);

/// Hands the calls over to the formatter inside.
macro_rules! delegate {
    ($($method:ident($($first:ident)?);)*) => {
        $(fn $method<W: ?Sized + io::Write>(&mut self, out: &mut W $(, $first: bool)?) -> io::Result<()> {
            self.0.$method(out $(, $first)?)
        })*
    };
}

impl<F: Formatter> Formatter for Safe<F> {
    delegate! {
        begin_array(); end_array(); begin_array_value(first); end_array_value();
        begin_object(); end_object(); begin_object_key(first); end_object_key();
        begin_object_value(); end_object_value();
    }

    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // serde_json has escaped C0 already, and most fragments hold nothing else to look for.
        if is_printable_ascii(fragment.as_bytes()) || !fragment.chars().any(text::is_unsafe) {
            return out.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            let mut units = [0; 2];
            if text::is_unsafe(c) {
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
            } else {
                out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

/// Whether bytes of UTF-8 without C0 are ASCII without DEL: eight of them are looked at at once.
fn is_printable_ascii(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    // Adding one carries DEL into the high bit; UTF-8 has no 0xff that would carry further.
    let words = words.iter().map(|word| u64::from_ne_bytes(*word));
    let high = words.fold(0, |high, word| high | word | word.wrapping_add(ONES));
    high & HIGH == 0 && rest.iter().all(|byte| *byte < 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_seen_at_every_place() {
        for length in 0..20 {
            assert!(is_printable_ascii(&vec![b'~'; length]), "{length}");
            for at in 0..length {
                for special in [0x7f, 0x80, 0xc2, 0xf4] {
                    let mut bytes = vec![b'~'; length];
                    bytes[at] = special;
                    assert!(!is_printable_ascii(&bytes), "{special:x} at {at} of {length}");
                }
            }
        }
    }
}
