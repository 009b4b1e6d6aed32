//! The console's side of an operation: questions, prompts, device codes, URLs to visit.
//! Everything goes to standard error; standard output belongs to the result.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

use crate::secret::Wiping;
use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use qrcode::{QrCode, render::unicode::Dense1x2};

use super::answer_output::Destination;
use crate::{
    exchange::RequestPreview,
    oauth::{
        CallbackError, Delegate, PreparedRequest, Reply, Request, UserStep, request::RequestPurpose,
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

/// Shows a request and asks whether to send it. The answer is no unless it is yes.
fn confirm(preview: &RequestPreview, question: &str) -> io::Result<bool> {
    write!(io::stderr(), "{preview}\n{question} [y/N] ")?;
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// The delegate of a command: on a terminal, or in a script.
pub struct Console<'a> {
    browser: bool,
    confirmation: Option<ConfirmationPrompt>,
    typed: Wiping<String>,
    /// How often the server is asked whether a device was approved, once the code is on screen.
    interval: Option<TimeDelta>,
    lines: Option<Receiver<Secret>>,
    /// Where an answer is kept as soon as it has arrived.
    destination: Option<&'a mut Destination>,
}

/// How a request is confirmed before it is sent.
struct ConfirmationPrompt {
    question: &'static str,
    /// Whether a server that the person named is sent it without a question (`confirm = false`).
    is_waived: bool,
}

impl Default for Console<'_> {
    fn default() -> Self {
        Self {
            browser: true,
            confirmation: None,
            typed: Wiping::default(),
            interval: None,
            lines: None,
            destination: None,
        }
    }
}

impl<'a> Console<'a> {
    /// Opens a browser only where that is wanted.
    #[must_use]
    pub fn with_browser(self, browser: bool) -> Self {
        Self { browser, ..self }
    }

    /// Shows a request and asks this question before it is sent; `is_waived` where
    /// the server that the person named needs no question.
    #[must_use]
    pub fn confirming(self, question: &'static str, is_waived: bool) -> Self {
        Self { confirmation: Some(ConfirmationPrompt { question, is_waived }), ..self }
    }

    /// Keeps the answer as soon as it has arrived.
    #[must_use]
    pub fn keeping(self, destination: &'a mut Destination) -> Self {
        Self { destination: Some(destination), ..self }
    }
}

impl Delegate for Console<'_> {
    fn confirm(&mut self, request: &PreparedRequest) -> bool {
        match &self.confirmation {
            Some(confirmation) if !(confirmation.is_waived && request.is_named) => {
                confirm(&request.preview, confirmation.question).unwrap_or(false)
            }
            _ => true,
        }
    }

    fn ask_secret(&mut self, what: &str) -> io::Result<Option<Secret>> {
        if !io::stderr().is_terminal() {
            return Ok(None);
        }
        rpassword::prompt_password(format!("{what}: ")).map(|text| Some(Secret::new(text)))
    }

    fn open_browser(&mut self, url: &str) -> bool {
        self.browser && webbrowser::open(url).is_ok()
    }

    fn user_step(&mut self, step: UserStep) {
        // What was said so far brought no token.
        signals::release();
        match step {
            UserStep::Device { code, place, complete, ends, every, .. } => {
                match self.interval.replace(every) {
                    None => show_device_code(&code, &place, complete.as_deref(), ends),
                    Some(before) if before < every => say(format_args!(
                        "Asking less often from now on: every {}",
                        words::exact(every)
                    )),
                    Some(_) => {}
                }
            }
            UserStep::Browser { url, opened, listening } => {
                if opened {
                    say(format_args!("Your browser was sent to\n{url}"));
                } else {
                    say(format_args!("Open this address in a browser:\n{url}"));
                }
                if listening {
                    say("Waiting for the browser to come back; or paste the address it ends at.");
                } else {
                    say("Paste the address that the browser ends at.");
                }
            }
        }
    }

    fn pasted_callback(&mut self) -> Option<Secret> {
        if io::stdin().is_terminal() { self.typed_line() } else { self.piped_line() }
    }

    fn callback_rejected(&mut self, why: &CallbackError) {
        say(format_args!("tokenscope: {}; still waiting", visible(&why.to_string())));
    }

    fn wait(&mut self, time: Duration) -> bool {
        thread::sleep(time);
        true
    }

    fn request_sent(&mut self, request: &Request) {
        // Only a request for a token has an answer that would be a loss.
        if matches!(request.purpose, RequestPurpose::Token | RequestPurpose::DeviceAuthorization) {
            signals::hold();
        }
    }

    fn answer_arrived(&mut self, reply: &Reply) {
        if let Some(destination) = &mut self.destination {
            // What cannot be kept now may still be saved.
            let _ = destination.keep(reply);
        }
    }
}

/// The place to open and the code to type there, with a QR code where there is a terminal.
fn show_device_code(code: &str, place: &str, complete: Option<&str>, ends: DateTime<Utc>) {
    say(format_args!("Open    {place}\nEnter   {code}"));
    // Only an address of the web is worth a picture.
    let target = complete.unwrap_or(place);
    if io::stderr().is_terminal()
        && target.starts_with("http")
        && let Ok(code) = QrCode::new(target.as_bytes())
    {
        say(format_args!("\n{}", code.render::<Dense1x2>().build()));
    }
    if let Some(complete) = complete {
        say(format_args!("or open {complete}"));
    }
    say(format_args!("Waiting for approval until {} UTC …", ends.format("%H:%M:%S")));
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
