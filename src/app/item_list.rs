//! The list of what several inputs, or one that holds several credentials, hold: a row each, the
//! one that ends soonest first.

mod item_key;
mod marks;
mod navigate;
pub mod reading;
mod row;
mod update;

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Utc};
use unicode_width::UnicodeWidthStr as _;

use crate::{
    input::{Encoding, InputOrigin},
    inspection::{Collection, CollectionItem, ItemState, soonest_first},
    secrecy::KnownSecrets,
};

use super::{InspectorSettings, List, inspected_input::InspectedInput, server_answer::TokenOrigin};

use item_key::ItemKey;
use marks::Marks;
use row::{RowContext, input_name};

pub use row::ItemRow;
pub use update::ListUpdate;

/// The list, and the row that the cursor is on.
#[derive(Debug)]
pub struct ItemList {
    pub subject: ListSubject,
    pub inputs: Vec<Arc<InspectedInput>>,
    /// In the order of the screen.
    pub rows: Vec<ItemRow>,
    /// How many rows are in which state, the best first.
    pub tally: Vec<(ItemState, usize)>,
    /// How many are over and can be renewed.
    pub renewable: usize,
    /// The columns that the longest texts take.
    pub widths: ColumnWidths,
    /// The cursor, and what is shown.
    pub list: List,
    pub marks: Marks,
    /// The text that it is narrowed down to while an item stands before it.
    filter: Option<String>,
    /// The secrets of all items: what is shown of one may repeat that of another.
    pub secrets: KnownSecrets,
    /// Where the tokens of all inputs come from.
    pub(super) token_origin: TokenOrigin,
    /// The item that was opened last.
    opened: Option<OpenedItem>,
    /// What comes of the files after they were read.
    update: ListUpdate,
    /// When a state changes next.
    changes: Option<DateTime<Utc>>,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListSubject {
    /// What the person named, piped or pasted.
    Inputs,
    /// Where the tools of this machine keep their tokens. Nothing of it is refreshed from here.
    Board,
}

/// Where an item stands in the list's inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemAddress {
    /// The number of its input, from 0.
    pub input: usize,
    /// The number of the item in that, from 0.
    pub item: usize,
    /// Its number among what stands in that item, from 0, which is the item itself.
    pub inner: usize,
}

/// An item that was opened, and the response in the history that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OpenedItem {
    key: ItemKey,
    entry: u64,
}

/// Columns that the longest texts of a list take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnWidths {
    pub number: usize,
    pub tool: usize,
    pub name: usize,
    pub kind: usize,
    pub place: usize,
}

impl ItemList {
    /// The list of these inputs, the cursor on its first row.
    pub(super) fn new(
        subject: ListSubject,
        inputs: Vec<Arc<InspectedInput>>,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) -> Self {
        let secrets = KnownSecrets::of_all(inputs.iter().map(|input| &input.secrets));
        let folder = common_folder(&inputs);
        let are_several = inputs.len() > 1 && subject == ListSubject::Inputs;
        let context = RowContext { secrets: &secrets, reveal: settings.reveal, now };
        let mut groups: Vec<Vec<ItemRow>> = Vec::new();
        for (input_number, input) in inputs.iter().enumerate() {
            let name = are_several.then(|| input_name(&input.origin, folder));
            for (item_number, item) in input.items.iter().enumerate() {
                let rows = item.all_with_depth().enumerate().map(|(inner, (depth, item))| {
                    let address = ItemAddress { input: input_number, item: item_number, inner };
                    ItemRow::new(address, depth, item, name.as_deref(), &context)
                });
                let mut rows: Vec<_> = rows.collect();
                if let Some(first) = rows.first_mut() {
                    first.number = Some(groups.len() + 1);
                }
                groups.push(rows);
            }
        }
        let order = soonest_first(inputs.iter().flat_map(|input| &input.items), now);
        let rows: Vec<ItemRow> = order
            .into_iter()
            .filter_map(|at| groups.get_mut(at).map(std::mem::take))
            .flatten()
            .collect();
        let list = List::new(rows.len());
        let mut new = Self {
            subject,
            inputs,
            rows,
            tally: Vec::new(),
            renewable: 0,
            widths: ColumnWidths::default(),
            list,
            marks: Marks::default(),
            filter: None,
            secrets,
            token_origin: TokenOrigin::Elsewhere,
            opened: None,
            update: ListUpdate::default(),
            changes: None,
        };
        new.count();
        new.widths = new.longest();
        new
    }

    /// The item at an address.
    pub fn item(&self, address: ItemAddress) -> Option<&CollectionItem> {
        self.inputs.get(address.input)?.items.get(address.item)?.all().nth(address.inner)
    }

    /// The item of a row.
    pub fn item_of_row(&self, row: usize) -> Option<&CollectionItem> {
        self.item(self.rows.get(row)?.address)
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<&ItemRow> {
        self.rows.get(self.list.selected()?)
    }

    /// How many items there are, those inside others not counted.
    pub fn item_count(&self) -> usize {
        self.inputs.iter().map(|input| input.items.len()).sum()
    }

    /// The notation of the whole; none where inputs differ.
    pub fn encoding(&self) -> Option<Encoding> {
        let first = self.inputs.first()?.encoding;
        self.inputs.iter().all(|input| input.encoding == first).then_some(first)
    }

    /// What to call the list: its only input, or how many there are.
    pub fn name(&self) -> String {
        match (self.subject, self.inputs.as_slice()) {
            (ListSubject::Board, _) => "board".to_owned(),
            (ListSubject::Inputs, [only]) => only.origin.name(),
            (ListSubject::Inputs, several) => {
                match common_folder(several).and_then(Path::file_name) {
                    Some(folder) => format!("{}/", crate::text::path(Path::new(folder))),
                    None => format!("{} inputs", several.len()),
                }
            }
        }
    }

    /// An item as the report says it, the secrets of all others masked in it.
    pub fn reported(&self, address: ItemAddress) -> Option<CollectionItem> {
        let mut item = self.item(address)?.clone();
        if self.inputs.len() > 1 {
            item.stand_in(&input_name(&self.inputs.get(address.input)?.origin, None));
        }
        Some(item.knowing(&self.secrets))
    }

    /// The row of what a person names, as `--pick` does.
    ///
    /// # Errors
    ///
    /// Everything that it holds, for a message that names the items, where nothing is called so.
    pub fn row_called(&self, wanted: &str) -> Result<usize, Box<Collection>> {
        let collection = self.to_collection();
        let row = collection.position(wanted).and_then(|(number, inner)| {
            let first =
                |input: usize| self.inputs.iter().take(input).map(|it| it.items.len()).sum();
            let is_it = |row: &ItemRow| {
                let before: usize = first(row.address.input);
                before + row.address.item == number && row.address.inner == inner
            };
            self.rows.iter().position(is_it)
        });
        row.ok_or_else(|| Box::new(collection))
    }

    /// Everything that it holds, in the order of the inputs.
    fn to_collection(&self) -> Collection {
        let encodings = self.inputs.iter().map(|input| input.encoding);
        let several = self.inputs.len() > 1;
        let items = self.inputs.iter().flat_map(|input| {
            let name = several.then(|| input_name(&input.origin, None));
            input.items.iter().map(move |item| {
                let mut item = item.clone();
                if let Some(name) = &name {
                    item.stand_in(name);
                }
                item
            })
        });
        let problem = self.inputs.iter().find_map(|input| input.problem.clone());
        Collection::new(Encoding::of_parts(encodings), items.collect(), problem)
    }

    /// Shows only the rows that hold every word of a text.
    pub(super) fn narrow(&mut self, text: &str) {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let holds = |row: &ItemRow| words.iter().all(|word| row.holds(word));
        let rows = self.rows.iter().enumerate().filter(|(_, row)| holds(row));
        self.list.narrow((!words.is_empty()).then(|| rows.map(|(at, _)| at).collect()));
    }

    /// Whether something on screen moves with the clock.
    pub fn changes_every_second(&self) -> bool {
        self.rows.iter().any(|row| row.counts_down)
    }

    /// When a state changes next.
    pub fn next_change(&self) -> Option<DateTime<Utc>> {
        self.changes
    }

    /// Takes note of the states that have changed since. True where one has. The order stays: what
    /// ended soonest still does.
    pub(super) fn tick(&mut self, now: DateTime<Utc>) -> bool {
        if self.changes.is_none_or(|change| change > now) {
            return false;
        }
        let inputs = &self.inputs;
        for row in &mut self.rows {
            let ItemAddress { input, item, inner } = row.address;
            if row.changes.is_some_and(|change| change <= now)
                && let Some(item) = inputs.get(input).and_then(|input| input.items.get(item))
                && let Some(item) = item.all().nth(inner)
            {
                row.judge(item, now);
            }
        }
        self.count();
        true
    }

    /// Counts the rows in each state.
    fn count(&mut self) {
        let of = |state| self.rows.iter().filter(|row| row.state == state).count();
        self.tally = ItemState::ALL.map(|state| (state, of(state))).into();
        self.tally.retain(|(_, count)| *count > 0);
        self.renewable = self
            .rows
            .iter()
            .filter(|row| row.state == ItemState::Expired && row.is_renewable)
            .count();
        self.changes = self.rows.iter().filter_map(|row| row.changes).min();
    }

    fn longest(&self) -> ColumnWidths {
        let mut widths = ColumnWidths::default();
        let longer = |width: &mut usize, text: &str| *width = (*width).max(text.width());
        for row in &self.rows {
            let number = row.number.map_or(0, |number| number.to_string().len());
            widths.number = widths.number.max(number);
            widths.name = widths.name.max(row.name.width() + 2 * row.depth);
            longer(&mut widths.place, &row.place);
            if let Some(item) = self.item(row.address) {
                longer(&mut widths.tool, item.tool.unwrap_or_default());
                longer(&mut widths.kind, item.inspection.kind.words());
            }
        }
        widths
    }
}

/// The folder that all inputs are files in, where there are several.
fn common_folder(inputs: &[Arc<InspectedInput>]) -> Option<&Path> {
    if inputs.len() < 2 {
        return None;
    }
    let mut common: Option<&Path> = None;
    for input in inputs {
        let InputOrigin::File(path) = &input.origin else { return None };
        let folder = path.parent()?;
        common = Some(match common {
            None => folder,
            Some(common) => common.ancestors().find(|it| folder.starts_with(it))?,
        });
    }
    // Without the root a path would look like another one.
    common.filter(|folder| folder.file_name().is_some())
}
