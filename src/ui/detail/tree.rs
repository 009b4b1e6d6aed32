//! A row of the tree: one line, and below the panel what does not fit on it.

use ratatui::text::{Line, Span};

use crate::{
    app::{
        Target,
        detail::Fold,
        document::{Item, ValueContent},
    },
    ui::{fit, headline, value},
    value::{Value, display},
    words,
};

use super::lines::DetailWriter;

/// The most of a folded value that is looked at.
const PREVIEW: usize = 256;

impl DetailWriter<'_> {
    /// The line of a member.
    pub(super) fn member(&self, target: &Target, depth: usize, fold: Fold) -> Line<'static> {
        let theme = self.scene.theme;
        let Target::Value { root, path } = target else { return self.page(target, depth, fold) };
        let Some(item) = self.document.item(*root, path, self.zone()) else {
            return Line::default();
        };
        // However deep it is, the name has room.
        let indent = (depth * 2).min(self.columns / 3);
        let sign = match fold {
            Fold::Leaf => " ",
            Fold::Open => "▾",
            Fold::Closed => "▸",
        };
        let names = self.names.saturating_sub(indent);
        let mut spans = vec![
            Span::raw(" ".repeat(indent)),
            Span::styled(sign, theme.dim),
            Span::styled(fit::pad(&self.scene.text(&item.name), names), theme.name),
            Span::raw("  "),
        ];
        let room = self.columns.saturating_sub(indent.max(self.names) + 3);
        match fold {
            Fold::Leaf => {
                let cell = value::cell(self.scene, self.document, *root, path, &item);
                spans.extend(cell.spans(self.scene, room));
                let used: usize = spans.iter().map(Span::width).sum();
                // The meaning fits whole or is left for when the cursor comes.
                if let Some(meaning) = item.meaning
                    && fit::width(meaning.words) + used + 3 <= self.columns
                {
                    spans.push(Span::raw("   "));
                    spans.push(Span::styled(meaning.words, theme.dim));
                }
            }
            Fold::Open => spans.push(Span::styled(self.holds(target, &item), theme.dim)),
            Fold::Closed => {
                let holds = self.holds(target, &item);
                let left = room.saturating_sub(fit::width(&holds) + 2);
                spans.push(Span::styled(holds, theme.dim));
                if let ValueContent::Value { masked, .. } = item.content
                    && left >= 8
                    && masked.as_str().is_none()
                {
                    let preview = display::plain(masked, PREVIEW);
                    let preview = self.scene.text(&preview).into_owned();
                    spans.push(Span::raw("  "));
                    spans.push(Span::styled(fit::truncate(&preview, left).into_owned(), theme.dim));
                }
            }
        }
        fit::clip(Line::from(spans), self.columns)
    }

    /// The line of a page of very many members.
    fn page(&self, target: &Target, depth: usize, fold: Fold) -> Line<'static> {
        let theme = self.scene.theme;
        let Target::Range { first, end, .. } = target else { return Line::default() };
        let sign = if fold == Fold::Open { "▾" } else { "▸" };
        let line = Line::from(vec![
            Span::raw(" ".repeat((depth * 2).min(self.columns / 3))),
            Span::styled(sign, theme.dim),
            Span::styled(format!("{first} … {}", end - 1), theme.name),
        ]);
        fit::clip(line, self.columns)
    }

    /// How much is below a row.
    fn holds(&self, target: &Target, item: &Item<'_>) -> String {
        if let Some(token) = self.document.token_at(target).and_then(|it| self.document.token(it)) {
            let alg = token.signature.alg.as_deref().unwrap_or("without alg");
            return format!("token {}", self.scene.text(alg));
        }
        match item.content {
            ValueContent::Value { raw: Value::Array(items), .. } => {
                words::count(items.len(), "item")
            }
            ValueContent::Value { raw, .. } => words::count(raw.members().len(), "member"),
            _ => String::new(),
        }
    }

    /// What there is to say of the member under the cursor that its line does not: the whole value
    /// where it is cut, the local time, what it means.
    pub fn below(&self, target: &Target, depth: usize, fold: Fold) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let Target::Value { root, path } = target else { return Vec::new() };
        let Some(item) = self.document.item(*root, path, self.zone()) else { return Vec::new() };
        let mut lines = Vec::new();
        let room = self.columns.saturating_sub((depth * 2).max(self.names) + 3);
        if fold == Fold::Leaf {
            let cell = value::cell(self.scene, self.document, *root, path, &item);
            if cell.is_cut(room) {
                let whole = value::whole(self.scene, *root, path, &item, self.columns);
                lines.extend(whole.into_iter().map(Line::from));
            }
        }
        if let Some(at) = item.time {
            let mut words = words::utc(at);
            if let Some(local) = headline::local(self.scene, at) {
                words = format!("{words} · {local}");
            }
            lines.push(Line::from(Span::styled(words, theme.time)));
        }
        if let Some(meaning) = item.meaning {
            let words = format!("{} · {}", meaning.words, meaning.source);
            let wrapped = fit::wrap(&words, self.columns).into_iter();
            lines.extend(wrapped.map(|line| Line::from(Span::styled(line, theme.dim))));
        }
        lines
    }
}
