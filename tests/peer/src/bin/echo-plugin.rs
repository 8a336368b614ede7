//! A small plugin for the tests of this crate: it does what people tell it by `/echo`.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use goplugin::{Handshake, ListenSettings, Listener, MagicCookie, Plugin};
use mattermost::model::*;
use mattermost::{Api, CallError, Hook, Hooks, HttpRequest, HttpResponse, NoError, Refused};
use serde_json::{Value, json};

const COOKIE: MagicCookie<'_> = MagicCookie { key: "MATTERMOST_PLUGIN", value: "Securely message teams, anywhere." };
const BODY_BYTES_MAX: usize = 8 << 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    COOKIE.check(std::env::var(COOKIE.key).ok().as_deref())?;
    let listener = Listener::bind(&ListenSettings::from_env(|name| std::env::var(name).ok())?).await?;
    let handshake = Handshake { app_protocol: 1, address: listener.address().clone() };
    writeln!(std::io::stdout(), "{handshake}")?;
    writeln!(std::io::stderr(), "[INFO] listening")?;
    let mut plugin = Plugin::start(listener.accept().await?, "hooks", gob::Limits::default()).await?;
    let ended = plugin.ended();
    let serving = async move {
        while let Some(stream) = plugin.dispensed().await {
            let (broker, hooks) = (plugin.broker().clone(), Arc::new(Echo::default()));
            tokio::spawn(mattermost::serve_hooks(stream, broker, gob::Limits::default(), hooks));
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = serving => {}
        _ = ended => {}
    }
    Ok(())
}

#[derive(Default)]
struct Echo {
    api: OnceLock<Api>,
    bot_id: OnceLock<String>,
}

impl Echo {
    fn api(&self) -> Result<&Api, CallError> {
        self.api.get().ok_or(CallError::Lost { method: "before OnActivate" })
    }

    async fn run(&self, args: &CommandArgs) -> Result<CommandResponse, CallError> {
        let api = self.api()?;
        let mut words = args.command.splitn(3, ' ').skip(1);
        let (verb, rest) = (words.next().unwrap_or_default(), words.next().unwrap_or_default().to_owned());
        let answer = match verb {
            "say" => rest,
            "channel" => return Ok(CommandResponse { response_type: "in_channel".into(), ..text(rest) }),
            "args" => {
                json!({"user": args.user_id, "channel": args.channel_id, "team": args.team_id, "root": args.root_id,
                       "users": args.user_mentions, "channels": args.channel_mentions, "site": args.site_url})
                .to_string()
            }
            "buttons" => {
                let post = self.with_buttons(args, &rest);
                api.create_post(post).await?.map(|post| post.id).unwrap_or_default()
            }
            "private" => {
                let post = self.with_buttons(args, &rest);
                let sent = api.send_ephemeral_post(args.user_id.clone(), post).await?;
                return Ok(text(sent.map(|post| post.id).unwrap_or_default()));
            }
            "dialog" => {
                api.open_interactive_dialog(dialog(args.trigger_id.clone())).await?;
                String::new()
            }
            "set" => {
                let (key, value) = rest.split_once(' ').unwrap_or((&rest, ""));
                api.kv_set(key.to_owned(), value.as_bytes().to_vec()).await?;
                "written".into()
            }
            "get" => String::from_utf8_lossy(&api.kv_get(rest).await?).into_owned(),
            "config" => String::from_utf8_lossy(&api.load_plugin_configuration().await?).into_owned(),
            "may" => {
                let permission = Permission { id: rest, ..Permission::default() };
                api.has_permission_to(args.user_id.clone(), permission).await?.to_string()
            }
            "crash" => std::process::exit(3),
            other => return Err(AppError::new("echo", format!("I do not know {other}"), 0).into()),
        };
        Ok(text(answer))
    }

    fn with_buttons(&self, args: &CommandArgs, message: &str) -> Post {
        let action = |name: &str, kind: &str| PostAction {
            name: name.into(),
            kind: kind.into(),
            integration: Some(PostActionIntegration {
                url: "/plugins/echo/press".into(),
                context: [("name", name)].into_iter().collect(),
            }),
            ..PostAction::default()
        };
        let option = PostActionOptions { text: "One".into(), value: "one".into() };
        let choose = PostAction { options: vec![option], ..action("Choose", "select") };
        let buttons = ["Update", "Whisper", "Clear", "Nonsense"].map(|name| action(name, "button"));
        let attachment = MessageAttachment {
            text: message.into(),
            actions: buttons.into_iter().chain([choose]).collect(),
            ..MessageAttachment::default()
        };
        Post {
            user_id: self.bot_id.get().cloned().unwrap_or_default(),
            channel_id: args.channel_id.clone(),
            message: message.into(),
            props: Props { attachments: vec![attachment], ..Props::default() },
            ..Post::default()
        }
    }
}

impl Hooks for Echo {
    fn implemented(&self) -> Vec<Hook> {
        vec![
            Hook::OnActivate,
            Hook::OnDeactivate,
            Hook::OnConfigurationChange,
            Hook::ExecuteCommand,
            Hook::ServeHTTP,
            Hook::MessageWillBePosted,
            Hook::MessageHasBeenPosted,
            Hook::UserHasJoinedChannel,
        ]
    }

    async fn on_activate(&self, api: Api) -> Result<(), ErrorValue> {
        let api = self.api.get_or_init(|| api);
        let lost = |error: CallError| ErrorValue::new(error.to_string());
        let config = api.load_plugin_configuration().await.map_err(lost)?;
        let config: Value = serde_json::from_slice(&config).unwrap_or_default();
        if config["mood"] == "bad" {
            return Err(ErrorValue::new("the mood is bad"));
        }
        let bot = Bot { username: "echo-bot".into(), display_name: "Echo".into(), ..Bot::default() };
        let bot_id = api.ensure_bot_user(bot).await.map_err(lost)?;
        self.bot_id.get_or_init(|| bot_id);
        api.register_command(command()).await.map_err(lost)?;
        let version = api.get_server_version().await.map_err(lost)?;
        let fields = vec![Json::from("version"), Json::from(version)];
        api.log_info("activated".into(), fields).await.map_err(lost)
    }

    async fn on_deactivate(&self) -> Result<(), Refused<ErrorValue>> {
        if let Ok(api) = self.api() {
            let _lost = api.log_info("deactivated".into(), Vec::new()).await;
        }
        Ok(())
    }

    async fn on_configuration_change(&self) -> Result<(), Refused<ErrorValue>> {
        let Ok(api) = self.api() else { return Ok(()) };
        let config = api.load_plugin_configuration().await.unwrap_or_default();
        let _lost = api.log_info(format!("configured {}", String::from_utf8_lossy(&config)), Vec::new()).await;
        Ok(())
    }

    async fn execute_command(
        &self,
        _: Context,
        args: CommandArgs,
    ) -> Result<Option<CommandResponse>, Refused<AppError>> {
        match self.run(&args).await {
            Ok(response) => Ok(Some(response)),
            Err(CallError::App(error)) => Err(Refused::With(*error)),
            Err(error) => Ok(Some(text(error.to_string()))),
        }
    }

    async fn message_will_be_posted(&self, _: Context, post: Post) -> Result<(Option<Post>, String), Refused<NoError>> {
        Ok(match post.message.as_str() {
            "reject me" => (None, "No.".into()),
            "dismiss me" => (None, "plugin.message_will_be_posted.dismiss_post".into()),
            message if message.starts_with("shout ") => {
                (Some(Post { message: message.to_uppercase(), ..Post::default() }), String::new())
            }
            _ => (None, String::new()),
        })
    }

    async fn message_has_been_posted(&self, _: Context, post: Post) -> Result<(), Refused<NoError>> {
        if let Ok(api) = self.api() {
            let _lost = api.kv_set(format!("seen_{}", post.id), post.message.into_bytes()).await;
        }
        Ok(())
    }

    async fn user_has_joined_channel(
        &self,
        _: Context,
        member: ChannelMember,
        actor: Option<User>,
    ) -> Result<(), Refused<NoError>> {
        if let Ok(api) = self.api() {
            let actor = actor.map(|actor| actor.username).unwrap_or_default();
            let _lost = api.kv_set(format!("joined_{}", member.user_id), actor.into_bytes()).await;
        }
        Ok(())
    }

    async fn serve_http(&self, request: HttpRequest) -> HttpResponse {
        let HttpRequest { head, body, context } = request;
        let body = body.read(BODY_BYTES_MAX).await.unwrap_or_default();
        let (path, _) = head.url.0.split_once('?').unwrap_or((&head.url.0, ""));
        match path {
            "/press" => press(&body),
            "/submit" => submit(&body),
            "/fruits" => json_response(&json!([{"Item": "apple", "Hint": "a", "HelpText": "red"}, {"Item": "pear"}])),
            "/size" => HttpResponse::new(200).with_body(body.len().to_string()),
            "/big" => HttpResponse::new(200).with_body(vec![b'x'; 300_000]),
            _ => json_response(&json!({
                "method": head.method, "url": head.url.0, "uri": head.request_uri, "header": head.header,
                "session": !context.session_id.is_empty(), "body": String::from_utf8_lossy(&body),
            })),
        }
    }
}

fn press(body: &[u8]) -> HttpResponse {
    let request: PostActionIntegrationRequest = serde_json::from_slice(body).unwrap_or_default();
    match request.context.get("name").and_then(Value::as_str).unwrap_or_default() {
        "Update" => json_response(&json!({"update": {"message": format!("pressed by {}", request.user_name)}})),
        "Clear" => json_response(&json!({"update": {"message": "done", "props": {}}})),
        "Whisper" => json_response(&json!({"ephemeral_text": "psst"})),
        "Choose" => json_response(&json!({"ephemeral_text": request.context.get("selected_option")})),
        _ => HttpResponse::new(404).with_body("404 page not found"),
    }
}

fn submit(body: &[u8]) -> HttpResponse {
    let request: SubmitDialogRequest = serde_json::from_slice(body).unwrap_or_default();
    if request.cancelled {
        return HttpResponse::new(200);
    }
    match request.submission.get("title").and_then(Value::as_str) {
        Some("bad") => json_response(&json!({"errors": {"title": "Not this one."}})),
        Some(_) => HttpResponse::new(200),
        None => json_response(&json!({"error": "Say something."})),
    }
}

fn json_response(value: &Value) -> HttpResponse {
    HttpResponse::new(200).with_header("content-type", "application/json").with_body(value.to_string())
}

fn text(text: String) -> CommandResponse {
    CommandResponse { text, ..CommandResponse::default() }
}

fn dialog(trigger_id: String) -> OpenDialogRequest {
    let element = DialogElement {
        display_name: "Title".into(),
        name: "title".into(),
        kind: "text".into(),
        ..DialogElement::default()
    };
    let dialog = Dialog {
        callback_id: "echo".into(),
        title: "Echo".into(),
        elements: vec![element],
        state: "s".into(),
        notify_on_cancel: true,
        ..Dialog::default()
    };
    OpenDialogRequest { trigger_id, url: "/plugins/echo/submit".into(), dialog }
}

fn command() -> Command {
    let word = |trigger: &str, role: &str| AutocompleteData {
        trigger: trigger.into(),
        help_text: format!("does {trigger}"),
        role_id: role.into(),
        ..AutocompleteData::default()
    };
    let argument = |name: &str, required: bool, kind: &str, data: AutocompleteSource| AutocompleteArg {
        name: name.into(),
        help_text: "help".into(),
        kind: kind.into(),
        required,
        data: Some(data),
    };
    let free = |hint: &str| AutocompleteSource::Text(AutocompleteTextArg { hint: hint.into(), pattern: String::new() });
    let items = ["red", "green"].map(|item| AutocompleteListItem { item: item.into(), ..Default::default() });
    let colours = AutocompleteSource::StaticList(AutocompleteStaticListArg { possible_arguments: items.into() });
    let fruits = AutocompleteSource::DynamicList(AutocompleteDynamicListArg { fetch_url: "fruits".into() });
    let words = vec![
        AutocompleteData {
            arguments: vec![argument("", true, "TextInput", free("[text]"))],
            ..word("say", "system_user")
        },
        AutocompleteData {
            arguments: vec![
                argument("", true, "StaticList", colours),
                argument("", true, "DynamicList", fruits),
                argument("count", false, "TextInput", free("[number]")),
            ],
            ..word("paint", "system_user")
        },
        word("purge", "system_admin"),
        word("roleless", ""),
    ];
    let data = AutocompleteData { hint: "[word]".into(), sub_commands: words, ..word("echo", "system_user") };
    Command {
        trigger: "Echo".into(),
        auto_complete: true,
        auto_complete_desc: "Echoes".into(),
        autocomplete_data: Some(data),
        ..Command::default()
    }
}
