//! What each event does: the one function that changes the state.

use super::{App, Effect, Event};

/// Changes the state by one event, and gives what is to be done outside.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = handle(app, event);
    // When the program ends, locks and rescue files are let go elsewhere.
    if !effects.iter().any(|effect| matches!(effect, Effect::Quit | Effect::Interrupt)) {
        effects.extend(app.release_file());
        effects.extend(app.remove_kept());
    }
    effects
}

fn handle(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Tick(now) => app.tick(now),
        Event::Act(action) => app.act(action),
        Event::Type(edit) => app.edit(edit),
        Event::Pasted(text) => app.on_paste(&text),
        Event::Clicked { panel, row } => app.on_click(panel, row),
        Event::ShowView(view) => {
            app.show_view(view);
            Vec::new()
        }
        Event::Wheel { panel, lines } => app.on_wheel(panel, lines),
        Event::Drawn(extents) => app.drawn(extents),
        Event::Loaded { id, origin, result } => app.on_loaded(id, origin, result),
        Event::Inspected { id, opened } => app.on_inspected(id, opened),
        Event::FileChanged { id, path, result } => app.on_file_changed(id, path, result),
        Event::Keys { id, result } => app.on_keys(id, result),
        Event::Copied { what, result } => app.copied(&what, result),
        Event::Prepared { id, request } => app.on_prepared(id, *request),
        Event::UserStep { id, step } => {
            app.on_user_step(id, *step);
            Vec::new()
        }
        Event::Rejected { id, why } => {
            app.on_callback_rejected(id, why);
            Vec::new()
        }
        Event::SecretWanted { id, what } => app.ask_for_secret(id, &what),
        Event::Exchanged(exchange) => {
            app.on_exchange(*exchange);
            Vec::new()
        }
        Event::Answered { id, answer } => app.on_answer(id, &answer),
        Event::IssuerKeys(keys) => app.on_issuer_keys(*keys),
        Event::Failed { id, failure } => app.on_failure(id, &failure),
        Event::AtRisk { id, why } => app.on_risk(id, &why),
        Event::Overtaken { id, path, loaded } => app.on_overtaken(id, path, loaded),
        Event::ClientDescribed { id, terms } => {
            app.on_client_described(id, &terms);
            Vec::new()
        }
        Event::FolderListed { id, result } => {
            app.on_folder_listed(id, result);
            Vec::new()
        }
        Event::Discovered { id, result } => {
            app.on_discovered(id, result);
            Vec::new()
        }
        Event::Configured { id, result } => app.on_configured(id, result),
        Event::Saved { id, path, result } => app.on_saved(id, path, result),
        Event::WorkerFailed { id, what } => app.on_worker_failed(id, what),
    }
}
