//! The top line: what is shown, what it is, how it is written, and the time it is shown at.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{Document, history::HistoryEntry},
    emphasis::Emphasis,
    input::Encoding,
};

use super::{Scene, fit, request};

/// The notation it is written in, as people write its name.
pub fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "JSON",
        Encoding::Http => "HTTP",
        Encoding::Url => "URL",
        Encoding::Java => "Java",
        Encoding::Python => "Python",
        Encoding::JavaScript => "JavaScript",
        Encoding::Ruby => "Ruby",
        Encoding::Yaml => "YAML",
        Encoding::Php => "PHP",
        Encoding::Toml => "TOML",
        Encoding::Ini => "INI",
        Encoding::Har => "HAR",
        other => other.name(),
    }
}

/// The top line of a document.
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, document: &Document, area: Rect) {
    let inspection = &document.inspection;
    let mut encoding = encoding(inspection.encoding).to_owned();
    if let Some(message) = inspection.message.as_ref().filter(|message| message.status > 0) {
        encoding = format!("HTTP {}", message.status);
    }
    let parts = [inspection.kind.words().to_owned(), encoding];
    line(frame, scene, &document.name(), &parts, document.changes_every_second(), area);
}

/// The top line: a name, what there is to say of it, the first of that in any case, and the time
/// where something moves with that.
pub fn line(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    name: &str,
    parts: &[String],
    moves: bool,
    area: Rect,
) {
    if area.is_empty() {
        return;
    }
    let theme = scene.theme;
    let columns = usize::from(area.width);
    let format = if columns >= 60 { "%H:%M:%S UTC " } else { "%H:%M:%S " };
    let clock = if moves { scene.second().format(format).to_string() } else { String::new() };
    let program = if columns >= 60 { " tokenscope  " } else { " " };
    let clock = if columns >= 34 { clock } else { String::new() };
    let mut right = Line::from(marks(scene));
    right.push_span(Span::styled(clock, theme.dim));
    // Too narrow: the server's name goes first, then the warnings.
    while right.width() > columns / 2 && right.spans.len() > 1 {
        right.spans.remove(0);
    }
    let room = columns.saturating_sub(right.width() + 1);
    let full_name = scene.text(name).into_owned();
    // Too narrow: what is said last goes first, then the end of the name.
    let what = parts.first().map_or("", String::as_str);
    let fixed = program.len() + fit::width(what) + 3;
    let name = fit::truncate(&full_name, room.saturating_sub(fixed).max(8)).into_owned();
    let mut used = fixed + fit::width(&full_name);
    let mut spans = vec![Span::styled(program, theme.accent), Span::styled(name, theme.strong)];
    for (number, part) in parts.iter().enumerate() {
        if number > 0 {
            used += fit::width(part) + 3;
            if used > room {
                break;
            }
        }
        spans.push(Span::styled(" · ", theme.dim));
        spans.push(Span::raw(part.clone()));
    }
    frame.render_widget(fit::clip(Line::from(spans), room), area);
    frame.render_widget(right.right_aligned(), area);
}

/// What stands before the clock: the server, and what is being done with it.
fn marks(scene: &Scene<'_>) -> Vec<Span<'static>> {
    let (app, theme) = (scene.app, scene.theme);
    let mut marks = Vec::new();
    if let Some(server) = &app.requests.server {
        marks.push(Span::styled(format!("{}  ", scene.text(server)), theme.dim));
    }
    if app.history.current().is_some_and(HistoryEntry::has_unsaved_refresh_token) {
        marks.push(Span::styled(
            format!("{} not saved  ", Emphasis::Warning.symbol()),
            theme.warning,
        ));
    }
    if let Some(running) = &app.requests.running {
        let word = if running.stage.is_under_way() { "waiting" } else { "preparing" };
        if !running.stage.awaits_consent() {
            let text = format!("{} {word}  ", request::spinner(scene, running));
            marks.push(Span::styled(text, theme.accent));
        }
    } else if let Some(auto_refresh) = &app.auto_refresh {
        let wait =
            auto_refresh.not_before.filter(|at| auto_refresh.failures > 0 && *at > scene.now);
        let text = match wait {
            Some(at) => format!("↻ again in {} s  ", (at - scene.second()).num_seconds()),
            None => "↻ kept fresh  ".to_owned(),
        };
        let style = if wait.is_some() { theme.warning } else { theme.good };
        marks.push(Span::styled(text, style));
    }
    marks
}
