//! A world for the logic: one server with a few people and channels, one Odoo. Everything is in memory and steered by the test.
//!
//! People: `anna` administers the server, `ben` types the commands unless the test says otherwise, `cara` is his colleague,
//! `dora` is not in the channel. Channels of the team `team`: `town` (open, with everybody) and `deals` (private: ben, cara);
//! of the team `other`: `garden`, with whoever joins it.

mod chat;
mod crowd;
mod effects;
mod extensions;
mod http_client;
mod kv;
mod monitor;
mod replies;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use odoo_plugin::command::{self, Answer, Call, Registration};
use odoo_plugin::http::{self, Request, Response};
use odoo_plugin::language::Language;
use odoo_plugin::ports::{
    Button, Cache, ChannelMember, ChatError, Clock, Config, Deps, Dialog, HttpRequest, Jobs, Level, Log, Message,
    Person, Report, Secrets, Server, Timestamp, Turn,
};
use odoo_plugin::{jobs, lifecycle};
use odoo_stand_in::{Desk, StandIn};
use serde_json::{Value, json};

pub use chat::Refusal;
pub use crowd::{Crowd, Event};
pub use effects::{Effects, Killed};
pub use replies::*;

/// 2026-11-21 09:30 UTC.
pub const START: Timestamp = Timestamp(1_795_253_400_000);
/// How long Odoo takes for one answer.
pub const LATENCY: Duration = Duration::from_millis(31);
/// The bot's user id.
pub const BOT: &str = "bot";

/// Everything the logic can touch, and what it did.
pub struct World {
    settings: RefCell<Value>,
    site_url: String,
    people: RefCell<BTreeMap<String, Person>>,
    lookup: Option<ChatError>,
    bot: Result<String, ChatError>,
    members: RefCell<BTreeMap<(String, String), ChannelMember>>,
    archived: RefCell<BTreeSet<String>>,
    odoo: Odoo,
    cache: RefCell<Memory>,
    now: Cell<Timestamp>,
    secrets: Cell<u64>,
    /// The session of requests over HTTP; one that begins with `token` is that of a program.
    pub session: RefCell<String>,
    /// From where requests over HTTP come.
    pub address: RefCell<String>,
    /// Reads and writes of the key-value store so far.
    pub kv_calls: Cell<(usize, usize)>,
    /// What the key-value store holds.
    pub kv: RefCell<BTreeMap<String, Kept>>,
    /// Bodies that went to Odoo.
    pub asked: RefCell<Vec<Value>>,
    /// What services other than Odoo answer, in this order.
    pub services: RefCell<VecDeque<Reply>>,
    /// Requests to them.
    pub sent: RefCell<Vec<HttpRequest>>,
    /// By how many milliseconds Odoo's clock is ahead; none if its answers do not say what it shows.
    pub odoo_ahead: Cell<Option<i64>>,
    /// The last moment of Odoo's certificate.
    pub certificate_end: Cell<Option<Timestamp>>,
    /// Ephemeral messages that the bot sent or updated.
    pub shown: RefCell<Vec<Message>>,
    /// Posts of the bot and of people as they are now, by their order.
    pub posts: RefCell<Vec<Message>>,
    /// Files that were uploaded: channel, name, content.
    pub files: RefCell<Vec<(String, String, Vec<u8>)>>,
    /// Bytes of one file that the server takes.
    pub file_bytes_max: Cell<u64>,
    /// Programs that this process keeps.
    pub programs: RefCell<HashMap<String, Vec<u8>>>,
    /// What programs were told, in order.
    pub heard: RefCell<Vec<Value>>,
    /// Forms that were opened.
    pub dialogs: RefCell<Vec<Dialog>>,
    /// Registrations of the command.
    pub registered: RefCell<Vec<Registration>>,
    /// Entries of the server's own audit log.
    pub audited: RefCell<Vec<String>>,
    /// Mattermost takes no post of the bot.
    pub refusal: RefCell<Option<Refusal>>,
    /// Jobs that are to run now.
    pub woken: RefCell<Vec<String>>,
    /// Lines of the log.
    pub logged: RefCell<Vec<String>>,
    /// What was counted and set, by name and labels; times are counted.
    pub numbers: RefCell<BTreeMap<String, u32>>,
    /// What the host says of the process.
    pub report: RefCell<Report>,
    /// Counts and interrupts what the logic does to the world.
    pub effects: Effects,
}

impl World {
    /// A configured plugin and a caller who is an ordinary person.
    pub fn new() -> Self {
        let member = ChannelMember { is_admin: false, is_guest: false };
        let members = [("town", "anna"), ("town", "ben"), ("town", "cara"), ("deals", "ben"), ("deals", "cara")];
        Self {
            settings: RefCell::new(json!({
                "odoourl": "https://erp.example.com", "odoodatabase": "odoo", "odoologin": "bridge", "odooapi": "jsonrpc",
                "odooapikey": "BRIDGE_API_KEY", "odootimeoutseconds": 20, "defaulttimezone": "UTC",
                "encryptionkey": "ENCRYPTION_KEY_OF_THIS_WORLD_0001",
            })),
            site_url: "https://chat.example.com".into(),
            people: RefCell::new(
                ["anna", "ben", "cara", "dora", BOT].map(|name| (name.to_owned(), person(name))).into(),
            ),
            lookup: None,
            bot: Ok(BOT.into()),
            members: RefCell::new(
                members.map(|(channel, user)| ((channel.to_owned(), user.to_owned()), member)).into(),
            ),
            archived: RefCell::default(),
            odoo: Odoo::Script(RefCell::default()),
            cache: RefCell::default(),
            now: Cell::new(START),
            secrets: Cell::new(0),
            session: RefCell::new("browser".into()),
            address: RefCell::new("192.0.2.7".into()),
            kv_calls: Cell::default(),
            kv: RefCell::default(),
            asked: RefCell::default(),
            services: RefCell::default(),
            sent: RefCell::default(),
            odoo_ahead: Cell::default(),
            certificate_end: Cell::default(),
            shown: RefCell::default(),
            posts: RefCell::default(),
            files: RefCell::default(),
            file_bytes_max: Cell::new(100 << 20),
            programs: RefCell::default(),
            heard: RefCell::default(),
            dialogs: RefCell::default(),
            registered: RefCell::default(),
            audited: RefCell::default(),
            refusal: RefCell::default(),
            woken: RefCell::default(),
            logged: RefCell::default(),
            numbers: RefCell::default(),
            report: RefCell::new(monitor::report()),
            effects: Effects::default(),
        }
    }

    /// `ben` administers the server.
    pub fn admin(self) -> Self {
        self.change("ben", |person| person.is_system_admin = true);
        self
    }

    /// Mattermost does not say who calls.
    pub fn nobody(mut self) -> Self {
        self.lookup = Some(ChatError::Unavailable);
        self
    }

    /// Mattermost refuses the bot.
    pub fn without_bot(mut self) -> Self {
        self.bot = Err(ChatError::Forbidden);
        self
    }

    /// One setting is different.
    pub fn setting(self, key: &str, value: Value) -> Self {
        self.save(key, value);
        self
    }

    /// Nothing is configured.
    pub fn unconfigured(self) -> Self {
        self.settings.replace(json!({}));
        self
    }

    /// Odoo is the stand-in with its demo data.
    pub fn live() -> Self {
        Self::with_desk(StandIn::demo().offline())
    }

    /// Odoo is this stand-in.
    pub fn with_desk(desk: Desk) -> Self {
        Self { odoo: Odoo::Desk(Box::new(desk)), ..Self::new() }.setting("odoodatabase", json!("odoo"))
    }

    /// The stand-in of a live world.
    pub fn desk(&self) -> &Desk {
        match &self.odoo {
            Odoo::Desk(desk) => desk,
            Odoo::Script(_) => panic!("Odoo answers by a script here"),
        }
    }

    /// Odoo answers so, in this order.
    pub fn odoo(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.answers(replies);
        self
    }

    /// A person changes.
    pub fn change(&self, user_id: &str, change: impl FnOnce(&mut Person)) {
        change(self.people.borrow_mut().get_mut(user_id).expect("a person of this world"));
    }

    /// A person becomes a member of a channel.
    pub fn join(&self, channel_id: &str, user_id: &str, member: ChannelMember) {
        self.members.borrow_mut().insert((channel_id.into(), user_id.into()), member);
    }

    /// A channel is archived.
    pub fn archive(&self, channel_id: &str) {
        self.archived.borrow_mut().insert(channel_id.into());
    }

    /// The admin saves a setting.
    pub fn save(&self, key: &str, value: Value) {
        self.settings.borrow_mut()[key] = value;
    }

    /// A setting as it is saved.
    pub fn setting_of(&self, key: &str) -> Value {
        self.settings.borrow()[key].clone()
    }

    /// Odoo will answer so as well.
    pub fn answers(&self, replies: impl IntoIterator<Item = Reply>) {
        match &self.odoo {
            Odoo::Script(script) => script.borrow_mut().extend(replies),
            Odoo::Desk(_) => panic!("Odoo answers by itself here"),
        }
    }

    /// Time goes by.
    pub fn pass(&self, duration: Duration) {
        self.now.set(self.now.get().after(duration));
    }

    /// The process ends and starts anew: only the key-value store and Mattermost remember.
    pub fn restart(&self) {
        self.cache.borrow_mut().clear();
        self.programs.borrow_mut().clear();
    }

    /// Another node acts, which remembers other things and shares the rest.
    pub fn on_node<T>(&self, memory: &mut Memory, act: impl FnOnce(&Self) -> T) -> T {
        std::mem::swap(&mut *self.cache.borrow_mut(), memory);
        let result = act(self);
        std::mem::swap(&mut *self.cache.borrow_mut(), memory);
        result
    }

    /// Somebody acts whose clock is ahead by so much, or behind if it is negative.
    pub fn with_skew<T>(&self, skew_ms: i64, act: impl FnOnce(&Self) -> T) -> T {
        self.now.set(Timestamp(self.now.get().0 + skew_ms));
        let result = act(self);
        self.now.set(Timestamp(self.now.get().0 - skew_ms));
        result
    }

    /// How long everything took so far.
    pub fn elapsed(&self) -> Duration {
        self.now.get().since(START)
    }

    /// `ben` types a command in `town`; returns what he reads.
    pub fn command(&self, text: &str) -> String {
        self.command_as("ben", "town", text)
    }

    /// Somebody types a command; returns what its author reads, empty if nothing.
    pub fn command_as(&self, user_id: &str, channel_id: &str, text: &str) -> String {
        let shown = self.shown.borrow().len();
        match command::run(&self.deps(), &call_as(user_id, channel_id, text)) {
            Answer::Text(text) => text,
            Answer::Shown => self.shown.borrow().get(shown..).and_then(<[_]>::last).map_or("", |m| &m.text).to_owned(),
        }
    }

    /// `ben` types a command; returns the answer as such.
    pub fn answer(&self, text: &str) -> Answer {
        command::run(&self.deps(), &call(text))
    }

    /// Presses the first button of the last ephemeral message as `user_id`.
    pub fn press(&self, user_id: &str) -> Response {
        let message = self.shown.borrow().last().expect("a message with a button").clone();
        let button = message.buttons.first().expect("a button");
        self.press_button(user_id, &message.channel_id, "ephemeral", button)
    }

    /// Presses a button of a post by its name as `user_id`.
    pub fn press_on(&self, user_id: &str, post_id: &str, name: &str) -> Response {
        http::handle(&self.deps(), &self.pressing(user_id, post_id, name))
    }

    /// The request that a press on a button of a post makes.
    pub fn pressing(&self, user_id: &str, post_id: &str, name: &str) -> Request {
        let post = self.post_of(post_id);
        let button = buttons(&post).into_iter().find(|button| button.name == name);
        let button = button.unwrap_or_else(|| panic!("no button {name} on {post:?}"));
        self.pressing_button(user_id, &post.channel_id, post_id, &button)
    }

    /// Presses a button as the client would.
    pub fn press_button(&self, user_id: &str, channel_id: &str, post_id: &str, button: &Button) -> Response {
        http::handle(&self.deps(), &self.pressing_button(user_id, channel_id, post_id, button))
    }

    fn pressing_button(&self, user_id: &str, channel_id: &str, post_id: &str, button: &Button) -> Request {
        let body = json!({
            "user_id": user_id, "channel_id": channel_id, "post_id": post_id, "type": "button",
            "trigger_id": "trigger", "context": button.context,
        });
        self.asking("POST", below(&button.url), Some(user_id), &[], body.to_string().as_bytes())
    }

    /// Submits the last form that was opened, as `user_id` from `channel_id`.
    pub fn submit(&self, user_id: &str, channel_id: &str, submission: Value) -> Response {
        let dialog = self.dialogs.borrow().last().expect("an open form").clone();
        let body = json!({
            "type": "dialog_submission", "callback_id": dialog.callback_id, "state": dialog.state,
            "user_id": user_id, "channel_id": channel_id, "team_id": "team", "submission": submission,
            "cancelled": false,
        });
        self.post_json(&dialog.url, user_id, &body)
    }

    /// A post as it is now.
    pub fn post_of(&self, post_id: &str) -> Message {
        self.posts.borrow().iter().find(|post| post.id == post_id).expect("a post").clone()
    }

    /// The last post.
    pub fn last_post(&self) -> Message {
        self.posts.borrow().last().expect("a post").clone()
    }

    /// Posts JSON to `/plugins/odoo/…` as `user_id`.
    pub fn post_json(&self, url: &str, user_id: &str, body: &Value) -> Response {
        self.request("POST", below(url), Some(user_id), body.to_string().as_bytes())
    }

    /// Sends a request; what follows `?` in `target` is its query.
    pub fn request(&self, method: &str, target: &str, user_id: Option<&str>, body: &[u8]) -> Response {
        self.request_with(method, target, user_id, &[], body)
    }

    /// Sends a request with headers.
    pub fn request_with(
        &self,
        method: &str,
        target: &str,
        user_id: Option<&str>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Response {
        http::handle(&self.deps(), &self.asking(method, target, user_id, headers, body))
    }

    /// A request as the server hands it over.
    pub fn asking(
        &self,
        method: &str,
        target: &str,
        user_id: Option<&str>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Request {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            body: body.into(),
            user_id: user_id.map(Into::into),
            session_id: self.session.borrow().clone(),
            address: self.address.borrow().clone(),
            request_id: "req".into(),
        }
    }

    /// The server enables the plugin.
    pub fn activate(&self) -> Result<(), String> {
        lifecycle::activate(&self.deps())
    }

    /// The server says that settings were saved.
    pub fn configuration_changed(&self) -> Result<(), String> {
        lifecycle::configuration_changed(&self.deps())
    }

    /// A job's timer comes round.
    pub fn job(&self, name: &str) -> Result<(), String> {
        jobs::run(&self.deps(), name, 1)
    }

    /// What the bot wrote to a person, in order.
    pub fn told(&self, user_id: &str) -> Vec<String> {
        let posts = self.posts.borrow();
        let direct = posts.iter().filter(|post| post.author_id == BOT && post.channel_id.starts_with("dm-"));
        let theirs = direct.filter(|post| post.channel_id.split('-').any(|name| name == user_id));
        theirs.map(|post| post.text.clone()).collect()
    }

    /// The methods that Odoo was asked for, in order.
    pub fn methods(&self) -> Vec<String> {
        self.asked.borrow().iter().map(method).collect()
    }

    /// The positional and named arguments of the last call of a model.
    pub fn last_call(&self) -> (Value, Value) {
        let asked = self.asked.borrow();
        let args = &asked.last().expect("a call")["params"]["args"];
        (args[5].clone(), args[6].clone())
    }

    /// What the logic gets.
    pub fn deps(&self) -> Deps<'_> {
        Deps {
            chat: self,
            config: self,
            cache: self,
            kv: self,
            extensions: self,
            http: self,
            jobs: self,
            clock: self,
            log: self,
            monitor: self,
            random: &|| 7,
            secret: self,
            language: Language::En,
        }
    }
}

/// What a process remembers.
pub type Memory = HashMap<String, (Vec<u8>, Timestamp)>;

/// A value of the key-value store, with the moment it expires.
pub type Kept = (Vec<u8>, Option<Timestamp>);

/// Who answers in Odoo's place.
enum Odoo {
    /// These answers, in this order.
    Script(RefCell<VecDeque<Reply>>),
    /// The stand-in.
    Desk(Box<Desk>),
}

/// `ben` typed it in `town`.
pub fn call(text: &str) -> Call {
    call_as("ben", "town", text)
}

/// Somebody typed it.
pub fn call_as(user_id: &str, channel_id: &str, text: &str) -> Call {
    Call {
        user_id: user_id.into(),
        channel_id: channel_id.into(),
        root_id: String::new(),
        // Clients send the team that is open, in direct messages too.
        team_id: if chat::team_of(channel_id) == "other" { "other".into() } else { "team".into() },
        trigger_id: "trigger".into(),
        text: text.into(),
        request_id: "req".into(),
        may_share: false,
    }
}

/// All buttons of a message, those of its cards first.
pub fn buttons(message: &Message) -> Vec<Button> {
    message.cards.iter().flat_map(|card| card.buttons.iter()).chain(&message.buttons).cloned().collect()
}

/// The path below the plugin's own.
fn below(url: &str) -> &str {
    url.strip_prefix("/plugins/odoo").expect("a route of this plugin")
}

fn person(name: &str) -> Person {
    Person {
        id: name.into(),
        username: if name == BOT { "odoo".into() } else { name.into() },
        email: format!("{name}@example.com"),
        is_email_verified: true,
        is_system_admin: name == "anna",
        is_bot: name == BOT,
        is_deactivated: false,
        locale: "en".into(),
        time_zone: "Europe/Madrid".into(),
    }
}

fn method(body: &Value) -> String {
    let params = &body["params"];
    let name = if params["service"] == "object" { &params["args"][4] } else { &params["method"] };
    name.as_str().unwrap_or_default().to_owned()
}

impl Secrets for World {
    fn bytes(&self) -> [u8; 32] {
        self.secrets.set(self.secrets.get() + 1);
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.secrets.get().to_be_bytes());
        bytes
    }
}

impl Config for World {
    fn settings(&self) -> String {
        self.settings.borrow().to_string()
    }

    fn set(&self, key: &str, value: &Value) -> Result<(), ChatError> {
        self.effects.happen(self, || {
            self.save(&key.to_lowercase(), value.clone());
            Ok(())
        })
    }

    fn server(&self) -> Server {
        Server {
            version: "11.6.0".into(),
            site_url: self.site_url.clone(),
            locale: "en".into(),
            plugin_id: "odoo".into(),
            plugin_version: "0.1.0".into(),
        }
    }
}

impl Cache for World {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        let cache = self.cache.borrow();
        cache.get(key).filter(|(_, expires)| *expires > self.now.get()).map(|(value, _)| value.clone())
    }

    fn set(&self, key: &str, value: &[u8], ttl_seconds: u32) {
        let expires = self.now.get().after(Duration::from_secs(ttl_seconds.into()));
        self.cache.borrow_mut().insert(key.into(), (value.into(), expires));
    }

    fn add(&self, key: &str, delta: i64, ttl_seconds: u32) -> i64 {
        let old = Cache::get(self, key);
        let sum = old.and_then(|text| String::from_utf8(text).ok()?.parse::<i64>().ok()).unwrap_or(0) + delta;
        let expires = self.cache.borrow().get(key).map(|(_, expires)| *expires).filter(|at| *at > self.now.get());
        let expires = expires.unwrap_or_else(|| self.now.get().after(Duration::from_secs(ttl_seconds.into())));
        self.cache.borrow_mut().insert(key.into(), (sum.to_string().into_bytes(), expires));
        sum
    }

    fn delete(&self, key: &str) {
        self.cache.borrow_mut().remove(key);
    }

    fn turn(&self, _: &str) -> Turn {
        // A world does one thing at a time.
        Box::new(())
    }
}

impl Jobs for World {
    fn wake(&self, job: &str) {
        let mut woken = self.woken.borrow_mut();
        if !woken.iter().any(|known| known == job) {
            woken.push(job.to_owned());
        }
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.now.get()
    }

    fn wait(&self, duration: Duration) {
        self.pass(duration);
    }
}

impl Log for World {
    fn write(&self, level: Level, message: &str, fields: &[(&str, String)]) {
        let fields: String = fields.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        self.logged.borrow_mut().push(format!("{level:?} {message}{fields}"));
    }

    fn audit(&self, event: &str, is_success: bool, user_id: &str, fields: &[(&str, String)]) {
        let fields: String = fields.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        self.audited.borrow_mut().push(format!("{event} {is_success} {user_id}{fields}"));
    }
}
