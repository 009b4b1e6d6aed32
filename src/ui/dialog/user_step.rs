//! Draws what the person has to do for a new token: type a code, or open a URL.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use ratatui::{
    layout::Rect,
    style::{Color, Style},
    text::{Line, Span},
};

use crate::{
    app::dialog::text::Part,
    emphasis::Emphasis,
    oauth::{DeviceAuthorization, UserStep},
    ui::{Scene, dialog::text, fit},
    words,
};

/// The lines of the box.
pub fn lines(
    scene: &Scene<'_>,
    step: &UserStep,
    rejected: Option<&str>,
    area: Rect,
) -> Vec<Line<'static>> {
    let columns = usize::from(text::width(area));
    let mut lines = match step {
        UserStep::Device { code, place, complete, ends, next, every } => {
            let asked = Some((*next, *every));
            let lines = device(scene, code, place, columns);
            whole(scene, lines, (place, complete.as_deref()), (*ends, asked), area)
        }
        UserStep::Browser { url, opened, listening } => {
            browser(scene, url, *opened, *listening, columns)
        }
    };
    if let Some(why) = rejected {
        lines.push(Line::default());
        let words = format!("{} {why}; still waiting", Emphasis::Bad.symbol());
        lines.extend(say(scene, Emphasis::Bad, &words, columns));
    }
    lines
}

/// A device code that was brought in, of which nobody was asked yet.
pub fn brought_in(
    scene: &Scene<'_>,
    authorization: &DeviceAuthorization,
    area: Rect,
) -> Vec<Line<'static>> {
    let place = scene.text(&authorization.verification_uri);
    let complete = authorization.verification_uri_complete.as_deref();
    let complete = complete.map(|address| scene.text(address));
    let code = scene.text(&authorization.user_code);
    let lines = device(scene, &code, &place, usize::from(text::width(area)));
    let ends = (authorization.expires_at, None);
    whole(scene, lines, (&place, complete.as_deref()), ends, area)
}

/// Below the code: its life, and where it is typed as a picture, or the address that holds it.
fn whole(
    scene: &Scene<'_>,
    mut lines: Vec<Line<'static>>,
    (place, complete): (&str, Option<&str>),
    (ends, asked): (DateTime<Utc>, Option<(DateTime<Utc>, TimeDelta)>),
    area: Rect,
) -> Vec<Line<'static>> {
    let columns = usize::from(text::width(area));
    lines.extend(life(scene, ends, asked, columns));
    // What is above and below it: the box, its title line, its keys.
    let room = usize::from(area.height).saturating_sub(lines.len() + 6);
    let target = complete.unwrap_or(place);
    if let Some(picture) = picture(target, columns, room, scene.theme.ascii) {
        lines.push(Line::default());
        lines.extend(picture);
    } else if let Some(complete) = complete {
        lines.push(Line::default());
        lines.extend(say(scene, Emphasis::Dim, &format!("or open {complete}"), columns));
    }
    lines
}

fn say(scene: &Scene<'_>, emphasis: Emphasis, words: &str, columns: usize) -> Vec<Line<'static>> {
    text::parts(scene, &[Part::Text(emphasis, words.to_owned())], columns)
}

/// The code, large, and the place to type it.
fn device(scene: &Scene<'_>, code: &str, place: &str, columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut lines = vec![Line::default()];
    lines.extend(say(scene, Emphasis::Plain, &format!("Open  {place}"), columns));
    lines.push(Line::default());
    let spaced: String = code.chars().flat_map(|c| [c, ' ']).collect();
    let spaced = spaced.trim_end();
    let label = "and enter   ";
    let room = columns.saturating_sub(fit::width(label));
    let shown = if fit::width(spaced) <= room { spaced } else { code };
    if fit::width(shown) <= room {
        let code = Span::styled(shown.to_owned(), theme.accent);
        lines.push(Line::from(vec![Span::raw(label), code]));
    } else {
        lines.push(Line::from(label.trim_end()));
        let parts = fit::wrap(shown, columns).into_iter();
        lines.extend(parts.map(|part| Line::from(Span::styled(part, theme.accent))));
    }
    lines.push(Line::default());
    lines
}

/// How long the code lives, and when and how often the server is asked.
fn life(
    scene: &Scene<'_>,
    ends: DateTime<Utc>,
    asked: Option<(DateTime<Utc>, TimeDelta)>,
    columns: usize,
) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let left = ends.trunc_subsecs(0) - scene.second();
    let (life, style) = if left <= TimeDelta::zero() {
        ("the code has expired".to_owned(), theme.bad)
    } else if left < TimeDelta::seconds(60) {
        (format!("{} left", words::exact(left)), theme.warning)
    } else {
        (format!("{} left", words::exact(left)), theme.good)
    };
    let asked = asked.map_or_else(Vec::new, |(next, every)| {
        let next = next.trunc_subsecs(0) - scene.second();
        let asked = if next <= TimeDelta::zero() {
            "the server is asked now".to_owned()
        } else {
            format!("the server is asked in {}", words::exact(next))
        };
        let every = format!("every {}", words::exact(every));
        if fit::width(&asked) + 2 + fit::width(&every) <= columns {
            vec![format!("{asked}, {every}")]
        } else {
            vec![asked, every]
        }
    });
    let asked = asked.into_iter().map(|words| (words, theme.dim));
    let pieces: Vec<_> = std::iter::once((life, style)).chain(asked).collect();
    let spans = pieces.into_iter().map(|(words, style)| vec![Span::styled(words, style)]);
    fit::flow(spans.collect(), 3, columns)
}

fn browser(
    scene: &Scene<'_>,
    url: &str,
    opened: bool,
    listening: bool,
    columns: usize,
) -> Vec<Line<'static>> {
    let first =
        if opened { "Your browser was sent to" } else { "Open this in a browser (y copies it)" };
    let last = if listening {
        "Waiting for the browser to come back; or paste the address that it ends at, at any time."
    } else {
        "Paste the address that the browser ends at."
    };
    let mut lines = vec![Line::default()];
    lines.extend(say(scene, Emphasis::Plain, first, columns));
    lines.extend(
        fit::wrap(url, columns)
            .into_iter()
            .map(|line| Line::from(Span::styled(line, scene.theme.name))),
    );
    lines.push(Line::default());
    lines.extend(say(scene, Emphasis::Plain, last, columns));
    lines
}

/// A QR code of an address of the web, dark on light, where there is room for it: in half blocks, or
/// in coloured blanks where there is `ascii` alone.
fn picture(target: &str, columns: usize, rows: usize, ascii: bool) -> Option<Vec<Line<'static>>> {
    let target = Some(target).filter(|target| target.starts_with("http"))?;
    let code = QrCode::with_error_correction_level(target, EcLevel::L).ok()?;
    // A margin of two modules is enough for today's readers.
    let side = code.width() + 4;
    let (wide, tall) = if ascii { (2 * side, side) } else { (side, side.div_ceil(2)) };
    if wide > columns || tall > rows {
        return None;
    }
    // The one place where colours are forced: a reader needs dark on light, whatever the theme.
    let ink = Style::new().fg(Color::Black).bg(Color::White);
    if ascii {
        let colours = code.to_colors();
        let modules = colours.chunks(code.width()).map(|row| {
            let module = |colour: &qrcode::Color| match colour {
                qrcode::Color::Dark => Span::styled("  ", Style::new().bg(Color::Black)),
                qrcode::Color::Light => Span::raw("  "),
            };
            let margin = || std::iter::once(Span::raw("    "));
            margin().chain(row.iter().map(module)).chain(margin()).collect::<Line<'_>>().style(ink)
        });
        let margin = vec![Line::styled(" ".repeat(wide), ink); 2];
        return Some(margin.clone().into_iter().chain(modules).chain(margin).collect());
    }
    let blocks = code.render::<Dense1x2>().quiet_zone(false).build();
    let margin = std::iter::once("");
    let lines = margin.clone().chain(blocks.lines()).chain(margin);
    Some(lines.map(|row| Line::styled(format!("{row:^wide$}"), ink)).collect())
}
