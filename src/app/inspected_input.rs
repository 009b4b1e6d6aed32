//! What one input holds: the file, pipe, argument or paste, and every credential in it.

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    input::{self, Encoding, Fingerprint, InputOrigin, Loaded},
    inspection::{Collection, CollectionItem, Contents, Context},
    problem::Problem,
    secrecy::KnownSecrets,
};

use super::{InspectorSettings, document::raw};

/// An input that was read, with everything in it inspected.
#[derive(Debug)]
pub struct InspectedInput {
    pub origin: InputOrigin,
    pub encoding: Encoding,
    /// Never empty: what is nothing known, or could not be read, is an item that says so.
    pub items: Vec<CollectionItem>,
    /// What could not be read of the whole.
    pub problem: Option<Problem>,
    /// The secrets of all items.
    pub secrets: KnownSecrets,
    /// What came in. The bytes are kept only where they are one credential, and of a large file no
    /// more than can be looked at: the file holds the rest.
    pub loaded: Loaded,
    /// Bytes that are not kept of that.
    pub cut: usize,
    /// What the file held.
    pub fingerprint: Option<Fingerprint>,
}

impl InspectedInput {
    /// Inspects what was read of an input, or says why nothing was.
    pub fn of(
        origin: InputOrigin,
        read: Result<Loaded, Problem>,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) -> Self {
        let mut loaded = match read {
            Ok(loaded) => loaded,
            Err(problem) => {
                let item = CollectionItem::unreadable(problem, now, &settings.keys);
                return Self {
                    origin,
                    encoding: item.inspection.encoding,
                    items: vec![item],
                    problem: None,
                    secrets: KnownSecrets::default(),
                    loaded: Loaded::default(),
                    cut: 0,
                    fingerprint: None,
                };
            }
        };
        let is_file = matches!(origin, InputOrigin::File(_));
        let fingerprint = is_file.then(|| loaded.fingerprint());
        let found = input::credentials(&loaded.bytes);
        let mut cut = 0;
        if is_file && let Some(kept) = loaded.bytes.get(..raw::MOST_BYTES) {
            cut = loaded.bytes.len() - kept.len();
            loaded.bytes = Wiping::new(kept.to_vec());
        }
        let contents = Contents::of_credentials(found, &context(&loaded, settings, now));
        let mut input = Self::of_collection(origin, Collection::from(contents));
        (input.loaded, input.cut, input.fingerprint) = (loaded, cut, fingerprint);
        if input.single().is_none() {
            input.loaded.bytes = Wiping::default();
        }
        input
    }

    /// An input of which this is known already.
    pub fn of_collection(origin: InputOrigin, collection: Collection) -> Self {
        let secrets = collection.secrets().clone();
        let Collection { encoding, items, problem, .. } = collection;
        let (loaded, cut, fingerprint) = (Loaded::default(), 0, None);
        Self { origin, encoding, items, problem, secrets, loaded, cut, fingerprint }
    }

    /// The credential, where there is one and no more.
    pub fn single(&self) -> Option<&CollectionItem> {
        match self.items.as_slice() {
            [only] if only.nested.is_empty() => Some(only),
            _ => None,
        }
    }

    /// The same, judged again by other keys.
    #[must_use]
    pub fn judged(&self, settings: &InspectorSettings, now: DateTime<Utc>) -> Self {
        let mut items = self.items.clone();
        for item in &mut items {
            judge(item, &self.loaded, settings, now);
        }
        Self {
            origin: self.origin.clone(),
            encoding: self.encoding,
            items,
            problem: self.problem.clone(),
            secrets: self.secrets.clone(),
            loaded: self.loaded.clone(),
            cut: self.cut,
            fingerprint: self.fingerprint,
        }
    }
}

fn context<'a>(
    loaded: &Loaded,
    settings: &'a InspectorSettings,
    now: DateTime<Utc>,
) -> Context<'a> {
    Context {
        now,
        received: settings.received(loaded.modified, now),
        zone: settings.zone,
        keys: &settings.keys,
        request: None,
        previous: None,
        file_mode: loaded.mode,
        secret_trials: None,
    }
}

fn judge(
    item: &mut CollectionItem,
    loaded: &Loaded,
    settings: &InspectorSettings,
    now: DateTime<Utc>,
) {
    let received = item.inspection.received;
    item.inspection.judge(&Context { received, ..context(loaded, settings, now) });
    // As deep as an input nests them, which is one level.
    for inner in &mut item.nested {
        judge(inner, loaded, settings, now);
    }
}
