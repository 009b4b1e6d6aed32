//! Databases in which a tool keeps the parts of one login in several files: the rows with the same
//! account are one credential.

use std::collections::HashMap;

use chrono::{DateTime, Offset as _, Utc};

use super::{ToolItems, files};
use crate::{
    catalog::tools::ToolFile,
    input::{Artifact, Credential, Encoding, Loaded, database},
    inspection::CollectionItem,
    problem::Problem,
    token::Zone,
    value::{Member, Value, json},
};

/// How many columns are kept of an account.
const MOST_COLUMNS: usize = 256;

/// The rows of a tool's databases, joined by the account that they name.
#[derive(Default)]
pub(super) struct JoinedRows {
    rows: Vec<JoinedRow>,
    /// Where the row of an account is.
    by_account: HashMap<String, usize>,
    /// What could not be read, with the name of the file.
    problems: Vec<(String, Problem)>,
}

/// What several databases say of one account.
struct JoinedRow {
    account: String,
    members: Vec<Member>,
    /// The files, in words.
    places: Vec<String>,
    modified: Option<DateTime<Utc>>,
    mode: Option<u32>,
    in_utc: bool,
}

impl JoinedRows {
    /// Adds the rows of a database that is called `name`; false where it is none.
    pub(super) fn add(&mut self, name: &str, file: ToolFile, loaded: &Loaded) -> bool {
        let Some(column) = file.joined_by().filter(|_| database::is_database(&loaded.bytes)) else {
            return false;
        };
        let (tables, problem) = database::read(&loaded.bytes);
        self.problems.extend(problem.map(|problem| (name.to_owned(), problem)));
        let Value::Object(tables) = tables else { return true };
        let rows = tables.into_iter().filter_map(|table| match table.value {
            Value::Array(rows) => Some(rows),
            _ => None,
        });
        for row in rows.flatten() {
            let account = row.get(column).and_then(Value::as_str).map(str::to_owned);
            let (Some(account), Value::Object(members)) = (account, row) else { continue };
            self.join(account, members, name, file, loaded);
        }
        true
    }

    /// Says that a database has changes which are in another file.
    pub(super) fn add_pending(&mut self, name: &str) {
        let words = format!("changes are in {name}-wal, which is not read");
        let problem = Problem::new(words).hint("the tool takes them over when it ends");
        self.problems.push((name.to_owned(), problem));
    }

    fn join(
        &mut self,
        account: String,
        members: Vec<Member>,
        name: &str,
        file: ToolFile,
        loaded: &Loaded,
    ) {
        let at = *self.by_account.entry(account.clone()).or_insert(self.rows.len());
        if at == self.rows.len() {
            let (members, places) = (Vec::new(), Vec::new());
            let (modified, mode) = (loaded.modified, loaded.mode);
            let in_utc = file.is_in_utc();
            self.rows.push(JoinedRow { account, members, places, modified, mode, in_utc });
        }
        let Some(row) = self.rows.get_mut(at) else { return };
        for member in members.into_iter().flat_map(unwrapped) {
            let is_new = row.members.len() < MOST_COLUMNS
                && !row.members.iter().any(|it| it.name == member.name);
            if is_new && !member.value.is_absent() {
                row.members.push(member);
            }
        }
        if row.places.last().is_none_or(|place| place != name) {
            row.places.push(name.to_owned());
        }
        // Whoever may read one of the files has a part of the login.
        row.mode = row
            .mode
            .zip(loaded.mode)
            .map_or(row.mode.or(loaded.mode), |(one, other)| Some(one | other));
        row.modified = row.modified.max(loaded.modified);
    }

    /// An item for each account, and for each database that could not be read.
    pub(super) fn items(self, of: &ToolItems<'_>) -> Vec<CollectionItem> {
        let mut items = Vec::new();
        for row in self.rows {
            let artifact = Artifact::of_members(row.members, Encoding::Table);
            let label = Some(row.account);
            let found = Credential { label, ..Credential::whole(artifact) };
            let mut context = of.context;
            if row.in_utc {
                context.zone = Zone::Fixed(Utc.fix());
            }
            let mut item = of.with(context).inspect(found, row.modified, row.mode);
            item.stand_in(&row.places.join(", "));
            items.extend(Some(item).filter(files::is_token));
        }
        for (name, problem) in self.problems {
            let mut item = of.unread(problem, None);
            item.stand_in(&name);
            items.push(item);
        }
        items
    }
}

/// A column, or the members of the JSON object that it holds.
fn unwrapped(member: Member) -> Vec<Member> {
    let text = member.value.as_str().filter(|text| text.starts_with('{'));
    match text.map(json::read_text) {
        Some((Value::Object(members), None)) => members,
        _ => vec![member],
    }
}
