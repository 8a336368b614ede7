//! A recorded session of a Go application with a Go plugin, replayed with this crate in the plugin's place. Frames of
//! the application are sent as recorded; what this side sends must mean the same on every stream.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use gob::{Decoder, Limits, Value};
use goplugin::rpc::{Answer, Call, Client, RpcError, Service, serve};
use goplugin::yamux::Stream;
use goplugin::{Broker, Plugin, PluginEnd, PullReader};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::support::{NAME, halves, read_all};

/// Lines of `S` (application to plugin) or `P` (plugin to application), a space and the bytes of one write in hex.
const RECORDING: &str = include_str!("../../../gob/tests/data/golden-streams.txt");

const CONTROL: u32 = 1;
const STDOUT: u32 = 3;
const HOOKS: u32 = 7;
const API: u32 = 2;
const RESPONSE_WRITER: u32 = 6;
const REQUEST_BODY: u32 = 8;

/// Broker streams begin with their number.
const NUMBER_BYTES: usize = 4;

const DATA: u8 = 0;
const SYN: u8 = 1;
const FIN: u8 = 4;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Application,
    Plugin,
}

struct Frame {
    kind: u8,
    flags: u8,
    stream: u32,
    body: Vec<u8>,
    bytes: Vec<u8>,
}

#[tokio::test]
async fn a_recorded_go_application_gets_what_the_go_plugin_sent() {
    let recording = recorded_frames();
    let recorded = payloads(recording.iter().filter(|(side, _)| *side == Side::Plugin).map(|(_, frame)| frame));
    let (ours, theirs) = tokio::io::duplex(1024 * 1024);
    let plugin = tokio::spawn(run_plugin(ours, Arc::new(Script::new(&recorded))));

    let mut application = Replay { pipe: theirs, sent_by_plugin: Vec::new(), awaited: BTreeMap::new() };
    for (side, frame) in &recording {
        match side {
            Side::Application => application.pipe.write_all(&frame.bytes).await.unwrap(),
            Side::Plugin => application.wait_for(frame).await,
        }
    }

    let (end, _plugin) = plugin.await.unwrap();
    assert_eq!(end, PluginEnd::Quit);
    let sent = payloads(&application.sent_by_plugin);
    assert_eq!(values(&sent[&CONTROL]), values(&recorded[&CONTROL]));
    for stream in [HOOKS, API, RESPONSE_WRITER] {
        assert_eq!(sent[&stream][..NUMBER_BYTES], recorded[&stream][..NUMBER_BYTES], "number of stream {stream}");
        assert_eq!(values(&sent[&stream][NUMBER_BYTES..]), values(&recorded[&stream][NUMBER_BYTES..]), "{stream}");
    }
}

/// The application's side: knows when the recorded one went on.
struct Replay {
    pipe: DuplexStream,
    sent_by_plugin: Vec<Frame>,
    /// Per kind of event and stream, how many were recorded up to now.
    awaited: BTreeMap<(&'static str, u32), usize>,
}

impl Replay {
    /// Reads until the plugin has sent as many frames of this kind on this stream as the recorded one.
    async fn wait_for(&mut self, recorded: &Frame) {
        // Ours leaves its stdout alone and asks for request bodies in other portions.
        let is_own_business = recorded.stream == STDOUT || (recorded.stream == REQUEST_BODY && recorded.kind == DATA);
        let Some(event) = recorded.event().filter(|_| !is_own_business) else { return };
        let awaited = self.awaited.entry(event).or_default();
        *awaited += 1;
        let awaited = *awaited;
        while self.sent_by_plugin.iter().filter(|frame| frame.event() == Some(event)).count() < awaited {
            let frame = read_frame(&mut self.pipe).await;
            self.sent_by_plugin.push(frame);
        }
    }
}

impl Frame {
    fn event(&self) -> Option<(&'static str, u32)> {
        let event = match (self.kind, self.flags) {
            (DATA, _) => "data",
            (_, flags) if flags & SYN != 0 => "opening",
            (_, flags) if flags & FIN != 0 => "end",
            _ => return None,
        };
        Some((event, self.stream))
    }
}

/// What the recorded plugin did, as values: its replies by method, its calls by stream.
struct Script {
    replies: BTreeMap<String, Value>,
    api_calls: Vec<(String, Value)>,
    writer_calls: Vec<(String, Value)>,
    /// Kept open to the end, as the recorded plugin did.
    driver: Mutex<Option<Stream>>,
}

impl Script {
    fn new(recorded: &BTreeMap<u32, Vec<u8>>) -> Self {
        let messages = |stream| messages(&recorded[&stream][NUMBER_BYTES..]);
        Self {
            replies: messages(HOOKS).into_iter().collect(),
            api_calls: messages(API),
            writer_calls: messages(RESPONSE_WRITER),
            driver: Mutex::default(),
        }
    }

    async fn activate(&self, argument: &Value, broker: &Broker) {
        let api = broker.dial(number(argument, "APIMuxId")).await.unwrap();
        let driver = broker.dial(number(argument, "DriverMuxId")).await.unwrap();
        *self.driver.lock().unwrap() = Some(driver);
        let errors = make_calls(&Client::start(api, Limits::default()), &self.api_calls).await;
        let missing = "rpc: can't find method Plugin.NoSuchMethod".to_owned();
        assert_eq!(errors, [RpcError::NoSuchMethod(missing)]);
    }

    async fn serve_http(&self, argument: &Value, broker: &Broker) {
        let writer = broker.dial(number(argument, "ResponseWriterStream")).await.unwrap();
        let body = broker.dial(number(argument, "RequestBodyStream")).await.unwrap();
        assert_eq!(read_all(PullReader::new(body)).await, b"BODY");
        let errors = make_calls(&Client::start(writer, Limits::default()), &self.writer_calls).await;
        assert_eq!(errors, []);
    }
}

/// The hooks: whatever the argument, the recorded reply.
struct Hooks {
    script: Arc<Script>,
    broker: Broker,
}

impl Service for Hooks {
    async fn call(&self, call: Call<'_>) -> Answer {
        let method = call.method().to_owned();
        let Some(reply) = self.script.replies.get(&method).filter(|_| method != "Plugin.Nope").cloned() else {
            return call.no_such_method().await;
        };
        let (script, broker) = (Arc::clone(&self.script), self.broker.clone());
        call.answer(|argument: Value| async move {
            match method.as_str() {
                "Plugin.OnActivate" => script.activate(&argument, &broker).await,
                "Plugin.ServeHTTP" => script.serve_http(&argument, &broker).await,
                _ => {}
            }
            Ok(reply)
        })
        .await
    }
}

/// Returns the plugin, too: the application's last frames are read after its end.
async fn run_plugin(pipe: DuplexStream, script: Arc<Script>) -> (PluginEnd, Plugin) {
    let mut plugin = Plugin::start(halves(pipe), NAME, Limits::default()).await.unwrap();
    let hooks = Hooks { script, broker: plugin.broker().clone() };
    let stream = plugin.dispensed().await.unwrap();
    tokio::spawn(serve(stream, Limits::default(), hooks));
    (plugin.ended().await, plugin)
}

/// Makes recorded calls one after the other and returns the errors.
async fn make_calls(client: &Client, calls: &[(String, Value)]) -> Vec<RpcError> {
    let mut errors = Vec::new();
    for (method, argument) in calls {
        errors.extend(client.call::<Value, Value>(method, argument).await.err());
    }
    errors
}

fn number(argument: &Value, field: &str) -> u32 {
    let Value::Struct(fields) = argument else { panic!("{argument:?} is not a struct") };
    let Some(Value::Uint(number)) = fields.fields.get(field) else { panic!("{argument:?} has no {field}") };
    u32::try_from(*number).unwrap()
}

/// Headers and bodies in turn; of the headers only the method.
fn messages(bytes: &[u8]) -> Vec<(String, Value)> {
    let values = values(bytes);
    let method = |header: &Value| match header {
        Value::Struct(header) => match &header.fields["ServiceMethod"] {
            Value::String(method) => method.clone(),
            other => panic!("{other:?} is not a method"),
        },
        other => panic!("{other:?} is not a header"),
    };
    values.chunks_exact(2).map(|message| (method(&message[0]), message[1].clone())).collect()
}

fn values(bytes: &[u8]) -> Vec<Value> {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(bytes);
    std::iter::from_fn(|| decoder.decode().unwrap()).collect()
}

fn payloads<'a>(frames: impl IntoIterator<Item = &'a Frame>) -> BTreeMap<u32, Vec<u8>> {
    let mut payloads = BTreeMap::<u32, Vec<u8>>::new();
    for frame in frames {
        payloads.entry(frame.stream).or_default().extend(&frame.body);
    }
    payloads
}

/// The frames of both sides in the order in which they were complete.
fn recorded_frames() -> Vec<(Side, Frame)> {
    let mut bytes = [VecDeque::<u8>::new(), VecDeque::new()];
    let mut frames = Vec::new();
    for line in RECORDING.lines() {
        let (side, hex) = match line.split_once(' ') {
            Some(("S", hex)) => (Side::Application, hex),
            Some(("P", hex)) => (Side::Plugin, hex),
            _ => continue,
        };
        let bytes = &mut bytes[side as usize];
        bytes.extend((0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()));
        while let Some(frame) = take_frame(bytes) {
            frames.push((side, frame));
        }
    }
    frames
}

fn take_frame(bytes: &mut VecDeque<u8>) -> Option<Frame> {
    let header: Vec<u8> = bytes.iter().take(12).copied().collect();
    if header.len() < 12 {
        return None;
    }
    let length = 12 + body_length(&header);
    if bytes.len() < length {
        return None;
    }
    Some(parse(bytes.drain(..length).collect()))
}

async fn read_frame(pipe: &mut DuplexStream) -> Frame {
    let mut bytes = vec![0; 12];
    pipe.read_exact(&mut bytes).await.unwrap();
    bytes.resize(12 + body_length(&bytes), 0);
    pipe.read_exact(&mut bytes[12..]).await.unwrap();
    parse(bytes)
}

fn body_length(header: &[u8]) -> usize {
    let length = u32::from_be_bytes(header[8..12].try_into().unwrap());
    if header[1] == DATA { length as usize } else { 0 }
}

fn parse(bytes: Vec<u8>) -> Frame {
    let stream = u32::from_be_bytes(bytes[4..8].try_into().unwrap());
    Frame { kind: bytes[1], flags: bytes[3], stream, body: bytes[12..].to_vec(), bytes }
}
