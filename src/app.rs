//! The state of the inspector and one pure `update`: no I/O, no clock, no drawing.

pub mod action;
pub mod auto_refresh;
pub mod consent;
mod cursor_place;
pub mod cursor_target;
pub mod detail;
pub mod dialog;
pub mod document;
pub mod effect;
pub mod event;
pub mod filter;
pub mod history;
mod incoming;
pub mod inspected_input;
mod inspector_settings;
pub mod item_list;
mod key_prompt;
pub mod list;
mod navigate;
pub mod notice;
mod opening;
pub mod requests;
mod run_action;
pub mod saving;
pub mod search;
mod secrets;
pub mod server_answer;
mod text_input;
mod update;

use chrono::{DateTime, TimeDelta, Utc};

pub use action::{Action, Mode};
pub use cursor_target::Target;
pub use detail::Detail;
pub use document::Document;
pub use effect::{Effect, RequestId};
pub use event::{Clipboard, Edit, Event};
pub use inspector_settings::InspectorSettings;
pub use list::List;
pub use notice::Notice;
pub use update::update;

use crate::{app::list::Scroll, app::server_answer::TokenOrigin, emphasis::Emphasis};

use auto_refresh::AutoRefresh;
use cursor_place::CursorPlace;
use dialog::Dialog;
use dialog::form::Draft;
use filter::Filter;
use history::History;
use item_list::ItemList;
use requests::Requests;
use saving::Saving;
use search::Search;

/// A panel that can have the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Panel {
    /// What several inputs, or one that holds several credentials, hold.
    Items,
    /// The members of the response.
    Fields,
    /// The scope table.
    Scopes,
    /// What is wrong.
    Findings,
    /// What there is to say of the selected row.
    Detail,
}

/// How large the parts of the last frame were; what scrolling needs to know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PanelExtents {
    /// First row and height of the list of items.
    pub items: Option<(usize, usize)>,
    /// First row and height of the fields.
    pub fields: Option<(usize, usize)>,
    /// First row and height of the scopes.
    pub scopes: Option<(usize, usize)>,
    /// First row and height of the findings.
    pub findings: Option<(usize, usize)>,
    /// The scroll of the detail.
    pub detail: Option<Scroll>,
    /// First line of the row under the detail's cursor, and the line after its last.
    pub detail_cursor: (usize, usize),
    /// The scroll of the box on top.
    pub dialog: Option<Scroll>,
}

/// Something to inspect that is being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loading {
    pub id: RequestId,
    /// What to call it.
    pub name: String,
    /// Where its tokens come from.
    token_origin: TokenOrigin,
}

/// Everything the screen shows.
#[derive(Debug)]
pub struct App {
    /// The last instant that it was told.
    pub now: DateTime<Utc>,
    /// What no input changes.
    pub settings: InspectorSettings,
    /// What is being read.
    pub loading: Option<Loading>,
    /// The list that stands before all documents: what was opened holds several credentials. It is
    /// on screen where no document is.
    pub items: Option<Box<ItemList>>,
    /// The panel that has the cursor.
    pub focus: Panel,
    /// The list that the detail belongs to.
    pub source: Panel,
    pub fields: List,
    /// The scope table.
    pub scopes: List,
    pub findings: List,
    pub detail: Detail,
    /// Whether the panel that has the cursor has the whole screen.
    pub full_screen: bool,
    /// What is looked for in everything.
    pub search: Option<Search>,
    /// Where to go back to, from what a finding is about.
    jumps: Vec<CursorPlace>,
    /// What was clicked last, and when: again within a moment opens it.
    clicked: Option<(Panel, usize, DateTime<Utc>)>,
    /// What the lists are narrowed down to, and whether that is still being typed.
    pub find: Option<Filter>,
    /// Boxes on top, the last one uppermost.
    pub dialogs: Vec<Dialog>,
    /// What just happened.
    pub notice: Option<Notice>,
    /// What was typed into forms and not taken.
    drafts: Vec<Draft>,
    /// The secret that is shown whole, and until when.
    pub revealed: Option<(Target, DateTime<Utc>)>,
    /// The secret that the next copy takes.
    armed: Option<Target>,
    /// The request whose answers say that an opened file has changed.
    watch: Option<RequestId>,
    /// The request to inspect an opened file that has changed.
    reloading: Option<RequestId>,
    last_id: RequestId,
    page: PanelExtents,
    /// Every response of the session.
    pub history: History,
    /// The server, and what was said to it.
    pub requests: Requests,
    /// The token that is kept fresh.
    pub auto_refresh: Option<AutoRefresh>,
    /// Where responses are saved.
    pub saving: Saving,
    /// The file that no other program may refresh for now.
    held_file: Option<std::path::PathBuf>,
    /// How long after it turned expiring a token is refreshed by itself, in parts of 255: drawn anew
    /// for each session, so that several do not ask at the same moment.
    pub jitter: u8,
}

/// How long a revealed secret stays visible.
const REVEAL: TimeDelta = TimeDelta::seconds(30);

impl App {
    /// An empty inspector at `now`.
    pub fn new(settings: InspectorSettings, now: DateTime<Utc>) -> Self {
        Self {
            now,
            settings,
            loading: None,
            items: None,
            focus: Panel::Fields,
            source: Panel::Fields,
            fields: List::default(),
            scopes: List::default(),
            findings: List::default(),
            detail: Detail::default(),
            full_screen: false,
            search: None,
            jumps: Vec::new(),
            clicked: None,
            find: None,
            dialogs: Vec::new(),
            notice: None,
            drafts: Vec::new(),
            revealed: None,
            armed: None,
            watch: None,
            reloading: None,
            last_id: 0,
            page: PanelExtents::default(),
            history: History::default(),
            requests: Requests::default(),
            auto_refresh: None,
            saving: Saving::default(),
            held_file: None,
            jitter: 0,
        }
    }

    /// What is inspected.
    pub fn document(&self) -> Option<&Document> {
        self.history.document()
    }

    /// What keys mean now.
    pub fn mode(&self) -> Mode {
        match (self.dialogs.last(), &self.find) {
            (Some(dialog), _) => dialog.mode(),
            (None, Some(find)) if find.typing => Mode::Find,
            _ if self.dialogs.is_empty() && self.is_searching() => Mode::Find,
            _ if self.shown_list().is_some() => Mode::List,
            _ => Mode::Inspector,
        }
    }

    /// Whether a text to look for is being typed.
    pub fn is_searching(&self) -> bool {
        self.search.as_ref().is_some_and(|search| search.typing)
    }

    /// The list of a panel; the detail has none.
    pub fn list(&self, panel: Panel) -> Option<&List> {
        match panel {
            Panel::Items => self.items.as_ref().map(|items| &items.list),
            Panel::Fields => Some(&self.fields),
            Panel::Scopes => Some(&self.scopes),
            Panel::Findings => Some(&self.findings),
            Panel::Detail => None,
        }
    }

    /// What the cursor is on.
    pub fn target(&self) -> Option<Target> {
        match self.focus {
            Panel::Detail => self.detail.target().cloned(),
            list => self.list_target(list),
        }
    }

    /// What the cursor of a list is on.
    fn list_target(&self, panel: Panel) -> Option<Target> {
        let row = self.list(panel)?.selected()?;
        Some(match panel {
            Panel::Items => return None,
            Panel::Scopes => Target::Resource(row),
            Panel::Findings => Target::Finding(row),
            Panel::Fields | Panel::Detail => Target::field(row),
        })
    }

    /// Whether the secret at this spot is shown whole.
    pub fn reveals(&self, target: &Target) -> bool {
        self.settings.reveal
            || self.revealed.as_ref().is_some_and(|(revealed, _)| revealed == target)
    }

    /// The instant up to which nothing on screen changes by itself, if anything ever does.
    pub fn next_wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let document = self.document();
        let list = self.shown_list();
        let moves = document.is_some_and(Document::changes_every_second)
            || list.is_some_and(ItemList::changes_every_second);
        let second = if moves { next_second(now) } else { None };
        let change = document.and_then(|document| document.next_change(now));
        let change = change.or_else(|| list?.next_change());
        let notice = self.notice.as_ref().map(|notice| notice.until);
        let mask = self.revealed.as_ref().map(|(_, until)| *until);
        let frame = self.requests.running.as_ref().and_then(|running| {
            // While the person is busy elsewhere, once a second is enough.
            match running.stage.user_step() {
                Some(_) => next_second(now),
                None => running.next_frame(now),
            }
        });
        let auto_refresh = self.next_auto_refresh();
        [second, change, notice, mask, frame, auto_refresh]
            .into_iter()
            .flatten()
            .filter(|wake| *wake > now)
            .min()
    }

    /// Whether the cursor is on a secret.
    fn secret_here(&self) -> bool {
        self.document().zip(self.target()).is_some_and(|(document, target)| document.hides(&target))
    }

    /// A request that nothing else has had.
    fn next_id(&mut self) -> RequestId {
        self.last_id += 1;
        self.last_id
    }

    fn notify(&mut self, emphasis: Emphasis, text: impl Into<String>) {
        self.notice = Some(Notice::new(emphasis, text, self.now));
    }

    /// The detail panel follows the selected row.
    fn sync_detail(&mut self) {
        if self.focus != Panel::Detail {
            self.source = self.focus;
        }
        let subject = self.list_target(self.source);
        if let Some(document) = self.history.document()
            && self.detail.subject != subject
        {
            self.detail.follow(document, subject, self.settings.zone);
        }
        let here = self.target();
        if self.revealed.as_ref().is_some_and(|(target, _)| Some(target) != here.as_ref()) {
            self.revealed = None;
        }
    }
}

/// The start of the second after `now`.
fn next_second(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(now.timestamp().checked_add(1)?, 0)
}
