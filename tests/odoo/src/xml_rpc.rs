//! Odoo's XML-RPC: calls in, values or faults out.

use std::collections::VecDeque;

use serde_json::{Map, Value as Json, json};

use crate::error::OdooError;
use crate::method::Returned;
use crate::orm::FIRST_WITH_JSON_2;
use crate::service::Request;
use crate::xml::{Token, escaped, tokens};

/// The fault for everything that Odoo has no number for.
const UNFORESEEN: u8 = 1;

/// Reads a call of a service.
///
/// # Errors
/// What Python says of a body that is no call.
pub fn request(service: &str, body: &[u8]) -> Result<Request, OdooError> {
    let text = String::from_utf8_lossy(body);
    let tokens = tokens(&text).map_err(|err| OdooError::new("xml.parsers.expat.ExpatError", err.to_string()))?;
    let mut reader = Reader { tokens: tokens.into() };
    reader.call(service).ok_or_else(|| OdooError::new("xmlrpc.client.ResponseError", "ResponseError()"))
}

/// The answer to a call of that version of Odoo: what was returned, if that can be written, or a fault.
pub fn answer(outcome: &Result<Returned, OdooError>, major: u8) -> String {
    let value = match outcome {
        Err(err) => Err(err.clone()),
        Ok(Returned::Records { model, .. }) if major < FIRST_WITH_JSON_2 => {
            Err(OdooError::type_error(format!("cannot marshal <class 'odoo.api.{model}'> objects")))
        }
        Ok(returned) => returned.to_rpc(major).map_or_else(|| Err(cannot_marshal_none()), |value| written(&value)),
    };
    let inside = match value {
        Ok(value) => format!("<params>\n<param>\n{value}</param>\n</params>\n"),
        Err(err) => fault(&err),
    };
    format!("<?xml version='1.0'?>\n<methodResponse>\n{inside}</methodResponse>\n")
}

fn fault(err: &OdooError) -> String {
    let (code, text) = match err.name {
        "odoo.exceptions.UserError" | "odoo.exceptions.ValidationError" | "odoo.exceptions.MissingError" => {
            (2, err.message.clone())
        }
        "odoo.exceptions.AccessDenied" => (3, err.message.clone()),
        "odoo.exceptions.AccessError" => (4, err.message.clone()),
        _ => (UNFORESEEN, err.traceback()),
    };
    // A number and a text can always be written.
    let value = written(&json!({"faultCode": code, "faultString": text})).unwrap_or_default();
    format!("<fault>\n{value}</fault>\n")
}

fn cannot_marshal_none() -> OdooError {
    OdooError::type_error("cannot marshal None unless allow_none is enabled")
}

fn written(value: &Json) -> Result<String, OdooError> {
    let inside = match value {
        Json::Null => return Err(cannot_marshal_none()),
        Json::Bool(value) => format!("<boolean>{}</boolean>", u8::from(*value)),
        Json::Number(number) if number.is_f64() => format!("<double>{number}</double>"),
        Json::Number(number) => format!("<int>{number}</int>"),
        Json::String(text) => format!("<string>{}</string>", escaped(text)),
        Json::Array(items) => {
            let items = items.iter().map(written).collect::<Result<String, _>>()?;
            format!("<array><data>\n{items}</data></array>")
        }
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| member(name, value)).collect::<Result<String, _>>()?;
            format!("<struct>\n{members}</struct>")
        }
    };
    Ok(format!("<value>{inside}</value>\n"))
}

fn member(name: &str, value: &Json) -> Result<String, OdooError> {
    Ok(format!("<member>\n<name>{}</name>\n{}</member>\n", escaped(name), written(value)?))
}

struct Reader {
    tokens: VecDeque<Token>,
}

impl Reader {
    fn call(&mut self, service: &str) -> Option<Request> {
        self.start("methodCall")?;
        self.start("methodName")?;
        let method = self.text();
        self.end()?;
        let mut args = Vec::new();
        if self.start("params").is_some() {
            while self.start("param").is_some() {
                args.push(self.value()?);
                self.end()?;
            }
        }
        Some(Request { service: service.to_owned(), method, args })
    }

    fn value(&mut self) -> Option<Json> {
        self.start("value")?;
        let text = self.text();
        let value = match self.tokens.pop_front()? {
            // A value without a type is text.
            Token::End(_) => return Some(json!(text)),
            Token::Start(kind) => match kind.as_str() {
                "array" => self.array()?,
                "struct" => self.members()?,
                kind => scalar(kind, &self.text())?,
            },
            Token::Text(_) => return None,
        };
        self.end()?;
        self.end()?;
        Some(value)
    }

    fn array(&mut self) -> Option<Json> {
        self.start("data")?;
        let mut items = Vec::new();
        while !self.is_at_end() {
            items.push(self.value()?);
        }
        self.end()?;
        Some(Json::Array(items))
    }

    fn members(&mut self) -> Option<Json> {
        let mut members = Map::new();
        while self.start("member").is_some() {
            self.start("name")?;
            let name = self.text();
            self.end()?;
            members.insert(name, self.value()?);
            self.end()?;
        }
        Some(Json::Object(members))
    }

    /// All text up to the next tag.
    fn text(&mut self) -> String {
        let mut text = String::new();
        while let Some(Token::Text(more)) = self.tokens.front() {
            text.push_str(more);
            self.tokens.pop_front();
        }
        text
    }

    fn start(&mut self, name: &str) -> Option<()> {
        self.skip_blanks();
        self.tokens.pop_front_if(|token| matches!(token, Token::Start(known) if known == name)).map(drop)
    }

    fn end(&mut self) -> Option<()> {
        self.skip_blanks();
        self.tokens.pop_front_if(|token| matches!(token, Token::End(_))).map(drop)
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        !matches!(self.tokens.front(), Some(Token::Start(_)))
    }

    fn skip_blanks(&mut self) {
        while self.tokens.pop_front_if(|token| matches!(token, Token::Text(text) if text.trim().is_empty())).is_some() {
        }
    }
}

fn scalar(kind: &str, text: &str) -> Option<Json> {
    Some(match kind {
        "string" | "dateTime.iso8601" | "base64" => json!(text),
        "int" | "i4" | "i8" => json!(text.trim().parse::<i64>().ok()?),
        "double" => json!(text.trim().parse::<f64>().ok()?),
        "boolean" => json!(text.trim() == "1"),
        "nil" => Json::Null,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn a_call_is_read_with_every_kind_of_value() {
        let body = "<methodCall><methodName>execute_kw</methodName><params>\
            <param><value>plain</value></param>\
            <param><value><string> &lt;b&gt; </string></value></param>\
            <param><value><array><data><value><i4>-7</i4></value><value><double>1.5</double></value>\
            <value><boolean>1</boolean></value><value><nil/></value></data></array></value></param>\
            <param><value><struct><member><name>a</name><value><array><data/></array></value></member></struct></value></param>\
            </params></methodCall>";
        let expected = Request {
            service: "object".to_owned(),
            method: "execute_kw".to_owned(),
            args: vec![json!("plain"), json!(" <b> "), json!([-7, 1.5, true, null]), json!({"a": []})],
        };
        assert_eq!(request("object", body.as_bytes()).unwrap(), expected);
    }

    #[test]
    fn xml_that_is_no_call_is_an_error() {
        for body in
            ["<html></html>", "<methodCall><methodName>x</methodName><params><param></param></params></methodCall>"]
        {
            assert_eq!(request("common", body.as_bytes()).unwrap_err().name, "xmlrpc.client.ResponseError", "{body}");
        }
    }

    #[test]
    fn a_value_is_written_as_python_does() {
        let outcome = Ok(Returned::Value(json!([{"hours": 15.0, "id": 5, "name": "<b>", "parent_id": false}])));
        assert_eq!(
            answer(&outcome, 17),
            "<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value><array><data>\n<value><struct>\n\
             <member>\n<name>hours</name>\n<value><double>15.0</double></value>\n</member>\n\
             <member>\n<name>id</name>\n<value><int>5</int></value>\n</member>\n\
             <member>\n<name>name</name>\n<value><string>&lt;b&gt;</string></value>\n</member>\n\
             <member>\n<name>parent_id</name>\n<value><boolean>0</boolean></value>\n</member>\n\
             </struct></value>\n</data></array></value>\n</param>\n</params>\n</methodResponse>\n"
        );
    }

    #[test]
    fn none_inside_a_value_is_a_fault() {
        let text = answer(&Ok(Returned::Value(json!({"a": null}))), 17);
        assert!(text.contains("<int>1</int>") && text.contains("cannot marshal None"), "{text}");
    }
}
