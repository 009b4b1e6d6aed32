//! Every action: how it is called, its keys, and when it can be asked for.

use crate::app::{App, Document, Mode, Panel, Target, detail::Fold};

use super::{
    ActionRow, Group,
    definition::{define_actions, footer, hidden},
};

define_actions! {
    Send = {
        label: "send",
        help: "Send the request",
        group: Server,
        keys: [footer(Mode::Request, "enter")],
        enabled: App::is_ready,
    }
    SendUnasked = {
        label: "send, ask no more",
        help: "Send it, and do not ask again in this session",
        group: Server,
        keys: [footer(Mode::Request, "d")],
        enabled: App::can_agree_from_now_on,
        otherwise: "This is asked about each time",
    }
    EditRequest = {
        label: "edit",
        help: "Correct the request: its server, client, scope and the rest",
        group: Server,
        keys: [footer(Mode::Request, "e"), footer(Mode::Text, "e")],
        enabled: App::can_edit_request,
    }
    Submit = {
        label: "done",
        help: "Take what was typed",
        group: Do,
        keys: [
            footer(Mode::Find, "enter"),
            footer(Mode::Form, "enter"),
            footer(Mode::Palette, "enter"),
            footer(Mode::PasteBox, "ctrl-d ctrl-s"),
        ],
        enabled: always,
    }
    NewLine = {
        label: "new line",
        help: "New line; twice on an empty line to finish",
        group: Do,
        keys: [hidden(Mode::PasteBox, "enter")],
        enabled: always,
    }
    NextEntry = {
        label: "next entry",
        help: "Next entry",
        group: Move,
        keys: [footer(Mode::Form, "tab down")],
        enabled: |app| app.has_several_entries() || app.is_typing_path(),
    }
    PreviousEntry = {
        label: "previous entry",
        help: "Previous entry",
        group: Move,
        keys: [hidden(Mode::Form, "backtab up")],
        enabled: App::has_several_entries,
    }
    Contact = {
        label: "contact the issuer",
        help: "Ask the issuer for its token endpoint",
        group: Server,
        keys: [footer(Mode::Form, "ctrl-g")],
        enabled: App::is_asking_for_server,
    }
    SaveAndLeave = {
        label: "save and quit",
        help: "Save the new refresh token, then quit",
        group: Program,
        keys: [footer(Mode::Leave, "s")],
        enabled: has_document_or_dialog,
    }
    Discard = {
        label: "discard and quit",
        help: "Quit without the new refresh token",
        group: Program,
        keys: [footer(Mode::Leave, "d")],
        enabled: has_document_or_dialog,
    }
    Refresh = {
        label: "refresh",
        help: "Get a token for the refresh token or code here; shown before it is sent",
        group: Server,
        keys: [footer(Mode::Inspector, "r"), footer(Mode::DeviceCode, "enter r")],
        enabled: |app| {
            (has_refresh_token(app) || app.has_code()) && !app.is_of_board()
                || app.requests.running.is_some()
        },
        otherwise: "There is no refresh token here; fetch gets a new token",
    }
    KeepFresh = {
        label: "keep fresh",
        help: "Refresh once whenever the token turns expiring",
        group: Server,
        keys: [footer(Mode::Inspector, "a")],
        enabled: |app| {
            has_refresh_token(app) && !app.is_of_board() || app.auto_refresh.is_some()
        },
        otherwise: "There is no refresh token here to keep it fresh with",
    }
    Save = {
        label: "save",
        help: "Save the response, or what was pasted, in a file",
        group: Bring,
        keys: [footer(Mode::Inspector, "s"), footer(Mode::Forget, "s"), hidden(Mode::List, "s")],
        enabled: |app| app.to_save().is_some(),
        otherwise: "There is nothing to save that is not in a file already",
    }
    ForgetUnsaved = {
        label: "forget it too",
        help: "Forget the new refresh token, too",
        group: Bring,
        keys: [footer(Mode::Forget, "d")],
        enabled: always,
    }
    SaveAlways = {
        label: "save always",
        help: "Save each new response by itself, in a file of your choice",
        group: Bring,
        keys: [hidden(Mode::Inspector, "S"), hidden(Mode::List, "S")],
        enabled: has_document,
        otherwise: "There is nothing here yet",
    }
    Paste = {
        label: "paste",
        help: "Paste box, for terminals that type pastes out",
        group: Bring,
        keys: [footer(Mode::Inspector, "p"), footer(Mode::List, "p")],
        enabled: always,
    }
    Open = {
        label: "open file",
        help: "Open a file; it is read again when it changes",
        group: Bring,
        keys: [footer(Mode::Inspector, "o").last(), footer(Mode::List, "o").last()],
        enabled: always,
    }
    Board = {
        label: "board",
        help: "Every token that the tools of this machine keep; nothing is refreshed or changed",
        group: Bring,
        keys: [hidden(Mode::Inspector, "b"), footer(Mode::List, "b").last()],
        enabled: |app| !app.settings.reveal,
        otherwise: "The board never shows a secret, so it is not opened with --reveal",
    }
    Copy = {
        label: "copy",
        help: "Copy this; a secret needs a second press",
        group: Do,
        keys: [
            footer(Mode::Inspector, "y").first(),
            footer(Mode::Request, "y"),
            footer(Mode::DeviceCode, "y"),
            footer(Mode::Transcript, "y"),
            footer(Mode::Exchange, "y"),
            hidden(Mode::Help, "y"),
            hidden(Mode::Text, "y"),
            hidden(Mode::History, "y"),
            hidden(Mode::Forget, "y"),
            hidden(Mode::Leave, "y"),
            footer(Mode::List, "y"),
        ],
        enabled: can_copy,
    }
    Reveal = {
        label: "reveal",
        help: "Show this secret for half a minute, or mask it",
        group: Do,
        keys: [footer(Mode::Inspector, "v")],
        enabled: |app| app.secret_here() && !app.settings.reveal && !app.is_of_board(),
        otherwise: "Nothing under the cursor is masked",
    }
    Enter = {
        label: "open",
        help: "Open this row, fold or unfold it, or go to what a finding is about",
        group: Do,
        keys: [
            footer(Mode::Inspector, "enter"),
            footer(Mode::History, "enter"),
            footer(Mode::Transcript, "enter").first(),
            footer(Mode::CopyMenu, "enter"),
            footer(Mode::List, "enter right l").first(),
        ],
        enabled: can_enter,
    }
    Mark = {
        label: "compare",
        help: "Mark this, and another one to compare it with",
        group: Do,
        keys: [footer(Mode::History, "space m"), footer(Mode::List, "space m")],
        enabled: has_rows,
    }
    Compare = {
        label: "diff",
        help: "What differs between the two marked rows, or the marked one and this",
        group: Do,
        keys: [footer(Mode::List, "d").first()],
        enabled: App::can_compare_rows,
        otherwise: "Mark two rows with space first",
    }
    NextPanel = {
        label: "next panel",
        help: "Next panel",
        group: Move,
        keys: [footer(Mode::Inspector, "tab")],
        enabled: has_document_or_dialog,
    }
    PreviousPanel = {
        label: "previous panel",
        help: "Previous panel",
        group: Move,
        keys: [hidden(Mode::Inspector, "backtab")],
        enabled: has_document_or_dialog,
    }
    Find = {
        label: "find",
        help: "Find a text in everything: fields, claims, headers, scopes, findings",
        group: Do,
        keys: [footer(Mode::Inspector, "/").first(), footer(Mode::List, "/").first()],
        enabled: has_rows,
        otherwise: "There is nothing here to find",
    }
    NextMatch = {
        label: "next",
        help: "To the next place that was found",
        group: Do,
        keys: [footer(Mode::Inspector, "n").first()],
        enabled: has_matches,
    }
    PreviousMatch = {
        label: "previous",
        help: "To the place before that was found",
        group: Do,
        keys: [footer(Mode::Inspector, "N").first()],
        enabled: has_matches,
    }
    Filter = {
        label: "filter",
        help: "Show only the rows of this list that have a text",
        group: Do,
        keys: [hidden(Mode::Inspector, "&"), hidden(Mode::List, "&")],
        enabled: has_rows,
    }
    FullScreen = {
        label: "full screen",
        help: "Give this panel the whole screen, or take it back",
        group: Do,
        keys: [footer(Mode::Inspector, "f")],
        enabled: has_document,
    }
    NextView = {
        label: "next view",
        help: "The next view of this: claims, header, raw, about",
        group: Move,
        keys: [footer(Mode::Inspector, "]")],
        enabled: has_views,
    }
    PreviousView = {
        label: "previous view",
        help: "The view before",
        group: Move,
        keys: [hidden(Mode::Inspector, "[")],
        enabled: has_views,
    }
    Raw = {
        label: "raw",
        help: "What came in, exactly as it came, with each problem marked",
        group: Do,
        keys: [hidden(Mode::Inspector, "R")],
        enabled: |app| app.document().is_some_and(Document::has_raw),
    }
    FoldAll = {
        label: "fold all",
        help: "Fold everything in the detail, or open everything",
        group: Do,
        keys: [hidden(Mode::Inspector, "z")],
        enabled: has_document,
    }
    FocusFields = {
        label: "fields",
        help: "To the fields",
        group: Move,
        keys: [hidden(Mode::Inspector, "1")],
        enabled: has_document,
    }
    FocusScopes = {
        label: "scopes",
        help: "To the scopes",
        group: Move,
        keys: [hidden(Mode::Inspector, "2")],
        enabled: has_document,
    }
    FocusFindings = {
        label: "findings",
        help: "To the findings",
        group: Move,
        keys: [hidden(Mode::Inspector, "3")],
        enabled: has_document,
    }
    FocusDetail = {
        label: "detail",
        help: "To the detail",
        group: Move,
        keys: [hidden(Mode::Inspector, "4")],
        enabled: has_document,
    }
    Back = {
        label: "back",
        help: "One step back",
        group: Move,
        keys: [
            footer(Mode::Inspector, "esc").first(),
            footer(Mode::Find, "esc"),
            footer(Mode::Form, "esc"),
            footer(Mode::PasteBox, "esc"),
            footer(Mode::Help, "esc ? q f1").last(),
            footer(Mode::Request, "esc q"),
            footer(Mode::Palette, "esc"),
            footer(Mode::DeviceCode, "esc q"),
            footer(Mode::Text, "esc enter q"),
            footer(Mode::History, "esc H q"),
            footer(Mode::Transcript, "esc t q"),
            footer(Mode::Exchange, "esc q"),
            footer(Mode::CopyMenu, "esc q Y"),
            footer(Mode::Forget, "esc"),
            footer(Mode::Leave, "esc"),
            footer(Mode::List, "esc").first(),
        ],
        enabled: can_go_back,
    }
    AddKey = {
        label: "key",
        help: "Give a key to verify signatures with",
        group: Do,
        keys: [footer(Mode::Inspector, "K").last(), hidden(Mode::List, "K")],
        enabled: has_token_to_verify,
    }
    ForgetKeys = {
        label: "forget keys",
        help: "Forget every key that was given",
        group: Do,
        keys: [hidden(Mode::Inspector, "ctrl-k"), hidden(Mode::List, "ctrl-k")],
        enabled: |app| !app.settings.keys.is_empty(),
        otherwise: "No key was given",
    }
    History = {
        label: "history",
        help: "All responses of this session, to go back to or compare",
        group: Bring,
        keys: [footer(Mode::Inspector, "H"), footer(Mode::List, "H")],
        enabled: |app| app.history.entries().len() > 1,
        otherwise: "This is the only response of the session so far",
    }
    Forget = {
        label: "forget",
        help: "Forget all responses but this one, and the transcript",
        group: Bring,
        keys: [footer(Mode::Inspector, "F"), hidden(Mode::List, "F")],
        enabled: App::has_something_to_forget,
        otherwise: "There is nothing else to forget",
    }
    Fetch = {
        label: "fetch",
        help: "Get a new token, by a grant of your choice",
        group: Server,
        keys: [footer(Mode::Inspector, "ctrl-n").last(), footer(Mode::List, "ctrl-n").last()],
        enabled: always,
    }
    Transcript = {
        label: "transcript",
        help: "Every request and response, as curl commands too",
        group: Server,
        keys: [footer(Mode::Inspector, "t"), footer(Mode::List, "t")],
        enabled: |app| !app.requests.transcript.entries().is_empty(),
        otherwise: "Nothing was said to a server yet",
    }
    Introspect = {
        label: "introspect",
        help: "Ask the server about this token (RFC 7662)",
        group: Server,
        keys: [hidden(Mode::Inspector, "i")],
        enabled: App::has_token,
        otherwise: "There is no token here to ask about",
    }
    Userinfo = {
        label: "userinfo",
        help: "Ask the server for the claims of the user",
        group: Server,
        keys: [hidden(Mode::Inspector, "u")],
        enabled: App::has_token,
        otherwise: "There is no token here to ask about",
    }
    Revoke = {
        label: "revoke",
        help: "End this token (RFC 7009); asks first",
        group: Server,
        keys: [hidden(Mode::Inspector, "x")],
        enabled: App::has_token,
        otherwise: "There is no token here to end",
    }
    RevokeAll = {
        label: "revoke all",
        help: "End the refresh token; asks first",
        group: Server,
        keys: [hidden(Mode::Inspector, "X")],
        enabled: has_document_or_dialog,
        otherwise: "There is no refresh token here to end",
    }
    CopyMenu = {
        label: "copy…",
        help: "Choose what to copy: a part of this, what is shown, or the report",
        group: Do,
        keys: [
            footer(Mode::Inspector, "Y").first(),
            hidden(Mode::Request, "Y"),
            hidden(Mode::DeviceCode, "Y"),
            hidden(Mode::Transcript, "Y"),
            hidden(Mode::Exchange, "Y"),
            hidden(Mode::Help, "Y"),
            hidden(Mode::Text, "Y"),
            hidden(Mode::History, "Y"),
            hidden(Mode::Forget, "Y"),
            hidden(Mode::Leave, "Y"),
            footer(Mode::List, "Y"),
        ],
        enabled: has_rows,
        otherwise: "There is nothing here to copy",
    }
    CopyValue = {
        label: "copy value",
        help: "The value under the cursor; a secret needs a second press",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "v y")],
        enabled: |app| has_copied_part(app, Action::CopyValue),
        otherwise: "There is no value under the cursor",
    }
    CopyName = {
        label: "copy name",
        help: "The name of what is under the cursor",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "n")],
        enabled: |app| has_copied_part(app, Action::CopyName),
        otherwise: "Nothing under the cursor has a name",
    }
    CopySubject = {
        label: "copy subject",
        help: "Who the token is about, sub",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "u")],
        enabled: |app| has_copied_part(app, Action::CopySubject),
        otherwise: "No token here says who it is about",
    }
    CopyPath = {
        label: "copy path",
        help: "The path to the value in its JSON, as jq writes it",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "p")],
        enabled: |app| has_copied_part(app, Action::CopyPath),
        otherwise: "Nothing under the cursor has a path",
    }
    CopyAuthorization = {
        label: "copy Authorization line",
        help: "The header that presents the access token to an API",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "a")],
        enabled: |app| has_copied_part(app, Action::CopyAuthorization),
        otherwise: "There is no access token here",
    }
    CopyCurl = {
        label: "copy curl command",
        help: "A request with the access token; in the transcript, the request that was sent",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "c")],
        enabled: |app| has_copied_part(app, Action::CopyCurl),
        otherwise: "There is no access token here",
    }
    CopyShown = {
        label: "copy what is shown",
        help: "All that this panel or box shows, as text, secrets masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "s")],
        enabled: can_copy_shown,
        otherwise: "There is no panel with the cursor",
    }
    CopyReportText = {
        label: "copy report as text",
        help: "The report, secrets masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "t")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    CopyReportMarkdown = {
        label: "copy report as Markdown",
        help: "The report for an issue or a chat, secrets masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "m")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    CopyReportJson = {
        label: "copy report as JSON",
        help: "The report for programs, secrets masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "o")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    CopyPublicText = {
        label: "copy report as text, persons masked",
        help: "The report, secrets and personal data masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "T")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    CopyPublicMarkdown = {
        label: "copy report as Markdown, persons masked",
        help: "The report for an issue or a chat, secrets and personal data masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "M")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    CopyPublicJson = {
        label: "copy report as JSON, persons masked",
        help: "The report for programs, secrets and personal data masked",
        group: Do,
        keys: [hidden(Mode::CopyMenu, "O")],
        enabled: has_report,
        otherwise: "There is nothing here to report",
    }
    Up = {
        label: "up",
        help: "One row up",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "up k"),
            hidden(Mode::List, "up k"),
            hidden(Mode::Find, "up"),
            footer(Mode::Help, "up k"),
            hidden(Mode::Request, "up k"),
            hidden(Mode::Palette, "up ctrl-p"),
            hidden(Mode::DeviceCode, "up k"),
            hidden(Mode::Text, "up k"),
            hidden(Mode::History, "up k"),
            hidden(Mode::Transcript, "up k"),
            hidden(Mode::CopyMenu, "up k"),
            footer(Mode::Exchange, "up k"),
        ],
        enabled: has_rows,
    }
    Down = {
        label: "down",
        help: "One row down",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "down j"),
            hidden(Mode::List, "down j"),
            hidden(Mode::Find, "down"),
            footer(Mode::Help, "down j"),
            hidden(Mode::Request, "down j"),
            hidden(Mode::Palette, "down ctrl-n"),
            hidden(Mode::DeviceCode, "down j"),
            hidden(Mode::Text, "down j"),
            hidden(Mode::History, "down j"),
            hidden(Mode::Transcript, "down j"),
            hidden(Mode::CopyMenu, "down j"),
            footer(Mode::Exchange, "down j"),
        ],
        enabled: has_rows,
    }
    Left = {
        label: "out",
        help: "Close what is open, then to what holds it, then to the list",
        group: Move,
        keys: [footer(Mode::Inspector, "left h")],
        enabled: |app| app.document().is_some() && app.focus == Panel::Detail,
    }
    Right = {
        label: "in",
        help: "Open what is folded; from a list to the detail",
        group: Move,
        keys: [hidden(Mode::Inspector, "right l")],
        enabled: has_document_or_dialog,
    }
    First = {
        label: "first",
        help: "First row",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "g home"),
            hidden(Mode::List, "g home"),
            hidden(Mode::Help, "g home"),
            hidden(Mode::Request, "g home"),
            hidden(Mode::DeviceCode, "g home"),
            hidden(Mode::Text, "g home"),
            hidden(Mode::History, "g home"),
            hidden(Mode::Transcript, "g home"),
            hidden(Mode::CopyMenu, "g home"),
            hidden(Mode::Exchange, "g home"),
        ],
        enabled: has_rows,
    }
    Last = {
        label: "last",
        help: "Last row",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "G end"),
            hidden(Mode::List, "G end"),
            hidden(Mode::Help, "G end"),
            hidden(Mode::Request, "G end"),
            hidden(Mode::DeviceCode, "G end"),
            hidden(Mode::Text, "G end"),
            hidden(Mode::History, "G end"),
            hidden(Mode::Transcript, "G end"),
            hidden(Mode::CopyMenu, "G end"),
            hidden(Mode::Exchange, "G end"),
        ],
        enabled: has_rows,
    }
    HalfPageUp = {
        label: "half up",
        help: "Half a panel up",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "ctrl-u"),
            hidden(Mode::List, "ctrl-u"),
            hidden(Mode::Help, "ctrl-u"),
            hidden(Mode::Request, "ctrl-u"),
            hidden(Mode::DeviceCode, "ctrl-u"),
            hidden(Mode::Text, "ctrl-u"),
            hidden(Mode::History, "ctrl-u"),
            hidden(Mode::Transcript, "ctrl-u"),
            hidden(Mode::Exchange, "ctrl-u"),
        ],
        enabled: has_rows,
    }
    HalfPageDown = {
        label: "half down",
        help: "Half a panel down",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "ctrl-d"),
            hidden(Mode::List, "ctrl-d"),
            hidden(Mode::Help, "ctrl-d"),
            hidden(Mode::Request, "ctrl-d"),
            hidden(Mode::DeviceCode, "ctrl-d"),
            hidden(Mode::Text, "ctrl-d"),
            hidden(Mode::History, "ctrl-d"),
            hidden(Mode::Transcript, "ctrl-d"),
            hidden(Mode::Exchange, "ctrl-d"),
        ],
        enabled: has_rows,
    }
    PageUp = {
        label: "page up",
        help: "A panel up",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "pgup ctrl-b"),
            hidden(Mode::List, "pgup ctrl-b"),
            hidden(Mode::Help, "pgup"),
            hidden(Mode::Request, "pgup"),
            hidden(Mode::Palette, "pgup"),
            hidden(Mode::DeviceCode, "pgup"),
            hidden(Mode::Text, "pgup"),
            hidden(Mode::History, "pgup"),
            hidden(Mode::Transcript, "pgup"),
            hidden(Mode::Exchange, "pgup"),
        ],
        enabled: has_rows,
    }
    PageDown = {
        label: "page down",
        help: "A panel down",
        group: Move,
        keys: [
            hidden(Mode::Inspector, "pgdn ctrl-f"),
            hidden(Mode::List, "pgdn ctrl-f"),
            hidden(Mode::Help, "pgdn space"),
            hidden(Mode::Request, "pgdn space"),
            hidden(Mode::Palette, "pgdn"),
            hidden(Mode::DeviceCode, "pgdn space"),
            hidden(Mode::Text, "pgdn space"),
            hidden(Mode::History, "pgdn"),
            hidden(Mode::Transcript, "pgdn"),
            hidden(Mode::Exchange, "pgdn space"),
        ],
        enabled: has_rows,
    }
    Palette = {
        label: "commands",
        help: "Find a command by its name",
        group: Program,
        keys: [footer(Mode::Inspector, ":").first(), footer(Mode::List, ":").first()],
        enabled: always,
    }
    Help = {
        label: "help",
        help: "These keys",
        group: Program,
        keys: [
            footer(Mode::Inspector, "? f1"),
            footer(Mode::List, "? f1"),
            hidden(Mode::Form, "f1"),
            hidden(Mode::PasteBox, "f1"),
            hidden(Mode::Request, "f1 ?"),
            hidden(Mode::Palette, "f1"),
            hidden(Mode::DeviceCode, "f1 ?"),
            hidden(Mode::Text, "f1 ?"),
            hidden(Mode::History, "f1 ?"),
            hidden(Mode::Transcript, "f1 ?"),
            hidden(Mode::CopyMenu, "f1 ?"),
            hidden(Mode::Exchange, "f1 ?"),
            hidden(Mode::Forget, "f1 ?"),
            hidden(Mode::Leave, "f1 ?"),
        ],
        enabled: always,
    }
    Quit = {
        label: "quit",
        help: "Quit",
        group: Program,
        keys: [footer(Mode::Inspector, "q"), footer(Mode::List, "q")],
        enabled: always,
    }
    Suspend = {
        label: "suspend",
        help: "Suspend; fg in the shell brings it back",
        group: Program,
        keys: [hidden(Mode::Any, "ctrl-z")],
        enabled: always,
    }
    Redraw = {
        label: "redraw",
        help: "Draw the screen afresh",
        group: Program,
        keys: [hidden(Mode::Any, "ctrl-l")],
        enabled: always,
    }
    Interrupt = {
        label: "quit",
        help: "Quit from anywhere",
        group: Program,
        keys: [hidden(Mode::Any, "ctrl-c")],
        enabled: always,
    }
}

impl Action {
    pub fn label(self) -> &'static str {
        self.row().label
    }

    pub fn help(self) -> &'static str {
        self.row().help
    }

    pub fn group(self) -> Group {
        self.row().group
    }
}

impl App {
    /// Whether an action would do something now; the footer shows no other.
    pub fn is_enabled(&self, action: Action) -> bool {
        (action.row().is_enabled)(self)
    }

    /// What is said of an action that would do nothing now.
    pub(in crate::app) fn why_not(&self, action: Action) -> &'static str {
        match action {
            Action::Refresh | Action::KeepFresh if self.is_of_board() => {
                "The board is read only: the tool that keeps this token renews it"
            }
            Action::Reveal if self.is_of_board() => "The board never shows a secret",
            _ => action.row().otherwise,
        }
    }
}

fn always(_: &App) -> bool {
    true
}

fn has_document(app: &App) -> bool {
    app.document().is_some()
}

fn has_document_or_dialog(app: &App) -> bool {
    app.document().is_some() || !matches!(app.mode(), Mode::Inspector | Mode::List)
}

/// Whether there is something to move about in.
fn has_rows(app: &App) -> bool {
    app.shown_list().is_some() || has_document_or_dialog(app)
}

fn has_report(app: &App) -> bool {
    app.document().is_some() || app.shown_list().is_some_and(|items| items.selected().is_some())
}

fn has_refresh_token(app: &App) -> bool {
    app.history.current().is_some_and(|entry| entry.refresh_token.is_some())
}

fn has_token_to_verify(app: &App) -> bool {
    app.shown_list().is_some()
        || app.document().is_some_and(|document| !document.inspection.tokens.is_empty())
}

fn can_copy(app: &App) -> bool {
    let place = || app.document().zip(app.target());
    !app.dialogs.is_empty()
        || app.shown_list().is_some_and(|items| items.selected().is_some())
        || place().is_some_and(|(document, target)| document.has_copy(&target))
}

fn has_copied_part(app: &App, action: Action) -> bool {
    app.copied_part(action).is_some()
}

fn can_copy_shown(app: &App) -> bool {
    app.document().is_some() || app.shown_list().is_some() || app.copied_box().is_some()
}

fn can_enter(app: &App) -> bool {
    let is_fold = || app.detail.fold_here().is_some_and(|(_, _, fold)| fold != Fold::Leaf);
    let is_finding = || matches!(app.detail.target(), Some(Target::Finding(_)));
    if let Some(items) = app.shown_list().filter(|_| app.dialogs.is_empty()) {
        return items.selected().is_some();
    }
    app.mode() != Mode::Inspector
        || app.document().is_some() && (app.focus != Panel::Detail || is_fold() || is_finding())
}

fn has_views(app: &App) -> bool {
    app.document().is_some() && app.detail.views.len() > 1
}

fn has_matches(app: &App) -> bool {
    app.search.as_ref().is_some_and(|search| search.count() > 0)
}

fn can_go_back(app: &App) -> bool {
    if let Some(items) = app.shown_list().filter(|_| app.dialogs.is_empty()) {
        return app.find.is_some() || !items.marks.is_empty();
    }
    app.mode() != Mode::Inspector
        || app.items.is_some()
        || app.search.is_some()
        || app.full_screen
        || !app.jumps.is_empty()
        || app.find.is_some()
        || !app.is_on_first_panel()
        || app.introspected_entry().is_some()
}
