//! Attachments: how large they are and of which kind is Odoo's own finding.

use serde_json::json;

use super::Draft;

pub fn complete(draft: &mut Draft<'_>) {
    if draft.is_given("datas") || draft.is_new() {
        let content = draft.text("datas").unwrap_or_default();
        draft.put("file_size", json!(decoded_bytes(&content)));
    }
    if draft.is_new() {
        let name = draft.text("name").unwrap_or_default();
        draft.fill("mimetype", json!(mime_type(&name)));
    }
}

/// Bytes that a base64 text stands for.
fn decoded_bytes(text: &str) -> usize {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=').count() * 3 / 4
}

fn mime_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("csv") => "text/csv",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}
