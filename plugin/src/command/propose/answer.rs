//! What a proposer reads.

use super::kind::Kind;
use super::submit::Problem;
use super::values::Values;
use crate::bot;
use crate::command::menu::Menu;
use crate::command::{Answer, Call};
use crate::language::Language;
use crate::ports::{Choice, Deps, Level, Message};
use crate::proposal::{Candidate, Proposal, State};
use crate::text::{Markdown, cut, printable};
use crate::{say, text};

const CHOICE_RUNES_MAX: usize = 75;

/// The card says the rest.
pub(super) fn proposed(language: Language, proposal: &Proposal) -> String {
    let code = &proposal.code;
    if proposal.state == State::Done {
        say!(language, "Proposal `{code}` is in Odoo: it needed no approval.", code)
    } else if proposal.origin.post_id.is_empty() {
        say!(
            language,
            "Proposal `{code}` is kept. Mattermost did not take its card; it appears here as soon as that works.",
            code
        )
    } else {
        say!(language, "Proposal `{code}` is in this channel.", code)
    }
}

/// What is wrong, with a menu of the records to choose from.
pub(super) fn problem(
    deps: &Deps<'_>,
    call: &Call,
    kind: &Kind,
    values: &Values,
    problem: Problem,
) -> Result<Answer, String> {
    match problem {
        Problem::Entry(_, text) | Problem::Whole(text) => Err(text),
        Problem::Choose { entry, text, candidates } => {
            let text = format!("{text}\n{}", list(&candidates));
            // Of several names in one value the menu could not say which it is for.
            let Some(entry) = entry.filter(|entry| !entry.ends_with("_ids")) else { return Err(text) };
            let mut values = values.clone();
            values.put(entry, "{}");
            let mut choices: Vec<_> = candidates.iter().map(choice).collect();
            if kind.draft == "partner" && entry == "partner_id" {
                choices.push(Choice { text: say!(deps.language, "None of them: a new one"), value: "new".into() });
            }
            let menu = Menu { id: "choose", name: text!("Which one?"), command: values.command(kind.word), choices };
            with_menu(deps, call, text, &menu)
        }
    }
}

/// The records to choose from, one a line.
pub(super) fn list(candidates: &[Candidate]) -> String {
    let line = |one: &Candidate| {
        let detail =
            if one.detail.is_empty() { String::new() } else { format!(", {}", Markdown::foreign(&one.detail)) };
        format!("- `{}` {}{detail}\n", one.id, Markdown::foreign(&one.name))
    };
    candidates.iter().map(line).collect()
}

/// An answer with a menu; without the bot it goes out without.
pub(super) fn with_menu(deps: &Deps<'_>, call: &Call, text: String, menu: &Menu) -> Result<Answer, String> {
    let sent = bot::id(deps).and_then(|author_id| {
        let message = Message {
            author_id,
            created_at: deps.clock.now(),
            channel_id: call.channel_id.clone(),
            root_id: call.root_id.clone(),
            text: text.clone(),
            buttons: menu.button(deps, call).into_iter().collect(),
            ..Message::default()
        };
        deps.chat.send_ephemeral(&call.user_id, &message)
    });
    match sent {
        Ok(_) => Ok(Answer::Shown),
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The bot could not show a menu; it goes out without", &fields);
            Err(text)
        }
    }
}

fn choice(candidate: &Candidate) -> Choice {
    let detail = if candidate.detail.is_empty() { String::new() } else { format!(", {}", candidate.detail) };
    let text = format!("{} ({}){detail}", candidate.name, candidate.id);
    Choice { text: cut(&printable(&text), CHOICE_RUNES_MAX), value: candidate.id.to_string() }
}
