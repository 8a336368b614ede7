//! `/odoo module test <name>`

use super::{NAME, find, no_store, record, user};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::table::{Audience, Command, Content, Run, Word};
use crate::module::{self, Reply};
use crate::ports::Deps;
use crate::say;
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
    let told =
        say!(deps.language, "The module `{name}` was told:\n{sample}", name, sample = code(&format!("{sample:#}")));
    let said = match &answer {
        Ok(bytes) => say!(
            deps.language,
            "It answered within {took} ms:\n{answer}",
            took,
            answer = code(&String::from_utf8_lossy(bytes))
        ),
        Err(_) => String::new(),
    };
    let verdict = match answer.and_then(|bytes| Reply::parse(&bytes)) {
        Ok(Reply { is_dropped: true, .. }) => say!(deps.language, "Nobody would see the event."),
        Ok(Reply { drawn: None, .. }) => say!(deps.language, "The event would be shown in its own words."),
        Ok(_) => say!(deps.language, "The event would be shown in these words."),
        Err(why) => say!(
            deps.language,
            "It failed, and the event would be shown without it: {why}",
            why = Markdown::message(&why)
        ),
    };
    Ok(format!("{told}{said}{verdict}"))
}

/// In a block that the text cannot leave.
fn code(text: &str) -> String {
    format!("```json\n{}\n```\n", cut(text, RUNES_MAX).replace("```", "'''"))
}
