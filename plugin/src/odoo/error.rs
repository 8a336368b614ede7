use super::{Fault, Outage};
use crate::gate::Closed;

/// Why Odoo did not do what was asked; each variant is a different thing to do next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OdooError {
    /// The login or the key is wrong or revoked.
    #[error("Odoo refused the login or the API key")]
    Authentication,
    /// There is no such database.
    #[error("Odoo has no such database: {0}")]
    Database(Fault),
    /// The account may not do that.
    #[error("Odoo refused access: {0}")]
    Access(Fault),
    /// The model belongs to an app that is not installed.
    #[error("Odoo has no such model: {0}")]
    NotInstalled(Fault),
    /// The record is gone.
    #[error("Odoo has no such record: {0}")]
    Missing(Fault),
    /// Values that Odoo does not accept.
    #[error("Odoo refused the values: {0}")]
    Validation(Fault),
    /// Somebody else changed the same at the same time.
    #[error("Odoo had a conflict: {0}")]
    Conflict(Fault),
    /// Too many requests.
    #[error("Odoo asked to wait")]
    RateLimited {
        /// As Odoo or its proxy says.
        retry_after_seconds: Option<u32>,
    },
    /// No answer, or none that Odoo would give.
    #[error("Odoo is not available: {0}")]
    Outage(#[from] Outage),
    /// Done, as it seems, but Odoo could not say what came of it.
    #[error("Odoo could not tell the outcome: {0}")]
    Unclear(Fault),
    /// Odoo took the call and left the record as it was.
    #[error("Odoo left it as it was: {0}")]
    Unmoved(Fault),
    /// What this plugin never writes; it was not sent.
    #[error("this plugin never writes {0}")]
    Denied(String),
    /// The gate is closed; it was not sent.
    #[error("nothing is written now: {0}")]
    Closed(#[from] Closed),
    /// Odoo did not understand the call: a fault of this plugin, or a version it does not know.
    #[error("Odoo did not understand the call: {0}")]
    Defect(Fault),
}

impl OdooError {
    /// From `error.data.name` and `error.data.message`.
    #[must_use]
    pub fn of_fault(fault: Fault) -> Self {
        let says = |word: &str| fault.message.contains(word);
        match fault.name.as_str() {
            "odoo.exceptions.AccessDenied" | "odoo.http.SessionExpiredException" => Self::Authentication,
            "odoo.exceptions.AccessError" => Self::Access(fault),
            "odoo.exceptions.MissingError" => Self::Missing(fault),
            "odoo.exceptions.UserError" if says("Object ") && says(" doesn't exist") => Self::NotInstalled(fault),
            "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" | "odoo.exceptions.RedirectWarning" => {
                Self::Validation(fault)
            }
            "builtins.ValueError" if fault.is_wrong_value() => Self::Validation(fault),
            "odoo.exceptions.LockError"
            | "odoo.exceptions.ConcurrencyError"
            | "psycopg2.errors.SerializationFailure"
            | "psycopg2.errors.LockNotAvailable"
            | "psycopg2.errors.DeadlockDetected" => Self::Conflict(fault),
            "psycopg2.OperationalError" if says("database ") && says(" does not exist") => Self::Database(fault),
            "psycopg2.OperationalError" | "psycopg2.InterfaceError" | "odoo.sql_db.PoolError" => {
                Outage::Backend(fault).into()
            }
            _ => Self::Defect(fault),
        }
    }

    /// A word for logs, metrics and the API.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Authentication => "odoo_authentication",
            Self::Database(_) => "odoo_database",
            Self::Access(_) => "odoo_access",
            Self::NotInstalled(_) => "odoo_not_installed",
            Self::Missing(_) => "odoo_missing",
            Self::Validation(_) => "odoo_validation",
            Self::Conflict(_) => "odoo_conflict",
            Self::RateLimited { .. } => "odoo_rate_limited",
            Self::Outage(_) => "odoo_outage",
            Self::Unclear(_) => "odoo_unclear",
            Self::Unmoved(_) => "odoo_unmoved",
            Self::Denied(_) => "odoo_denied",
            Self::Closed(_) => "frozen",
            Self::Defect(_) => "odoo_defect",
        }
    }

    /// What Odoo says, for admins.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Database(fault)
            | Self::Access(fault)
            | Self::NotInstalled(fault)
            | Self::Missing(fault)
            | Self::Validation(fault)
            | Self::Conflict(fault)
            | Self::Unclear(fault)
            | Self::Unmoved(fault)
            | Self::Defect(fault)
            | Self::Outage(Outage::Backend(fault)) => Some(fault),
            Self::Authentication | Self::RateLimited { .. } | Self::Outage(_) | Self::Denied(_) | Self::Closed(_) => {
                None
            }
        }
    }

    /// The same, of something that had to be asked before a call could be sent.
    pub(super) fn before_sending(self) -> Self {
        match self {
            Self::Outage(outage) if outage.is_after_sending() => Outage::NotSent(outage.into()).into(),
            error => error,
        }
    }

    /// Whether a write may have been done all the same: it was sent, and no answer came that Odoo would give. Reading
    /// settles it, sending it again may do it twice.
    #[must_use]
    pub fn outcome_is_unknown(&self) -> bool {
        match self {
            Self::Unclear(_) => true,
            Self::Outage(outage) => outage.is_after_sending(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, OdooError, Outage};

    fn fault() -> Fault {
        Fault { name: "odoo.exceptions.UserError".into(), message: "No".into() }
    }

    #[test]
    fn a_write_that_was_sent_without_an_answer_may_have_been_done() {
        let unknown = [
            OdooError::Unclear(fault()),
            Outage::Timeout.into(),
            Outage::Cut.into(),
            Outage::Broken("the other side speaks no HTTP".into()).into(),
            Outage::TooLarge.into(),
            Outage::Empty.into(),
            Outage::Page.into(),
            Outage::Malformed.into(),
            Outage::Backend(fault()).into(),
            Outage::Status(500).into(),
            Outage::Status(502).into(),
            Outage::Status(504).into(),
        ];
        assert!(unknown.iter().all(OdooError::outcome_is_unknown));
    }

    #[test]
    fn a_write_that_was_refused_or_never_sent_was_not_done() {
        let surely_not = [
            OdooError::Authentication,
            OdooError::Database(fault()),
            OdooError::Access(fault()),
            OdooError::NotInstalled(fault()),
            OdooError::Missing(fault()),
            OdooError::Validation(fault()),
            OdooError::Conflict(fault()),
            OdooError::Defect(fault()),
            OdooError::RateLimited { retry_after_seconds: None },
            OdooError::Unmoved(fault()),
            OdooError::Denied("res.users".into()),
            Outage::Unreachable("the connection was refused".into()).into(),
            Outage::Tls("the certificate is not trusted".into()).into(),
            Outage::Denied("it is in a private network".into()).into(),
            Outage::Overdue.into(),
            OdooError::from(Outage::Timeout).before_sending(),
            Outage::Redirect("https://new.example.com".into()).into(),
            Outage::Status(404).into(),
            Outage::Status(503).into(),
            Outage::Resting { retry_in_seconds: 1 }.into(),
        ];
        assert!(!surely_not.iter().any(OdooError::outcome_is_unknown));
    }
}
