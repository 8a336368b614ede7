//! A slash command and its answer.

use mattermost::model::{CommandArgs, CommandResponse};

use super::json;
use crate::runtime::bindings::exports::mattermost::plugin::command_hook::{Answer, Audience, Command};

impl From<CommandArgs> for Command {
    fn from(args: CommandArgs) -> Self {
        Self {
            user_id: args.user_id,
            channel_id: args.channel_id,
            team_id: args.team_id,
            root_id: args.root_id,
            trigger_id: args.trigger_id,
            text: args.command,
            site_url: args.site_url,
            user_mentions: args.user_mentions.into_iter().collect(),
            channel_mentions: args.channel_mentions.into_iter().collect(),
        }
    }
}

impl From<Answer> for CommandResponse {
    fn from(answer: Answer) -> Self {
        Self {
            response_type: match answer.audience {
                Audience::Ephemeral => "ephemeral".into(),
                Audience::InChannel => "in_channel".into(),
            },
            text: answer.text,
            attachments: answer.attachments.into_iter().map(Into::into).collect(),
            props: json::object(&answer.props).into(),
            goto_location: answer.goto_location,
            // The text is Markdown already; Slack's `<…>` links would be a second meaning of foreign text.
            skip_slack_parsing: true,
            ..Self::default()
        }
    }
}
