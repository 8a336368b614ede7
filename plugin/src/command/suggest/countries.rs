use super::{Suggestion, one_word};
use crate::command::reading::Reading;
use crate::odoo::{Filter, OdooError, Search};
use crate::order;

const KEPT_SECONDS: u32 = 24 * 3600;
/// There are some 250.
const COUNTRIES_MAX: u32 = 500;

/// Countries by their code, or by what their name begins with: `ES`, `Spain[ES]`.
pub(super) fn codes(reading: &Reading<'_>, typed: &str) -> Result<Vec<Suggestion>, OdooError> {
    let all = reading.connection.remembered("suggest/countries", KEPT_SECONDS, || {
        let filter = &Filter::All(Vec::new());
        let (order, limit) = ("name asc, id asc", COUNTRIES_MAX);
        let search = Search { model: "res.country", filter, fields: &["name", "code"], order, limit };
        let rows = reading.connection.search_read(&search)?;
        let country = |row: &crate::odoo::Row| Some((row.text("code")?.to_owned(), row.text("name")?.to_owned()));
        Ok(rows.iter().filter_map(country).collect::<Vec<_>>())
    })?;
    let (mut by_code, by_name): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(code, _)| code.to_lowercase().starts_with(typed));
    // Who types `es` means Spain sooner than Estonia.
    order::sort_by_key(&mut by_code, |(code, _)| code.len() > typed.len());
    let suggestion = |item: String, name: String| Suggestion { item, hint: name, help: "Country".into() };
    let names = by_name.into_iter().map(|(code, name)| suggestion(format!("{}[{code}]", one_word(&name)), name));
    Ok(by_code.into_iter().map(|(code, name)| suggestion(code, name)).chain(names).collect())
}
