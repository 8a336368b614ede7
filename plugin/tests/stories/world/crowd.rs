//! A world that many threads share, as one process serves many people: each call of a port is atomic, everything between two
//! calls runs at the same time, and Odoo answers everybody at once. Time stands still: nobody is late.

use std::sync::{Barrier, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use odoo_plugin::command::{self, Answer, Registration};
use odoo_plugin::http::{self, Request, Response};
use odoo_plugin::language::Language;
use odoo_plugin::ports::{
    Bot, Cache, Channel, ChannelMember, Chat, ChatError, Clock, Config, Deps, Dialog, ExtensionError, ExtensionLimits,
    Extensions, File, HttpClient, HttpError, HttpRequest, HttpResponse, Jobs, Kv, KvError, Level, Log, Message,
    Monitor, Person, Post, Report, Secrets, Server, SessionKind, Team, Timestamp, Turn,
};
use odoo_stand_in::Desk;
use serde_json::Value;

use super::{World, call_as, http_client, method};

/// Where the freeze is kept.
const GATE: &str = "sys/gate";
/// Who waits lets the others do so much first.
const CALLS_MEANWHILE: u64 = 200;
/// A thread that is held for so long is held for good.
const HELD_MAX: Duration = Duration::from_secs(60);

/// A world and the threads in it.
pub struct Crowd {
    inside: Mutex<Inside>,
    desk: Desk,
    happened: Condvar,
}

struct Inside {
    world: World,
    calls: u64,
    events: Vec<(ThreadId, Event)>,
    /// Only so many pass the gate before it is closed.
    passes_max: Option<usize>,
}

/// What has to do with writing to Odoo, in the order in which it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody asked the gate, and it was open.
    Passed,
    /// The gate was closed.
    Closed,
    /// A write arrived at Odoo.
    Wrote(String),
    /// Whoever closed the gate was told that nothing is sent any more.
    Told,
}

impl Crowd {
    /// Everybody in a live world.
    pub fn new(world: World) -> Self {
        let desk = world.desk().clone();
        let inside = Inside { world, calls: 0, events: Vec::new(), passes_max: None };
        Self { inside: Mutex::new(inside), desk, happened: Condvar::new() }
    }

    /// Whoever asks the gate after so many others does it only once it is closed, and whatever they write arrives only then:
    /// all that can be under way is under way when the freeze comes.
    pub fn hold_after(self, passes: usize) -> Self {
        self.lock().passes_max = Some(passes);
        self
    }

    /// The world again, when everybody has gone home, and what happened in it.
    pub fn go_home(self) -> (World, Vec<(ThreadId, Event)>) {
        let inside = self.inside.into_inner().unwrap_or_else(PoisonError::into_inner);
        (inside.world, inside.events)
    }

    /// All of these requests at the same moment, each on a thread of its own, while `meanwhile` happens; returns the answers.
    pub fn all_at_once<T>(&self, requests: &[Request], meanwhile: impl FnOnce(&Self) -> T) -> (Vec<Response>, T) {
        let start = Barrier::new(requests.len());
        thread::scope(|scope| {
            let send = |request| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    http::handle(&self.deps(), request)
                })
            };
            let threads: Vec<_> = requests.iter().map(send).collect();
            let result = meanwhile(self);
            (threads.into_iter().map(|thread| thread.join().expect("an answer")).collect(), result)
        })
    }

    /// `anna` freezes once so many have passed the gate; returns what she reads.
    pub fn freeze_after(&self, passes: usize) -> String {
        self.wait_until("the gate was passed", |inside| inside.count(&Event::Passed) >= passes);
        let Answer::Text(text) = command::run(&self.deps(), &call_as("anna", "town", "/odoo admin freeze bad import"))
        else {
            panic!("a freeze is answered at once")
        };
        self.lock().note(Event::Told);
        text
    }

    fn deps(&self) -> Deps<'_> {
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

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One call of a port.
    fn call<T>(&self, call: impl FnOnce(&mut Inside) -> T) -> T {
        let mut inside = self.lock();
        inside.calls += 1;
        let result = call(&mut inside);
        drop(inside);
        self.happened.notify_all();
        result
    }

    fn wait_until(&self, what: &str, is_so: impl Fn(&Inside) -> bool) {
        let waited = self.happened.wait_timeout_while(self.lock(), HELD_MAX, |inside| !is_so(inside));
        let is_late = waited.unwrap_or_else(PoisonError::into_inner).1.timed_out();
        assert!(!is_late, "waited for nothing: {what}");
    }
}

impl Inside {
    fn note(&mut self, event: Event) {
        self.events.push((thread::current().id(), event));
    }

    fn count(&self, event: &Event) -> usize {
        self.events.iter().filter(|(_, noted)| noted == event).count()
    }

    /// Whether the next one may ask the gate or write now.
    fn is_turn(&self) -> bool {
        self.passes_max.is_none_or(|max| self.count(&Event::Passed) < max || self.count(&Event::Closed) > 0)
    }
}

impl Kv for Crowd {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KvError> {
        self.call(|inside| Kv::get(&inside.world, key))
    }

    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
        expire_in_seconds: Option<u32>,
    ) -> Result<bool, KvError> {
        let asks = key == GATE && old == Some(new);
        if asks {
            self.wait_until("the gate was closed", Inside::is_turn);
        }
        self.call(|inside| {
            let is_set = Kv::compare_and_set(&inside.world, key, old, new, expire_in_seconds);
            if key == GATE && is_set == Ok(true) {
                let gate: Value = serde_json::from_slice(new).unwrap_or_default();
                match (asks, gate["freeze"].is_null()) {
                    (true, true) => inside.note(Event::Passed),
                    (false, false) => inside.note(Event::Closed),
                    _ => {}
                }
            }
            is_set
        })
    }

    fn compare_and_delete(&self, key: &str, old: &[u8]) -> Result<bool, KvError> {
        self.call(|inside| inside.world.compare_and_delete(key, old))
    }

    fn list(&self, page: u32, per_page: u32) -> Result<Vec<String>, KvError> {
        self.call(|inside| inside.world.list(page, per_page))
    }
}

impl HttpClient for Crowd {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpError> {
        let name = method(&serde_json::from_slice(&request.body).unwrap_or_default());
        let is_write = ["create", "write", "load", "message_post"].contains(&name.as_str());
        if is_write {
            self.wait_until("the gate was closed", Inside::is_turn);
        }
        let now = self.call(|inside| {
            if is_write {
                inside.note(Event::Wrote(name));
            }
            inside.world.now()
        });
        // Others go on meanwhile.
        http_client::ask(&self.desk, now, request)
    }

    fn send_all(&self, requests: &[HttpRequest]) -> Vec<Result<HttpResponse, HttpError>> {
        requests.iter().map(|request| self.send(request)).collect()
    }
}

impl Clock for Crowd {
    fn now(&self) -> Timestamp {
        self.call(|inside| inside.world.now())
    }

    /// Lets the others go on; for as long as was asked if they do nothing.
    fn wait(&self, duration: Duration) {
        let inside = self.lock();
        let until = inside.calls + CALLS_MEANWHILE;
        drop(self.happened.wait_timeout_while(inside, duration, |inside| inside.calls < until));
    }
}

/// Everything else is the world's, one call at a time.
macro_rules! shared {
    ($($port:ident { $(fn $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)* })*) => {
        $(impl $port for Crowd {
            $(fn $name(&self, $($argument: $kind),*) -> $answer {
                self.call(|inside| $port::$name(&inside.world, $($argument),*))
            })*
        })*
    };
}

shared! {
    Cache {
        fn get(key: &str) -> Option<Vec<u8>>;
        fn set(key: &str, value: &[u8], ttl_seconds: u32) -> ();
        fn add(key: &str, delta: i64, ttl_seconds: u32) -> i64;
        fn delete(key: &str) -> ();
        fn turn(name: &str) -> Turn;
    }
    Jobs {
        fn wake(job: &str) -> ();
    }
    Config {
        fn settings() -> String;
        fn set(key: &str, value: &Value) -> Result<(), ChatError>;
        fn server() -> Server;
    }
    Log {
        fn write(level: Level, message: &str, fields: &[(&str, String)]) -> ();
        fn audit(event: &str, is_success: bool, user_id: &str, fields: &[(&str, String)]) -> ();
    }
    Secrets {
        fn bytes() -> [u8; 32];
    }
    Chat {
        fn person(user_id: &str) -> Result<Person, ChatError>;
        fn person_by_name(username: &str) -> Result<Person, ChatError>;
        fn person_by_email(email: &str) -> Result<Person, ChatError>;
        fn session(session_id: &str) -> Result<SessionKind, ChatError>;
        fn ensure_bot(bot: &Bot) -> Result<String, ChatError>;
        fn register_command(registration: &Registration) -> Result<(), ChatError>;
        fn channel(channel_id: &str) -> Result<Channel, ChatError>;
        fn channel_by_name(team_id: &str, name: &str) -> Result<Channel, ChatError>;
        fn channels_of(team_id: &str, user_id: &str) -> Result<Vec<Channel>, ChatError>;
        fn direct_channel(user_id: &str, other_user_id: &str) -> Result<Channel, ChatError>;
        fn channel_member(channel_id: &str, user_id: &str) -> Result<ChannelMember, ChatError>;
        fn first_members(channel_id: &str) -> Result<Vec<ChannelMember>, ChatError>;
        fn join_channel(channel_id: &str, user_id: &str) -> Result<(), ChatError>;
        fn teams_of(user_id: &str) -> Result<Vec<Team>, ChatError>;
        fn may_in_channel(user_id: &str, channel_id: &str, permission: &str) -> bool;
        fn create_post(message: &Message) -> Result<String, ChatError>;
        fn update_post(message: &Message) -> Result<(), ChatError>;
        fn post(post_id: &str) -> Result<Post, ChatError>;
        fn thread(root_id: &str) -> Result<Vec<Post>, ChatError>;
        fn file_bytes_max() -> Result<u64, ChatError>;
        fn posts_since(channel_id: &str, time: Timestamp) -> Result<Vec<Post>, ChatError>;
        fn send_ephemeral(user_id: &str, message: &Message) -> Result<String, ChatError>;
        fn update_ephemeral(user_id: &str, message: &Message) -> Result<(), ChatError>;
        fn upload(channel_id: &str, name: &str, data: &[u8]) -> Result<String, ChatError>;
        fn file(file_id: &str) -> Result<File, ChatError>;
        fn read_file(file_id: &str) -> Result<Vec<u8>, ChatError>;
        fn open_dialog(dialog: &Dialog) -> Result<(), ChatError>;
    }
    Extensions {
        fn keep(name: &str, code: &[u8]) -> Result<(), ExtensionError>;
        fn run(name: &str, function: &str, input: &[u8], limits: &ExtensionLimits) -> Result<Vec<u8>, ExtensionError>;
    }
}

impl Monitor for Crowd {
    fn count(&self, _: &str, _: &[(&str, &str)]) {}

    fn set(&self, _: &str, _: &[(&str, &str)], _: u32) {}

    fn observe(&self, _: &str, _: &[(&str, &str)], _: Duration) {}

    fn report(&self) -> Report {
        Report::default()
    }
}
