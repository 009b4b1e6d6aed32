//! Collects the codes, sentences and header fields of an error response for the catalogue of
//! errors.

use std::borrow::Cow;

use crate::{
    catalog::errors::{self, ObservedError},
    input::Message,
    kind::Kind,
    token::Field,
    value::Value,
};

/// Longer texts are not searched.
const LONGEST: usize = 4096;

/// More of one kind are not collected.
const MOST: usize = 16;

/// How deep providers nest what they say: `{"error": {"errors": [{"reason": …}]}}`.
const DEEPEST: usize = 4;

/// The codes and sentences of an error response, the names of its members, its status and header
/// fields. None for anything but an error or a challenge.
pub fn observe<'a>(
    kind: Kind,
    fields: &'a [Field],
    message: Option<&'a Message>,
) -> Option<ObservedError<'a>> {
    if !matches!(kind, Kind::ErrorResponse | Kind::Challenge) {
        return None;
    }
    let mut collector = ErrorCollector::default();
    for field in fields.iter().filter(|field| field.present) {
        collector.answer.names.push(&field.source_name);
        if let Some(value) = field.plain() {
            collector.add_member(&field.source_name, value, 0);
        }
    }
    if let Some(message) = message {
        for (name, value) in &message.headers {
            let value = value.as_str();
            if ["x-amzn-errortype", "x-error-message", "x-ms-error-code"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
            {
                collector.vague_codes.push(value.split(':').next().unwrap_or(value).into());
            }
            collector.answer.headers.push((name, value));
        }
    }
    let status = message.map(|message| message.status);
    Some(collector.into_error(status.filter(|status| *status >= 300)))
}

#[derive(Default)]
struct ErrorCollector<'a> {
    answer: ObservedError<'a>,
    /// Less specific ones: a status, a title.
    vague_codes: Vec<Cow<'a, str>>,
    vague_texts: Vec<&'a str>,
}

impl<'a> ErrorCollector<'a> {
    fn into_error(mut self, status: Option<u16>) -> ObservedError<'a> {
        let mut answer = self.answer;
        answer.codes.append(&mut self.vague_codes);
        answer.texts.append(&mut self.vague_texts);
        let codes = answer.codes.iter().map(AsRef::as_ref);
        answer.status = status
            .or(answer.status)
            .or_else(|| codes.chain(answer.texts.iter().copied()).find_map(errors::status_named));
        answer
    }

    /// Adds a member, recognized by its name in any spelling.
    fn add_member(&mut self, source_name: &'a str, value: &'a Value, depth: usize) {
        let letters = source_name.rsplit('.').next().unwrap_or(source_name);
        let letters = letters.bytes().filter(u8::is_ascii_alphanumeric);
        let name: String = letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
        match name.as_str() {
            "error" | "err" | "fault" | "errors" | "details" | "detail" | "response" | "body"
            | "innererror" | "errordetails" | "data" | "cause" | "causes" | "errorcauses" => {
                match value {
                    Value::Object(members) if depth < DEEPEST => {
                        for member in members {
                            self.answer.names.push(&member.name);
                            self.add_member(&member.name, &member.value, depth + 1);
                        }
                    }
                    Value::Array(items) if depth < DEEPEST => {
                        for item in items.iter().take(MOST) {
                            self.add_member(source_name, item, depth + 1);
                        }
                    }
                    value if name.starts_with("err") || name == "fault" => self.add_code(value),
                    // RFC 9457 §3.1.4.
                    value => self.add_text(value),
                }
            }
            "errorsubcode" | "suberror" => {
                if let Some(code) = as_word(value) {
                    self.answer.codes.insert(0, code.into());
                }
            }
            // Microsoft Entra's numbers, which people know by a name.
            "errorcodes" => {
                for number in value.items().iter().filter_map(Value::as_number).take(MOST) {
                    self.answer.codes.insert(0, format!("AADSTS{number}").into());
                }
            }
            "code" | "errorcode" | "errcode" | "reason" | "faultcode" | "internalcode"
            | "errorkey" | "subcode" | "oauthproblem" => self.add_code(value),
            "type" | "exception" | "name" | "kind" | "category" | "serviceerrorcode" => {
                let codes = std::mem::take(&mut self.answer.codes);
                self.add_code(value);
                self.vague_codes.append(&mut self.answer.codes);
                self.answer.codes = codes;
            }
            "status" | "statuscode" | "httpstatus" | "httpstatuscode" => {
                self.note_status(value);
                if let Some(text) = value.as_str() {
                    Self::push_code(&mut self.vague_codes, text);
                }
            }
            "title" | "statustext" | "statusmessage" => {
                if let Some(text) = value.as_str() {
                    push_text(&mut self.vague_texts, text);
                }
            }
            "errordescription" | "errormessage" | "errormsg" | "errorsummary" | "errmsg"
            | "message" | "msg" | "text" | "description" | "faultstring" | "hint" | "errorinfo"
            | "debugmessage" | "usermessage" | "developermessage" | "longmessage" | "erroruri"
            | "info" | "documentationurl" | "errorlink" | "helpurl" | "moreinfo" | "domain"
            | "informationlink" | "errorreason" | "debug" => {
                self.add_text(value);
            }
            _ => {}
        }
    }

    fn add_code(&mut self, value: &'a Value) {
        for value in std::iter::once(value).chain(value.items().iter().take(MOST)) {
            self.note_status(value);
            // What RFC 9457 §4.2.1 writes where there is no type.
            let Some(text) = as_word(value).filter(|text| *text != "about:blank") else { continue };
            // `com.amazon.coral.service#ExpiredTokenException`
            let text = text.rsplit('#').next().unwrap_or(text);
            // Some write a sentence where a code belongs.
            if text.contains(' ') {
                push_text(&mut self.answer.texts, text);
            } else {
                Self::push_code(&mut self.answer.codes, text);
            }
        }
    }

    fn add_text(&mut self, value: &'a Value) {
        for value in std::iter::once(value).chain(value.items().iter().take(MOST)) {
            if let Some(text) = value.as_str() {
                push_text(&mut self.answer.texts, text);
            }
        }
    }

    /// Takes a number as the status, where it can be one.
    fn note_status(&mut self, value: &Value) {
        let digits = value.as_number().or_else(|| value.as_str()).filter(|it| it.len() == 3);
        let number = digits.and_then(|digits| digits.parse().ok());
        if let Some(status) = number.filter(|status| (400..600).contains(status)) {
            self.answer.status.get_or_insert(status);
        }
    }

    fn push_code(codes: &mut Vec<Cow<'a, str>>, text: &'a str) {
        if !text.is_empty() && text.len() <= LONGEST && codes.len() < MOST {
            codes.push(text.into());
        }
    }
}

fn as_word(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_number())
}

fn push_text<'a>(texts: &mut Vec<&'a str>, text: &'a str) {
    if !text.is_empty() && text.len() <= LONGEST && texts.len() < MOST {
        texts.push(text);
    }
}
