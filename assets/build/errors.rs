//! The tables of the errors of servers, from `errors/`, and the index of their conditions.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use toml::Value;

use super::{Entry, Outcome, Texts, entries, read, table_of, toml_files};

/// Every file of the folder is a provider; those without a name are everybody's. A code leads to
/// what each of them means by it; of the conditions, in the order of the file, the first that holds
/// wins, and those of providers come first.
pub(super) fn write(folder: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let mut providers = vec![format!("({0}, {0}, false),\n", texts.span(""))];
    let mut codes = BTreeMap::new();
    let mut all_signs = vec![String::new()];
    let (mut of_providers, mut of_words, mut of_status) = (Vec::new(), Vec::new(), Vec::new());
    for file in toml_files(folder)? {
        let table = read(&file)?;
        let head = Entry { file: &file, name: "the file".to_owned(), table: &table };
        let mut provider = 0;
        if let Some(name) = head.optional("provider")? {
            provider = providers.len();
            let signs = head.optional("signs")?.unwrap_or_default();
            let needs = table.get("needs_signs").and_then(Value::as_bool).unwrap_or(false);
            let signs = condition(&signs, &head)?;
            let (name, span) = (texts.span(&name), texts.span(&signs));
            providers.push(format!("({name}, {span}, {needs}),\n"));
            all_signs.push(signs);
        }
        let names = ["code", "when", "meaning", "causes", "try", "source"];
        for entry in entries(&file, &table, "error", &names)? {
            let source = match entry.optional("source")? {
                Some(source) => source,
                None => head.text("source")?.to_owned(),
            };
            let row = format!(
                "{provider}, {}, {}, {}, {}",
                texts.span(entry.text("meaning")?),
                texts.span(&entry.texts("causes")?.join("\n")),
                texts.span(&entry.texts("try")?.join("\n")),
                texts.span(&source),
            );
            if let Some(name) = entry.optional("code")? {
                let row = format!("({}, {row}),\n", texts.span(&name));
                if codes.insert((name, provider), row).is_some() {
                    return Err(entry.fault("code"));
                }
                continue;
            }
            let when = condition(entry.text("when")?, &entry)?;
            let rules = match provider {
                0 if when.starts_with('=') => &mut of_status,
                0 => &mut of_words,
                _ => &mut of_providers,
            };
            rules.push((format!("({}, {row}),\n", texts.span(&when)), when));
        }
    }
    let rules = of_providers.iter().chain(&of_words).chain(&of_status).map(|(_, when)| when);
    triggers(&all_signs.iter().chain(rules).collect::<Vec<_>>(), texts, code)?;
    let rows = |rules: Vec<(String, String)>| rules.into_iter().map(|(row, _)| row);
    table_of(code, "ERROR_PROVIDERS: &[(Span, Span, bool)]", providers.into_iter());
    table_of(code, "ERROR_CODES: &[ErrorRow]", codes.into_values());
    table_of(code, "PROVIDER_RULES: &[ErrorRow]", rows(of_providers));
    table_of(code, "WORD_RULES: &[ErrorRow]", rows(of_words));
    table_of(code, "STATUS_RULES: &[ErrorRow]", rows(of_status));
    Ok(())
}

/// A condition without white space around its parts, if it is well written: see
/// `src/catalog/errors/condition.rs`.
fn condition(text: &str, entry: &Entry<'_>) -> Outcome<String> {
    let parts: Vec<_> = text.split('&').map(str::trim).collect();
    let is_term = |term: &str| {
        let term = term.strip_prefix('!').unwrap_or(term);
        let words = term.trim_start_matches(['#', '@', '=', '^']);
        let is_word = |c: char| c.is_lowercase() || c.is_numeric() || matches!(c, ' ' | '*');
        let is_good = words != term || words.chars().all(is_word);
        is_good && !words.is_empty() && words.trim() == words && !words.contains("  ")
    };
    let is_good = text.is_empty() || parts.iter().all(|part| part.split('|').all(is_term));
    if is_good { Ok(parts.join("&")) } else { Err(entry.fault(&format!("condition {text:?}"))) }
}

/// How many parts of a condition are in the index; what has more of them is tried more often.
const PARTS: usize = 3;

/// The index of the conditions: those of the providers' signs first, then the rules in the order of
/// their tables. A part of a condition can hold only for an answer that has a certain word, code,
/// member or header field. Few answers have that of every part of more than a handful of conditions,
/// so that the others need not be tried.
fn triggers(conditions: &[&String], texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let mut triggered: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    // Which parts hold whatever an answer has, so that the condition itself decides.
    let mut open = Vec::new();
    for (number, condition) in conditions.iter().enumerate() {
        // A provider without signs is never recognized by them.
        if condition.is_empty() {
            continue;
        }
        let terms = |part: &str| part.split('|').map(trigger).collect::<Option<Vec<_>>>();
        let mut parts = condition.split('&').filter_map(terms);
        for place in 0..PARTS {
            let place = place * conditions.len() + number;
            match parts.next() {
                Some(part) => {
                    for trigger in part {
                        triggered.entry(trigger).or_default().push(place);
                    }
                }
                None => open.push(place),
            }
        }
    }
    let mut numbers = Vec::new();
    let mut rows = Vec::new();
    for (trigger, mut places) in triggered {
        places.dedup();
        let start = trigger.trim_end_matches('*');
        if start != trigger && start.len() < 3 {
            return Err(format!("a condition has {trigger}, which could be anything").into());
        }
        let mut key = [0; 4];
        key.iter_mut().skip(1).zip(start.bytes()).for_each(|(key, byte)| *key = byte);
        let key = u32::from_be_bytes(key);
        let (first, count) = (numbers.len(), places.len());
        rows.push(format!("({key}, {}, {first}, {count}),\n", texts.span(&trigger)));
        numbers.extend(places);
    }
    table_of(code, "ERROR_TRIGGERS: &[(u32, Span, u16, u16)]", rows.into_iter());
    writeln!(code, "pub(super) static ERROR_TRIGGERED: &[u16] = &{numbers:?};")?;
    writeln!(code, "pub(super) const ERROR_CONDITIONS: usize = {};", conditions.len())?;
    writeln!(code, "pub(super) const ERROR_PARTS: usize = {PARTS};")?;
    let mut bits = vec![0u64; (PARTS * conditions.len()).div_ceil(64)];
    for place in open {
        bits[place / 64] |= 1 << (place % 64);
    }
    writeln!(code, "pub(super) static ERROR_OPEN_PARTS: [u64; {}] = {bits:?};", bits.len())?;
    Ok(())
}

/// What an answer must have for a term to hold: its longest word, as long words are rare, with `*`
/// behind it where the word may go on; a code (`#`), the name of a member (`@`) or of a header field
/// (`^`). None for a term that says what an answer must not have, and for a status.
fn trigger(term: &str) -> Option<String> {
    let lower = term.to_lowercase();
    match lower.as_bytes().first()? {
        b'!' | b'=' => None,
        b'#' | b'@' => Some(lower),
        b'^' => lower.split(':').next().map(str::to_owned),
        _ => lower.split(' ').max_by_key(|word| word.len()).map(str::to_owned),
    }
}
