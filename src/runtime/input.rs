//! What reaches the event loop, and the thread that listens to the terminal.

mod reader;

use std::{io, sync::mpsc::Sender, thread, time::Duration};

pub use reader::Reader;

use crate::{
    app::Event,
    keymap::KeyPress,
    platform::{TerminalInput, terminal::Keyboard},
    secret::Wiping,
    value::Text,
};

/// One thing that reaches the event loop.
#[derive(Debug)]
pub enum Input {
    /// A key was pressed.
    Key(KeyPress),
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

/// For how long nothing comes in the middle of a paste until that counts as a silence.
const SILENCE: Duration = Duration::from_secs(1);

/// Listens to the terminal on a thread of its own, for as long as the program runs.
pub fn listen(sender: &Sender<Input>) {
    let sender = sender.clone();
    let listen = move || {
        // The terminal is gone, or there never was one.
        let _ = read(&sender);
        let _ = sender.send(Input::Lost);
    };
    // Without it no key would ever arrive, and the loop ends when its channel does.
    drop(thread::Builder::new().name("input".to_owned()).spawn(listen));
}

/// Reads the terminal until it is gone, or nobody listens any more.
fn read(sender: &Sender<Input>) -> io::Result<()> {
    let mut keyboard = Keyboard::open()?;
    let mut reader = Reader::default();
    let mut buffer = Wiping::new([0; 4096]);
    loop {
        let patience = reader.is_pasting().then_some(SILENCE);
        if !keyboard.wait(patience)? {
            reader.silence();
            // Not before something comes is there anything to do.
            keyboard.wait(None)?;
        }
        let found = match keyboard.read(&mut buffer[..])? {
            TerminalInput::Bytes(0) => return Ok(()),
            TerminalInput::Bytes(count) => {
                let more = keyboard.wait(Some(Duration::ZERO))?;
                reader.take(&buffer[..count], more)
            }
            TerminalInput::Resize => vec![Input::Resize],
        };
        for input in found {
            if sender.send(input).is_err() {
                return Ok(());
            }
        }
    }
}
