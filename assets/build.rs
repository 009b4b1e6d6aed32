//! Turns the catalogues in this folder into static tables, so that the program parses none of them
//! at start-up. Each table is sorted by its name for a binary search.

use std::{
    collections::{BTreeMap, HashMap},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

#[path = "build/errors.rs"]
mod errors;
#[path = "build/tools.rs"]
mod tools;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let mut code = String::new();
    let mut texts = Texts::default();
    scopes(&assets.join("scopes"), &mut texts, &mut code)?;
    claims(&assets.join("claims.toml"), &mut texts, &mut code)?;
    members(&assets.join("members.toml"), &mut texts, &mut code)?;
    errors::write(&assets.join("errors"), &mut texts, &mut code)?;
    prefixes(&assets.join("opaque.toml"), &mut texts, &mut code)?;
    weak_secrets(&assets.join("weak-secrets.txt"), &mut texts, &mut code)?;
    tools::write(&assets.join("tools.toml"), &mut texts, &mut code)?;
    writeln!(code, "pub(super) static TEXTS: &str = {:?};", texts.all)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("catalog.rs"), code)?;
    fs::write(out.join("themes.rs"), themes(&assets.join("themes"))?)?;
    Ok(())
}

/// Every file of the folder is a theme; its parts keep their words.
fn themes(folder: &Path) -> Outcome<String> {
    let mut code =
        "/// The themes: their names, and the words for each part.\nstatic THEMES: &[(&str, &[(&str, &str)])] = &[\n".to_owned();
    for file in toml_files(folder)? {
        let table = read(&file)?;
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let entry = Entry { file: &file, name: name.to_owned(), table: &table };
        writeln!(code, "({name:?}, &[")?;
        for part in table.keys() {
            writeln!(code, "({part:?}, {:?}),", entry.text(part)?)?;
        }
        code.push_str("]),\n");
    }
    code.push_str("];\n");
    Ok(code)
}

/// Every text of the large tables, one after the other. A row names its texts by place and length:
/// a pointer would be one more thing to relocate at every start of the program.
#[derive(Default)]
struct Texts {
    all: String,
    known: HashMap<String, usize>,
}

impl Texts {
    /// The text as a row names it.
    fn span(&mut self, text: &str) -> String {
        let all = &mut self.all;
        let start = *self.known.entry(text.to_owned()).or_insert_with(|| {
            all.push_str(text);
            all.len() - text.len()
        });
        format!("Span({start}, {})", text.len())
    }
}

/// Every file of the folder is a provider; a scope's name leads to what each of them means by it.
fn scopes(folder: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let files = toml_files(folder)?;
    let mut names: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    code.push_str("pub(super) static PROVIDERS: &[Provider] = &[\n");
    for (index, file) in files.iter().enumerate() {
        let table = read(file)?;
        let entry = Entry { file, name: "the file".to_owned(), table: &table };
        let is_standard = table.get("standard").and_then(Value::as_bool).unwrap_or(false);
        writeln!(
            code,
            "Provider {{ name: {:?}, source: {:?}, hosts: &{:?}, members: &{:?}, is_standard: {is_standard} }},",
            entry.text("provider")?,
            entry.text("source")?,
            entry.texts("hosts")?,
            table.get("members").map_or(Ok(Vec::new()), |_| entry.texts("members"))?
        )?;
        let whose =
            if is_standard { String::new() } else { format!(" (at {})", entry.text("provider")?) };
        let scopes =
            table.get("scopes").and_then(Value::as_table).ok_or_else(|| entry.fault("scopes"))?;
        for (name, description) in scopes {
            let description = description.as_str().ok_or_else(|| entry.fault(name))?;
            names.entry(name.clone()).or_default().push((index, format!("{description}{whose}")));
        }
    }
    code.push_str("];\n");
    let mut meanings = Vec::new();
    let mut rows = Vec::new();
    for (name, known) in names {
        rows.push(format!("({}, {}, {}),\n", texts.span(&name), meanings.len(), known.len()));
        for (provider, description) in known {
            meanings.push(format!("({provider}, {}),\n", texts.span(&description)));
        }
    }
    table_of(code, "SCOPES: &[(Span, u16, u8)]", rows.into_iter());
    table_of(code, "SCOPE_MEANINGS: &[(u8, Span)]", meanings.into_iter());
    Ok(())
}

/// The TOML files of a folder, by name.
fn toml_files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    Ok(files)
}

fn claims(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let mut rows = BTreeMap::new();
    for entry in entries(
        file,
        &table,
        "claim",
        &["name", "meaning", "source", "provider", "time", "personal"],
    )? {
        let time = entry.table.get("time").and_then(Value::as_bool).unwrap_or(false);
        let provider = entry.optional("provider")?.unwrap_or_default();
        let personal = match entry.optional("personal")?.as_deref() {
            None => "None",
            Some("identifies") => "Some(Personal::Identifies)",
            Some("describes") => "Some(Personal::Describes)",
            Some(_) => return Err(entry.fault("personal")),
        };
        let row = format!(
            "({}, {}, {}, {}, {time}, {personal}),\n",
            texts.span(entry.text("name")?),
            texts.span(entry.text("meaning")?),
            texts.span(entry.text("source")?),
            texts.span(&provider),
        );
        rows.insert((entry.text("name")?.to_owned(), provider), row);
    }
    table_of(code, "CLAIMS: &[ClaimRow]", rows.into_values());
    Ok(())
}

fn members(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let mut rows = BTreeMap::new();
    for entry in entries(file, &table, "member", &["name", "on", "meaning", "source", "provider"])?
    {
        let provider = entry.optional("provider")?.unwrap_or_default();
        let (on, name) = (entry.text("on")?, entry.text("name")?);
        let row = format!(
            "({}, {}, {}, {}, {}),\n",
            texts.span(on),
            texts.span(name),
            texts.span(entry.text("meaning")?),
            texts.span(entry.text("source")?),
            texts.span(&provider),
        );
        rows.insert((on.to_owned(), name.to_owned(), provider), row);
    }
    table_of(code, "MEMBERS: &[(Span, Span, Span, Span, Span)]", rows.into_values());
    Ok(())
}

fn prefixes(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let names = [
        "prefix",
        "mark",
        "rest",
        "provider",
        "kind",
        "introspect",
        "source",
        "strict",
        "checksum",
    ];
    let (mut rows, mut marked) = (BTreeMap::new(), Vec::new());
    for entry in entries(file, &table, "prefix", &names)? {
        let strict = entry.table.get("strict").and_then(Value::as_bool).unwrap_or(false);
        let checksum = match entry.optional("checksum")?.as_deref() {
            None => "None",
            Some("crc62") => "Base62",
            Some("crc16") => "Base16",
            Some(_) => return Err(entry.fault("checksum")),
        };
        let (prefix, rest) = (entry.text("prefix")?, entry.text("rest")?);
        let row = format!(
            "({}, {}, {}, {}, {}, {}, {strict}, Checksum::{checksum}),\n",
            texts.span(prefix),
            texts.span(rest),
            texts.span(entry.text("provider")?),
            texts.span(entry.text("kind")?),
            texts.span(entry.text("introspect")?),
            texts.span(entry.text("source")?),
        );
        if let Some(mark) = entry.optional("mark")? {
            marked.push(format!("({}, {}),\n", texts.span(&mark), row.trim_end_matches(",\n")));
        } else if prefix.is_empty() {
            return Err(entry.fault("prefix"));
        } else {
            rows.insert((prefix.to_owned(), rest.to_owned()), row);
        }
    }
    // The rows that begin with the same two bytes stand together.
    let mut starts: BTreeMap<u16, Range<usize>> = BTreeMap::new();
    for (row, (prefix, _)) in rows.keys().enumerate() {
        let start =
            prefix.as_bytes().first_chunk().ok_or_else(|| format!("{prefix}: too short"))?;
        starts.entry(u16::from_be_bytes(*start)).or_insert(row..row).end = row + 1;
    }
    let starts = starts.into_iter().map(|(start, rows)| (start, rows.start, rows.end));
    writeln!(
        code,
        "pub(super) static PREFIX_STARTS: &[(u16, u16, u16)] = &{:?};",
        starts.collect::<Vec<_>>()
    )?;
    table_of(code, "PREFIXES: &[TokenRow]", rows.into_values());
    table_of(code, "MARKED: &[(Span, TokenRow)]", marked.into_iter());
    Ok(())
}

fn weak_secrets(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let text = read_text(file)?;
    let secrets = text.lines().filter(|line| !line.is_empty());
    let rows: Vec<_> = secrets.map(|secret| format!("{},\n", texts.span(secret))).collect();
    table_of(code, "WEAK_SECRETS: &[Span]", rows.into_iter());
    Ok(())
}

fn table_of(code: &mut String, declaration: &str, rows: impl Iterator<Item = String>) {
    code.push_str("pub(super) static ");
    code.push_str(declaration);
    code.push_str(" = &[\n");
    code.extend(rows);
    code.push_str("];\n");
}

fn read_text(file: &Path) -> Outcome<String> {
    println!("cargo::rerun-if-changed={}", file.display());
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()).into())
}

fn read(file: &Path) -> Outcome<Table> {
    read_text(file)?.parse().map_err(|error| format!("{}: {error}", file.display()).into())
}

/// One entry of a catalogue.
struct Entry<'a> {
    file: &'a Path,
    /// What a person would look for in the file.
    name: String,
    table: &'a Table,
}

/// The entries of a list of tables, which may have no members but these.
fn entries<'a>(
    file: &'a Path,
    table: &'a Table,
    list: &str,
    names: &[&str],
) -> Outcome<Vec<Entry<'a>>> {
    let items = table.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut found = Vec::new();
    for item in items {
        let table = item.as_table().ok_or_else(|| format!("{}: {list}", file.display()))?;
        let name = table.get(names[0]).and_then(Value::as_str).unwrap_or(list).to_owned();
        let entry = Entry { file, name, table };
        if let Some(stranger) = table.keys().find(|key| !names.contains(&key.as_str())) {
            return Err(entry.fault(stranger));
        }
        found.push(entry);
    }
    Ok(found)
}

impl Entry<'_> {
    fn fault(&self, member: &str) -> Box<dyn Error> {
        format!("{}: {}: {member} is missing or not as it must be", self.file.display(), self.name)
            .into()
    }

    fn text(&self, member: &str) -> Outcome<&str> {
        self.table.get(member).and_then(Value::as_str).ok_or_else(|| self.fault(member))
    }

    fn optional(&self, member: &str) -> Outcome<Option<String>> {
        self.table.get(member).map(|_| self.text(member).map(str::to_owned)).transpose()
    }

    fn texts(&self, member: &str) -> Outcome<Vec<&str>> {
        let items = self.table.get(member).and_then(Value::as_array);
        let texts: Option<Vec<_>> =
            items.and_then(|items| items.iter().map(Value::as_str).collect());
        texts.ok_or_else(|| self.fault(member))
    }
}
