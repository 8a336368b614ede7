//! `/odoo hook from <name> [10.0.0.0/8,192.0.2.7 | anywhere]`

use super::{NAME, caller, find, no_store, record, sources};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::hook::{self, Sources};
use crate::ports::Deps;
use crate::say;

pub(super) const WORD: Word = Word {
    trigger: "from",
    help: "Says from which addresses a hook takes requests",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            NAME,
            Argument {
                name: "addresses",
                place: Place::Words,
                value: Value::Long("addresses"),
                help: "Addresses and networks with commas between them, or `anywhere`; without them you read what counts now",
            },
        ],
        notes: "It counts for signed events and for the doorbell. Requests from elsewhere are answered as if there were no such hook. The address is the one that Mattermost sees: behind a proxy that is the proxy's, unless `TrustedProxyIPHeader` names a header that the proxy itself sets.",
        examples: &["hook from crm 10.0.0.0/8,192.0.2.7,2001:db8::/32", "hook from crm anywhere", "hook from crm"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    limit(deps, call, input).unwrap_or_else(|answer| answer)
}

fn limit(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let hook = find(deps, call, input, "name")?;
    let Some(typed) = input.get("addresses") else { return Ok(told(deps, &hook.name, &hook.sources)) };
    let sources = sources(deps, typed)?;
    hook::set_sources(deps, &hook.name, &sources).map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, "hook.from", &hook.name);
    Ok(told(deps, &hook.name, &sources))
}

fn told(deps: &Deps<'_>, name: &str, sources: &Sources) -> String {
    if sources.is_anywhere() {
        return say!(deps.language, "The hook `{name}` takes requests from anywhere.", name);
    }
    say!(deps.language, "The hook `{name}` takes requests from `{sources}` only.", name, sources)
}
