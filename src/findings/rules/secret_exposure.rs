//! Secrets that others may see: in a file that other users can read, or repeated in a member whose
//! name is not that of a secret.

use crate::{
    findings::{diagnostics::Diagnostics, rule_context::RuleContext, wording::names},
    secrecy,
    token::{Field, field::Content},
    value::Value,
};

/// The permission bits of POSIX that let others than the owner read a file.
const GROUP: u32 = 0o040;
const OTHERS: u32 = 0o004;

/// Tools keep tokens in files of mode 0600: whoever reads the file has the token.
pub(super) fn file_readable(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(mode) = context.input.file_mode else { return };
    let who = match (mode & GROUP != 0, mode & OTHERS != 0) {
        (_, true) => "every user of this machine",
        (true, false) => "the group of the file",
        (false, false) => return,
    };
    let secret = context.input.fields.iter().find(|field| field.secret().is_some());
    if let Some(field) = secret {
        let fact = format!(
            "the permissions of the file ({mode:04o}) let {who} read it: whoever does has the \
             token; chmod 600 ends that"
        );
        diagnostics.warning(&field.name, &fact);
    }
}

/// Programs leave a token out of their logs by the name of its member: under another name, as an
/// identifier or in a description, it is kept there.
pub(super) fn secret_repeated(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let input = context.input;
    let secrets = &input.secrets;
    if secrets.is_empty() {
        return;
    }
    let mut places: Vec<String> = Vec::new();
    let mut first: Option<(&str, Option<&str>)> = None;
    for field in input.fields.iter().filter(|field| field.present) {
        let repeats = match &field.content {
            Content::Plain(value) => repeats(context, &field.name, value),
            Content::Secret { secret, .. } => {
                !is_secret_by_name(field) && secrets.are_repeated_in(secret.expose())
            }
        };
        if repeats {
            first.get_or_insert((&field.name, None));
            places.push(field.name.clone());
        }
    }
    for token in input.tokens {
        let members = token.header.members().iter();
        for member in members.chain(token.claims.iter().flat_map(Value::members)) {
            if repeats(context, &member.name, &member.value) {
                first.get_or_insert((&token.field, Some(&member.name)));
                places.push(format!("{} of {}", member.name, token.field));
            }
        }
    }
    let Some((field, claim)) = first else { return };
    let (verb, them) = if places.len() == 1 { ("holds", "it") } else { ("hold", "them") };
    let fact = format!(
        "{} {verb} the value of a secret: logs that leave secrets out by their names will keep \
         {them}",
        names(places.iter().map(String::as_str)),
    );
    if let Some(claim) = claim {
        diagnostics.on(claim);
    }
    diagnostics.warning(field, &fact);
}

/// Whether a member that is no secret by its name holds the value of one. It may nest deeply, and
/// so only as far as its readers allow.
fn repeats(context: &RuleContext<'_>, name: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => {
            !secrecy::is_secret_by_name(name, value)
                && context.input.secrets.are_repeated_in(text.as_str())
        }
        Value::Array(items) => items.iter().any(|item| repeats(context, name, item)),
        Value::Object(members) => {
            members.iter().any(|member| repeats(context, &member.name, &member.value))
        }
        _ => false,
    }
}

/// Whether the name of a field, or the last part of it, says that it is secret.
fn is_secret_by_name(field: &Field) -> bool {
    let text = field.secret().map(|secret| Value::string(secret.expose())).unwrap_or_default();
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    [last(&field.name), last(&field.source_name)].iter().any(|name| {
        matches!(name.as_str(), "token" | "code") || secrecy::is_secret_by_name(name, &text)
    })
}
