//! The inputs of a command, and which credential in them is meant.

use std::path::Path;

use chrono::{DateTime, Utc};
use clap::Args;

use super::{CommandError, GlobalArgs, input_source::InputSource};
use crate::{
    inspection::{Collection, CollectionItem, Contents},
    jose::Keys,
    secrecy::quote_user_text,
    storage::read,
    text::{self, quotable},
};

/// The inputs of a command that takes several.
#[derive(Args, Debug, Default)]
#[group(skip)]
pub struct InputsArgs {
    /// Paths, `-` for standard input, or the text itself; a folder stands for the files in it; without
    /// any a piped standard input
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub pick: PickArgs,
}

/// The input of a command that takes one.
#[derive(Args, Debug, Default)]
#[group(skip)]
pub struct InputArgs {
    /// A path, `-` for standard input, or the text itself; without it a piped standard input
    #[arg(value_name = "INPUT")]
    pub input: Option<String>,
    #[command(flatten)]
    pub pick: PickArgs,
}

/// Which credential of an input is meant.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
pub struct PickArgs {
    /// One of several credentials in the input: its number (from 1), its label or its place
    #[arg(long, value_name = "PLACE")]
    pub pick: Option<String>,
}

impl InputsArgs {
    /// Where they come from; a piped standard input where none is named.
    ///
    /// # Errors
    /// One is missing, or standard input is named twice.
    pub fn sources(&self) -> Result<Vec<InputSource>, CommandError> {
        sources(&self.inputs)
    }
}

/// Where inputs come from; a piped standard input where none is named.
///
/// # Errors
/// One is missing, or standard input is named twice.
pub fn sources(inputs: &[String]) -> Result<Vec<InputSource>, CommandError> {
    if inputs.iter().filter(|input| *input == "-").count() > 1 {
        return Err(CommandError::usage("standard input can be read only once"));
    }
    if inputs.is_empty() {
        return Ok(InputSource::of(None)?.into_iter().collect());
    }
    let mut sources = Vec::new();
    for input in inputs {
        match InputSource::of(Some(input))? {
            Some(InputSource::File(folder)) if folder.is_dir() => {
                let files = files_in(&folder)?;
                sources.extend(files.into_iter().map(InputSource::File));
            }
            source => sources.extend(source),
        }
    }
    Ok(sources)
}

/// The files in a folder, by name; those in folders below it are not meant.
fn files_in(folder: &Path) -> Result<Vec<std::path::PathBuf>, CommandError> {
    let mut names = read::names_in(folder);
    names.sort_unstable();
    let files = names.into_iter().map(|name| folder.join(name));
    let files: Vec<_> = files.filter(|path| path.is_file()).collect();
    if files.is_empty() {
        let folder = text::path(folder);
        return Err(CommandError::input(format!("there is no file in the folder {folder}")));
    }
    Ok(files)
}

/// Reads inputs and inspects everything in them. Of several, one that cannot be read is an item
/// that says so.
///
/// # Errors
/// The only input cannot be read.
pub fn read_contents(
    sources: Vec<InputSource>,
    shared: &GlobalArgs,
    keys: &Keys,
    now: DateTime<Utc>,
) -> Result<Contents, CommandError> {
    let mut sources = sources.into_iter();
    Ok(match (sources.next(), sources.len()) {
        (Some(only), 0) => only.inspect(shared, keys, now)?.0,
        (first, _) => {
            let read = first.into_iter().chain(sources).map(|source| {
                let name = source.name();
                let contents = source.inspect_or_say_why(shared, keys, now);
                (name, contents)
            });
            Contents::Several(Collection::of_inputs(read))
        }
    })
}

impl PickArgs {
    /// What is meant of the contents of an input: the item that was picked, or all of it.
    ///
    /// # Errors
    /// There is no such item.
    pub fn apply(&self, contents: Contents, mask_personal: bool) -> Result<Contents, CommandError> {
        let Some(wanted) = &self.pick else { return Ok(contents) };
        let collection = Collection::from(contents);
        match collection.pick(wanted) {
            Some(item) => Ok(Contents::One(Box::new(collection.alone(item)))),
            None => Err(no_such_item(wanted, &collection, mask_personal)),
        }
    }

    /// The one credential that a command is about.
    ///
    /// # Errors
    /// There are several and none was picked, or there is no such item.
    pub fn one(&self, contents: Contents) -> Result<CollectionItem, CommandError> {
        match self.apply(contents, false)? {
            Contents::One(item) => Ok(*item),
            Contents::Several(collection) => {
                let count = collection.items.len();
                Err(CommandError::usage(format!(
                    "the input holds {count} items, and one is wanted"
                ))
                .hint(format!("name it with --pick: {}", names(&collection, false))))
            }
        }
    }
}

/// The failure that a pick is that is not among the items.
pub fn no_such_item(wanted: &str, collection: &Collection, mask_personal: bool) -> CommandError {
    let called = collection.all().filter(|item| item.label.as_deref() == Some(wanted)).count();
    let what = if called > 1 { "several items are called so" } else { "there is no such item" };
    let wanted = quote_user_text(wanted);
    CommandError::usage(format!("--pick {wanted}: {what}"))
        .hint(format!("there are: {}", names(collection, mask_personal)))
}

/// The items by number and name, as far as they fit in a hint.
fn names(collection: &Collection, mask_personal: bool) -> String {
    const MOST: usize = 12;
    let named = (1..).zip(&collection.items).take(MOST).map(|(number, item)| {
        let name = quotable(&item.told_name(mask_personal), 60);
        if name.is_empty() { number.to_string() } else { format!("{number} ({name})") }
    });
    let more = if collection.items.len() > MOST { ", …" } else { "" };
    named.collect::<Vec<_>>().join(", ") + more
}
