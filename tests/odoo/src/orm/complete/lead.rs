//! Leads: what is known of the customer, and what a stage means.

use serde_json::{Map, Value as Json, json};

use super::Draft;
use super::partner::ADDRESS;
use crate::error::OdooError;
use crate::orm::database::Database;
use crate::orm::view::{Env, View};
use crate::orm::write::write;

pub fn complete(draft: &mut Draft<'_>) {
    if let (Some(partner), true) = (draft.id("partner_id"), draft.is_new() || draft.is_given("partner_id")) {
        of_customer(draft, partner);
    }
    if draft.is_new() {
        fill_first(draft, "stage_id", "crm.stage");
        fill_first(draft, "team_id", "crm.team");
    }
    if draft.is_new() || draft.is_given("user_id") {
        let date_open = if draft.id("user_id").is_some() { draft.now() } else { json!(false) };
        draft.fill("date_open", date_open);
    }
    if draft.is_new() || draft.is_given("stage_id") {
        draft.put("date_last_stage_update", draft.now());
        of_stage(draft);
    }
    if draft.given.get("active") == Some(&json!(false)) {
        draft.put("date_closed", draft.now());
    }
}

/// The addresses of the customer become those of a lead; an address that the lead was given becomes the customer's.
pub fn spread(db: &mut Database, env: &Env, id: i64, values: &Map<String, Json>) -> Result<(), OdooError> {
    let view = View::new(db, env);
    let Some(partner) = view.value("crm.lead", id, "partner_id").id() else { return Ok(()) };
    let mut differ = Map::new();
    for (own, of_partner) in [("email_from", "email"), ("phone", "phone")] {
        let value = view.value("crm.lead", id, own);
        if values.contains_key(own) && value != view.value("res.partner", partner, of_partner) {
            differ.insert(of_partner.to_owned(), super::plain(&value));
        }
    }
    if differ.is_empty() {
        return Ok(());
    }
    let itself = Env { sudo: true, ..env.clone() };
    write(db, &itself, "res.partner", &[partner], &differ)
}

fn of_customer(draft: &mut Draft<'_>, partner: i64) {
    let of_partner = |field: &str| draft.other("res.partner", partner, field);
    let name = of_partner("name");
    let (company, contact) = if of_partner("is_company") == json!(true) {
        (name, json!(false))
    } else {
        let parent = of_partner("parent_id").as_i64();
        let company = parent.map_or_else(|| of_partner("company_name"), |id| draft.other("res.partner", id, "name"));
        (company, name)
    };
    let known = ["phone", "mobile", "website"].into_iter().chain(ADDRESS).map(|field| (field, of_partner(field)));
    let known: Vec<(&str, Json)> = known
        .chain([("email_from", of_partner("email")), ("partner_name", company), ("contact_name", contact)])
        .filter(|(field, _)| draft.view.field(draft.model, field).is_ok())
        .collect();
    for (field, value) in known {
        draft.fill(field, value);
    }
}

fn fill_first(draft: &mut Draft<'_>, field: &str, model: &str) {
    let first = draft.view.search(model, &json!([]), &crate::orm::Page { limit: Some(1), ..Default::default() });
    if let Some(id) = first.ok().and_then(|ids| ids.first().copied()) {
        draft.fill(field, json!(id));
    }
}

/// A won stage is certain and closes the lead; any other stage opens it again.
fn of_stage(draft: &mut Draft<'_>) {
    let is_won = draft.id("stage_id").is_some_and(|stage| draft.other("crm.stage", stage, "is_won") == json!(true));
    if is_won {
        draft.put("probability", json!(100.0));
        draft.put("date_closed", draft.now());
    } else if !draft.is_new() {
        draft.put("date_closed", json!(false));
    }
}
