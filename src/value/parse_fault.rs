//! The position and reason at which a reader of any notation stopped.

use crate::problem::Problem;

/// The most members and items that are read from one document: more than real documents have, few
/// enough to stay fast.
pub const MOST: usize = 100_000;

/// The message of a fault for a value that is nested too deep; what is read of it ends there.
pub const TOO_DEEP: &str = "not JSON: recursion limit exceeded";

/// The message of a fault for a document with more than [`MOST`] members and items.
pub const TOO_MANY: &str = "more than 100,000 members and items; the rest is not read";

/// Where a text stops being readable, and why. The message never quotes the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseFault {
    pub message: String,
    /// Offset in bytes, from zero.
    pub byte: usize,
}

/// The result of a reader that fills a value in place.
pub type ReadResult = Result<(), ParseFault>;

impl ParseFault {
    /// Converts the fault to a [`Problem`] with the line and column in the text that was read.
    pub fn problem(&self, text: &[u8]) -> Problem {
        let before = &text[..self.byte.min(text.len())];
        let mut lines = before.rsplit(|byte| *byte == b'\n');
        // Every byte but a continuation byte begins a character (RFC 3629 §3).
        let column =
            lines.next().into_iter().flatten().filter(|byte| **byte & 0xc0 != 0x80).count();
        let (line, column) = (lines.count() + 1, column + 1);
        Problem::new(self.message.clone()).at(line, column)
    }

    /// A fault in `part`, which is a slice of the `whole` input, as a problem of the whole; without
    /// a place where it is no slice of it.
    pub fn problem_within(self, whole: &str, part: &str) -> Problem {
        match start(whole, part) {
            Some(start) => Self { byte: start + self.byte, ..self }.problem(whole.as_bytes()),
            None => Problem::new(self.message),
        }
    }
}

/// The byte of `whole` at which its slice `part` begins; none when it is not a slice of it.
fn start(whole: &str, part: &str) -> Option<usize> {
    let offset = part.as_ptr().addr().checked_sub(whole.as_ptr().addr())?;
    (offset + part.len() <= whole.len()).then_some(offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Place;

    #[test]
    fn a_part_is_located_in_the_whole() {
        let fault = || ParseFault { message: "no".to_owned(), byte: 1 };
        let whole = String::from("é\nücd");
        let place = fault().problem_within(&whole, &whole[5..]).place;
        assert_eq!(place, Some(Place::Text { line: 2, column: 3 }));
        assert_eq!(fault().problem_within(&whole, "other").place, None);
    }
}
