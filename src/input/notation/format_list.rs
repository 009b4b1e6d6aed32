//! Objects as PowerShell's `Format-List` prints them: `Name : value` in lines, a long value wrapped
//! into the lines below it, and an empty line between two objects.

use crate::{
    input::{Encoding, notation::NotationReading},
    value::{MOST, Member, ParseFault, TOO_MANY, Value},
};

/// Reads the objects of a list, or the one object in it. None where no value is wrapped and there
/// is one object: YAML says the same.
pub fn read(text: &str) -> Option<NotationReading> {
    let mut reader = FormatListReader::default();
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let start = next;
        next += line.len();
        if reader.count == MOST {
            reader.fault = Some(ParseFault { message: TOO_MANY.to_owned(), byte: start });
            break;
        }
        reader.line(line.trim_end())?;
    }
    reader.end_object();
    let FormatListReader { mut objects, fault, is_wrapped, .. } = reader;
    let value = match objects.len() {
        1 if is_wrapped => objects.pop()?,
        0 | 1 => return None,
        _ => Value::Array(objects),
    };
    Some(NotationReading { value, end: text.len(), fault, encoding: Encoding::Table })
}

#[derive(Default)]
struct FormatListReader {
    objects: Vec<Value>,
    members: Vec<Member>,
    /// Where the values of the object begin, in bytes from the start of the line.
    column: usize,
    is_wrapped: bool,
    count: usize,
    fault: Option<ParseFault>,
}

impl FormatListReader {
    /// None where the line is none of a list.
    fn line(&mut self, line: &str) -> Option<()> {
        if line.is_empty() {
            self.end_object();
            return Some(());
        }
        self.count += 1;
        let (blanks, rest) = (line.len() - line.trim_start().len(), line.trim_start());
        if let Some(last) = self.members.last_mut().filter(|_| blanks >= self.column) {
            self.is_wrapped = true;
            let before = last.value.as_str()?;
            last.value = Value::string([before, rest].concat());
            return Some(());
        }
        let at = line.find(" :")?;
        let (name, value) = (line[..at].trim(), line[at + 2..].trim());
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if blanks > 0 || name.is_empty() || !name.chars().all(is_word) {
            return None;
        }
        let column = at + 3;
        // The colons of one object stand below each other.
        if !self.members.is_empty() && column != self.column {
            return None;
        }
        self.column = column;
        self.members.push(Member { name: name.to_owned(), value: Value::string(value) });
        Some(())
    }

    fn end_object(&mut self) {
        if !self.members.is_empty() {
            self.objects.push(Value::Object(std::mem::take(&mut self.members)));
        }
    }
}
