//! The scopes of a response by where they are named: in the request, in the response, in the token.

use super::{Inspection, ScopeGrant, scopes::scope_claim};
use crate::{
    emphasis::Emphasis,
    kind::Kind,
    token::{
        Scope,
        issuer::IssuerHints,
        scope::{is_claim_of, is_same, is_sign_in, scopes_of},
        scope_matrix::{self, Resource},
    },
    value::Value,
};

/// Where a scope stands in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeMark {
    Yes,
    /// It should be there.
    Missing,
    /// It is not there, and need not be.
    Blank,
}

impl ScopeMark {
    /// A symbol of one column.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::Missing => "✗",
            Self::Blank => "·",
        }
    }

    pub fn emphasis(self) -> Emphasis {
        match self {
            Self::Yes => Emphasis::Good,
            Self::Missing => Emphasis::Warning,
            Self::Blank => Emphasis::Dim,
        }
    }
}

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeColumn {
    /// In the request.
    Asked,
    /// In the response.
    Granted,
    /// In the access token.
    Claimed,
}

impl ScopeColumn {
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Granted => "granted",
            Self::Claimed => "claimed",
        }
    }

    /// The name where there is room for one column.
    pub fn letter(self) -> &'static str {
        self.name().get(..1).unwrap_or_default()
    }
}

/// One scope, and where it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRow {
    pub scope: Scope,
    /// A mark for each column of the table.
    pub marks: Vec<ScopeMark>,
    /// What it means that the columns differ; none where they do not.
    pub difference: Option<&'static str>,
}

/// The scopes of a response by where they are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeTable {
    /// The columns that are known, where there are several to compare.
    pub columns: Vec<ScopeColumn>,
    /// How the response says what it grants.
    pub grant: ScopeGrant,
    /// Every scope: those that are granted first, in order.
    pub rows: Vec<ScopeRow>,
}

impl ScopeTable {
    /// Whether columns are compared.
    pub fn is_compared(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The lines to show: one a resource, or where columns are compared one a scope, differences
    /// first. Their scopes are indices of `rows`.
    pub fn lines(&self) -> Vec<Resource> {
        if !self.is_compared() {
            return scope_matrix::resources(self.rows.iter().map(|row| &row.scope));
        }
        let of = |differs: bool| {
            let rows = self.rows.iter().enumerate();
            rows.filter(move |(_, row)| row.difference.is_some() == differs)
        };
        let line = |(index, row): (usize, &ScopeRow)| Resource::of_scope(index, &row.scope);
        of(true).chain(of(false)).map(line).collect()
    }

    /// What a mark in a column means.
    pub fn words(&self, column: ScopeColumn, mark: ScopeMark) -> String {
        let what = match (column, mark == ScopeMark::Yes) {
            (ScopeColumn::Asked, true) => "in the request",
            (ScopeColumn::Asked, false) => "not in the request",
            (ScopeColumn::Granted, true) => match self.grant {
                ScopeGrant::Named => "in the response",
                ScopeGrant::AsAsked => "as asked, for the response names no scope",
                ScopeGrant::AsBefore => "as before, for the response names no scope",
            },
            (ScopeColumn::Granted, false) => "not in the response",
            (ScopeColumn::Claimed, true) => "in the token",
            (ScopeColumn::Claimed, false) => "not in the token",
        };
        format!("{} {what}", mark.symbol())
    }

    /// The row of a line, where columns are compared.
    pub fn compared_row(&self, line: &Resource) -> Option<&ScopeRow> {
        self.rows.get(*line.scopes.first()?).filter(|_| self.is_compared())
    }
}

/// More scopes than this, those of all columns multiplied, are not compared one by one: hostile
/// lists are long.
const MOST_PAIRS: usize = 1_000_000;

impl Inspection {
    /// The scopes by where they are named.
    pub fn scope_table(&self) -> ScopeTable {
        let plain = || ScopeTable {
            columns: Vec::new(),
            grant: self.scope_grant,
            rows: self.scopes.iter().map(|scope| plain_row(scope.clone())).collect(),
        };
        if self.kind != Kind::TokenResponse {
            return plain();
        }
        let asked = scopes_by_name(&self.asked_scopes);
        let claim = self.scope_claim();
        let claimed = claim.map(|(_, scopes)| scopes);
        let sizes = [asked.len(), self.scopes.len(), claimed.as_ref().map_or(0, Vec::len)];
        let pairs = sizes.iter().map(|size| size + 1).product::<usize>();
        if (asked.is_empty() && claimed.is_none()) || pairs > MOST_PAIRS {
            return plain();
        }
        Columns { asked, granted: &self.scopes, claimed, grant: self.scope_grant }.table()
    }

    /// The scopes in the access token, and the claim that names them.
    pub fn scope_claim(&self) -> Option<(&'static str, Vec<Scope>)> {
        let claims = self.token("access_token")?.claims.as_ref()?;
        let (name, value) = scope_claim(claims)?;
        let value = self.secrets.redacted(name, value);
        let mut scopes = scopes_of(&value, IssuerHints { iss: None, url: None });
        scopes.retain(|scope| !scope.name.contains(crate::secret::MASK));
        Some((name, scopes))
    }
}

fn scopes_by_name(names: &[String]) -> Vec<Scope> {
    scopes_of(&Value::string(names.join(" ")), IssuerHints { iss: None, url: None })
}

fn plain_row(scope: Scope) -> ScopeRow {
    ScopeRow { scope, marks: Vec::new(), difference: None }
}

/// What is known of each column.
struct Columns<'a> {
    /// Empty where it is not known.
    asked: Vec<Scope>,
    granted: &'a [Scope],
    claimed: Option<Vec<Scope>>,
    grant: ScopeGrant,
}

impl Columns<'_> {
    fn table(self) -> ScopeTable {
        let mut scopes: Vec<Scope> = self.granted.to_vec();
        let in_token = self.claimed.iter().flatten();
        for scope in self.asked.iter().chain(in_token) {
            let is_known = |known: &Scope| {
                is_same(&known.name, &scope.name) || is_claim_of(&scope.name, &known.name)
            };
            if !scopes.iter().any(is_known) {
                scopes.push(scope.clone());
            }
        }
        let mut columns = vec![ScopeColumn::Granted];
        if !self.asked.is_empty() {
            columns.insert(0, ScopeColumn::Asked);
        }
        if self.claimed.is_some() {
            columns.push(ScopeColumn::Claimed);
        }
        let rows: Vec<ScopeRow> = scopes.into_iter().map(|scope| self.row(scope)).collect();
        ScopeTable { columns, rows, grant: self.grant }
    }

    fn row(&self, scope: Scope) -> ScopeRow {
        let name = scope.name.as_str();
        let is_asked = self.asked.iter().any(|asked| is_same(&asked.name, name));
        let is_granted = self.granted.iter().any(|granted| is_same(&granted.name, name));
        let claimed = self.claimed.as_ref();
        let is_claimed = claimed.map(|all| all.iter().any(|claim| is_claim_of(&claim.name, name)));
        // A whole default set was asked for (`…/.default`): what is in it only the server knows.
        let asks_default = self.asked.iter().any(|asked| asked.name.ends_with("/.default"));
        let compares = !self.asked.is_empty() && !asks_default;
        // The sign-in is not what the token is for.
        let is_sign_in = is_sign_in(name);
        let not_granted = compares && is_asked && !is_granted && name != "offline_access";
        let not_asked = compares && !is_asked && is_granted && !is_sign_in;
        let not_claimed = is_granted && is_claimed == Some(false) && !is_sign_in;
        let only_claimed = !is_granted && is_claimed == Some(true);
        let mark = |is_there: bool, is_missing: bool| match (is_there, is_missing) {
            (true, _) => ScopeMark::Yes,
            (false, true) => ScopeMark::Missing,
            (false, false) => ScopeMark::Blank,
        };
        let mut marks = vec![mark(is_granted, not_granted || only_claimed)];
        if !self.asked.is_empty() {
            marks.insert(0, mark(is_asked, not_asked));
        }
        if let Some(is_claimed) = is_claimed {
            marks.push(mark(is_claimed, not_claimed));
        }
        let difference = match (not_granted, not_asked, not_claimed, only_claimed) {
            (true, _, _, true) => {
                "asked for and not granted by the response, but in the token: the API goes by the \
                 token"
            }
            (true, ..) => "asked for and not granted: requests that need it will be refused",
            (_, true, true, _) => {
                "granted without being asked for, and not in the token: the API will refuse it"
            }
            (_, true, ..) => "granted without being asked for: more than the client needs",
            (_, _, true, _) => "granted, but not in the token: the API will refuse it",
            (_, _, _, true) => {
                "in the token, but not named by the response: the token can do more than its \
                 client knows"
            }
            _ => "",
        };
        let difference = (!difference.is_empty()).then_some(difference);
        ScopeRow { scope, marks, difference }
    }
}
