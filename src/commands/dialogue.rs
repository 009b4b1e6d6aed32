//! The person at the terminal while an exchange runs: prompts, device codes, URLs to visit.
//! Everything goes to standard error; standard output belongs to the result.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use qrcode::{QrCode, render::unicode::Dense1x2};
use zeroize::Zeroizing;

use super::answer::Destination;
use crate::{
    exchange::{Exchange, RequestPreview},
    oauth::{
        Reply, Request, authorization::CallbackError, device::DeviceAuthorization, flow::Delegate,
    },
    runtime::{say, signals},
    secret::{self, Secret},
    text::visible,
    words,
};

/// Whether somebody can be asked: keys come from a terminal, and questions reach one.
pub fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a secret without echo; none where there is no terminal.
///
/// # Errors
/// The terminal cannot be read.
pub fn ask_secret(what: &str) -> io::Result<Option<Secret>> {
    if !io::stderr().is_terminal() {
        return Ok(None);
    }
    rpassword::prompt_password(format!("{what}: ")).map(|text| Some(Secret::new(text)))
}

/// Shows a request and asks whether to send it. The answer is no unless it is yes.
///
/// # Errors
/// The terminal cannot be read.
pub fn confirm(preview: &RequestPreview, question: &str) -> io::Result<bool> {
    write!(io::stderr(), "{preview}\n{question} [y/N] ")?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// Stands by on a terminal, or in a script.
pub struct Console<'a> {
    browser: bool,
    /// Asked before the request is sent, where the person wants to be.
    question: Option<&'static str>,
    typed: Zeroizing<String>,
    /// How often the server is asked whether a device was approved.
    interval: Option<TimeDelta>,
    lines: Option<Receiver<Secret>>,
    /// Where an answer is kept as soon as it is there.
    destination: Option<&'a mut Destination>,
}

impl<'a> Console<'a> {
    /// A console that opens a browser when it may, and asks this question before it sends.
    pub fn new(browser: bool, question: Option<&'static str>) -> Self {
        Self {
            browser,
            question,
            typed: Zeroizing::default(),
            interval: None,
            lines: None,
            destination: None,
        }
    }

    /// The same, for a request whose answer is kept as soon as it is there.
    #[must_use]
    pub fn keeping(self, destination: &'a mut Destination) -> Self {
        Self { destination: Some(destination), ..self }
    }
}

impl Delegate for Console<'_> {
    fn sending(&mut self, request: &Request) -> bool {
        match self.question {
            Some(question) => confirm(&request.preview(), question).unwrap_or(false),
            None => true,
        }
    }

    fn under_way(&mut self) {
        signals::hold();
    }

    fn arrived(&mut self, reply: &Reply) {
        if let Some(destination) = &mut self.destination {
            // What cannot be kept now may still be saved.
            let _ = destination.keep(reply);
        }
    }

    fn said(&mut self, _: &[Exchange]) {}

    fn polling(&mut self, _: DateTime<Utc>, interval: TimeDelta) {
        // The answer was that there is no token yet.
        signals::release();
        if self.interval.is_some_and(|before| before < interval) {
            say(format_args!("Asking less often from now on: every {}", words::exact(interval)));
        }
        self.interval = Some(interval);
    }

    fn device(&mut self, authorization: &DeviceAuthorization) {
        let url = visible(&authorization.verification_uri);
        say(format_args!("Open    {url}\nEnter   {}", visible(&authorization.user_code)));
        let complete = authorization.verification_uri_complete.as_deref();
        if io::stderr().is_terminal() {
            // Only an address of the web is worth a picture.
            let target = complete.unwrap_or(&authorization.verification_uri);
            if target.starts_with("http")
                && let Ok(code) = QrCode::new(target.as_bytes())
            {
                say(format_args!("\n{}", code.render::<Dense1x2>().build()));
            }
        }
        if let Some(complete) = complete {
            say(format_args!("or open {}", visible(complete)));
        }
        say(format_args!(
            "Waiting for approval until {} UTC …",
            authorization.expires_at.format("%H:%M:%S")
        ));
    }

    fn visit(&mut self, url: &str, listening: bool) {
        // What was said so far brought no token.
        signals::release();
        let shown = visible(url);
        if self.browser && webbrowser::open(url).is_ok() {
            say(format_args!("Your browser was sent to\n{shown}"));
        } else {
            say(format_args!("Open this address in a browser:\n{shown}"));
        }
        if listening {
            say("Waiting for the browser to come back; or paste the address it ends at.");
        } else {
            say("Paste the address that the browser ends at.");
        }
    }

    fn pasted(&mut self) -> Option<Secret> {
        if io::stdin().is_terminal() { self.typed_line() } else { self.piped_line() }
    }

    fn rejected(&mut self, why: &CallbackError) {
        say(format_args!("tokenscope: {}; still waiting", visible(&why.to_string())));
    }

    fn pause(&mut self, time: Duration) -> bool {
        thread::sleep(time);
        true
    }
}

impl Console<'_> {
    /// A line typed or pasted at the terminal. Read as key events, and never by a thread that
    /// blocks: the inspector may want the keyboard next.
    fn typed_line(&mut self) -> Option<Secret> {
        // Not zero: then the terminal would not be read at all.
        while event::poll(Duration::from_millis(1)).unwrap_or(false) {
            let Ok(Event::Key(key)) = event::read() else { continue };
            match key.code {
                _ if key.kind == KeyEventKind::Release => {}
                KeyCode::Enter => {
                    let line = std::mem::take(&mut self.typed);
                    return (!line.trim().is_empty()).then(|| Secret::new(line.as_str()));
                }
                KeyCode::Char(c) => {
                    secret::reserve_text(&mut self.typed, c.len_utf8());
                    self.typed.push(c);
                }
                _ => {}
            }
        }
        None
    }

    /// A line of a pipe, read by a thread: nobody else wants that pipe.
    fn piped_line(&mut self) -> Option<Secret> {
        let lines = self.lines.get_or_insert_with(|| {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || {
                for line in io::stdin().lock().lines().map_while(Result::ok) {
                    if sender.send(Secret::from(line)).is_err() {
                        break;
                    }
                }
            });
            receiver
        });
        // An empty line is no address.
        lines.try_recv().ok().filter(|line| !line.expose().trim().is_empty())
    }
}
