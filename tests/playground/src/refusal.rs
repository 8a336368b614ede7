//! Errors as Mattermost's REST API answers them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use peer::model::AppError;

/// An error that ends a request.
#[derive(Debug)]
pub(crate) struct Refusal(Box<AppError>);

impl Refusal {
    /// 401: no token, or one that nobody has.
    pub(crate) fn no_session() -> Self {
        let message = "Invalid or expired session, please login again.";
        Self::new(StatusCode::UNAUTHORIZED, "api.context.session_expired.app_error", message)
    }

    /// 403: the person may not do this.
    pub(crate) fn no_permission() -> Self {
        let message = "You do not have the appropriate permissions.";
        Self::new(StatusCode::FORBIDDEN, "api.context.permissions.app_error", message)
    }

    /// 404: there is no such path.
    pub(crate) fn no_path() -> Self {
        Self::new(StatusCode::NOT_FOUND, "api.context.404.app_error", "Sorry, we could not find the page.")
    }

    /// 404: the plugin does not have this id.
    pub(crate) fn no_plugin() -> Self {
        Self::new(StatusCode::NOT_FOUND, "app.plugin.not_installed.app_error", "Plugin is not installed.")
    }

    /// 400: a part of the body is missing or of the wrong kind.
    pub(crate) fn bad_body(name: &str) -> Self {
        let message = format!("Invalid or missing {name} in request body.");
        Self::new(StatusCode::BAD_REQUEST, "api.context.invalid_body_param.app_error", &message)
    }

    fn new(status: StatusCode, id: &str, message: &str) -> Self {
        Self::from(AppError {
            id: id.to_owned(),
            message: message.to_owned(),
            status_code: i64::from(status.as_u16()),
            ..AppError::default()
        })
    }
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self(Box::new(error))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = u16::try_from(self.0.status_code).ok().and_then(|status| StatusCode::from_u16(status).ok());
        (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(self.0)).into_response()
    }
}
