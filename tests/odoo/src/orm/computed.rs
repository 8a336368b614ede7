//! Fields whose value follows from others. A field that is not here is stored.

use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use serde_json::{Value as Json, json};

use super::search::Page;
use super::value::Value;
use super::view::View;

const HOURS_OF_A_DAY: f64 = 24.0;

impl View<'_> {
    /// The value of a computed field; `None` if the field is not one.
    pub fn computed(&self, model: &str, id: i64, field: &str) -> Option<Value> {
        let text = |name: &str| self.value(model, id, name);
        Some(match (model, field) {
            ("res.partner", "complete_name") => self.partner_name(id),
            ("res.partner", "display_name") => text("complete_name"),
            ("res.partner", "commercial_partner_id") => Value::Link(self.commercial_partner(id)),
            ("res.partner", "company_type") => {
                Value::Text(if text("is_company").is_true() { "company" } else { "person" }.to_owned())
            }
            ("res.partner", "opportunity_count") => self.count("crm.lead", "partner_id", id),
            ("res.partner", "task_count") => self.count("project.task", "partner_id", id),
            ("res.partner", "meeting_count") => self.count("calendar.event", "partner_ids", id),
            ("project.project", "task_count") => self.count("project.task", "project_id", id),
            ("res.partner", "email_normalized") => normalized(&text("email")),
            ("crm.lead", "email_normalized") => normalized(&text("email_from")),
            ("res.users", "password") => Value::Text(String::new()),
            ("crm.lead", "won_status") => self.won_status(id),
            ("project.task", "is_closed") => Value::Bool(matches!(text("state").text(), Some("1_done" | "1_canceled"))),
            ("mail.activity", "res_name") => self.document_name(id),
            ("ir.attachment", "res_name") => self.value_behind(&text("res_model"), &text("res_id")),
            ("mail.activity", "state") => self.activity_state(&text("date_deadline")),
            ("calendar.event", "display_time") => self.meeting_time(id),
            ("res.country.state", "display_name") => self.state_name(id),
            (_, "display_name") => self.own_name(model, id),
            _ => return None,
        })
    }

    /// What names a record of most models: the first field that `name_search` looks at.
    fn own_name(&self, model: &str, id: i64) -> Value {
        match self.db.tables.get(model).and_then(|table| table.model.names.first()) {
            Some(name) if name != "display_name" => self.value(model, id, name),
            _ => Value::Empty,
        }
    }

    /// "Company, Contact"; the company is the parent or, with no parent, a name alone.
    fn partner_name(&self, id: i64) -> Value {
        let stored = |id, field| self.db.stored("res.partner", id, field);
        let name = match (stored(id, "name").text(), stored(id, "type").text()) {
            (Some(name), _) => name,
            (None, Some("invoice")) => "Invoice Address",
            (None, Some("delivery")) => "Delivery Address",
            (None, Some("other")) => "Other Address",
            (None, _) => "",
        };
        let company = match stored(id, "parent_id").id() {
            _ if stored(id, "is_company").is_true() => None,
            Some(parent) => stored(parent, "name").text(),
            None => stored(id, "company_name").text(),
        };
        Value::Text(company.map_or_else(|| name.to_owned(), |company| format!("{company}, {name}")))
    }

    /// The company a contact stands for; a partner with no company stands for itself.
    fn commercial_partner(&self, id: i64) -> i64 {
        let stored = |field| self.db.stored("res.partner", id, field);
        match stored("parent_id").id() {
            Some(parent) if !stored("is_company").is_true() => self.commercial_partner(parent),
            _ => id,
        }
    }

    fn count(&self, model: &str, field: &str, id: i64) -> Value {
        let found = self.search(model, &json!([[field, "child_of", id]]), &Page::default());
        Value::Int(found.map_or(0, |ids| i64::try_from(ids.len()).unwrap_or(i64::MAX)))
    }

    fn won_status(&self, lead: i64) -> Value {
        let stored = |field| self.db.stored("crm.lead", lead, field);
        let is_won =
            stored("stage_id").id().is_some_and(|stage| self.db.stored("crm.stage", stage, "is_won").is_true());
        let status = match stored("probability") {
            _ if is_won => "won",
            Value::Float(probability) if *probability == 0.0 && !stored("active").is_true() => "lost",
            _ => "pending",
        };
        Value::Text(status.to_owned())
    }

    fn value_behind(&self, model: &Value, id: &Value) -> Value {
        match (model.text(), id.id()) {
            (Some(model), Some(id)) if self.db.tables.contains_key(model) => self.value(model, id, "display_name"),
            _ => Value::Empty,
        }
    }

    fn document_name(&self, activity: i64) -> Value {
        let stored = |field| self.db.stored("mail.activity", activity, field);
        let model = self.model_name(stored("res_model_id"));
        match (model.text(), stored("res_id").id()) {
            (Some(model), Some(id)) if self.db.tables.contains_key(model) => self.value(model, id, "display_name"),
            // Documents of models that are not here keep the name that came with the activity.
            _ => stored("res_name").clone(),
        }
    }

    fn model_name(&self, model_id: &Value) -> Value {
        model_id.id().map_or(Value::Empty, |id| self.db.stored("ir.model", id, "model").clone())
    }

    fn activity_state(&self, deadline: &Value) -> Value {
        let today = self.db.now.date().to_string();
        let state = match deadline.text() {
            None => return Value::Empty,
            Some(day) if day < today.as_str() => "overdue",
            Some(day) if day == today => "today",
            Some(_) => "planned",
        };
        Value::Text(state.to_owned())
    }

    /// "11/30/2026 at (10:00:00 To 11:00:00) (Europe/Madrid)", in the time zone of the context or of the user.
    fn meeting_time(&self, id: i64) -> Value {
        let stored = |field| self.db.stored("calendar.event", id, field);
        let name = self.time_zone();
        let zone: Tz = name.parse().unwrap_or(Tz::UTC);
        let moment = |field| {
            let moment = NaiveDateTime::parse_from_str(stored(field).text()?, "%Y-%m-%d %H:%M:%S").ok()?;
            Some(moment.and_utc().with_timezone(&zone))
        };
        let (Some(start), Some(stop)) = (moment("start"), moment("stop")) else {
            return Value::Empty;
        };
        let hours = if let Value::Float(hours) = stored("duration") { *hours } else { 0.0 };
        let (day, time) = ("%m/%d/%Y", "%H:%M:%S");
        Value::Text(if stored("allday").is_true() {
            format!("All Day, {}", start.format(day))
        } else if hours < HOURS_OF_A_DAY {
            // The end that is shown follows from the duration, which need not fit the end that is stored.
            #[expect(clippy::cast_possible_truncation, reason = "less than a day")]
            let end = start + TimeDelta::minutes((hours * 60.0).round() as i64);
            format!("{} at ({} To {}) ({name})", start.format(day), start.format(time), end.format(time))
        } else {
            let (first, last) = (start.format(day), stop.format(day));
            format!("{first} at {} To\n {last} at {} ({name})", start.format(time), stop.format(time))
        })
    }

    /// The time zone of the context or of the user.
    pub fn time_zone(&self) -> String {
        let in_context = self.env.context.get("tz").and_then(Json::as_str).map(str::to_owned);
        let of_user = || self.value("res.users", self.env.uid, "tz").text().map(str::to_owned);
        in_context.or_else(of_user).unwrap_or_else(|| "UTC".to_owned())
    }

    /// "California (US)".
    fn state_name(&self, id: i64) -> Value {
        let name = self.db.stored("res.country.state", id, "name").text().unwrap_or_default();
        let country = self.db.stored("res.country.state", id, "country_id").id().unwrap_or_default();
        let code = self.db.stored("res.country", country, "code").text().unwrap_or_default();
        Value::Text(format!("{name} ({code})"))
    }
}

/// The address alone, in lower case.
fn normalized(email: &Value) -> Value {
    let Some(text) = email.text() else { return Value::Empty };
    let address = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
    if address.contains('@') { Value::Text(address.trim().to_lowercase()) } else { Value::Empty }
}
