//! The credentials in a file of a tool.

use std::collections::HashSet;

use data_encoding::BASE64;

use super::{ToolItems, accounts, signs};
use crate::{
    catalog::tools::{FileReading, ToolFile},
    input::{self, Artifact, Credential, CredentialPlace, Encoding, Loaded, certificate, settings},
    inspection::CollectionItem,
    kind::Kind,
    problem::Problem,
    token::Field,
    value::Value,
};

/// How many credentials of one file are shown.
const MOST_ITEMS: usize = 1_000;

/// What a file comes to.
#[derive(Default)]
pub(super) struct FileItems {
    pub(super) items: Vec<CollectionItem>,
    /// What counts only where the tool has no token.
    pub(super) last_resort: Vec<CollectionItem>,
}

/// The items of a file; `account` is what its name says of whose they are.
pub(super) fn items(
    of: &ToolItems<'_>,
    file: ToolFile,
    account: Option<&str>,
    loaded: &Loaded,
) -> FileItems {
    let mut found = FileItems::default();
    let value = file.is_looked_into().then(|| settings::read(&loaded.bytes)).flatten();
    match file.reading() {
        FileReading::Token => found.items.extend(token(of, loaded)),
        FileReading::Certificate => found.items.push(certificate(of, &loaded.bytes, loaded)),
        FileReading::Credentials => found.items = credentials(of, file, value.as_ref(), loaded),
        FileReading::Signs | FileReading::NotRead(_) => {}
    }
    if let Some(value) = &value {
        accounts::label(&mut found.items, file, value);
        for sign in file.signs() {
            let items =
                if sign.is_last_resort() { &mut found.last_resort } else { &mut found.items };
            for label in signs::labels(sign, value) {
                items.push(of.unread(Problem::new(sign.kept_in().words()), label));
            }
        }
    }
    drop_said_otherwise(&mut found.items);
    if let Some(kept) = file.otherwise()
        && found.items.is_empty()
    {
        found.items.push(of.unread(Problem::new(kept.words()), None));
    }
    if found.items.len() > MOST_ITEMS {
        found.items.truncate(MOST_ITEMS);
        let words = format!("more than {MOST_ITEMS} credentials, the others are not shown");
        found.items.push(of.unread(Problem::new(words), None));
    }
    for item in &mut found.items {
        item.label = item.label.take().or_else(|| account.map(str::to_owned));
    }
    found.items.retain(|item| file.has_label(item.label.as_deref()));
    found
}

/// Whether an item is something to present to a server; a board lists nothing else.
pub(super) fn is_token(item: &CollectionItem) -> bool {
    let inspection = &item.inspection;
    match inspection.kind {
        Kind::TokenResponse => {
            // An object without any member is a token response as well.
            let names = ["access_token", "id_token", "refresh_token"];
            names.iter().any(|name| inspection.field(name).and_then(Field::secret).is_some())
        }
        Kind::OpaqueToken | Kind::BasicCredentials => true,
        kind => kind.is_jwt(),
    }
}

/// Whether an item is an entry of an account whose credential stands elsewhere or is damaged.
fn names_what_it_lacks(item: &CollectionItem) -> bool {
    let inspection = &item.inspection;
    let is_unread = inspection.kind == Kind::Unrecognized && inspection.problem.is_some();
    is_unread && item.place.is_some() && item.label.is_some()
}

/// Leaves out entries without a credential where something else says more of the same account.
fn drop_said_otherwise(items: &mut Vec<CollectionItem>) {
    let said: HashSet<String> = items
        .iter()
        .filter(|item| !names_what_it_lacks(item))
        .filter_map(|item| item.label.clone())
        .collect();
    let is_said =
        |item: &CollectionItem| item.label.as_ref().is_some_and(|label| said.contains(label));
    items.retain(|item| !names_what_it_lacks(item) || !is_said(item));
}

/// A file that is one token.
fn token(of: &ToolItems<'_>, loaded: &Loaded) -> Option<CollectionItem> {
    let Ok(text) = std::str::from_utf8(&loaded.bytes) else {
        return Some(of.unread(Problem::new("no text, so no token"), None));
    };
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if text.contains(char::is_whitespace) {
        return Some(of.unread(Problem::new("several words, so no token"), None));
    }
    let found = Credential::whole(Artifact::of_token(text));
    Some(of.inspect(found, loaded.modified, loaded.mode))
}

/// A file that is a certificate.
fn certificate(of: &ToolItems<'_>, bytes: &[u8], loaded: &Loaded) -> CollectionItem {
    match certificate::read(bytes) {
        // It is no secret: only with its key, in another file, can anybody use it.
        Ok(artifact) => of.inspect(Credential::whole(artifact), loaded.modified, None),
        Err(problem) => of.unread(problem, None),
    }
}

/// Whatever in a file is recognized as a credential, and what could not be read of it.
fn credentials(
    of: &ToolItems<'_>,
    file: ToolFile,
    value: Option<&Value>,
    loaded: &Loaded,
) -> Vec<CollectionItem> {
    let found = input::credentials(&loaded.bytes);
    let encoding = found.encoding;
    let mut items = Vec::new();
    let mut problem = found.problem;
    for mut credential in found.items.into_iter().take(MOST_ITEMS + 1) {
        if let (None, Some(CredentialPlace::Section(name))) = (&credential.label, &credential.place)
        {
            credential.label = Some(name.clone());
        }
        let mut item = of.inspect(credential, loaded.modified, loaded.mode);
        item.nested.retain(is_token);
        if is_token(&item) || names_what_it_lacks(&item) {
            items.push(item);
        } else {
            problem = problem.or_else(|| item.inspection.problem.take());
            items.append(&mut item.nested);
        }
    }
    for path in file.token_paths() {
        items.extend(
            value.into_iter().flat_map(|value| tokens_at(of, path, value, encoding, loaded)),
        );
    }
    for path in file.certificate_paths() {
        items.extend(value.into_iter().flat_map(|value| certificates_at(of, path, value, loaded)));
    }
    let is_settings = || value.is_some() || settings::read(&loaded.bytes).is_some();
    match problem {
        // Settings without a credential are no problem; what is in no notation is.
        Some(problem) if items.is_empty() && !is_blank(&loaded.bytes) && !is_settings() => {
            items.push(of.unread(problem, None));
        }
        Some(problem) if problem.place.is_some() && !items.is_empty() => {
            items.push(of.unread(problem, None));
        }
        _ => {}
    }
    items
}

/// The texts at a path, each a token.
fn tokens_at(
    of: &ToolItems<'_>,
    path: &str,
    value: &Value,
    encoding: Encoding,
    loaded: &Loaded,
) -> Vec<CollectionItem> {
    let texts = signs::at(path, value).into_iter().filter_map(|found| {
        let text = found.value.as_str().filter(|text| !text.is_empty())?;
        let mut artifact = Artifact::of_token(text);
        artifact.encoding = encoding;
        let place = Some(CredentialPlace::Path(found.path));
        Some(Credential { place, label: found.label, ..Credential::whole(artifact) })
    });
    let texts = texts.take(MOST_ITEMS + 1);
    texts.map(|found| of.inspect(found, loaded.modified, loaded.mode)).collect()
}

/// The texts at a path, each a certificate in base64.
fn certificates_at(
    of: &ToolItems<'_>,
    path: &str,
    value: &Value,
    loaded: &Loaded,
) -> Vec<CollectionItem> {
    let items = signs::at(path, value).into_iter().filter_map(|found| {
        let bytes = BASE64.decode(found.value.as_str()?.as_bytes()).ok()?;
        let mut item = certificate(of, &bytes, loaded);
        item.label = found.label;
        item.stand_in(&found.path);
        Some(item)
    });
    items.take(MOST_ITEMS + 1).collect()
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}
