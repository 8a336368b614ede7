use quick_xml::escape::partial_escape;
use serde_json::{Map, Value};

/// A call as Python's own client writes it.
pub(super) fn call(method: &str, params: &[Value]) -> String {
    let mut xml = format!("<?xml version='1.0'?>\n<methodCall>\n<methodName>{method}</methodName>\n<params>\n");
    for param in params {
        xml.push_str("<param>\n");
        push_value(&mut xml, param);
        xml.push_str("</param>\n");
    }
    xml.push_str("</params>\n</methodCall>\n");
    xml
}

fn push_value(xml: &mut String, value: &Value) {
    xml.push_str("<value>");
    match value {
        // Python's server reads it, though it does not write it.
        Value::Null => xml.push_str("<nil/>"),
        Value::Bool(flag) => push_element(xml, "boolean", if *flag { "1" } else { "0" }),
        Value::Number(number) if number.is_f64() => push_element(xml, "double", &number.to_string()),
        Value::Number(number) => push_element(xml, "int", &number.to_string()),
        Value::String(text) => push_element(xml, "string", &escape(text)),
        Value::Array(values) => {
            xml.push_str("<array><data>\n");
            for value in values {
                push_value(xml, value);
            }
            xml.push_str("</data></array>");
        }
        Value::Object(members) => push_struct(xml, members),
    }
    xml.push_str("</value>\n");
}

fn push_struct(xml: &mut String, members: &Map<String, Value>) {
    xml.push_str("<struct>\n");
    for (name, value) in members {
        xml.push_str("<member>\n");
        push_element(xml, "name", &escape(name));
        xml.push('\n');
        push_value(xml, value);
        xml.push_str("</member>\n");
    }
    xml.push_str("</struct>");
}

fn push_element(xml: &mut String, name: &str, content: &str) {
    for part in ["<", name, ">", content, "</", name, ">"] {
        xml.push_str(part);
    }
}

/// XML has no word for most control characters, and reads a bare carriage return as a line feed.
fn escape(text: &str) -> String {
    let is_xml =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().filter(is_xml).collect();
    partial_escape(text).replace('\r', "&#13;")
}
