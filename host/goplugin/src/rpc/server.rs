//! The answering side.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use gob::{Decoder, Gob, Limits};

use super::error::ServeError;
use super::incoming::Incoming;
use super::message::{NO_SUCH_METHOD, NO_SUCH_SERVICE, RequestHeader, ResponseHeader, is_request_header};
use super::outgoing::Outgoing;
use crate::connection::Connection;

/// Methods that the other side may call.
///
/// ```
/// use goplugin::rpc::{Answer, Call, Service};
///
/// struct Greeter;
///
/// impl Service for Greeter {
///     async fn call(&self, call: Call<'_>) -> Answer {
///         match call.method() {
///             "Greeter.Hello" => call.answer(|name: String| async move { Ok(format!("Hello {name}")) }).await,
///             "Greeter.Version" => call.answer_now(|(): ()| Ok(1_u64)).await,
///             _ => call.no_such_method().await,
///         }
///     }
/// }
/// ```
pub trait Service: Send + Sync + 'static {
    /// Decides by [`Call::method`] how to answer. Requests are read one after the other, so nothing may be awaited here
    /// but the methods of `call`; the work itself goes into [`Call::answer`].
    fn call(&self, call: Call<'_>) -> impl Future<Output = Answer> + Send;
}

/// A request whose argument has not been read yet.
pub struct Call<'a> {
    incoming: &'a mut Incoming,
    reply: Reply,
}

/// Proof that a [`Call`] was taken care of.
#[must_use = "return it from `Service::call`"]
pub struct Answer {
    result: Result<(), ServeError>,
    /// Connection and position of a reply that was given at once.
    sent: Option<(Arc<Outgoing>, u64)>,
}

/// Serves a connection, usually a [`Stream`](crate::yamux::Stream), until the peer closes it. `limits` bound what an
/// argument may take.
///
/// # Errors
/// The connection failed or cannot be understood any more. Calls that still run go on, their replies are lost.
pub async fn serve(connection: impl Into<Connection>, limits: Limits, service: impl Service) -> Result<(), ServeError> {
    let Connection { read, write } = connection.into();
    let mut incoming = Incoming::new(read, limits);
    let outgoing = Arc::new(Outgoing::start(write));
    while let Some(header) = incoming.header::<RequestHeader>().await? {
        let reply = Reply { header, outgoing: Arc::clone(&outgoing), is_due: true };
        service.call(Call { incoming: &mut incoming, reply }).await.result?;
    }
    Ok(())
}

impl Call<'_> {
    /// The called method with its service, for instance `Plugin.OnActivate`.
    pub fn method(&self) -> &str {
        &self.reply.header.service_method
    }

    /// Reads the argument, then runs `work` in a task of its own and sends its reply or error text.
    ///
    /// An argument of another type than `A`, or a panic, fails only this call.
    pub async fn answer<A, R, W, F>(self, work: W) -> Answer
    where
        A: Gob + Send,
        R: Gob + Send,
        W: FnOnce(A) -> F + Send,
        F: Future<Output = Result<R, String>> + Send + 'static,
    {
        let (argument, reply) = match self.read_argument().await {
            Ok(read) => read,
            Err(answer) => return answer,
        };
        let Some(work) = contained(|| work(argument)) else { return Answer::none() };
        tokio::spawn(async move {
            let result = work.await;
            reply.send(result)
        });
        Answer::none()
    }

    /// Reads the argument and replies before the next request is read. For work of microseconds, which must not block.
    pub async fn answer_now<A, R, W>(self, work: W) -> Answer
    where
        A: Gob + Send,
        R: Gob + Send,
        W: FnOnce(A) -> Result<R, String> + Send,
    {
        match self.read_argument().await {
            Ok((argument, reply)) => match contained(|| work(argument)) {
                Some(result) => reply.send(result),
                None => Answer::none(),
            },
            Err(answer) => answer,
        }
    }

    /// Answers that the service does not have this method, in the words that Go clients test for.
    pub async fn no_such_method(self) -> Answer {
        self.refuse(NO_SUCH_METHOD).await
    }

    /// Answers that there is no such service.
    pub async fn no_such_service(self) -> Answer {
        self.refuse(NO_SUCH_SERVICE).await
    }

    async fn refuse(self, reason: &str) -> Answer {
        let Call { incoming, reply } = self;
        match incoming.body(skip_argument).await {
            Ok(Argument::Read(())) => {
                let text = format!("{reason}{}", reply.header.service_method);
                reply.send::<()>(Err(text))
            }
            Ok(Argument::Missing) => reply.withhold(),
            Err(error) => Answer { result: Err(error), sent: None },
        }
    }

    async fn read_argument<A: Gob>(self) -> Result<(A, Reply), Answer> {
        let Call { incoming, reply } = self;
        match incoming.body(decode_argument).await {
            Ok(Argument::Read(argument)) => Ok((argument, reply)),
            Ok(Argument::Missing) => Err(reply.withhold()),
            Err(ServeError::Unreadable(error)) => {
                let answer = reply.send::<()>(Err(error.to_string()));
                let result = if error.is_fatal() { Err(error.into()) } else { Ok(()) };
                Err(Answer { result, ..answer })
            }
            Err(error) => Err(Answer { result: Err(error), sent: None }),
        }
    }
}

impl Answer {
    /// No reply yet, or none by this call.
    fn none() -> Self {
        Self { result: Ok(()), sent: None }
    }

    /// Waits until a reply that was given at once has left this process, for better or worse.
    pub(crate) async fn sent(&self) {
        if let Some((outgoing, position)) = &self.sent {
            // If the connection is gone, nobody waits for the reply.
            let _ = outgoing.sent(*position).await;
        }
    }
}

/// `None`: the work panicked. That ends one call, not the connection: the other side would not open a second one.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

enum Argument<A> {
    Read(A),
    /// In its place stands the next request. A Go caller that cannot encode an argument leaves its header behind; that
    /// call has already failed over there and expects no reply.
    Missing,
}

fn decode_argument<A: Gob>(decoder: &mut Decoder) -> Result<Option<Argument<A>>, gob::DecodeError> {
    if decoder.peek_type()?.is_some_and(|shape| is_request_header(&shape)) {
        return Ok(Some(Argument::Missing));
    }
    Ok(decoder.decode()?.map(Argument::Read))
}

fn skip_argument(decoder: &mut Decoder) -> Result<Option<Argument<()>>, gob::DecodeError> {
    if decoder.peek_type()?.is_some_and(|shape| is_request_header(&shape)) {
        return Ok(Some(Argument::Missing));
    }
    Ok(decoder.skip()?.map(Argument::Read))
}

/// The reply that a request is owed. The caller waits for it without a time limit, so dropping it unsent, as a panic
/// does, sends an error.
struct Reply {
    header: RequestHeader,
    outgoing: Arc<Outgoing>,
    is_due: bool,
}

impl Reply {
    fn send<R: Gob>(mut self, result: Result<R, String>) -> Answer {
        let position = match result {
            Ok(reply) => match self.outgoing.send(&self.response(String::new()), &reply) {
                Ok(position) => Some(position),
                Err(error) => self.send_error(error.to_string()),
            },
            Err(text) => self.send_error(text),
        };
        self.is_due = false;
        Answer { result: Ok(()), sent: position.map(|position| (Arc::clone(&self.outgoing), position)) }
    }

    fn withhold(mut self) -> Answer {
        self.is_due = false;
        Answer::none()
    }

    fn send_error(&self, text: String) -> Option<u64> {
        // An empty text would mean success.
        let text = if text.is_empty() { "unspecified error".to_owned() } else { text };
        self.outgoing.send(&self.response(text), &()).ok()
    }

    fn response(&self, error: String) -> ResponseHeader {
        ResponseHeader { service_method: self.header.service_method.clone(), seq: self.header.seq, error }
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if self.is_due {
            self.send_error(format!("{} ended without a reply", self.header.service_method));
        }
    }
}
