//! The page in the browser: static files without a build step, and Markdown made into HTML.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};

use crate::render::render;

/// Longest Markdown text to render; a post holds 65,535 bytes.
const MARKDOWN_BYTES_MAX: usize = 256 * 1024;

/// Scripts only from this server: what a post contains can not act.
const POLICY: &str = "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// `/`, `/page/…` and `/render`.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let files = [
        ("/", HTML, include_str!("page/index.html")),
        ("/page/style.css", CSS, include_str!("page/style.css")),
        ("/page/main.js", SCRIPT, include_str!("page/main.js")),
        ("/page/api.js", SCRIPT, include_str!("page/api.js")),
        ("/page/composer.js", SCRIPT, include_str!("page/composer.js")),
        ("/page/dialog.js", SCRIPT, include_str!("page/dialog.js")),
        ("/page/dom.js", SCRIPT, include_str!("page/dom.js")),
        ("/page/plugins.js", SCRIPT, include_str!("page/plugins.js")),
        ("/page/posts.js", SCRIPT, include_str!("page/posts.js")),
    ];
    let mut router = Router::new();
    for (path, kind, text) in files {
        router = router.route(path, get(move || async move { file(kind, text) }));
    }
    router.route("/render", post(markdown).layer(DefaultBodyLimit::max(MARKDOWN_BYTES_MAX)))
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, POLICY)], text)
}

async fn markdown(text: String) -> Html<String> {
    Html(render(&text))
}
