//! Hooks between Go's server library and Go's plugin library, as they were recorded.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use gob::{Limits, Url};
use mattermost::model::{AppError, CommandArgs, CommandResponse, Context, ErrorValue, HttpRequestHead};
use mattermost::{
    Api, CallError, Header, Hook, HookClient, Hooks, HttpRequest, HttpResponse, Refused, ServerApi, serve_hooks,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

use crate::session::{connect, connection, recorded};

/// Keeps what the recorded calls bring.
#[derive(Default)]
struct Listener(Mutex<Vec<Heard>>);

#[derive(Debug, PartialEq)]
enum Heard {
    Activated,
    Command(Context, CommandArgs),
    Http(Context, HttpRequestHead, Vec<u8>),
    Deactivated,
}

impl Listener {
    fn hear(&self, heard: Heard) {
        self.0.lock().unwrap().push(heard);
    }
}

impl Hooks for Listener {
    fn implemented(&self) -> Vec<Hook> {
        Vec::new()
    }

    async fn on_activate(&self, _: Api) -> Result<(), ErrorValue> {
        self.hear(Heard::Activated);
        Ok(())
    }

    async fn on_deactivate(&self) -> Result<(), Refused<ErrorValue>> {
        self.hear(Heard::Deactivated);
        Ok(())
    }

    async fn execute_command(
        &self,
        context: Context,
        args: CommandArgs,
    ) -> Result<Option<CommandResponse>, Refused<AppError>> {
        self.hear(Heard::Command(context, args));
        Ok(None)
    }

    async fn serve_http(&self, request: HttpRequest) -> HttpResponse {
        let body = request.body.read(100).await.unwrap();
        self.hear(Heard::Http(request.context, request.head, body));
        HttpResponse::new(200)
    }
}

/// A server without any method.
struct NoApi;

impl ServerApi for NoApi {}

fn recorded_context() -> Context {
    Context { request_id: "r".into(), ..Context::default() }
}

fn recorded_request() -> HttpRequestHead {
    HttpRequestHead {
        method: "POST".into(),
        url: Url("/act?x=1".into()),
        proto: "HTTP/1.1".into(),
        proto_major: 1,
        proto_minor: 1,
        header: BTreeMap::from([("Mattermost-User-Id".into(), vec!["u1".into()])]),
        host: "h".into(),
        remote_addr: "1.2.3.4:5".into(),
        request_uri: "/plugins/demo/act?x=1".into(),
    }
}

#[tokio::test]
async fn a_plugin_understands_gos_server() {
    let session = connect().await;
    let (mut server_end, plugin_end) = duplex(64 * 1024);
    let plugin = Arc::new(Listener::default());
    let broker = session.plugin.broker().clone();
    let serving = tokio::spawn(serve_hooks(connection(plugin_end), broker, Limits::default(), Arc::clone(&plugin)));
    // The recording names these streams: API, database, response, body.
    let broker = session.application.broker();
    let [api, database, response, body] = [(); 4].map(|()| broker.offer());
    assert_eq!([api.id(), database.id(), response.id(), body.id()], [1, 2, 3, 4]);
    tokio::spawn(async move { (api.accept().await, database.accept().await) });
    tokio::spawn(async move { goplugin::serve_pull(&b"BODY"[..], body.accept().await.unwrap()).await });
    tokio::spawn(async move {
        // What Go has answered to the call of `Header`.
        let mut writer = response.accept().await.unwrap();
        let preset = &recorded("response-writer-from-server")[0];
        writer.write_all(preset).await.unwrap();
        writer.read_to_end(&mut Vec::new()).await
    });

    for message in recorded("hooks-from-server") {
        server_end.write_all(&message).await.unwrap();
        answered(&mut server_end).await;
    }
    drop(server_end);
    serving.await.unwrap().unwrap();

    let args = CommandArgs { user_id: "u".into(), command: "/demo x".into(), ..CommandArgs::default() };
    let expected = [
        Heard::Activated,
        Heard::Command(recorded_context(), args),
        Heard::Http(recorded_context(), recorded_request(), b"BODY".to_vec()),
        Heard::Deactivated,
    ];
    assert_eq!(*plugin.0.lock().unwrap(), expected);
}

#[tokio::test]
async fn a_server_understands_gos_plugin() {
    let session = connect().await;
    let (server_end, mut plugin_end) = duplex(64 * 1024);
    let server = HookClient::start(connection(server_end), session.application.broker().clone(), Limits::default());
    let mut answers = recorded("hooks-from-plugin").into_iter();
    let mut answer = async || {
        answered(&mut plugin_end).await;
        plugin_end.write_all(&answers.next().unwrap()).await.unwrap();
    };

    let names = ["ExecuteCommand", "MessageHasBeenPosted", "OnActivate", "OnDeactivate", "ServeHTTP"];
    assert_eq!(tokio::join!(server.implemented(), answer()).0.unwrap(), names);
    assert_eq!(tokio::join!(server.on_activate(Arc::new(NoApi)), answer()).0, Ok(()));
    let response =
        CommandResponse { response_type: "ephemeral".into(), text: "ok".into(), ..CommandResponse::default() };
    let call = server.execute_command(recorded_context(), CommandArgs::default());
    assert_eq!(tokio::join!(call, answer()).0, Ok(Some(response)));
    let call = server.serve_http(recorded_context(), recorded_request(), tokio::io::empty(), Header::new());
    assert!(tokio::join!(call, answer()).0.is_ok());
    let error = CallError::Value(ErrorValue::new("boom"));
    assert_eq!(tokio::join!(server.on_deactivate(), answer()).0, Err(error));
    // Go's plugin was asked for a hook that no version has.
    let unknown = CallError::NoSuchMethod { method: "OnSendDailyTelemetry" };
    assert_eq!(tokio::join!(server.on_send_daily_telemetry(), answer()).0, Err(unknown));
}

/// Waits for the other side's next message.
async fn answered(end: &mut DuplexStream) {
    assert!(end.read(&mut [0; 8192]).await.unwrap() > 0, "the other side has closed the connection");
}
