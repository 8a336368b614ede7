//! The only place that knows the component model: generated bindings, conversions, WASI.

mod bindings {
    #![allow(missing_docs, unused_qualifications, clippy::all, reason = "generated")]

    wit_bindgen::generate!({ path: "../wit", world: "plugin" });
}

use bindings::exports::mattermost::plugin::*;

struct Plugin;

bindings::export!(Plugin with_types_in bindings);

impl lifecycle_hook::Guest for Plugin {
    fn describe() -> lifecycle_hook::Description {
        lifecycle_hook::Description {
            hooks: lifecycle_hook::HookSet::EXECUTE_COMMAND | lifecycle_hook::HookSet::SERVE_HTTP,
            jobs: Vec::new(),
        }
    }

    fn activate() -> Result<(), String> {
        Ok(())
    }

    fn configuration_changed() -> Result<(), String> {
        Ok(())
    }

    fn deactivate() {}
}

impl command_hook::Guest for Plugin {
    fn execute(
        _context: command_hook::Context,
        command: command_hook::Command,
    ) -> Result<command_hook::Answer, String> {
        Ok(command_hook::Answer {
            audience: command_hook::Audience::Ephemeral,
            text: format!("Received `{}`.", command.text),
            attachments: Vec::new(),
            props: String::new(),
            goto_location: String::new(),
        })
    }
}

impl http_hook::Guest for Plugin {
    fn handle(_context: http_hook::Context, _request: http_hook::Request) -> http_hook::Response {
        http_hook::Response { status: 404, headers: Vec::new(), body: Vec::new() }
    }
}

impl message_hook::Guest for Plugin {
    fn will_be_posted(_context: message_hook::Context, _post: message_hook::Post) -> message_hook::Verdict {
        message_hook::Verdict::Accept
    }
    fn has_been_posted(_context: message_hook::Context, _post: message_hook::Post) {}
    fn has_been_updated(_context: message_hook::Context, _new: message_hook::Post, _old: message_hook::Post) {}
    fn has_been_deleted(_context: message_hook::Context, _post: message_hook::Post) {}
    fn reaction_has_been_added(_context: message_hook::Context, _reaction: message_hook::Reaction) {}
    fn reaction_has_been_removed(_context: message_hook::Context, _reaction: message_hook::Reaction) {}
}

impl membership_hook::Guest for Plugin {
    fn channel_has_been_created(_context: membership_hook::Context, _channel: membership_hook::Channel) {}
    fn user_has_joined_channel(
        _context: membership_hook::Context,
        _member: membership_hook::ChannelMember,
        _actor: Option<String>,
    ) {
    }
    fn user_has_left_channel(
        _context: membership_hook::Context,
        _member: membership_hook::ChannelMember,
        _actor: Option<String>,
    ) {
    }
    fn user_has_joined_team(
        _context: membership_hook::Context,
        _member: membership_hook::TeamMember,
        _actor: Option<String>,
    ) {
    }
    fn user_has_left_team(
        _context: membership_hook::Context,
        _member: membership_hook::TeamMember,
        _actor: Option<String>,
    ) {
    }
    fn user_has_been_created(_context: membership_hook::Context, _user: membership_hook::User) {}
    fn user_will_log_in(_context: membership_hook::Context, _user: membership_hook::User) -> Option<String> {
        None
    }
    fn user_has_logged_in(_context: membership_hook::Context, _user: membership_hook::User) {}
    fn user_has_been_deactivated(_context: membership_hook::Context, _user: membership_hook::User) {}
}

impl schedule_hook::Guest for Plugin {
    fn tick(_run: schedule_hook::Run) -> Result<(), String> {
        Ok(())
    }
}

impl cluster_hook::Guest for Plugin {
    fn plugin_cluster_event(_id: String, _data: Vec<u8>) {}
}
