//! The menu of what can be copied: parts of what the cursor is on, what a panel or box shows, and
//! the report.

use crate::{
    app::{Action, App, Effect, List, dialog::Dialog, document::Copied},
    emphasis::Emphasis,
    report::ReportFormat,
    secret::Secret,
    text::visible,
};

/// What can be copied, in the order of the menu.
pub const ENTRIES: [Action; 13] = [
    Action::CopyValue,
    Action::CopyName,
    Action::CopyPath,
    Action::CopySubject,
    Action::CopyAuthorization,
    Action::CopyCurl,
    Action::CopyShown,
    Action::CopyReportText,
    Action::CopyReportMarkdown,
    Action::CopyReportJson,
    Action::CopyPublicText,
    Action::CopyPublicMarkdown,
    Action::CopyPublicJson,
];

/// The menu in its box.
#[derive(Clone, Debug)]
pub struct CopyMenu {
    pub list: List,
    /// The entry that holds a secret, and is copied when it is chosen again.
    armed: Option<Action>,
}

impl App {
    /// `Y`: lists what can be copied here, the first of it under the cursor.
    pub(in crate::app) fn open_copy_menu(&mut self) {
        let mut list = List::new(ENTRIES.len());
        list.select(ENTRIES.iter().position(|entry| self.is_enabled(*entry)).unwrap_or(0));
        self.dialogs.push(Dialog::CopyMenu(CopyMenu { list, armed: None }));
    }

    pub(super) fn act_in_copy_menu(&mut self, action: Action) -> Option<Vec<Effect>> {
        let entry = match (action, self.dialogs.last()?) {
            (Action::Enter, Dialog::CopyMenu(menu)) => *ENTRIES.get(menu.list.selected()?)?,
            _ => return None,
        };
        if !self.is_enabled(entry) {
            self.notify(Emphasis::Warning, entry.row().otherwise);
            return Some(Vec::new());
        }
        Some(self.copy_part(entry))
    }

    /// Copies an entry of the menu, and closes it. A secret is copied when it is chosen again.
    pub(in crate::app) fn copy_part(&mut self, entry: Action) -> Vec<Effect> {
        let effect = match self.copied_part(entry) {
            Some(copied) if copied.secret && !self.is_armed(entry) => {
                self.arm(entry, &copied.what);
                return Vec::new();
            }
            Some(Copied { what, text, .. }) => Effect::Copy { what, text },
            None => match report(entry) {
                Some((format, mask_personal)) => Effect::CopyReport { format, mask_personal },
                None => Effect::CopyShown,
            },
        };
        self.dialogs.pop_if(|dialog| matches!(dialog, Dialog::CopyMenu(_)));
        vec![effect]
    }

    fn is_armed(&self, entry: Action) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::CopyMenu(menu)) if menu.armed == Some(entry))
    }

    /// Has the next choice of this entry copy its secret.
    fn arm(&mut self, entry: Action, what: &str) {
        if !matches!(self.dialogs.last(), Some(Dialog::CopyMenu(_))) {
            self.open_copy_menu();
        }
        if let Some(Dialog::CopyMenu(menu)) = self.dialogs.last_mut() {
            menu.armed = Some(entry);
            menu.list.select(ENTRIES.iter().position(|it| *it == entry).unwrap_or(0));
        }
        self.notify(Emphasis::Warning, format!("{what} is secret: choose it again to copy it"));
    }

    /// The box below the menu.
    pub(in crate::app) fn copied_box(&self) -> Option<&Dialog> {
        self.dialogs.iter().rev().find(|dialog| !matches!(dialog, Dialog::CopyMenu(_)))
    }

    /// What an entry copies of the place under the cursor, or of the token; none where there is no
    /// such thing.
    pub fn copied_part(&self, entry: Action) -> Option<Copied> {
        let not_secret =
            |what: String, text: String| Copied { what, text: Secret::new(text), secret: false };
        if entry == Action::CopyCurl
            && let Some(dialog) = self.copied_box()
        {
            return self.curl_of(dialog);
        }
        if self.copied_box().is_none()
            && let Some(copied) = self.copied_of_row(entry)
        {
            return Some(copied);
        }
        let document = self.document()?;
        match entry {
            Action::CopySubject => {
                let subject = document.parties.subject.as_ref()?;
                Some(not_secret("the subject".to_owned(), subject.clone()))
            }
            Action::CopyAuthorization => {
                let (what, line) = document.authorization()?;
                let text = Secret::new(line.expose());
                Some(Copied {
                    what: format!("the Authorization line with {what}"),
                    text,
                    secret: true,
                })
            }
            Action::CopyCurl => {
                let (what, line) = document.authorization()?;
                // The address is left to the person: none that a token names is ever called.
                let quoted = line.expose().replace('\'', "'\\''");
                let text = Secret::new(format!("curl --header '{quoted}' \"$URL\""));
                let what = format!("a curl command with {what}; it reads URL");
                Some(Copied { what, text, secret: true })
            }
            Action::CopyValue | Action::CopyName | Action::CopyPath => {
                let target = self.target().filter(|_| self.copied_box().is_none())?;
                let copied = document.copied(&target);
                match entry {
                    Action::CopyPath => {
                        let path = document.jq_path(&target)?;
                        let path = visible(&self.masked(&path)).into_owned();
                        Some(not_secret(format!("the path {path}"), path))
                    }
                    Action::CopyName => {
                        let name = copied?.what;
                        Some(not_secret(format!("the name {name}"), name))
                    }
                    _ => copied.map(|copied| Copied {
                        secret: copied.secret && !self.reveals(&target),
                        ..copied
                    }),
                }
            }
            _ => None,
        }
    }
}

/// The report that an entry copies, and whether without what it says of persons.
fn report(entry: Action) -> Option<(ReportFormat, bool)> {
    Some(match entry {
        Action::CopyReportText => (ReportFormat::Text, false),
        Action::CopyReportMarkdown => (ReportFormat::Markdown, false),
        Action::CopyReportJson => (ReportFormat::PrettyJson, false),
        Action::CopyPublicText => (ReportFormat::Text, true),
        Action::CopyPublicMarkdown => (ReportFormat::Markdown, true),
        Action::CopyPublicJson => (ReportFormat::PrettyJson, true),
        _ => return None,
    })
}
