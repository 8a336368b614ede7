//! The calling side.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use gob::{DecodeError, Decoder, Gob, Limits};
use tokio::sync::oneshot;

use super::error::{RpcError, ServeError};
use super::incoming::Incoming;
use super::message::{RequestHeader, ResponseHeader};
use super::outgoing::Outgoing;
use crate::connection::Connection;
use crate::lock::lock;

/// Calls methods of the other side; cheap to clone. The connection is closed with the last clone.
#[derive(Clone)]
pub struct Client {
    outgoing: Arc<Outgoing>,
    waiting: Arc<Mutex<Waiting>>,
}

/// The calls that have no reply yet.
#[derive(Default)]
struct Waiting {
    next_seq: u64,
    calls: HashMap<u64, Box<dyn Waiter>>,
    /// Why there will be no more replies.
    end: Option<RpcError>,
}

impl Client {
    /// Starts a client on a connection, usually a [`Stream`](crate::yamux::Stream); spawns two tasks. `limits` bound
    /// what a reply may take.
    pub fn start(connection: impl Into<Connection>, limits: Limits) -> Self {
        let Connection { read, write } = connection.into();
        let waiting = Arc::new(Mutex::new(Waiting::default()));
        tokio::spawn(read_replies(Incoming::new(read, limits), Arc::clone(&waiting)));
        Self { outgoing: Arc::new(Outgoing::start(write)), waiting }
    }

    /// Calls `method`, for instance `Plugin.KVGet`, and waits for its reply; set a time limit around it if you need one.
    ///
    /// The request is sent by this very call, the future only waits for the reply: dropping it does not disturb the
    /// connection. Calls wait for each other neither here nor there.
    ///
    /// # Errors
    /// See [`RpcError`].
    pub fn call<A: Gob, R: Gob + Send>(
        &self,
        method: &str,
        argument: &A,
    ) -> impl Future<Output = Result<R, RpcError>> + Send + use<A, R> {
        let reply = self.send(method, argument);
        async move {
            let lost = |_| RpcError::ConnectionLost("the reply was never read".to_owned());
            reply?.await.unwrap_or_else(|error| Err(lost(error)))
        }
    }

    fn send<A: Gob, R: Gob + Send>(&self, method: &str, argument: &A) -> Result<Reply<R>, RpcError> {
        let (waiter, reply) = oneshot::channel();
        let seq = lock(&self.waiting).add(Box::new(Some(waiter)))?;
        let header = RequestHeader { service_method: method.to_owned(), seq };
        if let Err(error) = self.outgoing.send(&header, argument) {
            lock(&self.waiting).calls.remove(&seq);
            return Err(RpcError::Unencodable(error));
        }
        Ok(reply)
    }
}

impl Waiting {
    fn add(&mut self, waiter: Box<dyn Waiter>) -> Result<u64, RpcError> {
        if let Some(end) = &self.end {
            return Err(end.clone());
        }
        let seq = self.next_seq;
        self.next_seq += 1;
        self.calls.insert(seq, waiter);
        Ok(seq)
    }
}

type Reply<R> = oneshot::Receiver<Result<R, RpcError>>;

/// A caller whose reply type only it knows.
trait Waiter: Send {
    /// Decodes the reply and passes it on, also if it is the wrong one. `None`: not all of it has arrived.
    fn take(&mut self, decoder: &mut Decoder) -> Result<Option<()>, DecodeError>;

    fn fail(&mut self, error: RpcError);
}

impl<R: Gob + Send> Waiter for Option<oneshot::Sender<Result<R, RpcError>>> {
    fn take(&mut self, decoder: &mut Decoder) -> Result<Option<()>, DecodeError> {
        let reply = match decoder.decode() {
            Ok(None) => return Ok(None),
            Ok(Some(reply)) => Ok(reply),
            Err(error) if error.is_fatal() => return Err(error),
            Err(error) => Err(RpcError::Undecodable(error)),
        };
        pass_on(self.take(), reply);
        Ok(Some(()))
    }

    fn fail(&mut self, error: RpcError) {
        pass_on(self.take(), Err(error));
    }
}

fn pass_on<R>(caller: Option<oneshot::Sender<Result<R, RpcError>>>, reply: Result<R, RpcError>) {
    if let Some(caller) = caller {
        // The caller may have stopped waiting.
        let _ = caller.send(reply);
    }
}

/// Passes replies on until the connection ends, then fails the calls that are left.
async fn read_replies(mut incoming: Incoming, waiting: Arc<Mutex<Waiting>>) {
    let end = loop {
        match read_reply(&mut incoming, &waiting).await {
            Ok(true) => {}
            Ok(false) => {
                break RpcError::ConnectionLost("the peer closed the connection".to_owned());
            }
            Err(error) => break RpcError::ConnectionLost(error.to_string()),
        }
    };
    let calls = {
        let mut waiting = lock(&waiting);
        waiting.end = Some(end.clone());
        std::mem::take(&mut waiting.calls)
    };
    calls.into_values().for_each(|mut waiter| waiter.fail(end.clone()));
}

/// `false`: the peer closed the connection.
async fn read_reply(incoming: &mut Incoming, waiting: &Mutex<Waiting>) -> Result<bool, ServeError> {
    let Some(header) = incoming.header::<ResponseHeader>().await? else {
        return Ok(false);
    };
    let waiter = lock(waiting).calls.remove(&header.seq);
    let result = match waiter {
        Some(mut waiter) if header.error.is_empty() => {
            let result = incoming.body(|decoder| waiter.take(decoder)).await;
            if let Err(error) = &result {
                waiter.fail(RpcError::ConnectionLost(error.to_string()));
            }
            result
        }
        waiter => {
            let result = incoming.body(Decoder::skip).await;
            waiter.into_iter().for_each(|mut waiter| waiter.fail(RpcError::from_remote(header.error.clone())));
            result
        }
    };
    result.map(|()| true)
}
