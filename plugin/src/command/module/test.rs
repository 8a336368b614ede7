//! `/odoo module test <name>`

use super::{NAME, find, no_store, record, user};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::module::{self, Reply};
use crate::ports::Deps;
use crate::text::{Markdown, cut};

pub(super) const WORD: Word = Word {
    trigger: "test",
    help: "Shows what a module makes of a sample",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[NAME],
        notes: "Nothing is posted. A module that is off can be tested too.",
        examples: &["module test short-ci"],
        run: Run::Answer(run),
    }),
};

/// Of what went in and of what came out.
const RUNES_MAX: usize = 3_000;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    test(deps, call, input).unwrap_or_else(|answer| answer)
}

fn test(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    user(deps, call)?;
    let module = find(deps, call, input)?;
    let sample = module::sample(deps);
    let begin = deps.clock.now();
    let answer = module::run(deps, &module, &sample).map_err(|error| no_store(deps, call, &error))?;
    let took = deps.clock.now().since(begin).as_millis();
    record(deps, call, "module.test", &module);
    let name = &module.name;
    let told = format!("The module `{name}` was told:\n{}", code(&format!("{sample:#}")));
    let said = match &answer {
        Ok(bytes) => format!("It answered within {took} ms:\n{}", code(&String::from_utf8_lossy(bytes))),
        Err(_) => String::new(),
    };
    let verdict = match answer.and_then(|bytes| Reply::parse(&bytes)) {
        Ok(Reply { is_dropped: true, .. }) => "Nobody would see the event.".to_owned(),
        Ok(Reply { drawn: None, .. }) => "The event would be shown in its own words.".to_owned(),
        Ok(_) => "The event would be shown in these words.".to_owned(),
        Err(why) => format!("It failed, and the event would be shown without it: {}", Markdown::message(&why)),
    };
    Ok(format!("{told}{said}{verdict}"))
}

/// In a block that the text cannot leave.
fn code(text: &str) -> String {
    format!("```json\n{}\n```\n", cut(text, RUNES_MAX).replace("```", "'''"))
}
