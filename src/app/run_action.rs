//! What each action does, but for those of a dialog.

use crate::{app::list::Scroll, emphasis::Emphasis, input::InputOrigin};

use super::{
    Action, App, Edit, Effect, Panel, REVEAL, Target,
    dialog::{
        Dialog,
        form::{Form, FormPurpose, Question, TextInput},
        paste_box::PasteBox,
    },
};

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        self.clicked = None;
        if action != Action::Copy {
            self.armed = None;
        }
        if !action.row().otherwise.is_empty() && !self.is_enabled(action) {
            self.notify(Emphasis::Warning, self.why_not(action));
            return Vec::new();
        }
        if let Some(effects) = self.act_in_dialog(action) {
            return effects;
        }
        match action {
            Action::Quit => return self.leave(false),
            Action::Interrupt => return self.leave(true),
            Action::Refresh => return self.refresh(),
            Action::KeepFresh => return self.toggle_auto_refresh(),
            Action::Save => return self.ask_to_save(),
            Action::SaveAlways => return self.save_always(),
            Action::History => self.open_history(),
            Action::Forget => return self.forget(),
            Action::Fetch => return self.ask_for_grant(),
            Action::EditRequest => return self.edit_shown_request(),
            Action::Transcript => self.open_transcript(),
            Action::Introspect => return self.introspect(),
            Action::Userinfo => return self.userinfo(),
            Action::Revoke => return self.revoke(),
            Action::RevokeAll => return self.revoke_all(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Palette => self.open_palette(),
            Action::Help => self.dialogs.push(Dialog::Help(Scroll::default())),
            Action::Back => return self.back(),
            Action::Submit => self.submit(),
            Action::AddKey => self.ask_for_key(),
            Action::ForgetKeys => return self.forget_keys(),
            Action::Open => self.ask_for_path(),
            Action::Board => return self.open_board(),
            Action::Paste => self.dialogs.push(Dialog::PasteBox(PasteBox::default())),
            Action::NextPanel => self.cycle_panels(true),
            Action::PreviousPanel => self.cycle_panels(false),
            Action::Left if self.document().is_some() => self.step_out(),
            Action::Right if self.document().is_some() => self.step_in(),
            Action::Enter => return self.enter(),
            Action::Find if self.document().is_some() => self.start_search(),
            Action::NextMatch => self.step_search(true),
            Action::PreviousMatch => self.step_search(false),
            Action::Filter if self.document().is_some() => self.start_finding(),
            Action::NextView | Action::PreviousView => self.cycle_views(action == Action::NextView),
            Action::Raw => self.toggle_raw(),
            Action::FoldAll => self.fold_all(),
            Action::FullScreen if self.document().is_some() => {
                self.full_screen = !self.full_screen;
            }
            Action::FocusFields => self.focus_if_shown(Panel::Fields),
            Action::FocusScopes => self.focus_if_shown(Panel::Scopes),
            Action::FocusFindings => self.focus_if_shown(Panel::Findings),
            Action::FocusDetail => self.focus_if_shown(Panel::Detail),
            Action::Reveal => self.reveal(),
            Action::Copy => return self.copy(),
            Action::CopyMenu => self.open_copy_menu(),
            Action::CopyValue
            | Action::CopyName
            | Action::CopyPath
            | Action::CopySubject
            | Action::CopyAuthorization
            | Action::CopyCurl
            | Action::CopyShown
            | Action::CopyReportText
            | Action::CopyReportMarkdown
            | Action::CopyReportJson
            | Action::CopyPublicText
            | Action::CopyPublicMarkdown
            | Action::CopyPublicJson => return self.copy_part(action),
            // No-ops: without a document, or without the dialog that they belong to.
            Action::Left
            | Action::Right
            | Action::Find
            | Action::Filter
            | Action::FullScreen
            | Action::Mark
            | Action::Compare
            | Action::ForgetUnsaved
            | Action::NewLine
            | Action::NextEntry
            | Action::PreviousEntry
            | Action::Contact
            | Action::Send
            | Action::SendUnasked
            | Action::SaveAndLeave
            | Action::Discard => {}
            Action::Up
            | Action::Down
            | Action::First
            | Action::Last
            | Action::HalfPageUp
            | Action::HalfPageDown
            | Action::PageUp
            | Action::PageDown => return self.move_cursor(action),
        }
        Vec::new()
    }

    /// One step back: the box on top, what is being looked for, the finding that led here, the full
    /// screen, the detail, the first panel, the token that the server has told of.
    fn back(&mut self) -> Vec<Effect> {
        match self.dialogs.pop() {
            Some(Dialog::Request(_)) => return self.abandon(),
            Some(Dialog::Form(form)) => return self.give_up(&form),
            Some(_) => return Vec::new(),
            None => {}
        }
        if self.search.is_some() {
            self.stop_search();
        } else if self.find.is_some() {
            self.stop_finding();
        } else if let Some(place) = self.jumps.pop() {
            self.return_to(&place);
        } else if self.full_screen {
            self.full_screen = false;
        } else if self.focus == Panel::Detail && self.panels().contains(&self.source) {
            self.focus_on(self.source);
        } else if self.shown_list().is_some() {
            if let Some(items) = &mut self.items {
                items.marks.clear();
            }
        } else if self.is_on_first_panel() {
            return match self.introspected_entry() {
                Some(id) => self.show_entry(id),
                None => self.return_to_list(),
            };
        } else if let Some(first) = self.panels().first() {
            self.focus_on(*first);
        }
        Vec::new()
    }

    /// Opens what is under the cursor.
    pub(super) fn enter(&mut self) -> Vec<Effect> {
        if self.shown_list().is_some() {
            return self.open_selected();
        }
        match (self.focus, self.target()) {
            (Panel::Findings, Some(Target::Finding(index))) => self.jump(index),
            (Panel::Detail, Some(Target::Finding(index))) => {
                self.jumps.push(self.place());
                self.go_to(&Target::Finding(index));
            }
            (Panel::Detail, _) => {
                self.toggle_fold();
            }
            (_, None) => {}
            (_, Some(_)) => self.focus_on(Panel::Detail),
        }
        Vec::new()
    }

    /// Gives a panel the cursor where it is shown.
    fn focus_if_shown(&mut self, panel: Panel) {
        if self.panels().contains(&panel) {
            self.focus_on(panel);
        }
    }

    /// To the field or claim that a finding is about; `esc` leads back.
    fn jump(&mut self, finding: usize) {
        let target = self.document().and_then(|document| document.subject_of(finding));
        self.jumps.push(self.place());
        match target {
            Some(target) => self.go_to(&target),
            None => self.focus_on(Panel::Detail),
        }
    }

    fn reveal(&mut self) {
        let Some(target) = self.target().filter(|_| self.secret_here()) else {
            return self.notify(Emphasis::Warning, "Nothing under the cursor is masked");
        };
        if self.revealed.take().is_none_or(|(revealed, _)| revealed != target) {
            let until = self.now.checked_add_signed(REVEAL).unwrap_or(self.now);
            self.revealed = Some((target, until));
        }
    }

    fn copy(&mut self) -> Vec<Effect> {
        if !self.dialogs.is_empty() {
            return vec![Effect::CopyShown];
        }
        if let Some(copied) = self.copied_of_row(Action::CopyName) {
            return vec![Effect::Copy { what: copied.what, text: copied.text }];
        }
        let Some((document, target)) = self.document().zip(self.target()) else {
            return Vec::new();
        };
        let Some(copied) = document.copied(&target) else {
            self.notify(Emphasis::Warning, "There is nothing to copy here");
            return Vec::new();
        };
        if copied.secret && !self.reveals(&target) && self.armed.as_ref() != Some(&target) {
            self.notify(
                Emphasis::Warning,
                format!("{} is secret: press again to copy it", copied.what),
            );
            self.armed = Some(target);
            return Vec::new();
        }
        self.armed = None;
        vec![Effect::Copy { what: copied.what, text: copied.text }]
    }

    fn ask_for_path(&mut self) {
        let directory = match self.document().map(|document| &document.origin) {
            Some(InputOrigin::File(path)) => path
                .parent()
                .filter(|parent| !parent.as_os_str().is_empty())
                .and_then(|parent| Some(format!("{}/", parent.to_str()?)))
                .unwrap_or_default(),
            _ => String::new(),
        };
        let mut question = Question::path("");
        question.input = TextInput::new(&directory);
        self.open_form(Form::ask(FormPurpose::Open, "Open a file", question));
    }

    /// Closes a dialog to read, or finishes typing what to find.
    fn submit(&mut self) {
        if self.dialogs.pop().is_some() {
            return;
        }
        if let Some(search) = self.search.as_mut().filter(|search| search.typing) {
            search.typing = false;
            if search.count() == 0 {
                self.search = None;
            }
            return;
        }
        if let Some(find) = &mut self.find {
            find.typing = false;
            if find.input.text().is_empty() {
                self.stop_finding();
            }
        }
    }

    /// A key that edits what is being typed.
    pub(super) fn edit(&mut self, edit: Edit) -> Vec<Effect> {
        let now = self.now;
        match self.dialogs.last_mut() {
            Some(Dialog::Form(_)) => return self.edit_form(edit),
            Some(Dialog::Palette(palette)) => palette.edit(edit),
            Some(Dialog::PasteBox(paste)) => paste.edit(edit, now),
            Some(_) => {}
            None => self.type_find(edit),
        }
        Vec::new()
    }
}
