use super::Fault;

/// How Odoo is not available. Texts are for admins.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// No connection.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// TLS failed.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The host of this plugin does not let it go there.
    #[error("the address is not allowed: {0}")]
    Denied(String),
    /// Something that had to be asked first failed, such as the login.
    #[error("{0}")]
    NotSent(Box<Outage>),
    /// The time was up before anything was sent.
    #[error("there was no time left to ask")]
    Overdue,
    /// The time was up.
    #[error("no answer in time")]
    Timeout,
    /// The connection ended before the answer did.
    #[error("the connection was cut")]
    Cut,
    /// Something else went wrong between question and answer.
    #[error("the exchange failed: {0}")]
    Broken(String),
    /// More than 8 MiB.
    #[error("the answer is larger than 8 MiB")]
    TooLarge,
    /// A status other than 200.
    #[error("the answer has HTTP status {0}")]
    Status(u16),
    /// It wants to be asked elsewhere.
    #[error("it redirects to {0}")]
    Redirect(String),
    /// Status 200 and no body.
    #[error("the answer is empty")]
    Empty,
    /// A page for people.
    #[error("the answer is a web page")]
    Page,
    /// Something else than the protocol allows.
    #[error("the answer is none of Odoo's")]
    Malformed,
    /// Odoo itself cannot reach its database.
    #[error("Odoo's own database fails: {0}")]
    Backend(Fault),
    /// Not asked, because it failed too often just now.
    #[error("not asked: the next try is in {retry_in_seconds} s")]
    Resting {
        /// Until the next try.
        retry_in_seconds: u64,
    },
}

impl Outage {
    /// Whether the question may have arrived and been answered.
    pub(super) fn is_after_sending(&self) -> bool {
        match self {
            Self::Timeout | Self::Cut | Self::Broken(_) | Self::TooLarge => true,
            Self::Empty | Self::Page | Self::Malformed => true,
            // The connection may have failed in the commit.
            Self::Backend(_) => true,
            // A proxy answers 503 in place of passing a request on.
            Self::Status(status) => *status >= 500 && *status != 503,
            Self::Unreachable(_) | Self::Tls(_) | Self::Denied(_) | Self::Redirect(_) => false,
            Self::Overdue | Self::NotSent(_) | Self::Resting { .. } => false,
        }
    }
}
