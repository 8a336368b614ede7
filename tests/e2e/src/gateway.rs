//! A service that the plugin sends messages to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// What was not sent by then never is. Only failing stories wait that long.
const SENT_WITHIN: Duration = Duration::from_secs(20);

/// A service on a port of its own that gives everybody the same answer.
#[derive(Debug)]
pub struct Gateway {
    /// Where it is.
    pub url: String,
    sent: UnboundedReceiver<Sent>,
}

/// A request to it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The body as it came.
    pub body: String,
    headers: Vec<(String, String)>,
}

impl Gateway {
    /// Listens from now on, and answers with this body.
    pub fn start(answer: &'static str) -> Self {
        Self::answering("200 OK", answer)
    }

    /// Listens from now on, and takes what it is sent without an answer.
    pub fn start_without_answers() -> Self {
        Self::answering("202 Accepted", "")
    }

    fn answering(status: &'static str, answer: &'static str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}/ask", listener.local_addr().expect("an address"));
        let (sender, sent) = unbounded_channel();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever is gone before the end has sent nothing.
                if let Some(request) = serve(stream, status, answer)
                    && sender.send(request).is_err()
                {
                    return;
                }
            }
        });
        Self { url, sent }
    }

    /// The next request.
    pub async fn sent(&mut self) -> Sent {
        let next = timeout(SENT_WITHIN, self.sent.recv()).await;
        next.expect("the message is sent in time").expect("the gateway listens")
    }
}

impl Sent {
    /// The value of a header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

fn serve(stream: TcpStream, status: &str, answer: &str) -> Option<Sent> {
    let mut reader = BufReader::new(stream);
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        // The first line has no colon that counts.
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }
    let mut request = Sent { body: String::new(), headers };
    let length: u64 = request.header("Content-Length").parse().ok()?;
    reader.by_ref().take(length).read_to_string(&mut request.body).ok()?;
    let length = answer.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    reader.get_mut().write_all(format!("{head}{answer}").as_bytes()).ok()?;
    Some(request)
}
