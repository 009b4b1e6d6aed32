//! What a terminal sends: keys, clicks, and pastes between brackets.

use crate::secret::Wiping;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use termina::{
    Event, Parser,
    event::{KeyCode as Code, KeyEvent as Pressed, KeyEventKind, Modifiers},
    event::{MouseButton, MouseEventKind},
};

use super::Input;
use crate::value::Text;

/// Starts a bracketed paste.
const START: &[u8] = b"\x1b[200~";
/// Ends it.
const END: &[u8] = b"\x1b[201~";
/// What `ctrl-c` sends.
const INTERRUPT: u8 = 0x03;
/// No key sends more bytes than this.
const LONGEST_KEY: usize = 8;

/// Reads what a terminal sends, in the pieces that it comes in.
///
/// A paste may never end: the terminal was cut off, or its closing bracket was lost. What is pressed
/// then would be part of the paste. So `ctrl-c` as the last of what came is a key, and so is every
/// other one that comes alone after a silence; what came of the paste is then all of it.
#[derive(Default)]
pub struct Reader {
    parser: Parser,
    /// A paste that has not ended.
    paste: Option<Wiping<Vec<u8>>>,
    /// Whether nothing has come for a while.
    silent: bool,
    /// The start of a bracket that came in two pieces.
    held: Vec<u8>,
}

impl Reader {
    /// Whether a paste has started and not ended.
    pub fn is_pasting(&self) -> bool {
        self.paste.is_some()
    }

    /// Nothing has come for a while.
    pub fn silence(&mut self) {
        self.silent = true;
    }

    /// Takes in a piece, and gives what it means; `more` where the next piece is there already.
    pub fn take(&mut self, piece: &[u8], more: bool) -> Vec<Input> {
        let mut found = Vec::new();
        let mut held = std::mem::take(&mut self.held);
        held.extend_from_slice(piece);
        let whole = Wiping::new(held);
        let mut bytes = &whole[..];
        if let Some(mut paste) = self.paste.take() {
            if let Some(key) = self.pressed(&paste, bytes, more) {
                found.push(pasted(&mut paste));
                bytes = key;
            } else {
                bytes = self.go_on(paste, bytes, &mut found);
            }
        }
        self.silent = false;
        while let Some(at) = find(bytes, START) {
            self.keys(&bytes[..at], true, &mut found);
            bytes = self.go_on(Wiping::default(), &bytes[at + START.len()..], &mut found);
        }
        // Both may have come in one piece.
        if !more && self.paste.is_some() && whole.last() == Some(&INTERRUPT) {
            self.paste = None;
            bytes = &[INTERRUPT];
        }
        if self.paste.is_none() {
            let split = bytes.len() - cut(bytes);
            self.held = bytes[split..].to_vec();
            self.keys(&bytes[..split], more, &mut found);
        }
        found
    }

    /// The key that was pressed in the middle of a paste.
    fn pressed<'a>(&self, paste: &[u8], bytes: &'a [u8], more: bool) -> Option<&'a [u8]> {
        let before = &paste[paste.len().saturating_sub(END.len() - 1)..];
        let ends = find(&[before, bytes].concat(), END).is_some();
        if more || ends {
            return None;
        }
        // An escape alone is a key, and not the start of the bracket.
        let ending = bytes.len() > 1 && END.starts_with(bytes);
        let is_key = bytes.len() <= LONGEST_KEY && bytes.last() != Some(&INTERRUPT) && !ending;
        (self.silent && is_key).then_some(bytes)
    }

    /// Adds to a paste, and gives what stands behind its end.
    fn go_on<'a>(
        &mut self,
        mut paste: Wiping<Vec<u8>>,
        bytes: &'a [u8],
        found: &mut Vec<Input>,
    ) -> &'a [u8] {
        let before = paste.len();
        paste.extend_from_slice(bytes);
        // The bracket may have begun in the piece before.
        let from = before.saturating_sub(END.len() - 1);
        let Some(at) = find(&paste[from..], END).map(|at| from + at) else {
            self.paste = Some(paste);
            return &[];
        };
        let rest = paste.len() - at - END.len();
        paste.truncate(at);
        found.push(pasted(&mut paste));
        &bytes[bytes.len() - rest..]
    }

    fn keys(&mut self, bytes: &[u8], more: bool, found: &mut Vec<Input>) {
        if !bytes.is_empty() {
            self.parser.parse(bytes, more);
        }
        while let Some(event) = self.parser.pop() {
            found.extend(meaning(&event));
        }
    }
}

/// Where a sequence begins.
fn find(bytes: &[u8], sequence: &[u8]) -> Option<usize> {
    bytes.windows(sequence.len()).position(|window| window == sequence)
}

/// How many of the last bytes may be the start of an opening bracket. An escape alone is a key.
fn cut(bytes: &[u8]) -> usize {
    (3..START.len()).rev().find(|&length| bytes.ends_with(&START[..length])).unwrap_or(0)
}

/// A paste with the line breaks of a text: terminals send the enter key's carriage return for each.
fn pasted(bytes: &mut Wiping<Vec<u8>>) -> Input {
    let text = match String::from_utf8(std::mem::take(bytes)) {
        Ok(text) => Wiping::new(text),
        Err(error) => {
            let bytes = Wiping::new(error.into_bytes());
            Wiping::new(String::from_utf8_lossy(&bytes).into_owned())
        }
    };
    let has_breaks = text.contains('\r') && !text.contains('\n');
    let text =
        if has_breaks { Text::new(text.replace('\r', "\n")) } else { Text::new(text.as_str()) };
    Input::Paste(text)
}

/// What an event of the terminal means to us, if anything.
fn meaning(event: &Event) -> Option<Input> {
    Some(match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Input::Key(pressed(*key)?.into()),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Input::Click(mouse.column, mouse.row),
            MouseEventKind::ScrollDown => Input::Wheel(mouse.column, mouse.row, 1),
            MouseEventKind::ScrollUp => Input::Wheel(mouse.column, mouse.row, -1),
            _ => return None,
        },
        _ => return None,
    })
}

/// A key in the terms of the keymap.
fn pressed(key: Pressed) -> Option<KeyEvent> {
    let code = match key.code {
        Code::Char(c) => KeyCode::Char(c),
        Code::Enter => KeyCode::Enter,
        Code::Backspace => KeyCode::Backspace,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Escape => KeyCode::Esc,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::Insert => KeyCode::Insert,
        Code::Delete => KeyCode::Delete,
        Code::Function(number) => KeyCode::F(number),
        _ => return None,
    };
    let mut modifiers = KeyModifiers::NONE;
    for (theirs, ours) in [
        (Modifiers::SHIFT, KeyModifiers::SHIFT),
        (Modifiers::ALT, KeyModifiers::ALT),
        (Modifiers::CONTROL, KeyModifiers::CONTROL),
    ] {
        modifiers.set(ours, key.modifiers.contains(theirs));
    }
    Some(KeyEvent::new(code, modifiers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::KeyPress;

    /// What the pieces mean, in brief.
    fn read(pieces: &[&[u8]]) -> Vec<String> {
        let mut reader = Reader::default();
        let brief = |input: Input| match input {
            Input::Key(key) => key.to_string(),
            Input::Paste(text) => format!("<{}>", text.as_str()),
            other => format!("{other:?}"),
        };
        pieces
            .iter()
            .flat_map(|piece| match piece {
                [] => {
                    reader.silence();
                    Vec::new()
                }
                piece => reader.take(piece, false),
            })
            .map(brief)
            .collect()
    }

    #[test]
    fn keys_and_clicks_are_told_apart() {
        let control = KeyPress::ctrl('c').to_string();
        for (bytes, meant) in [
            (&b"q"[..], "q"),
            (b"\x1b", "esc"),
            (b"\r", "enter"),
            (b"\x1b[A", "↑"),
            (b"\x1bOP", "F1"),
            (b"\x1b[5~", "pgup"),
            (b"\x1b[Z", "shift-tab"),
            (b"\x03", control.as_str()),
            ("é".as_bytes(), "é"),
            (b"\x1b[<0;3;4M", "Click(2, 3)"),
            (b"\x1b[<65;3;4M", "Wheel(2, 3, 1)"),
        ] {
            assert_eq!(read(&[bytes]), [meant]);
        }
        assert_eq!(read(&[b"jk\x1b[Bq"]), ["j", "k", "↓", "q"]);
    }

    #[test]
    fn a_paste_is_one_piece_however_it_comes() {
        let whole = b"a\x1b[200~{\r\"x\": 1\r}\x1b[201~b";
        let meant = ["a", "<{\n\"x\": 1\n}>", "b"];
        assert_eq!(read(&[whole]), meant);
        for at in 1..whole.len() {
            // An escape alone would be a key.
            if !(2..4).contains(&at) {
                assert_eq!(read(&[&whole[..at], &whole[at..]]), meant, "cut at {at}");
            }
        }
        assert_eq!(read(&[b"\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~"]), ["<a>", "<b>"]);
        assert_eq!(read(&[b"\x1b[200~a\r\nb\x1b[201~"]), ["<a\r\nb>"]);
        assert_eq!(read(&[b"\x1b[200~q\x03r\x1b[201~"]), ["<q\u{3}r>"], "nobody pressed a key");
    }

    #[test]
    fn keys_work_while_a_paste_does_not_end() {
        let control = KeyPress::ctrl('c').to_string();
        assert_eq!(read(&[b"\x1b[200~{\"a\"", b"\x03"]), [control.as_str()]);
        assert_eq!(read(&[b"\x1b[200~{\"a\"\x03"]), [control.as_str()]);
        assert_eq!(read(&[b"\x1b[200~{\"a\"", b"", b"\x03"]), [control.as_str()]);
        assert_eq!(read(&[b"\x1b[200~{\"a\"", b": 1}\x03"]), [control.as_str()]);
        // A key after a silence; without one, or among others, it is part of the paste.
        assert_eq!(read(&[b"\x1b[200~{\"a\"", b"", b"q"]), ["<{\"a\">", "q"]);
        assert_eq!(read(&[b"\x1b[200~{\"a\"", b"", b"\x1b[A", b"k"]), ["<{\"a\">", "↑", "k"]);
        assert!(read(&[b"\x1b[200~{\"a\"", b"q"]).is_empty());
        assert!(read(&[b"\x1b[200~{\"a\"", b"", b": 12345678}"]).is_empty());
        assert_eq!(read(&[b"\x1b[200~a", b"", b"b", b"\x1b[201~"]), ["<a>", "b"]);
        assert_eq!(read(&[b"\x1b[200~a", b"", b"b\x1b[201~"]), ["<ab>"], "the end came after all");
        assert_eq!(read(&[b"\x1b[200~a", b"", b"\x1b[201~"]), ["<a>"]);
    }
}
