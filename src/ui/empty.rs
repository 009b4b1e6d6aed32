//! The inspector before there is anything to inspect: it teaches.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{Action, Mode};

use super::{Drawn, Scene, fit, footer, modal};

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    let theme = scene.theme;
    let key = |action| {
        let key = scene.keymap.key(Mode::Inspector, action);
        fit::pad(&key.map(|key| key.to_string()).unwrap_or_default(), 6)
    };
    let step = |action, words: &'static str| {
        Line::from(vec![Span::styled(key(action), theme.key), Span::raw(words)])
    };
    let shell = |command: &'static str, words: &'static str| {
        Line::from(vec![
            Span::styled(fit::pad(command, 26), theme.name),
            Span::styled(words, theme.dim),
        ])
    };
    let waiting = match &scene.app.loading {
        Some(loading) => {
            let name = crate::text::visible(&loading.origin.name()).into_owned();
            Line::from(Span::styled(format!("Reading {name} …"), theme.strong))
        }
        None => Line::from(Span::styled("Paste a token response. Anywhere, now.", theme.strong)),
    };
    let lines = vec![
        Line::from(Span::styled("tokenscope", theme.accent)),
        Line::default(),
        waiting,
        Line::from(Span::styled(
            "JSON, a form, a URL, a JWT, a header, or all that curl -i printed.",
            theme.dim,
        )),
        Line::default(),
        step(Action::Open, "open a file; it is read again when it changes"),
        step(Action::Paste, "paste box, where the terminal types pastes out"),
        step(Action::Help, "all keys"),
        step(Action::Quit, "quit"),
        Line::default(),
        Line::from(Span::styled("From the shell", theme.strong)),
        shell("tokenscope response.json", "open a file"),
        shell("curl … | tokenscope", "what a server just said"),
        shell("tokenscope fetch", "get a new token"),
        shell("tokenscope demo", "a short-lived token to play with"),
    ];
    let mut rest = area;
    if rest.height >= 4 {
        rest.height -= 1;
        let foot = Rect { y: rest.bottom(), height: 1, ..area };
        footer::draw(frame, scene, foot, drawn);
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
    modal::lines(frame, place, lines);
}
