//! Where in the input something is, for the person who has to find it there.

use crate::{problem::Problem, value::json::Fault};

/// A fault in `text`, which is a part of the `whole` input, as a problem of the whole.
pub(super) fn locate(fault: Fault, whole: &str, text: &str) -> Problem {
    match start(whole, text) {
        Some(start) => Fault { byte: start + fault.byte, ..fault }.problem(whole.as_bytes()),
        None => Problem::new(fault.message),
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
        let fault = || Fault { message: "no".to_owned(), byte: 1 };
        let whole = String::from("é\nücd");
        let place = locate(fault(), &whole, &whole[5..]).place;
        assert_eq!(place, Some(Place::Text { line: 2, column: 3 }));
        assert_eq!(locate(fault(), &whole, "other").place, None);
    }
}
