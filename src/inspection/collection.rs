//! Several credentials, each with its inspection: what a list, an HTTP archive, a log, several
//! inputs and the board come to.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{Context, Inspection, Reason, UsableAnswer, mail_masked};
use crate::{
    cores,
    findings::SecretTrials,
    input::{self, Artifact, Credential, Credentials, Encoding},
    jose::Keys,
    problem::Problem,
    secrecy::KnownSecrets,
    token::{Received, ReceivedFrom, Zone},
};

/// What an input holds.
#[derive(Clone, Debug)]
pub enum Contents {
    /// One credential, or something that could not be recognized.
    One(Box<CollectionItem>),
    Several(Collection),
}

/// Credentials in the order of their inputs.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The notation of the whole; that of text where inputs differ.
    pub encoding: Encoding,
    pub items: Vec<CollectionItem>,
    /// What could not be read of the whole.
    pub problem: Option<Problem>,
    /// The secrets of all items: what is shown of one may repeat that of another.
    secrets: KnownSecrets,
}

/// One credential of a collection.
#[derive(Clone, Debug)]
pub struct CollectionItem {
    pub inspection: Inspection,
    /// Where it stands, with its input before it where there are several.
    pub place: Option<String>,
    /// What a person calls it: a profile, an account, a host, a provider.
    pub label: Option<String>,
    /// The tool that keeps it.
    pub tool: Option<&'static str>,
    /// Those inside it that have a token and an end of their own.
    pub nested: Vec<CollectionItem>,
}

impl Contents {
    /// Inspects everything in the bytes of a paste, a file or an argument. Inspecting never fails;
    /// what could not be read is the [`Inspection::problem`] of an item, or that of the collection.
    pub fn of(bytes: &[u8], ctx: &Context<'_>) -> Self {
        Self::of_credentials(input::credentials(bytes), ctx)
    }

    /// Inspects what was found in an input.
    pub fn of_credentials(found: Credentials, ctx: &Context<'_>) -> Self {
        let Credentials { encoding, items, problem } = found;
        // Each block has its own, so that a finding does not depend on which core is faster.
        let blocks = items.len() / cores::BLOCK;
        let trials: Vec<_> = (0..=blocks).map(|_| SecretTrials::default()).collect();
        let numbered = items.into_iter().enumerate().collect();
        let mut items = cores::map(numbered, |(number, item)| {
            let secret_trials = trials.get(number / cores::BLOCK).filter(|_| blocks > 0);
            CollectionItem::of(item, &Context { secret_trials, ..*ctx })
        });
        match items.pop() {
            Some(mut only) if items.is_empty() => {
                let found = &mut only.inspection.problem;
                *found = found.take().or(problem);
                Self::One(Box::new(only))
            }
            last => {
                items.extend(last);
                Self::Several(Collection::new(encoding, items, problem))
            }
        }
    }
}

impl Collection {
    /// These items. In every label and place the secrets of all of them are masked.
    pub fn new(
        encoding: Encoding,
        mut items: Vec<CollectionItem>,
        problem: Option<Problem>,
    ) -> Self {
        let all = items.iter().flat_map(CollectionItem::all);
        let secrets = KnownSecrets::of_all(all.map(|item| &item.inspection.secrets));
        for item in &mut items {
            item.mask_names(&secrets);
        }
        Self { encoding, items, problem, secrets }
    }

    /// What several inputs hold together, each with its name. One that holds nothing known is an
    /// item, too.
    pub fn of_inputs(inputs: impl IntoIterator<Item = (String, Contents)>) -> Self {
        let (mut encodings, mut items, mut problem) = (Vec::new(), Vec::new(), None);
        for (name, contents) in inputs {
            let mut part = Self::from(contents);
            for item in &mut part.items {
                item.stand_in(&name);
            }
            encodings.push(part.encoding);
            items.append(&mut part.items);
            problem = problem.or(part.problem);
        }
        Self::new(Encoding::of_parts(encodings), items, problem)
    }

    /// The item that a person names: by its number from 1, its place, or its label where no other
    /// has the same.
    pub fn pick(&self, wanted: &str) -> Option<&CollectionItem> {
        let (item, inner) = self.position(wanted)?;
        self.items.get(item)?.all().nth(inner)
    }

    /// Where the item stands that [`Collection::pick`] finds: its number from 0, and its number among
    /// what stands in that, where 0 is the item itself.
    pub fn position(&self, wanted: &str) -> Option<(usize, usize)> {
        let numbered = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(number) = numbered.filter(|number| *number < self.items.len()) {
            return Some((number, 0));
        }
        let all = || {
            let numbered = self.items.iter().enumerate();
            numbered.flat_map(|(at, item)| {
                item.all().enumerate().map(move |(inner, item)| ((at, inner), item))
            })
        };
        let placed = all().find(|(_, item)| item.place.as_deref() == Some(wanted));
        let labelled = || {
            let mut labelled = all().filter(|(_, item)| item.label.as_deref() == Some(wanted));
            labelled.next().filter(|_| labelled.next().is_none())
        };
        placed.or_else(labelled).map(|(position, _)| position)
    }

    /// An item on its own, in which the secrets of the others stay masked.
    pub fn alone(&self, item: &CollectionItem) -> CollectionItem {
        item.clone().knowing(&self.secrets)
    }

    /// The items, each followed by those inside it.
    pub fn all(&self) -> impl Iterator<Item = &CollectionItem> {
        self.items.iter().flat_map(CollectionItem::all)
    }

    /// The secrets of all items.
    pub fn secrets(&self) -> &KnownSecrets {
        &self.secrets
    }

    /// See [`soonest_first`].
    pub fn soonest_first(&self, now: DateTime<Utc>) -> Vec<usize> {
        soonest_first(&self.items, now)
    }
}

/// The numbers of these items from 0, the one that ends soonest first; behind those with an end come
/// those without one, and last what is no token.
pub fn soonest_first<'a>(
    items: impl IntoIterator<Item = &'a CollectionItem>,
    now: DateTime<Utc>,
) -> Vec<usize> {
    let ranks = items.into_iter().map(|item| item.inspection.end_rank(now));
    let mut order: Vec<_> = ranks.enumerate().map(|(at, rank)| (rank, at)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

impl Default for Collection {
    /// Nothing at all.
    fn default() -> Self {
        Self::new(Encoding::Text, Vec::new(), None)
    }
}

impl From<Contents> for Collection {
    fn from(contents: Contents) -> Self {
        match contents {
            Contents::One(item) => Self::new(item.inspection.encoding, vec![*item], None),
            Contents::Several(collection) => collection,
        }
    }
}

impl CollectionItem {
    /// Inspects a credential that was found, and those inside it.
    pub fn of(found: Credential, ctx: &Context<'_>) -> Self {
        let Credential { artifact, place, label, nested } = found;
        let inspection = Inspection::of_artifact(artifact, ctx);
        let shown = |text: String| match inspection.secrets.masked(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(masked) => masked,
        };
        Self {
            place: place.map(|place| shown(place.to_string())),
            label: label.map(shown),
            tool: None,
            nested: nested.into_iter().map(|inner| Self::of(inner, ctx)).collect(),
            inspection,
        }
    }

    /// An inspection that is the whole input.
    pub fn whole(inspection: Inspection) -> Self {
        Self { inspection, place: None, label: None, tool: None, nested: Vec::new() }
    }

    /// What was found where nothing can be read: the reason stands as its problem.
    pub fn unreadable(problem: Problem, now: DateTime<Utc>, keys: &Keys) -> Self {
        let received = Received { at: now, from: ReceivedFrom::At };
        let (zone, request, previous, file_mode) = (Zone::System, None, None, None);
        let secret_trials = None;
        let ctx =
            Context { now, received, zone, keys, request, previous, file_mode, secret_trials };
        Self::whole(Inspection::of_artifact(Artifact::unreadable(problem), &ctx))
    }

    /// Puts the name of an input before the place.
    pub fn stand_in(&mut self, name: &str) {
        self.place = Some(match self.place.take() {
            Some(place) => format!("{name} {place}"),
            None => name.to_owned(),
        });
        for inner in &mut self.nested {
            inner.stand_in(name);
        }
    }

    /// The item and those inside it.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        self.all_with_depth().map(|(_, item)| item)
    }

    /// The item and those inside it, each with how deep inside it stands.
    pub fn all_with_depth(&self) -> impl Iterator<Item = (usize, &Self)> {
        // One level of nesting is all that an input gives, and more would be listed as well.
        let mut waiting = vec![(0, self)];
        std::iter::from_fn(move || {
            let (depth, next) = waiting.pop()?;
            waiting.extend(next.nested.iter().rev().map(|inner| (depth + 1, inner)));
            Some((depth, next))
        })
    }

    /// Its secrets, and those of the items inside it.
    pub fn secrets(&self) -> KnownSecrets {
        if self.nested.is_empty() {
            return self.inspection.secrets.clone();
        }
        KnownSecrets::of_all(self.all().map(|item| &item.inspection.secrets))
    }

    fn mask_names(&mut self, secrets: &KnownSecrets) {
        for name in [&mut self.label, &mut self.place].into_iter().flatten() {
            if let Cow::Owned(masked) = secrets.masked(name) {
                *name = masked;
            }
        }
        for inner in &mut self.nested {
            inner.mask_names(secrets);
        }
    }

    /// The same, with the secrets of others masked in it as well.
    #[must_use]
    pub fn knowing(mut self, secrets: &KnownSecrets) -> Self {
        self.mask_names(secrets);
        let own = std::mem::take(&mut self.inspection.secrets);
        self.inspection.secrets = own.and(secrets);
        self.nested = self.nested.into_iter().map(|inner| inner.knowing(secrets)).collect();
        self
    }

    /// The name in a table: the label, else the place.
    pub fn name(&self) -> &str {
        self.label.as_deref().or(self.place.as_deref()).unwrap_or_default()
    }

    /// The name as it may be told: often it is the mail address of a person.
    pub fn told_name(&self, mask_personal: bool) -> Cow<'_, str> {
        if mask_personal { mail_masked(self.name()) } else { Cow::Borrowed(self.name()) }
    }
}

impl Inspection {
    /// Where it stands in a list of the soonest ends: what has an end by that, then what has none,
    /// last what is no token.
    fn end_rank(&self, now: DateTime<Utc>) -> (u8, Option<DateTime<Utc>>) {
        let usable = self.usable(now);
        match (usable.until, usable.answer) {
            (Some(end), _) => (0, Some(end)),
            (None, UsableAnswer::Unknown) if usable.because.contains(&Reason::NotAToken) => {
                (2, None)
            }
            (None, _) => (1, None),
        }
    }
}
