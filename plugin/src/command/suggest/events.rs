use super::{ITEMS_MAX, Suggestion, Typing, may};
use crate::access::Action;
use crate::event::{self, Source};
use crate::hook;
use crate::module;
use crate::ports::Deps;
use crate::text::{cut, printable};

const HELP_RUNES_MAX: usize = 80;

/// The hooks, for those who may change them.
pub(super) fn hooks(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::Hooks) {
        return Vec::new();
    }
    let hooks = hook::all(deps).unwrap_or_default().into_iter();
    let suggestion = |hook: hook::Hook| {
        let channels: Vec<_> = hook.channels.iter().map(|channel| channel.name.as_str()).collect();
        let hint = if hook.is_disabled { "disabled" } else { "" };
        Suggestion { item: hook.name, hint: hint.into(), help: cut(&channels.join(", "), HELP_RUNES_MAX) }
    };
    hooks.map(suggestion).collect()
}

/// The modules, for those who may change them.
pub(super) fn modules(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::Modules) {
        return Vec::new();
    }
    let modules = module::all(deps).unwrap_or_default().into_iter();
    let suggestion = |module: module::Module| {
        let hint = if module.off.is_some() { "off" } else { "" };
        let bound: Vec<_> = module.hooks.into_iter().chain(module.subscriptions).collect();
        Suggestion { item: module.name, hint: hint.into(), help: cut(&bound.join(", "), HELP_RUNES_MAX) }
    };
    modules.map(suggestion).collect()
}

/// Events that are not tried any more, for those who decide about them.
pub(super) fn dead_letters(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    if !may(deps, typing, Action::Outbox) {
        return Vec::new();
    }
    let letters = event::dead_letters(deps, ITEMS_MAX).unwrap_or_default().events.into_iter();
    let suggestion = |(key, event): (String, event::Event)| {
        let hint = match event.source {
            Source::Hook(name) => name,
            Source::Odoo => "Odoo".into(),
            Source::Question(service) | Source::Answer(service) => service.name().into(),
            Source::Thread => "a thread".into(),
        };
        Suggestion { item: key, hint, help: cut(&printable(&event.id), HELP_RUNES_MAX) }
    };
    letters.map(suggestion).collect()
}
