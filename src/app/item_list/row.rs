//! One row of the list: what is known of it before it is drawn.

use chrono::{DateTime, Utc};

use crate::{
    input::InputOrigin,
    inspection::{CollectionItem, ItemState},
    secrecy::KnownSecrets,
    text::visible,
    value::Value,
};

use super::ItemAddress;

/// One row. Its texts are safe for a terminal, with the secrets of all rows masked.
#[derive(Clone, Debug)]
pub struct ItemRow {
    pub address: ItemAddress,
    /// Its number as `--pick` takes it, from 1; none of what stands inside another item.
    pub number: Option<usize>,
    /// How deep inside another item it stands.
    pub depth: usize,
    /// What to call it: its label, else its place.
    pub name: String,
    /// Where it stands, where the name does not say it.
    pub place: String,
    pub state: ItemState,
    /// Whether it is over, and can be renewed.
    pub is_renewable: bool,
    /// Whether something of it moves with the clock.
    pub counts_down: bool,
    /// When its state changes next.
    pub changes: Option<DateTime<Utc>>,
    /// The state in small letters, to be found by.
    state_words: String,
    /// The rest that it is found by, in small letters.
    words: String,
}

/// What the texts of a row go by.
pub(super) struct RowContext<'a> {
    pub secrets: &'a KnownSecrets,
    /// Whether secrets are shown whole.
    pub reveal: bool,
    pub now: DateTime<Utc>,
}

impl RowContext<'_> {
    fn shown(&self, text: &str) -> String {
        if self.reveal {
            return visible(text).into_owned();
        }
        visible(&self.secrets.masked(text)).into_owned()
    }
}

impl ItemRow {
    /// The row of an item; `input` is what to call its input, where there are several.
    pub(super) fn new(
        address: ItemAddress,
        depth: usize,
        item: &CollectionItem,
        input: Option<&str>,
        context: &RowContext<'_>,
    ) -> Self {
        let place = match (input, item.place.as_deref()) {
            (Some(input), Some(place)) => format!("{input} {place}"),
            (Some(input), None) => input.to_owned(),
            (None, place) => place.unwrap_or_default().to_owned(),
        };
        let place = context.shown(&place);
        let words = context.shown(&words(item)).to_lowercase();
        let (name, place) = match &item.label {
            Some(label) => (context.shown(label), place),
            None => (place, String::new()),
        };
        let words = format!("{} {} {words}", name.to_lowercase(), place.to_lowercase());
        let mut row = Self {
            address,
            number: None,
            depth,
            name,
            place,
            state: ItemState::NoToken,
            is_renewable: false,
            counts_down: false,
            changes: None,
            state_words: String::new(),
            words,
        };
        row.judge(item, context.now);
        row
    }

    /// Takes note of the state at `now`.
    pub(super) fn judge(&mut self, item: &CollectionItem, now: DateTime<Utc>) {
        let row = item.row(now);
        self.state = row.state;
        self.is_renewable = row.renewable == Some(true);
        self.counts_down = row.life.is_some_and(|life| {
            life.expires_at.is_some() || life.not_before.is_some_and(|start| start > now)
        });
        let renewable = if self.is_renewable { "renewable" } else { "" };
        self.state_words = format!("{} {renewable}", row.headline.words.to_lowercase());
        let inspection = &item.inspection;
        let lives = [Some(&inspection.expiry), inspection.refresh_expiry.as_ref()];
        self.changes = lives.into_iter().flatten().filter_map(|life| life.next_change(now)).min();
    }

    /// Whether it holds a text in small letters.
    pub(super) fn holds(&self, text: &str) -> bool {
        self.words.contains(text) || self.state_words.contains(text)
    }
}

/// What an item is found by beside its name, place and state: its kind, its tool, who issued it, and
/// for whom.
fn words(item: &CollectionItem) -> String {
    let inspection = &item.inspection;
    let mut words = format!("{} {}", inspection.kind.words(), item.tool.unwrap_or_default());
    let mut add = |value: &Value| {
        if let Some(text) = value.as_str() {
            words.push(' ');
            words.push_str(text);
        }
    };
    for name in ["iss", "issuer", "sub", "client_id", "email"] {
        if let Some(value) = inspection.field(name).and_then(|field| field.plain()) {
            add(value);
        }
        for claims in inspection.tokens.iter().filter_map(|token| token.claims.as_ref()) {
            if let Some(value) = claims.get(name) {
                add(value);
            }
        }
    }
    words
}

/// What to call an input among others: the path of a file without the folder that all are in.
pub(super) fn input_name(origin: &InputOrigin, folder: Option<&std::path::Path>) -> String {
    match origin {
        InputOrigin::File(path) => {
            let rest = folder.and_then(|folder| path.strip_prefix(folder).ok());
            crate::text::path(rest.filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path))
        }
        other => other.name(),
    }
}
