//! A server and its answers.

use serde_json::Value;

/// Where the server is.
#[derive(Clone, Debug)]
pub struct Site {
    /// Base address without a trailing slash.
    pub url: String,
    http: reqwest::Client,
}

/// Status and body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body as JSON; a body that is not JSON becomes a string.
    pub body: Value,
}

impl Site {
    /// A server at a base address.
    pub fn new(url: &str) -> Self {
        Self { url: url.trim_end_matches('/').to_owned(), http: reqwest::Client::new() }
    }

    /// A request to a path below the base address, with a token if there is one.
    pub fn request(&self, method: reqwest::Method, path: &str, token: Option<&str>) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request without a token.
    pub async fn anonymous(&self, method: reqwest::Method, path: &str) -> Answer {
        Answer::of(self.request(method, path, None)).await
    }

    /// Sends JSON without a token, as programs do.
    pub async fn deliver(&self, path: &str, headers: &[(&str, String)], body: &str) -> Answer {
        let request = self.request(reqwest::Method::POST, path, None).header("Content-Type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        Answer::of(request.body(body.to_owned())).await
    }

    /// Address of the websocket.
    pub fn socket_url(&self) -> String {
        format!("{}/api/v4/websocket", self.url.replacen("http", "ws", 1))
    }
}

impl Answer {
    /// Sends the request and reads the whole answer.
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = request.send().await.expect("the server answers");
        let status = response.status().as_u16();
        let text = response.text().await.expect("the answer arrives whole");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Self { status, body }
    }

    /// The body of a success (2xx).
    ///
    /// # Panics
    /// On any other status, with the whole answer.
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "refused: {self:?}");
        self.body
    }
}
