//! Who is asking. A token is the person's name.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use peer::model::User;

use crate::App;
use crate::refusal::Refusal;

/// What the page leaves for scripts of the plugin, as Mattermost does.
const COOKIE_NAME: &str = "MMAUTHTOKEN";

/// The signed-in person.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) user: User,
}

impl Session {
    /// The person whom the token belongs to; bots have none.
    pub(crate) fn of_token(app: &App, token: &str) -> Option<Self> {
        let user = app.server.user(token).ok().filter(|user| user.username == token && !user.is_bot)?;
        Some(Self { user })
    }

    /// The person behind a request, by the server's rules: a header, else the cookie, which needs proof that the request
    /// comes from a page of this server.
    pub(crate) fn of_request(app: &App, method: &Method, headers: &HeaderMap) -> Option<Self> {
        if let Some(token) = token_in_header(headers) {
            return Self::of_token(app, token);
        }
        let proven = method == Method::GET || headers.contains_key("X-Requested-With");
        Self::of_token(app, token_in_cookie(headers).filter(|_| proven)?)
    }

    /// The session if it belongs to a system administrator.
    pub(crate) fn admin(&self) -> Result<(), Refusal> {
        let is_admin = self.user.roles.split(' ').any(|role| role == "system_admin");
        if is_admin { Ok(()) } else { Err(Refusal::no_permission()) }
    }
}

impl FromRequestParts<App> for Session {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        Self::of_request(app, &parts.method, &parts.headers).ok_or_else(Refusal::no_session)
    }
}

fn token_in_header(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token");
    known.then_some(token.trim())
}

fn token_in_cookie(headers: &HeaderMap) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok()).flat_map(|line| line.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE_NAME).map(|(_, token)| token)
}
