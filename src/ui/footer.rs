//! The bottom line: the keys that matter now, or what just happened, or what is looked for.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{Action, Mode, Panel, search::Search};

use super::{Drawn, Scene, fit};
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    // A box has its keys at its own bottom.
    if area.is_empty() || !scene.app.dialogs.is_empty() || notice(frame, scene, area) {
        return;
    }
    let theme = scene.theme;
    let columns = usize::from(area.width);
    let mut left = area;
    let prompt = match (&scene.app.search, &scene.app.find) {
        (Some(search), _) => Some(("/", &search.input, search.typing)),
        (None, Some(find)) if find.typing => Some(("&", &find.input, true)),
        _ => None,
    };
    if let Some((sign, input, typing)) = prompt {
        let prompt = format!(" {sign}{}", scene.typed(input.text()));
        let room = columns.saturating_sub(24).max(8);
        let wide = u16::try_from(fit::width(&prompt).min(room)).unwrap_or(0);
        let line = Line::from(Span::styled(prompt, theme.strong));
        frame.render_widget(fit::clip(line, room), area);
        if typing {
            frame.set_cursor_position((area.x.saturating_add(wide).min(area.right() - 1), area.y));
        }
        left.x = left.x.saturating_add(wide + 2).min(area.right());
        left.width = area.right() - left.x;
        if let Some(search) = &scene.app.search {
            let words = tally(search);
            let words = Span::styled(words, theme.dim);
            let wide = u16::try_from(words.width()).unwrap_or(u16::MAX);
            frame.render_widget(words, left);
            left.x = left.x.saturating_add(wide + 1).min(area.right());
            left.width = area.right() - left.x;
        }
    }
    keys(frame, scene, left, drawn);
}

/// What just happened, or what is being read. Gives whether there is anything to say.
pub fn notice(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect) -> bool {
    let columns = usize::from(area.width);
    let (words, style) = if let Some(notice) = &scene.app.notice {
        let words = format!(" {} {}", notice.emphasis.symbol(), scene.text(&notice.text));
        (words, scene.theme.emphasis(notice.emphasis))
    } else if let Some(loading) = &scene.app.loading {
        let name = scene.text(&loading.name).into_owned();
        (format!(" … reading {name}"), scene.theme.dim)
    } else {
        return false;
    };
    frame.render_widget(fit::clip(Line::from(Span::styled(words, style)), columns), area);
    true
}

/// Which match of how many the cursor is on.
fn tally(search: &Search) -> String {
    match (search.input.text(), search.count(), search.number()) {
        ("", ..) => String::new(),
        (_, 0, _) => "not found".to_owned(),
        (_, count, number) => format!("{} of {count}", number.unwrap_or(0)),
    }
}

/// What an action does now, in a word or two.
pub fn label(scene: &Scene<'_>, action: Action) -> &'static str {
    let app = scene.app;
    let sent = app.requests.running.as_ref().is_some_and(|it| it.stage.is_under_way());
    match (action, app.mode()) {
        (Action::Reveal, _) if app.revealed.is_some() => "mask",
        (Action::Enter, Mode::Inspector) if app.focus == Panel::Findings => "go to",
        (Action::Refresh, Mode::DeviceCode) => "get the token",
        (Action::Refresh, _) if app.has_code() => "use the code",
        (Action::Enter, Mode::History) => "show",
        (Action::Mark, Mode::List) => "mark",
        (Action::Back, Mode::Inspector) if app.leads_back_to_list() => "list",
        (Action::Enter, Mode::CopyMenu) => "copy",
        (Action::Back, Mode::Request) if sent => "abandon",
        (Action::Submit, Mode::Palette) => "do it",
        (Action::NextEntry, Mode::Form) if !app.has_several_entries() => "complete",
        (Action::Back, Mode::Text) => "close",
        (Action::Back, Mode::Leave) => "stay",
        (action, _) => action.label(),
    }
}

/// The keys, as many as fit; help and quit always first among equals.
fn keys(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    let theme = scene.theme;
    let all = scene.keymap.footer(scene.app);
    let label = |action| label(scene, action);
    let wide = |key: &str, action| fit::width(key) + 1 + fit::width(label(action)) + 2;
    let always = |action: Action| matches!(action, Action::Help | Action::Quit);
    let all: Vec<(String, Action)> =
        all.into_iter().map(|(key, action)| (key.to_string(), action)).collect();
    let mut room = usize::from(area.width).saturating_sub(1);
    for (key, action) in all.iter().filter(|(_, action)| always(*action)) {
        room = room.saturating_sub(wide(key, *action));
    }
    let mut x = area.x.saturating_add(1);
    for (key, action) in all {
        let columns = wide(&key, action);
        if !always(action) {
            if columns > room {
                continue;
            }
            room -= columns;
        }
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        let place = Rect { x, width: columns.min(area.right().saturating_sub(x)), ..area };
        if place.is_empty() {
            break;
        }
        let line = Line::from(vec![
            Span::styled(key, theme.key),
            Span::styled(format!(" {}", label(action)), theme.dim),
        ]);
        frame.render_widget(line, place);
        drawn.buttons.push((place, action));
        x = x.saturating_add(columns);
    }
}
