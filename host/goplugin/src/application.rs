//! The application's side of a session: it opens the first streams and asks for the plugin.

use gob::Limits;

use crate::broker::{Broker, BrokerError};
use crate::connection::Connection;
use crate::rpc::{Client, RpcError};
use crate::yamux::{Role, Session, SessionEnd, Stream};

/// A connection to a plugin. Dropping it ends the session.
pub struct Application {
    session: Session,
    broker: Broker,
    control: Client,
}

/// What the plugin writes to its own stdout and stderr once it is connected; most plugins leave both idle.
pub struct PluginOutput {
    /// Its stdout.
    pub stdout: Stream,
    /// Its stderr.
    pub stderr: Stream,
}

/// The plugin could not be dispensed.
#[derive(Debug, thiserror::Error)]
pub enum DispenseError {
    /// The plugin refused, for instance because it has another name.
    #[error("the plugin was not dispensed: {0}")]
    Refused(#[from] RpcError),
    /// The plugin's connection did not come about.
    #[error("the dispensed plugin cannot be reached: {0}")]
    Unreachable(#[from] BrokerError),
}

impl Application {
    /// Starts the session on a connection to a plugin. `limits` bound what its control replies may take.
    ///
    /// # Errors
    /// The plugin is gone.
    pub async fn start(connection: Connection, limits: Limits) -> Result<(Self, PluginOutput), SessionEnd> {
        let (session, incoming) = Session::start(Role::Client, connection);
        // Plugins know the first three streams by their order only.
        let control = session.open(b"").await?;
        let stdout = session.open(b"").await?;
        let stderr = session.open(b"").await?;
        let broker = Broker::start(session.clone(), incoming);
        let application = Self { session, broker, control: Client::start(control, limits) };
        Ok((application, PluginOutput { stdout, stderr }))
    }

    /// Offers streams to the plugin and dials the ones it offers.
    pub fn broker(&self) -> &Broker {
        &self.broker
    }

    /// Asks for the plugin `name` and connects to it; start a [`Client`] on the stream.
    ///
    /// # Errors
    /// See [`DispenseError`].
    pub async fn dispense(&self, name: &str) -> Result<Stream, DispenseError> {
        let id: u32 = self.control.call("Dispenser.Dispense", &name.to_owned()).await?;
        Ok(self.broker.dial(id).await?)
    }

    /// Asks whether the plugin still answers. Set a time limit around it.
    ///
    /// # Errors
    /// See [`RpcError`].
    pub async fn ping(&self) -> Result<(), RpcError> {
        self.control.call("Control.Ping", &true).await
    }

    /// Asks the plugin to exit and closes the session, whatever it answers.
    ///
    /// # Errors
    /// The plugin did not agree: kill it.
    pub async fn quit(&self) -> Result<(), RpcError> {
        let answer = self.control.call("Control.Quit", &true).await;
        self.session.close();
        answer
    }

    /// Waits for the session's end.
    pub fn ended(&self) -> impl Future<Output = SessionEnd> + Send + 'static {
        self.session.ended()
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        self.session.close();
    }
}
