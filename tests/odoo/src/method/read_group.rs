//! `read_group`: counts and sums by a many2one, a selection or a month.

use serde_json::{Map, Value as Json, json};

use super::arguments::Arguments;
use crate::error::OdooError;
use crate::orm::{Operation, Page, Value, View};

/// `read_group(domain, fields, groupby, offset, limit, orderby, lazy)` with one field to group by.
pub fn read_group(view: View<'_>, model: &str, arguments: &mut Arguments) -> Result<Json, OdooError> {
    let domain = arguments.required("domain")?;
    let fields = arguments.texts("fields");
    let by = arguments.texts("groupby").into_iter().next().unwrap_or_default();
    let offset = arguments.count("offset").unwrap_or_default();
    let limit = arguments.count("limit").unwrap_or(usize::MAX);
    arguments.optional("orderby");
    let lazy = arguments.optional("lazy") != json!(false);
    view.check_rights(model, Operation::Read)?;

    let (name, month) = match by.split_once(':') {
        Some((name, "month")) => (name, true),
        Some((_, other)) => return Err(OdooError::value(format!("Invalid groupby granularity '{other}'"))),
        None => (by.as_str(), false),
    };
    view.field(model, name)?;
    let order = Some(format!("{name} asc"));
    let ids = view.search(model, &domain, &Page { order, ..Page::default() })?;

    let mut groups: Vec<(Value, Vec<i64>)> = Vec::new();
    for id in ids {
        let value = view.value(model, id, name);
        let key = if month { month_of(&value) } else { value };
        match groups.last_mut() {
            Some((last, ids)) if *last == key => ids.push(id),
            _ => groups.push((key, vec![id])),
        }
    }
    let count = if lazy { format!("{name}_count") } else { "__count".to_owned() };
    let rows = groups.into_iter().skip(offset).take(limit).map(|(key, ids)| {
        let mut row =
            if month { month_group(&by, name, &key, &domain) } else { plain_group(view, model, name, &key, &domain)? };
        row.insert(count.clone(), json!(ids.len()));
        for (field, sum) in sums(view, model, &fields, &ids) {
            row.insert(field, sum);
        }
        Ok(Json::Object(row))
    });
    rows.collect()
}

fn plain_group(
    view: View<'_>,
    model: &str,
    name: &str,
    key: &Value,
    domain: &Json,
) -> Result<Map<String, Json>, OdooError> {
    let (shown, compared) = match (key, &view.field(model, name)?.relation) {
        (Value::Link(id), Some(relation)) => (json!([id, view.label(relation, *id)]), json!(id)),
        (Value::Text(text), _) => (json!(text), json!(text)),
        (Value::Bool(value), _) => (json!(value), json!(value)),
        _ => (json!(false), json!(false)),
    };
    Ok(Map::from_iter([
        (name.to_owned(), shown),
        ("__domain".to_owned(), and(domain, vec![json!([name, "=", compared])])),
    ]))
}

fn month_group(by: &str, name: &str, key: &Value, domain: &Json) -> Map<String, Json> {
    let first = key.text().and_then(|month| chrono::NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok());
    let Some((first, next)) = first.and_then(|day| Some((day, day.checked_add_months(chrono::Months::new(1))?))) else {
        return Map::from_iter([
            (by.to_owned(), json!(false)),
            ("__domain".to_owned(), and(domain, vec![json!([name, "=", false])])),
        ]);
    };
    let (from, to) = (format!("{first} 00:00:00"), format!("{next} 00:00:00"));
    let bounds = vec![json!([name, ">=", from]), json!([name, "<", to])];
    Map::from_iter([
        (by.to_owned(), json!(first.format("%B %Y").to_string())),
        ("__domain".to_owned(), and(domain, bounds)),
        ("__range".to_owned(), json!({by: {"from": from, "to": to}})),
    ])
}

fn month_of(value: &Value) -> Value {
    match value.text().and_then(|text| text.get(.."2026-01".len())) {
        Some(month) => Value::Text(month.to_owned()),
        None => Value::Empty,
    }
}

/// The domain of a group: the leaves of the call and of the group, joined by `&`.
fn and(domain: &Json, leaves: Vec<Json>) -> Json {
    let mut all: Vec<Json> = domain.as_array().cloned().unwrap_or_default();
    all.extend(leaves);
    let mut joined = vec![json!("&"); all.len().saturating_sub(1)];
    joined.extend(all);
    Json::Array(joined)
}

fn sums(view: View<'_>, model: &str, fields: &[String], ids: &[i64]) -> Vec<(String, Json)> {
    fields
        .iter()
        .filter_map(|field| field.split_once(":sum"))
        .map(|(name, _)| {
            let sum: f64 = ids
                .iter()
                .map(|id| match view.value(model, *id, name) {
                    Value::Float(number) => number,
                    #[expect(clippy::cast_precision_loss, reason = "demo numbers are small")]
                    Value::Int(number) => number as f64,
                    _ => 0.0,
                })
                .sum();
            (name.to_owned(), json!(sum))
        })
        .collect()
}
