//! How a row of the detail panel becomes lines.

use chrono::{DateTime, Utc};
use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{
        Action, Document, Mode, Target,
        detail::DetailRow,
        document::{Item, Root},
    },
    emphasis::Emphasis,
    inspection::Headline,
    jose::SignatureStatus,
    token::Zone,
    ui::{Scene, card, findings, fit, value},
    words,
};

/// Columns of a label.
const LABEL: usize = 12;

/// How rows become lines.
pub(super) struct DetailWriter<'a> {
    scene: &'a Scene<'a>,
    document: &'a Document,
    columns: usize,
    names: usize,
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
    pub fn height(&self, row: &DetailRow, open: bool) -> usize {
        match row {
            DetailRow::Gap | DetailRow::Heading(_) => 1,
            DetailRow::Member(..) if !open => 1,
            row => self.lines(row, open).len(),
        }
    }

    pub fn lines(&self, row: &DetailRow, open: bool) -> Vec<Line<'static>> {
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
            DetailRow::Member(Target::Value { root, path }, depth) => {
                match self.document.item(*root, path, self.zone()) {
                    Some(item) => self.member(*root, path, *depth, &item, open),
                    None => vec![Line::default()],
                }
            }
            DetailRow::Whole(target) | DetailRow::Member(target, _) => self.other(target),
        }
    }

    fn zone(&self) -> Zone {
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
        let Some(token) = self.document.inspection.tokens.get(token) else { return Vec::new() };
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
        let local = card::local(self.scene, at);
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

    /// A member: one line, and below it what it means while the cursor is on it.
    fn member(
        &self,
        root: Root,
        path: &[usize],
        depth: usize,
        item: &Item<'_>,
        open: bool,
    ) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let indent = depth * 2;
        let name = fit::pad(&self.scene.text(&item.name), self.names.saturating_sub(indent));
        let space = self.columns.saturating_sub(self.names + 4);
        let cell = value::cell(self.scene, self.document, root, path, item);
        let cut = fit::width(&cell.value) + fit::width(&cell.hint) + 2 > space;
        let mut spans = vec![
            Span::raw(" ".repeat(indent + 2)),
            Span::styled(name, theme.name),
            Span::raw("  "),
        ];
        spans.extend(cell.spans(self.scene, space));
        if !open {
            // The meaning fits whole or is left for when the cursor comes.
            let used: usize = spans.iter().map(Span::width).sum();
            if let Some(meaning) = item.meaning
                && fit::width(meaning.words) + used + 3 <= self.columns
            {
                spans.push(Span::raw("   "));
                spans.push(Span::styled(meaning.words, theme.dim));
            }
            return vec![Line::from(spans)];
        }
        let mut lines = vec![Line::from(spans)];
        let inset = indent + 4;
        let below = |lines: &mut Vec<Line<'static>>, span: Span<'static>| {
            lines.push(Line::from(vec![Span::raw(" ".repeat(inset)), span]));
        };
        let inner = self.columns.saturating_sub(inset);
        if cut {
            for span in value::whole(self.scene, root, path, item, inner) {
                below(&mut lines, span);
            }
        }
        if let Some(at) = item.time {
            let local = card::local(self.scene, at);
            let words = words::utc(at);
            let words = local.map_or(words.clone(), |local| format!("{words} · {local}"));
            below(&mut lines, Span::styled(words, theme.text));
        }
        if let Some(meaning) = item.meaning {
            let words = format!("{} · {}", meaning.words, meaning.source);
            for line in fit::wrap(&words, inner) {
                below(&mut lines, Span::styled(line, theme.dim));
            }
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
                    fit::wrap(&self.scene.text(&finding.message), room)
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
            DetailRow::Member(Target::Value { root, path }, depth) => {
                let item = document.item(*root, path, Zone::System)?;
                Some(fit::width(&scene.text(&item.name)) + depth * 2)
            }
            _ => None,
        })
        .max()
        .unwrap_or(0)
        .clamp(LABEL - 2, (columns * 2 / 5).max(LABEL))
}
