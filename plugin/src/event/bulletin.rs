//! Records of Odoo in one message: each with its link, some with buttons for what can be done about it.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::digest;
use super::notice::Severity;
use super::root::{First, Root};
use super::show::{ShowError, Try};
use crate::command::Chosen;
use crate::language::Language;
use crate::ports::{Button, ButtonStyle, Card, ChatError, Message};
use crate::say;
use crate::settings::Connection;
use crate::text::{Markdown, cut, printable};

/// Runes of what is shown as it is.
const SHORT_RUNES_MAX: usize = 200;

/// A message about records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bulletin {
    /// Above everything.
    pub title: String,
    /// One below the other.
    pub sections: Vec<Section>,
    /// Who finishes and puts off what can be finished and put off; empty if nothing can.
    #[serde(default)]
    pub owner_id: String,
    /// The rule by which people decide; empty if nothing is to be decided.
    #[serde(default)]
    pub rule: String,
    /// Whether its message stays as it is.
    #[serde(default)]
    pub phase: Phase,
}

/// Whether a message stays as it is. Of messages about one subject the last one that waits is the one that ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It stays.
    #[default]
    Once,
    /// It is remembered until what it waits for has happened.
    Waits,
    /// It takes the place of the one that waited; where there is none, there is nothing to be told.
    Over,
}

/// Records that have something in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// The records.
    pub entries: Vec<Entry>,
    /// How many more there are.
    #[serde(default)]
    pub hidden: usize,
}

/// A record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Odoo's name of the model.
    pub model: String,
    /// In Odoo; 0 for what has no page there.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// In plain words; may be empty.
    pub detail: String,
    /// Where it leads; empty for its page in Odoo.
    #[serde(default)]
    pub link: String,
    /// What can be done about it.
    #[serde(default)]
    pub acts: Acts,
}

/// What can be done about a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    /// It can be looked at.
    #[default]
    Open,
    /// It is an activity with this id, which can be finished, or put off until tomorrow.
    Activity(i64),
    /// It waits for a yes.
    Approve,
    /// It waits for a yes or a no.
    Decide,
}

/// Shows it once.
pub(super) fn show(attempt: &Try<'_>, bulletin: &Bulletin) -> Result<String, ShowError> {
    let (deps, root) = (attempt.deps, Root::of(&digest(&["bulletin", &attempt.event.subject])));
    if bulletin.phase == Phase::Over {
        let First::Post(id) = root.find(deps)? else { return Ok(String::new()) };
        match deps.chat.update_post(&Message { id: id.clone(), ..bulletin.message(attempt) }) {
            Ok(()) | Err(ChatError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        return Ok(id);
    }
    let post_id = attempt.find("")?.map_or_else(|| attempt.post("", "", bulletin.message(attempt)), Ok)?;
    if bulletin.phase == Phase::Waits {
        root.replace(deps, &post_id)?;
    }
    Ok(post_id)
}

impl Bulletin {
    /// That of the one person who reads it, if it is for one.
    fn language(&self, attempt: &Try<'_>) -> Language {
        match self.owner_id.as_str() {
            "" => attempt.deps.language,
            owner_id => attempt.deps.for_person(owner_id).language,
        }
    }

    fn message(&self, attempt: &Try<'_>) -> Message {
        let cards = self.sections.iter().flat_map(|section| section.cards(attempt, self));
        Message {
            text: format!("**{}**", Markdown::foreign(&self.title)),
            cards: cards.collect(),
            ..Message::default()
        }
    }
}

impl Section {
    /// One for all that can only be looked at, and one for each record with buttons.
    fn cards(&self, attempt: &Try<'_>, bulletin: &Bulletin) -> Vec<Card> {
        let language = bulletin.language(attempt);
        let (plain, acting): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| entry.acts == Acts::Open);
        let mut lines: Vec<_> = plain.iter().map(|entry| format!("- {}", entry.line(attempt, language))).collect();
        if self.hidden > 0 {
            lines.push(say!(language, "and {count} more", count = self.hidden));
        }
        let card = |text: String, buttons| Card { color: self.severity.color(), text, buttons, ..Card::default() };
        let title = cut(&printable(&self.title), SHORT_RUNES_MAX);
        let first = Card {
            fallback: title.clone(),
            title: Markdown::foreign(&title).to_string(),
            ..card(lines.join("\n"), Vec::new())
        };
        let acting = acting
            .into_iter()
            .map(|entry| card(entry.line(attempt, language), entry.buttons(attempt, bulletin, language)));
        std::iter::once(first).chain(acting).collect()
    }
}

impl Entry {
    fn line(&self, attempt: &Try<'_>, language: Language) -> String {
        let address = match &attempt.settings.connection {
            _ if !self.link.is_empty() => self.link.clone(),
            Connection::Account(account) if self.id > 0 => account.address.record(&self.model, self.id),
            _ => String::new(),
        };
        let name =
            if address.is_empty() { Markdown::foreign(&self.name) } else { Markdown::link(&self.name, &address) };
        let mut line = name.to_string();
        if !self.detail.is_empty() {
            line.push_str(&format!(" – {}", Markdown::message(&self.detail)));
        }
        // A button cannot lead out of the chat; what looks like one beside the others is a link.
        if self.acts != Acts::Open && !address.is_empty() {
            line.push_str(&format!(" · [{}]({address})", say!(language, "Open")));
        }
        line
    }

    fn buttons(&self, attempt: &Try<'_>, bulletin: &Bulletin, language: Language) -> Vec<Button> {
        let plugin_id = attempt.deps.config.server().plugin_id;
        let button = |id, name: &str, action: &str, context| Button {
            id,
            name: name.to_owned(),
            url: format!("/plugins/{plugin_id}/actions/v1/{action}"),
            context,
            ..Button::default()
        };
        let run = |command: String| json!(Chosen::of(&bulletin.owner_id, command));
        let decide = |word: &str| json!({"rule": bulletin.rule, "id": self.id, "decision": word});
        let approve = || Button {
            style: ButtonStyle::Success,
            ..button("approve", &say!(language, "Approve"), "document", decide("approve"))
        };
        match self.acts {
            Acts::Open => Vec::new(),
            Acts::Activity(id) => vec![
                button("finish", &say!(language, "Done"), "run", run(format!("/odoo propose finish activity_id={id}"))),
                button(
                    "tomorrow",
                    &say!(language, "Tomorrow"),
                    "run",
                    run(format!("/odoo propose reschedule activity_id={id} date_deadline=tomorrow")),
                ),
            ],
            Acts::Approve => vec![approve()],
            Acts::Decide => {
                let refuse = button("refuse", &say!(language, "Refuse…"), "document", decide("refuse"));
                vec![approve(), Button { style: ButtonStyle::Danger, ..refuse }]
            }
        }
    }
}
