//! Buttons and menus that stand for a command: who uses one does what they could type.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Answer, Call, run};
use crate::odoo::sheet::Sheet;
use crate::ports::{Button, Choice, Deps};
use crate::text;

/// One command for one of several records.
pub(super) struct Menu {
    /// Letters and digits, other ones for each menu of a message.
    pub(super) id: &'static str,
    /// What it says, in English.
    pub(super) name: &'static str,
    /// The command; the number of the record goes in the place of `{}`.
    pub(super) command: String,
    /// The records.
    pub(super) choices: Vec<Choice>,
}

/// What a menu brings back. Its user can forge it, so it says no more than what they could type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// For whom the message was made.
    pub user_id: String,
    /// The command; what was chosen goes in the place of `{}`.
    pub command: String,
    /// The thread of the message.
    #[serde(default)]
    pub root_id: String,
    /// What was chosen from a menu.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub selected_option: String,
}

impl Menu {
    /// What there is of a partner.
    pub(super) fn history() -> Self {
        Self {
            id: "history",
            name: text!("History"),
            command: "/odoo show partner {} --history".into(),
            choices: Vec::new(),
        }
    }

    /// Begins a proposal with a record; `kind` as it is typed.
    pub(super) fn propose(kind: &str) -> Self {
        let command = format!("/odoo propose --about \"{kind} {{}}\"");
        Self { id: "use", name: text!("Use in proposal"), command, choices: Vec::new() }
    }

    /// An activity is done.
    pub(super) fn finish() -> Self {
        let command = "/odoo propose finish --about \"activity {}\"".into();
        Self { id: "finish", name: text!("Done…"), command, choices: Vec::new() }
    }

    /// An activity gets another day.
    pub(super) fn reschedule() -> Self {
        let command = "/odoo propose reschedule --about \"activity {}\"".into();
        Self { id: "reschedule", name: text!("Reschedule…"), command, choices: Vec::new() }
    }

    /// For this record.
    pub(super) fn of(self, sheet: &Sheet) -> Self {
        Self { choices: vec![Choice { text: sheet.name.clone(), value: sheet.id.to_string() }], ..self }
    }

    /// A button for one record, a menu for several, nothing for none.
    pub(super) fn button(&self, deps: &Deps<'_>, call: &Call) -> Option<Button> {
        let (command, options) = match self.choices.as_slice() {
            [] => return None,
            [one] => (self.command.replace("{}", &one.value), Vec::new()),
            several => (self.command.clone(), several.to_vec()),
        };
        let chosen = Chosen {
            user_id: call.user_id.clone(),
            command,
            root_id: call.root_id.clone(),
            selected_option: String::new(),
        };
        Some(Button {
            id: self.id,
            name: if options.is_empty() || self.name.ends_with('…') {
                deps.language.tell(self.name)
            } else {
                format!("{}…", deps.language.tell(self.name))
            },
            url: format!("/plugins/{}/actions/v1/run", deps.config.server().plugin_id),
            context: json!(chosen),
            options,
            ..Button::default()
        })
    }
}

impl Chosen {
    /// Of a message for one person, outside any thread.
    #[must_use]
    pub fn of(user_id: &str, command: String) -> Self {
        Self { user_id: user_id.to_owned(), command, root_id: String::new(), selected_option: String::new() }
    }

    /// Runs the command as if its user had typed it in the channel of the message.
    ///
    /// # Errors
    /// What the user reads when the bot did not show it already.
    pub fn run(self, deps: &Deps<'_>, channel_id: &str, trigger_id: &str, request_id: &str) -> Result<(), String> {
        if !deps.chat.may_in_channel(&self.user_id, channel_id, "read_channel") {
            return Err("You are not in that channel any more.".into());
        }
        let call = Call {
            team_id: deps.chat.channel(channel_id).map(|channel| channel.team_id).unwrap_or_default(),
            user_id: self.user_id,
            channel_id: channel_id.into(),
            root_id: self.root_id,
            trigger_id: trigger_id.into(),
            text: self.command.replace("{}", &self.selected_option),
            request_id: request_id.into(),
            may_share: false,
        };
        match run(deps, &call) {
            Answer::Shown => Ok(()),
            Answer::Text(text) => Err(text),
        }
    }
}
