//! What a person and an admin read when Odoo, or what stands in its place, answers nonsense.

use odoo_plugin::ports::{HttpError, HttpResponse};

use crate::world::{Reply, World, answer};

/// The second line that an admin reads after `/odoo status`.
fn cause(reply: Reply) -> String {
    let world = World::new().admin().odoo(std::iter::repeat_n(reply, 4));
    let text = world.command("/odoo status");
    assert_eq!(text.lines().next(), Some("**Odoo: down**"));
    text.lines().nth(2).unwrap().to_owned()
}

#[test]
fn answers_that_odoo_would_not_give_are_told_apart() {
    let redirect = HttpResponse {
        status: 302,
        location: Some("https://new.example.com/jsonrpc".into()),
        ..HttpResponse::default()
    };
    let causes = [
        (answer(200, "<!DOCTYPE html><html>"), "the answer is a web page: check that `OdooURL` is Odoo itself."),
        (answer(200, ""), "the answer is empty."),
        (answer(200, "  \n"), "the answer is empty."),
        (answer(200, "{\"jsonrpc\": \"2.0\", "), "the answer is none of Odoo's: check that `OdooURL` is Odoo itself."),
        (answer(200, "[]"), "the answer is none of Odoo's: check that `OdooURL` is Odoo itself."),
        (answer(200, "{\"status\": \"ok\"}"), "the answer is none of Odoo's: check that `OdooURL` is Odoo itself."),
        (answer(200, [0xff, 0xfe]), "the answer is none of Odoo's: check that `OdooURL` is Odoo itself."),
        (answer(404, "<html>"), "the answer has HTTP status 404: check that `OdooURL` is Odoo itself."),
        (answer(401, ""), "the answer has HTTP status 401."),
        (answer(500, "Internal Server Error"), "the answer has HTTP status 500."),
        (answer(502, "<html>"), "the answer has HTTP status 502."),
        (Ok(redirect), "it redirects to https://new.example.com/jsonrpc: set `OdooURL` to that address."),
        (Err(HttpError::TooLarge), "the answer is larger than 8 MiB."),
        (Err(HttpError::Timeout), "no answer in time."),
        (
            Err(HttpError::Tls("the certificate is not trusted".into())),
            "TLS failed: the certificate is not trusted: a private authority goes into `OdooCACertificate`.",
        ),
        (
            Err(HttpError::Denied("it is in a private network".into())),
            "the address is not allowed: it is in a private network: check `OdooURL` and `AllowPrivateOdoo`.",
        ),
    ];
    for (reply, text) in causes {
        assert_eq!(cause(reply), format!("Odoo is not available: {text}"));
    }
}

#[test]
fn an_error_without_data_keeps_its_message() {
    let reply = answer(200, r#"{"jsonrpc":"2.0","id":1,"error":{"code":404,"message":"404: Not Found"}}"#);
    assert_eq!(
        World::new().admin().odoo([reply]).command("/odoo status"),
        "**Odoo: refused**
Odoo did not understand this plugin. Please tell an administrator.
Odoo did not understand the call: an error without a name.
Odoo says: 404: Not Found
Request `req`"
    );
}
