//! The plugin's side of a session: roles of the first streams, the control service, the dispensed connection.

use gob::Limits;
use tokio::sync::{mpsc, watch};

use crate::broker::Broker;
use crate::connection::Connection;
use crate::rpc::{Answer, Call, Service, serve};
use crate::yamux::{Role, Session, SessionEnd, Stream};

/// Dispensed connections that wait for [`Plugin::dispensed`]. An application dispenses once.
const DISPENSED_MAX: usize = 4;

/// A plugin that is connected to its application. Dropping it ends the session.
pub struct Plugin {
    session: Session,
    broker: Broker,
    dispensed: mpsc::Receiver<Stream>,
    quit: watch::Receiver<bool>,
    /// Kept open: to the application their end looks like the plugin's.
    _output: [Stream; 2],
}

/// Why a plugin has to exit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PluginEnd {
    /// The application asked for it, and has its answer. It kills the process two seconds later.
    Quit,
    /// The session is over, usually because the application is gone.
    Session(SessionEnd),
}

impl Plugin {
    /// Starts the session on the application's connection and serves its control stream: the only plugin it dispenses
    /// is `name`. `limits` bound what control requests may take.
    ///
    /// # Errors
    /// The application is gone before it opened its first three streams.
    pub async fn start(connection: Connection, name: &'static str, limits: Limits) -> Result<Self, SessionEnd> {
        let (session, mut incoming) = Session::start(Role::Server, connection);
        // The application opens control, stdout and stderr in this order; the order is the only label they carry.
        let mut first_three = Vec::with_capacity(3);
        while first_three.len() < 3 {
            match incoming.next().await {
                Some(stream) => first_three.push(stream),
                None => return Err(session.ended().await),
            }
        }
        let Ok([control, stdout, stderr]) = <[Stream; 3]>::try_from(first_three) else {
            unreachable!("three streams were accepted")
        };
        let broker = Broker::start(session.clone(), incoming);
        let (dispense, dispensed) = mpsc::channel(DISPENSED_MAX);
        let (quit_asked, quit) = watch::channel(false);
        let service = Control { name, broker: broker.clone(), dispense, quit_asked };
        // How the control stream ends does not matter: without it the session ends soon, too.
        tokio::spawn(serve(control, limits, service));
        Ok(Self { session, broker, dispensed, quit, _output: [stdout, stderr] })
    }

    /// Offers streams to the application and dials the ones it offers.
    pub fn broker(&self) -> &Broker {
        &self.broker
    }

    /// The next connection that the application dispensed and dialled, `None` after the session's end.
    /// [Serve](serve) the plugin's methods on it.
    pub async fn dispensed(&mut self) -> Option<Stream> {
        self.dispensed.recv().await
    }

    /// Waits until the plugin has to exit.
    pub fn ended(&self) -> impl Future<Output = PluginEnd> + Send + 'static {
        let mut quit = self.quit.clone();
        let session_ended = self.session.ended();
        async move {
            let asked = async {
                // An error means that nobody can ask any more: the control stream is closed.
                if quit.wait_for(|asked| *asked).await.is_err() {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                biased;
                () = asked => PluginEnd::Quit,
                end = session_ended => PluginEnd::Session(end),
            }
        }
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        self.session.close();
    }
}

/// The services of the control stream. Answers at once, whatever the plugin is doing.
struct Control {
    name: &'static str,
    broker: Broker,
    dispense: mpsc::Sender<Stream>,
    quit_asked: watch::Sender<bool>,
}

impl Service for Control {
    async fn call(&self, call: Call<'_>) -> Answer {
        match call.method() {
            "Control.Ping" => call.answer_now(|_: bool| Ok(())).await,
            "Control.Quit" => {
                let answer = call.answer_now(|_: bool| Ok(())).await;
                answer.sent().await;
                self.quit_asked.send_replace(true);
                answer
            }
            "Dispenser.Dispense" => call.answer_now(|name: String| self.dispense(&name)).await,
            method if method.starts_with("Control.") || method.starts_with("Dispenser.") => call.no_such_method().await,
            _ => call.no_such_service().await,
        }
    }
}

impl Control {
    fn dispense(&self, name: &str) -> Result<u32, String> {
        if name != self.name {
            return Err(format!("unknown plugin type: {name}"));
        }
        let offer = self.broker.offer();
        let id = offer.id();
        let dispense = self.dispense.clone();
        tokio::spawn(async move {
            // An offer that nobody takes is the application's affair.
            if let Ok(stream) = offer.accept().await {
                let _ = dispense.send(stream).await;
            }
        });
        Ok(id)
    }
}
