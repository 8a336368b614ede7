//! Requests to the plugin itself: `/plugins/<id>/…` and its script for the web client.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};

use crate::App;
use crate::refusal::Refusal;
use crate::session::Session;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/plugins/{*path}", any(serve)).route("/static/plugins/{plugin_id}/main.js", get(script))
}

/// Hands the request on as the server does: with the person's session, or without and with the unknown token.
async fn serve(State(app): State<App>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let session = Session::of_request(&app, &method, &headers);
    let is_spent = |name: &str| session.is_some() && name == AUTHORIZATION.as_str();
    let kept = headers.iter().filter(|(name, _)| !is_spent(name.as_str()));
    let request = peer::Request {
        method: method.to_string(),
        path: uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: kept.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: body.to_vec(),
        user: session.map(|session| session.user.id),
    };
    let answer = app.server.http(request).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    // A status or header that is not valid is the plugin's fault, and the server's answer to it is the same.
    response.body(Body::from(answer.body)).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn script(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Refusal> {
    let manifest = app.server.manifest();
    let path = manifest.json["webapp"]["bundle_path"].as_str().filter(|_| id == manifest.id);
    let bytes = path.and_then(|path| std::fs::read(app.bundle.join(path)).ok()).ok_or_else(Refusal::no_plugin)?;
    Ok(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], bytes).into_response())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
