//! `/odoo hook rotate <name>`

use super::{NAME, caller, find, handover, no_hook, no_store, not_made, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::hook;
use crate::ports::Deps;
use crate::say;
use crate::seal::Seal;

pub(super) const WORD: Word = Word {
    trigger: "rotate",
    help: "Gives a hook another secret; the one before is taken for 24 hours",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME],
        notes: "The bot sends you the new secret once, in a direct message. `/odoo hook list` tells which of the two was used last. Rotating twice ends the first one at once.",
        examples: &["hook rotate ci"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    rotate(deps, call, input).unwrap_or_else(|answer| answer)
}

fn rotate(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let settings = caller(deps, call)?.current.settings;
    let seal = Seal::of(deps.language, &settings.encryption)?;
    let before = find(deps, call, input, "name")?;
    let name = &before.name;
    let key = hook::rotate(deps, &seal, name).map_err(|error| not_made(deps, call, &error))?;
    let key = key.ok_or_else(|| no_hook(deps, name))?;
    let first =
        say!(deps.language, "The hook `{name}` has another secret. The one before is taken for 24 hours.", name);
    if handover::send(deps, call, name, &key, &first).is_err() {
        hook::rotate_back(deps, &before).map_err(|error| no_store(deps, call, &error))?;
        return Err(say!(
            deps.language,
            "The bot could not send you the secret, so the one before stays. Try again.\nRequest `{request}`",
            request = call.request_id
        ));
    }
    record(deps, call, "hook.rotate", name);
    Ok(say!(deps.language, "{first} The bot sent you the new one in a direct message, once.", first))
}
