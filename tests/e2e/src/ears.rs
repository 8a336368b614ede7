//! What a person's client hears over its websocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::person::Person;
use crate::site::Site;

/// What is not heard by then is missing. Only failing stories wait that long.
const HEARD_WITHIN: Duration = Duration::from_secs(20);

/// A websocket that is signed in.
pub struct Ears {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Ears {
    /// Connects and waits for the server's `hello`: everything that happens afterwards is heard.
    pub async fn of(person: &Person, site: &Site) -> Self {
        let (socket, _) = connect_async(site.socket_url()).await.expect("the websocket opens");
        let mut ears = Self { socket };
        let challenge = json!({"seq": 1, "action": "authentication_challenge", "data": {"token": person.token}});
        ears.socket.send(Message::text(challenge.to_string())).await.expect("the websocket takes the token");
        ears.until(|event| event["event"] == "hello").await;
        ears
    }

    /// The next post that only this person is shown.
    pub async fn ephemeral(&mut self) -> Value {
        self.post_of("ephemeral_message").await
    }

    /// The post of the next event of that name (`posted`, `post_edited`, …).
    pub async fn post_of(&mut self, name: &str) -> Value {
        let heard = self.until(|event| event["event"] == name).await;
        heard.last().map(post_in).expect("`until` ends with the event it waited for")
    }

    /// The next post, new or edited, whose message contains this.
    pub async fn post_saying(&mut self, text: &str) -> Value {
        let says = |event: &Value| post_in(event)["message"].as_str().is_some_and(|message| message.contains(text));
        let heard = self.until(says).await;
        heard.last().map(post_in).expect("`until` ends with the event it waited for")
    }

    /// The next post, new or edited, that has this anywhere.
    pub async fn post_with(&mut self, text: &str) -> Value {
        let mut posts = self.posts_with(text).await;
        posts.pop().expect("`until` ends with the event it waited for")
    }

    /// Every post, new or edited, up to the first one that has this anywhere, that one included.
    pub async fn posts_with(&mut self, text: &str) -> Vec<Value> {
        let shows = |event: &Value| event["event"] == "posted" || event["event"] == "post_edited";
        let heard = self.until(|event| shows(event) && post_in(event).to_string().contains(text)).await;
        heard.iter().filter(|event| shows(event)).map(post_in).collect()
    }

    /// The next form that opens.
    pub async fn dialog(&mut self) -> Value {
        let heard = self.until(|event| event["event"] == "open_dialog").await;
        let dialog = heard.last().and_then(|event| event["data"]["dialog"].as_str());
        dialog.and_then(|text| serde_json::from_str(text).ok()).expect("a form as JSON within the JSON")
    }

    /// Everything heard up to the post with this id, that one included, as pairs of event name and post.
    pub async fn posts_until(&mut self, post_id: &str) -> Vec<(String, Value)> {
        let heard = self.until(|event| event["event"] == "posted" && post_in(event)["id"] == post_id).await;
        let with_posts = heard.into_iter().filter(|event| event["data"]["post"].is_string());
        with_posts.map(|event| (event["event"].as_str().unwrap_or_default().to_owned(), post_in(&event))).collect()
    }

    async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut heard = Vec::new();
        let listening = async {
            loop {
                let frame = self.socket.next().await.expect("the websocket stays open").expect("the frame is whole");
                if let Message::Text(text) = frame {
                    let event: Value = serde_json::from_str(&text).expect("frames are JSON");
                    let found = wanted(&event);
                    heard.push(event);
                    if found {
                        return;
                    }
                }
            }
        };
        let in_time = timeout(HEARD_WITHIN, listening).await;
        assert!(in_time.is_ok(), "not heard within {HEARD_WITHIN:?}; heard {heard:?}");
        heard
    }
}

/// The post in an event; the server sends it as a JSON text within the JSON.
fn post_in(event: &Value) -> Value {
    event["data"]["post"].as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}
