//! The one table of commands: parser, autocompletion and help all read it.

use super::listing::Listing;
use super::parse::Input;
use super::trouble::Trouble;
use super::{
    Answer, Call, about, admin, apikey, audit, connect, disconnect, doctor, files, find, help, hook, module, my,
    organisation, outbox, preview, proposal, proposals, propose, quick, settings, show, status, subscribe,
    subscriptions, sync, trace, unsubscribe, whoami,
};
use crate::ports::Deps;

/// `/odoo` and everything below it, in the order of the help.
pub(super) static ROOT: Word = Word {
    trigger: "odoo",
    help: "Odoo in Mattermost",
    audience: Audience::Everybody,
    content: Content::Words(&[
        find::WORD,
        show::WORD,
        files::WORD,
        my::WORD,
        propose::WORD,
        proposals::WORD,
        proposal::SHOW,
        proposal::CONFIRM,
        proposal::REJECT,
        proposal::CANCEL,
        proposal::UNDO,
        quick::WORD,
        subscribe::WORD,
        subscriptions::WORD,
        unsubscribe::WORD,
        preview::WORD,
        connect::WORD,
        disconnect::WORD,
        whoami::WORD,
        settings::WORD,
        status::WORD,
        audit::WORD,
        sync::WORD,
        organisation::WORD,
        apikey::WORD,
        hook::WORD,
        module::WORD,
        outbox::WORD,
        trace::WORD,
        doctor::WORD,
        admin::WORD,
        help::WORD,
        about::WORD,
    ]),
};

/// One word of the command.
pub(super) struct Word {
    /// Lower case.
    pub(super) trigger: &'static str,
    /// One line without full stop.
    pub(super) help: &'static str,
    /// Who is shown it; what its command does is checked apart from that.
    pub(super) audience: Audience,
    pub(super) content: Content,
}

/// Whom help and autocompletion show a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Everybody,
    Admins,
}

/// What follows a word.
pub(super) enum Content {
    Words(&'static [Word]),
    /// Words; where none of them follows, the command.
    Choose(&'static [Word], Command),
    Command(Command),
}

/// The end of a path of words.
pub(super) struct Command {
    pub(super) arguments: &'static [Argument],
    /// Markdown for `help`, after the arguments; may be empty.
    pub(super) notes: &'static str,
    /// What follows the command's words.
    pub(super) examples: &'static [&'static str],
    pub(super) run: Run,
}

/// What a command does.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// Answers with a text.
    Answer(fn(&Deps<'_>, &Call, &Input) -> String),
    /// Does something; the text of the error is the answer.
    Act(fn(&Deps<'_>, &Call, &Input) -> Result<Answer, String>),
    /// Shows something of Odoo.
    Read(fn(&Deps<'_>, &Call, &Input) -> Result<Answer, Trouble>),
    /// Lists the first rows; what keeps it from that is the answer.
    List(List),
}

/// Makes a list of so many rows.
pub(super) type List = fn(&Deps<'_>, &Call, &Input, usize) -> Result<Listing, Trouble>;

/// One argument.
pub(super) struct Argument {
    /// Without dashes.
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) value: Value,
    /// One line without full stop.
    pub(super) help: &'static str,
}

/// Where an argument stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One word.
    Word,
    /// All words that are no flags, as one text.
    Words,
    /// All words that are no flags, one value each.
    Each,
    /// `--name value`, also `name="value"`.
    Flag,
    /// `--name` alone.
    Switch,
    /// All that follows the words, quotes and dashes included, as it was typed.
    Rest,
}

/// What an argument may be.
pub(super) enum Value {
    /// A short text; the hint says of what kind.
    Text(&'static str),
    /// A text that may be long.
    Long(&'static str),
    /// A short text for which this list of [`crate::http`] has suggestions; the hint says of what kind.
    Suggested { hint: &'static str, list: &'static str },
    /// One of these.
    Choice(&'static [Choice]),
    /// A whole number from and to.
    Number(u32, u32),
    /// Nothing: a switch.
    Nothing,
}

/// One of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is typed.
    pub item: &'static str,
    /// What it means.
    pub help: &'static str,
}

impl Argument {
    /// Whether that is its name; `partner` is short for `partner_id`, and `users` for `user_ids`.
    pub(super) fn answers_to(&self, name: &str) -> bool {
        let is = |own: &str| own.eq_ignore_ascii_case(name);
        let short = self.name.strip_suffix("_id");
        let shorts = self.name.strip_suffix("_ids").map(|own| format!("{own}s"));
        is(self.name) || short.is_some_and(is) || shorts.as_deref().is_some_and(is)
    }

    /// As usage lines show it: `[text]`, `[--email address]`, `[--verbose]`.
    pub(super) fn usage(&self) -> String {
        let hint = match self.value {
            Value::Text(hint) | Value::Long(hint) | Value::Suggested { hint, .. } => hint.to_owned(),
            Value::Choice(choices) => choices.iter().map(|choice| choice.item).collect::<Vec<_>>().join("/"),
            Value::Number(..) => "number".into(),
            Value::Nothing => String::new(),
        };
        match self.place {
            Place::Word | Place::Words => format!("[{}]", self.name),
            Place::Each => format!("[{} …]", self.name),
            Place::Flag => format!("[--{} {hint}]", self.name),
            Place::Switch => format!("[--{}]", self.name),
            Place::Rest => format!("[{hint}]"),
        }
    }
}

impl Command {
    /// The usage line behind the words of `path`.
    pub(super) fn usage(&self, path: &[&str]) -> String {
        let arguments = self.arguments.iter().map(Argument::usage);
        let words = path.iter().map(|word| (*word).to_owned());
        format!("/{}", words.chain(arguments).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, Content, Place, ROOT, Value, Word};

    fn each_word(word: &Word, check: &mut dyn FnMut(&Word)) {
        check(word);
        if let Content::Words(words) | Content::Choose(words, _) = word.content {
            words.iter().for_each(|word| each_word(word, check));
        }
    }

    #[test]
    fn words_are_lower_case_and_explained() {
        each_word(&ROOT, &mut |word| {
            assert_eq!(word.trigger, word.trigger.to_lowercase());
            assert!(!word.help.is_empty() && !word.help.ends_with('.'), "{}", word.trigger);
        });
    }

    #[test]
    fn positional_arguments_come_first_and_switches_have_no_value() {
        each_word(&ROOT, &mut |word| {
            let Content::Command(command) = &word.content else { return };
            let is_positional =
                |argument: &Argument| matches!(argument.place, Place::Word | Place::Words | Place::Each | Place::Rest);
            assert!(command.arguments.is_sorted_by_key(|argument| !is_positional(argument)), "{}", word.trigger);
            for argument in command.arguments {
                assert_eq!(
                    argument.place == Place::Switch,
                    matches!(argument.value, Value::Nothing),
                    "{}",
                    argument.name
                );
            }
        });
    }
}
