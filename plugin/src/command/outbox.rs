//! `/odoo outbox list|show|retry|drop`: events that could not be shown where they belong.

mod discard;
pub(super) mod list;
mod retry;
mod show;

use super::Call;
use super::caller::Caller;
use super::parse::Input;
use super::table::{Argument, Audience, Content, Place, Value, Word};
use crate::access::{self, Action};
use crate::audit::{self, Entry, Who};
use crate::event::{self, Delivery, DeliveryState, Event, Service, Source, Touch, What};
use crate::hook;
use crate::language;
use crate::ports::{Deps, Level};
use crate::say;
use crate::store::StoreError;
use crate::text::{Markdown, Zone, local};

pub(super) const WORD: Word = Word {
    trigger: "outbox",
    help: "Events that could not be shown, and what becomes of them",
    audience: Audience::Admins,
    content: Content::Words(&[list::WORD, show::WORD, retry::WORD, discard::WORD]),
};

const ID: Argument = Argument {
    name: "id",
    place: Place::Word,
    value: Value::Suggested { hint: "id", list: "dead-letters" },
    help: "Which event",
};

/// Who calls, if they may.
pub(super) fn caller(deps: &Deps<'_>, call: &Call) -> Result<Caller, String> {
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Outbox)?;
    Ok(caller)
}

/// The event that is named, with its key: by the key, or by the id that its sender gave it.
pub(super) fn find(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<(String, Event), String> {
    let id = input
        .get("id")
        .ok_or_else(|| say!(deps.language, "Which event? `/odoo outbox list` shows those that could not be shown."))?;
    let found = search(deps, id).map_err(|error| no_store(deps, call, &error))?;
    found.ok_or_else(|| no_event(deps, id))
}

fn search(deps: &Deps<'_>, id: &str) -> Result<Option<(String, Event)>, StoreError> {
    if let Some(event) = event::find(deps, id)? {
        return Ok(Some((id.to_owned(), event)));
    }
    let hooks = hook::all(deps)?.into_iter().map(|hook| Source::Hook(hook.name));
    for source in hooks.chain(OTHERS) {
        let key = event::key(&source, id);
        if let Some(event) = event::get(deps, &key)? {
            return Ok(Some((key, event)));
        }
    }
    Ok(None)
}

/// Who else than hooks sends events, answers first: they are what people miss.
const OTHERS: [Source; 6] = [
    Source::Odoo,
    Source::Thread,
    Source::Answer(Service::Agent),
    Source::Answer(Service::CommandEndpoint),
    Source::Question(Service::Agent),
    Source::Question(Service::CommandEndpoint),
];

fn no_event(deps: &Deps<'_>, id: &str) -> String {
    say!(
        deps.language,
        "There is no event “{id}”, or none any more: they are kept for 7 days.",
        id = Markdown::foreign(id)
    )
}

/// All that is known of an event, except what it says.
pub(super) fn describe(deps: &Deps<'_>, key: &str, event: &Event, zone: Zone) -> String {
    let (source, id) = (source(deps, event), Markdown::foreign(&event.id));
    let received = local(event.received_at, zone);
    let head = say!(
        deps.language,
        "**Event `{key}`**: {state}\n- “{id}” of {source}, stored {received}\n",
        key,
        state = event.state(),
        id,
        source,
        received
    );
    let head = head + &requested(deps, event) + &touched(deps, event);
    if matches!(event.touch, Some(Touch { what: What::Dropped, .. })) {
        return head;
    }
    if event.deliveries.is_empty() {
        return format!(
            "{head}{}",
            say!(deps.language, "- It is shown nowhere: its hook leaves out what is less severe, or went well.\n")
        );
    }
    let deliveries = event.deliveries.iter().map(|delivery| format!("- {}\n", line(deps, event, delivery, zone)));
    head + &deliveries.collect::<String>()
}

/// Where the log says more.
fn requested(deps: &Deps<'_>, event: &Event) -> String {
    if event.request_id.is_empty() {
        return String::new();
    }
    format!("- {}\n", say!(deps.language, "Request `{request}`", request = event.request_id))
}

/// What a module did to it.
fn touched(deps: &Deps<'_>, event: &Event) -> String {
    let Some(Touch { module, what }) = &event.touch else { return String::new() };
    match what {
        What::Shaped => say!(deps.language, "- The module `{module}` said how it is shown\n", module),
        What::Dropped => say!(deps.language, "- It is shown nowhere: the module `{module}` dropped it\n", module),
        What::Failed(why) => {
            say!(
                deps.language,
                "- It is shown without the module `{module}`, which failed: {why}\n",
                module,
                why = Markdown::message(why)
            )
        }
    }
}

/// How far one delivery is.
pub(super) fn line(deps: &Deps<'_>, event: &Event, delivery: &Delivery, zone: Zone) -> String {
    let place = place(deps, delivery);
    match &delivery.state {
        DeliveryState::Pending => say!(deps.language, "{place}: waits for its turn", place),
        DeliveryState::Posting { tries, .. } => say!(deps.language, "{place}: being shown, try {tries}", place, tries),
        DeliveryState::Failed { tries, next, error } => {
            say!(
                deps.language,
                "{place}: failed {count} time, next try {time}: {error}||{place}: failed {count} times, next try {time}: {error}",
                place,
                count = tries,
                time = local(*next, zone),
                error = Markdown::foreign(error)
            )
        }
        DeliveryState::Sent { post_id } if post_id.is_empty() => {
            say!(deps.language, "{place}: not shown, the card of the proposal that did it tells it there", place)
        }
        DeliveryState::Sent { post_id } => {
            let site = deps.config.server().site_url;
            // What was sent to a service is named by the message that it was.
            let done = match event.source {
                Source::Question(_) => say!(deps.language, "taken"),
                _ => say!(deps.language, "shown"),
            };
            format!("{place}: [{done}]({site}/_redirect/pl/{post_id})")
        }
        DeliveryState::Dead { error } => {
            say!(deps.language, "{place}: not tried any more: {error}", place, error = Markdown::foreign(error))
        }
        DeliveryState::Dropped => say!(deps.language, "{place}: dropped by an administrator", place),
    }
}

/// The channel's name, or what is known in its place.
pub(super) fn place(deps: &Deps<'_>, delivery: &Delivery) -> Markdown {
    if delivery.channel_id.is_empty() {
        return Markdown::foreign(&say!(deps.language, "no channel"));
    }
    let name = deps.chat.channel(&delivery.channel_id).map(|channel| channel.display_name);
    Markdown::foreign(name.as_deref().ok().filter(|name| !name.is_empty()).unwrap_or(&delivery.channel_id))
}

/// Who sent it, with the hook's name as code.
pub(super) fn source(deps: &Deps<'_>, event: &Event) -> String {
    match &event.source {
        Source::Hook(name) => say!(deps.language, "the hook `{name}`", name),
        Source::Odoo => "Odoo".to_owned(),
        Source::Question(service) => {
            say!(deps.language, "a message for {service}", service = deps.language.tell(service.name()))
        }
        Source::Answer(service) => {
            say!(deps.language, "an answer of {service}", service = deps.language.tell(service.name()))
        }
        Source::Thread => say!(deps.language, "a thread, for Odoo"),
    }
}

fn record(deps: &Deps<'_>, call: &Call, action: &str, key: &str) {
    let who = Who::person(&call.user_id);
    audit::record(deps, &Entry { who, action, object: key, request_id: &call.request_id, ..Entry::default() });
}

pub(super) fn no_store(deps: &Deps<'_>, call: &Call, error: &dyn std::error::Error) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "Events could not be read or written", &fields);
    language::no_store(deps, &call.request_id)
}
