//! The screen before there is anything to inspect: what can be done.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{Action, Mode};

use super::{Drawn, Scene, dialog::text, fit, footer, panel};

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    let theme = scene.theme;
    let mut rest = area;
    if rest.height >= 4 {
        rest.height -= 1;
        let foot = Rect { y: rest.bottom(), height: 1, ..area };
        footer::draw(frame, scene, foot, drawn);
    }
    let columns = usize::from(rest.width.saturating_sub(2));
    let mut lines = vec![Line::from(Span::styled("tokenscope", theme.accent)), Line::default()];
    let waiting = match &scene.app.loading {
        Some(loading) => format!("Reading {} …", scene.text(&loading.name)),
        None => "Paste a token response. Anywhere, now.".to_owned(),
    };
    let inputs = "JSON, a form, a URL, a JWT, a header, or all that curl -i printed.";
    for (text, style) in [(&*waiting, theme.strong), (inputs, theme.dim)] {
        lines.extend(fit::wrap(text, columns).into_iter().map(|line| Line::styled(line, style)));
    }
    lines.push(Line::default());
    for (action, words) in [
        (Action::Open, "open a file; it is read again when it changes"),
        (Action::Paste, "paste box, where the terminal types pastes out"),
        (Action::Fetch, "fetch a new token from a server"),
        (Action::Board, "every token that the tools of this machine keep"),
        (Action::Help, "all keys"),
        (Action::Quit, "quit"),
    ] {
        let key = scene.keymap.key(Mode::Inspector, action).map(|key| key.to_string());
        let key = Span::styled(fit::pad(&key.unwrap_or_default(), 8), theme.key);
        text::indented(key, words, theme.text, columns, &mut lines);
    }
    let shell = |(command, words)| {
        let command = Span::styled(fit::pad(command, 26), theme.name);
        Line::from(vec![command, Span::styled(words, theme.dim)])
    };
    let shell: Vec<_> = [
        ("tokenscope response.json", "open a file"),
        ("curl … | tokenscope", "what a server just said"),
        ("tokenscope fetch", "get a new token"),
        ("tokenscope board", "every token of this machine's tools"),
        ("tokenscope demo", "a short-lived token to play with"),
    ]
    .map(shell)
    .into();
    // Whole or not at all: the keys above matter more.
    if lines.len() + 2 + shell.len() <= usize::from(rest.height) {
        lines.push(Line::default());
        lines.push(Line::from(Span::styled("From the shell", theme.strong)));
        lines.extend(shell);
    }
    let wide = lines.iter().map(Line::width).max().unwrap_or(0);
    let wide = u16::try_from(wide).unwrap_or(u16::MAX).min(rest.width.saturating_sub(2));
    let tall = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(rest.height);
    let place = Rect {
        x: rest.x + (rest.width - wide) / 2,
        y: rest.y + (rest.height - tall) / 3,
        width: wide,
        height: tall,
    };
    panel::lines(frame, place, lines);
}
