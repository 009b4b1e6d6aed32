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
        // serde_json has escaped C0 already: of ASCII only DEL is left to look for.
        let plain = fragment.is_ascii() && !fragment.as_bytes().contains(&0x7f);
        if plain || !fragment.chars().any(text::is_unsafe) {
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
