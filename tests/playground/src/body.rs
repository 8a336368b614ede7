//! JSON bodies. As on the server, the content type does not matter.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::refusal::Refusal;

/// A request's body read as JSON.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Refusal::bad_body("body"))?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| Refusal::bad_body("body"))
    }
}
