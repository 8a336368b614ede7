//! The headers of net/rpc.

use gob::{Gob, TypeShape};

/// Before every argument.
#[derive(Clone, Debug, Default, PartialEq, Eq, Gob)]
#[gob(rename = "Request")]
pub(super) struct RequestHeader {
    pub(super) service_method: String,
    pub(super) seq: u64,
}

/// Before every reply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Gob)]
#[gob(rename = "Response")]
pub(super) struct ResponseHeader {
    pub(super) service_method: String,
    pub(super) seq: u64,
    /// Empty if the call succeeded.
    pub(super) error: String,
}

/// What Go's server begins its answer with when it lacks a method; Go's clients test for the first one.
pub(super) const NO_SUCH_METHOD: &str = "rpc: can't find method ";
pub(super) const NO_SUCH_SERVICE: &str = "rpc: can't find service ";

/// Whether a value is a request header. No argument has this very name and these very fields.
pub(super) fn is_request_header(shape: &TypeShape<'_>) -> bool {
    shape.is_struct("Request", &["ServiceMethod", "Seq"])
}
