//! The lives of the tokens on one axis of time: from when to when, and where now is.

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{Document, document::TokenLife},
    emphasis::Emphasis,
    inspection::Headline,
    token::State,
    ui::{Scene, fit, panel},
};

use super::life;

/// The most tokens that have a line.
pub const MOST: usize = 4;
/// A token that outlives another so many times runs off the axis.
const LONGEST_SHARE: i32 = 12;
/// Columns of a bar, at least.
const LEAST_BAR: usize = 12;

/// How many lines there are to draw.
pub fn height(document: &Document) -> u16 {
    u16::try_from(document.lives.len().min(MOST)).unwrap_or(u16::MAX)
}

pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, document: &Document, area: Rect) {
    if area.is_empty() {
        return;
    }
    let lives = document.lives.get(..document.lives.len().min(MOST)).unwrap_or_default();
    let columns = usize::from(area.width).saturating_sub(2);
    let place = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(2), ..area };
    panel::lines(frame, place, lines(scene, lives, columns));
}

fn lines(scene: &Scene<'_>, lives: &[TokenLife], columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let axis = Axis::of(lives, scene.second());
    let name = |life: &TokenLife| fit::truncate(&scene.text(&life.name), 20).into_owned();
    let names = lives.iter().map(|life| fit::width(&name(life))).max().unwrap_or(0);
    let words: Vec<String> = lives.iter().map(|life| words(scene, life)).collect();
    let widest = words.iter().map(|words| fit::width(words)).max().unwrap_or(0);
    let instants = lives.iter().flat_map(|it| [it.expiry.issued_at, it.expiry.expires_at]);
    let labels = instants.flatten().map(|at| fit::width(&axis.label(at)));
    let label = labels.max().unwrap_or(0);
    let fixed = names + 2 + 2 * (label + 1) + 2 + widest;
    // A bar as long as the screen is wide says no more than one of a hand's breadth.
    let bar = columns.saturating_sub(fixed).min(72);
    let line = |(life, words): (&TokenLife, String)| {
        let mut spans = vec![Span::styled(fit::pad(&name(life), names + 2), theme.dim)];
        if bar >= LEAST_BAR {
            let start = life.expiry.issued_at.map_or(String::new(), |at| axis.label(at));
            let end = life.expiry.expires_at.map_or(String::new(), |at| axis.label(at));
            spans.push(Span::styled(format!("{} ", fit::pad(&start, label)), theme.dim));
            spans.extend(axis.bar(scene, life, bar));
            spans.push(Span::styled(format!(" {}  ", fit::pad(&end, label)), theme.text));
        }
        let Headline { emphasis, .. } = Headline::of_state(life.expiry.state(scene.now));
        spans.push(Span::styled(words, theme.emphasis(emphasis)));
        fit::clip(Line::from(spans), columns)
    };
    lives.iter().zip(words).map(line).collect()
}

/// What is left, and what says so: `● 12m 04s · exp`.
fn words(scene: &Scene<'_>, life: &TokenLife) -> String {
    let Headline { symbol, .. } = Headline::of_state(life.expiry.state(scene.now));
    let left = life::brief_words(scene, &life.expiry);
    let basis = life::brief_basis(&life.expiry);
    let basis = scene.text(&basis).into_owned();
    if basis.is_empty() {
        return format!("{symbol} {left}");
    }
    let doubt = match life.expiry.disagreeing_candidates().next() {
        Some(_) => format!(" {}", Emphasis::Warning.symbol()),
        None => String::new(),
    };
    format!("{symbol} {left} · {basis}{doubt}")
}

/// The span of time that all bars share.
struct Axis {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Axis {
    /// From the first beginning to the last end; a token that lives very much longer than another
    /// runs off it, and now is on it or at its edge.
    fn of(lives: &[TokenLife], now: DateTime<Utc>) -> Self {
        let spans = || lives.iter().filter_map(|life| span(life, now));
        let start = spans().map(|(start, _)| start).min().unwrap_or(now);
        let ends = || spans().map(|(_, end)| end).filter(|end| *end > start);
        let shortest = ends().min().unwrap_or(now) - start;
        let most = shortest.checked_mul(LONGEST_SHARE).unwrap_or(TimeDelta::MAX);
        let most = start.checked_add_signed(most).unwrap_or(DateTime::<Utc>::MAX_UTC);
        let end = ends().filter(|end| *end <= most).max().unwrap_or(now);
        let margin = (end - start) / 4;
        let shifted = |at: DateTime<Utc>, by| at.checked_add_signed(by).unwrap_or(at);
        Self {
            start: start.min(now.max(shifted(start, -margin))),
            end: end.max(now.min(shifted(end, margin))),
            now,
        }
    }

    /// The column of an instant, the first or the last where it is not on the axis.
    fn column(&self, at: DateTime<Utc>, columns: usize) -> usize {
        let whole = (self.end - self.start).as_seconds_f64().max(1.0);
        let part = ((at - self.start).as_seconds_f64() / whole).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a part between 0 and 1 of a number of columns"
        )]
        let column = (part * (columns.saturating_sub(1) as f64)).round() as usize;
        column
    }

    /// An instant in as few characters as tell it: the day where it is another one, the year where
    /// that is far.
    fn label(&self, at: DateTime<Utc>) -> String {
        let far = (self.now - at).abs();
        let format = if at.date_naive() == self.now.date_naive() || far < TimeDelta::hours(12) {
            "%H:%M"
        } else if far < TimeDelta::days(200) {
            "%m-%d %H:%M"
        } else {
            "%Y-%m-%d"
        };
        at.format(format).to_string()
    }

    /// The bar of one token: what is used up, now, what is left.
    fn bar(&self, scene: &Scene<'_>, life: &TokenLife, columns: usize) -> Vec<Span<'static>> {
        let theme = scene.theme;
        let state = life.expiry.state(scene.now);
        let style = theme.emphasis(Headline::of_state(state).emphasis);
        let Some((start, end)) = span(life, scene.second()) else {
            return vec![Span::raw(" ".repeat(columns))];
        };
        let (first, last) = (self.column(start, columns), self.column(end, columns));
        let now = self.column(self.now, columns);
        let runs_off = end > self.end;
        let cell = |at: usize| -> (&'static str, Style) {
            match at {
                _ if at == now => ("┿", theme.strong),
                _ if at < first || at > last => (" ", theme.text),
                _ if at == last && runs_off => ("→", style),
                _ if at == last => ("┤", style),
                _ if at < now => ("╌", theme.track),
                _ => ("━", style),
            }
        };
        let mut spans: Vec<Span<'static>> = Vec::new();
        for at in 0..columns {
            let (symbol, style) = cell(at);
            match spans.last_mut() {
                Some(span) if span.style == style => span.content.to_mut().push_str(symbol),
                _ => spans.push(Span::styled(symbol, style)),
            }
        }
        spans
    }
}

/// From when to when a token lives; what has no beginning begins now, and what has no end goes on.
fn span(life: &TokenLife, now: DateTime<Utc>) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let expiry = &life.expiry;
    let end = match (expiry.expires_at, expiry.state(now)) {
        (Some(end), _) => end,
        (None, State::Never) => DateTime::<Utc>::MAX_UTC,
        (None, _) => return None,
    };
    let start = expiry.not_before.or(expiry.issued_at).unwrap_or(now);
    Some((start.min(end), end))
}
