//! How an item is known again when its input is read again.

use crate::{input::InputOrigin, secret::Secret};

use super::{ItemAddress, ItemList};

/// What an item is known again by when its input is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemKey {
    origin: InputOrigin,
    label: Option<String>,
    place: Option<String>,
    /// SHA-256 of its token.
    digest: Option<[u8; 32]>,
}

impl ItemList {
    /// What an item is known again by.
    pub(super) fn key(&self, address: ItemAddress) -> Option<ItemKey> {
        let item = self.item(address)?;
        let origin = self.inputs.get(address.input)?.origin.clone();
        let secret = |name| item.inspection.field(name).and_then(|field| field.secret());
        let token = ["access_token", "token", "id_token", "refresh_token", "code"]
            .into_iter()
            .find_map(secret);
        let (label, place) = (item.label.clone(), item.place.clone());
        Some(ItemKey { origin, label, place, digest: token.map(Secret::digest) })
    }

    /// The row of a known item: the one that has its place and its token, else its token, else its
    /// place.
    pub(super) fn row_of(&self, key: &ItemKey) -> Option<usize> {
        let keys: Vec<_> = self.rows.iter().map(|row| self.key(row.address)).collect();
        let position = |is_it: &dyn Fn(&ItemKey) -> bool| {
            keys.iter()
                .position(|it| it.as_ref().is_some_and(|it| it.origin == key.origin && is_it(it)))
        };
        position(&|it| it == key)
            .or_else(|| position(&|it| it.digest.is_some() && it.digest == key.digest))
            .or_else(|| position(&|it| (&it.place, &it.label) == (&key.place, &key.label)))
    }
}
