//! A plugin and an application in one process.

use gob::Limits;
use goplugin::rpc::{Answer, Call, Client, Service, serve};
use goplugin::{Application, Connection, Plugin, PluginOutput};
use tokio::io::{AsyncReadExt, DuplexStream};

/// The name under which plugins are dispensed here.
pub const NAME: &str = "hooks";

pub struct Pair {
    pub plugin: Plugin,
    pub application: Application,
    pub output: PluginOutput,
}

/// Connects both over a pipe.
pub async fn connected() -> Pair {
    let (ours, theirs) = pipe();
    let (plugin, application) =
        tokio::join!(Plugin::start(ours, NAME, Limits::default()), Application::start(theirs, Limits::default()));
    let (application, output) = application.unwrap();
    Pair { plugin: plugin.unwrap(), application, output }
}

impl Pair {
    /// Dispenses the plugin, which serves `service`.
    pub async fn dispensed(&mut self, service: impl Service) -> Client {
        let (ours, theirs) = tokio::join!(self.plugin.dispensed(), self.application.dispense(NAME));
        tokio::spawn(serve(ours.unwrap(), Limits::default(), service));
        Client::start(theirs.unwrap(), Limits::default())
    }
}

fn pipe() -> (Connection, Connection) {
    let (ours, theirs) = tokio::io::duplex(64 * 1024);
    (halves(ours), halves(theirs))
}

pub fn halves(pipe: DuplexStream) -> Connection {
    let (read, write) = tokio::io::split(pipe);
    Connection::new(read, write)
}

pub async fn read_all(mut from: impl tokio::io::AsyncRead + Unpin) -> Vec<u8> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes).await.unwrap();
    bytes
}

/// Answers every call with its argument, a number.
pub struct Echo;

impl Service for Echo {
    async fn call(&self, call: Call<'_>) -> Answer {
        call.answer(|number: u64| async move { Ok(number) }).await
    }
}
