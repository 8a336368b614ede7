use super::reply::{Refusal, Response};
use super::{Request, action, health};
use crate::ports::Deps;

const ACTION_BYTES_MAX: usize = 256 << 10;

/// One route: who may call it, how, with how much.
pub(super) struct Route {
    method: &'static str,
    path: &'static str,
    audience: Audience,
    body_bytes_max: usize,
    pub(super) run: fn(&Deps<'_>, &Request) -> Result<Response, Refusal>,
}

/// Who may call a route.
#[derive(PartialEq, Eq)]
enum Audience {
    /// Signed in.
    Person,
    /// Anybody: such a route does no work.
    Anybody,
}

static ROUTES: [Route; 2] = [
    Route {
        method: "POST",
        path: "/actions/v1/more",
        audience: Audience::Person,
        body_bytes_max: ACTION_BYTES_MAX,
        run: action::more::run,
    },
    Route { method: "GET", path: "/healthz", audience: Audience::Anybody, body_bytes_max: 0, run: health::run },
];

/// The route of a request that admits it.
pub(super) fn find(request: &Request) -> Result<&'static Route, Refusal> {
    let route = ROUTES.iter().find(|route| route.path == request.path).ok_or(Refusal::NotFound)?;
    if route.method != request.method {
        return Err(Refusal::Method { allowed: route.method });
    }
    if route.audience == Audience::Person && request.user_id.as_deref().is_none_or(str::is_empty) {
        return Err(Refusal::SignedOut);
    }
    if request.body.len() > route.body_bytes_max {
        return Err(Refusal::TooLarge { bytes_max: route.body_bytes_max });
    }
    Ok(route)
}
