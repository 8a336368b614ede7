//! `/odoo hook test <name>`

use serde_json::json;

use super::{NAME, caller, find, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::hook::{Incoming, Kind, receive};
use crate::ids;
use crate::ports::{Deps, Level};
use crate::say;
use crate::seal::Seal;

pub(super) const WORD: Word = Word {
    trigger: "test",
    help: "Sends an event that says it is a test, the whole way",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME],
        notes: "It is signed with the hook's own secret, counted, stored and shown like any other.",
        examples: &["hook test ci"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    test(deps, call, input).unwrap_or_else(|answer| answer)
}

fn test(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let settings = caller.current.settings;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let hook = find(deps, call, input, "name")?;
    let name = &hook.name;
    if hook.is_disabled {
        return Err(say!(
            deps.language,
            "The hook `{name}` is disabled. `/odoo hook disable {name} --undo` takes that back.",
            name
        ));
    }
    if !hook.kinds.contains(&Kind::Notify) {
        return Err(say!(
            deps.language,
            "The hook `{name}` shows nothing: it makes proposals. Send it an event of type `record`.",
            name
        ));
    }
    let lost = |_| {
        say!(
            deps.language,
            "The secret of the hook cannot be opened any more. `/odoo hook rotate {name}` makes another.",
            name
        )
    };
    let shared = deps.for_all_by(&settings).language;
    let key = hook.key(&seal).map_err(lost)?;
    let text = say!(shared, "{name} sent it with /odoo hook test. Nothing happened.", name = caller.person.username);
    // As bad as it gets, so that the hook shows it whatever it leaves out.
    let body = json!({
        "title": say!(shared, "Test of the hook {name}", name), "text": text, "severity": "critical",
        "next_step": say!(shared, "None: this is a test."),
    });
    let body = body.to_string().into_bytes();
    let headers = key.sign(deps.clock.now(), &format!("test-{}", ids::ulid(deps)), &body);
    let incoming = Incoming {
        hook: name,
        headers: &headers,
        body: &body,
        address: None,
        is_json: true,
        request_id: &call.request_id,
    };
    let receipt = receive(deps, &settings, &incoming).map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "A hook did not take its test", &fields);
        say!(
            deps.language,
            "The hook `{name}` did not take it: {error}.\nRequest `{request}`",
            name,
            error,
            request = call.request_id
        )
    })?;
    record(deps, call, "hook.test", name);
    let warnings: String = receipt.warnings.iter().map(|warning| format!("\n{warning}")).collect();
    Ok(say!(
        deps.language,
        "The hook `{name}` took it.{warnings}\n`/odoo trace {id}` tells how far it is.",
        name,
        warnings,
        id = receipt.id
    ))
}
