//! The table of the tools that keep tokens, from `tools.toml`.

use std::{fmt::Write as _, path::Path};

use toml::{Table, Value};

use super::{Entry, Outcome, Texts, entries, read, table_of};

/// The members of one file of a tool.
const MEMBERS: [&str; 18] = [
    "path",
    "macos",
    "windows",
    "several",
    "skip",
    "labelled",
    "read",
    "tokens",
    "certificates",
    "accounts",
    "utc",
    "join",
    "labels",
    "labels_not",
    "kept",
    "otherwise",
    "alone",
    "signs",
];

/// Writes the tools, their files, and the signs in those, each list after the other; a row names
/// where its part of the next list begins, and how long it is.
pub(super) fn write(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let (mut tools, mut files, mut signs) = (Vec::new(), Vec::new(), Vec::new());
    let mut known = Vec::new();
    for tool in entries(file, &table, "tool", &["name", "label", "source", "variables", "file"])? {
        let name = tool.text("name")?;
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if known.contains(&name.to_owned()) || !name.chars().all(is_name) {
            return Err(tool.fault("name"));
        }
        known.push(name.to_owned());
        let first = files.len();
        for place in entries(file, tool.table, "file", &MEMBERS)? {
            let place = Entry { name: tool.name.clone(), ..place };
            files.push(tool_file(&place, texts, &mut signs)?);
        }
        let mut row = format!("ToolRow {{ name: {}, ", texts.span(name));
        write!(row, "label: {}, ", texts.span(tool.text("label")?))?;
        write!(row, "source: {}, ", texts.span(tool.text("source")?))?;
        write!(row, "variables: {}, ", texts.span(&lines(&tool, "variables")?))?;
        writeln!(row, "files: ({first}, {}) }},", files.len() - first)?;
        tools.push(row);
    }
    table_of(code, "TOOLS: &[ToolRow]", tools.into_iter());
    table_of(code, "TOOL_FILES: &[ToolFileRow]", files.into_iter());
    table_of(code, "TOOL_SIGNS: &[ToolSignRow]", signs.into_iter());
    Ok(())
}

fn tool_file(entry: &Entry<'_>, texts: &mut Texts, signs: &mut Vec<String>) -> Outcome<String> {
    let everywhere = lines(entry, "path")?;
    let on = |system| {
        let own = entry.table.contains_key(system);
        if own { lines(entry, system) } else { Ok(everywhere.clone()) }
    };
    let (macos, windows) = (on("macos")?, on("windows")?);
    for path in [&everywhere, &macos, &windows].into_iter().flat_map(|paths| paths.lines()) {
        if !is_path(path) {
            return Err(entry.fault(&format!("the path {path:?}")));
        }
    }
    let reading = match (kept(entry.table, "kept", entry)?, entry.optional("read")?.as_deref()) {
        (Some(kept), None) => format!("NotRead({kept})"),
        (None, None | Some("credentials")) => "Credentials".to_owned(),
        (None, Some("token")) => "Token".to_owned(),
        (None, Some("certificate")) => "Certificate".to_owned(),
        (None, Some("signs")) => "Signs".to_owned(),
        _ => return Err(entry.fault("read")),
    };
    let first = signs.len();
    for sign in entry.table.get("signs").and_then(Value::as_array).into_iter().flatten() {
        let sign = sign.as_table().ok_or_else(|| entry.fault("signs"))?;
        signs.push(tool_sign(sign, entry, texts)?);
    }
    let mut row = String::from("ToolFileRow { ");
    let paths = [everywhere, macos, windows].map(|paths| texts.span(&paths)).join(", ");
    write!(row, "paths: [{paths}], reading: FileReading::{reading}, ")?;
    for flag in ["several", "labelled", "utc", "alone"] {
        write!(row, "{flag}: {}, ", is_set(entry.table, flag, entry)?)?;
    }
    for list in ["skip", "tokens", "certificates", "accounts", "labels", "labels_not"] {
        write!(row, "{list}: {}, ", texts.span(&lines(entry, list)?))?;
    }
    write!(row, "join: {}, ", texts.span(&entry.optional("join")?.unwrap_or_default()))?;
    let otherwise = kept(entry.table, "otherwise", entry)?;
    let otherwise = otherwise.map_or("None".to_owned(), |kept| format!("Some({kept})"));
    writeln!(row, "otherwise: {otherwise}, signs: ({first}, {}) }},", signs.len() - first)?;
    Ok(row)
}

fn tool_sign(sign: &Table, entry: &Entry<'_>, texts: &mut Texts) -> Outcome<String> {
    if let Some(stranger) =
        sign.keys().find(|key| !["each", "with", "without", "kept", "alone"].contains(&&***key))
    {
        return Err(entry.fault(stranger));
    }
    let inner = Entry { file: entry.file, name: entry.name.clone(), table: sign };
    let kept = kept(sign, "kept", &inner)?.ok_or_else(|| inner.fault("kept"))?;
    Ok(format!(
        "ToolSignRow {{ each: {}, with: {}, without: {}, kept: {kept}, alone: {} }},\n",
        texts.span(inner.text("each")?),
        texts.span(&lines(&inner, "with")?),
        texts.span(&lines(&inner, "without")?),
        is_set(sign, "alone", &inner)?,
    ))
}

/// Where a member says that a token is kept.
fn kept(table: &Table, member: &str, entry: &Entry<'_>) -> Outcome<Option<&'static str>> {
    let Some(value) = table.get(member) else { return Ok(None) };
    Ok(Some(match value.as_str() {
        Some("keyring") => "KeptIn::Keyring",
        Some("encrypted") => "KeptIn::EncryptedFile",
        Some("helper") => "KeptIn::CredentialHelper",
        Some("program") => "KeptIn::Program",
        Some("key") => "KeptIn::PrivateKey",
        _ => return Err(entry.fault(member)),
    }))
}

fn is_set(table: &Table, flag: &str, entry: &Entry<'_>) -> Outcome<bool> {
    match table.get(flag) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| entry.fault(flag)),
    }
}

/// A list of texts, a line each; none where the member is absent.
fn lines(entry: &Entry<'_>, member: &str) -> Outcome<String> {
    let texts = entry.table.get(member).map_or(Ok(Vec::new()), |_| entry.texts(member))?;
    Ok(texts.join("\n"))
}

/// Whether a path begins as one must, and its braces are closed.
fn is_path(path: &str) -> bool {
    let balanced = path.matches("${").count() == path.matches('}').count();
    let begins = path == "~" || ["~/", "./", "${"].iter().any(|begin| path.starts_with(begin));
    balanced && begins
}
