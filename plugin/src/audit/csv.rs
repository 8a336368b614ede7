use super::recorded::Recorded;
use crate::text::rfc_3339;

const COLUMNS: [&str; 14] = [
    "number",
    "at",
    "user_id",
    "key_id",
    "odoo_user_id",
    "credential",
    "action",
    "object",
    "case_id",
    "digest",
    "outcome",
    "detail",
    "request_id",
    "hash",
];

/// The entries as a table for spreadsheets: comma-separated, times in UTC, the latest first. No cell is a formula.
#[must_use]
pub fn csv(entries: &[Recorded]) -> String {
    let rows = entries.iter().map(|entry| {
        line(&[
            entry.number.to_string(),
            rfc_3339(entry.at),
            entry.user_id.clone(),
            entry.key_id.clone(),
            entry.odoo_user_id.map(|id| id.to_string()).unwrap_or_default(),
            entry.credential.name().into(),
            entry.action.clone(),
            entry.object.clone(),
            entry.case_id.clone().unwrap_or_default(),
            entry.digest.clone(),
            entry.outcome.name().into(),
            entry.detail.clone(),
            entry.request_id.clone(),
            entry.hash.clone(),
        ])
    });
    std::iter::once(line(&COLUMNS.map(ToOwned::to_owned))).chain(rows).collect()
}

fn line(cells: &[String]) -> String {
    format!("{}\r\n", cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(","))
}

/// Spreadsheets run what begins like a formula, also behind quotes; an apostrophe makes it a text.
fn cell(text: &str) -> String {
    let is_formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '|', '%']) || text.starts_with(['\t', '\r', '\n']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\r', '\n', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "|calc", "%0A"] {
            assert!(cell(text).trim_start_matches('"').starts_with('\''), "{text:?}");
        }
        assert_eq!(cell("=HYPERLINK(\"a\",1)"), "\"'=HYPERLINK(\"\"a\"\",1)\"");
        assert_eq!(cell("CASE-7"), "CASE-7");
    }
}
