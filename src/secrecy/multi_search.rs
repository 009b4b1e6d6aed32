//! Searches one text for many others in a single pass.

use std::{ops::Range, sync::Arc};

use crate::secret::Wiping;

use memchr::memmem;

/// The shortest text, in bytes, that is searched for: shorter ones occur in other texts by chance.
pub const SHORTEST: usize = 12;

/// A match of this many bytes counts as a copy, even of a longer text. This bounds how far each
/// place is compared.
const ENOUGH: usize = 256;

/// The shortest copy, in bytes, that counts where it is cut short with a `…`.
const CUT: usize = 16;

/// The length in bytes of a head, the beginning of a text that is looked up first.
const HEAD: usize = 8;

/// Up to this many heads are found faster one after the other in a text of [`LONG`] bytes or more.
const FEW: usize = 8;

/// See [`FEW`].
const LONG: usize = 128;

/// What is known of a secret; a search can be limited to secrets with certain flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SecretFlags(pub u8);

impl SecretFlags {
    /// No flags: a search for these finds every text.
    pub const NONE: Self = Self(0);
    /// A member's name says that the text is secret.
    pub const NAMED: Self = Self(1);
    /// The text cannot be an ordinary word.
    pub const UNLIKE_WORDS: Self = Self(2);

    /// The flags of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn contain(self, wanted: Self) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

/// The texts that are searched for, wiped on drop.
#[derive(PartialEq, Eq)]
pub(super) struct Needles {
    /// Sorted by bytes, without duplicates.
    texts: Vec<(Wiping<String>, SecretFlags)>,
    /// For each text, the index of the longest other text that it begins with.
    inner: Vec<Option<u32>>,
    /// Whether one of the texts begins with this byte: of few texts that rules out most places.
    first_bytes: [bool; 256],
    /// A Bloom filter with one bit for the hash of each head: it rules out most places of a
    /// searched text.
    heads: Vec<u64>,
}

impl Needles {
    /// Prepares the search. Texts shorter than [`SHORTEST`] are dropped.
    pub fn new(mut texts: Vec<(Wiping<String>, SecretFlags)>) -> Self {
        texts.retain(|(text, _)| text.len() >= SHORTEST);
        texts.sort_unstable_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
        texts.dedup_by(|(again, flags), (text, all)| {
            let is_same = *again == *text;
            if is_same {
                *all = all.and(*flags);
            }
            is_same
        });
        texts.shrink_to_fit();
        let words = (texts.len() / 4).next_power_of_two().max(16);
        let mut needles = Self {
            inner: Vec::with_capacity(texts.len()),
            first_bytes: [false; 256],
            heads: vec![0; words],
            texts,
        };
        let mut open: Vec<u32> = Vec::new();
        for (at, (text, _)) in (0..).zip(&needles.texts) {
            let begins = |outer: &u32| text.starts_with(needles.texts[*outer as usize].0.as_str());
            while open.pop_if(|last| !begins(last)).is_some() {}
            needles.inner.push(open.last().copied());
            open.push(at);
            let (word, bit) = place(head(text.as_bytes()), words);
            needles.heads[word] |= bit;
            needles.first_bytes[usize::from(text.as_bytes()[0])] = true;
        }
        needles
    }

    /// The texts of several searches in one.
    pub fn merged<'a>(parts: impl IntoIterator<Item = &'a Arc<Self>>) -> Self {
        Self::new(parts.into_iter().flat_map(|part| part.texts.iter().cloned()).collect())
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The first copy, at or after an offset, of a text with these flags; the longest where several
    /// begin there.
    pub fn find(&self, text: &[u8], from: usize, wanted: SecretFlags) -> Option<Range<usize>> {
        let rest = text.get(from..)?;
        let mut first = 0;
        if self.texts.len() <= FEW && rest.len() >= LONG {
            let heads = self.texts.iter().map(|(text, _)| &text.as_bytes()[..HEAD]);
            first = heads.filter_map(|head| memmem::find(rest, head)).min()?;
        }
        let starts = rest.get(..rest.len().checked_sub(HEAD - 1)?)?;
        let mut at = first;
        while let Some(ahead) =
            starts.get(at..)?.iter().position(|byte| self.first_bytes[usize::from(*byte)])
        {
            at += ahead;
            let (word, bit) = place(head(&rest[at..]), self.heads.len());
            if self.heads[word] & bit != 0
                && let Some(length) = self.copy_at(&rest[at..], wanted)
            {
                return Some(from + at..from + at + length);
            }
            at += 1;
        }
        None
    }

    /// The length of the copy at the beginning of a text.
    fn copy_at(&self, text: &[u8], wanted: SecretFlags) -> Option<usize> {
        // Whatever the text begins with stands before it in the order, or is what stands there.
        let behind = self.texts.partition_point(|(other, _)| other.as_bytes() <= text);
        let neighbours = [behind.checked_sub(1), Some(behind)];
        let agreed = neighbours.into_iter().flatten().filter_map(|at| self.texts.get(at));
        let agreed = agreed.filter(|(_, flags)| flags.contain(wanted));
        let agreed = agreed
            .map(|(other, _)| common_prefix_length(other.as_bytes(), text))
            .max()
            .unwrap_or(0);
        if agreed >= ENOUGH || agreed >= CUT && text[agreed..].starts_with("…".as_bytes()) {
            return Some(agreed);
        }
        let mut at = u32::try_from(behind.checked_sub(1)?).ok();
        while let Some(index) = at {
            let (other, flags) = self.texts.get(index as usize)?;
            if flags.contain(wanted) && text.starts_with(other.as_bytes()) {
                return Some(other.len());
            }
            at = *self.inner.get(index as usize)?;
        }
        None
    }
}

fn common_prefix_length(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// The first [`HEAD`] bytes as a number.
fn head(text: &[u8]) -> u64 {
    text.first_chunk().map_or(0, |head| u64::from_le_bytes(*head))
}

/// The word and bit of a head in a filter of so many words, a power of two.
fn place(head: u64, words: usize) -> (usize, u64) {
    let hash = head.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let word = (hash >> 40) as usize & (words - 1);
    (word, 1 << (hash >> 58))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(texts: &[&str]) -> Needles {
        let texts = texts.iter().map(|text| (Wiping::new((*text).to_owned()), SecretFlags::NONE));
        Needles::new(texts.collect())
    }

    fn found(needles: &Needles, text: &str) -> Vec<String> {
        let (mut all, mut from) = (Vec::new(), 0);
        while let Some(range) = needles.find(text.as_bytes(), from, SecretFlags::NONE) {
            from = range.end;
            all.push(text[range].to_owned());
        }
        all
    }

    #[test]
    fn every_copy_is_found_and_of_several_the_longest() {
        let needles = needles(&[
            "abcdefghijkl",
            "abcdefghijklmnop",
            "abcdefghijklzz",
            "mnopabcdefgh",
            "abcdefghijkl",
            "short",
        ]);
        assert_eq!(needles.len(), 4);
        for (text, expected) in [
            ("", vec![]),
            ("abcdefghijk", vec![]),
            ("abcdefghijkl", vec!["abcdefghijkl"]),
            ("xabcdefghijklmnox", vec!["abcdefghijkl"]),
            ("abcdefghijklmnop", vec!["abcdefghijklmnop"]),
            ("abcdefghijklzyabcdefghijklzz", vec!["abcdefghijkl", "abcdefghijklzz"]),
            ("short, abcdefghijkmnopabcdefgh", vec!["mnopabcdefgh"]),
        ] {
            assert_eq!(found(&needles, text), expected, "{text}");
        }
    }

    #[test]
    fn only_those_with_the_traits_are_found() {
        let text = |text: &str| Wiping::new(text.to_owned());
        let needles = Needles::new(vec![
            (text("abcdefghijkl"), SecretFlags::NAMED),
            (text("abcdefghijklmn"), SecretFlags::NONE),
            (text("abcdefghijklmn"), SecretFlags::UNLIKE_WORDS),
        ]);
        let found = |wanted| needles.find(b"abcdefghijklmno", 0, wanted);
        assert_eq!(found(SecretFlags::NONE), Some(0..14));
        assert_eq!(found(SecretFlags::NAMED), Some(0..12));
        assert_eq!(found(SecretFlags::UNLIKE_WORDS), Some(0..14));
        assert_eq!(found(SecretFlags::NAMED.and(SecretFlags::UNLIKE_WORDS)), None);
    }

    #[test]
    fn many_are_found_as_one_is() {
        let texts: Vec<String> =
            (0..5000).map(|at| format!("token-{at:04}-{}", at * 7919)).collect();
        let needles = needles(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for text in &texts {
            assert_eq!(found(&needles, &format!("a {text}, b")).len(), 1, "{text}");
        }
        assert_eq!(found(&needles, "token-5000-39595000"), [""; 0]);
    }

    #[test]
    fn a_long_text_is_searched_as_a_short_one_is() {
        let needles = needles(&["abcdefghijkl", "abcdefghXjkl", "mnopqrstuvwx"]);
        for filler in [0, 1, LONG - 1, LONG, 10 * LONG] {
            let text = format!(
                "abcdefgh{}mnopqrstuvwx{}abcdefghXjkl",
                "-".repeat(filler),
                "abcdefghij".repeat(filler)
            );
            assert_eq!(found(&needles, &text), ["mnopqrstuvwx", "abcdefghXjkl"], "{filler}");
            assert_eq!(found(&needles, &"abcdefghij".repeat(filler)), [""; 0]);
        }
    }

    #[test]
    fn a_copy_that_is_cut_is_one_from_sixteen_bytes_on() {
        let needles = needles(&["0123456789abcdefghij"]);
        assert_eq!(found(&needles, "0123456789abcdef…"), ["0123456789abcdef"]);
        assert_eq!(found(&needles, "0123456789abcde…"), [""; 0]);
        assert_eq!(found(&needles, "0123456789abcdefgh"), [""; 0]);
    }

    #[test]
    fn texts_that_agree_for_long_cost_no_more_than_their_length() {
        let long = "a".repeat(1 << 20);
        let needles = needles(&[&format!("{long}b"), &format!("{}c", &long[..200])]);
        let text = format!("x{long}x{}x", &long[..255]);
        let found = found(&needles, &text);
        assert_eq!(found.iter().map(String::len).collect::<Vec<_>>(), [1 << 20]);
    }
}
