//! The pages that Odoo, or a proxy in front of it, answers in place of JSON.

use hyper::StatusCode;

/// Odoo's page for an address it does not know, shortened.
pub const NOT_FOUND: &str = "<!DOCTYPE html>\n<html>\n    <head>\n        <meta charset=\"utf-8\"/>\n        <meta http-equiv=\"X-UA-Compatible\" content=\"IE=edge\"/>\n        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n        <title>404: Not Found</title>\n    </head>\n    <body>\n        <h1>404: Not Found</h1>\n    </body>\n</html>\n";

/// What a proxy shows to somebody who has not signed in.
pub const PROXY_LOGIN: &str =
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>\n";

/// The page for a JSON route that was asked for as a website.
pub fn wrong_type(path: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=en>\n<title>400 Bad Request</title>\n<h1>Bad Request</h1>\n<p>Request inferred type is compatible with [&#39;http&#39;] but &#39;{path}&#39; is type=&#39;json&#39;.</p>\n"
    )
}

/// A proxy's page for a status.
pub fn status(code: u16) -> String {
    let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    format!(
        "<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n</body>\r\n</html>\r\n"
    )
}
