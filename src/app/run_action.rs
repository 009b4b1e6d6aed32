//! What each action does, but for those of a dialog.

use crate::{app::list::Scroll, emphasis::Emphasis, input::InputOrigin};

use super::{
    Action, App, Edit, Effect, Panel, REVEAL, Target,
    dialog::{
        Dialog,
        form::{Form, FormPurpose, InputMasking, Question, TextInput},
        paste_box::PasteBox,
    },
    document::Root,
};

impl App {
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        if action != Action::Copy {
            self.armed = None;
        }
        if !action.row().otherwise.is_empty() && !self.is_enabled(action) {
            self.notify(Emphasis::Warning, action.row().otherwise);
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
            Action::Fetch => self.ask_for_grant(),
            Action::Transcript => self.open_transcript(),
            Action::Introspect => return self.introspect(),
            Action::Userinfo => return self.userinfo(),
            Action::Revoke => return self.revoke(),
            Action::RevokeAll => return self.revoke_all(),
            Action::Suspend => return vec![Effect::Suspend],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Help => self.dialogs.push(Dialog::Help(Scroll::default())),
            Action::Back => return self.back(),
            Action::Submit => self.submit(),
            Action::AddKey => self.ask_for_key(),
            Action::ForgetKeys => self.forget_keys(),
            Action::Open => self.ask_for_path(),
            Action::Paste => self.dialogs.push(Dialog::PasteBox(PasteBox::default())),
            Action::NextPanel => self.cycle_panels(true),
            Action::PreviousPanel => self.cycle_panels(false),
            Action::Left if self.panels().contains(&self.source) => self.focus_on(self.source),
            Action::Right if self.document().is_some() => self.focus_on(Panel::Detail),
            Action::Enter => self.enter(),
            Action::Find if self.document().is_some() => self.start_finding(),
            Action::Reveal => self.reveal(),
            Action::Copy => return self.copy(),
            Action::CopyReport if self.document().is_some() => return vec![Effect::CopyReport],
            // No-ops: without a document, or without the dialog that they belong to.
            Action::Left
            | Action::Right
            | Action::Find
            | Action::CopyReport
            | Action::Mark
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

    /// One step back: the box on top, what is being looked for, the detail, the first panel, the
    /// token that the server has told of.
    fn back(&mut self) -> Vec<Effect> {
        match self.dialogs.pop() {
            Some(Dialog::Request(_)) => return self.abandon(),
            Some(Dialog::Form(form)) => return self.give_up(form.purpose),
            Some(_) => return Vec::new(),
            None => {}
        }
        if self.find.is_some() {
            self.stop_finding();
        } else if self.focus == Panel::Detail && self.panels().contains(&self.source) {
            self.focus_on(self.source);
        } else if self.is_on_first_panel() {
            return self.introspected_entry().map_or_else(Vec::new, |id| self.show_entry(id));
        } else if let Some(first) = self.panels().first() {
            self.focus_on(*first);
        }
        Vec::new()
    }

    /// Opens what is under the cursor.
    fn enter(&mut self) {
        match (self.focus, self.target()) {
            (Panel::Findings, Some(Target::Finding(index))) => self.jump(index),
            (Panel::Detail, Some(Target::Finding(index))) => {
                self.findings.reveal(index);
                self.focus_on(Panel::Findings);
            }
            (Panel::Detail, _) | (_, None) => {}
            (_, Some(_)) => self.focus_on(Panel::Detail),
        }
    }

    /// To the field or claim that a finding is about.
    fn jump(&mut self, finding: usize) {
        let Some(document) = self.document() else { return };
        let inspection = &document.inspection;
        let Some(finding) = document.findings.get(finding) else { return };
        let Some(name) = finding.field.as_deref() else {
            return self.focus_on(Panel::Detail);
        };
        let Some(row) = inspection.fields.iter().position(|field| field.name == name) else {
            return self.focus_on(Panel::Detail);
        };
        let claim = finding.claim.as_deref().and_then(|claim| {
            let index = inspection.tokens.iter().position(|token| token.field == name)?;
            let token = inspection.tokens.get(index)?;
            let at = |value: &crate::value::Value| {
                value.members().iter().rposition(|member| member.name == claim)
            };
            let claims = token.claims.as_ref().and_then(at).map(|at| (Root::Claims(index), at));
            let (root, at) =
                claims.or_else(|| at(&token.header).map(|at| (Root::Header(index), at)))?;
            Some(Target::Value { root, path: vec![at] })
        });
        self.fields.reveal(row);
        self.focus_on(Panel::Fields);
        if let Some(target) = claim {
            self.detail.select(&target);
            self.focus_on(Panel::Detail);
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
        let question = Question {
            label: "Path",
            input: TextInput::new(&directory),
            masking: InputMasking::Never,
            example: "token.json",
        };
        self.dialogs.push(Dialog::Form(Form::ask(FormPurpose::Open, "Open a file", question)));
    }

    /// Closes a dialog to read, or finishes typing what to find.
    fn submit(&mut self) {
        if self.dialogs.pop().is_some() {
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
            Some(Dialog::Form(form)) => {
                form.problem = None;
                if let Some(entry) = form.input() {
                    entry.edit(edit);
                }
            }
            Some(Dialog::PasteBox(paste)) => paste.edit(edit, now),
            Some(_) => {}
            None => self.type_find(edit),
        }
        Vec::new()
    }
}
