//! Text becomes a typed call here and nowhere else.

use super::nearest::nearest;
use super::table::{Argument, Command, Content, Place, ROOT, Value, Word};
use super::token::{Token, tokens};
use crate::language::Language;
use crate::text::Markdown;
use crate::{say, text};

/// Runes of one value.
const VALUE_RUNES_MAX: usize = 200;
/// Runes of a [`Value::Long`]; a command holds no more.
const LONG_RUNES_MAX: usize = 16_383;
/// Values of a [`Place::Each`].
const EACH_MAX: usize = 100;
/// The answer to a quote that nothing closes.
pub(super) const OPEN_QUOTE: &str = text!("There is a quote without its end.");

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

/// Why a text is no command: what is wrong, and the usage.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misread {
    problem: String,
    usage: Vec<String>,
}

impl Misread {
    /// The answer.
    pub(super) fn say(&self, language: Language) -> String {
        let usages: Vec<_> = self.usage.iter().map(|usage| format!("`{usage}`")).collect();
        let usage = match usages.as_slice() {
            [] => String::new(),
            usages => format!("\n{}", say!(language, "Usage: {usages}", usages = any_of(language, usages))),
        };
        format!("{}{usage}\n{}", self.problem, say!(language, "See `/odoo help`."))
    }
}

/// Several things of which one is enough: `a or b`.
pub(super) fn any_of(language: Language, things: &[String]) -> String {
    things.join(&format!(" {} ", say!(language, "or")))
}

/// Reads the text of a command, `/odoo` included. Without any word it is `help`.
pub(super) fn parse(language: Language, text: &str) -> Result<Invocation, Misread> {
    let typed = read(language, text)?;
    let values =
        typed.arguments.iter().map(|(argument, value)| Ok((argument.name, checked(language, argument, value)?)));
    match values.collect::<Result<_, String>>() {
        Ok(values) => Ok(Invocation { command: typed.command, input: Input(values) }),
        Err(problem) => Err(typed.misread(problem)),
    }
}

/// The same without a look at the values.
pub(super) fn read(language: Language, text: &str) -> Result<Typed, Misread> {
    let (_, mut rest) = split_word(text);
    if rest.is_empty() {
        rest = "help";
    }
    let mut word = &ROOT;
    let mut path = vec![ROOT.trigger];
    loop {
        match &word.content {
            Content::Command(command) => return typed(language, command, path, rest),
            Content::Choose(_, command) if rest.is_empty() || rest.starts_with(['-', '—', '–']) => {
                return typed(language, command, path, rest);
            }
            Content::Words(words) | Content::Choose(words, _) => {
                let (typed, after) = split_word(rest);
                word = next_word(language, words, &path, typed)?;
                path.push(word.trigger);
                rest = after;
            }
        }
    }
}

fn typed(language: Language, command: &'static Command, path: Vec<&'static str>, rest: &str) -> Result<Typed, Misread> {
    let (words, whole) = split_whole(command, rest);
    let tokens = tokens(words).map_err(|_| misread(language.tell(OPEN_QUOTE), &[]))?;
    let mut typed = Typed { command, path, arguments: Vec::new() };
    typed.arguments = read_arguments(language, command, &tokens).map_err(|problem| typed.misread(problem))?;
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

fn next_word(language: Language, words: &'static [Word], path: &[&str], typed: &str) -> Result<&'static Word, Misread> {
    let before = path.join(" ");
    let usages = || -> Vec<_> { words.iter().map(|word| format!("/{before} {}", word.trigger)).collect() };
    if typed.is_empty() {
        return Err(misread(
            say!(language, "`{command}` needs one more word.", command = format_args!("/{before}")),
            &usages(),
        ));
    }
    if let Some(word) = words.iter().find(|word| word.trigger.eq_ignore_ascii_case(typed)) {
        return Ok(word);
    }
    let shown = Markdown::foreign(typed);
    Err(match nearest(typed, words.iter().map(|word| word.trigger)) {
        Some(guess) => {
            let guess = format_args!("/{before} {guess}").to_string();
            misread(say!(language, "There is no “{shown}” here. Did you mean `{guess}`?", shown, guess), &[])
        }
        None => misread(say!(language, "There is no “{shown}” here.", shown), &usages()),
    })
}

type Arguments = Vec<(&'static Argument, String)>;

fn read_arguments(language: Language, command: &'static Command, tokens: &[Token]) -> Result<Arguments, String> {
    let mut given = Arguments::new();
    let mut words = Vec::new();
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        let Some(flag) = flag(language, command, token)? else {
            words.push(token.text.clone());
            continue;
        };
        let value = match (flag.argument.place, flag.value) {
            (Place::Switch, None) => String::new(),
            (Place::Switch, Some(_)) => {
                return Err(say!(language, "`--{name}` takes no value.", name = flag.argument.name));
            }
            (_, Some(value)) => value,
            (_, None) => match rest.next_if(|token| dashes(token).is_none()) {
                Some(token) => token.text.clone(),
                None => return Err(say!(language, "`--{name}` needs a value.", name = flag.argument.name)),
            },
        };
        if given.iter().any(|(argument, _)| argument.name == flag.argument.name) {
            return Err(say!(language, "`--{name}` is there twice.", name = flag.argument.name));
        }
        given.push((flag.argument, value));
    }
    place_words(language, command, words, &mut given)?;
    Ok(given)
}

struct Flag {
    argument: &'static Argument,
    value: Option<String>,
}

/// `--name`, `--name=value` or `name="value"`; none if the token is a word.
fn flag(language: Language, command: &'static Command, token: &Token) -> Result<Option<Flag>, String> {
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
            let name = Markdown::foreign(&name);
            Err(match guess {
                Some(guess) => {
                    say!(language, "There is no flag “--{name}”. Did you mean `--{guess}`?", name, guess)
                }
                None => say!(language, "There is no flag “--{name}”.", name),
            })
        }
    }
}

/// Bytes of the dashes that make a token a flag. Phones turn `--` into a long dash.
pub(super) fn dashes(token: &Token) -> Option<usize> {
    let start = ["--", "—", "–"].into_iter().find(|dashes| token.text.starts_with(dashes))?.len();
    (token.bare > start).then_some(start)
}

fn place_words(
    language: Language,
    command: &'static Command,
    words: Vec<String>,
    given: &mut Arguments,
) -> Result<(), String> {
    let mut words = words.into_iter().peekable();
    for argument in command.arguments {
        if words.peek().is_none() {
            break;
        }
        match argument.place {
            Place::Word => given.extend(words.next().map(|word| (argument, word))),
            Place::Words => given.push((argument, words.by_ref().collect::<Vec<_>>().join(" "))),
            Place::Each if words.len() > EACH_MAX => {
                return Err(say!(
                    language,
                    "`{name}` may be {max} values at most.",
                    name = argument.name,
                    max = EACH_MAX
                ));
            }
            Place::Each => given.extend(words.by_ref().map(|word| (argument, word))),
            Place::Flag | Place::Switch | Place::Rest => {}
        }
    }
    match words.next() {
        None => Ok(()),
        Some(word) => Err(say!(language, "“{word}” is one word too many.", word = Markdown::foreign(&word))),
    }
}

/// The value, if it is what the table asks for.
///
/// # Errors
/// What is wrong with it.
pub(super) fn checked(language: Language, argument: &Argument, value: &str) -> Result<String, String> {
    let name = match argument.place {
        Place::Flag | Place::Switch => format!("`--{}`", argument.name),
        Place::Word | Place::Words | Place::Each | Place::Rest => format!("`{}`", argument.name),
    };
    let value = value.trim();
    let runes_max = if matches!(argument.value, Value::Long(_)) { LONG_RUNES_MAX } else { VALUE_RUNES_MAX };
    match argument.value {
        Value::Nothing => Ok(String::new()),
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } if value.is_empty() => {
            Err(say!(language, "{name} is empty.", name))
        }
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } if value.chars().count() > runes_max => {
            Err(say!(language, "{name} has more than {max} characters.", name, max = runes_max))
        }
        Value::Text(_) | Value::Long(_) | Value::Suggested { .. } => Ok(value.to_owned()),
        Value::Choice(choices) => match choices.iter().find(|choice| choice.item.eq_ignore_ascii_case(value)) {
            Some(choice) => Ok(choice.item.to_owned()),
            None => {
                let items: Vec<_> = choices.iter().map(|choice| format!("`{}`", choice.item)).collect();
                let (items, value) = (any_of(language, &items), Markdown::foreign(value));
                Err(say!(language, "{name} must be {items}, not “{value}”.", name, items, value))
            }
        },
        Value::Number(from, to) => match value.parse::<u32>() {
            Ok(number) if (from..=to).contains(&number) => Ok(number.to_string()),
            _ => {
                let value = Markdown::foreign(value);
                Err(say!(
                    language,
                    "{name} must be a number from {from} to {to}, not “{value}”.",
                    name,
                    from,
                    to,
                    value
                ))
            }
        },
    }
}

fn misread(problem: impl Into<String>, usage: &[String]) -> Misread {
    Misread { problem: problem.into(), usage: usage.to_vec() }
}
