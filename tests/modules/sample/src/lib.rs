//! An extension module that shortens events: one line in place of a card, by severity. What goes well is dropped, what is critical
//! goes to the last channel that the module may write to.

#![allow(missing_docs, reason = "the macro of the kit makes a public item")]

use extism_pdk::{FnResult, Json, plugin_fn};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Input {
    event: Event,
    #[serde(default)]
    targets: Vec<String>,
}

#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    title: String,
    #[serde(default)]
    severity: String,
    #[serde(default)]
    link: String,
}

#[derive(Default, Serialize)]
struct Output {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
    drop: bool,
}

#[plugin_fn]
pub fn transform(Json(input): Json<Input>) -> FnResult<Json<Output>> {
    let Event { title, severity, link } = input.event;
    if title.contains("succeeded") {
        return Ok(Json(Output { drop: true, ..Output::default() }));
    }
    let channel = input.targets.into_iter().last().filter(|_| severity == "critical");
    let text = format!("{}: {title} {link}", severity.to_uppercase());
    Ok(Json(Output { text: Some(text.trim_end().to_owned()), channel, drop: false }))
}
