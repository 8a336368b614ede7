use serde_json::Value;

use crate::odoo::{Row, Written};
use crate::order;
use crate::proposal::policy::Who;
use crate::rules::{self, Rule};

const KEYS: [&str; 7] = ["name", "model", "domain", "amount_field", "currency", "tiers", "channel"];
/// People of one tier.
const PEOPLE_MAX: usize = 10;
/// Where an amount's currency stands.
const CURRENCY: &str = "currency_id";

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalRule {
    /// Other ones for each rule.
    pub name: String,
    /// Odoo's name of the model.
    pub model: String,
    /// Documents that wait.
    pub domain: Written,
    /// What the tiers look at; empty if there is one for every amount.
    pub amount_field: String,
    /// In which the tiers are meant; empty for that of the document.
    pub currency: String,
    /// By amount, the smallest first.
    pub tiers: Vec<Tier>,
    /// Where it is told as well; empty for nowhere.
    pub channel: String,
}

/// Who decides on documents of some amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// From here on, excluded; none for every amount.
    pub above: Option<f64>,
    /// Usernames.
    pub approvers: Vec<String>,
}

impl ApprovalRule {
    /// Reads the setting.
    ///
    /// # Errors
    /// The first mistake, as the end of a sentence that begins with the setting.
    pub fn all(text: &str) -> Result<Vec<Self>, String> {
        rules::read(text, &KEYS, Self::read, |rule| &rule.name)
    }

    /// Who decides on a document; nobody below the first tier. What has no amount, or is in another currency than the tiers
    /// are meant in, goes to the last tier.
    #[must_use]
    pub fn tier(&self, row: &Row) -> Option<&Tier> {
        if self.amount_field.is_empty() {
            return self.tiers.first();
        }
        let currency = row.many2one(CURRENCY).map(|currency| currency.label);
        let is_comparable = self.currency.is_empty() || currency.as_deref() == Some(&self.currency);
        match row.number(&self.amount_field).filter(|_| is_comparable) {
            Some(amount) => self.tiers.iter().rev().find(|tier| tier.above.is_none_or(|above| amount > above)),
            None => self.tiers.last(),
        }
    }

    /// What has to be read of a document.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        let amount = Some(self.amount_field.as_str()).filter(|field| !field.is_empty());
        amount.into_iter().collect()
    }

    fn read(rule: &Rule<'_>) -> Result<Self, String> {
        let model = rule.model()?;
        let domain = rule.domain("domain")?;
        if domain.is_empty() {
            return Err(rule
                .wrong("domain", "it must say which documents wait, such as `[[\"state\", \"=\", \"to approve\"]]`"));
        }
        let amount_field = rule.field("amount_field")?.unwrap_or_default();
        let tiers = read_tiers(rule)?;
        let is_by_amount = tiers.len() > 1 || tiers.iter().any(|tier| tier.above.is_some());
        if is_by_amount == amount_field.is_empty() {
            return Err(rule.wrong("amount_field", "it goes together with tiers that say `above`"));
        }
        let currency = rule.text("currency")?.unwrap_or_default().to_owned();
        if !currency.is_empty() && amount_field.is_empty() {
            return Err(rule.wrong("currency", "it goes together with `amount_field`"));
        }
        let channel = rule.text("channel")?.unwrap_or_default().trim_start_matches('~').to_owned();
        Ok(Self { name: rule.name(&model)?, model, domain, amount_field, currency, tiers, channel })
    }
}

fn read_tiers(rule: &Rule<'_>) -> Result<Vec<Tier>, String> {
    let example = "it must be a list such as `[{\"approver\": \"@anna\"}, {\"above\": 10000, \"approver\": \"@ben\"}]`";
    let wrong = || rule.wrong("tiers", example);
    let Some(Value::Array(tiers)) = rule.get("tiers") else { return Err(wrong()) };
    let read = |(number, tier): (usize, &Value)| {
        let key = format!("tiers[{number}]");
        let tier = tier.as_object().ok_or_else(wrong)?;
        if tier.keys().any(|key| !["above", "approver"].contains(&key.as_str())) {
            return Err(rule.wrong(&key, "there are `above` and `approver`"));
        }
        let above = match tier.get("above") {
            None => None,
            Some(value) => {
                Some(value.as_f64().ok_or_else(|| rule.wrong(&format!("{key}.above"), "it must be a number"))?)
            }
        };
        let names = match tier.get("approver") {
            Some(Value::Array(names)) if !names.is_empty() && names.len() <= PEOPLE_MAX => names.as_slice(),
            Some(name @ Value::String(_)) => std::slice::from_ref(name),
            _ => {
                return Err(
                    rule.wrong(&format!("{key}.approver"), "it must be a name such as `@anna`, or a list of them")
                );
            }
        };
        let name = |name: &Value| match Who::parse(name.as_str().unwrap_or_default()) {
            Ok(Who::User(name)) => Ok(name),
            _ => Err(rule.wrong(&format!("{key}.approver"), "it must be a name such as `@anna`, or a list of them")),
        };
        Ok(Tier { above, approvers: names.iter().map(name).collect::<Result<_, _>>()? })
    };
    let mut tiers = tiers.iter().enumerate().map(read).collect::<Result<Vec<_>, String>>()?;
    let bound = |tier: &Tier| tier.above.unwrap_or(f64::NEG_INFINITY);
    order::sort_by(&mut tiers, |one, other| bound(one).total_cmp(&bound(other)));
    if tiers.is_empty() {
        return Err(wrong());
    }
    if tiers.windows(2).any(|pair| pair[0].above == pair[1].above) {
        return Err(rule.wrong("tiers", "two of them begin at the same amount"));
    }
    Ok(tiers)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::ApprovalRule;
    use crate::odoo::Row;

    fn complete() -> Value {
        json!({
            "model": "purchase.order", "domain": [["state", "=", "to approve"]], "amount_field": "amount_total",
            "currency": "USD", "channel": "~acme/town",
            "tiers": [{"above": 10000, "approver": "@boss"}, {"above": 100, "approver": ["@Cara", "@ben"]}],
        })
    }

    fn changed(key: &str, value: Value) -> Result<Vec<ApprovalRule>, String> {
        let mut rule = complete();
        match value {
            Value::Null => drop(rule.as_object_mut().unwrap().remove(key)),
            value => rule[key] = value,
        }
        ApprovalRule::all(&json!([rule]).to_string())
    }

    #[test]
    fn the_amount_decides_who_decides() {
        let rule = changed("name", json!("orders")).unwrap().remove(0);
        let who = |row: Value| rule.tier(&Row::of(row).unwrap()).map(|tier| tier.approvers.join(" "));
        let order = |amount: f64, currency: &str| json!({"amount_total": amount, "currency_id": [1, currency]});
        assert_eq!(who(order(100.0, "USD")), None);
        assert_eq!(who(order(100.5, "USD")).as_deref(), Some("cara ben"));
        assert_eq!(who(order(10_000.5, "USD")).as_deref(), Some("boss"));
        assert_eq!(who(order(1.0, "EUR")).as_deref(), Some("boss"));
        assert_eq!(who(json!({"amount_total": false})).as_deref(), Some("boss"));
        let rule = changed("currency", Value::Null).unwrap().remove(0);
        assert_eq!(rule.tier(&Row::of(order(1.0, "EUR")).unwrap()), None);
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        let mistakes = [
            changed("domain", Value::Null),
            changed("amount_field", Value::Null),
            changed("tiers", json!([{"approver": "@boss"}])),
            changed("tiers", json!([])),
            changed("tiers", json!([{"over": 1, "approver": "@boss"}])),
            changed("tiers", json!([{"above": "1", "approver": "@boss"}])),
            changed("tiers", json!([{"above": 1, "approver": "role:agent"}])),
            changed("tiers", json!([{"above": 1}])),
            changed("tiers", json!([{"above": 1, "approver": "@a"}, {"above": 1, "approver": "@b"}])),
        ]
        .map(|read| read.unwrap_err());
        assert_eq!(
            mistakes,
            [
                "has a mistake at `[0].domain`: it must say which documents wait, such as `[[\"state\", \"=\", \"to approve\"]]`.",
                "has a mistake at `[0].amount_field`: it goes together with tiers that say `above`.",
                "has a mistake at `[0].amount_field`: it goes together with tiers that say `above`.",
                "has a mistake at `[0].tiers`: it must be a list such as `[{\"approver\": \"@anna\"}, {\"above\": 10000, \"approver\": \"@ben\"}]`.",
                "has a mistake at `[0].tiers[0]`: there are `above` and `approver`.",
                "has a mistake at `[0].tiers[0].above`: it must be a number.",
                "has a mistake at `[0].tiers[0].approver`: it must be a name such as `@anna`, or a list of them.",
                "has a mistake at `[0].tiers[0].approver`: it must be a name such as `@anna`, or a list of them.",
                "has a mistake at `[0].tiers`: two of them begin at the same amount.",
            ]
        );
    }
}
