//! What can go wrong between a client and Odoo, switched on by a test.

use std::sync::Arc;

use tokio::sync::watch;

/// How large the body of [`Fault::Oversized`] is, in bytes.
pub const OVERSIZED_BODY_BYTES: usize = 10 * 1024 * 1024;

/// One way to misbehave.
#[derive(Clone, Debug)]
pub enum Fault {
    /// `authenticate` answers false, whatever the credentials. Calls with a uid go on working.
    LoginRefused,
    /// The key is gone: `authenticate` answers false and `execute_kw` is denied.
    KeyRevoked,
    /// 200 with a page, as a proxy in front of Odoo may answer.
    Html,
    /// 200 and not a byte of a body.
    Empty,
    /// The connection closes without a byte of an answer, and nothing was done.
    NoAnswer,
    /// Everything is done and kept; then the connection closes without a byte of an answer.
    AnswerLost,
    /// Nothing is done and no answer comes for as long as anybody may wait.
    TooSlow,
    /// Everything is done and kept, but no answer comes for as long as anybody may wait.
    AnswerTooSlow,
    /// This HTTP status with a page.
    Status {
        /// The status, 400 to 599.
        code: u16,
        /// The `Retry-After` header in seconds, if any.
        retry_after_s: Option<u64>,
    },
    /// Odoo raises this exception in place of doing what was asked, as a module of its own might.
    Exception {
        /// The class with its module, such as `odoo.exceptions.UserError`.
        name: &'static str,
        /// The text of it.
        message: String,
    },
    /// The right answer, but only once the gate is open.
    Held(Gate),
    /// An answer of [`OVERSIZED_BODY_BYTES`]; it is well-formed.
    Oversized,
    /// 200, called JSON, and cut in the middle.
    MalformedJson,
    /// 302 to this address.
    Redirect(String),
}

/// A gate that requests wait at until a test opens it. Clones are the same gate.
#[derive(Clone, Debug)]
pub struct Gate {
    open: Arc<watch::Sender<bool>>,
}

impl Gate {
    /// A gate that lets nobody through yet.
    pub fn closed() -> Self {
        Self { open: Arc::new(watch::Sender::new(false)) }
    }

    /// Lets everybody through, now and later.
    pub fn open(&self) {
        self.open.send_replace(true);
    }

    /// Whether it lets everybody through.
    pub fn is_open(&self) -> bool {
        *self.open.borrow()
    }

    /// Waits until the gate is open.
    pub async fn passed(&self) {
        // The sender lives as long as this gate, so waiting ends only by its opening.
        let _ = self.open.subscribe().wait_for(|open| *open).await;
    }
}
