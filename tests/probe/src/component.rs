//! The exports. Each word of `/probe` and each path is one thing a test or a bench wants to see.

#![allow(missing_docs, reason = "generated bindings; the documentation is in wit/")]
#![allow(clippy::panic, reason = "panicking is what this component is for")]

use std::cell::Cell;

use crate::event;

wit_bindgen::generate!({ path: "../../wit", world: "plugin", generate_all });

use exports::mattermost::plugin::command_hook::{Answer, Audience, Command};
use exports::mattermost::plugin::http_hook::{Request, Response};
use exports::mattermost::plugin::lifecycle_hook::{Description, HookSet, Job};
use exports::mattermost::plugin::message_hook::Verdict;
use exports::mattermost::plugin::schedule_hook::Run;
use exports::mattermost::plugin::{
    cluster_hook, command_hook, http_hook, lifecycle_hook, membership_hook, message_hook, schedule_hook,
};
use mattermost::plugin::types::{
    Action, ActionKind, ApiError, Attachment, AttachmentField, Channel, ChannelMember, Context, Post, Reaction,
    TeamMember, User,
};
use mattermost::plugin::{bots, cache, cluster, commands, config, dialogs, files, kv, log, permissions, posts, users};

struct Probe;

export!(Probe);

thread_local! {
    /// Calls of this instance so far: shows when the host replaces it.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

impl lifecycle_hook::Guest for Probe {
    fn describe() -> Description {
        Description {
            hooks: HookSet::EXECUTE_COMMAND
                | HookSet::SERVE_HTTP
                | HookSet::MESSAGE_WILL_BE_POSTED
                | HookSet::MESSAGE_HAS_BEEN_POSTED
                | HookSet::USER_WILL_LOG_IN
                | HookSet::PLUGIN_CLUSTER_EVENT,
            jobs: vec![Job { name: "count".into(), period_seconds: 3600, deadline_ms: 5000, leased: true }],
        }
    }

    fn activate() -> Result<(), String> {
        if config::settings().contains("refuse-to-start") {
            return Err("The probe was asked not to start.".into());
        }
        let root = commands::Word {
            parent: None,
            trigger: "probe".into(),
            hint: "[word]".into(),
            help_text: "Drives the runtime".into(),
            role_id: String::new(),
            arguments: vec![],
        };
        let registration = commands::Registration {
            trigger: "probe".into(),
            display_name: "Probe".into(),
            description: "Drives the runtime".into(),
            hint: "[word]".into(),
            words: vec![root],
            icon_data: String::new(),
        };
        commands::register(&registration).map_err(|error| format!("{error:?}"))
    }

    fn configuration_changed() -> Result<(), String> {
        if config::settings().contains("bad-configuration") {
            return Err("The probe does not like its configuration.".into());
        }
        Ok(())
    }

    fn deactivate() {
        log::write(log::Level::Info, "probe deactivated", &[]);
    }
}

impl command_hook::Guest for Probe {
    fn execute(_: Context, command: Command) -> Result<Answer, String> {
        let mut words = command.text.split_whitespace().skip(1);
        let text = match (words.next(), words.next()) {
            (Some("panic"), _) => panic!("the probe was told to panic"),
            (Some("spin"), _) => spin(),
            (Some("eat"), _) => eat(),
            (Some("error"), _) => return Err("The probe refuses.".into()),
            (Some("calls"), _) => CALLS.with(|calls| {
                calls.set(calls.get() + 1);
                calls.get().to_string()
            }),
            (Some("post"), _) => show(posts::create(&card(&command)).map(|post| post.id)),
            (Some("kv"), _) => key_values(),
            (Some("file"), _) => show(file(&command)),
            (Some("fetch"), Some(address)) => fetch(address),
            (Some("whoami"), _) => show(users::get(&command.user_id).map(|user| user.username)),
            (Some("admin"), _) => permissions::on_server(&command.user_id, "manage_system").to_string(),
            (Some("bot"), _) => show(bots::ensure(&bots::Bot {
                username: "probe".into(),
                display_name: "Probe".into(),
                description: "The probe's bot".into(),
            })),
            (Some("dialog"), _) => show(dialogs::open(&dialog(&command)).map(|()| "opened".to_owned())),
            (Some("event"), _) => show(cluster::publish("hello", b"nodes", true).map(|()| "published".to_owned())),
            (Some("log"), _) => {
                for level in [log::Level::Debug, log::Level::Info, log::Level::Warn, log::Level::Error] {
                    log::write(level, "probe speaks", &[("level".into(), format!("{level:?}"))]);
                }
                "logged".into()
            }
            (Some("settings"), _) => config::settings(),
            (Some("set"), Some(mood)) => show(config::set("Mood", mood).map(|()| config::settings())),
            (Some("set"), None) => show(config::set("Weather", "1").map(|()| String::new())),
            _ => "pong".into(),
        };
        Ok(Answer {
            audience: Audience::Ephemeral,
            text,
            attachments: vec![],
            props: String::new(),
            goto_location: String::new(),
        })
    }
}

impl http_hook::Guest for Probe {
    fn handle(_: Context, request: Request) -> Response {
        let (status, body) = match request.path.as_str() {
            "/hello" => (200, b"hello".to_vec()),
            "/echo" => (200, request.body),
            "/bytes" => (200, vec![b'x'; request.query.parse().unwrap_or(0)]),
            "/whoami" => (200, request.user_id.unwrap_or_else(|| "nobody".into()).into_bytes()),
            "/event" => {
                let get = |key: &str| cache::get(key);
                let set = |key: &str, value: Vec<u8>| cache::set(key, &value, 3600);
                (200, event::process(&request.body, get, set))
            }
            "/panic" => panic!("the probe was told to panic"),
            "/spin" => (200, spin().into_bytes()),
            _ => (404, b"not found".to_vec()),
        };
        Response { status, headers: vec![("Content-Type".into(), "text/plain".into())], body }
    }
}

impl message_hook::Guest for Probe {
    fn will_be_posted(_: Context, post: Post) -> Verdict {
        match post.message.as_str() {
            "reject me" => Verdict::Reject("The probe does not want this.".into()),
            "dismiss me" => Verdict::Dismiss,
            "replace me" => Verdict::Replace(Post { message: "replaced".into(), ..post }),
            "panic" => panic!("the probe was told to panic"),
            _ => Verdict::Accept,
        }
    }

    fn has_been_posted(_: Context, post: Post) {
        if post.message == "remember me" {
            cache::set("remembered", post.id.as_bytes(), 3600);
        }
    }

    fn has_been_updated(_: Context, _: Post, _: Post) {}
    fn has_been_deleted(_: Context, _: Post) {}
    fn reaction_has_been_added(_: Context, _: Reaction) {}
    fn reaction_has_been_removed(_: Context, _: Reaction) {}
}

impl membership_hook::Guest for Probe {
    fn channel_has_been_created(_: Context, _: Channel) {}
    fn user_has_joined_channel(_: Context, _: ChannelMember, _: Option<String>) {}
    fn user_has_left_channel(_: Context, _: ChannelMember, _: Option<String>) {}
    fn user_has_joined_team(_: Context, _: TeamMember, _: Option<String>) {}
    fn user_has_left_team(_: Context, _: TeamMember, _: Option<String>) {}
    fn user_has_been_created(_: Context, _: User) {}

    fn user_will_log_in(_: Context, user: User) -> Option<String> {
        (user.username == "mallory").then(|| "Not today.".into())
    }

    fn user_has_logged_in(_: Context, _: User) {}
    fn user_has_been_deactivated(_: Context, _: User) {}
}

impl schedule_hook::Guest for Probe {
    fn tick(run: Run) -> Result<(), String> {
        kv::set(&format!("tick/{}", run.job), run.fence.to_string().as_bytes(), None)
            .map_err(|error| format!("{error:?}"))
    }
}

impl cluster_hook::Guest for Probe {
    fn plugin_cluster_event(id: String, data: Vec<u8>) {
        cache::set(&id, &data, 3600);
    }
}

#[expect(clippy::empty_loop, reason = "never returning is the point")]
fn spin() -> String {
    loop {}
}

fn eat() -> String {
    let mut eaten: Vec<Vec<u8>> = Vec::new();
    loop {
        eaten.push(vec![1; 1 << 20]);
    }
}

fn show(result: Result<String, ApiError>) -> String {
    result.unwrap_or_else(|error| format!("{error:?}"))
}

fn fetch(address: &str) -> String {
    match waki::Client::new().get(address).send() {
        Ok(response) => {
            let status = response.status_code();
            let end = response.header("x-host-certificate-end").and_then(|value| value.to_str().ok());
            let end = end.map(|end| format!(", certified until {end}")).unwrap_or_default();
            match response.body() {
                Ok(body) => format!("{status} {}{end}", String::from_utf8_lossy(&body)),
                Err(error) => format!("{error:?}"),
            }
        }
        Err(error) => format!("{error:?}"),
    }
}

fn key_values() -> String {
    let steps = [
        format!("{:?}", kv::get("none")),
        format!("{:?}", kv::compare_and_set("k", None, b"1", None)),
        format!("{:?}", kv::compare_and_set("k", None, b"2", None)),
        format!("{:?}", kv::compare_and_set("k", Some(b"1"), b"2", Some(60))),
        format!("{:?}", kv::get("k")),
        format!("{:?}", kv::compare_and_delete("k", b"1")),
        format!("{:?}", kv::compare_and_delete("k", b"2")),
        format!("{:?}", kv::set("k", b"3", None)),
        format!("{:?}", kv::delete("k")),
        format!("{:?}", kv::get("k")),
        format!("{:?}", kv::set("", b"x", None)),
    ];
    steps.join("\n")
}

/// A file there and back: uploaded, posted, found in its thread, read.
fn file(command: &Command) -> Result<String, ApiError> {
    let sent: Vec<u8> = (0..=255).collect();
    let uploaded = files::upload(&command.channel_id, "Prüfung \u{202e}fdp.txt", &sent)?;
    let post = posts::create(&Post { file_ids: vec![uploaded.id.clone()], ..card(command) })?;
    let thread = posts::thread(&post.id)?;
    let ids: Vec<_> = thread.iter().flat_map(|post| post.file_ids.clone()).collect();
    let (info, read) = (files::info(&uploaded.id)?, files::read(&uploaded.id)?);
    Ok(format!(
        "{:?} {} {} {} {} {} {:?}",
        info.name,
        info.size,
        info.channel_id == command.channel_id,
        ids == [uploaded.id],
        read == sent,
        files::limit()?,
        files::info("none"),
    ))
}

fn card(command: &Command) -> Post {
    let button = Action {
        id: "go".into(),
        kind: ActionKind::Button,
        name: "Go".into(),
        style: "primary".into(),
        disabled: false,
        url: "/plugins/probe/hello".into(),
        context: r#"{"n":1,"list":[true,null,"x",2.5]}"#.into(),
        data_source: String::new(),
        options: vec![],
        default_option: String::new(),
    };
    let attachment = Attachment {
        fallback: "a card".into(),
        color: "#336699".into(),
        pretext: String::new(),
        author_name: String::new(),
        author_link: String::new(),
        author_icon: String::new(),
        title: "Card".into(),
        title_link: "https://example.com".into(),
        text: "**bold**".into(),
        fields: vec![AttachmentField { title: "Stage".into(), value: "New".into(), short: true }],
        image_url: String::new(),
        thumb_url: String::new(),
        footer: String::new(),
        footer_icon: String::new(),
        actions: vec![button],
    };
    Post {
        id: String::new(),
        create_at: 0,
        update_at: 0,
        edit_at: 0,
        delete_at: 0,
        user_id: command.user_id.clone(),
        channel_id: command.channel_id.clone(),
        root_id: String::new(),
        message: "hi".into(),
        kind: String::new(),
        is_pinned: false,
        file_ids: vec![],
        attachments: vec![attachment],
        props: r#"{"probe":{"deep":[1,2.5,"x",null,true]}}"#.into(),
    }
}

fn dialog(command: &Command) -> dialogs::Dialog {
    let element = dialogs::Element {
        name: "summary".into(),
        label: "Summary".into(),
        kind: dialogs::ElementKind::Text,
        subtype: String::new(),
        default_value: "x".into(),
        placeholder: String::new(),
        help_text: String::new(),
        optional: true,
        min_length: 0,
        max_length: 0,
        data_source: String::new(),
        options: vec![],
    };
    dialogs::Dialog {
        trigger_id: command.trigger_id.clone(),
        url: "/plugins/probe/echo".into(),
        callback_id: "probe".into(),
        title: "Probe".into(),
        introduction: String::new(),
        elements: vec![element],
        submit_label: "Send".into(),
        notify_on_cancel: false,
        state: "s".into(),
    }
}
