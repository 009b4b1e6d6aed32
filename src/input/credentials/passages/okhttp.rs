//! Logs of `OkHttp`, as Android and Java clients print their exchanges: the marks `-->` and `<--`
//! instead of a request line and a status line.

use crate::secret::Wiping;

/// The text with its exchanges as HTTP messages, line by line. None where it has none.
pub(super) fn as_messages(text: &str) -> Option<Wiping<String>> {
    if !text.contains("--> ") || !text.contains("<-- ") {
        return None;
    }
    let mut plain = Wiping::new(String::with_capacity(text.len()));
    let mut any = false;
    for line in text.split_inclusive('\n') {
        match message_line(line.trim_end()) {
            Some(message) => {
                any = true;
                plain.push_str(&message);
                plain.push_str(&line[line.trim_end().len()..]);
            }
            None => plain.push_str(line),
        }
    }
    any.then_some(plain)
}

/// `POST https://as.example/token HTTP/1.1` of `--> POST https://as.example/token http/1.1 (80-byte
/// body)`, `HTTP/1.1 200 OK` of `<-- 200 OK https://as.example/token (120ms)`, and nothing of what
/// says that a message ends.
fn message_line(line: &str) -> Option<String> {
    if let Some(request) = line.strip_prefix("--> ") {
        let (method, target) = request.split_once(' ')?;
        let target = target.split(' ').next()?;
        let is_end = method == "END";
        let is_request = method.bytes().all(|b| b.is_ascii_uppercase()) && target.contains("://");
        return is_request
            .then(|| format!("{method} {target} HTTP/1.1"))
            .or_else(|| is_end.then(String::new));
    }
    let answer = line.strip_prefix("<-- ")?;
    let status = answer.get(..3).filter(|status| status.bytes().all(|b| b.is_ascii_digit()));
    let is_end = answer.starts_with("END ");
    status.map(|status| format!("HTTP/1.1 {status}")).or_else(|| is_end.then(String::new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_the_lines_of_messages() {
        let text = "--> GET https://a.example/x h2\nAccept: */*\n--> END GET\n<-- 401 https://a.example/x (3ms)\n";
        let expected = "GET https://a.example/x HTTP/1.1\nAccept: */*\n\nHTTP/1.1 401\n";
        assert_eq!(as_messages(text).as_deref().map(String::as_str), Some(expected));
        assert!(as_messages("a --> b\nb <-- c\n").is_none());
    }
}
