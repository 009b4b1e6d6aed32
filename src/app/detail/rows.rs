//! Gathers the rows of the detail panel, view by view.

mod about;
pub(super) mod members;
mod token;

use crate::{
    inspection::Inspection, jose::Token, kind::Kind, problem::Problem, text::visible, token::Zone,
};

use super::{
    super::{Document, cursor_target::Target, document::Root},
    DetailRow, DetailView, Emphasis,
    folds::Folds,
};

/// What can be shown of a subject, the most telling first.
pub(super) fn views(document: &Document, subject: Option<&Target>) -> Vec<DetailView> {
    let mut views = Vec::new();
    if let Some(Target::Value { root: Root::Field(index), .. }) = subject
        && let Some(field) = document.inspection.fields.get(*index)
    {
        let tokens = || document.inspection.tokens_in(field).filter_map(|it| document.token(it));
        let says = |token: &Token| {
            token.claims.is_some() || token.disclosures.is_some() || token.payload.is_some()
        };
        if tokens().any(says) {
            views.push(DetailView::Claims);
        }
        if tokens().any(|token| !token.header.members().is_empty()) {
            views.push(DetailView::Header);
        }
        if field.plain().is_some_and(|value| members::count(value) > 0) {
            views.push(DetailView::Members);
        }
    }
    // Of what cannot be read, the place where reading ended says most.
    let is_unread = document.inspection.kind == Kind::Unrecognized && document.has_raw();
    let last = if is_unread {
        [DetailView::Raw, DetailView::About]
    } else if views.is_empty() {
        [DetailView::About, DetailView::Raw]
    } else {
        [DetailView::Raw, DetailView::About]
    };
    views.extend(last.into_iter().filter(|it| *it != DetailView::Raw || document.has_raw()));
    views
}

/// Rows being gathered.
pub(super) struct Gathered<'a> {
    document: &'a Document,
    folds: &'a Folds,
    zone: Zone,
    inspection: &'a Inspection,
    pub rows: Vec<DetailRow>,
}

impl<'a> Gathered<'a> {
    pub fn new(document: &'a Document, folds: &'a Folds, zone: Zone) -> Self {
        Self { document, folds, zone, inspection: &document.inspection, rows: Vec::new() }
    }
}

impl Gathered<'_> {
    /// Gathers the rows of a view; gives the title of the panel.
    pub fn view(&mut self, subject: Option<&Target>, view: DetailView) -> String {
        let field = match subject {
            Some(Target::Value { root: Root::Field(index), .. }) => {
                self.inspection.fields.get(*index).map(|field| (*index, field))
            }
            _ => None,
        };
        let title = match subject {
            Some(Target::Value { .. }) => {
                field.map_or(String::new(), |(_, field)| visible(&field.name).into_owned())
            }
            Some(Target::Resource(line)) => {
                let line = self.document.resources.get(*line);
                line.map_or("Scopes".to_owned(), |line| visible(&line.name).into_owned())
            }
            Some(Target::Finding(index)) => {
                self.document.findings.get(*index).map_or(String::new(), |it| it.code.to_owned())
            }
            _ if self.inspection.kind == Kind::Unrecognized => "What to do".to_owned(),
            _ => "Detail".to_owned(),
        };
        match (view, field, subject) {
            (DetailView::Raw, ..) => {
                let lines = self.document.raw().map_or(0, |raw| raw.lines.len());
                self.rows.extend((0..lines).map(DetailRow::Raw));
            }
            (DetailView::Claims, Some((_, field)), _) => self.claims(field),
            (DetailView::Header, Some((_, field)), _) => self.headers(field),
            (DetailView::Members, Some((index, field)), _) => {
                if let Some(value) = field.plain() {
                    self.members(Root::Field(index), value);
                }
            }
            (_, Some((index, _)), _) => self.field(index),
            (_, _, Some(Target::Resource(line))) => {
                self.resource(self.document.resources.get(*line));
            }
            (_, _, Some(Target::Finding(index))) => self.finding(*index),
            _ => self.unrecognized(),
        }
        title
    }

    fn gap(&mut self) {
        if !matches!(self.rows.last(), None | Some(DetailRow::Gap)) {
            self.rows.push(DetailRow::Gap);
        }
    }

    fn heading(&mut self, words: &str) {
        self.gap();
        self.rows.push(DetailRow::Heading(words.to_owned()));
    }

    fn say(&mut self, emphasis: Emphasis, words: impl Into<String>) {
        self.rows.push(DetailRow::Say(emphasis, words.into()));
    }

    fn pair(&mut self, label: &'static str, emphasis: Emphasis, words: impl Into<String>) {
        self.rows.push(DetailRow::Pair(label, emphasis, words.into()));
    }

    /// What could not be read, and where.
    fn problem(&mut self, problem: Option<&Problem>) {
        let Some(problem) = problem else { return };
        self.gap();
        self.say(Emphasis::Bad, problem.to_string());
        if let Some(hint) = &problem.hint {
            self.say(Emphasis::Dim, visible(hint));
        }
    }
}
