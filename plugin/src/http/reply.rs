use serde_json::{Value, json};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Malformed(&'static str),
    SignedOut,
    Forbidden(&'static str),
    NotFound,
    Method { allowed: &'static str },
    TooLarge { bytes_max: usize },
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
    /// `{"detail","code","request_id"}`, never the text of an exception.
    pub(super) fn into_response(self, request_id: &str) -> Response {
        let (status, code, detail) = match &self {
            Self::Malformed(detail) => (400, "malformed", (*detail).to_owned()),
            Self::SignedOut => (401, "signed_out", "Sign in to Mattermost first.".to_owned()),
            Self::Forbidden(detail) => (403, "forbidden", (*detail).to_owned()),
            Self::NotFound => (404, "not_found", "There is nothing here.".to_owned()),
            Self::Method { allowed } => (405, "method", format!("Only {allowed} works here.")),
            Self::TooLarge { bytes_max } => (413, "too_large", format!("The body may have {bytes_max} bytes at most.")),
        };
        let mut response = Response::json(status, &json!({"detail": detail, "code": code, "request_id": request_id}));
        if let Self::Method { allowed } = self {
            response.headers.push(("Allow", allowed.to_owned()));
        }
        response
    }
}
