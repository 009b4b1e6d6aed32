//! The dialog with a text to read: headings, rows and paragraphs, to be wrapped and scrolled.

use crate::{
    app::list::Scroll, app::requests::form_request::FormRequest, emphasis::Emphasis,
    exchange::ExchangeRow,
};

/// One part of a page. Every text is safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What follows is about this.
    Heading(String),
    /// A name and its value.
    Row {
        /// The name, in a column of its own.
        name: String,
        value: String,
        /// How the value is meant.
        emphasis: Emphasis,
    },
    Text(Emphasis, String),
    /// One of several sentences.
    Point(String),
    /// An empty line.
    Blank,
}

impl Part {
    /// A name and its value, as they are.
    pub fn row(name: &str, value: impl Into<String>) -> Self {
        Self::Row { name: name.to_owned(), value: value.into(), emphasis: Emphasis::Plain }
    }
}

impl From<&ExchangeRow> for Part {
    fn from(row: &ExchangeRow) -> Self {
        if row.name.is_empty() {
            return Self::Text(Emphasis::Plain, row.value.clone());
        }
        let emphasis = if row.secret { Emphasis::Dim } else { Emphasis::Plain };
        Self::Row { name: row.name.clone(), value: row.value.clone(), emphasis }
    }
}

/// A box full of text.
#[derive(Clone, Debug)]
pub struct TextDialog {
    /// The title of the box.
    pub title: String,
    /// What it says.
    pub parts: Vec<Part>,
    /// How far it is scrolled down.
    pub scroll: Scroll,
    /// The request that it is about, where that came to nothing and can be corrected.
    pub retry: Option<Box<FormRequest>>,
}

impl TextDialog {
    /// An unscrolled page.
    pub fn new(title: impl Into<String>, parts: Vec<Part>) -> Self {
        Self { title: title.into(), parts, scroll: Scroll::default(), retry: None }
    }

    /// The page on a request that can be corrected.
    #[must_use]
    pub fn with_retry(self, retry: FormRequest) -> Self {
        Self { retry: Some(Box::new(retry)), ..self }
    }
}
