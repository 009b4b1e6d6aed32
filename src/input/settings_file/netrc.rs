//! `.netrc`: machines with a login and a password each, in one line or in several
//! (GNU inetutils, *The .netrc file*).

use super::SettingsReading;
use crate::{
    input::Encoding,
    value::{MOST, Member, ParseFault, TOO_MANY, Value},
};

/// A text that is a `.netrc`: an object of the machines, each with its members.
pub(super) fn read(text: &str) -> Option<SettingsReading> {
    let mut reader = NetrcReader { text, at: 0 };
    let mut machines: Vec<Member> = Vec::new();
    let mut fault = None;
    let mut has_password = false;
    while let Some((word, start)) = reader.word() {
        if machines.len() == MOST {
            fault = Some(ParseFault { message: TOO_MANY.to_owned(), byte: start });
            break;
        }
        let mut set = |name: &str, value: &str| match machines.last_mut().map(|it| &mut it.value) {
            Some(Value::Object(members)) => {
                members.push(Member { name: name.to_owned(), value: Value::string(value) });
                Some(())
            }
            _ => None,
        };
        match word {
            "machine" => {
                let (name, _) = reader.word()?;
                machines.push(Member { name: name.to_owned(), value: Value::Object(Vec::new()) });
            }
            "default" => {
                machines.push(Member { name: word.to_owned(), value: Value::Object(Vec::new()) });
            }
            "login" | "password" | "account" | "user" => {
                if let Some((value, _)) = reader.word() {
                    has_password |= word == "password";
                    set(word, value)?;
                } else {
                    let message = format!("no {word} stands here: was the text cut?");
                    fault = Some(ParseFault { message, byte: start + word.len() });
                }
            }
            // A macro goes to the next empty line.
            "macdef" => reader.skip_paragraph(),
            _ if word.starts_with('#') => reader.skip_line(),
            _ if machines.is_empty() => return None,
            _ => {
                fault.get_or_insert(ParseFault {
                    message: "this word is none of machine, login, password, account".to_owned(),
                    byte: start,
                });
            }
        }
    }
    let value = Value::Object(machines);
    has_password.then_some(SettingsReading { value, fault, encoding: Encoding::Ini })
}

struct NetrcReader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> NetrcReader<'a> {
    /// The next word, with or without quotes, and where it begins.
    fn word(&mut self) -> Option<(&'a str, usize)> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.len() - rest.trim_start().len();
        let rest = &self.text[start..];
        let quoted = rest.strip_prefix('"').and_then(|inside| inside.split_once('"'));
        if let Some((word, _)) = quoted {
            self.at = start + word.len() + 2;
            return Some((word, start));
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.at = start + end;
        (end > 0).then_some((&rest[..end], start))
    }

    fn skip_line(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    fn skip_paragraph(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.find("\n\n").or_else(|| rest.find("\n\r\n"));
        self.at += end.unwrap_or(rest.len());
    }
}
