//! The server calls hooks.

use std::sync::Arc;

use mattermost::model::{
    AppError, ChannelMember, CommandArgs, CommandResponse, Context, ErrorValue, MessageAttachment, Post, Team,
};
use mattermost::{Api, CallError, Hook, Hooks, Refused, ServerApi};

use crate::session::server_of;

/// A plugin with a hook of each shape.
struct Shapes;

impl Hooks for Shapes {
    fn implemented(&self) -> Vec<Hook> {
        vec![Hook::ExecuteCommand, Hook::MessageWillBePosted]
    }

    async fn on_activate(&self, api: Api) -> Result<(), ErrorValue> {
        match api.get_team_by_name("acme".into()).await {
            Ok(Some(team)) => Err(ErrorValue::new(format!("{} is taken", team.display_name))),
            other => panic!("{other:?}"),
        }
    }

    async fn execute_command(
        &self,
        context: Context,
        args: CommandArgs,
    ) -> Result<Option<CommandResponse>, Refused<AppError>> {
        match args.command.as_str() {
            "/demo" => Ok(Some(CommandResponse {
                text: format!("hello {}", context.user_agent),
                attachments: vec![MessageAttachment { title: "T".into(), ..MessageAttachment::default() }],
                ..CommandResponse::default()
            })),
            "/panic" => panic!("a defect"),
            _ => Err(AppError::new("ExecuteCommand", "what?", 400).into()),
        }
    }

    async fn message_will_be_posted(
        &self,
        _: Context,
        mut post: Post,
    ) -> Result<(Option<Post>, String), Refused<mattermost::NoError>> {
        if post.message.is_empty() {
            return Ok((None, "say something".into()));
        }
        post.message.push('!');
        Ok((Some(post), String::new()))
    }

    async fn user_has_joined_channel(
        &self,
        _: Context,
        member: ChannelMember,
        actor: Option<mattermost::model::User>,
    ) -> Result<(), Refused<mattermost::NoError>> {
        assert_eq!((member.user_id.as_str(), actor), ("u1", None));
        Ok(())
    }
}

/// A server with one team.
struct OneTeam;

impl ServerApi for OneTeam {
    async fn get_team_by_name(&self, name: String) -> Result<Option<Team>, Refused<AppError>> {
        Ok(Some(Team { display_name: name.to_uppercase(), name, ..Team::default() }))
    }
}

fn command(text: &str) -> CommandArgs {
    CommandArgs { command: text.into(), ..CommandArgs::default() }
}

#[tokio::test]
async fn the_server_learns_which_hooks_to_call() {
    let (server, _session) = server_of(Shapes).await;

    assert_eq!(server.implemented().await.unwrap(), ["ExecuteCommand", "MessageWillBePosted"]);
}

#[tokio::test]
async fn activation_hands_over_the_api_and_answers_an_error_value() {
    let (server, _session) = server_of(Shapes).await;

    let error = server.on_activate(Arc::new(OneTeam)).await.unwrap_err();

    assert_eq!(error, CallError::Value(ErrorValue::new("ACME is taken")));
}

#[tokio::test]
async fn a_command_is_answered() {
    let (server, _session) = server_of(Shapes).await;
    let context = Context { user_agent: "curl".into(), ..Context::default() };

    let response = server.execute_command(context, command("/demo")).await.unwrap();

    let attachments = vec![MessageAttachment { title: "T".into(), ..MessageAttachment::default() }];
    assert_eq!(
        response,
        Some(CommandResponse { text: "hello curl".into(), attachments, ..CommandResponse::default() })
    );
}

#[tokio::test]
async fn a_command_is_refused_with_an_app_error() {
    let (server, _session) = server_of(Shapes).await;

    let error = server.execute_command(Context::default(), command("/what")).await.unwrap_err();

    assert_eq!(error, AppError::new("ExecuteCommand", "what?", 400).into());
}

#[tokio::test]
async fn a_panic_costs_only_its_own_call() {
    let (server, _session) = server_of(Shapes).await;

    let error = server.execute_command(Context::default(), command("/panic")).await.unwrap_err();
    let next = server.execute_command(Context::default(), command("/demo")).await.unwrap();

    let text = "Plugin.ExecuteCommand ended without a reply".into();
    assert_eq!(error, CallError::Failed { method: "ExecuteCommand", text });
    assert_eq!(next.unwrap().text, "hello ");
}

#[tokio::test]
async fn a_message_is_changed_or_refused() {
    let (server, _session) = server_of(Shapes).await;
    let posted = |message: &str| {
        let post = Post { message: message.into(), ..Post::default() };
        server.message_will_be_posted(Context::default(), post)
    };

    let (changed, refused) = (posted("hi").await.unwrap(), posted("").await.unwrap());

    assert_eq!(changed, (Some(Post { message: "hi!".into(), ..Post::default() }), String::new()));
    assert_eq!(refused, (None, "say something".into()));
}

#[tokio::test]
async fn a_hook_without_results_is_answered() {
    let (server, _session) = server_of(Shapes).await;
    let member = ChannelMember { user_id: "u1".into(), ..ChannelMember::default() };

    assert_eq!(server.user_has_joined_channel(Context::default(), member, None).await, Ok(()));
}

#[tokio::test]
async fn an_unknown_hook_is_told_from_a_failed_one() {
    let (server, _session) = server_of(Shapes).await;

    let error = server.on_send_daily_telemetry().await.unwrap_err();

    assert_eq!(error, CallError::NoSuchMethod { method: "OnSendDailyTelemetry" });
}
