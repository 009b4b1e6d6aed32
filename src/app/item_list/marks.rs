//! The two rows that are to be compared.

use super::ItemAddress;

/// At most two items, the first marked first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(Vec<ItemAddress>);

impl Marks {
    pub fn contains(&self, address: ItemAddress) -> bool {
        self.0.contains(&address)
    }

    pub(super) fn addresses(&self) -> &[ItemAddress] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Marks an item, or no longer; a third mark takes the place of the second.
    pub(super) fn toggle(&mut self, address: ItemAddress) {
        if let Some(at) = self.0.iter().position(|it| *it == address) {
            self.0.remove(at);
            return;
        }
        self.0.truncate(1);
        self.0.push(address);
    }

    pub(in crate::app) fn clear(&mut self) {
        self.0.clear();
    }

    /// What is compared: the two that are marked, or the one and what the cursor is on.
    pub(super) fn pair(&self, here: Option<ItemAddress>) -> Option<(ItemAddress, ItemAddress)> {
        match self.0.as_slice() {
            [first, second] => Some((*first, *second)),
            [only] => here.filter(|here| here != only).map(|here| (*only, here)),
            _ => None,
        }
    }
}
