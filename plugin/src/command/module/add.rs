//! `/odoo module add <name> [--hook a,b] [--subscription id]`

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{bound, no_store, record, user};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::module::{self, Added, CODE_BYTES_MAX, MODULES_MAX, Module};
use crate::ports::{ChatError, Deps, Timestamp};
use crate::say;
use crate::text::{Markdown, hexadecimal};
use crate::{bot, ids};

pub(super) const WORD: Word = Word {
    trigger: "add",
    help: "Adds a module, or another version of it",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "name",
                place: Place::Word,
                value: Value::Suggested { hint: "name", list: "modules" },
                help: "What it is called: letters, digits, `.`, `-`, `_`",
            },
            bound::HOOK,
            bound::SUBSCRIPTION,
        ],
        notes: "First send the `.wasm` file to the bot in a direct message, then type the command there: it takes the last one that you sent within the hour. Without hooks and subscriptions another version keeps those of the one before.",
        examples: &["module add short-ci --hook ci"],
        run: Run::Answer(run),
    }),
};

/// How old the message with the file may be.
const HOUR: Duration = Duration::from_secs(3600);
const ENDING: &str = ".wasm";

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    add(deps, call, input).unwrap_or_else(|answer| answer)
}

fn add(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    user(deps, call)?;
    let name = input.get("name").and_then(ids::name);
    let name = name.ok_or_else(|| {
        say!(deps.language, "The module needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them.")
    })?;
    let bound = bound::read(deps, call, input)?;
    let (file, code) = file(deps, call)?;
    let sha256 = hexadecimal(&Sha256::digest(&code));
    deps.extensions.keep(&sha256, &code).map_err(|error| {
        let why = Markdown::message(&error.to_string());
        say!(
            deps.language,
            "The file {file} is no module: {why}. `/odoo help module add` tells more.",
            file = Markdown::code(&file),
            why
        )
    })?;
    let before = module::get(deps, &name).map_err(|error| no_store(deps, call, &error))?;
    let kept = before.map(|before| (before.hooks, before.subscriptions));
    let (hooks, subscriptions) = bound.or(kept).unwrap_or_default();
    let module = Module {
        name,
        sha256,
        bytes: code.len(),
        owner_id: call.user_id.clone(),
        added_at: deps.clock.now(),
        hooks,
        subscriptions,
        ..Module::default()
    };
    let added = module::add(deps, &module, &code).map_err(|error| no_store(deps, call, &error))?;
    let what = match added {
        Added::Done { is_replaced: false } => say!(deps.language, "is added"),
        Added::Done { is_replaced: true } => say!(deps.language, "has another version"),
        Added::Taken(other) => return Err(bound::taken(deps, &other)),
        Added::Full => {
            return Err(say!(deps.language, "There are {max} modules already. Remove one first.", max = MODULES_MAX));
        }
    };
    record(deps, call, "module.add", &module);
    let (name, bytes, sha256) = (&module.name, module.bytes, &module.sha256);
    Ok(say!(
        deps.language,
        "The module `{name}` {what}: {bytes} bytes, SHA-256 `{sha256}`. It is bound to {bound}. `/odoo module test {name}` shows what it makes of a sample.",
        name,
        what,
        bytes,
        sha256,
        bound = bound::shown(deps, &module)
    ))
}

/// The last module that the caller sent to the bot: its name and what is in it.
fn file(deps: &Deps<'_>, call: &Call) -> Result<(String, Vec<u8>), String> {
    let failed =
        |error: ChatError| say!(deps.language, "Mattermost did not hand over the file: {error}. Try again.", error);
    let bot_id = bot::id(deps).map_err(failed)?;
    let direct = deps.chat.direct_channel(&bot_id, &call.user_id).map_err(failed)?;
    if direct.id != call.channel_id {
        return Err(say!(
            deps.language,
            "Send the `.wasm` file to the bot in a direct message, and type the command there."
        ));
    }
    let since = Timestamp(deps.clock.now().0.saturating_sub(i64::try_from(HOUR.as_millis()).unwrap_or(0)));
    let posts = deps.chat.posts_since(&direct.id, since).map_err(failed)?;
    // What only changed within the hour is older.
    let own = posts.iter().rev().filter(|post| post.author_id == call.user_id && post.created_at >= since);
    for id in own.flat_map(|post| post.files.iter().rev()) {
        let file = deps.chat.file(id).map_err(failed)?;
        if !file.name.to_lowercase().ends_with(ENDING) {
            continue;
        }
        if file.size > CODE_BYTES_MAX as u64 {
            let name = Markdown::code(&file.name);
            return Err(say!(
                deps.language,
                "The file {name} has {bytes} bytes; a module has at most {max}.",
                name,
                bytes = file.size,
                max = CODE_BYTES_MAX
            ));
        }
        return Ok((file.name, deps.chat.read_file(id).map_err(failed)?));
    }
    Err(say!(
        deps.language,
        "There is no `.wasm` file of yours here within the last hour. Send it, then type the command again."
    ))
}
