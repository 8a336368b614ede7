//! What this plugin never writes, whoever asks: a way to another account's rights, or to code that Odoo runs.

use serde_json::{Map, Value};

use super::{Call, Method, OdooError, automation};
use crate::order;

/// With every model below them, such as `res.users.apikeys`.
const MODELS: [&str; 10] = [
    "auth",
    "auth_totp",
    "base.automation",
    "base.module",
    "ir",
    "mail.template",
    "payment.token",
    "res.config",
    "res.groups",
    "res.users",
];
/// Of any model, and of records that are written along with another one.
const FIELDS: [&str; 8] =
    ["group_ids", "groups_id", "implied_ids", "login", "new_password", "password", "share", "user_group_ids"];
const FIELD_PREFIXES: [&str; 7] = ["api_key", "apikey", "in_group_", "oauth_", "sel_groups_", "signup_", "totp_"];
/// The one thing that is made in a denied model: a file on a record.
const ATTACHMENT: &str = "ir.attachment";
const ATTACHMENT_FIELDS: [&str; 5] = ["datas", "mimetype", "name", "res_id", "res_model"];
/// What a call may say of its surroundings; everything else is left out. With `default_` a value gets into a record
/// without being among its values.
const CONTEXT: [&str; 7] = [
    "active_test",
    "allowed_company_ids",
    "lang",
    "mail_create_nolog",
    "mail_create_nosubscribe",
    "tracking_disable",
    "tz",
];
const CONTEXT_DEFAULT: &str = "default_";

/// The call as it may leave.
///
/// # Errors
/// [`OdooError::Denied`] for a write that is on the list.
pub(super) fn admit(mut call: Call) -> Result<Call, OdooError> {
    if let Some(Value::Object(context)) = call.arguments.get_mut("context") {
        context.retain(|key, _| is_harmless(key));
    }
    if !call.is_read() {
        check(&call)?;
    }
    Ok(call)
}

fn check(call: &Call) -> Result<(), OdooError> {
    if is_denied_model(&call.model) && !is_file(call) && !automation::is_admitted(call) {
        return Err(OdooError::Denied(call.model.to_string()));
    }
    if !call.method.is_of_model(&call.model) {
        return Err(OdooError::Denied(format!("{}.{}", call.model, call.method.name())));
    }
    let written = call.arguments.iter().filter(|(name, _)| *name != "context").map(|(_, value)| value);
    let denied = match call.method {
        Method::Load => call.arguments.get("fields").and_then(denied_column),
        _ => None,
    };
    match denied.or_else(|| written.into_iter().find_map(denied_field)) {
        Some(field) => Err(OdooError::Denied(format!("{}.{field}", call.model))),
        None => Ok(()),
    }
}

/// Whether a model is one of those that are never written to.
pub(super) fn is_denied_model(model: &str) -> bool {
    MODELS.iter().any(|denied| model.strip_prefix(denied).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

fn is_denied(field: &str) -> bool {
    FIELDS.contains(&field) || FIELD_PREFIXES.iter().any(|prefix| field.starts_with(prefix))
}

fn is_harmless(key: &str) -> bool {
    CONTEXT.contains(&key) || key.strip_prefix(CONTEXT_DEFAULT).is_some_and(|field| !is_denied(field))
}

/// A new file on a record of a model that may be written.
fn is_file(call: &Call) -> bool {
    let may = |values: &Map<String, Value>| {
        values.keys().all(|field| ATTACHMENT_FIELDS.contains(&field.as_str()))
            && values.get("res_model").and_then(Value::as_str).is_some_and(|model| !is_denied_model(model))
    };
    let list = |name: &str| call.arguments.get(name).and_then(Value::as_array);
    call.model == ATTACHMENT
        && match call.method {
            Method::Create => {
                list("vals_list").is_some_and(|files| files.iter().all(|values| values.as_object().is_some_and(may)))
            }
            Method::Load => list("fields").zip(list("data")).is_some_and(|(columns, rows)| {
                rows.iter().all(|row| row.as_array().is_some_and(|cells| may(&own_columns(columns, cells))))
            }),
            _ => false,
        }
}

/// A row of `load` as values; the external id is none of them.
fn own_columns(columns: &[Value], cells: &[Value]) -> Map<String, Value> {
    let named = columns.iter().zip(cells).map(|(column, cell)| (column.as_str().unwrap_or_default(), cell));
    // A file's content is not looked at.
    let known = named.filter(|(column, _)| *column != "id");
    order::filled(
        known.map(|(column, cell)| (column.to_owned(), if column == "datas" { Value::Null } else { cell.clone() })),
    )
}

/// Values may hold those of other records: `[0, 0, {…}]`, `[1, id, {…}]`.
fn denied_field(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => {
            let denied = fields.keys().find(|field| is_denied(field)).cloned();
            denied.or_else(|| fields.values().find_map(denied_field))
        }
        Value::Array(values) => values.iter().find_map(denied_field),
        _ => None,
    }
}

/// A column may be one of another record: `user_ids/password`.
fn denied_column(columns: &Value) -> Option<String> {
    let columns = columns.as_array()?.iter().filter_map(Value::as_str);
    columns.flat_map(|column| column.split(['/', '.', ':'])).find(|field| is_denied(field)).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::admit;
    use crate::odoo::{Call, Method, OdooError};

    fn create(model: &'static str, values: Value) -> Result<Call, OdooError> {
        admit(Call::new(model, Method::Create).with("vals_list", json!([values])))
    }

    fn write(values: Value) -> Result<Call, OdooError> {
        admit(Call::new("res.partner", Method::Write).on(&[1]).with("vals", values))
    }

    fn denied<T>(what: &str) -> Result<T, OdooError> {
        Err(OdooError::Denied(what.into()))
    }

    #[test]
    fn models_of_rights_and_of_code_are_never_written() {
        for model in [
            "auth.oauth.provider",
            "auth_totp.device",
            "base.automation",
            "base.module.upgrade",
            "ir.actions.server",
            "ir.config_parameter",
            "ir.cron",
            "ir.model.access",
            "ir.model.data",
            "ir.rule",
            "ir.ui.view",
            "mail.template",
            "payment.token",
            "res.config.settings",
            "res.groups",
            "res.groups.privilege",
            "res.users",
            "res.users.apikeys",
            "res.users.identitycheck",
        ] {
            assert_eq!(create(model, json!({"name": "x"})), denied(model));
            for method in [Method::Write, Method::Load, Method::MessagePost] {
                assert_eq!(admit(Call::new(model, method).on(&[1])), denied(model));
            }
        }
    }

    #[test]
    fn a_button_is_pressed_on_documents_of_its_model_only() {
        for (model, method) in [
            ("mail.activity", Method::ActionFeedback),
            ("purchase.order", Method::ButtonConfirm),
            ("hr.leave", Method::ActionRefuse),
        ] {
            admit(Call::new(model, method).on(&[1])).unwrap();
        }
        for (model, method, what) in [
            ("crm.lead", Method::ActionFeedback, "crm.lead.action_feedback"),
            ("sale.order", Method::ButtonConfirm, "sale.order.button_confirm"),
            ("purchase.order", Method::ActionRefuse, "purchase.order.action_refuse"),
            ("hr.expense", Method::ActionRefuse, "hr.expense.action_refuse"),
        ] {
            assert_eq!(admit(Call::new(model, method).on(&[1])), denied(what));
        }
    }

    #[test]
    fn models_with_similar_names_are_written() {
        for model in ["irrigation.plan", "res.partner", "mail.message", "payment.transaction", "base.import"] {
            create(model, json!({"name": "x"})).unwrap();
        }
    }

    #[test]
    fn fields_of_rights_and_of_secrets_are_never_written() {
        for field in [
            "api_key_ids",
            "apikey",
            "group_ids",
            "groups_id",
            "implied_ids",
            "in_group_7",
            "login",
            "new_password",
            "oauth_access_token",
            "password",
            "sel_groups_1_9_10",
            "share",
            "signup_token",
            "totp_secret",
            "user_group_ids",
        ] {
            let what = format!("res.partner.{field}");
            assert_eq!(create("res.partner", json!({field: 1})), denied(&what));
            assert_eq!(write(json!({field: 1})), denied(&what));
            assert_eq!(write(json!({"user_ids": [[0, 0, {"name": "x", field: 1}]]})), denied(&what));
            assert_eq!(write(json!({"child_ids": [[1, 7, {"user_ids": [[1, 2, {field: 1}]]}]]})), denied(&what));
            let columns =
                Call::new("res.partner", Method::Load).with("fields", json!(["name", format!("user_ids/{field}")]));
            assert_eq!(admit(columns), denied(&what));
        }
    }

    #[test]
    fn assignees_and_texts_with_such_words_are_written() {
        write(json!({"user_ids": [[6, 0, [8]]], "comment": "password", "shared": true})).unwrap();
        let post = Call::new("project.task", Method::MessagePost).on(&[1]).with("body", "login: x");
        admit(post).unwrap();
    }

    #[test]
    fn reading_is_not_denied() {
        for method in [Method::Read, Method::FieldsGet, Method::CheckObjectReference] {
            admit(Call::new("res.users", method).with("fields", json!(["login", "share"]))).unwrap();
        }
    }

    #[test]
    fn a_file_may_be_put_on_a_record() {
        let file = json!({"name": "a.txt", "datas": "aGk=", "mimetype": "text/plain", "res_model": "project.task", "res_id": 68});
        create("ir.attachment", file.clone()).unwrap();
        let with = |field: &str, value: Value| {
            let mut file = file.clone();
            file[field] = value;
            file
        };
        for file in [
            with("res_model", json!("ir.ui.view")),
            with("res_model", json!(false)),
            with("public", json!(true)),
            with("url", json!("/web/x")),
            with("type", json!("url")),
            json!({"name": "a.txt"}),
        ] {
            assert_eq!(create("ir.attachment", file), denied("ir.attachment"));
        }
        let load = |columns: Value, row: Value| {
            admit(Call::new("ir.attachment", Method::Load).with("fields", columns).with("data", json!([row])))
        };
        let columns = json!(["id", "name", "datas", "res_model", "res_id"]);
        load(columns.clone(), json!(["__import__.a", "a.txt", "aGk=", "project.task", "68"])).unwrap();
        for (columns, row) in [
            (columns.clone(), json!(["__import__.a", "a.txt", "aGk=", "ir.ui.view", "68"])),
            (json!(["id", "name"]), json!(["__import__.a", "a.txt"])),
            (json!([".id", "name", "res_model"]), json!(["7", "a.txt", "project.task"])),
            (json!(["id", "public", "res_model"]), json!(["__import__.a", "True", "project.task"])),
        ] {
            assert_eq!(load(columns, row), denied("ir.attachment"));
        }
        let change = Call::new("ir.attachment", Method::Write).on(&[1]).with("vals", json!({"name": "b"}));
        assert_eq!(admit(change), denied("ir.attachment"));
    }

    #[test]
    fn only_harmless_words_about_the_surroundings_leave() {
        let kept = json!({
            "lang": "de_DE", "tz": "Europe/Prague", "allowed_company_ids": [1], "active_test": false,
            "tracking_disable": true, "mail_create_nosubscribe": true, "mail_create_nolog": true,
            "default_res_model": "crm.lead",
        });
        let mut context = kept.clone();
        for key in [
            "default_groups_id",
            "default_password",
            "default_share",
            "force_company",
            "force_delete",
            "import_file",
            "install_mode",
            "no_reset_password",
            "_force_unlink",
            "su",
            "uid",
        ] {
            context[key] = json!(1);
        }
        for method in [Method::SearchRead, Method::Create] {
            let call = Call::new("res.partner", method).with("context", context.clone());
            assert_eq!(admit(call).unwrap().arguments["context"], kept);
        }
    }
}
