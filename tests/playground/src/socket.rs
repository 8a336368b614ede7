//! The websocket: what a client is told while it looks.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use peer::{Broadcast, Event};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::App;
use crate::session::Session;

/// `GET /api/v4/websocket`. A request with a session is signed in at once; others send an `authentication_challenge`.
pub(crate) async fn connect(State(app): State<App>, headers: HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    let session = Session::of_request(&app, &Method::GET, &headers);
    upgrade.on_upgrade(move |socket| async move {
        Connection { app, socket, seq: 0 }.serve(session).await;
    })
}

#[derive(Deserialize)]
struct Request {
    seq: i64,
    action: String,
    #[serde(default)]
    data: Value,
}

struct Connection {
    app: App,
    socket: WebSocket,
    /// Number of the next event.
    seq: i64,
}

impl Connection {
    /// Runs until the client goes away; every `None` below is that.
    async fn serve(mut self, session: Option<Session>) -> Option<()> {
        // Listening starts before `hello`: what happens after a client has read it is told.
        let mut events = self.app.server.events();
        let (session, challenge) = match session {
            Some(session) => (session, None),
            None => self.challenge().await.map(|(session, seq)| (session, Some(seq)))?,
        };
        self.hello(&session).await?;
        if let Some(seq) = challenge {
            self.reply(seq, json!({"status": "OK"})).await?;
        }
        loop {
            tokio::select! {
                event = next(&mut events) => self.tell(&session, &event?).await?,
                message = self.socket.recv() => self.answer(&message?.ok()?).await?,
            }
        }
    }

    /// Waits for the token; anything else before it is refused.
    async fn challenge(&mut self) -> Option<(Session, i64)> {
        loop {
            let Some(request) = read(&self.socket.recv().await?.ok()?) else { continue };
            if request.action == "authentication_challenge" {
                let session = Session::of_token(&self.app, request.data["token"].as_str()?)?;
                return Some((session, request.seq));
            }
            let error = json!({"id": "api.web_socket_router.not_authenticated.app_error", "status_code": 401});
            self.reply(request.seq, json!({"status": "FAIL", "error": error})).await?;
        }
    }

    async fn hello(&mut self, session: &Session) -> Option<()> {
        static CONNECTIONS: AtomicU64 = AtomicU64::new(0);
        let number = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
        let data = json!({"connection_id": format!("{number:026}"), "server_version": "11.6.0.playground"});
        let broadcast = Broadcast { user_id: session.user.id.clone(), ..Broadcast::default() };
        let data = data.as_object().cloned().unwrap_or_default();
        self.send_event(&Event { event: "hello".to_owned(), data, broadcast }).await
    }

    async fn tell(&mut self, session: &Session, event: &Event) -> Option<()> {
        if hears(&self.app, session, &event.broadcast) { self.send_event(event).await } else { Some(()) }
    }

    /// The page asks for nothing; other clients announce where they look, which is taken note of.
    async fn answer(&mut self, message: &Message) -> Option<()> {
        match read(message) {
            Some(request) => self.reply(request.seq, json!({"status": "OK"})).await,
            None => Some(()),
        }
    }

    async fn send_event(&mut self, event: &Event) -> Option<()> {
        let frame = event.to_frame(self.seq);
        self.seq += 1;
        self.send(&frame).await
    }

    async fn reply(&mut self, seq: i64, mut reply: Value) -> Option<()> {
        reply["seq_reply"] = seq.into();
        self.send(&reply).await
    }

    async fn send(&mut self, frame: &Value) -> Option<()> {
        self.socket.send(Message::text(frame.to_string())).await.ok()
    }
}

/// The next event; a connection that fell behind goes on with what is still there.
async fn next(events: &mut Receiver<Event>) -> Option<Event> {
    loop {
        match events.recv().await {
            Ok(event) => return Some(event),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

/// Whether the person is in the event's audience; everybody is in every team.
fn hears(app: &App, session: &Session, audience: &Broadcast) -> bool {
    if audience.omit_users.as_ref().is_some_and(|omitted| omitted.contains_key(&session.user.id)) {
        return false;
    }
    if !audience.user_id.is_empty() {
        return audience.user_id == session.user.id;
    }
    let is_member = || app.server.members(&audience.channel_id).iter().any(|member| member.id == session.user.id);
    audience.channel_id.is_empty() || is_member()
}

fn read(message: &Message) -> Option<Request> {
    match message {
        Message::Text(text) => serde_json::from_str(text).ok(),
        _ => None,
    }
}
