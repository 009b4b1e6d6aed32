//! What matters most of everything that is not a token response or a signed token.

use std::borrow::Cow;

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::Document, emphasis::Emphasis, explain, inspection::UsableAnswer, kind::Kind,
    problem::Problem, token::State, value::Value, words,
};

use super::{
    super::{Scene, access, fit},
    pieces,
};

/// The lines of the card.
pub fn lines(scene: &Scene<'_>, document: &Document, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Card { scene, document, columns }.lines();
    if let Some(check) = &document.access {
        let below_head = lines.len().min(1);
        lines.splice(below_head..below_head, access::reason(scene, check, columns));
    }
    let Some(found) = pieces::found(scene, document) else { return lines };
    let found = Line::from(found);
    match lines.last_mut() {
        Some(last) if last.width() + found.width() + 3 <= columns => {
            last.push_span(Span::raw("   "));
            last.spans.extend(found.spans);
        }
        _ => lines.push(found),
    }
    lines
}

impl Card<'_> {
    fn lines(&self) -> Vec<Line<'static>> {
        let card = self;
        match self.document.inspection.kind {
            Kind::ErrorResponse => card.error(),
            Kind::IntrospectionResponse => card.introspection(),
            Kind::DeviceAuthorization => card.device(),
            Kind::AuthorizationResponse => card.authorization(),
            Kind::ServerMetadata => card.metadata(),
            Kind::JwkSet => card.keys(),
            Kind::BackchannelAuthentication
            | Kind::PushedAuthorizationResponse
            | Kind::ClientRegistration
            | Kind::UserinfoResponse
            | Kind::ProtectedResourceMetadata
            | Kind::Challenge
            | Kind::BasicCredentials => card.key_facts(),
            Kind::Unrecognized => card.unrecognized(),
            Kind::Jwe => card.encrypted(),
            Kind::TokenResponse | Kind::Jws | Kind::SdJwt | Kind::OpaqueToken => card.opaque(),
        }
    }
}

/// A card being written.
struct Card<'a> {
    scene: &'a Scene<'a>,
    document: &'a Document,
    columns: usize,
}

impl Card<'_> {
    /// The value of a plain field.
    fn plain(&self, name: &str) -> Option<&Value> {
        self.document.inspection.field(name)?.plain()
    }

    /// The text of a plain field, made safe.
    fn text(&self, name: &str) -> Option<String> {
        self.plain(name)?.as_str().map(|text| self.scene.text(text).into_owned())
    }

    fn say(&self, words: &str, style: Style, most: usize) -> Vec<Line<'static>> {
        fit::wrap(words, self.columns)
            .into_iter()
            .take(most)
            .map(|line| Line::from(Span::styled(line, style)))
            .collect()
    }

    /// A symbol with a word in its colour, and text behind it.
    fn head(&self, emphasis: Emphasis, word: &str, style: Style, text: &str) -> Line<'static> {
        self.plain_head(&format!("{} {word}", emphasis.symbol()), style, text)
    }

    fn plain_head(&self, word: &str, style: Style, text: &str) -> Line<'static> {
        let line = Line::from(vec![
            Span::styled(word.to_owned(), style.patch(self.scene.theme.strong)),
            Span::raw("  "),
            Span::styled(text.to_owned(), self.scene.theme.strong),
        ]);
        fit::clip(line, self.columns)
    }

    /// State and countdown, where something is known of them.
    fn life(&self) -> Vec<Line<'static>> {
        let inspection = &self.document.inspection;
        let now = self.scene.now;
        if inspection.expiry.state(now) == State::Unknown
            && inspection.usable(now).answer != UsableAnswer::No
        {
            return Vec::new();
        }
        pieces::flow(
            self.scene,
            pieces::about_token(self.scene, self.document, self.columns),
            self.columns,
        )
    }

    /// How it stands, what counts in it, and what it is good for.
    fn key_facts(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let inspection = &self.document.inspection;
        let key_facts = explain::key_facts(inspection);
        let mut lines = self.life();
        let mut rest = key_facts.as_slice();
        if lines.is_empty()
            && let [first, others @ ..] = rest
        {
            lines.push(self.head(Emphasis::Plain, first.label, theme.accent, &first.words));
            rest = others;
        }
        let pieces = rest.iter().map(|it| {
            vec![
                Span::styled(format!("{} ", it.label), theme.dim),
                Span::styled(it.words.clone(), theme.text),
            ]
        });
        lines.extend(fit::flow(pieces.collect(), 3, self.columns));
        let meaning = self.say(inspection.kind.meaning(), theme.dim, usize::MAX);
        // Half a sentence says nothing.
        if meaning.len() <= 2 {
            lines.extend(meaning);
        }
        lines
    }

    fn error(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let refused = self.document.access.as_ref().map(|check| self.scene.text(&check.answer));
        let code = self.text("error").or(refused.map(Cow::into_owned));
        let code = code.unwrap_or_else(|| "an error".to_owned());
        let mut lines = vec![self.head(Emphasis::Bad, "ERROR", theme.bad, &code)];
        if let Some(description) = self.text("error_description") {
            lines.extend(self.say(&description, theme.text, 6));
        }
        if let Some(uri) = self.text("error_uri") {
            lines.extend(self.say(&uri, theme.dim, 1));
        }
        lines
    }

    fn introspection(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        match self.plain("active") {
            Some(Value::Bool(true)) => {
                let mut lines = self.life();
                // `active: true` is dim where the response's own end has passed.
                let style = match self.document.inspection.usable(self.scene.now).answer {
                    UsableAnswer::No => theme.dim,
                    UsableAnswer::Yes | UsableAnswer::Unknown => theme.good,
                };
                lines.push(self.head(
                    Emphasis::Plain,
                    "ACTIVE",
                    style,
                    "by the word of its server",
                ));
                lines
            }
            other => {
                let words = match other {
                    Some(Value::Bool(false)) => {
                        "Revoked, expired, or none of this server's (RFC 7662 §2.2)."
                    }
                    _ => "active is neither true nor false, and has to be (RFC 7662 §2.2).",
                };
                let mut lines = self.life();
                lines.extend(self.say(words, theme.text, 2));
                lines
            }
        }
    }

    fn device(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        if self.document.inspection.expiry.is_over(self.scene.now) {
            let words = "The code is no longer taken; a new request gets another (RFC 8628 §3.5).";
            let mut lines = self.life();
            lines.extend(self.say(words, theme.text, 2));
            return lines;
        }
        let code = self.text("user_code").unwrap_or_else(|| "no user code".to_owned());
        let place = self
            .text("verification_uri")
            .or_else(|| self.text("verification_url"))
            .unwrap_or_else(|| "no address is given".to_owned());
        let first = Line::from(vec![
            Span::styled("Enter ", theme.dim),
            Span::styled(code, theme.accent),
            Span::styled(" at ", theme.dim),
            Span::styled(place, theme.strong),
        ]);
        let mut lines = vec![fit::clip(first, self.columns)];
        lines.extend(self.life());
        lines
    }

    fn authorization(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let mut lines = self.life();
        lines.push(self.head(
            Emphasis::Plain,
            "CODE",
            theme.accent,
            "to be exchanged once, and soon",
        ));
        lines.extend(self.say(
            "A code lives ten minutes at most; using it twice revokes what it got \
             (RFC 6749 §4.1.2).",
            theme.dim,
            3,
        ));
        lines
    }

    fn metadata(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let issuer = self.text("issuer").unwrap_or_else(|| "no issuer".to_owned());
        let endpoints = self
            .document
            .inspection
            .fields
            .iter()
            .filter(|field| field.present && field.name.ends_with("_endpoint"))
            .count();
        let list = |name: &str, label: &'static str| {
            let items = self.plain(name)?.items();
            let names: Vec<_> = items.iter().filter_map(Value::as_str).take(12).collect();
            let words = format!("{label} {}", self.scene.text(&names.join(" ")));
            Some(vec![Span::styled(words, theme.dim)])
        };
        let mut lines = vec![self.head(Emphasis::Plain, "ISSUER", theme.good, &issuer)];
        let mut pieces = vec![vec![Span::styled(words::count(endpoints, "endpoint"), theme.text)]];
        pieces.extend(list("grant_types_supported", "grants"));
        pieces.extend(list("code_challenge_methods_supported", "PKCE"));
        lines.extend(fit::flow(pieces, 3, self.columns));
        lines
    }

    fn keys(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let keys = self.plain("keys").map_or(&[][..], Value::items);
        let mut lines = vec![self.plain_head(&words::count(keys.len(), "key"), theme.accent, "")];
        let pieces = keys.iter().take(24).map(|key| {
            let member = |name| key.get(name).and_then(Value::as_str).unwrap_or_default();
            let words: Vec<&str> = ["kty", "crv", "alg", "use", "kid"]
                .into_iter()
                .map(member)
                .filter(|word| !word.is_empty())
                .collect();
            vec![Span::styled(self.scene.text(&words.join(" ")).into_owned(), theme.text)]
        });
        lines.extend(fit::flow(pieces.collect(), 3, self.columns));
        lines
    }

    fn encrypted(&self) -> Vec<Line<'static>> {
        let text = "only its recipient can read the claims";
        let mut lines = self.life();
        lines.push(self.head(Emphasis::Plain, "ENCRYPTED", self.scene.theme.accent, text));
        lines
    }

    fn opaque(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let text = "nothing can be read from it here";
        let mut lines = self.life();
        lines.push(self.head(Emphasis::Plain, "OPAQUE", theme.accent, text));
        lines.extend(self.say(
            "Its authorization server can tell what it is, if it offers introspection (RFC 7662).",
            theme.dim,
            2,
        ));
        lines
    }

    fn unrecognized(&self) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let problem = self.document.inspection.problem.as_ref();
        let text = problem.map_or_else(
            || "this is no token response, nor anything else that is known".to_owned(),
            Problem::to_string,
        );
        let mut lines = vec![self.head(Emphasis::Bad, "NOT RECOGNIZED", theme.bad, "")];
        lines.extend(self.say(&text, theme.text, 3));
        if let Some(hint) = problem.and_then(|problem| problem.hint.as_deref()) {
            lines.extend(self.say(&self.scene.text(hint), theme.dim, 2));
        }
        lines
    }
}
