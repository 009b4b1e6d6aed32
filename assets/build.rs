//! Turns the catalogues in this folder into static tables, so that the program parses none of them
//! at start-up. Each table is sorted by its name for a binary search.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let assets = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets");
    let mut code = String::new();
    let mut texts = Texts::default();
    scopes(&assets.join("scopes"), &mut texts, &mut code)?;
    claims(&assets.join("claims.toml"), &mut texts, &mut code)?;
    members(&assets.join("members.toml"), &mut texts, &mut code)?;
    errors(&assets.join("errors.toml"), &mut code)?;
    prefixes(&assets.join("opaque.toml"), &mut code)?;
    weak_secrets(&assets.join("weak-secrets.txt"), &mut texts, &mut code)?;
    writeln!(code, "pub(super) static TEXTS: &str = {:?};", texts.all)?;
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("catalog.rs"), code)?;
    Ok(())
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
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Outcome<_>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut names: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    code.push_str("pub(super) static PROVIDERS: &[Provider] = &[\n");
    for (index, file) in files.iter().enumerate() {
        let table = read(file)?;
        let entry = Entry { file, name: "the file".to_owned(), table: &table };
        writeln!(
            code,
            "Provider {{ name: {:?}, source: {:?}, hosts: &{:?} }},",
            entry.text("provider")?,
            entry.text("source")?,
            entry.texts("hosts")?
        )?;
        let scopes =
            table.get("scopes").and_then(Value::as_table).ok_or_else(|| entry.fault("scopes"))?;
        for (name, description) in scopes {
            let description = description.as_str().ok_or_else(|| entry.fault(name))?;
            names.entry(name.clone()).or_default().push((index, description.to_owned()));
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

fn claims(file: &Path, texts: &mut Texts, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let mut rows = BTreeMap::new();
    for entry in entries(file, &table, "claim", &["name", "meaning", "source", "provider", "time"])?
    {
        let time = entry.table.get("time").and_then(Value::as_bool).unwrap_or(false);
        let provider = entry.optional("provider")?.unwrap_or_default();
        let row = format!(
            "({}, {}, {}, {}, {time}),\n",
            texts.span(entry.text("name")?),
            texts.span(entry.text("meaning")?),
            texts.span(entry.text("source")?),
            texts.span(&provider),
        );
        rows.insert((entry.text("name")?.to_owned(), provider), row);
    }
    table_of(code, "CLAIMS: &[(Span, Span, Span, Span, bool)]", rows.into_values());
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

/// In the order of the file: the first `match` that fits wins.
fn errors(file: &Path, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let names = ["code", "match", "meaning", "causes", "try", "source", "provider"];
    let mut rows = Vec::new();
    for entry in entries(file, &table, "error", &names)? {
        rows.push(format!(
            "ErrorCode {{ code: {:?}, phrase: {:?}, provider: {:?}, meaning: {:?}, causes: &{:?}, remedies: &{:?}, source: {:?} }},\n",
            entry.text("code")?,
            entry.optional("match")?,
            entry.optional("provider")?,
            entry.text("meaning")?,
            entry.texts("causes")?,
            entry.texts("try")?,
            entry.text("source")?,
        ));
    }
    table_of(code, "ERRORS: &[ErrorCode]", rows.into_iter());
    Ok(())
}

fn prefixes(file: &Path, code: &mut String) -> Outcome<()> {
    let table = read(file)?;
    let names = ["prefix", "provider", "kind", "introspect", "source"];
    let mut rows = BTreeSet::new();
    for entry in entries(file, &table, "prefix", &names)? {
        rows.insert(format!(
            "Prefix {{ prefix: {:?}, provider: {:?}, kind: {:?}, introspect: {:?}, source: {:?} }},\n",
            entry.text("prefix")?,
            entry.text("provider")?,
            entry.text("kind")?,
            entry.text("introspect")?,
            entry.text("source")?,
        ));
    }
    table_of(code, "PREFIXES: &[Prefix]", rows.into_iter());
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
