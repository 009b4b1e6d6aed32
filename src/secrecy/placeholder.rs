//! What stands in the place of a secret: filled in elsewhere, taken out, or never put in.

/// Whether a text stands for a value that is filled in elsewhere, or was taken out:
/// `${NPM_TOKEN}`, `var.token`, `***`, `<token>`, `[REDACTED]`, `changeme`.
pub fn is_placeholder(text: &str) -> bool {
    const MARKS: [&str; 9] = ["***", "•••", "●●", "…", "...", "<", "xxxx", "XXXX", "(sensitive"];
    const WORDS: [&str; 12] = [
        "changeme",
        "filtered",
        "hidden",
        "masked",
        "none",
        "null",
        "redacted",
        "secret",
        "string",
        "tbd",
        "todo",
        "undefined",
    ];
    let text = text.trim();
    let Some(first) = text.chars().next() else { return true };
    let is_around = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let is_filling = matches!(first, '*' | '•' | 'x' | 'X' | '.' | '-' | '_' | '?' | '#')
        && text.chars().all(|c| c == first);
    let lower = text.to_ascii_lowercase();
    is_filling
        || is_around("[", "]") && !text.contains('"')
        || MARKS.iter().any(|mark| text.contains(mark))
        || WORDS.contains(&&*lower)
        || lower.contains("redacted")
        || lower.starts_with("your_")
        || lower.starts_with("your-")
        || is_reference(text)
}

/// Whether a text says where the value comes from: a variable, an expression of a template or a
/// language, the name of a secret in a store.
pub fn is_reference(text: &str) -> bool {
    const MARKS: [&str; 5] = ["{{", "${", "$(", "%(", "#{"];
    /// The objects whose members are variables, in templates and languages.
    const OBJECTS: [&str; 10] = [
        "var.",
        "vars.",
        "local.",
        "data.",
        "module.",
        "secrets.",
        "env.",
        "inputs.",
        "process.env.",
        "os.environ",
    ];
    /// Addresses in a store of secrets.
    const STORES: [&str; 4] = ["arn:", "op://", "vault:", "@Microsoft.KeyVault("];
    let text = text.trim();
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_path = |path: &str| path.split('.').all(|name| !name.is_empty() && is_name(name));
    let is_around = |mark: &str| {
        let inside = text.strip_prefix(mark).and_then(|it| it.strip_suffix(mark));
        inside.is_some_and(|name| !name.is_empty() && is_name(name))
    };
    text.strip_prefix('$').is_some_and(is_name)
        || text.starts_with("$env:")
        || is_around("%")
        || is_around("__")
        || MARKS.iter().any(|mark| text.contains(mark))
        || STORES.iter().any(|store| text.starts_with(store))
        || OBJECTS.iter().any(|object| text.starts_with(object)) && is_path(text)
}

/// Whether a text is no more than the name of a secret: `access_token`, `my-api-key`,
/// `Zugriffstoken`.
pub fn names_a_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_part = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b' ');
    text.bytes().all(is_part)
        && ["token", "key", "secret", "jwt", "password"].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_secrets() {
        for text in [
            "",
            "${NPM_TOKEN}",
            "{{token}}",
            "$TOKEN",
            "$env:TOKEN",
            "%TOKEN%",
            "$(cat token)",
            "***",
            "ghp_***",
            "<token>",
            "[REDACTED]",
            "xxxxxxxx",
            "changeme",
            "YOUR_API_KEY",
            "eyJhbGciOi...",
            "string",
            "(sensitive value)",
            "var.github_token",
            "secrets.NPM_TOKEN",
            "process.env.TOKEN",
            "#{TOKEN}#",
            "__TOKEN__",
            "arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf",
            "op://vault/item/token",
            "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/o/)",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "a",
            "token-4711",
            "$2b$12$abc",
            "ghp_WzdmkDeMgaWcQ7Xi",
            "p@ss[1]",
            "-----BEGIN",
            "data.-x",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
