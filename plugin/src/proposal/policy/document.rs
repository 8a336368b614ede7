use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Approve, Who};
use crate::proposal::Draft;

/// Working hours until people are reminded, unless the document says otherwise.
pub(super) const REMIND_HOURS: u32 = 4;
/// A working month.
const REMIND_HOURS_MAX: u64 = 160;
const PEOPLE_MAX: u64 = 20;
/// Kinds of proposals that have a rule of their own; an undo has that of what it undoes.
const KINDS: [&str; 11] = Draft::KINDS;
const KEYS: [&str; 6] = ["approve", "n", "by", "over", "remind_hours", "escalate_to"];

/// The setting `ApprovalPolicy`, by kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApprovalPolicy(BTreeMap<String, Rule>);

/// The rule for one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Whose word counts.
    pub approve: Approve,
    /// With `n-of-m`: how many people.
    pub n: u32,
    /// Those who may decide; empty for everybody who may propose.
    pub by: Vec<Who>,
    /// More people for larger amounts.
    pub over: Vec<Tier>,
    /// Working hours until people are reminded.
    pub remind_hours: u32,
    /// Who hears of it when the reminder did not help.
    pub escalate_to: Vec<Who>,
}

/// More people for a larger amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Tier {
    /// Whose values are added up.
    pub field: String,
    /// From here on, excluded.
    pub above: f64,
    /// That many other people have to agree.
    pub n: u32,
}

impl ApprovalPolicy {
    /// Reads the admin's document.
    ///
    /// # Errors
    /// The first mistake, as the end of a sentence that begins with the setting.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Ok(Value::Object(document)) = serde_json::from_str(text) else {
            return Err("must be a JSON object such as `{\"lead\": {\"approve\": \"other\"}}`.".into());
        };
        let mut rules = BTreeMap::new();
        for (kind, rule) in document {
            // People write what they type.
            let kind = if kind == "task" { "tasks".to_owned() } else { kind };
            if !KINDS.contains(&kind.as_str()) {
                return Err(format!("has no kind `{kind}`; there are {}.", listed(&KINDS)));
            }
            let rule = Rule::read(&kind, &rule).map_err(|mistake| format!("has a mistake at `{kind}`: {mistake}."))?;
            rules.insert(kind, rule);
        }
        Ok(Self(rules))
    }

    /// The rule of a kind.
    #[must_use]
    pub fn rule(&self, kind: &str) -> Rule {
        self.0.get(kind).cloned().unwrap_or_default()
    }
}

impl Rule {
    fn read(kind: &str, rule: &Value) -> Result<Self, String> {
        let Value::Object(rule) = rule else { return Err("it must be an object".into()) };
        if let Some(key) = rule.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("there is no `{key}`; there are {}", listed(&KEYS)));
        }
        let approve = match rule.get("approve") {
            None => Approve::Anybody,
            Some(Value::String(word)) if word == "none" && kind != "note" => {
                return Err("`approve` can be `none` for `note` only".into());
            }
            Some(word) => serde_json::from_value(word.clone())
                .map_err(|_| "`approve` must be `none`, `self`, `other` or `n-of-m`".to_owned())?,
        };
        let n = number(rule, "n", PEOPLE_MAX)?;
        if (approve == Approve::Several) != n.is_some() {
            return Err("`n-of-m` and `n` go together".into());
        }
        let by = people(rule, "by")?;
        let named = by.iter().filter(|who| matches!(who, Who::User(_))).count();
        if named == by.len() && !by.is_empty() && n.is_some_and(|n| u32::try_from(named).is_ok_and(|named| n > named)) {
            return Err(format!("`n` is larger than the {named} people in `by`"));
        }
        let over = match rule.get("over") {
            None => Vec::new(),
            Some(Value::Array(tiers)) => tiers.iter().map(Tier::read).collect::<Result<_, _>>()?,
            Some(_) => return Err("`over` must be a list".into()),
        };
        let remind_hours = number(rule, "remind_hours", REMIND_HOURS_MAX)?.unwrap_or(REMIND_HOURS);
        Ok(Self { approve, n: n.unwrap_or(1), by, over, remind_hours, escalate_to: people(rule, "escalate_to")? })
    }
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            approve: Approve::Anybody,
            n: 1,
            by: Vec::new(),
            over: Vec::new(),
            remind_hours: REMIND_HOURS,
            escalate_to: Vec::new(),
        }
    }
}

impl Tier {
    fn read(tier: &Value) -> Result<Self, String> {
        let wrong = || "each of `over` must be like `{\"field\": \"expected_revenue\", \"above\": 10000, \"n\": 2}`";
        let Value::Object(tier) = tier else { return Err(wrong().into()) };
        let is_known = tier.keys().all(|key| ["field", "above", "n"].contains(&key.as_str()));
        let field = tier.get("field").and_then(Value::as_str).filter(|field| !field.is_empty());
        let (Some(field), Some(above), true) = (field, tier.get("above").and_then(Value::as_f64), is_known) else {
            return Err(wrong().into());
        };
        let n = number(tier, "n", PEOPLE_MAX)?.ok_or_else(wrong)?;
        Ok(Self { field: field.into(), above, n })
    }
}

fn number(rule: &Map<String, Value>, key: &str, max: u64) -> Result<Option<u32>, String> {
    match rule.get(key) {
        None => Ok(None),
        Some(value) => match value.as_u64().filter(|number| (1..=max).contains(number)) {
            Some(number) => Ok(u32::try_from(number).ok()),
            None => Err(format!("`{key}` must be a number from 1 to {max}")),
        },
    }
}

/// One or a list.
fn people(rule: &Map<String, Value>, key: &str) -> Result<Vec<Who>, String> {
    let texts = match rule.get(key) {
        None => return Ok(Vec::new()),
        Some(Value::Array(texts)) => texts.clone(),
        Some(one) => vec![one.clone()],
    };
    let read = |text: &Value| Who::parse(text.as_str().ok_or_else(|| format!("`{key}` must be a list of texts"))?);
    texts.iter().map(read).collect()
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{ApprovalPolicy, Approve, Rule, Tier, Who};

    #[test]
    fn a_document_is_read_by_kind() {
        let policy = ApprovalPolicy::parse(
            r#"{
                "lead": {
                    "approve": "n-of-m", "n": 2, "by": ["@Ada", "role:agent", "odoo-group:sales_team.group_sale_manager"],
                    "over": [{"field": "expected_revenue", "above": 10000, "n": 3}], "remind_hours": 8, "escalate_to": "@boss"
                },
                "task": {"approve": "other"}
            }"#,
        )
        .unwrap();
        assert_eq!(
            policy.rule("lead"),
            Rule {
                approve: Approve::Several,
                n: 2,
                by: vec![
                    Who::User("ada".into()),
                    Who::Role("agent".into()),
                    Who::OdooGroup("sales_team.group_sale_manager".into()),
                ],
                over: vec![Tier { field: "expected_revenue".into(), above: 10_000.0, n: 3 }],
                remind_hours: 8,
                escalate_to: vec![Who::User("boss".into())],
            }
        );
        assert_eq!(policy.rule("tasks").approve, Approve::Other);
        assert_eq!(policy.rule("partner"), Rule::default());
    }

    #[test]
    fn mistakes_are_told_where_they_are() {
        let mistakes = [
            "[]",
            r#"{"leads": {}}"#,
            r#"{"lead": 7}"#,
            r#"{"lead": {"who": "@ada"}}"#,
            r#"{"lead": {"approve": "none"}}"#,
            r#"{"lead": {"approve": "all"}}"#,
            r#"{"lead": {"approve": "n-of-m"}}"#,
            r#"{"lead": {"n": 2}}"#,
            r#"{"lead": {"approve": "n-of-m", "n": 0}}"#,
            r#"{"lead": {"approve": "n-of-m", "n": 2, "by": ["@ada"]}}"#,
            r#"{"lead": {"by": "ada"}}"#,
            r#"{"lead": {"by": ["role:boss"]}}"#,
            r#"{"lead": {"by": [7]}}"#,
            r#"{"lead": {"over": {}}}"#,
            r#"{"lead": {"over": [{"field": "x", "above": "1"}]}}"#,
            r#"{"lead": {"remind_hours": 1000}}"#,
        ]
        .map(|text| ApprovalPolicy::parse(text).unwrap_err());
        assert_eq!(
            mistakes,
            [
                "must be a JSON object such as `{\"lead\": {\"approve\": \"other\"}}`.",
                "has no kind `leads`; there are `partner`, `lead`, `project`, `tasks`, `activity`, `event`, `note`, `finish`, `reschedule`, `document`, `files`.",
                "has a mistake at `lead`: it must be an object.",
                "has a mistake at `lead`: there is no `who`; there are `approve`, `n`, `by`, `over`, `remind_hours`, `escalate_to`.",
                "has a mistake at `lead`: `approve` can be `none` for `note` only.",
                "has a mistake at `lead`: `approve` must be `none`, `self`, `other` or `n-of-m`.",
                "has a mistake at `lead`: `n-of-m` and `n` go together.",
                "has a mistake at `lead`: `n-of-m` and `n` go together.",
                "has a mistake at `lead`: `n` must be a number from 1 to 20.",
                "has a mistake at `lead`: `n` is larger than the 1 people in `by`.",
                "has a mistake at `lead`: `ada` is nobody; right are `@ada`, `role:system-admin`, `role:odoo-admin`, `role:channel-admin`, `role:agent`, `role:proposer` or `odoo-group:sales_team.group_sale_manager`.",
                "has a mistake at `lead`: `role:boss` is nobody; right are `@ada`, `role:system-admin`, `role:odoo-admin`, `role:channel-admin`, `role:agent`, `role:proposer` or `odoo-group:sales_team.group_sale_manager`.",
                "has a mistake at `lead`: `by` must be a list of texts.",
                "has a mistake at `lead`: `over` must be a list.",
                "has a mistake at `lead`: each of `over` must be like `{\"field\": \"expected_revenue\", \"above\": 10000, \"n\": 2}`.",
                "has a mistake at `lead`: `remind_hours` must be a number from 1 to 160.",
            ]
        );
    }
}
