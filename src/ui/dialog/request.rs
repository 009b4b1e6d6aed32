//! Draws the request that is prepared or under way, and for how long.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::list::Scroll,
    app::{
        dialog::text::Part,
        requests::{PendingRequest, RequestStage, Route},
    },
    emphasis::Emphasis,
    exchange::RequestPreview,
    oauth::Operation,
    ui::{
        Drawn, Scene,
        dialog::{text, user_step},
    },
};

/// The frames of the spinner.
const FRAMES: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// For how long one frame of it is shown, in milliseconds.
const FRAME: u128 = 80;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    let Some(running) = &scene.app.requests.running else { return };
    let columns = usize::from(text::width(area));
    let mut lines = vec![state(scene, running)];
    if let Some(route) = scene.app.route() {
        lines.extend(text::parts(scene, &route_parts(&route), columns));
    }
    if scene.app.maybe_spent() && running.stage.awaits_consent() {
        let warning = "This refresh token was sent before, and there is no answer: the server may have spent it. Some servers end every token when a spent one comes back.";
        let warning = Part::Text(Emphasis::Warning, warning.to_owned());
        lines.extend(text::parts(scene, &[warning], columns));
    }
    if let RequestStage::AwaitingConsent { risk: Some(risk), .. } = &running.stage {
        let warning = format!(
            "Nothing was sent: {risk}. Sent all the same, a new refresh token may be in this session \
             alone until it is saved elsewhere (s), and lost if that is killed."
        );
        lines.extend(text::parts(scene, &[Part::Text(Emphasis::Warning, warning)], columns));
    }
    if let Operation::Revoke { hint, .. } = &running.operation
        && running.stage.awaits_consent()
    {
        let question = match *hint {
            Some("refresh_token") => {
                "Revoke the refresh token? Nothing brings it back, and tokens that came from it may \
                 end with it."
            }
            _ => "Revoke this token? It stops working at once, and nothing brings it back.",
        };
        let question = Part::Text(Emphasis::Warning, question.to_owned());
        lines.extend(text::parts(scene, &[question], columns));
    }
    if let Some(step) = running.stage.user_step() {
        lines.extend(user_step::lines(scene, step, running.stage.rejected(), area));
    }
    if let Some(request) = running.stage.request() {
        lines.push(Line::default());
        lines.extend(text::parts(scene, &shown(&request.preview), columns));
    }
    text::text(frame, scene, running.operation.title(), lines, scroll, area, drawn);
}

/// Where the token comes from and goes.
fn route_parts(route: &Route) -> Vec<Part> {
    let mut parts = vec![
        Part::row("token from", route.from.as_str()),
        Part::row("goes to", route.to.to_string()),
    ];
    if !route.own {
        let warning = "The token is not known to be this server's.";
        parts.push(Part::Text(Emphasis::Warning, warning.to_owned()));
    }
    parts
}

/// What the request waits for, in one line.
fn state(scene: &Scene<'_>, running: &PendingRequest) -> Line<'static> {
    let theme = scene.theme;
    let words = match &running.stage {
        RequestStage::AwaitingConsent { .. } => {
            return Line::from(Span::styled("To be sent; secrets are masked.", theme.strong));
        }
        RequestStage::Preparing => "Preparing the request",
        RequestStage::Fetching { .. } => "Getting a new token",
        RequestStage::Sending { .. } => "Sent; waiting for the answer",
    };
    let lasted = running.lasted(scene.now);
    Line::from(vec![
        Span::styled(spinner(scene, running), theme.accent),
        Span::raw(format!(" {words}  ")),
        Span::styled(format!("{}.{} s", lasted.as_secs(), lasted.subsec_millis() / 100), theme.dim),
    ])
}

/// The spinner's frame of this moment.
pub fn spinner(scene: &Scene<'_>, running: &PendingRequest) -> &'static str {
    let turns = running.lasted(scene.now).as_millis() / FRAME;
    let index = usize::try_from(turns % FRAMES.len() as u128).unwrap_or(0);
    FRAMES.get(index).copied().unwrap_or("…")
}

/// A request as rows.
fn shown(preview: &RequestPreview) -> Vec<Part> {
    let target = format!("{} {}", preview.method, preview.url);
    let mut parts = vec![Part::Text(Emphasis::Plain, target), Part::Blank];
    parts.extend(preview.headers.iter().map(Part::from));
    if !preview.body.is_empty() {
        parts.push(Part::Blank);
        parts.extend(preview.body.iter().map(Part::from));
    }
    parts
}
