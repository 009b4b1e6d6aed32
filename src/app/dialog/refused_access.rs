//! Why a server refused a token that the inspector presented, as parts of a page.

use crate::{
    app::dialog::text::Part,
    emphasis::Emphasis,
    explain::{self, AccessCheck, AccessRow},
    inspection::{Inspection, PresentedToken},
    oauth::Operation,
};

/// The comparison of a refusal with the token that was presented, one of this response. None for a
/// request that presents no token to an API, and for an answer that is no refusal.
pub fn parts(
    operation: &Operation,
    response: Option<&Inspection>,
    answer: &Inspection,
) -> Option<Vec<Part>> {
    let Operation::Userinfo { token, scheme } = operation else { return None };
    let scopes = response.map_or(&[][..], |it| &it.scopes);
    let presented = PresentedToken {
        granted: scopes.iter().map(|scope| scope.name.clone()).collect(),
        // It is decoded to be compared, and masked wherever it is shown.
        ..PresentedToken::new(Some(scheme), token.expose())
    };
    let AccessCheck { reason, advice, rows, .. } = explain::access_with(answer, Some(&presented))?;
    let mut parts = vec![
        Part::Text(Emphasis::Bad, reason),
        Part::Text(Emphasis::Plain, advice),
        Part::Blank,
        Part::Heading("What the server wants, and what the token has".to_owned()),
    ];
    parts.extend(rows.into_iter().map(|row| {
        let AccessRow { label, demanded, presented, mark } = row;
        let demanded = demanded.unwrap_or_else(|| "nothing is said".to_owned());
        let presented = presented.unwrap_or_else(|| "cannot be seen".to_owned());
        let value = format!("{} {demanded} · has {presented}", mark.symbol());
        let emphasis = if mark == Emphasis::Bad { mark } else { Emphasis::Plain };
        Part::Row { name: label.to_owned(), value, emphasis }
    }));
    parts.push(Part::Blank);
    Some(parts)
}
