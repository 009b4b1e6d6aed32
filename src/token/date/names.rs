//! The names of weekdays, months and zones in dates.

/// Which of these names a word is or begins, three letters at least; from one.
pub(super) fn position(word: &str, names: &[&str]) -> Option<u32> {
    let at = names.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    u32::try_from(at + 1).ok()
}

pub(super) const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Abbreviations of zones that have one meaning in practice, in minutes east of UTC: RFC 2822's,
/// and those of Europe, East Asia and Australia.
#[rustfmt::skip]
pub(super) const ZONES: [(&str, i32); 32] = [
    ("z", 0), ("utc", 0), ("gmt", 0), ("ut", 0), ("wet", 0),
    ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
    ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420),
    ("akst", -540), ("akdt", -480), ("hst", -600), ("brt", -180), ("art", -180),
    ("bst", 60), ("cet", 60), ("west", 60), ("cest", 120), ("eet", 120), ("sast", 120),
    ("eest", 180), ("msk", 180), ("sgt", 480), ("hkt", 480), ("awst", 480),
    ("jst", 540), ("kst", 540), ("aest", 600),
];
