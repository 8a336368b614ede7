use serde_json::{Value, json};

use crate::language::Language;
use crate::odoo::{OdooError, Outage, explain};
use crate::store::StoreError;

/// What goes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// 100 to 999.
    pub status: u16,
    /// Names in canonical form.
    pub headers: Vec<(&'static str, String)>,
    /// Whole.
    pub body: Vec<u8>,
}

/// Why a request is not answered by its route.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Refusal {
    Malformed(&'static str),
    SignedOut,
    /// Neither a session nor a valid key.
    Unauthenticated,
    /// Nobody known signed it; whether there is such a hook is nobody's business.
    Unsigned,
    Forbidden(&'static str),
    /// As [`Refusal::Forbidden`], in words that depend on who asks.
    Denied(String),
    /// Only a person may do that, on the card at this address if there is one.
    PersonRequired {
        permalink: Option<String>,
    },
    NotFound,
    Method {
        allowed: &'static str,
    },
    /// The object is in another state by now.
    State {
        code: &'static str,
        detail: String,
    },
    /// The time for it is over.
    Gone(&'static str),
    TooLarge {
        bytes_max: usize,
    },
    /// A value that its sender can mend; `more` goes into the answer besides.
    Invalid {
        field: Option<String>,
        code: &'static str,
        detail: String,
        more: Option<(&'static str, Value)>,
    },
    TooMany {
        retry_after_seconds: u32,
    },
    Odoo(OdooError),
    /// No administrator has said yet where Odoo is.
    Unconfigured,
    Store(StoreError),
    /// Mattermost itself did not answer.
    Mattermost,
    /// An event could not be stored, for this reason.
    NotStored(String),
}

impl Response {
    /// An answer in JSON.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        let headers = [
            ("Content-Type", "application/json"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ];
        Self {
            status,
            headers: headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
            body: body.to_string().into_bytes(),
        }
    }
}

impl Refusal {
    /// A value that its sender can mend.
    pub(super) fn invalid(field: &str, code: &'static str, detail: impl Into<String>) -> Self {
        let field = (!field.is_empty()).then(|| field.to_owned());
        Self::Invalid { field, code, detail: detail.into(), more: None }
    }

    /// `{"detail","code","field","request_id"}`, never the text of an exception; `field` only where one is to blame.
    pub(super) fn into_response(self, request_id: &str) -> Response {
        let (status, code, detail) = self.parts();
        let mut body = json!({"detail": detail, "code": code, "request_id": request_id});
        let mut header = None;
        match self {
            Self::Method { allowed } => header = Some(("Allow", allowed.to_owned())),
            Self::TooMany { retry_after_seconds } => header = Some(("Retry-After", retry_after_seconds.to_string())),
            Self::PersonRequired { permalink } => body["permalink"] = json!(permalink),
            Self::Invalid { field, more, .. } => {
                if let Some(field) = field {
                    body["field"] = json!(field);
                }
                if let Some((name, value)) = more {
                    body[name] = value;
                }
            }
            _ => {}
        }
        let mut response = Response::json(status, &body);
        response.headers.extend(header);
        response
    }

    /// What the log gets besides: the cause, if it is not the sender's.
    pub(super) fn cause(&self) -> Option<(&'static str, String)> {
        match self {
            Self::Odoo(error) => Some((error.code(), error.to_string())),
            Self::Store(error) => Some(("store", error.to_string())),
            Self::NotStored(error) => Some(("store", error.clone())),
            _ => None,
        }
    }

    fn parts(&self) -> (u16, &'static str, String) {
        let word = |status, code, detail: &str| (status, code, detail.to_owned());
        match self {
            Self::Malformed(detail) => word(400, "malformed", detail),
            Self::SignedOut => word(401, "signed_out", "Sign in to Mattermost first."),
            Self::Unauthenticated => {
                let detail = "Sign in to Mattermost or send a valid key in the header `X-API-Key`.";
                word(401, "unauthenticated", detail)
            }
            Self::Unsigned => word(401, "unsigned", "The signature is missing, wrong or too old."),
            Self::Forbidden(detail) => word(403, "forbidden", detail),
            Self::Denied(detail) => word(403, "forbidden", detail),
            Self::PersonRequired { .. } => {
                word(403, "person_required", "A person has to do that: on the card in Mattermost.")
            }
            Self::NotFound => word(404, "not_found", "There is nothing here."),
            Self::Method { allowed } => (405, "method", format!("Only {allowed} works here.")),
            Self::State { code, detail } => word(409, code, detail),
            Self::Gone(detail) => word(410, "expired", detail),
            Self::TooLarge { bytes_max } => (413, "too_large", format!("The body may have {bytes_max} bytes at most.")),
            Self::Invalid { code, detail, .. } => word(422, code, detail),
            Self::TooMany { retry_after_seconds } => {
                (429, "rate_limited", format!("That was too often. Try again in {retry_after_seconds} s."))
            }
            Self::Odoo(error) => (odoo_status(error), error.code(), explain(Language::En, error, false, None, "")),
            Self::Unconfigured => word(502, "unconfigured", "Odoo is not connected yet. Ask a system administrator."),
            Self::Store(_) => word(503, "unavailable", "Mattermost's store did not answer. Try again."),
            Self::NotStored(_) => word(503, "unavailable", "The event could not be stored. Send it again later."),
            Self::Mattermost => word(503, "unavailable", "Mattermost did not answer. Try again."),
        }
    }
}

impl From<OdooError> for Refusal {
    fn from(error: OdooError) -> Self {
        Self::Odoo(error)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What the sender can mend is told apart from what Odoo or its administrator has to.
fn odoo_status(error: &OdooError) -> u16 {
    match error {
        OdooError::Access(_) => 403,
        OdooError::Missing(_) | OdooError::NotInstalled(_) => 404,
        OdooError::Conflict(_) => 409,
        OdooError::Validation(_) => 422,
        OdooError::Outage(Outage::Timeout | Outage::Overdue) => 504,
        _ => 502,
    }
}
