//! Suggestions while a slash command is typed, walked as the server walks them.

use std::sync::Arc;

use crate::http::{form_encoded, in_process_get};
use crate::model::{
    AutocompleteArg, AutocompleteData, AutocompleteListItem, AutocompleteSource, AutocompleteSuggestion, Command,
};
use crate::world::World;

const SYSTEM_ADMIN: &str = "system_admin";
const SYSTEM_USER: &str = "system_user";

/// Where a person types; ids, not names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typing {
    pub(crate) user_id: String,
    pub(crate) team_id: String,
    pub(crate) channel_id: String,
    pub(crate) root_id: String,
    /// With or without the leading `/`.
    pub(crate) text: String,
}

impl World {
    /// What `commands/autocomplete_suggestions` answers.
    pub(crate) async fn suggestions(self: &Arc<Self>, typing: Typing) -> Vec<AutocompleteSuggestion> {
        let (is_admin, mut commands) = self.offered(&typing);
        commands.sort_by_key(|command| command.trigger.to_lowercase());
        let words: Vec<AutocompleteData> =
            commands.iter().filter_map(|command| command.autocomplete_data.clone()).collect();

        let role = if is_admin { SYSTEM_ADMIN } else { SYSTEM_USER };
        let walk = Walk { world: self, typing: &typing, role };
        let text = typing.text.strip_prefix('/').unwrap_or(&typing.text);
        let mut suggestions = walk.words(&words, text).await;
        for suggestion in &mut suggestions {
            let command = commands.iter().find(|command| suggestion.complete.starts_with(&command.trigger));
            suggestion.icon_data = command.map(|command| command.autocomplete_icon_data.clone()).unwrap_or_default();
        }
        suggestions
    }

    /// Whether an admin types, and the commands that take part. Apart from the walk, so that no lock is held there.
    fn offered(&self, typing: &Typing) -> (bool, Vec<Command>) {
        let is_admin = {
            let state = self.state();
            state.users.get(&typing.user_id).is_some_and(|user| user.roles.contains(SYSTEM_ADMIN))
        };
        let in_team = |command: &&Command| command.team_id.is_empty() || command.team_id == typing.team_id;
        let commands = self.commands();
        let commands = commands.iter().filter(|command| command.auto_complete).filter(in_team);
        (is_admin, commands.cloned().collect())
    }
}

/// The reason why the server refuses the data, if it does.
pub(crate) fn check(data: &AutocompleteData) -> Result<(), String> {
    let refuse = |reason: &str| Err(reason.to_owned());
    if data.trigger.is_empty() {
        return refuse("An empty command name in the autocomplete data");
    }
    if data.trigger.to_lowercase() != data.trigger {
        return refuse("Command should be lowercase");
    }
    if ![SYSTEM_ADMIN, SYSTEM_USER, ""].contains(&data.role_id.as_str()) {
        return refuse("Wrong role in the autocomplete data");
    }
    if !data.arguments.is_empty() && !data.sub_commands.is_empty() {
        return refuse("Command can't have arguments and subcommands");
    }
    let mut named_before = false;
    for argument in &data.arguments {
        if argument.name.is_empty() && named_before {
            return refuse("Named argument should not be before positional argument");
        }
        named_before |= !argument.name.is_empty();
        check_argument(argument)?;
    }
    data.sub_commands.iter().try_for_each(check)
}

/// Puts relative addresses of dynamic lists below `base`.
pub(crate) fn resolve(data: &mut AutocompleteData, base: &str) {
    for argument in &mut data.arguments {
        if let Some(AutocompleteSource::DynamicList(list)) = &mut argument.data
            && !list.fetch_url.contains("://")
        {
            list.fetch_url = format!("{base}/{}", list.fetch_url.trim_start_matches('/'));
        }
    }
    for word in &mut data.sub_commands {
        resolve(word, base);
    }
}

/// The data of a command that was registered without any.
pub(crate) fn plain(command: &Command) -> AutocompleteData {
    AutocompleteData {
        trigger: command.trigger.clone(),
        hint: command.auto_complete_hint.clone(),
        help_text: command.auto_complete_desc.clone(),
        role_id: SYSTEM_USER.to_owned(),
        ..AutocompleteData::default()
    }
}

fn check_argument(argument: &AutocompleteArg) -> Result<(), String> {
    let refuse = |reason: &str| Err(reason.to_owned());
    match (argument.kind.as_str(), &argument.data) {
        ("TextInput", Some(AutocompleteSource::Text(_))) if argument.name.is_empty() && !argument.required => {
            refuse("Positional argument can not be optional")
        }
        ("TextInput", Some(AutocompleteSource::Text(_)))
        | ("DynamicList", Some(AutocompleteSource::DynamicList(_))) => Ok(()),
        ("StaticList", Some(AutocompleteSource::StaticList(list))) => {
            let unnamed = list.possible_arguments.iter().any(|item| item.item.is_empty());
            if unnamed { refuse("Possible argument name not set in StaticList argument") } else { Ok(()) }
        }
        (kind @ ("TextInput" | "StaticList" | "DynamicList"), _) => Err(format!("Not a proper {kind} type argument")),
        _ => Ok(()),
    }
}

/// One walk through the words for one text.
struct Walk<'a> {
    world: &'a Arc<World>,
    typing: &'a Typing,
    role: &'a str,
}

/// How far a text is read: what lies behind and what lies ahead.
#[derive(Clone, Debug, PartialEq)]
struct Position {
    parsed: String,
    ahead: String,
}

/// What one argument makes of a position.
enum Step {
    /// The person types this argument right now.
    Here(Vec<AutocompleteSuggestion>),
    /// The argument is complete, or something else stands there; go on from here.
    Past(Position),
}

impl Walk<'_> {
    async fn words(&self, words: &[AutocompleteData], text: &str) -> Vec<AutocompleteSuggestion> {
        let mut words = words.to_vec();
        let mut at = Position::start(text);
        loop {
            let Some((first, rest)) = at.ahead.split_once(' ') else {
                let typed = at.ahead.to_lowercase();
                let offered = words.iter().filter(|word| word.trigger.starts_with(&typed) && self.sees(word));
                return offered.map(|word| word_suggestion(&at.parsed, word)).collect();
            };
            let named = first.to_lowercase();
            let parsed = format!("{}{first} ", at.parsed);
            let next = Position { parsed, ahead: rest.to_owned() };
            // The server would walk every word of this name; names are unique among siblings.
            let Some(word) = words.into_iter().find(|word| word.trigger == named && self.sees(word)) else {
                return Vec::new();
            };
            if !word.arguments.is_empty() {
                return match Box::pin(self.arguments(&word.arguments, next)).await {
                    Step::Here(suggestions) => suggestions,
                    Step::Past(_) => Vec::new(),
                };
            }
            words = word.sub_commands;
            at = next;
        }
    }

    /// A word without role is shown to admins only: the server compares the roles by their names.
    fn sees(&self, word: &AutocompleteData) -> bool {
        self.role == SYSTEM_ADMIN || word.role_id == self.role
    }

    async fn arguments(&self, arguments: &[AutocompleteArg], at: Position) -> Step {
        let Some((first, rest)) = arguments.split_first() else { return Step::Past(at) };
        if first.required {
            return match self.argument(first, at).await {
                Step::Past(next) => Box::pin(self.arguments(rest, next)).await,
                here => here,
            };
        }
        // An optional argument may stand there or not: offer both.
        let with = match self.argument(first, at.clone()).await {
            Step::Past(next) => Box::pin(self.arguments(rest, next)).await,
            here => here,
        };
        let without = Box::pin(self.arguments(rest, at.clone())).await;
        match (with, without) {
            (Step::Here(mut with), Step::Here(without)) => {
                with.extend(without);
                Step::Here(with)
            }
            (Step::Here(found), Step::Past(_)) | (Step::Past(_), Step::Here(found)) => Step::Here(found),
            (Step::Past(with), Step::Past(_)) if with.parsed != at.parsed && with.ahead != at.ahead => Step::Past(with),
            (Step::Past(_), Step::Past(without)) => Step::Past(without),
        }
    }

    async fn argument(&self, argument: &AutocompleteArg, mut at: Position) -> Step {
        if !argument.name.is_empty() {
            match flag(argument, at) {
                Step::Past(next) if next.ahead.is_empty() => return Step::Here(Vec::new()),
                Step::Past(next) => at = next,
                here @ Step::Here(_) => return here,
            }
            if at.ahead == " " {
                at.ahead.clear();
            }
        }
        match &argument.data {
            Some(AutocompleteSource::Text(text)) => free_text(&argument.help_text, &text.hint, at),
            Some(AutocompleteSource::StaticList(list)) => items(&list.possible_arguments, at),
            Some(AutocompleteSource::DynamicList(list)) => match self.fetch(&list.fetch_url, &at).await {
                Some(fetched) => items(&fetched, at),
                None => Step::Past(at),
            },
            None => Step::Past(at),
        }
    }

    /// Asks the plugin for a dynamic list, as the typing user.
    async fn fetch(&self, url: &str, at: &Position) -> Option<Vec<AutocompleteListItem>> {
        let context = self.world.context(Some(&self.typing.user_id));
        let user_input = format!("{}{}", at.parsed, at.ahead);
        let query = form_encoded(&[
            ("accept_language", &context.accept_language),
            ("channel_id", &self.typing.channel_id),
            ("ip_address", &context.ip_address),
            ("parsed", &at.parsed),
            ("request_id", &context.request_id),
            ("root_id", &self.typing.root_id),
            ("session_id", &context.session_id),
            ("site_url", &self.world.site_url),
            ("team_id", &self.typing.team_id),
            ("user_agent", &context.user_agent),
            ("user_id", &self.typing.user_id),
            ("user_input", &user_input),
        ]);
        let body = in_process_get(self.world, &self.typing.user_id, url, &query).await.ok()?;
        // The server only warns about an answer that is not a list.
        Some(serde_json::from_slice(&body).unwrap_or_default())
    }
}

impl Position {
    fn start(text: &str) -> Self {
        Self { parsed: String::new(), ahead: text.to_owned() }
    }

    fn whole(&self) -> String {
        format!("{}{}", self.parsed, self.ahead)
    }

    /// What lies ahead, without the one space before it.
    fn typed(&self) -> &str {
        self.ahead.strip_prefix(' ').unwrap_or(&self.ahead)
    }

    /// The position after the first `length` bytes of [`Position::typed`].
    fn after(&self, length: usize) -> Self {
        let typed = self.typed();
        let (read, ahead) = typed.split_at(typed.floor_char_boundary(length));
        Self { parsed: format!("{}{read}", self.parsed), ahead: ahead.to_owned() }
    }
}

/// The `--name` before a named argument.
fn flag(argument: &AutocompleteArg, at: Position) -> Step {
    let name = format!("--{}", argument.name);
    let typed = at.typed().to_lowercase();
    if name.to_lowercase().starts_with(&typed) {
        let missing = name.get(typed.len()..).unwrap_or_default();
        return Step::Here(vec![AutocompleteSuggestion {
            complete: format!("{}{missing} ", at.whole()),
            suggestion: name,
            description: argument.help_text.clone(),
            ..AutocompleteSuggestion::default()
        }]);
    }
    let opening = format!("{} ", name.to_lowercase());
    let Some(value) = typed.strip_prefix(&opening) else {
        return Step::Past(Position { parsed: at.whole(), ahead: String::new() });
    };
    let parsed = format!("{}{name} ", at.parsed);
    let ahead = if value.is_empty() { " ".to_owned() } else { at.after(opening.len()).ahead };
    Step::Past(Position { parsed, ahead })
}

/// One word, or several in double quotes.
fn free_text(help_text: &str, hint: &str, at: Position) -> Step {
    let typed = at.typed();
    let end = match typed.strip_prefix('"') {
        Some(quoted) => quoted.find('"').map(|quote| {
            let after_quote = quote + 2;
            if typed[after_quote..].starts_with(' ') { after_quote + 1 } else { after_quote }
        }),
        None => typed.find(' ').map(|space| space + 1),
    };
    match end {
        Some(end) => Step::Past(at.after(end)),
        None => Step::Here(vec![AutocompleteSuggestion {
            complete: at.whole(),
            hint: hint.to_owned(),
            description: help_text.to_owned(),
            ..AutocompleteSuggestion::default()
        }]),
    }
}

fn items(items: &[AutocompleteListItem], at: Position) -> Step {
    let typed = at.typed().to_lowercase();
    let finished = items.iter().filter(|item| typed.starts_with(&format!("{} ", item.item.to_lowercase())));
    if let Some(longest) = finished.map(|item| item.item.len() + 1).max() {
        return Step::Past(at.after(longest));
    }
    let offered = items.iter().filter(|item| item.item.to_lowercase().starts_with(&typed));
    Step::Here(offered.map(|item| item_suggestion(&at.parsed, item)).collect())
}

fn word_suggestion(parsed: &str, word: &AutocompleteData) -> AutocompleteSuggestion {
    AutocompleteSuggestion {
        complete: format!("{parsed}{}", word.trigger),
        suggestion: word.trigger.clone(),
        hint: word.hint.clone(),
        description: word.help_text.clone(),
        icon_data: String::new(),
    }
}

fn item_suggestion(parsed: &str, item: &AutocompleteListItem) -> AutocompleteSuggestion {
    AutocompleteSuggestion {
        complete: format!("{parsed}{}", item.item),
        suggestion: item.item.clone(),
        hint: item.hint.clone(),
        description: item.help_text.clone(),
        icon_data: String::new(),
    }
}
