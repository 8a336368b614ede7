//! An answer as the plugin gives it.

use super::header::{Header, canonical};

/// An answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// 100 to 999.
    pub status: u16,
    /// Fields that replace those which the server has set.
    pub header: Header,
    /// Whole.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// An answer without header and body.
    pub fn new(status: u16) -> Self {
        Self { status, header: Header::new(), body: Vec::new() }
    }

    /// Adds a value to a field, whose name may be in any case.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.header.entry(canonical(name)).or_default().push(value.into());
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}
