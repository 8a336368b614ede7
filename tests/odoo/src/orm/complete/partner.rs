//! Partners: a contact has the address of its company.

use serde_json::{Map, Value as Json, json};

use super::Draft;
use crate::error::OdooError;
use crate::orm::database::Database;
use crate::orm::view::Env;
use crate::orm::write::write;

/// What a contact shares with its company.
pub const ADDRESS: [&str; 6] = ["street", "street2", "zip", "city", "state_id", "country_id"];

pub fn complete(draft: &mut Draft<'_>) {
    if let Some(website) = draft.text("website").filter(|website| !website.is_empty() && !website.contains("://")) {
        draft.put("website", json!(format!("http://{website}")));
    }
    let (Some(company), true) = (draft.id("parent_id"), draft.is_new() || draft.is_given("parent_id")) else {
        return;
    };
    draft.put("vat", draft.other("res.partner", company, "vat"));
    let address = ADDRESS.map(|field| (field, draft.other("res.partner", company, field)));
    if draft.text("type").as_deref() == Some("contact") && address.iter().any(|(_, value)| *value != json!(false)) {
        for (field, value) in address {
            draft.put(field, value);
        }
    }
}

/// A new address or tax id of a company becomes that of its contacts.
pub fn spread(db: &mut Database, env: &Env, id: i64, values: &Map<String, Json>) -> Result<(), OdooError> {
    let pick = |fields: &[&str]| -> Map<String, Json> {
        values.iter().filter(|(name, _)| fields.contains(&name.as_str())).map(|(n, v)| (n.clone(), v.clone())).collect()
    };
    let (address, everywhere) = (pick(&ADDRESS), pick(&["vat"]));
    if address.is_empty() && everywhere.is_empty() {
        return Ok(());
    }
    let stored = |child: i64, field: &str| db.stored("res.partner", child, field).clone();
    let children: Vec<(i64, bool)> = db
        .table("res.partner")?
        .records
        .keys()
        .filter(|child| stored(**child, "parent_id").id() == Some(id))
        .map(|child| (*child, stored(*child, "type").text() == Some("contact")))
        .collect();
    for (child, has_address_of_company) in children {
        let mut follows = everywhere.clone();
        if has_address_of_company {
            follows.extend(address.clone());
        }
        if !follows.is_empty() {
            write(db, env, "res.partner", &[child], &follows)?;
        }
    }
    Ok(())
}
