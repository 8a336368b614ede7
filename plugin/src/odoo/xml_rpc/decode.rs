use serde_json::{Number, Value};

use super::tokens::{Token, Tokens};
use crate::odoo::Outage;
use crate::order;

/// Odoo's own values are five levels deep; an answer that goes on and on must not use up the stack.
const DEPTH_MAX: usize = 64;

/// What an answer says.
#[derive(Debug, PartialEq)]
pub(super) enum Reply {
    /// What the method returned.
    Value(Value),
    /// What went wrong.
    Fault {
        /// 1 to 4.
        code: i64,
        /// One sentence, or a whole traceback.
        text: String,
    },
}

/// Reads a whole answer.
pub(super) fn reply(xml: &str) -> Result<Reply, Outage> {
    let mut parser = Parser { tokens: Tokens::of(xml), depth: 0 };
    match parser.tokens.next_tag()? {
        Token::Open(name) if name == "methodResponse" => {}
        // XHTML, most likely.
        Token::Open(_) => return Err(Outage::Page),
        _ => return Err(Outage::Malformed),
    }
    let reply = match parser.tokens.open()?.as_str() {
        "params" => {
            parser.tokens.expect("param")?;
            let value = parser.value()?;
            parser.tokens.close()?;
            Reply::Value(value)
        }
        "fault" => fault(parser.value()?)?,
        _ => return Err(Outage::Malformed),
    };
    parser.tokens.close()?;
    parser.tokens.close()?;
    Ok(reply)
}

fn fault(value: Value) -> Result<Reply, Outage> {
    let code = value["faultCode"].as_i64().ok_or(Outage::Malformed)?;
    let text = value["faultString"].as_str().ok_or(Outage::Malformed)?.to_owned();
    Ok(Reply::Fault { code, text })
}

struct Parser<'x> {
    tokens: Tokens<'x>,
    depth: usize,
}

impl Parser<'_> {
    /// A `<value>` with all that is in it. Without a type it is a text.
    fn value(&mut self) -> Result<Value, Outage> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Outage::Malformed);
        }
        self.tokens.expect("value")?;
        let text = self.tokens.text()?;
        let value = match self.tokens.next()? {
            Token::Close => Value::String(text),
            Token::Open(kind) if text.trim().is_empty() => {
                let value = self.typed(&kind)?;
                self.tokens.close()?;
                value
            }
            _ => return Err(Outage::Malformed),
        };
        self.depth -= 1;
        Ok(value)
    }

    /// What is between the tags of a type, and the end of it.
    fn typed(&mut self, kind: &str) -> Result<Value, Outage> {
        let value = match kind {
            "array" => {
                self.tokens.expect("data")?;
                let values = self.list(Self::value)?;
                self.tokens.close()?;
                return Ok(Value::Array(values));
            }
            "struct" => {
                return Ok(Value::Object(order::filled(self.list(Self::member)?)));
            }
            "string" | "base64" | "dateTime.iso8601" => Value::String(self.tokens.text()?),
            "nil" => Value::Null,
            "int" | "i4" | "i8" => parsed::<i64>(&self.tokens.text()?)?.into(),
            "boolean" => Value::Bool(parsed::<u8>(&self.tokens.text()?)? != 0),
            "double" => Number::from_f64(parsed(&self.tokens.text()?)?).map(Value::Number).ok_or(Outage::Malformed)?,
            _ => return Err(Outage::Malformed),
        };
        self.tokens.close()?;
        Ok(value)
    }

    fn member(&mut self) -> Result<(String, Value), Outage> {
        self.tokens.expect("member")?;
        self.tokens.expect("name")?;
        let name = self.tokens.text()?;
        self.tokens.close()?;
        let value = self.value()?;
        self.tokens.close()?;
        Ok((name, value))
    }

    /// Items until the end of what they are in.
    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, Outage>) -> Result<Vec<T>, Outage> {
        let mut items = Vec::new();
        loop {
            match self.tokens.next_tag()? {
                Token::Close => return Ok(items),
                token => self.tokens.put_back(token),
            }
            items.push(item(self)?);
        }
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, Outage> {
    text.trim().parse().map_err(|_| Outage::Malformed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Number, Value, json};

    use super::{Reply, reply};
    use crate::odoo::Outage;
    use crate::odoo::xml_rpc::encode;

    fn answer(value: &str) -> Result<Reply, Outage> {
        reply(&format!(
            "<?xml version='1.0'?>\n<methodResponse><params><param>{value}</param></params></methodResponse>"
        ))
    }

    fn value(xml: &str) -> Result<Value, Outage> {
        match answer(&format!("<value>{xml}</value>"))? {
            Reply::Value(value) => Ok(value),
            Reply::Fault { .. } => Err(Outage::Malformed),
        }
    }

    #[test]
    fn every_type_has_its_value() {
        let values = [
            ("plain", json!("plain")),
            ("", json!("")),
            ("<string>a &lt;b&gt; &amp;amp; &#233;<![CDATA[<c>]]></string>", json!("a <b> &amp; é<c>")),
            ("<string></string>", json!("")),
            ("<string/>", json!("")),
            ("<string> two\r\nlines </string>", json!(" two\nlines ")),
            ("<int>-7</int>", json!(-7)),
            ("<i4>7</i4>", json!(7)),
            ("<i8>9007199254740993</i8>", json!(9_007_199_254_740_993_i64)),
            ("<boolean>0</boolean>", json!(false)),
            ("<double>12.5</double>", json!(12.5)),
            ("<nil/>", json!(null)),
            ("<dateTime.iso8601>20261121T07:38:02</dateTime.iso8601>", json!("20261121T07:38:02")),
            ("<base64>aGk=</base64>", json!("aGk=")),
            ("<array><data></data></array>", json!([])),
            ("<array><data/></array>", json!([])),
            ("<struct></struct>", json!({})),
            ("\n <struct> <member><name>a</name> <value><int>1</int></value></member></struct>\n", json!({"a": 1})),
        ];
        for (xml, json) in values {
            assert_eq!(value(xml), Ok(json), "{xml}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for xml in [
            "<float>1</float>",
            "<int>one</int>",
            "<double>nan</double>",
            "<int>1",
            "<int>1</i4>",
            "a<int>1</int>",
            "<int>1</int>a",
            "<int>1</int><int>2</int>",
            "<array><int>1</int></array>",
            "<struct><value>1</value></struct>",
            "<struct><member><value>1</value></member></struct>",
            "<string>&unknown;</string>",
        ] {
            assert_eq!(value(xml), Err(Outage::Malformed), "{xml}");
        }
        for xml in ["", "x", "<methodResponse>", "<methodResponse/>", "<methodResponse><x/></methodResponse>"] {
            assert_eq!(reply(xml), Err(Outage::Malformed), "{xml}");
        }
        assert_eq!(reply("<?xml version='1.0'?><html><body/></html>"), Err(Outage::Page));
    }

    #[test]
    fn entities_of_its_own_are_refused() {
        let xml = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><methodResponse><params><param><value>&b;</value></param></params></methodResponse>";
        assert_eq!(reply(xml), Err(Outage::Malformed));
    }

    #[test]
    fn an_answer_that_goes_too_deep_is_refused() {
        let deep = |levels| {
            let (open, close) = ("<array><data><value>".repeat(levels), "</value></data></array>".repeat(levels));
            value(&format!("{open}{close}"))
        };
        assert!(deep(63).is_ok());
        assert_eq!(deep(64), Err(Outage::Malformed));
    }

    /// Texts without the characters that XML has no word for.
    fn text() -> impl Strategy<Value = String> {
        "[\\t\\n\\r\\PC]{0,20}".prop_map(|text| text.replace(['\u{fffe}', '\u{ffff}'], ""))
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_filter_map("XML-RPC has no infinity", |n| Number::from_f64(n).map(Value::Number)),
            text().prop_map(Value::String),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                prop::collection::btree_map(text(), inner, 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(value in any_value()) {
            let call = encode::call("m", std::slice::from_ref(&value));
            let answer = call
                .replace("<methodCall>\n<methodName>m</methodName>", "<methodResponse>")
                .replace("</methodCall>", "</methodResponse>");
            prop_assert_eq!(reply(&answer), Ok(Reply::Value(value)));
        }

        #[test]
        fn nothing_that_is_read_panics(xml in "\\PC{0,200}", inner in "[<>/&;a-z!\\[\\]'\" ]{0,60}") {
            let _ = reply(&xml);
            let _ = answer(&inner);
            let _ = value(&inner);
        }
    }
}
