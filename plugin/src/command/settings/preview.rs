//! `/odoo settings preview [on|off]`: cards below messages that link to Odoo, in this channel.

use crate::access::{Action, Standing};
use crate::audit::{self, Entry, Who};
use crate::command::Call;
use crate::command::caller::{Caller, is_private_talk};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::language;
use crate::ports::{Deps, Level};
use crate::preview::{Switch, switch};
use crate::say;
use crate::store::StoreError;

pub(super) const WORD: Word = Word {
    trigger: "preview",
    help: "Cards below messages of this channel that link to Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "state",
            place: Place::Word,
            value: Value::Choice(&[
                Choice { item: "on", help: "Links to Odoo get a card" },
                Choice { item: "off", help: "They get none" },
            ]),
            help: "Without it you read how it is",
        }],
        notes: "A link to a partner, lead, project or task, or the number of a ticket such as `#17`, gets a card with a few values, read with the Odoo account of who wrote the message. Administrators of the channel switch it. Direct and group messages with guests get none.",
        examples: &["settings preview", "settings preview off"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    let to = match input.get("state") {
        None => {
            return Switch::of(deps, &call.channel_id)
                .map_or_else(|error| no_store(deps, call, &error), |state| told(deps, state));
        }
        Some("off") => Switch::Off,
        Some(_) => Switch::On,
    };
    set(deps, call, to).unwrap_or_else(|answer| answer)
}

fn set(deps: &Deps<'_>, call: &Call, to: Switch) -> Result<String, String> {
    let caller = Caller::of(deps, call)?;
    let settings = &caller.current.settings;
    let standing = Standing::of(deps, settings, &caller.person)?.in_channel(deps, &call.user_id, &call.channel_id);
    if !is_private_talk(deps, &call.user_id, &call.channel_id) {
        standing.may(deps.language, settings, Action::Previews)?;
    }
    let has_changed =
        switch(deps, &call.channel_id, &call.user_id, to).map_err(|error| no_store(deps, call, &error))?;
    if has_changed {
        let action = if to == Switch::On { "preview.on" } else { "preview.off" };
        let who = Who::person(&call.user_id);
        let object = format!("channel/{}", call.channel_id);
        audit::record(deps, &Entry { who, action, object: &object, request_id: &call.request_id, ..Entry::default() });
    }
    Ok(told(deps, to))
}

fn told(deps: &Deps<'_>, state: Switch) -> String {
    match state {
        Switch::On => say!(
            deps.language,
            "Links to Odoo get a card in this channel. `/odoo settings preview off` switches that off."
        ),
        Switch::Off => say!(
            deps.language,
            "Links to Odoo get no card in this channel. `/odoo settings preview on` switches that on."
        ),
    }
}

fn no_store(deps: &Deps<'_>, call: &Call, error: &StoreError) -> String {
    let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The previews of a channel could not be read or switched", &fields);
    language::no_store(deps, &call.request_id)
}
