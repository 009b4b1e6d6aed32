//! Which actions would do something now.

use super::{Action, App, Mode, Panel, modal::Dialog};

impl App {
    /// Whether an action would do something now; the footer shows no other.
    pub fn offers(&self, action: Action) -> bool {
        let shown = self.document();
        match action {
            Action::Refresh | Action::KeepFresh => {
                self.history.current().is_some_and(|entry| entry.refresh_token.is_some())
            }
            Action::Save => self.to_save().is_some(),
            Action::SaveAlways => shown.is_some(),
            Action::Forget => self.has_something_to_forget(),
            Action::History => self.history.entries().len() > 1,
            Action::Send => self.is_ready(),
            Action::SendUnasked => self.can_agree_from_now_on(),
            Action::Contact => self.is_asking_for_server(),
            Action::Quit
            | Action::Interrupt
            | Action::Help
            | Action::Open
            | Action::Paste
            | Action::Submit
            | Action::NewLine
            | Action::Suspend
            | Action::Fetch
            | Action::ForgetUnsaved
            | Action::Redraw => true,
            Action::Reveal => self.secret_here() && !self.settings.reveal,
            Action::Copy if self.mode() == Mode::Request => self.exchanges.user_step().is_some(),
            Action::Transcript => !self.exchanges.transcript.entries().is_empty(),
            Action::Introspect | Action::Userinfo | Action::Revoke => self.has_token(),
            Action::Copy if matches!(self.mode(), Mode::Transcript | Mode::Exchange) => true,
            Action::Copy => {
                shown.zip(self.spot()).is_some_and(|(shown, spot)| shown.copied(&spot).is_some())
            }
            Action::Back => {
                self.mode() != Mode::Inspector
                    || self.find.is_some()
                    || !self.is_on_first_panel()
                    || self.introspected_entry().is_some()
            }
            Action::NextEntry | Action::PreviousEntry => match self.modals.last() {
                Some(Dialog::Form(form)) => form.questions.len() > 1,
                _ => false,
            },
            Action::Enter => shown.is_some() && self.focus != Panel::Detail,
            Action::AddKey => shown.is_some_and(|shown| !shown.inspection.tokens.is_empty()),
            Action::ForgetKeys => !self.settings.keys.is_empty(),
            _ => shown.is_some() || self.mode() != Mode::Inspector,
        }
    }
}
