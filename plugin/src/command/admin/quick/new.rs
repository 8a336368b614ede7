//! `/odoo admin quick new <name> "<command>"`

use super::{caller, record};
use crate::command::Call;
use crate::command::parse::Input;
use crate::command::quick::{Template, no_store};
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::token::tokens;
use crate::ids;
use crate::ports::Deps;
use crate::quick::{self, Made, QUICK_ACTIONS_MAX};
use crate::say;
use crate::text;

pub(super) const WORD: Word = Word {
    trigger: "new",
    help: "Makes a quick action",
    audience: Audience::Admins,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "name",
                place: Place::Word,
                value: Value::Text("name"),
                help: "How people call it: letters, digits, `.`, `-`, `_`",
            },
            Argument {
                name: "command",
                place: Place::Rest,
                value: Value::Long("command"),
                help: "What it runs: `find …` or `propose …` with any of their flags",
            },
        ],
        notes: "Gaps such as `{customer:text}`, `{amount:number}` and `{day:date}` are asked for when it is run; they can stand in values only. Quotes around the whole command may be left out. It is read when it is made, and it runs with the rights of who runs it.",
        examples: &[
            "admin quick new overdue \"find task --overdue --mine\"",
            "admin quick new customer 'find lead --partner \"{customer:text}\"'",
            "admin quick new newlead 'propose lead name=\"{title:text}\" expected_revenue=\"{amount:number}\"'",
        ],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    make(deps, call, input).unwrap_or_else(|answer| answer)
}

fn make(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<String, String> {
    caller(deps, call)?;
    let name = input.get("name").and_then(ids::name).ok_or_else(|| deps.language.tell(NO_NAME))?;
    let text = unquoted(input.get("command").unwrap_or_default());
    let template = Template::parse(deps.language, &text)?;
    let made = quick::create(deps, &name, &text, &call.user_id).map_err(|error| no_store(deps, call, &error))?;
    match made {
        Made::Done => record(deps, call, "quick.create", &name),
        Made::Exists => {
            return Err(say!(
                deps.language,
                "There is a quick action `{name}` already. Choose another name, or delete it first.",
                name
            ));
        }
        Made::Full => {
            return Err(say!(
                deps.language,
                "There are {max} quick actions already. Delete one first.",
                max = QUICK_ACTIONS_MAX
            ));
        }
    }
    let command = template.usage(&name);
    Ok(say!(deps.language, "The quick action `{name}` is made. It is run with `{command}`.", name, command))
}

/// Without the quotes around the whole, if there are any.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let single = |open: char, close: char| text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
    if let Some(inner) = single('\'', '\'').or_else(|| single('‘', '’')) {
        return inner.trim().to_owned();
    }
    match tokens(text).as_deref() {
        Ok([whole]) if whole.bare == 0 => whole.text.trim().to_owned(),
        _ => text.to_owned(),
    }
}

const NO_NAME: &str = text!(
    "The quick action needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them, that begins with a letter or digit."
);

#[cfg(test)]
mod tests {
    use super::unquoted;

    #[test]
    fn quotes_around_the_whole_are_taken_off() {
        for text in [
            r#"find task --project "a b""#,
            r#" 'find task --project "a b"' "#,
            r#""find task --project \"a b\"""#,
            "‘find task --project \"a b\"’",
            "“find task --project \\\"a b\\\"”",
        ] {
            assert_eq!(unquoted(text), r#"find task --project "a b""#, "{text}");
        }
        assert_eq!(unquoted(r#"find task "a" "b""#), r#"find task "a" "b""#);
    }
}
