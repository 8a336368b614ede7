use serde_json::{Value, json};

use crate::odoo::{Written, is_field, is_model};
use crate::rules::{self, Rule};
use crate::text;
use crate::watch::WATCHED;

const KEYS: [&str; 7] = ["name", "preset", "model", "domain", "fields", "models", "channel"];

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgEvent {
    /// Other ones for each rule.
    pub name: String,
    /// Odoo's name of the model.
    pub model: String,
    /// Records that are told when they come to fit it.
    pub domain: Written,
    /// What is told of them.
    pub fields: Vec<String>,
    /// Where.
    pub channel: String,
    /// What it is called that a record fits.
    pub came: &'static str,
    /// What it is called that it does not any more; none if nobody wants to know.
    pub went: Option<&'static str>,
}

/// What a preset says where a rule does not.
struct Preset {
    word: &'static str,
    model: &'static str,
    fields: &'static [&'static str],
    came: &'static str,
    went: Option<&'static str>,
}

static PRESETS: [Preset; 3] = [
    Preset {
        word: "invoices",
        model: "account.move",
        fields: &["partner_id", "amount_total", "invoice_date"],
        came: text!("Posted"),
        went: None,
    },
    Preset {
        word: "documents",
        model: "ir.attachment",
        fields: &["res_name", "create_uid"],
        came: text!("Added"),
        went: None,
    },
    Preset {
        word: "members",
        model: "res.users",
        fields: &["login", "company_id"],
        came: text!("Added"),
        went: Some(text!("Removed")),
    },
];

impl OrgEvent {
    /// Reads the setting.
    ///
    /// # Errors
    /// The first mistake, as the end of a sentence that begins with the setting.
    pub fn all(text: &str) -> Result<Vec<Self>, String> {
        rules::read(text, &KEYS, Self::read, |rule| &rule.name)
    }

    fn read(rule: &Rule<'_>) -> Result<Self, String> {
        let preset = match rule.text("preset")? {
            None => None,
            Some(word) => {
                let known = PRESETS.iter().find(|preset| preset.word == word);
                Some(known.ok_or_else(|| rule.wrong("preset", "it must be `invoices`, `documents` or `members`"))?)
            }
        };
        let model = match preset {
            Some(preset) if rule.get("model").is_none() => preset.model.to_owned(),
            Some(_) => return Err(rule.wrong("model", "the preset has its own")),
            None => rule.model()?,
        };
        let models = rule.texts("models")?;
        if !models.is_empty() && preset.is_none_or(|preset| preset.word != "documents") {
            return Err(rule.wrong("models", "it goes together with the preset `documents`"));
        }
        if models.iter().any(|model| !is_model(model)) {
            return Err(rule.wrong("models", "they must be like `crm.lead`"));
        }
        let own = rule.domain("domain")?;
        if preset.is_none() && own.is_empty() {
            return Err(
                rule.wrong("domain", "it must say which records are told, such as `[[\"state\", \"=\", \"done\"]]`")
            );
        }
        let fields = rule.texts("fields")?;
        if fields.iter().any(|field| !is_field(field) || field.contains('.')) {
            return Err(rule.wrong("fields", "they must be fields of the model, such as `partner_id`"));
        }
        let fields = match preset {
            Some(preset) if fields.is_empty() => preset.fields,
            _ => &fields,
        };
        let otherwise = preset.map_or(model.as_str(), |preset| preset.word);
        Ok(Self {
            name: rule.name(otherwise)?,
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
            domain: preset.map_or(own.clone(), |preset| preset.domain(own, &models)),
            model,
            channel: rule.needed("channel")?.trim_start_matches('~').to_owned(),
            came: preset.map_or(text!("New"), |preset| preset.came),
            went: preset.and_then(|preset| preset.went),
        })
    }
}

impl Preset {
    /// The rule's own domain narrows that of the preset.
    fn domain(&self, own: Written, models: &[&str]) -> Written {
        match self.word {
            "invoices" => own.and("state", "=", "posted").and(
                "move_type",
                "in",
                json!(["out_invoice", "out_refund", "in_invoice", "in_refund"]),
            ),
            "documents" => {
                // What is attached to a document that waits for approval is a matter of those who decide on it.
                let watched = WATCHED.iter().filter(|watched| watched.waits.is_empty());
                let watched: Vec<_> = watched.map(|watched| watched.model).collect();
                let models = if models.is_empty() { &watched } else { models };
                // Pictures of a record are attachments of a field.
                own.and("res_model", "in", json!(models)).and("res_field", "=", Value::Bool(false))
            }
            _ => own.and("share", "=", false),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::OrgEvent;

    fn read(rule: &Value) -> Result<OrgEvent, String> {
        OrgEvent::all(&json!([rule]).to_string()).map(|mut rules| rules.remove(0))
    }

    #[test]
    fn a_preset_knows_model_domain_and_fields() {
        let invoices =
            read(&json!({"preset": "invoices", "domain": [["company_id", "=", 1]], "channel": "~acme/finance"}));
        let invoices = invoices.unwrap();
        assert_eq!(
            (invoices.name.as_str(), invoices.model.as_str(), invoices.channel.as_str()),
            ("invoices", "account.move", "acme/finance")
        );
        assert_eq!(
            invoices.domain.to_string(),
            json!([
                "&",
                "&",
                ["company_id", "=", 1],
                ["state", "=", "posted"],
                ["move_type", "in", ["out_invoice", "out_refund", "in_invoice", "in_refund"]]
            ])
            .to_string()
        );
        let documents = read(&json!({"preset": "documents", "models": ["crm.lead"], "channel": "acme/town"})).unwrap();
        assert_eq!(
            documents.domain.to_string(),
            json!(["&", ["res_model", "in", ["crm.lead"]], ["res_field", "=", false]]).to_string()
        );
        let members = read(&json!({"preset": "members", "channel": "acme/town"})).unwrap();
        assert_eq!((members.came, members.went), ("Added", Some("Removed")));
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        let mistakes = [
            json!({"preset": "orders", "channel": "acme/town"}),
            json!({"preset": "invoices", "model": "sale.order", "channel": "acme/town"}),
            json!({"preset": "invoices"}),
            json!({"model": "sale.order", "channel": "acme/town"}),
            json!({"model": "sale.order", "domain": [["state", "=", "sale"]], "models": ["crm.lead"], "channel": "acme/town"}),
            json!({"model": "sale.order", "domain": [["state", "=", "sale"]], "fields": ["a.b"], "channel": "acme/town"}),
        ]
        .map(|rule| read(&rule).unwrap_err());
        assert_eq!(
            mistakes,
            [
                "has a mistake at `[0].preset`: it must be `invoices`, `documents` or `members`.",
                "has a mistake at `[0].model`: the preset has its own.",
                "has a mistake at `[0].channel`: it is missing.",
                "has a mistake at `[0].domain`: it must say which records are told, such as `[[\"state\", \"=\", \"done\"]]`.",
                "has a mistake at `[0].models`: it goes together with the preset `documents`.",
                "has a mistake at `[0].fields`: they must be fields of the model, such as `partner_id`.",
            ]
        );
    }
}
