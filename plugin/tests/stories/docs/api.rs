//! The examples of `docs/api.md`, as they stand there, one after the other in one world.
//!
//! An example is a block `http`: the request with its headers and body, then the answer's status and body. `<name>` stands
//! for a text that is another one for every reader, the same name for the same text; `"…"` for further fields or rows.

use std::collections::BTreeMap;
use std::path::Path;

use odoo_plugin::access::Scope;
use odoo_plugin::api_key::{self, Wish};
use odoo_plugin::ports::ChannelMember;
use serde_json::{Value, json};

use crate::world::{BOT, World};

/// What names stand for.
type Names = BTreeMap<String, String>;

struct Example<'a> {
    text: &'a str,
    method: &'a str,
    path: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: String,
    status: u16,
    answer: Value,
}

#[test]
fn every_example_of_the_page_is_answered_as_it_says() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md")).unwrap();
    let examples: Vec<_> = page.split("```http\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() > 10, "{} examples", examples.len());
    let member = ChannelMember { is_admin: false, is_guest: false };
    let world = World::live().setting("allowservicereads", json!(true)).setting("proposers", json!("@ben"));
    world.join("town", BOT, member);
    let mut names = Names::from([("key".to_owned(), key(&world))]);
    let mut untrue = Vec::new();
    for example in examples.into_iter().map(Example::read) {
        // Nobody types faster than the limits.
        world.pass(std::time::Duration::from_secs(60));
        let path = format!("/api/v1{}", filled(example.path, &names));
        let headers: Vec<_> = example.headers.iter().map(|(name, value)| (*name, filled(value, &names))).collect();
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let person = if headers.is_empty() { Some("ben") } else { None };
        headers.push(("Content-Type", "application/json"));
        let body = filled(&example.body, &names);
        let response = world.request_with(example.method, &path, person, &headers, body.as_bytes());
        let answer: Value = serde_json::from_slice(&response.body).unwrap();
        if response.status != example.status || !fits(&example.answer, &answer, &mut names) {
            untrue.push(format!("{}\nbut it is {}\n{answer:#}", example.text, response.status));
        }
    }
    assert!(untrue.is_empty(), "docs/api.md says\n{}", untrue.join("\n"));
}

/// A key of Anna's whose cards appear in `town`.
fn key(world: &World) -> String {
    let wish = Wish {
        name: "reports".into(),
        owner_id: "anna".into(),
        scopes: vec![Scope::Read, Scope::Propose],
        channel_id: Some("town".into()),
        lifetime: std::time::Duration::from_secs(90 * 24 * 3600),
    };
    api_key::create(&world.deps(), wish).unwrap().0.expose()
}

impl<'a> Example<'a> {
    fn read(text: &'a str) -> Self {
        let mut lines = text.lines();
        let (method, path) = lines.next().and_then(|line| line.split_once(' ')).expect("a method and a path");
        let mut example =
            Self { text, method, path, headers: Vec::new(), body: String::new(), status: 0, answer: json!(null) };
        let mut answer = String::new();
        for line in lines {
            match line.split_once(": ") {
                _ if example.status > 0 => answer.push_str(line),
                Some((name, value)) if !line.starts_with([' ', '{']) => example.headers.push((name, value)),
                _ if line.parse::<u16>().is_ok() => example.status = line.parse().unwrap(),
                _ => example.body.push_str(line),
            }
        }
        example.answer = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {text}"));
        example
    }
}

/// The text with the names in it replaced by what they stand for.
fn filled(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
}

/// Whether the answer is as the page says; learns what new names stand for.
fn fits(said: &Value, is: &Value, names: &mut Names) -> bool {
    match (said, is) {
        (Value::String(said), Value::String(is)) => text_fits(said, is, names),
        (Value::Array(said), Value::Array(is)) => {
            let shown = said.iter().take_while(|said| **said != "…").count();
            (said.len() == is.len() || (shown < said.len() && shown <= is.len()))
                && said.iter().take(shown).zip(is).all(|(said, is)| fits(said, is, names))
        }
        (Value::Object(said), Value::Object(is)) => {
            let mut shown = said.iter().filter(|(key, _)| *key != "…");
            (said.len() == is.len() || said.contains_key("…"))
                && shown.all(|(key, said)| is.get(key).is_some_and(|is| fits(said, is, names)))
        }
        _ => said == is,
    }
}

fn text_fits(said: &str, is: &str, names: &mut Names) -> bool {
    let said = filled(said, names);
    let Some((before, (name, after))) =
        said.split_once('<').and_then(|(before, rest)| Some((before, rest.split_once('>')?)))
    else {
        return said == is;
    };
    let Some(value) = is.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) else { return false };
    names.insert(name.to_owned(), value.to_owned());
    !value.is_empty()
}
