//! A recording, the request it holds sent over the wire, and the answer compared with the recorded one.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use odoo_stand_in::StandIn;
use serde_json::Value as Json;

use super::xml_rpc;
use crate::wire::{Message, exchange, message};

/// One exchange with the real server.
pub struct Recording {
    request: Message,
    response: Message,
}

/// Where the recordings are.
pub fn directory() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/recordings"))
}

impl Recording {
    /// Reads a `.json` or `.http` file.
    pub fn read(name: &str) -> Self {
        let text = std::fs::read_to_string(directory().join(name)).unwrap();
        if name.ends_with(".json") { Self::from_json(&text) } else { Self::from_http(&text) }
    }

    fn from_json(text: &str) -> Self {
        let file: Json = serde_json::from_str(text).unwrap();
        let (request, response) = (&file["request"], &file["response"]);
        let text = |value: &Json| value.as_str().unwrap().to_owned();
        Self {
            request: Message {
                first: format!("{} {} HTTP/1.1", text(&request["method"]), text(&request["path"])),
                headers: headers(&request["headers"]),
                body: body(&request["body"]),
            },
            response: Message {
                first: format!("HTTP/1.0 {} {}", response["status"], text(&response["reason"])),
                headers: headers(&response["headers"]),
                body: body(&response["body"]),
            },
        }
    }

    fn from_http(text: &str) -> Self {
        let (request, response) = text.split_once("###### response ######").unwrap();
        let request = request.split_once("\n\n").unwrap().1;
        Self { request: message(request.trim_start()), response: message(response.trim_start()) }
    }

    /// Sends the request at the moment it was recorded.
    pub async fn send(&self, odoo: &StandIn) -> Message {
        let date = self.response.headers.get("date").unwrap();
        odoo.set_now(NaiveDateTime::parse_from_str(date, "%a, %d %b %Y %H:%M:%S GMT").unwrap());
        exchange(odoo.address(), &self.request).await
    }

    /// Sends the request and says how the answer differs from the recorded one.
    pub async fn replay(&self, odoo: &StandIn) -> Result<(), String> {
        let answer = self.send(odoo).await;
        let mut differences = Vec::new();
        if answer.status() != self.response.status() {
            differences.push(format!("status {} in place of {}", answer.status(), self.response.status()));
        }
        let (recorded, answered) = (comparable(&self.response.headers), comparable(&answer.headers));
        if recorded != answered {
            differences.push(format!("headers\n      {answered:?} in place of\n      {recorded:?}"));
        }
        compare("body", &readable(&self.response.body), &readable(&answer.body), &mut differences);
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n    ")) }
    }
}

fn headers(recorded: &Json) -> BTreeMap<String, String> {
    let pairs = recorded.as_object().unwrap();
    pairs.iter().map(|(name, value)| (name.to_lowercase(), value.as_str().unwrap().to_owned())).collect()
}

fn body(recorded: &Json) -> String {
    match recorded {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        json => json.to_string(),
    }
}

/// A body as JSON: what it is, the value or fault in an answer of XML-RPC, or the text of a page.
fn readable(body: &str) -> Json {
    let text = body.trim_end();
    serde_json::from_str(text).ok().or_else(|| xml_rpc::read(text)).unwrap_or_else(|| text.into())
}

/// The headers without the date, without the length (the recorder cut bodies) and without the value of the cookie.
fn comparable(headers: &BTreeMap<String, String>) -> BTreeMap<&str, &str> {
    headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "date" | "content-length"))
        .map(|(name, value)| (name.as_str(), if name == "set-cookie" { "a session" } else { value.as_str() }))
        .collect()
}

fn compare(path: &str, recorded: &Json, answered: &Json, differences: &mut Vec<String>) {
    match (recorded, answered) {
        (Json::Object(recorded), Json::Object(answered)) => {
            for (name, value) in recorded {
                let path = format!("{path}.{name}");
                match answered.get(name) {
                    None => differences.push(format!("{path} is not there")),
                    Some(answer) if name == "debug" || is_traceback(value) => {
                        compare_debug(&path, value, answer, differences)
                    }
                    Some(answer) => compare(&path, value, answer, differences),
                }
            }
            let surplus = answered.keys().filter(|name| !recorded.contains_key(*name));
            differences.extend(surplus.map(|name| format!("{path}.{name} is too much")));
        }
        (Json::Array(recorded), Json::Array(answered)) => {
            let (shown, cut) = shown_and_cut(recorded);
            if shown.len() + cut != answered.len() {
                differences.push(format!(
                    "{path} has {} items in place of {}: {answered:?}",
                    answered.len(),
                    shown.len() + cut
                ));
            }
            for (index, (recorded, answered)) in shown.iter().zip(answered).enumerate() {
                compare(&format!("{path}[{index}]"), recorded, answered, differences);
            }
        }
        (Json::String(recorded), Json::String(answered)) if recorded.ends_with(" characters of HTML page cut]") => {
            let shown = recorded.rsplit_once(" [").map_or(recorded.as_str(), |(shown, _)| shown);
            if !answered.starts_with(shown) {
                differences.push(format!("{path} is {answered:?} in place of {recorded:?}"));
            }
        }
        (recorded, answered) if recorded == answered => {}
        (recorded, answered) => differences.push(format!("{path} is {answered} in place of {recorded}")),
    }
}

fn is_traceback(recorded: &Json) -> bool {
    recorded.as_str().is_some_and(|text| text.starts_with("Traceback (most recent call last):"))
}

/// Frames name files of the server that was recorded; what matters is that it is a traceback and how it ends.
fn compare_debug(path: &str, recorded: &Json, answered: &Json, differences: &mut Vec<String>) {
    let (recorded, answered) = (recorded.as_str().unwrap(), answered.as_str().unwrap());
    let end = recorded.rsplit_once("cut by the recorder]\n").map_or(recorded, |(_, end)| end);
    if !answered.starts_with("Traceback (most recent call last):\n") || !answered.ends_with(end) {
        differences.push(format!("{path} is {answered:?} in place of {recorded:?}"));
    }
}

/// The items of a list, and how many more the recorder says it cut.
fn shown_and_cut(recorded: &[Json]) -> (&[Json], usize) {
    if let Some((Json::String(note), shown)) = recorded.split_last()
        && let Some(count) =
            note.strip_prefix('[').and_then(|note| note.strip_suffix(" more records cut by the recorder]"))
    {
        return (shown, count.parse().unwrap());
    }
    (recorded, 0)
}
