//! Answers of Odoo for a scripted world.

use std::path::Path;

use odoo_plugin::ports::{HttpError, HttpResponse};
use serde_json::{Value, json};

/// One answer of Odoo.
pub type Reply = Result<HttpResponse, HttpError>;

/// An answer of the real Odoo 17.
pub fn recorded(name: &str) -> Reply {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/odoo/recordings").join(format!("{name}.json"));
    let recording: Value = serde_json::from_slice(&std::fs::read(&path).expect("a recording")).expect("JSON");
    let response = &recording["response"];
    let body = match &response["body"] {
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    Ok(HttpResponse {
        status: u16::try_from(response["status"].as_u64().expect("a status")).expect("a status"),
        location: response["headers"]["Location"].as_str().map(Into::into),
        body: body.into_bytes(),
        ..HttpResponse::default()
    })
}

/// A result of Odoo.
pub fn result(result: Value) -> Reply {
    answer(200, json!({"jsonrpc": "2.0", "id": 1, "result": result}).to_string())
}

/// Any answer over HTTP.
pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Ok(HttpResponse { status, body: body.into(), ..HttpResponse::default() })
}

/// The login of the account.
pub fn login() -> Reply {
    recorded("1-jsonrpc-authenticate-ok")
}

/// The fields of partners in Odoo 17.
pub fn partner_fields() -> Reply {
    let fields = [
        "name",
        "display_name",
        "email",
        "email_normalized",
        "phone",
        "mobile",
        "phone_mobile_search",
        "website",
        "city",
        "country_id",
        "is_company",
    ];
    result(fields.into_iter().map(|field| (field.to_owned(), json!({"type": "char"}))).collect())
}

/// So many partners.
pub fn partners(count: usize) -> Reply {
    let partner = |n| json!({"id": n, "name": format!("Partner {n:02}"), "email": false, "phone": false, "city": false, "country_id": false});
    result((1..=count).map(partner).collect())
}
