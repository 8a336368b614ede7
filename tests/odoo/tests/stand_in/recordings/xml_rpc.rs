//! An answer of XML-RPC as JSON, so that the order of its members does not matter.

use serde_json::{Map, Value as Json, json};

/// The value that was returned, or the fault; `None` for what is no answer of XML-RPC.
pub fn read(body: &str) -> Option<Json> {
    let inside = body.strip_prefix("<?xml version='1.0'?>\n<methodResponse>\n")?.strip_suffix("\n</methodResponse>")?;
    if let Some(fault) = inside.strip_prefix("<fault>\n") {
        let (value, rest) = value(fault)?;
        return (rest == "</fault>").then(|| json!({"fault": value}));
    }
    let (value, rest) = value(inside.strip_prefix("<params>\n<param>\n")?)?;
    (rest == "</param>\n</params>").then(|| json!({"returned": value}))
}

/// The value at the beginning, and what comes after it.
fn value(text: &str) -> Option<(Json, &str)> {
    let text = text.strip_prefix("<value>")?;
    if let Some(mut rest) = text.strip_prefix("<array><data>\n") {
        let mut items = Vec::new();
        while let Some((item, after)) = value(rest) {
            items.push(item);
            rest = after;
        }
        return Some((Json::Array(items), rest.strip_prefix("</data></array></value>\n")?));
    }
    if let Some(mut rest) = text.strip_prefix("<struct>\n") {
        let mut members = Map::new();
        while let Some(member) = rest.strip_prefix("<member>\n<name>") {
            let (name, after) = member.split_once("</name>\n")?;
            let (value, after) = value(after)?;
            members.insert(name.to_owned(), value);
            rest = after.strip_prefix("</member>\n")?;
        }
        return Some((Json::Object(members), rest.strip_prefix("</struct></value>\n")?));
    }
    let (kind, rest) = text.strip_prefix('<')?.split_once('>')?;
    let (text, rest) = rest.split_once(&format!("</{kind}></value>\n"))?;
    let value = match kind {
        "string" => json!(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")),
        "int" | "double" => serde_json::from_str(text).ok()?,
        "boolean" => json!(text == "1"),
        _ => return None,
    };
    Some((value, rest))
}
