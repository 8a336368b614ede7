//! A sighting in words: labels as Odoo has them, names in place of ids.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Kind, Remark, Sighting, Watched};
use crate::event::{Attached, Difference, Field, News, Said};
use crate::odoo::{Connection, Fields, Filter, OdooError, Search, Type, attachment};
use crate::text::{Markdown, money, whole_html};

/// Whose records have names that people know.
const NAMED: [&str; 4] = ["res.users", "crm.tag", "project.tags", "res.partner.category"];
/// Names that are read at most for one record.
const NAMES_MAX: u32 = 40;
/// Runes of what somebody wrote.
const REMARK_RUNES_MAX: usize = 4_000;
/// Bytes of a text that waits with its event to become a file; of what is longer only the beginning is told.
const WHOLE_BYTES_MAX: usize = 90_000;
/// What a card does not repeat: it is in its title, or of no interest to people.
const NOT_SHOWN: [&str; 3] = ["name", "active", "company_id"];

/// Ids and names of other records.
type Names = BTreeMap<(String, i64), String>;

/// What a channel is told.
///
/// # Errors
/// See [`OdooError`].
pub(super) fn news(connection: &Connection<'_>, watched: &Watched, sighting: &Sighting) -> Result<News, OdooError> {
    let known = connection.describe(watched.model)?;
    let names = names(connection, watched, &known, sighting)?;
    let shown = |field: &str, value: &Value| text(&known, &names, field, value);
    let label = |field: &str| known.get(field).map_or_else(|| field.to_owned(), |known| known.label.clone());
    let empty = Value::Bool(false);
    let fields = watched.fields.iter().filter(|field| !NOT_SHOWN.contains(field)).filter_map(|field| {
        let value = shown(field, sighting.now.values.get(*field)?);
        (!value.is_empty()).then(|| Field { title: label(field), value, short: true })
    });
    let is_new = sighting.kinds.contains(&Kind::Create);
    let changed = watched.fields.iter().filter(|field| match &sighting.before {
        Some(before) => before.values.get(**field) != sighting.now.values.get(**field),
        None => !is_new && **field == "stage_id" && sighting.kinds.contains(&Kind::Stage),
    });
    let changes = changed.map(|field| Difference {
        label: label(field),
        from: sighting.before.as_ref().map(|before| shown(field, before.values.get(*field).unwrap_or(&empty))),
        to: shown(field, sighting.now.values.get(*field).unwrap_or(&empty)),
        made: None,
    });
    let remark = sighting.remark.as_ref();
    Ok(News {
        model: sighting.model.clone(),
        noun: watched.noun.to_owned(),
        id: sighting.id,
        name: sighting.now.label("name").to_owned(),
        is_archived: sighting.now.values.get("active") == Some(&empty),
        fields: fields.collect(),
        is_new,
        is_gone: sighting.is_gone,
        changes: changes.collect(),
        has_merged: false,
        at: remark.map_or(sighting.now.written_at, |remark| remark.at),
        by: remark.map_or(&sighting.now.written_by, |remark| &remark.by).clone(),
        remark: remark.map(|remark| said(connection, remark)).transpose()?,
    })
}

fn said(connection: &Connection<'_>, remark: &Remark) -> Result<Said, OdooError> {
    let text = Markdown::html(&remark.body, REMARK_RUNES_MAX).to_string();
    let attached = match attachment::by_ids(connection, &remark.files) {
        // Who may not read them reads how many there are.
        Err(OdooError::Access(_)) => Vec::new(),
        found => found?.into_iter().map(Attached::from).collect(),
    };
    let (text, files) = (text.trim().to_owned(), remark.files.len());
    let whole = whole_html(&remark.body, REMARK_RUNES_MAX).filter(|whole| whole.len() <= WHOLE_BYTES_MAX);
    Ok(Said { text, files, attached, is_internal: remark.is_internal, whole })
}

fn names(
    connection: &Connection<'_>,
    watched: &Watched,
    known: &Fields,
    sighting: &Sighting,
) -> Result<Names, OdooError> {
    let mut wanted: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    for field in watched.fields {
        let Some(Type::Many(model)) = known.get(field).map(|field| &field.kind) else { continue };
        let Some(model) = NAMED.into_iter().find(|named| named == model) else { continue };
        let seen = sighting.before.iter().chain([&sighting.now]);
        wanted.entry(model).or_default().extend(seen.flat_map(|seen| seen.ids(field)));
    }
    wanted.retain(|_, ids| !ids.is_empty());
    let filters: Vec<_> = wanted.iter().map(|(model, ids)| (*model, Filter::In("id", ids.clone()))).collect();
    let searches: Vec<_> = filters
        .iter()
        .map(|(model, filter)| Search { model, filter, fields: &["name"], order: "id asc", limit: NAMES_MAX })
        .collect();
    let mut names = Names::new();
    for (search, answer) in searches.iter().zip(connection.search_read_all(&searches)) {
        let rows = match answer {
            // Who may not read names reads numbers.
            Err(OdooError::Access(_)) => continue,
            answer => answer?,
        };
        names.extend(rows.iter().filter_map(|row| Some(((search.model.to_owned(), row.id()?), row.name()))));
    }
    Ok(names)
}

/// A value of any field as people read it; of several records their numbers.
#[must_use]
pub fn shown(known: &Fields, field: &str, value: &Value) -> String {
    text(known, &Names::new(), field, value)
}

fn text(known: &Fields, names: &Names, field: &str, value: &Value) -> String {
    match (known.get(field).map(|field| &field.kind), value) {
        (Some(Type::Selection(choices)), Value::String(chosen)) => {
            choices.iter().find(|(key, _)| key == chosen).map_or_else(|| chosen.clone(), |(_, label)| label.clone())
        }
        (Some(Type::Flag), Value::Bool(flag)) => (if *flag { "✓" } else { "✗" }).to_owned(),
        (Some(Type::Many(model)), Value::Array(ids)) => {
            let ids = ids.iter().filter_map(Value::as_i64);
            let name = |id| names.get(&(model.clone(), id)).cloned().unwrap_or_else(|| format!("#{id}"));
            ids.map(name).collect::<Vec<_>>().join(", ")
        }
        (_, Value::Array(pair)) => pair.get(1).and_then(Value::as_str).unwrap_or_default().to_owned(),
        (_, Value::String(text)) => text.clone(),
        (_, Value::Number(number)) => money(number.as_f64().unwrap_or(0.0), None),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Names, text};
    use crate::odoo::Fields;

    #[test]
    fn values_read_as_people_write_them() {
        let shown = |value| text(&Fields::default(), &Names::new(), "field", &value);
        assert_eq!(shown(json!(0.0)), "0");
        assert_eq!(shown(json!(1250.5)), "1,250.50");
        assert_eq!(shown(json!([7, "Won"])), "Won");
        assert_eq!(shown(json!(false)), "");
    }
}
