//! `/odoo apikey revoke <name>`

use crate::api_key;
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "revoke",
    help: "Takes an API key away, at once",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "name",
            place: Place::Word,
            value: Value::Suggested { hint: "name", list: "keys" },
            help: "The name of the key, or its id",
        }],
        notes: "",
        examples: &["apikey revoke importer"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    revoke(deps, call, input).unwrap_or_else(|answer| answer)
}

fn revoke(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    super::caller(deps, call)?;
    let name = input.get("name").ok_or_else(|| say!(deps.language, "Which key? `/odoo apikey list` shows them."))?;
    let keys = api_key::all(deps).map_err(|error| super::no_store(deps, call, &error))?;
    let doomed: Vec<_> = keys.iter().filter(|key| key.name == name || key.id == name).collect();
    if doomed.is_empty() {
        return Err(say!(
            deps.language,
            "There is no key “{name}”. `/odoo apikey list` shows them.",
            name = Markdown::foreign(name)
        ));
    }
    for key in doomed {
        api_key::revoke(deps, key).map_err(|error| super::no_store(deps, call, &error))?;
        super::record(deps, call, "key.revoke", &key.id);
    }
    Ok(say!(deps.language, "The key “{name}” does not work any more.", name = Markdown::foreign(name)))
}
