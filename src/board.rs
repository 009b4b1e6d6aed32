//! The board: every token that the tools of this machine keep, each with its end. It only reads
//! the files that the catalogue names; it contacts nobody, starts nothing and writes nothing.

mod accounts;
mod databases;
mod files;
mod signs;

use std::{collections::HashSet, path::Path};

use chrono::{DateTime, Utc};

use self::{databases::JoinedRows, files::FileItems};
use crate::{
    catalog::tools::{FileReading, Tool},
    input::{Artifact, Credential, Encoding},
    inspection::{Collection, CollectionItem, Context, Inspection},
    jose::Keys,
    kind::Kind,
    problem::Problem,
    secret::Secret,
    storage::tool_files::{self, ToolEnvironment, ToolFileContent, ToolFilesState, ToolPlace},
    text,
    token::{Received, Zone},
    value::{Member, Value},
};

/// The tools that are looked at, and the places where they keep tokens.
#[derive(Clone, Debug)]
pub struct Board {
    tools: Vec<Tool>,
    environment: ToolEnvironment,
    places: Vec<ToolPlace>,
}

/// What the tokens are judged by.
#[derive(Clone, Copy, Debug)]
pub struct BoardContext<'a> {
    /// The instant to judge at.
    pub now: DateTime<Utc>,
    /// Whether that was chosen (`--at`).
    pub at: bool,
    /// `--received-at`.
    pub received_at: Option<DateTime<Utc>>,
    pub keys: &'a Keys,
    pub zone: Zone,
}

impl Board {
    /// A board of these tools, in their order.
    pub fn new(tools: Vec<Tool>, environment: ToolEnvironment) -> Self {
        let places = tool_files::places(tools.iter().copied(), &environment);
        Self { tools, environment, places }
    }

    /// Every place that is looked at.
    pub fn places(&self) -> &[ToolPlace] {
        &self.places
    }

    /// The environment variables that are read, with the tools whose tokens they hold.
    pub fn variables(&self) -> impl Iterator<Item = (Tool, &'static str)> {
        self.tools.iter().flat_map(|tool| tool.variables().map(|name| (*tool, name)))
    }

    /// What the files are now: another state means that the tokens may be others.
    pub fn state(&self) -> ToolFilesState {
        tool_files::state(&self.places)
    }

    /// Reads every token, in the order of the tools. What cannot be read is an item that says so.
    pub fn read(&self, context: &BoardContext<'_>) -> Collection {
        let mut contents = tool_files::read(&self.places).into_iter().peekable();
        let mut items = Vec::new();
        for tool in &self.tools {
            let mut found = ToolItems::new(*tool, &self.environment, *context);
            found.add_variables();
            while let Some(content) = contents.next_if(|it| it.place.tool == *tool) {
                found.add(content);
            }
            items.append(&mut found.finish());
        }
        let encoding = Encoding::of_parts(items.iter().map(|item| item.inspection.encoding));
        Collection::new(encoding, items, None)
    }
}

/// What is found of one tool.
struct ToolItems<'a> {
    tool: Tool,
    environment: &'a ToolEnvironment,
    context: BoardContext<'a>,
    items: Vec<CollectionItem>,
    rows: JoinedRows,
    /// What counts only where there is no token.
    last_resort: Vec<CollectionItem>,
}

impl<'a> ToolItems<'a> {
    fn new(tool: Tool, environment: &'a ToolEnvironment, context: BoardContext<'a>) -> Self {
        let (items, rows, last_resort) = (Vec::new(), JoinedRows::default(), Vec::new());
        Self { tool, environment, context, items, rows, last_resort }
    }

    /// Adds the token that the tool's environment variables hold between them.
    fn add_variables(&mut self) {
        let value = |name: &str| self.environment.variable(name)?.into_string().ok();
        let members: Vec<_> = self
            .tool
            .variables()
            .filter_map(|name| {
                Some(Member { name: name.to_owned(), value: Value::string(value(name)?) })
            })
            .collect();
        if members.is_empty() {
            return;
        }
        let artifact = Artifact::of_members(members, Encoding::Ini);
        let mut item = self.inspect(Credential::whole(artifact), None, None);
        item.stand_in("environment");
        self.items.extend(Some(item).filter(files::is_token));
    }

    /// Adds what a file holds.
    fn add(&mut self, content: ToolFileContent) {
        let ToolFileContent { place, path, starred, content, has_pending_changes } = content;
        let file = place.file;
        let account = starred.filter(|_| file.is_labelled());
        let name = self.short(&path);
        let loaded = match content {
            Ok(loaded) => loaded,
            Err(problem) => {
                let mut item = self.unread(problem, account);
                item.stand_in(&name);
                let is_sign = matches!(file.reading(), FileReading::NotRead(_));
                if is_sign && file.is_last_resort() {
                    self.last_resort.push(item);
                } else if !file.is_only_last_resort() {
                    self.items.push(item);
                }
                return;
            }
        };
        if self.rows.add(&name, file, &loaded) {
            if has_pending_changes {
                self.rows.add_pending(&name);
            }
            return;
        }
        let FileItems { items, last_resort } =
            files::items(self, file, account.as_deref(), &loaded);
        for (mut added, all) in [(items, &mut self.items), (last_resort, &mut self.last_resort)] {
            for item in &mut added {
                item.stand_in(&name);
            }
            all.append(&mut added);
        }
    }

    /// All items, each credential once.
    fn finish(mut self) -> Vec<CollectionItem> {
        let mut rows = std::mem::take(&mut self.rows).items(&self);
        self.items.append(&mut rows);
        if !self.items.iter().any(files::is_token) {
            self.items.append(&mut self.last_resort);
        }
        let mut known = HashSet::new();
        let is_first: Vec<bool> = self
            .items
            .iter()
            .map(|item| secret_of(&item.inspection).is_none_or(|it| known.insert(it.expose())))
            .collect();
        let items = self.items.into_iter().zip(is_first).filter(|(_, is_first)| *is_first);
        items.map(|(item, _)| CollectionItem { tool: Some(self.tool.name()), ..item }).collect()
    }

    /// Inspects a credential from a file of these permissions that was written at an instant.
    fn inspect(
        &self,
        mut found: Credential,
        modified: Option<DateTime<Utc>>,
        file_mode: Option<u32>,
    ) -> CollectionItem {
        let BoardContext { now, at, received_at, keys, zone } = self.context;
        let received = Received::best_known(received_at, modified, at, now);
        let (request, previous) = (None, None);
        mark_stored(&mut found);
        let secret_trials = None;
        let context =
            Context { now, received, zone, keys, request, previous, file_mode, secret_trials };
        CollectionItem::of(found, &context)
    }

    /// The same with another context.
    fn with(&self, context: BoardContext<'a>) -> Self {
        Self::new(self.tool, self.environment, context)
    }

    /// An item that says why a token is not read.
    fn unread(&self, problem: Problem, label: Option<String>) -> CollectionItem {
        let item = CollectionItem::unreadable(problem, self.context.now, self.context.keys);
        CollectionItem { label, ..item }
    }

    /// A path as a person writes it.
    fn short(&self, path: &Path) -> String {
        match path.strip_prefix(&self.environment.home) {
            Ok(inside) => text::path(&Path::new("~").join(inside)),
            Err(_) => text::path(path),
        }
    }
}

/// Says of a credential and those inside it that a tool keeps them.
fn mark_stored(found: &mut Credential) {
    let mut waiting = vec![found];
    while let Some(next) = waiting.pop() {
        next.artifact.is_stored = true;
        waiting.extend(&mut next.nested);
    }
}

/// The secret that makes two items the same credential.
fn secret_of(inspection: &Inspection) -> Option<&Secret> {
    let names: &[&str] = match inspection.kind {
        Kind::TokenResponse => &["access_token", "id_token", "refresh_token"],
        kind if kind.is_jwt() || kind == Kind::OpaqueToken => &["token"],
        _ => &[],
    };
    names.iter().find_map(|name| inspection.field(name)?.secret())
}
