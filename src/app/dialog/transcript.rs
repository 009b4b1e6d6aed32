//! The dialog that lists the exchanges with servers; each can be read, or copied as a `curl` command.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{
    app::{
        Action, App, Effect, List,
        dialog::{
            Dialog,
            text::{Part, TextDialog},
        },
        document::Copied,
    },
    emphasis::Emphasis,
    exchange::{Exchange, ExchangeOutcome, MaskedReply, RequestPreview},
    secret::Secret,
    words,
};

/// More exchanges are not kept.
const MOST: usize = 200;

/// Nor more bytes of their text.
const MOST_BYTES: usize = 2 << 20;

/// One exchange in its box.
#[derive(Clone, Debug)]
pub struct ExchangeDialog {
    /// Its number in the session.
    pub id: u64,
    /// All of it, as it may be shown.
    pub page: TextDialog,
}

impl App {
    pub(super) fn act_in_transcript(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Enter => {
                self.open_exchange();
                Some(Vec::new())
            }
            _ => self.act_in_exchange(action),
        }
    }

    pub(super) fn act_in_exchange(&mut self, action: Action) -> Option<Vec<Effect>> {
        (action == Action::Copy).then(|| self.copy_curl())
    }

    /// `t`: lists what was said, the last exchange under the cursor.
    pub(in crate::app) fn open_transcript(&mut self) {
        let count = self.requests.transcript.entries().len();
        let mut list = List::new(count);
        list.select(count.saturating_sub(1));
        self.dialogs.push(Dialog::Transcript(list));
    }

    /// Something was said. An open list grows, its cursor stays.
    pub(in crate::app) fn on_exchange(&mut self, exchange: Exchange) {
        self.requests.transcript.push(exchange);
        let dropped = self.requests.transcript.trim(MOST, MOST_BYTES);
        let count = self.requests.transcript.entries().len();
        for dialog in &mut self.dialogs {
            if let Dialog::Transcript(list) = dialog {
                list.resize(count);
                list.select(list.cursor().saturating_sub(dropped));
            }
        }
    }

    /// Opens the exchange under the cursor.
    fn open_exchange(&mut self) {
        let Some(Dialog::Transcript(list)) = self.dialogs.last() else { return };
        let Some(place) = list.selected() else { return };
        let Some(exchange) = self.requests.transcript.entries().get(place) else { return };
        let page = page(exchange);
        let id = exchange.id;
        self.dialogs.push(Dialog::Exchange(ExchangeDialog { id, page }));
    }

    /// The exchange under the cursor, or the open one, as a `curl` command.
    fn copy_curl(&self) -> Vec<Effect> {
        let copied = self.dialogs.last().and_then(|dialog| self.curl_of(dialog));
        copied.map(|it| Effect::Copy { what: it.what, text: it.text }).into_iter().collect()
    }

    /// The `curl` command of the exchange that a dialog shows, or has under its cursor.
    pub(super) fn curl_of(&self, dialog: &Dialog) -> Option<Copied> {
        let entries = self.requests.transcript.entries();
        let exchange = match dialog {
            Dialog::Transcript(list) => entries.get(list.selected()?)?,
            Dialog::Exchange(said) => entries.iter().find(|exchange| exchange.id == said.id)?,
            _ => return None,
        };
        let variables = &exchange.request.curl_variables;
        let what = if variables.is_empty() {
            "the request as a curl command".to_owned()
        } else {
            format!("the request as a curl command; it reads {}", variables.join(", "))
        };
        Some(Copied { what, text: Secret::new(exchange.request.curl.as_str()), secret: false })
    }
}

/// A length of time as short as it is said of requests.
pub fn brief(time: Duration) -> String {
    if time.as_secs() >= 10 {
        format!("{} s", time.as_secs())
    } else if time.as_millis() >= 1000 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} ms", time.as_millis())
    }
}

/// A number of bytes in few characters.
pub fn bytes(count: usize) -> String {
    if count < 10_000 { format!("{count} B") } else { format!("{} KiB", count / 1024) }
}

fn page(exchange: &Exchange) -> TextDialog {
    let Exchange { id, at, request, outcome } = exchange;
    let mut parts = asked(*at, request);
    match outcome {
        ExchangeOutcome::Answered(reply) => {
            let MaskedReply { status, headers, body, size, cut, retry_after, wait, total } = reply;
            parts.extend([Part::Blank, Part::Heading("Answer".to_owned())]);
            parts.push(Part::row("status", status.to_string()));
            let times = format!("{} until the headers, {} in all", brief(*wait), brief(*total));
            parts.push(Part::row("time", times));
            parts.push(Part::row("size", words::count(*size, "byte")));
            if let Some(cut) = cut {
                let row = Part::row("incomplete", cut.as_str());
                parts.push(row);
            }
            if let Some(wait) = retry_after {
                parts.push(Part::row("retry after", brief(*wait)));
            }
            parts.push(Part::Blank);
            parts.extend(headers.iter().map(Part::from));
            if !body.is_empty() {
                parts.push(Part::Blank);
                parts.extend(body.iter().map(Part::from));
            }
        }
        ExchangeOutcome::Failed { message, hint, maybe_sent } => {
            parts.extend([Part::Blank, Part::Heading("No answer".to_owned())]);
            parts.push(Part::Text(Emphasis::Bad, message.clone()));
            parts.push(Part::Text(Emphasis::Dim, (*hint).to_owned()));
            let sent = if *maybe_sent { "perhaps" } else { "no" };
            parts.push(Part::row("sent", sent));
        }
    }
    parts.extend([Part::Blank, Part::Heading("As a curl command".to_owned())]);
    parts.extend(request.curl.lines().map(|line| Part::Text(Emphasis::Dim, line.to_owned())));
    TextDialog::new(format!("{id} · {}", request.purpose), parts)
}

/// What was asked, and when.
fn asked(at: DateTime<Utc>, request: &RequestPreview) -> Vec<Part> {
    let mut parts = vec![
        Part::Text(Emphasis::Plain, format!("{} {}", request.method, request.url)),
        Part::Text(Emphasis::Dim, format!("sent {}", at.format("%Y-%m-%d %H:%M:%S%.3f UTC"))),
        Part::Blank,
    ];
    parts.extend(request.headers.iter().map(Part::from));
    if !request.body.is_empty() {
        parts.push(Part::Blank);
        parts.extend(request.body.iter().map(Part::from));
    }
    parts
}
