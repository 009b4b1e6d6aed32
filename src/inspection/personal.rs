//! Withholds what an inspection says of persons, for a report that is shown to others. The catalogue
//! of claims says which members are about a person; copies of what identifies one are masked in all
//! other values and texts, and so is every mail address.

mod text;

use std::borrow::Cow;

use self::text::PersonalTexts;
use super::Inspection;
use crate::{
    catalog::{self, Personal, member_names},
    secret::MASK,
    token::field::Content,
    value::{Member, Text, Value},
};

/// What stands in the place of a value that is about a person. It has neither length nor
/// fingerprint: names, dates and addresses are soon guessed by them.
fn withheld() -> Value {
    let value = Value::string("personal");
    Value::Object(vec![Member { name: "masked".to_owned(), value }])
}

/// Whether this is what stands in the place of a value that is about a person.
pub fn is_withheld(value: &Value) -> bool {
    *value == withheld()
}

/// A text with a mask in place of mail addresses.
pub fn mail_masked(text: &str) -> Cow<'_, str> {
    PersonalTexts::new(Vec::new()).masked(text)
}

impl Inspection {
    /// The same without what it says of persons.
    #[must_use]
    pub fn without_personal_data(&self) -> Self {
        let persons = Persons::in_inspection(self);
        let mut shown = self.clone();
        for field in &mut shown.fields {
            persons.hide(&mut field.name);
            persons.hide(&mut field.source_name);
            let Content::Plain(value) = &field.content else { continue };
            let masked = persons.masked(&field.name, value);
            if is_withheld(&masked) {
                field.withheld = Some(value.type_name());
            }
            field.content = Content::Plain(masked);
        }
        let presented = shown.presented.iter_mut().filter_map(|it| it.jwt.as_mut());
        for token in shown.tokens.iter_mut().chain(presented) {
            persons.hide(&mut token.field);
            token.header = persons.masked("", &token.header);
            token.claims = token.claims.as_ref().map(|claims| persons.masked("", claims));
            if let Some(payload) = &mut token.payload {
                persons.hide_text(payload);
            }
            for text in
                [&mut token.signature.kid, &mut token.signature.reason].into_iter().flatten()
            {
                persons.hide(text);
            }
            if let Some(disclosures) = &mut token.disclosures {
                let values = disclosures.values.members().iter().zip(&disclosures.details);
                let masked = values.map(|(member, detail)| Member {
                    name: persons.texts.masked(&member.name).into_owned(),
                    value: persons
                        .masked(detail.name.as_deref().unwrap_or_default(), &member.value),
                });
                disclosures.values = Value::Object(masked.collect());
                for detail in &mut disclosures.details {
                    for text in [&mut detail.name, &mut detail.path].into_iter().flatten() {
                        persons.hide(text);
                    }
                }
            }
        }
        for scope in &mut shown.scopes {
            persons.hide(&mut scope.name);
            for text in [&mut scope.resource, &mut scope.action].into_iter().flatten() {
                persons.hide(text);
            }
        }
        for scope in &mut shown.asked_scopes {
            persons.hide(scope);
        }
        for finding in &mut shown.findings {
            persons.hide(&mut finding.message);
            for name in finding.field.iter_mut().chain(&mut finding.claim).chain(&mut finding.also)
            {
                persons.hide(name);
            }
        }
        for (_, value) in shown.message.iter_mut().flat_map(|message| &mut message.headers) {
            persons.hide_text(value);
        }
        if let Some(request) = &mut shown.request {
            persons.hide(&mut request.target);
        }
        if let Some(location) = &mut shown.location {
            persons.hide(&mut location.base);
        }
        if let Some(problem) = &mut shown.problem {
            persons.hide(&mut problem.message);
        }
        shown
    }
}

/// What a member says of a person by its name: that of a claim, also behind a namespace
/// (`https://example.com/email`, `custom:email`) or in another spelling.
fn personal(name: &str) -> Option<Personal> {
    let known = |name: &str| catalog::claim(name).and_then(|claim| claim.personal);
    let last = name.rsplit(['/', ':', '.']).next().unwrap_or_default();
    known(name).or_else(|| known(last)).or_else(|| known(&member_names::snake_case(last)))
}

/// What is known of the persons in an artifact.
struct Persons {
    /// What identifies them.
    texts: PersonalTexts,
    /// The programs that the artifact names, in lower case. One that speaks for itself is the
    /// subject of its token, and no person.
    programs: Vec<String>,
}

/// The members that name a program.
const PROGRAMS: [&str; 6] = ["client_id", "azp", "appid", "cid", "iss", "aud"];

impl Persons {
    fn in_inspection(inspection: &Inspection) -> Self {
        let fields = inspection.fields.iter();
        let fields = fields.filter_map(|field| Some((field.name.as_str(), field.plain()?)));
        let presented = inspection.presented.iter().filter_map(|it| it.jwt.as_ref());
        let tokens = inspection.tokens.iter().chain(presented);
        let claims = tokens.filter_map(|it| it.claims.as_ref());
        let disclosed = inspection.tokens.iter().filter_map(|it| it.disclosures.as_ref());
        let disclosed = disclosed.flat_map(|disclosures| {
            let names = disclosures.details.iter().map(|it| it.name.as_deref().unwrap_or_default());
            names.zip(disclosures.values.members().iter().map(|member| &member.value))
        });
        let (mut names, mut programs) = (Vec::new(), Vec::new());
        for (name, value) in fields.chain(claims.map(|claims| ("", claims))).chain(disclosed) {
            collect(name, value, false, &mut names);
            let own = PROGRAMS.contains(&name).then_some(value);
            let inside = PROGRAMS.iter().filter_map(|program| value.get(program));
            programs.extend(own.into_iter().chain(inside).filter_map(Value::as_str));
        }
        let programs: Vec<_> = programs.into_iter().map(str::to_ascii_lowercase).collect();
        names.retain(|name| !programs.contains(name));
        Self { texts: PersonalTexts::new(names), programs }
    }

    /// The value of a member without what it says of persons.
    fn masked(&self, name: &str, value: &Value) -> Value {
        if personal(name).is_some() && !value.is_absent() && !self.is_program(value) {
            return withheld();
        }
        match value {
            Value::Object(members) => {
                let masked = |member: &Member| Member {
                    name: self.texts.masked(&member.name).into_owned(),
                    value: self.masked(&member.name, &member.value),
                };
                Value::Object(members.iter().map(masked).collect())
            }
            Value::Array(items) => {
                Value::Array(items.iter().map(|item| self.masked("", item)).collect())
            }
            Value::String(text) => match self.texts.masked(text.as_str()) {
                Cow::Borrowed(_) => value.clone(),
                Cow::Owned(shown) if shown.trim() == MASK => withheld(),
                Cow::Owned(shown) => Value::string(shown),
            },
            Value::Number(digits) if self.texts.contain(digits) => withheld(),
            other => other.clone(),
        }
    }

    fn is_program(&self, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.programs.contains(&text.to_ascii_lowercase()))
    }

    fn hide(&self, text: &mut String) {
        if let Cow::Owned(shown) = self.texts.masked(text) {
            *text = shown;
        }
    }

    fn hide_text(&self, text: &mut Text) {
        if let Cow::Owned(shown) = self.texts.masked(text.as_str()) {
            *text = Text::new(shown);
        }
    }
}

/// Collects what identifies persons in a value, in lower case: all of it, where its member says so.
fn collect(name: &str, value: &Value, identifies: bool, names: &mut Vec<String>) {
    let identifies = match personal(name) {
        Some(personal) => personal == Personal::Identifies,
        None => identifies,
    };
    match value {
        Value::Object(members) => {
            for Member { name, value } in members {
                collect(name, value, identifies, names);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect("", item, identifies, names);
            }
        }
        Value::String(text) if identifies => names.push(text.as_str().trim().to_ascii_lowercase()),
        Value::Number(digits) if identifies => names.push(digits.clone()),
        _ => {}
    }
}
