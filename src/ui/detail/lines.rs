//! How a row of the detail panel becomes lines.

use chrono::{DateTime, Utc};
use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{Action, Document, Mode, Target, detail::DetailRow},
    emphasis::Emphasis,
    inspection::Headline,
    jose::SignatureStatus,
    token::Zone,
    ui::{
        Scene, access, findings, fit,
        headline::{self, life},
        value,
    },
    words,
};

/// Columns of a label.
const LABEL: usize = 12;

/// How rows become lines.
pub(super) struct DetailWriter<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) document: &'a Document,
    pub(super) columns: usize,
    /// Columns of the names, indented as they are.
    pub(super) names: usize,
}

impl<'a> DetailWriter<'a> {
    pub fn new(
        scene: &'a Scene<'a>,
        document: &'a Document,
        rows: &[DetailRow],
        columns: usize,
    ) -> Self {
        Self { scene, document, columns, names: name_columns(scene, document, rows, columns) }
    }

    /// How many lines a row takes.
    pub fn height(&self, row: &DetailRow) -> usize {
        match row {
            DetailRow::Gap | DetailRow::Heading(_) | DetailRow::Member { .. } => 1,
            DetailRow::Raw(index) => self.raw_height(*index),
            row => self.lines(row).len(),
        }
    }

    pub fn lines(&self, row: &DetailRow) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        match row {
            DetailRow::Gap => vec![Line::default()],
            DetailRow::Heading(words) => {
                let words = self.scene.text(words).into_owned();
                vec![Line::from(Span::styled(words, theme.strong))]
            }
            // An address is not read but followed: its start says where to.
            DetailRow::Say(Emphasis::Dim, words) if words.starts_with("https://") => {
                let address = fit::truncate(words, self.columns).into_owned();
                vec![Line::from(Span::styled(address, theme.dim))]
            }
            DetailRow::Say(emphasis, words) => {
                self.wrapped(words, self.scene.theme.emphasis(*emphasis))
            }
            DetailRow::Bullet(words) => self.bullet(words),
            DetailRow::Pair(label, emphasis, words) => self.pair(label, *emphasis, words),
            DetailRow::Message(index) => {
                self.document.findings.get(*index).map_or_else(Vec::new, |finding| {
                    self.wrapped(&finding.message_at(self.scene.second()), theme.text)
                })
            }
            DetailRow::Access => match &self.document.access {
                Some(check) => access::lines(self.scene, check, self.columns),
                None => Vec::new(),
            },
            DetailRow::Verdict(token) => self.verdict(*token),
            DetailRow::Instant(at) => self.instant(*at),
            DetailRow::Whole(Target::Value { root, path }) => {
                match self.document.item(*root, path, self.zone()) {
                    Some(item) => value::whole(self.scene, *root, path, &item, self.columns)
                        .into_iter()
                        .map(Line::from)
                        .collect(),
                    None => vec![Line::default()],
                }
            }
            DetailRow::Member { target, depth, fold } => vec![self.member(target, *depth, *fold)],
            DetailRow::Raw(index) => self.raw_line(*index),
            DetailRow::Life(field) => self.life(field),
            DetailRow::Whole(target) | DetailRow::Finding(target) | DetailRow::Scope(target) => {
                self.other(target)
            }
        }
    }

    pub(super) fn zone(&self) -> Zone {
        self.scene.app.settings.zone
    }

    fn wrapped(&self, words: &str, style: Style) -> Vec<Line<'static>> {
        fit::wrap(&self.scene.text(words), self.columns)
            .into_iter()
            .map(|line| Line::from(Span::styled(line, style)))
            .collect()
    }

    fn bullet(&self, words: &str) -> Vec<Line<'static>> {
        fit::wrap(&self.scene.text(words), self.columns.saturating_sub(4))
            .into_iter()
            .enumerate()
            .map(|(line, words)| {
                let bullet = if line == 0 { "  · " } else { "    " };
                Line::from(vec![
                    Span::styled(bullet, self.scene.theme.dim),
                    Span::styled(words, self.scene.theme.text),
                ])
            })
            .collect()
    }

    fn pair(&self, label: &str, emphasis: Emphasis, words: &str) -> Vec<Line<'static>> {
        let room = self.columns.saturating_sub(LABEL);
        fit::wrap(&self.scene.text(words), room)
            .into_iter()
            .enumerate()
            .map(|(index, line)| {
                let label = if index == 0 { label } else { "" };
                Line::from(vec![
                    Span::styled(fit::pad(label, LABEL), self.scene.theme.dim),
                    Span::styled(line, self.scene.theme.emphasis(emphasis)),
                ])
            })
            .collect()
    }

    /// The verdict on a signature and why; where nothing was checked, how it can be.
    fn verdict(&self, token: usize) -> Vec<Line<'static>> {
        let Some(token) = self.document.token(token) else { return Vec::new() };
        let signature = &token.signature;
        let Headline { symbol, words, emphasis } = Headline::of_signature(signature.status);
        let verdict = format!("{symbol} {words}");
        let key = self.scene.keymap.key(Mode::Inspector, Action::AddKey);
        let words = match (&signature.reason, key) {
            (Some(reason), _) => format!("{verdict}: {}", self.scene.text(reason)),
            (None, Some(key)) if signature.status == SignatureStatus::NotChecked => {
                format!("{verdict} · give a key with {key}")
            }
            (None, _) => verdict,
        };
        self.pair("signature", emphasis, &words)
    }

    fn instant(&self, at: DateTime<Utc>) -> Vec<Line<'static>> {
        let local = headline::local(self.scene, at);
        let mut words = words::utc(at);
        if let Some(local) = local {
            words = format!("{words} · {local}");
        }
        let mut lines = self.pair("time", Emphasis::Plain, &words);
        lines.extend(self.pair(
            "from now",
            Emphasis::Plain,
            &value::relative(at, self.scene.second()),
        ));
        lines
    }

    /// When the token of a field ends, how that is known, and what else is said of it.
    fn life(&self, field: &str) -> Vec<Line<'static>> {
        let Some(expiry) = self.document.life(field) else { return Vec::new() };
        let mut lines = Vec::new();
        for (label, emphasis, words) in life::facts(self.scene, self.document, expiry) {
            lines.extend(self.pair(label, emphasis, &words));
        }
        lines
    }

    fn other(&self, target: &Target) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let rows = &self.document.scopes.rows;
        match target {
            Target::Scope(index) => rows.get(*index).map_or_else(Vec::new, |row| {
                fit::wrap(&self.scene.text(&row.scope.name), self.columns)
                    .into_iter()
                    .map(|line| Line::from(Span::styled(line, theme.name)))
                    .collect()
            }),
            Target::Finding(index) => {
                self.document.findings.get(*index).map_or_else(Vec::new, |finding| {
                    let room = self.columns.saturating_sub(4);
                    fit::wrap(&self.scene.text(&finding.message_at(self.scene.second())), room)
                        .into_iter()
                        .enumerate()
                        .map(|(line, words)| {
                            let mark = if line == 0 {
                                findings::mark(self.scene, finding.severity)
                            } else {
                                Span::raw(" ")
                            };
                            Line::from(vec![
                                Span::raw("  "),
                                mark,
                                Span::raw(" "),
                                Span::styled(words, theme.text),
                            ])
                        })
                        .collect()
                })
            }
            _ => vec![Line::default()],
        }
    }
}

/// Columns of the widest member name, up to two fifths of the panel.
fn name_columns(
    scene: &Scene<'_>,
    document: &Document,
    rows: &[DetailRow],
    columns: usize,
) -> usize {
    rows.iter()
        .take(500)
        .filter_map(|row| match row {
            DetailRow::Member { target: Target::Value { root, path }, depth, .. } => {
                let item = document.item(*root, path, Zone::System)?;
                Some(fit::width(&scene.text(&item.name)) + depth * 2)
            }
            _ => None,
        })
        .max()
        .unwrap_or(0)
        .clamp(LABEL - 2, (columns * 2 / 5).max(LABEL))
}
