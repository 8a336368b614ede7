//! `/odoo hook delete <name> --confirm <name>`

use super::{NAME, caller, find, no_store, record};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::hook;
use crate::odoo::OdooError;
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "delete",
    help: "Removes a hook and its secret for good",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            NAME,
            Argument {
                name: "confirm",
                place: Place::Flag,
                value: Value::Suggested { hint: "name", list: "hooks" },
                help: "Its name once more: there is no way back",
            },
        ],
        notes: "Its senders are answered as if there had never been such a hook. What was accepted before is still shown. `/odoo hook disable` can be taken back.",
        examples: &["hook delete ci --confirm ci"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    delete(deps, call, input).unwrap_or_else(|answer| answer)
}

fn delete(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    let caller = caller(deps, call)?;
    let name = find(deps, call, input, "name")?.name;
    if !input.get("confirm").is_some_and(|typed| typed.eq_ignore_ascii_case(&name)) {
        return Err(say!(
            deps.language,
            "The hook `{name}` and its secret would be gone for good. If that is meant: `/odoo hook delete {name} --confirm {name}`.",
            name
        ));
    }
    hook::forget(deps, &name).map_err(|error| no_store(deps, call, &error))?;
    record(deps, call, "hook.delete", &name);
    let gone = say!(deps.language, "The hook `{name}` is gone. Whoever sends to it is answered with 401.", name);
    Ok([gone, left_in_odoo(deps, &caller, &name)].join(" ").trim_end().to_owned())
}

/// The rules that ring it go on ringing: nothing in Odoo is deleted from here.
fn left_in_odoo(deps: &Deps<'_>, caller: &Caller, name: &str) -> String {
    let Ok(account) = caller.account(deps) else { return String::new() };
    match hook::rules_of(&caller.connect(deps, account), name) {
        Err(OdooError::NotInstalled(_)) => String::new(),
        Ok(rules) if rules.is_empty() => String::new(),
        Ok(rules) => {
            let rules: Vec<_> = rules.iter().map(|rule| format!("**{}**", Markdown::foreign(rule))).collect();
            let rules = rules.join(", ");
            say!(deps.language, "In Odoo this is still there, and goes on ringing: {rules}. Delete it there.", rules)
        }
        Err(_) => say!(
            deps.language,
            "Whether an automation rule in Odoo still rings it could not be read; its name would begin with “Mattermost doorbell {name}”.",
            name
        ),
    }
}
