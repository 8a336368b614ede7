//! A desk behind a socket.

use std::io;
use std::net::SocketAddr;
use std::ops::Deref;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::builder::Builder;
use crate::desk::Desk;
use crate::http;
use crate::journal::Call;

/// A running stand-in, steered as the desk behind it. It stops when it is dropped, with every connection.
#[derive(Debug)]
pub struct StandIn {
    address: SocketAddr,
    desk: Desk,
    accepting: AbortHandle,
}

impl StandIn {
    /// Odoo 17 with its demo data and the user `bridge`, on a port of the system's choice once started.
    pub fn demo() -> Builder {
        Builder::demo()
    }

    /// The base address without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the calls fulfil a condition, such as that one has arrived while a gate holds its answer.
    ///
    /// # Panics
    /// When they do not within ten seconds.
    pub async fn wait_until(&self, what: &str, condition: impl FnMut(&[Call]) -> bool) {
        self.desk.journal().wait_until(what, condition).await;
    }

    /// Puts a socket in front of a desk.
    pub(crate) async fn listen(address: &str, desk: Desk) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, desk.clone())).abort_handle();
        Ok(Self { address, desk, accepting })
    }
}

impl Deref for StandIn {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Serves connections until the task is aborted, which ends them too: the set aborts what it holds.
async fn accept(listener: TcpListener, desk: Desk) {
    let mut connections = JoinSet::new();
    // An accept error is of one connection (it was reset, or files ran out), not of the listener.
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let desk = desk.clone();
        connections.spawn(async move {
            let answer = service_fn(move |request| http::socket::answer(desk.clone(), request));
            // A client that goes away, or a test that wanted no answer, ends the connection; nobody needs to know.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}
