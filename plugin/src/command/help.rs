//! `/odoo help [topic]`

use super::Call;
use super::nearest::nearest;
use super::parse::{Input, any_of};
use super::table::{Argument, Audience, Command, Content, Place, ROOT, Run, Value, Word};
use crate::language::Language;
use crate::ports::Deps;
use crate::say;
use crate::text::Markdown;

pub(super) const WORD: Word = Word {
    trigger: "help",
    help: "Explains the commands",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[Argument {
            name: "topic",
            place: Place::Words,
            value: Value::Suggested { hint: "topic", list: "topics" },
            help: "The command to explain, with or without its second word",
        }],
        notes: "",
        examples: &["help", "help find", "help find lead"],
        run: Run::Answer(run),
    }),
};

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> String {
    let Some(topic) = input.get("topic") else {
        let is_admin = deps.chat.person(&call.user_id).is_ok_and(|person| person.is_system_admin);
        return overview(deps.language, is_admin);
    };
    let mut path = vec![ROOT.trigger];
    let mut word = &ROOT;
    for typed in topic.split_whitespace().filter(|typed| *typed != "/odoo") {
        let (Content::Words(words) | Content::Choose(words, _)) = word.content else { break };
        let Some(next) = words.iter().find(|word| word.trigger.eq_ignore_ascii_case(typed)) else {
            return unknown(deps.language, typed, words, &path);
        };
        word = next;
        path.push(word.trigger);
    }
    match &word.content {
        Content::Words(words) | Content::Choose(words, _) => explain_words(deps.language, word, words, &path),
        Content::Command(command) => explain_command(deps.language, word, command, &path),
    }
}

/// The words below `/odoo` and those below them, in their order, each with what it does.
pub(super) fn topics() -> Vec<(String, &'static str)> {
    let Content::Words(words) = ROOT.content else { return Vec::new() };
    let below = |word: &'static Word| match word.content {
        Content::Words(below) | Content::Choose(below, _) => below,
        Content::Command(_) => &[],
    };
    let topics = words.iter().flat_map(|word| {
        let two = below(word).iter().map(|last| (format!("{} {}", word.trigger, last.trigger), last.help));
        std::iter::once((word.trigger.to_owned(), word.help)).chain(two)
    });
    topics.collect()
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

/// Every English text of the table.
#[cfg(test)]
pub(crate) fn texts() -> Vec<&'static str> {
    fn collect(word: &'static Word, texts: &mut Vec<&'static str>) {
        texts.push(word.help);
        let (words, command): (&[Word], _) = match &word.content {
            Content::Words(words) => (words, None),
            Content::Choose(words, command) => (words, Some(command)),
            Content::Command(command) => (&[], Some(command)),
        };
        if let Some(command) = command {
            texts.push(command.notes);
            for argument in command.arguments {
                texts.push(argument.help);
                if let Value::Choice(choices) = argument.value {
                    texts.extend(choices.iter().map(|choice| choice.help));
                }
            }
        }
        words.iter().for_each(|word| collect(word, texts));
    }
    let mut texts = Vec::new();
    collect(&ROOT, &mut texts);
    texts.retain(|text| !text.is_empty());
    texts
}

fn overview(language: Language, is_admin: bool) -> String {
    let Content::Words(words) = ROOT.content else { return String::new() };
    let mut text = format!("**{}**\n\n", language.tell(ROOT.help));
    for word in words.iter().filter(|word| is_admin || word.audience == Audience::Everybody) {
        push_lines(language, word, &mut vec![ROOT.trigger], &mut text);
    }
    text.push('\n');
    text.push_str(&say!(
        language,
        "Try `/odoo find partner azure`. Filters and examples: `/odoo help find lead`. Only you see the answers."
    ));
    text
}

fn unknown(language: Language, typed: &str, words: &'static [Word], path: &[&str]) -> String {
    let path = path.iter().skip(1).fold("/odoo help".to_owned(), |path, word| format!("{path} {word}"));
    let shown = Markdown::foreign(typed);
    match nearest(typed, words.iter().map(|word| word.trigger)) {
        Some(guess) => {
            let guess = format!("{path} {guess}");
            say!(language, "There is nothing about “{shown}”. Did you mean `{guess}`?", shown, guess)
        }
        None => {
            let topics: Vec<_> = words.iter().map(|word| format!("`{path} {}`", word.trigger)).collect();
            let topics = any_of(language, &topics);
            say!(language, "There is nothing about “{shown}”. Try {topics}.", shown, topics)
        }
    }
}

fn push_lines(language: Language, word: &'static Word, path: &mut Vec<&'static str>, text: &mut String) {
    path.push(word.trigger);
    match &word.content {
        Content::Choose(words, _) => {
            text.push_str(&format!("- `/{}` – {}\n", path.join(" "), language.tell(word.help)));
            words.iter().for_each(|word| push_lines(language, word, path, text));
        }
        Content::Words(words) => words.iter().for_each(|word| push_lines(language, word, path, text)),
        Content::Command(command) => {
            // Where there are flags, what a line shows of them would only be a part.
            let has_flags = command.arguments.iter().any(|argument| argument.place == Place::Flag);
            let is_shown = |argument: &&Argument| match argument.place {
                Place::Flag => false,
                Place::Switch => !has_flags,
                Place::Word | Place::Words | Place::Each | Place::Rest => true,
            };
            let arguments: String =
                command.arguments.iter().filter(is_shown).map(|argument| format!(" {}", argument.usage())).collect();
            text.push_str(&format!("- `/{}{arguments}` – {}\n", path.join(" "), language.tell(word.help)));
        }
    }
    path.pop();
}

fn explain_words(language: Language, word: &Word, words: &'static [Word], path: &[&'static str]) -> String {
    let mut text = format!("**{}**\n\n", language.tell(word.help));
    let mut path = path.to_vec();
    words.iter().for_each(|word| push_lines(language, word, &mut path, &mut text));
    text.push_str(&format!("\n{}", say!(language, "Examples:")));
    for word in words {
        if let Content::Command(Command { examples: [example, ..], .. }) = &word.content {
            text.push_str(&format!("\n- `/odoo {example}`"));
        }
    }
    if let Some(first) = words.first() {
        let topic = path.iter().skip(1).map(|word| format!(" {word}")).collect::<String>();
        let command = format!("/odoo help{topic} {}", first.trigger);
        text.push_str(&format!("\n\n{}", say!(language, "Filters and more examples: `{command}`.", command)));
    }
    text
}

fn explain(word: &'static Word, path: &mut Vec<&'static str>) -> String {
    path.push(word.trigger);
    let text = match &word.content {
        Content::Words(words) | Content::Choose(words, _) => {
            words.iter().map(|word| explain(word, path)).collect::<Vec<_>>().join("\n\n")
        }
        Content::Command(command) => explain_command(Language::En, word, command, path),
    };
    path.pop();
    text
}

fn explain_command(language: Language, word: &Word, command: &Command, path: &[&str]) -> String {
    let mut text = format!("**{}**\n`{}`\n", language.tell(word.help), command.usage(path));
    if !command.arguments.is_empty() {
        text.push('\n');
    }
    for argument in command.arguments {
        let usage = argument.usage();
        text.push_str(&format!("- `{}` – {}\n", usage.trim_matches(['[', ']']), language.tell(argument.help)));
    }
    if !command.notes.is_empty() {
        text.push_str(&format!("\n{}\n", language.tell(command.notes)));
    }
    text.push_str(&format!("\n{}", say!(language, "Examples:")));
    for example in command.examples {
        text.push_str(&format!("\n- `/odoo {example}`"));
    }
    text
}
