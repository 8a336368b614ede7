//! A world for the logic: one server, one caller, an Odoo that answers what the test says.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::time::Duration;

use odoo_plugin::command::{self, Answer, Call, Registration};
use odoo_plugin::http::{self, Request, Response};
use odoo_plugin::lifecycle;
use odoo_plugin::ports::{
    Bot, Cache, Chat, ChatError, Clock, Config, Deps, HttpClient, HttpError, HttpRequest, HttpResponse, Level, Log,
    Message, Person, Server, Timestamp,
};
use serde_json::{Value, json};

/// 2026-11-21 09:30 UTC.
pub const START: Timestamp = Timestamp(1_795_253_400_000);
/// How long Odoo takes for one answer.
pub const LATENCY: Duration = Duration::from_millis(31);

/// Everything the logic can touch, and what it did.
pub struct World {
    settings: RefCell<Value>,
    site_url: String,
    person: Result<Person, ChatError>,
    bot: Result<String, ChatError>,
    script: RefCell<VecDeque<Reply>>,
    cache: RefCell<HashMap<String, (Vec<u8>, Timestamp)>>,
    now: Cell<Timestamp>,
    /// Bodies that went to Odoo.
    pub asked: RefCell<Vec<Value>>,
    /// Messages that the bot sent or updated.
    pub shown: RefCell<Vec<Message>>,
    /// Registrations of the command.
    pub registered: RefCell<Vec<Registration>>,
    /// Lines of the log.
    pub logged: RefCell<Vec<String>>,
}

/// One answer of Odoo.
pub type Reply = Result<HttpResponse, HttpError>;

impl World {
    /// A configured plugin and a caller who is an ordinary person.
    pub fn new() -> Self {
        Self {
            settings: RefCell::new(json!({
                "odoourl": "https://erp.example.com", "odoodatabase": "odoo", "odoologin": "bridge",
                "odooapikey": "BRIDGE_API_KEY", "odootimeoutseconds": 20, "defaulttimezone": "UTC",
            })),
            site_url: "https://chat.example.com".into(),
            person: Ok(Person { is_system_admin: false, locale: "en".into(), time_zone: "Europe/Madrid".into() }),
            bot: Ok("bot".into()),
            script: RefCell::default(),
            cache: RefCell::default(),
            now: Cell::new(START),
            asked: RefCell::default(),
            shown: RefCell::default(),
            registered: RefCell::default(),
            logged: RefCell::default(),
        }
    }

    /// The caller administers the server.
    pub fn admin(mut self) -> Self {
        self.person = self.person.map(|person| Person { is_system_admin: true, ..person });
        self
    }

    /// Mattermost does not say who calls.
    pub fn nobody(mut self) -> Self {
        self.person = Err(ChatError::Unavailable);
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

    /// Odoo answers so, in this order.
    pub fn odoo(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        self.answers(replies);
        self
    }

    /// The admin saves a setting.
    pub fn save(&self, key: &str, value: Value) {
        self.settings.borrow_mut()[key] = value;
    }

    /// Odoo will answer so as well.
    pub fn answers(&self, replies: impl IntoIterator<Item = Reply>) {
        self.script.borrow_mut().extend(replies);
    }

    /// Time goes by.
    pub fn pass(&self, duration: Duration) {
        self.now.set(self.now.get().after(duration));
    }

    /// How long everything took so far.
    pub fn elapsed(&self) -> Duration {
        self.now.get().since(START)
    }

    /// Types a command; returns what its author reads.
    pub fn command(&self, text: &str) -> String {
        match self.answer(text) {
            Answer::Text(text) => text,
            Answer::Shown => self.shown.borrow().last().expect("a message of the bot").text.clone(),
        }
    }

    /// Types a command; returns the answer as such.
    pub fn answer(&self, text: &str) -> Answer {
        command::run(&self.deps(), &call(text))
    }

    /// Presses the first button of the last message as `user_id`.
    pub fn press(&self, user_id: &str) -> Response {
        let message = self.shown.borrow().last().expect("a message with a button").clone();
        let button = message.buttons.first().expect("a button");
        let path = button.url.strip_prefix("/plugins/odoo").expect("a route of this plugin");
        let body = json!({
            "user_id": user_id, "channel_id": message.channel_id, "post_id": "ephemeral", "type": "button",
            "context": button.context,
        });
        self.request("POST", path, Some(user_id), body.to_string().as_bytes())
    }

    /// Sends a request.
    pub fn request(&self, method: &str, path: &str, user_id: Option<&str>, body: &[u8]) -> Response {
        let request = Request {
            method: method.into(),
            path: path.into(),
            body: body.into(),
            user_id: user_id.map(Into::into),
            request_id: "req".into(),
        };
        http::handle(&self.deps(), &request)
    }

    /// The server enables the plugin.
    pub fn activate(&self) -> Result<(), String> {
        lifecycle::activate(&self.deps())
    }

    /// The server says that settings were saved.
    pub fn configuration_changed(&self) -> Result<(), String> {
        lifecycle::configuration_changed(&self.deps())
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
        Deps { chat: self, config: self, cache: self, http: self, clock: self, log: self, random: &|| 7 }
    }
}

/// Somebody typed it.
pub fn call(text: &str) -> Call {
    Call {
        user_id: "ben".into(),
        channel_id: "town".into(),
        root_id: String::new(),
        text: text.into(),
        request_id: "req".into(),
    }
}

/// An answer of the real Odoo 17.
pub fn recorded(name: &str) -> Reply {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/odoo/recordings").join(format!("{name}.json"));
    let recording: Value = serde_json::from_slice(&std::fs::read(&path).expect("a recording")).expect("JSON");
    let response = &recording["response"];
    let body = match &response["body"] {
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Ok(HttpResponse {
        status: u16::try_from(response["status"].as_u64().expect("a status")).expect("a status"),
        location: response["headers"]["Location"].as_str().map(Into::into),
        retry_after_seconds: None,
        body: body.into_bytes(),
    })
}

/// A result of Odoo.
pub fn result(result: Value) -> Reply {
    answer(200, json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string())
}

/// Any answer over HTTP.
pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Ok(HttpResponse { status, location: None, retry_after_seconds: None, body: body.into() })
}

/// The login of the account.
pub fn login() -> Reply {
    recorded("1-jsonrpc-authenticate-ok")
}

/// The fields of partners in Odoo 17.
pub fn partner_fields() -> Reply {
    let fields = [
        "name",
        "display_name",
        "email",
        "email_normalized",
        "phone",
        "mobile",
        "phone_mobile_search",
        "website",
        "city",
        "country_id",
        "is_company",
    ];
    result(fields.into_iter().map(|field| (field.to_owned(), json!({"type": "char"}))).collect())
}

/// So many partners.
pub fn partners(count: usize) -> Reply {
    let partner = |n| json!({"id": n, "name": format!("Partner {n:02}"), "email": false, "phone": false, "city": false, "country_id": false});
    result((1..=count).map(partner).collect())
}

fn method(body: &Value) -> String {
    let params = &body["params"];
    let name = if params["service"] == "object" { &params["args"][4] } else { &params["method"] };
    name.as_str().unwrap_or_default().to_owned()
}

impl Chat for World {
    fn person(&self, _: &str) -> Result<Person, ChatError> {
        self.person.clone()
    }

    fn ensure_bot(&self, _: &Bot) -> Result<String, ChatError> {
        self.bot.clone()
    }

    fn register_command(&self, registration: &Registration) -> Result<(), ChatError> {
        self.registered.borrow_mut().push(registration.clone());
        Ok(())
    }

    fn send_ephemeral(&self, _: &str, message: &Message) -> Result<String, ChatError> {
        self.shown.borrow_mut().push(message.clone());
        Ok("ephemeral".into())
    }

    fn update_ephemeral(&self, _: &str, message: &Message) -> Result<(), ChatError> {
        self.shown.borrow_mut().push(message.clone());
        Ok(())
    }
}

impl Config for World {
    fn settings(&self) -> String {
        self.settings.borrow().to_string()
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

    fn delete(&self, key: &str) {
        self.cache.borrow_mut().remove(key);
    }
}

impl HttpClient for World {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        assert_eq!(request.url, "https://erp.example.com/jsonrpc");
        self.asked.borrow_mut().push(serde_json::from_slice(&request.body).expect("JSON"));
        let reply = self
            .script
            .borrow_mut()
            .pop_front()
            .unwrap_or_else(|| panic!("Odoo was asked too often: {:?}", self.methods()));
        self.pass(if reply == Err(HttpError::Timeout) { request.timeout } else { LATENCY });
        reply
    }

    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>> {
        let start = self.now.get();
        let mut end = start;
        let answers = requests.iter().map(|request| {
            self.now.set(start);
            let answer = self.send(request);
            end = end.max(self.now.get());
            answer
        });
        let answers = answers.collect();
        self.now.set(end);
        answers
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
}
