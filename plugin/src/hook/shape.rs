//! What the module of a hook makes of an event, before the event is stored: whoever sends it again finds it as it was made.

use super::target::{fallback, may};
use super::{Hook, Said, Wanted};
use crate::event::{Content, Notice, Touch, What};
use crate::module::{self, Drawn, Module, Reply};
use crate::ports::Deps;
use crate::settings::Settings;
use crate::store::StoreError;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    pub(super) touch: Option<Touch>,
    drawn: Option<Drawn>,
}

/// Runs the module of the hook. What it wants of thread, severity and channel is then what the event says.
pub(super) fn shape(
    deps: &Deps<'_>,
    settings: &Settings,
    hook: &Hook,
    module: &Module,
    said: &mut Said,
) -> Result<Shaped, StoreError> {
    let fallback = fallback(settings, hook);
    let targets = hook.channels.iter().map(|channel| &channel.name).chain(&fallback);
    let targets: Vec<_> = targets.map(String::as_str).collect();
    let input = module::of_notice(deps, &said.notice, &said.record, &targets);
    // A module sends only where its hook may write.
    let may = |channel: &str| may(settings, hook, channel);
    let (what, drawn) = match module::transform(deps, settings, module, &input, may)? {
        Ok(Reply { is_dropped: true, .. }) => (What::Dropped, None),
        Ok(reply) => (What::Shaped, take_over(reply, said)),
        Err(why) => (What::Failed(why), None),
    };
    Ok(Shaped { touch: Some(Touch { module: module.name.clone(), what }), drawn })
}

fn take_over(reply: Reply, said: &mut Said) -> Option<Drawn> {
    let notice = &mut said.notice;
    notice.severity = reply.severity.unwrap_or(notice.severity);
    notice.thread_key = reply.thread_key.unwrap_or_else(|| std::mem::take(&mut notice.thread_key));
    if let Some(channel) = reply.channel {
        said.wanted = Wanted::Channel(channel);
    }
    reply.drawn.map(|drawn| drawn.with(notice.severity, &notice.thread_key))
}

impl Shaped {
    pub(super) fn is_dropped(&self) -> bool {
        matches!(self.touch, Some(Touch { what: What::Dropped, .. }))
    }

    /// What the event says: what the module made of it, or the event's own.
    pub(super) fn content(self, notice: Notice) -> Content {
        self.drawn.map_or(Content::Notice(notice), Content::Drawn)
    }
}
