//! `/odoo subscribe lead|task|project|partner|order [filters]`: this channel follows records of Odoo.

mod flags;
mod names;
mod right;

use flags::{
    AMOUNT, ASSIGNEE, COMPANY, CUSTOMER, EVENTS, FILES, LEAD_STAGE, LEAD_TAG, MAX_PER_HOUR, MENTION, MIN_SEVERITY,
    MODE, NO_SELF, ONE_PARTNER, ONE_PROJECT, ORDER_EVENTS, PARTNER_EVENTS, PARTNER_TAG, PRIORITY, PROJECT, PROJECT_TAG,
    TASK_STAGE, TEAM, TEST, THREAD, TOTAL, VENDOR,
};
use names::Names;
pub(super) use right::{may_subscribe, no_store, record, visible};

use super::caller::Caller;
use super::parse::Input;
use super::reading::Reading;
use super::table::{Argument, Audience, Command, Content, Run, Word};
use super::trouble::Trouble;
use super::{Answer, Call};
use crate::bot;
use crate::event::{self, Delivery, Event, Notice, Severity, Source};
use crate::identity::{self, Identity};
use crate::language::Language;
use crate::odoo::{Connection, user};
use crate::order;
use crate::ports::{ChannelKind, Deps, Level};
use crate::say;
use crate::settings::Account;
use crate::subscription::{self, Actor, Added, Barrier, Filters, MODEL_MAX, Mode, On, Subscription};
use crate::text::Markdown;
use crate::watch::{self, Kind, Watched, latest};

pub(super) const WORD: Word = Word {
    trigger: "subscribe",
    help: "Tells this channel what happens to records of Odoo",
    audience: Audience::Everybody,
    content: Content::Words(&[LEAD, TASK, PROJECTS, PARTNER, ORDER]),
};

const LEAD: Word = word(
    "lead",
    "Tells this channel what happens to leads and opportunities",
    &[
        TEAM,
        LEAD_STAGE,
        LEAD_TAG,
        ASSIGNEE,
        CUSTOMER,
        COMPANY,
        PRIORITY,
        AMOUNT,
        MIN_SEVERITY,
        EVENTS,
        FILES,
        MODE,
        MAX_PER_HOUR,
        NO_SELF,
        MENTION,
        THREAD,
        TEST,
    ],
    &["subscribe lead", "subscribe lead --stage won --amount 10000 --events stage"],
    |deps, call, input| subscribe(deps, call, input, "crm.lead"),
);
const TASK: Word = word(
    "task",
    "Tells this channel what happens to tasks",
    &[
        PROJECT,
        TASK_STAGE,
        PROJECT_TAG,
        ASSIGNEE,
        CUSTOMER,
        COMPANY,
        PRIORITY,
        MIN_SEVERITY,
        EVENTS,
        FILES,
        MODE,
        MAX_PER_HOUR,
        NO_SELF,
        MENTION,
        THREAD,
        TEST,
    ],
    &["subscribe task --project \"office design\"", "subscribe task --assignee @ben --events assign,stage --no-self"],
    |deps, call, input| subscribe(deps, call, input, "project.task"),
);
const PROJECTS: Word = word(
    "project",
    "Tells this channel what happens to projects",
    &[
        ONE_PROJECT,
        PROJECT_TAG,
        ASSIGNEE,
        CUSTOMER,
        COMPANY,
        EVENTS,
        FILES,
        MODE,
        MAX_PER_HOUR,
        NO_SELF,
        MENTION,
        THREAD,
        TEST,
    ],
    &["subscribe project --events create,archive"],
    |deps, call, input| subscribe(deps, call, input, "project.project"),
);
const PARTNER: Word = word(
    "partner",
    "Tells this channel what happens to partners",
    &[
        ONE_PARTNER,
        PARTNER_TAG,
        ASSIGNEE,
        COMPANY,
        PARTNER_EVENTS,
        FILES,
        MODE,
        MAX_PER_HOUR,
        NO_SELF,
        MENTION,
        THREAD,
        TEST,
    ],
    &["subscribe partner --tag vendor --events create,change"],
    |deps, call, input| subscribe(deps, call, input, "res.partner"),
);
const ORDER: Word = word(
    "order",
    "Tells this channel what happens to purchase orders",
    &[VENDOR, ASSIGNEE, COMPANY, TOTAL, ORDER_EVENTS, FILES, MODE, MAX_PER_HOUR, NO_SELF, MENTION, THREAD, TEST],
    &["subscribe order --events approval --amount 5000"],
    |deps, call, input| subscribe(deps, call, input, "purchase.order"),
);

const NOTES: &str = "Everybody in the channel reads it. Administrators of the channel subscribe it, or who the setting `SubscribePolicy` says; in direct messages with the bot you do yourself. It goes on when you leave. Names are looked up with your own Odoo account if it is connected.";
const PER_HOUR: u32 = 60;
const SIDES: [On; 7] = [On::Project, On::Team, On::Company, On::Stage, On::Tag, On::Assignee, On::Customer];

type Act = fn(&Deps<'_>, &Call, &Input) -> Result<Answer, Trouble>;

const fn word(
    trigger: &'static str,
    help: &'static str,
    arguments: &'static [Argument],
    examples: &'static [&'static str],
    run: Act,
) -> Word {
    let content = Content::Command(Command { arguments, notes: NOTES, examples, run: Run::Read(run) });
    Word { trigger, help, audience: Audience::Everybody, content }
}

fn subscribe(deps: &Deps<'_>, call: &Call, input: &Input, model: &str) -> Result<Answer, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    may_subscribe(deps, &caller, &call.channel_id)?;
    let watched = Watched::of(model).ok_or_else(|| say!(deps.language, "Nobody can follow `{model}`.", model))?;
    let events = events(deps.language, watched, input.get("events"))?;
    let service = caller.account(deps)?;
    let own = identity::personal(deps, &caller.current.settings, service, &call.user_id)?;
    let identity = own.unwrap_or_else(|| identity::reader(service));
    let connection = caller.connect_in(deps, call, &identity.account)?;
    let (filters, not_by) = filters(deps, &connection, &reading, &identity, watched, input)?;
    let channel = deps.chat.channel(&call.channel_id).map_err(|error| right::no_channel(deps, call, &error))?;
    let is_in_thread = input.has("thread");
    if is_in_thread && input.get("mode").is_some_and(|mode| mode != "lines") {
        return Err(
            say!(deps.language, "`--thread` tells in lines: it has no cards below which people could write.").into()
        );
    }
    if is_in_thread && call.root_id.is_empty() {
        return Err(say!(deps.language, "`--thread`: write this in the thread that is meant.").into());
    }
    let new = Subscription {
        id: String::new(),
        model: watched.model.into(),
        channel_id: channel.id,
        team_id: channel.team_id,
        created_by: call.user_id.clone(),
        created_at: deps.clock.now(),
        events,
        filters,
        not_by,
        mode: match input.get("mode") {
            Some("lines") => Mode::Lines,
            _ if is_in_thread => Mode::Lines,
            Some("mirror-as-notes") => Mode::Notes,
            _ => Mode::Cards,
        },
        max_per_hour: input.number("max-per-hour").and_then(|number| u32::try_from(number).ok()).unwrap_or(PER_HOUR),
        mentions: input.has("mention"),
        copies_files: input.get("files") == Some("copy"),
        root_id: if is_in_thread { call.root_id.clone() } else { String::new() },
    };
    open(deps, &new, channel.kind)?;
    let nouns = watched.nouns(deps.language);
    let id = match subscription::add(deps, &new).map_err(|error| no_store(deps, call, &error))? {
        Added::Done(id) => id,
        Added::Same(id) => {
            return Err(
                say!(deps.language, "This channel follows that already, by the subscription `{id}`.", id).into()
            );
        }
        Added::Full => {
            return Err(say!(
                deps.language,
                "There are {max} subscriptions of {nouns} already, and no more are possible. Take one away with `/odoo unsubscribe`.",
                max = MODEL_MAX,
                nouns
            )
            .into());
        }
    };
    record(deps, call, "subscription.create", &id);
    begin(deps, &caller, service, watched, &new);
    let mut text = follows(deps, &new, &id, &nouns);
    if new.mentions && caller.current.settings.mentions.is_none() {
        text.push(' ');
        text.push_str(&say!(deps.language, "Nobody is mentioned: the setting `MentionPolicy` is `none`."));
    }
    if input.has("test") {
        text.push(' ');
        text.push_str(&test(deps, call, &new, &id));
    }
    Ok(Answer::Text(text))
}

/// What is followed from now on.
fn follows(deps: &Deps<'_>, new: &Subscription, id: &str, nouns: &str) -> String {
    let described = Some(new.described(deps.language)).filter(|text| !text.is_empty());
    let described = described.map(|text| format!(" ({})", Markdown::message(&text))).unwrap_or_default();
    say!(
        deps.language,
        "This channel follows {nouns} from now on: {what}. Subscription `{id}`: `/odoo preview {id}` tells what it would have matched, `/odoo unsubscribe {id}` ends it.",
        nouns,
        what = format!("{}{described}", new.followed(deps.language)),
        id
    )
}

/// A marked message, the whole way that events take.
fn test(deps: &Deps<'_>, call: &Call, new: &Subscription, id: &str) -> String {
    let reader_id = subscription::reader(deps, new);
    let language = if reader_id.is_empty() { deps.for_all().language } else { deps.language };
    let text = say!(language, "This is how the subscription {id} reaches this place. Nothing happened in Odoo.", id);
    let notice = Notice { title: say!(language, "Test"), text, ..Notice::default() };
    let event = Event {
        id: format!("test/{id}"),
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(event::Content::Notice(notice)),
        subject: format!("test/{id}"),
        deliveries: vec![Delivery { root_id: new.root_id.clone(), ..Delivery::to(&new.channel_id) }],
        touch: None,
        request_id: call.request_id.clone(),
    };
    match event::accept(deps, &event) {
        Ok(_) => say!(deps.language, "A test is on its way."),
        Err(_) => say!(
            deps.language,
            "No test could be sent: too much waits to be delivered, or Mattermost's store did not answer."
        ),
    }
}

/// The first of its kind: what there is already is no news. Where this fails the next poll does it.
fn begin(deps: &Deps<'_>, caller: &Caller, service: &Account, watched: &Watched, new: &Subscription) {
    let all = subscription::of_model(deps, watched.model).unwrap_or_default();
    let is_first = all.len() == 1;
    let hears = |subscription: &&Subscription| subscription.events.contains(&Kind::Comment);
    let is_first_to_hear = hears(&new) && all.iter().filter(hears).count() == 1;
    if !is_first && !is_first_to_hear {
        return;
    }
    let connection = caller.connect(deps, service);
    let begun = if is_first { watch::begin(deps, &connection, watched) } else { Ok(()) };
    let heard = || if is_first_to_hear { watch::begin_remarks(deps, &connection, watched) } else { Ok(()) };
    if let Err(error) = begun.and_then(|()| heard()) {
        let fields = [("model", watched.model.to_owned()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "What there is could not be read yet", &fields);
    }
}

/// What a record has to be, and whose changes are left out; names become ids as the subscriber sees them.
fn filters(
    deps: &Deps<'_>,
    connection: &Connection<'_>,
    reading: &Reading<'_>,
    identity: &Identity,
    watched: &Watched,
    input: &Input,
) -> Result<(Filters, Option<Actor>), Trouble> {
    let names = Names { deps, connection, identity, watched };
    // Who may not see such records does not send them to others.
    latest(connection, watched, 1).map_err(|error| names.explain(&error))?;
    let mut conditions = Vec::new();
    for on in SIDES {
        if let Some(text) = input.get(on.word()) {
            let condition = names.condition(on, text, &conditions)?;
            conditions.push(condition);
        }
    }
    let number = |name| input.number(name).and_then(|number| u32::try_from(number).ok());
    let filters = Filters {
        conditions,
        priority_min: number("priority"),
        severity_min: input.get("min-severity").and_then(Severity::named),
        amount_min: number("amount"),
    };
    if !input.has("no-self") {
        return Ok((filters, None));
    }
    let me = reading.me()?.id;
    let known = user::names(connection, "res.users", &[me]).map_err(|error| names.explain(&error))?;
    let name = known.get(&me).cloned();
    let name = name.ok_or_else(|| say!(deps.language, "`--no-self`: your user in Odoo could not be read."))?;
    Ok((filters, Some(Actor { id: me, name })))
}

fn events(language: Language, watched: &Watched, text: Option<&str>) -> Result<Vec<Kind>, String> {
    let Some(text) = text else {
        let usual = match watched.knows(Kind::Approval) {
            true => &[Kind::Create, Kind::Approval][..],
            false => &[Kind::Create, Kind::Stage, Kind::Assign],
        };
        return Ok(usual.iter().copied().filter(|kind| watched.knows(*kind)).collect());
    };
    let mut events = Vec::new();
    for word in text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
        let event = subscription::event(&word.to_lowercase()).ok_or_else(|| {
            let words = subscription::EVENTS.map(|(_, word)| format!("`{word}`")).join(", ");
            say!(language, "`--events` must be some of {words}, not “{word}”.", words, word = Markdown::foreign(word))
        })?;
        events.push(event);
    }
    order::sort(&mut events);
    events.dedup();
    match events.iter().find(|kind| !watched.knows(**kind)) {
        Some(kind) => {
            let (nouns, word) = (watched.nouns(language), subscription::word(*kind));
            Err(say!(language, "`--events`: {nouns} have no `{word}`.", nouns, word))
        }
        None if events.is_empty() => Err(say!(language, "`--events` is empty.")),
        None => Ok(events),
    }
}

/// The bot joins the channel if it can; then it has to be able to tell something there.
fn open(deps: &Deps<'_>, new: &Subscription, kind: ChannelKind) -> Result<(), String> {
    let is_channel = matches!(kind, ChannelKind::Open | ChannelKind::Private);
    if is_channel {
        // Where this fails the bot may be a member all the same, which the next question tells.
        let _ = bot::id(deps).and_then(|bot| deps.chat.join_channel(&new.channel_id, &bot));
    }
    subscription::may_deliver(deps, new).map_err(|barrier| match barrier {
        Barrier::Silent if is_channel => {
            say!(deps.language, "The bot may not post in this channel. Add it to the channel and try again.")
        }
        Barrier::Silent => {
            say!(deps.language, "The bot does not take part here. Write this in your direct messages with it.")
        }
        barrier => say!(deps.language, "Nothing can be told here: {why}.", why = barrier.say(deps.language)),
    })
}
