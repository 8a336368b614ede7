//! HTTP requests and answers without their bodies.

use std::collections::BTreeMap;

use gob::{Gob, Url};

/// The head of a request to `/plugins/<id>/…`; the body comes on a stream of its own.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "HTTPRequestSubset")]
pub struct HttpRequestHead {
    pub method: String,
    /// Path below `/plugins/<id>` and query, as sent; without `access_token`.
    #[gob(rename = "URL")]
    pub url: Url,
    pub proto: String,
    pub proto_major: i64,
    pub proto_minor: i64,
    /// Names in Go's canonical form, such as `Content-Type`.
    pub header: BTreeMap<String, Vec<String>>,
    pub host: String,
    pub remote_addr: String,
    /// The original path and query.
    #[gob(rename = "RequestURI")]
    pub request_uri: String,
}

/// Status and header of an answer.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct HttpResponseHead {
    /// Such as 200.
    pub status_code: i64,
    /// Values by canonical name.
    pub header: BTreeMap<String, Vec<String>>,
}
