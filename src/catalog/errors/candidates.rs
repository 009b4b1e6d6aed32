//! The conditions of the error catalogue that an answer may fulfil, found by what stands in it, so
//! that not each of them has to be tried. See `assets/build/errors.rs`.

use super::super::tables;

/// The bits of all parts: those of the first parts of all conditions, then of the second ones.
type Parts = [u64; (tables::ERROR_PARTS * tables::ERROR_CONDITIONS).div_ceil(64)];

/// The parts of conditions that may hold for an answer.
#[derive(Clone)]
pub(super) struct Candidates(Parts);

impl Candidates {
    /// The parts that may hold whatever an answer has.
    pub(super) fn of_all_answers() -> Self {
        Self(tables::ERROR_OPEN_PARTS)
    }

    /// Adds the parts whose trigger is a code (`#`) or the name of a member (`@`) or of a header
    /// field (`^`).
    pub(super) fn add_named(&mut self, sign: u8, name: &str) {
        let mut signed = Vec::with_capacity(name.len() + 1);
        signed.push(sign);
        signed.extend(name.bytes().map(|byte| byte.to_ascii_lowercase()));
        self.add_word(&signed);
    }

    /// Adds the parts whose trigger is a word, which is given in lower case.
    pub(super) fn add_word(&mut self, word: &[u8]) {
        let start = word.iter().chain([&0; 3]).take(3);
        let key = start.fold(0, |key, byte| key << 8 | u32::from(*byte));
        let first = tables::ERROR_TRIGGERS.partition_point(|trigger| trigger.0 < key);
        let same = tables::ERROR_TRIGGERS[first..].iter().take_while(|trigger| trigger.0 == key);
        for (_, trigger, first, count) in same {
            let trigger = trigger.text().as_bytes();
            let fits = match trigger.strip_suffix(b"*") {
                Some(start) => word.starts_with(start),
                None => word == trigger,
            };
            if fits {
                let range = usize::from(*first)..usize::from(first + count);
                for part in &tables::ERROR_TRIGGERED[range] {
                    self.0[usize::from(part / 64)] |= 1 << (part % 64);
                }
            }
        }
    }

    /// Whether every part of a condition may hold.
    pub(super) fn contains(&self, number: usize) -> bool {
        (0..tables::ERROR_PARTS).all(|part| {
            let place = part * tables::ERROR_CONDITIONS + number;
            self.0[place / 64] & 1 << (place % 64) != 0
        })
    }

    /// The conditions among so many from a number on that may hold, in order, each counted from
    /// there.
    pub(super) fn among(&self, first: usize, count: usize) -> impl Iterator<Item = usize> {
        let last = first + count;
        let mut word = first / 64;
        // The first parts alone rule most of them out.
        let mut bits = self.0[word] & u64::MAX << (first % 64);
        let first_parts = std::iter::from_fn(move || {
            while bits == 0 {
                word += 1;
                bits = *self.0.get(word).filter(|_| 64 * word < last)?;
            }
            let number = 64 * word + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            Some(number)
        });
        let numbers = first_parts.take_while(move |number| *number < last);
        numbers.filter(|number| self.contains(*number)).map(move |number| number - first)
    }
}
