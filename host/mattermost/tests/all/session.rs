//! A plugin and a server in one process, connected as in life but for the socket.

use std::sync::Arc;

use gob::Limits;
use goplugin::{Application, Connection, Plugin, PluginOutput};
use mattermost::{HookClient, Hooks, serve_hooks};
use tokio::io::{duplex, split};

/// Room of the socket in between.
const SOCKET_BYTES: usize = 64 * 1024;

/// Both ends of a session.
pub struct Session {
    pub application: Application,
    pub plugin: Plugin,
    _output: PluginOutput,
}

/// A session without hooks.
pub async fn connect() -> Session {
    let (server_end, plugin_end) = duplex(SOCKET_BYTES);
    let ((application, output), plugin) = tokio::try_join!(
        Application::start(connection(server_end), Limits::default()),
        Plugin::start(connection(plugin_end), "hooks", Limits::default()),
    )
    .unwrap();
    Session { application, plugin, _output: output }
}

/// A server that calls the hooks of `hooks`. The session lives as long as the client.
pub async fn server_of(hooks: impl Hooks) -> (HookClient, Session) {
    let mut session = connect().await;
    let (server_end, plugin_end) = tokio::join!(session.application.dispense("hooks"), session.plugin.dispensed());
    let broker = session.plugin.broker().clone();
    tokio::spawn(serve_hooks(plugin_end.unwrap(), broker, Limits::default(), Arc::new(hooks)));
    let client = HookClient::start(server_end.unwrap(), session.application.broker().clone(), Limits::default());
    (client, session)
}

/// One end of a pipe as a connection.
pub fn connection(end: tokio::io::DuplexStream) -> Connection {
    let (read, write) = split(end);
    Connection::new(read, write)
}

/// The messages of one direction of one connection between Go's libraries, as they were written.
pub fn recorded(name: &str) -> Vec<Vec<u8>> {
    let path = format!("{}/tests/golden/{name}.hex", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().lines().map(bytes).collect()
}

/// The bytes of hexadecimal digits.
pub fn bytes(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
