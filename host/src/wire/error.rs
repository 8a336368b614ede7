//! How API calls fail.

use mattermost::CallError;

use crate::runtime::bindings::mattermost::plugin::types::ApiError;

/// What the component can do about a failed call. The server's own words go to the log, except those of an invalid
/// request: they say what is wrong with it.
pub(crate) fn api_error(error: CallError) -> ApiError {
    match error {
        CallError::App(error) => match error.status_code {
            404 => ApiError::NotFound,
            401 | 403 => ApiError::Forbidden,
            400 | 409 | 413 | 422 => ApiError::Invalid(error.message),
            501 => ApiError::Unsupported,
            503 | 504 => ApiError::Unavailable,
            _ => ApiError::Other(error.to_string()),
        },
        CallError::Value(error) => ApiError::Other(error.to_string()),
        CallError::NoSuchMethod { .. } => ApiError::Unsupported,
        CallError::Lost { .. } => ApiError::Unavailable,
        error @ CallError::Failed { .. } => ApiError::Other(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use mattermost::CallError;
    use mattermost::model::AppError;

    use super::api_error;
    use crate::runtime::bindings::mattermost::plugin::types::ApiError;

    #[test]
    fn a_status_code_says_what_the_component_can_do() {
        let of = |status| api_error(AppError::new("GetPost", "no", status).into());
        assert_eq!(of(404), ApiError::NotFound);
        assert_eq!(of(403), ApiError::Forbidden);
        assert_eq!(of(400), ApiError::Invalid("no".into()));
        assert_eq!(of(501), ApiError::Unsupported);
        assert_eq!(of(500), ApiError::Other("GetPost: no".into()));
    }

    #[test]
    fn an_old_server_and_a_lost_connection_are_told_apart() {
        assert_eq!(api_error(CallError::NoSuchMethod { method: "X" }), ApiError::Unsupported);
        assert_eq!(api_error(CallError::Lost { method: "X" }), ApiError::Unavailable);
    }
}
