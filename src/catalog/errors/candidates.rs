//! The conditions of the error catalogue that an answer may fulfil, found by what stands in it: so
//! that not each of them has to be tried. See `assets/build/errors.rs`.

use super::{super::tables, condition::ObservedError};

const WORDS: usize = tables::ERROR_CONDITIONS.div_ceil(64);

/// A set of conditions, by their numbers.
#[derive(Clone)]
pub(super) struct Candidates([u64; WORDS]);

impl Candidates {
    /// The conditions that have a trigger in an answer, whose words are given in lower case.
    pub(super) fn of<'w>(
        answer: &ObservedError<'_>,
        words: impl Iterator<Item = &'w [u8]>,
    ) -> Self {
        let mut candidates = Self([0; WORDS]);
        for number in tables::ERROR_UNTRIGGERED {
            candidates.insert(*number);
        }
        for word in words {
            candidates.add_triggered(word);
        }
        let mut name = Vec::new();
        let mut add = |sign: u8, text: &str| {
            name.clear();
            name.push(sign);
            name.extend(text.bytes().map(|byte| byte.to_ascii_lowercase()));
            candidates.add_triggered(&name);
        };
        answer.codes.iter().for_each(|code| add(b'#', code));
        answer.names.iter().for_each(|name| add(b'@', name));
        answer.headers.iter().for_each(|(name, _)| add(b'^', name));
        candidates
    }

    fn add_triggered(&mut self, word: &[u8]) {
        let key = word.iter().chain([&0; 3]).take(3).fold(0, |key, byte| key << 8 | u32::from(*byte));
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
                tables::ERROR_TRIGGERED[range].iter().for_each(|number| self.insert(*number));
            }
        }
    }

    fn insert(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    pub(super) fn contains(&self, number: usize) -> bool {
        self.0[number / 64] & 1 << (number % 64) != 0
    }

    /// The candidates among so many conditions from a number on, in order, each counted from there.
    pub(super) fn among(&self, first: usize, count: usize) -> impl Iterator<Item = usize> {
        let last = first + count;
        let mut word = first / 64;
        let mut bits = self.0.get(word).map_or(0, |bits| bits & u64::MAX << (first % 64));
        std::iter::from_fn(move || {
            while bits == 0 {
                word += 1;
                bits = *self.0.get(word)?;
            }
            let number = 64 * word + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            Some(number)
        })
        .take_while(move |number| *number < last)
        .map(move |number| number - first)
    }
}
