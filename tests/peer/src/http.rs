//! HTTP to the plugin: from outside, and from within the server.

use std::sync::Arc;

use gob::Url;
use mattermost::{Header, WrittenResponse};

use crate::error::{app_error, app_error_with};
use crate::model::{AppError, HttpRequestHead};
use crate::world::World;

/// What a client sends to `/plugins/…`.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Upper case; empty means `GET`.
    pub method: String,
    /// With query, such as `/plugins/odoo/hooks/v1/x?y=1`.
    pub path: String,
    /// Name and value, in any case and order.
    pub headers: Vec<(String, String)>,
    /// May be empty.
    pub body: Vec<u8>,
    /// Name or id of the person whose valid session the request carries.
    pub user: Option<String>,
}

/// What the client gets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// 200 unless the plugin said otherwise.
    pub status: u16,
    /// Name and value as the plugin set them.
    pub headers: Vec<(String, String)>,
    /// May be empty.
    pub body: Vec<u8>,
}

const USER_ID: &str = "Mattermost-User-Id";
/// Headers that the server sets itself and takes from clients.
const TAKEN: [&str; 3] = [USER_ID, "Mattermost-Plugin-Id", "Referer"];
/// Answers of in-process requests are read up to here.
const INTEGRATION_BYTES_MAX: usize = 1 << 20;

impl Request {
    /// A request without headers, body and session.
    pub fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), ..Self::default() }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sends it with this person's session.
    pub fn user(mut self, who: &str) -> Self {
        self.user = Some(who.to_owned());
        self
    }
}

impl Response {
    /// The first value of the header, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn plain(status: u16, text: &str) -> Self {
        let headers = vec![("Content-Type".to_owned(), "text/plain; charset=utf-8".to_owned())];
        Self { status, headers, body: text.as_bytes().to_vec() }
    }
}

impl World {
    /// Answers a client's request below `/plugins/<id>`, as the router of the server does.
    pub(crate) async fn serve_http(self: &Arc<Self>, request: Request) -> Response {
        let prefix = format!("/plugins/{}", self.plugin_id());
        let (path, query) = split_query(&request.path);
        let Some(below) = path.strip_prefix(&prefix).filter(|below| below.is_empty() || below.starts_with('/')) else {
            return not_found();
        };
        if let Some(file) = below.strip_prefix("/public/") {
            return self.public_file(file);
        }
        let Some(plugin) = self.plugin_with("ServeHTTP") else { return not_found() };
        let session = self.session(&request, query);
        let query = without_access_token(query);
        let method = if request.method.is_empty() { "GET".to_owned() } else { request.method };
        let head = HttpRequestHead {
            header: self.header(request.headers, session.as_deref()),
            host: self.site_url.split("://").last().unwrap_or_default().to_owned(),
            remote_addr: "127.0.0.1:40000".to_owned(),
            request_uri: request.path.clone(),
            ..head(method, &join_query(below, &query))
        };
        let context = self.context(session.as_deref());
        match plugin.serve_http(context, head, request.body).await {
            Ok(written) => written.into(),
            Err(_logged) => Response::plain(500, "500 Internal Server Error"),
        }
    }

    /// The user whose session the request carries.
    fn session(&self, request: &Request, query: &str) -> Option<String> {
        let state = self.state();
        if let Some(who) = &request.user {
            return state.user(who).ok().map(|user| user.id.clone());
        }
        let bearer = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("Authorization"));
        let bearer = bearer.and_then(|(_, value)| {
            let (scheme, token) = value.split_once(' ')?;
            ["bearer", "token"].contains(&scheme.to_lowercase().as_str()).then_some(token)
        });
        let in_query = query.split('&').find_map(|pair| pair.strip_prefix("access_token="));
        let token = bearer.or(in_query)?;
        state.tokens.values().find(|known| known.token == token).map(|known| known.user_id.clone())
    }

    fn header(&self, sent: Vec<(String, String)>, session: Option<&str>) -> Header {
        let is_taken = |name: &str| TAKEN.iter().any(|taken| name.eq_ignore_ascii_case(taken));
        let is_spent = |name: &str| session.is_some() && name.eq_ignore_ascii_case("Authorization");
        let mut header = Header::new();
        for (name, value) in sent.into_iter().filter(|(name, _)| !is_taken(name) && !is_spent(name)) {
            let value = if name.eq_ignore_ascii_case("Cookie") { without_session_cookie(&value) } else { value };
            if !value.is_empty() {
                header.entry(canonical(&name)).or_default().push(value);
            }
        }
        if let Some(user_id) = session {
            header.insert(USER_ID.to_owned(), vec![user_id.to_owned()]);
        }
        header
    }

    fn public_file(&self, file: &str) -> Response {
        let is_below = !file.is_empty() && file.split('/').all(|part| !part.is_empty() && part != "..");
        let content = is_below.then(|| std::fs::read(self.bundle.join("public").join(file)));
        match content {
            Some(Ok(body)) => Response { status: 200, headers: Vec::new(), body },
            _ => not_found(),
        }
    }
}

/// POSTs JSON to `/plugins/<id>/…` as a pressed button or a dialog does. Returns the body; the status is ignored.
///
/// # Errors
/// 400 for an address that is not the plugin's, 404 when it does not run.
pub(crate) async fn in_process_post(
    world: &Arc<World>,
    user_id: &str,
    url: &str,
    json: Vec<u8>,
) -> Result<Vec<u8>, AppError> {
    in_process(world, "POST", user_id, url, "", json).await
}

/// GETs `/plugins/<id>/…` as a dynamic autocomplete list does.
///
/// # Errors
/// As [`in_process_post`].
pub(crate) async fn in_process_get(
    world: &Arc<World>,
    user_id: &str,
    url: &str,
    query: &str,
) -> Result<Vec<u8>, AppError> {
    in_process(world, "GET", user_id, url, query, Vec::new()).await
}

async fn in_process(
    world: &Arc<World>,
    method: &str,
    user_id: &str,
    url: &str,
    query: &str,
    body: Vec<u8>,
) -> Result<Vec<u8>, AppError> {
    let refuse = |details: String| {
        app_error_with("doPluginRequest", "api.post.do_action.action_integration.app_error", 400, details)
    };
    let (path, own_query) = split_query(url);
    let path = clean(path.trim_start_matches('/'));
    let prefix = format!("plugins/{}", world.plugin_id());
    let Some(below) = path.strip_prefix(&prefix).filter(|below| below.is_empty() || below.starts_with('/')) else {
        return Err(refuse(format!("no plugin of this server at {url}")));
    };
    let Some(plugin) = world.plugin_with("ServeHTTP") else {
        return Err(app_error("ServePluginRequest", "app.plugin.not_installed.app_error", 404));
    };
    let query = [query, own_query].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("&");
    let mut head = head(method.to_owned(), &join_query(below, &query));
    head.header.insert(USER_ID.to_owned(), vec![user_id.to_owned()]);
    let written = plugin.serve_http(world.context(Some(user_id)), head, body).await.map_err(refuse)?;
    // The server's in-process recorder keeps the last write only, and no status.
    let body = written.last_write();
    Ok(body[..body.len().min(INTEGRATION_BYTES_MAX)].to_vec())
}

fn head(method: String, url: &str) -> HttpRequestHead {
    HttpRequestHead {
        method,
        url: Url(url.to_owned()),
        proto: "HTTP/1.1".to_owned(),
        proto_major: 1,
        proto_minor: 1,
        ..HttpRequestHead::default()
    }
}

impl From<WrittenResponse> for Response {
    fn from(written: WrittenResponse) -> Self {
        let body = written.body();
        let fields = written.header.into_iter();
        let headers = fields.flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)));
        Self { status: written.status.unwrap_or(200), headers: headers.collect(), body }
    }
}

/// Pairs as `application/x-www-form-urlencoded`.
pub(crate) fn form_encoded(pairs: &[(&str, &str)]) -> String {
    let encoded = pairs.iter().map(|(key, value)| format!("{}={}", escape(key), escape(value)));
    encoded.collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.push(char::from(byte)),
            b' ' => escaped.push('+'),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn split_query(path: &str) -> (&str, &str) {
    path.split_once('?').unwrap_or((path, ""))
}

fn join_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn without_access_token(query: &str) -> String {
    let kept = query.split('&').filter(|pair| !pair.starts_with("access_token="));
    kept.collect::<Vec<_>>().join("&")
}

fn without_session_cookie(cookies: &str) -> String {
    let kept = cookies.split(';').map(str::trim).filter(|cookie| !cookie.starts_with("MMAUTHTOKEN="));
    kept.collect::<Vec<_>>().join("; ")
}

/// Removes `.` and `..`, as Go's `path.Clean`.
fn clean(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `content-type` as `Content-Type`.
fn canonical(name: &str) -> String {
    let mut starts_word = true;
    let letters = name.chars().map(|letter| {
        let letter = if starts_word { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        starts_word = letter == '-';
        letter
    });
    letters.collect()
}

fn not_found() -> Response {
    Response::plain(404, "404 page not found\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_names_become_canonical() {
        assert_eq!(canonical("x-odoo-SIGNATURE"), "X-Odoo-Signature");
    }

    #[test]
    fn paths_are_cleaned_before_they_choose_a_plugin() {
        assert_eq!(clean("plugins/a/../b//c/./d"), "plugins/b/c/d");
    }

    #[test]
    fn queries_are_form_encoded() {
        assert_eq!(form_encoded(&[("a b", "ü&1"), ("c", "")]), "a+b=%C3%BC%261&c=");
    }
}
