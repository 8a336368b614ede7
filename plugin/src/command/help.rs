//! `/odoo help [topic]`

use super::Call;
use super::parse::Input;
use super::table::{Argument, Audience, Choice, Command, Content, Place, ROOT, Run, Value, Word};
use crate::ports::Deps;

/// The topics are the words below `/odoo`.
const TOPICS: &[Choice] = &[
    Choice { item: "find", help: "How to search, with filters and examples" },
    Choice { item: "propose", help: "When changes can be proposed" },
    Choice { item: "status", help: "How to see whether Odoo is there" },
    Choice { item: "audit", help: "How to see who did what" },
    Choice { item: "help", help: "How to get help" },
    Choice { item: "about", help: "What this is" },
];

pub(super) const WORD: Word = Word {
    trigger: "help",
    help: "Explains the commands",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "topic",
            place: Place::Word,
            value: Value::Choice(TOPICS),
            help: "The command to explain",
        }],
        notes: "",
        examples: &["help", "help find"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    let Content::Words(words) = ROOT.content else { return String::new() };
    match input.get("topic").and_then(|topic| words.iter().find(|word| word.trigger == topic)) {
        Some(word) => explain(word, &mut vec![ROOT.trigger]),
        None => overview(words, deps.chat.person(&call.user_id).is_ok_and(|person| person.is_system_admin)),
    }
}

/// All commands with their arguments and examples, as `docs/commands.md` shows them.
#[must_use]
pub fn reference() -> String {
    let mut text = "# Commands\n\nWritten by the plugin's own table of commands, as `/odoo help` is.\n".to_owned();
    let Content::Words(words) = ROOT.content else { return text };
    for word in words {
        let admins = if word.audience == Audience::Admins { " (administrators)" } else { "" };
        text.push_str(&format!("\n## `/odoo {}`{admins}\n\n{}.\n\n", word.trigger, word.help));
        text.push_str(&explain(word, &mut vec![ROOT.trigger]));
        text.push('\n');
    }
    text
}

fn overview(words: &'static [Word], is_admin: bool) -> String {
    let mut text = "**Odoo in Mattermost**\n\n".to_owned();
    for word in words.iter().filter(|word| is_admin || word.audience == Audience::Everybody) {
        push_lines(word, &mut vec![ROOT.trigger], &mut text);
    }
    text.push_str(
        "\nTry `/odoo find partner azure`. Filters and examples: `/odoo help find`. Only you see the answers.",
    );
    text
}

fn push_lines(word: &'static Word, path: &mut Vec<&'static str>, text: &mut String) {
    path.push(word.trigger);
    match &word.content {
        Content::Words(words) => words.iter().for_each(|word| push_lines(word, path, text)),
        Content::Command(command) => {
            let positional = command.arguments.iter().filter(|argument| argument.place != Place::Flag);
            let arguments: String = positional.map(|argument| format!(" {}", argument.usage())).collect();
            text.push_str(&format!("- `/{}{arguments}` – {}\n", path.join(" "), word.help));
        }
    }
    path.pop();
}

fn explain(word: &'static Word, path: &mut Vec<&'static str>) -> String {
    path.push(word.trigger);
    let text = match &word.content {
        Content::Words(words) => words.iter().map(|word| explain(word, path)).collect::<Vec<_>>().join("\n\n"),
        Content::Command(command) => explain_command(word, command, path),
    };
    path.pop();
    text
}

fn explain_command(word: &Word, command: &Command, path: &[&str]) -> String {
    let mut text = format!("**{}**\n`{}`\n", word.help, command.usage(path));
    if !command.arguments.is_empty() {
        text.push('\n');
    }
    for argument in command.arguments {
        let usage = argument.usage();
        text.push_str(&format!("- `{}` – {}\n", usage.trim_matches(['[', ']']), argument.help));
    }
    if !command.notes.is_empty() {
        text.push_str(&format!("\n{}\n", command.notes));
    }
    text.push_str("\nExamples:");
    for example in command.examples {
        text.push_str(&format!("\n- `/odoo {example}`"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Content, ROOT, TOPICS};

    #[test]
    fn every_word_is_a_topic() {
        let Content::Words(words) = ROOT.content else { return assert!(matches!(ROOT.content, Content::Words(_))) };
        assert!(words.iter().map(|word| word.trigger).eq(TOPICS.iter().map(|topic| topic.item)));
    }
}
