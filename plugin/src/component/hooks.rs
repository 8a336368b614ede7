//! The exported hooks. Those that this plugin does not want are never called: `describe` leaves them out.

use super::bindings;
use super::bindings::exports::mattermost::plugin::lifecycle_hook::HookSet;
use super::bindings::exports::mattermost::plugin::{
    cluster_hook, command_hook, http_hook, lifecycle_hook, membership_hook, message_hook, schedule_hook,
};
use super::with_deps;
use crate::command::{self, Answer, Call};
use crate::ports::Post;
use crate::{http, jobs, lifecycle, listen, login, mirror};

struct Plugin;

bindings::export!(Plugin with_types_in bindings);

impl lifecycle_hook::Guest for Plugin {
    fn describe() -> lifecycle_hook::Description {
        lifecycle_hook::Description {
            hooks: HookSet::EXECUTE_COMMAND
                | HookSet::SERVE_HTTP
                | HookSet::MESSAGE_HAS_BEEN_POSTED
                | HookSet::MESSAGE_HAS_BEEN_UPDATED
                | HookSet::MESSAGE_HAS_BEEN_DELETED
                | HookSet::USER_WILL_LOG_IN,
            jobs: jobs::JOBS.iter().map(job).collect(),
        }
    }

    fn activate() -> Result<(), String> {
        with_deps(lifecycle::activate)
    }

    fn configuration_changed() -> Result<(), String> {
        with_deps(lifecycle::configuration_changed)
    }

    fn deactivate() {
        with_deps(lifecycle::deactivate);
    }
}

impl command_hook::Guest for Plugin {
    fn execute(context: command_hook::Context, command: command_hook::Command) -> Result<command_hook::Answer, String> {
        let call = Call {
            user_id: command.user_id,
            channel_id: command.channel_id,
            root_id: command.root_id,
            team_id: command.team_id,
            trigger_id: command.trigger_id,
            text: command.text,
            request_id: context.request_id,
            may_share: false,
        };
        let text = match with_deps(|deps| command::run(deps, &call)) {
            Answer::Text(text) => text,
            Answer::Shown => String::new(),
        };
        Ok(command_hook::Answer {
            audience: command_hook::Audience::Ephemeral,
            text,
            attachments: Vec::new(),
            props: String::new(),
            goto_location: String::new(),
        })
    }
}

impl http_hook::Guest for Plugin {
    fn handle(context: http_hook::Context, request: http_hook::Request) -> http_hook::Response {
        let request = http::Request {
            method: request.method,
            path: request.path,
            query: request.query,
            headers: request.headers,
            body: request.body,
            user_id: request.user_id,
            session_id: context.session_id,
            address: context.ip_address,
            request_id: context.request_id,
        };
        let response = with_deps(|deps| http::handle(deps, &request));
        http_hook::Response {
            status: response.status,
            headers: response.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            body: response.body,
        }
    }
}

impl message_hook::Guest for Plugin {
    fn will_be_posted(_: message_hook::Context, _: message_hook::Post) -> message_hook::Verdict {
        message_hook::Verdict::Accept
    }

    fn has_been_posted(_: message_hook::Context, post: message_hook::Post) {
        // Every message of the server comes here: most of them end before anything of it is read.
        with_deps(|deps| {
            let (may_concern, is_reply) = (listen::may_concern(deps, &post.message), !post.root_id.is_empty());
            if !may_concern && !is_reply {
                return;
            }
            let post: Post = post.into();
            mirror::posted(deps, &post);
            if may_concern {
                listen::posted(deps, &post);
            }
        });
    }

    fn has_been_updated(_: message_hook::Context, new: message_hook::Post, old: message_hook::Post) {
        if !new.root_id.is_empty() && new.message != old.message {
            with_deps(|deps| mirror::edited(deps, &new.into(), &old.message));
        }
    }

    fn has_been_deleted(_: message_hook::Context, post: message_hook::Post) {
        if !post.root_id.is_empty() {
            with_deps(|deps| mirror::deleted(deps, &post.into()));
        }
    }

    fn reaction_has_been_added(_: message_hook::Context, _: message_hook::Reaction) {}

    fn reaction_has_been_removed(_: message_hook::Context, _: message_hook::Reaction) {}
}

impl membership_hook::Guest for Plugin {
    fn channel_has_been_created(_: membership_hook::Context, _: membership_hook::Channel) {}

    fn user_has_joined_channel(_: membership_hook::Context, _: membership_hook::ChannelMember, _: Option<String>) {}

    fn user_has_left_channel(_: membership_hook::Context, _: membership_hook::ChannelMember, _: Option<String>) {}

    fn user_has_joined_team(_: membership_hook::Context, _: membership_hook::TeamMember, _: Option<String>) {}

    fn user_has_left_team(_: membership_hook::Context, _: membership_hook::TeamMember, _: Option<String>) {}

    fn user_has_been_created(_: membership_hook::Context, _: membership_hook::User) {}

    fn user_will_log_in(_: membership_hook::Context, user: membership_hook::User) -> Option<String> {
        with_deps(|deps| login::refusal(deps, &user.into()))
    }

    fn user_has_logged_in(_: membership_hook::Context, _: membership_hook::User) {}

    fn user_has_been_deactivated(_: membership_hook::Context, _: membership_hook::User) {}
}

impl schedule_hook::Guest for Plugin {
    fn tick(run: schedule_hook::Run) -> Result<(), String> {
        with_deps(|deps| jobs::run(deps, &run.job, run.fence))
    }
}

impl cluster_hook::Guest for Plugin {
    fn plugin_cluster_event(_: String, _: Vec<u8>) {}
}

fn job(job: &jobs::Job) -> lifecycle_hook::Job {
    lifecycle_hook::Job {
        name: job.name.into(),
        period_seconds: job.period_seconds,
        deadline_ms: job.deadline_ms,
        leased: job.is_leased,
    }
}
