//! What somebody typed behind the name of a quick action.

use super::template::{Parameter, Template};
use crate::command::nearest::nearest;
use crate::command::parse::{OPEN_QUOTE, dashes};
use crate::command::token::{Token, tokens};
use crate::command::{Suggestion, Typing};
use crate::language::Language;
use crate::ports::Deps;
use crate::quick;
use crate::say;
use crate::text::Markdown;

/// `odoo` and `quick`.
const WORDS_BEFORE_NAME: usize = 2;

/// Values by the names of their parameters; none of them is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given(Vec<(String, String)>);

impl Given {
    /// Reads `title="Shelves" --amount 1200`. What is the only parameter needs no name.
    ///
    /// # Errors
    /// The answer to what names no parameter.
    pub(super) fn typed(language: Language, text: &str, name: &str, template: &Template) -> Result<Self, String> {
        let tokens = tokens(text).map_err(|_| language.tell(OPEN_QUOTE))?;
        let usage = || {
            let usage = format!("`{}`", template.usage(name));
            format!("\n{}", say!(language, "Usage: {usages}", usages = usage))
        };
        let (mut given, mut words): (Self, Vec<&str>) = (Self::default(), Vec::new());
        let mut rest = tokens.iter().peekable();
        while let Some(token) = rest.next() {
            let (parameter, value) = match named(token) {
                None => {
                    words.push(&token.text);
                    continue;
                }
                Some((parameter, Some(value))) => (parameter, value),
                Some((parameter, None)) => match rest.next_if(|token| dashes(token).is_none()) {
                    Some(value) => (parameter, value.text.as_str()),
                    None => {
                        let name = Markdown::foreign(parameter);
                        return Err(say!(language, "`--{name}` needs a value.", name) + &usage());
                    }
                },
            };
            let known = known(language, parameter, template).map_err(|problem| format!("{problem}{}", usage()))?;
            if given.0.iter().any(|(given, _)| *given == known.name) {
                return Err(say!(language, "`{name}` is there twice.", name = known.name) + &usage());
            }
            given.put(&known.name, value);
        }
        match (words.first(), template.parameters()) {
            (None, _) => {}
            (Some(_), [only]) if given.0.is_empty() => given.put(&only.name, &words.join(" ")),
            (Some(word), _) => {
                return Err(say!(language, "“{word}” is one word too many.", word = Markdown::foreign(word)) + &usage());
            }
        }
        Ok(given)
    }

    /// One value more; an empty one is none.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// A value; empty if it was not given.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// What was not given.
    pub(super) fn missing<'a>(&self, template: &'a Template) -> Vec<&'a Parameter> {
        template.parameters().iter().filter(|one| self.get(&one.name).is_empty()).collect()
    }
}

/// The answer when no form can ask for what is missing.
pub(super) fn ask_for(language: Language, missing: &[&Parameter], name: &str, template: &Template) -> String {
    let names: Vec<_> = missing.iter().map(|one| format!("`{}` ({})", one.name, one.kind.word())).collect();
    let (names, usage) = (names.join(", "), format!("`{}`", template.usage(name)));
    let needs = say!(language, "`{name}` needs {names}.", name, names);
    format!("{needs}\n{}", say!(language, "Usage: {usages}", usages = usage))
}

/// `--name`, `--name=value` or `name=value`; none if it is a value.
fn named(token: &Token) -> Option<(&str, Option<&str>)> {
    let start = dashes(token);
    let equals = token.text[..token.bare].find('=');
    match (start, equals) {
        (start, Some(equals)) => Some((&token.text[start.unwrap_or(0)..equals], Some(&token.text[equals + 1..]))),
        (Some(start), None) => Some((&token.text[start..], None)),
        (None, None) => None,
    }
}

fn known<'a>(language: Language, name: &str, template: &'a Template) -> Result<&'a Parameter, String> {
    let parameters = template.parameters();
    parameters.iter().find(|one| one.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let guess = nearest(name, parameters.iter().map(|one| one.name.as_str()));
        let name = Markdown::foreign(name);
        match guess {
            Some(guess) => say!(language, "There is no parameter “{name}”. Did you mean `{guess}`?", name, guess),
            None => say!(language, "There is no parameter “{name}”.", name),
        }
    })
}

/// What can follow behind the name of a quick action. The items are all that was typed and what comes next, for Mattermost
/// takes the rest of the line as one argument.
pub(in crate::command) fn suggest(deps: &Deps<'_>, typing: &Typing) -> Vec<Suggestion> {
    let Some(name) = typing.before.split_whitespace().nth(WORDS_BEFORE_NAME) else { return Vec::new() };
    let Ok(Some(quick)) = quick::find(deps, name) else { return Vec::new() };
    let Ok(template) = Template::parse(deps.language, &quick.template) else { return Vec::new() };
    let text = typing.text.as_str();
    let (before, word) = text.split_at(text.rfind(char::is_whitespace).map_or(0, |space| space + 1));
    let item = |item: String, parameter: &Parameter| Suggestion {
        item,
        hint: format!("[{}]", parameter.kind.word()),
        help: format!("{}: {}", parameter.name, deps.language.tell(parameter.kind.help())),
    };
    let is_named = |parameter: &&Parameter| {
        let mut words = before.split_whitespace();
        let [flag, assignment] = [format!("--{}", parameter.name), format!("{}=", parameter.name)];
        words.any(|word| word == flag || word.trim_start_matches('-').starts_with(&assignment))
    };
    let all = || template.parameters().iter();
    // Behind `--name` comes its value.
    let last = before.split_whitespace().next_back().and_then(|last| last.strip_prefix("--"));
    if let Some(open) = all().find(|one| last == Some(&one.name)) {
        return vec![item(text.to_owned(), open)];
    }
    let left = all().filter(|one| !is_named(one));
    let fitting = left.filter(|one| format!("--{}", one.name).starts_with(word));
    fitting.map(|one| item(format!("{before}--{}", one.name), one)).collect()
}
