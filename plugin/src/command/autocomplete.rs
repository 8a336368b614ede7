use super::table::{Argument, Audience, Choice, Content, Place, ROOT, Value, Word};
use crate::language::Language;
use crate::order;
use crate::say;

/// What Mattermost is told of the command, for its autocompletion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Without `/`.
    pub trigger: &'static str,
    /// Shown in the list of commands.
    pub description: String,
    /// Shown behind the trigger.
    pub hint: String,
    /// Parents before their children; the first is the command itself.
    pub words: Vec<RegisteredWord>,
}

/// One word of the command, with words or arguments below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredWord {
    /// Position of the word above.
    pub parent: Option<u32>,
    /// Lower case.
    pub trigger: &'static str,
    /// Its arguments, as usage lines show them.
    pub hint: String,
    /// One line.
    pub help: String,
    /// Whether only administrators are shown it.
    pub is_for_admins: bool,
    /// In their order.
    pub arguments: Vec<RegisteredArgument>,
}

/// One argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredArgument {
    /// Of a `--flag`; empty for a positional argument.
    pub name: &'static str,
    /// One line.
    pub help: String,
    /// Mattermost wants positional texts to be.
    pub is_required: bool,
    /// What it may be.
    pub source: Source,
}

/// Where the suggestions for an argument come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Typed freely.
    Text {
        /// Shown in its place.
        hint: String,
        /// The client checks it; empty for none.
        pattern: &'static str,
    },
    /// One of these.
    Choices(Vec<(String, String)>),
    /// What a GET of this path below the plugin's own answers.
    Dynamic(String),
}

/// The whole table in Mattermost's terms; it knows one text for everybody.
#[must_use]
pub fn registration(language: Language) -> Registration {
    let mut words = Vec::new();
    push_word(language, &ROOT, None, &mut words);
    Registration {
        trigger: ROOT.trigger,
        description: say!(language, "Finds Odoo's records and shows them here"),
        hint: hint(&ROOT),
        words,
    }
}

fn push_word(language: Language, word: &'static Word, parent: Option<u32>, words: &mut Vec<RegisteredWord>) {
    let position = u32::try_from(words.len()).unwrap_or(u32::MAX);
    let (arguments, below): (&[Argument], &[Word]) = match &word.content {
        // Mattermost takes words or arguments below a word, not both.
        Content::Words(below) | Content::Choose(below, _) => (&[], below),
        Content::Command(command) => (command.arguments, &[]),
    };
    let mut registered: Vec<_> = arguments.iter().map(|argument| register(language, argument)).collect();
    // Switches have no name for Mattermost, and what has none must come first.
    order::sort_by_key(&mut registered, |argument| !argument.name.is_empty());
    words.push(RegisteredWord {
        parent,
        trigger: word.trigger,
        hint: hint(word),
        help: language.tell(word.help),
        is_for_admins: word.audience == Audience::Admins,
        arguments: registered,
    });
    for word in below {
        push_word(language, word, Some(position), words);
    }
}

fn hint(word: &Word) -> String {
    match &word.content {
        Content::Words(words) | Content::Choose(words, _) => {
            let words = words.iter().filter(|word| word.audience == Audience::Everybody);
            format!("[{}]", words.map(|word| word.trigger).collect::<Vec<_>>().join("|"))
        }
        Content::Command(command) => {
            let positional = command.arguments.iter().filter(|argument| argument.place != Place::Flag);
            positional.map(Argument::usage).collect::<Vec<_>>().join(" ")
        }
    }
}

fn register(language: Language, argument: &'static Argument) -> RegisteredArgument {
    let text = |hint: &str, pattern| Source::Text { hint: format!("[{hint}]"), pattern };
    let source = match argument.value {
        Value::Text(hint) | Value::Long(hint) => text(hint, ""),
        Value::Suggested { list, .. } => Source::Dynamic(format!("/autocomplete/v1/{list}")),
        Value::Number(from, to) => text(&say!(language, "{from} to {to}", from, to), "^[0-9]+$"),
        Value::Choice(choices) => Source::Choices(
            choices.iter().map(|Choice { item, help }| ((*item).to_owned(), language.tell(help))).collect(),
        ),
        // Mattermost knows no flag without a value: the switch itself is the one suggestion for a place.
        Value::Nothing => Source::Choices(vec![(format!("--{}", argument.name), language.tell(argument.help))]),
    };
    let is_positional = argument.place != Place::Flag;
    RegisteredArgument {
        name: if is_positional { "" } else { argument.name },
        help: language.tell(argument.help),
        is_required: is_positional && matches!(source, Source::Text { .. }),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Source, registration};

    #[test]
    fn the_server_accepts_the_registration() {
        let registration = registration(Language::En);
        for (position, word) in registration.words.iter().enumerate() {
            let has_words = registration.words.iter().any(|below| below.parent == u32::try_from(position).ok());
            assert!(!has_words || word.arguments.is_empty(), "{} has words and arguments", word.trigger);
            assert!(word.parent.is_none_or(|parent| (parent as usize) < position), "{} points forwards", word.trigger);
            assert!(
                word.arguments.is_sorted_by_key(|argument| !argument.name.is_empty()),
                "{}: named before positional",
                word.trigger
            );
            for argument in &word.arguments {
                let is_text = matches!(argument.source, Source::Text { .. });
                assert!(
                    !argument.name.is_empty() || !is_text || argument.is_required,
                    "{}: optional text",
                    word.trigger
                );
                if let Source::Choices(choices) = &argument.source {
                    assert!(choices.iter().all(|(item, _)| !item.is_empty()), "{}: empty choice", word.trigger);
                }
            }
        }
    }
}
