//! What reaches the event loop, and the thread that listens to the terminal.

use std::{sync::mpsc::Sender, thread};

use crossterm::event::{self, KeyEventKind, MouseButton, MouseEventKind};
use zeroize::Zeroizing;

use crate::{app::Event, keymap::Key, value::Text};

/// One thing that reaches the event loop.
#[derive(Debug)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A bracketed paste.
    Paste(Text),
    /// The left button was pressed at this column and row.
    Click(u16, u16),
    /// The wheel turned at this column and row, so many steps down.
    Wheel(u16, u16, isize),
    /// The terminal has another size.
    Resize,
    /// A worker has something to say.
    Event(Event),
    /// A signal asks the program to end.
    End(i32),
    /// A signal asks the program to stop for now.
    Stop,
    /// The program goes on after a stop.
    Continue,
    /// The terminal is gone.
    Lost,
}

/// Listens to the terminal on a thread of its own, for as long as the program runs.
pub fn listen(sender: &Sender<Input>) {
    let sender = sender.clone();
    let listen = move || {
        loop {
            let input = match event::read() {
                Ok(event) => translate(event),
                Err(_) => Some(Input::Lost),
            };
            let Some(input) = input else { continue };
            let lost = matches!(input, Input::Lost);
            if sender.send(input).is_err() || lost {
                return;
            }
        }
    };
    // Without it no key would ever arrive, and the loop ends when its channel does.
    drop(thread::Builder::new().name("input".to_owned()).spawn(listen));
}

/// What an event of the terminal means to us, if anything.
pub fn translate(event: event::Event) -> Option<Input> {
    Some(match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => Input::Key(key.into()),
        event::Event::Paste(text) => Input::Paste(lines(text)),
        event::Event::Resize(..) => Input::Resize,
        event::Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Input::Click(mouse.column, mouse.row),
            MouseEventKind::ScrollDown => Input::Wheel(mouse.column, mouse.row, 1),
            MouseEventKind::ScrollUp => Input::Wheel(mouse.column, mouse.row, -1),
            _ => return None,
        },
        _ => return None,
    })
}

/// Terminals send the enter key's carriage return for each line break of a paste.
fn lines(text: String) -> Text {
    if text.contains('\r') && !text.contains('\n') {
        let text = Zeroizing::new(text);
        return Text::new(text.replace('\r', "\n"));
    }
    Text::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_of_a_paste_are_line_breaks() {
        assert_eq!(lines("a\rb".to_owned()).as_str(), "a\nb");
        assert_eq!(lines("a\r\nb".to_owned()).as_str(), "a\r\nb");
    }
}
