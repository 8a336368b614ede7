//! Text becomes a typed call here and nowhere else.

use std::fmt;

use super::nearest::nearest;
use super::table::{Argument, Command, Content, Place, ROOT, Value, Word};
use super::token::{Token, tokens};
use crate::text::Markdown;

/// Runes of one value.
const VALUE_RUNES_MAX: usize = 200;
/// Runes of a [`Value::Long`]; a command holds no more.
const LONG_RUNES_MAX: usize = 16_383;
/// Values of a [`Place::Each`].
const EACH_MAX: usize = 100;
/// The answer to a quote that nothing closes.
pub(super) const OPEN_QUOTE: &str = "There is a quote without its end.";

/// A command with its arguments.
pub(super) struct Invocation {
    pub(super) command: &'static Command,
    pub(super) input: Input,
}

/// A command with its arguments as they were typed: nothing has looked at the values yet.
pub(super) struct Typed {
    pub(super) command: &'static Command,
    /// Its words, `odoo` included.
    pub(super) path: Vec<&'static str>,
    pub(super) arguments: Vec<(&'static Argument, String)>,
}

/// The arguments that were given; each is what the table asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Input(Vec<(&'static str, String)>);

impl Input {
    /// The value of an argument; empty for a switch.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| *given == name).map(|(_, value)| value.as_str())
    }

    /// All that was given, in the order it was typed.
    pub(super) fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Whether an argument was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The value of a [`Value::Number`].
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.get(name)?.parse().ok()
    }
}

impl Typed {
    /// What is wrong, with the usage of the command.
    pub(super) fn misread(&self, problem: impl Into<String>) -> Misread {
        misread(problem, &[self.command.usage(&self.path)])
    }
}

/// Why a text is no command. Prints as the answer: what is wrong, and the usage.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misread {
    problem: String,
    usage: Vec<String>,
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.problem)?;
        for (position, usage) in self.usage.iter().enumerate() {
            write!(formatter, "{}`{usage}`", if position == 0 { "\nUsage: " } else { " or " })?;
        }
        formatter.write_str("\nSee `/odoo help`.")
    }
}

/// Reads the text of a command, `/odoo` included. Without any word it is `help`.
pub(super) fn parse(text: &str) -> Result<Invocation, Misread> {
    let typed = read(text)?;
    let values = typed.arguments.iter().map(|(argument, value)| Ok((argument.name, checked(argument, value)?)));
    match values.collect::<Result<_, String>>() {
        Ok(values) => Ok(Invocation { command: typed.command, input: Input(values) }),
        Err(problem) => Err(typed.misread(problem)),
    }
}

/// The same without a look at the values.
pub(super) fn read(text: &str) -> Result<Typed, Misread> {
    let (_, mut rest) = split_word(text);
    if rest.is_empty() {
        rest = "help";
    }
    let mut word = &ROOT;
    let mut path = vec![ROOT.trigger];
    loop {
        match &word.content {
            Content::Command(command) => return typed(command, path, rest),
            Content::Choose(_, command) if rest.is_empty() || rest.starts_with(['-', '—', '–']) => {
                return typed(command, path, rest);
            }
            Content::Words(words) | Content::Choose(words, _) => {
                let (typed, after) = split_word(rest);
                word = next_word(words, &path, typed)?;
                path.push(word.trigger);
                rest = after;
            }
        }
    }
}

fn typed(command: &'static Command, path: Vec<&'static str>, rest: &str) -> Result<Typed, Misread> {
    let (words, whole) = split_whole(command, rest);
    let tokens = tokens(words).map_err(|_| misread(OPEN_QUOTE, &[]))?;
    let mut typed = Typed { command, path, arguments: Vec::new() };
    typed.arguments = read_arguments(command, &tokens).map_err(|problem| typed.misread(problem))?;
    typed.arguments.extend(whole);
    Ok(typed)
}

/// The words that are split, and the argument that takes what follows them as it is.
fn split_whole<'a>(command: &'static Command, text: &'a str) -> (&'a str, Option<(&'static Argument, String)>) {
    let Some(argument) = command.arguments.iter().find(|argument| argument.place == Place::Rest) else {
        return (text, None);
    };
    let words = command.arguments.iter().filter(|argument| argument.place == Place::Word);
    let rest = words.fold(text, |rest, _| split_word(rest).1);
    let before = &text[..text.len() - rest.len()];
    (before, (!rest.trim().is_empty()).then(|| (argument, rest.to_owned())))
}

/// The first word, empty if there is none, and what follows it.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

fn next_word(words: &'static [Word], path: &[&str], typed: &str) -> Result<&'static Word, Misread> {
    let before = path.join(" ");
    let usages = || -> Vec<_> { words.iter().map(|word| format!("/{before} {}", word.trigger)).collect() };
    if typed.is_empty() {
        return Err(misread(format!("`/{before}` needs one more word."), &usages()));
    }
    if let Some(word) = words.iter().find(|word| word.trigger.eq_ignore_ascii_case(typed)) {
        return Ok(word);
    }
    let shown = Markdown::foreign(typed);
    Err(match nearest(typed, words.iter().map(|word| word.trigger)) {
        Some(guess) => misread(format!("There is no “{shown}” here. Did you mean `/{before} {guess}`?"), &[]),
        None => misread(format!("There is no “{shown}” here."), &usages()),
    })
}

type Arguments = Vec<(&'static Argument, String)>;

fn read_arguments(command: &'static Command, tokens: &[Token]) -> Result<Arguments, String> {
    let mut given = Arguments::new();
    let mut words = Vec::new();
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        let Some(flag) = flag(command, token)? else {
            words.push(token.text.clone());
            continue;
        };
        let value = match (flag.argument.place, flag.value) {
            (Place::Switch, None) => String::new(),
            (Place::Switch, Some(_)) => return Err(format!("`--{}` takes no value.", flag.argument.name)),
            (_, Some(value)) => value,
            (_, None) => match rest.next_if(|token| dashes(token).is_none()) {
                Some(token) => token.text.clone(),
                None => return Err(format!("`--{}` needs a value.", flag.argument.name)),
            },
        };
        if given.iter().any(|(argument, _)| argument.name == flag.argument.name) {
            return Err(format!("`--{}` is there twice.", flag.argument.name));
        }
        given.push((flag.argument, value));
    }
    place_words(command, words, &mut given)?;
    Ok(given)
}

struct Flag {
    argument: &'static Argument,
    value: Option<String>,
}

/// `--name`, `--name=value` or `name="value"`; none if the token is a word.
fn flag(command: &'static Command, token: &Token) -> Result<Option<Flag>, String> {
    let named = |name: &str| {
        let mut flags =
            command.arguments.iter().filter(|argument| matches!(argument.place, Place::Flag | Place::Switch));
        flags.find(|argument| argument.answers_to(name))
    };
    let equals = token.text[..token.bare].find('=');
    let value =
        |start: usize| equals.map(|equals| (token.text[start..equals].to_owned(), token.text[equals + 1..].to_owned()));
    let Some(start) = dashes(token) else {
        let assignment = value(0).and_then(|(name, value)| Some((named(&name)?, value)));
        return Ok(assignment.map(|(argument, value)| Flag { argument, value: Some(value) }));
    };
    let (name, value) = match value(start) {
        Some((name, value)) => (name, Some(value)),
        None => (token.text[start..].to_owned(), None),
    };
    match named(&name) {
        Some(argument) => Ok(Some(Flag { argument, value })),
        None => {
            let flags =
                command.arguments.iter().filter(|argument| matches!(argument.place, Place::Flag | Place::Switch));
            let guess = nearest(&name, flags.map(|argument| argument.name));
            let hint = guess.map(|guess| format!(" Did you mean `--{guess}`?")).unwrap_or_default();
            Err(format!("There is no flag “--{}”.{hint}", Markdown::foreign(&name)))
        }
    }
}

/// Bytes of the dashes that make a token a flag. Phones turn `--` into a long dash.
pub(super) fn dashes(token: &Token) -> Option<usize> {
    let start = ["--", "—", "–"].into_iter().find(|dashes| token.text.starts_with(dashes))?.len();
    (token.bare > start).then_some(start)
}

fn place_words(command: &'static Command, words: Vec<String>, given: &mut Arguments) -> Result<(), String> {
    let mut words = words.into_iter().peekable();
    for argument in command.arguments {
        if words.peek().is_none() {
            break;
        }
        match argument.place {
            Place::Word => given.extend(words.next().map(|word| (argument, word))),
            Place::Words => given.push((argument, words.by_ref().collect::<Vec<_>>().join(" "))),
            Place::Each if words.len() > EACH_MAX => {
                return Err(format!("`{}` may be {EACH_MAX} values at most.", argument.name));
            }
            Place::Each => given.extend(words.by_ref().map(|word| (argument, word))),
            Place::Flag | Place::Switch | Place::Rest => {}
        }
    }
    match words.next() {
        None => Ok(()),
        Some(word) => Err(format!("“{}” is one word too many.", Markdown::foreign(&word))),
    }
}

/// The value, if it is what the table asks for.
///
/// # Errors
/// What is wrong with it.
pub(super) fn checked(argument: &Argument, value: &str) -> Result<String, String> {
    let name = match argument.place {
        Place::Flag | Place::Switch => format!("`--{}`", argument.name),
        Place::Word | Place::Words | Place::Each | Place::Rest => format!("`{}`", argument.name),
    };
    let value = value.trim();
    let runes_max = if matches!(argument.value, Value::Long(_)) { LONG_RUNES_MAX } else { VALUE_RUNES_MAX };
    match argument.value {
        Value::Nothing => Ok(String::new()),
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } if value.is_empty() => {
            Err(format!("{name} is empty."))
        }
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } if value.chars().count() > runes_max => {
            Err(format!("{name} has more than {runes_max} characters."))
        }
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } => Ok(value.to_owned()),
        Value::Choice(choices) => match choices.iter().find(|choice| choice.item.eq_ignore_ascii_case(value)) {
            Some(choice) => Ok(choice.item.to_owned()),
            None => {
                let items: Vec<_> = choices.iter().map(|choice| format!("`{}`", choice.item)).collect();
                Err(format!("{name} must be {}, not “{}”.", items.join(" or "), Markdown::foreign(value)))
            }
        },
        Value::Number(from, to) => match value.parse::<u32>() {
            Ok(number) if (from..=to).contains(&number) => Ok(number.to_string()),
            _ => Err(format!("{name} must be a number from {from} to {to}, not “{}”.", Markdown::foreign(value))),
        },
    }
}

fn misread(problem: impl Into<String>, usage: &[String]) -> Misread {
    Misread { problem: problem.into(), usage: usage.to_vec() }
}
