//! The fence around an organisation: which records of Odoo those inside may reach (requirement 9.8).

use std::fmt;

use super::attachment::ATTACHMENT;
use super::{Filter, Listed, OdooError, activity, event, project, task};

/// What lies inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// A company, with all that belongs to no company.
    Company(i64),
    /// A partner with everybody below it, and what is done for them.
    Partner(i64),
    /// A project with its tasks.
    Project(i64),
    /// Nothing of Odoo.
    Nothing,
}

/// How much of a model is inside.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reach {
    /// All of it: what is no record of anybody.
    Everything,
    /// These.
    Only(Filter),
    /// Those that hang on a record inside.
    With(Bond),
    /// None.
    Nothing,
}

/// The fields that say on which record another one hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bond {
    pub(super) model: &'static str,
    pub(super) id: &'static str,
}

const COMPANY: &str = "res.company";
const PARTNER: &str = "res.partner";
/// What the plugin itself needs to talk with Odoo, and who its users are: it tells of nobody's business.
const PLUMBING: [&str; 7] =
    ["res.lang", "res.users", "res.groups", "ir.model", "ir.model.fields", "ir.model.data", "base.automation"];
/// Words that all organisations of one Odoo share.
const WORDS: [&str; 10] = [
    "crm.lost.reason",
    "crm.stage",
    "crm.tag",
    "mail.activity.type",
    "project.tags",
    "project.task.type",
    "res.country",
    "res.country.state",
    "res.currency",
    "res.partner.category",
];

impl Fence {
    /// How much of a model is inside; `has` tells whether the model has a field. A model of which nobody knows whose its
    /// records are is outside.
    ///
    /// # Errors
    /// Those of `has`.
    pub(super) fn reach(
        self,
        model: &str,
        has: impl Fn(&'static str) -> Result<bool, OdooError>,
    ) -> Result<Reach, OdooError> {
        if PLUMBING.contains(&model) {
            return Ok(Reach::Everything);
        }
        if self == Self::Nothing {
            return Ok(Reach::Nothing);
        }
        if WORDS.contains(&model) {
            return Ok(Reach::Everything);
        }
        if let Some(bond) = Bond::of(model) {
            return Ok(Reach::With(bond));
        }
        let only = |filter| Ok(Reach::Only(filter));
        match (self, model) {
            (Self::Company(id), COMPANY) | (Self::Project(id), project::Project::MODEL) => only(Filter::Is("id", id)),
            // A meeting is of no company: it is where who called it together works.
            (Self::Company(id), event::Event::MODEL) => only(Filter::Is("user_id.company_id", id)),
            (Self::Company(id), _) if has("company_id")? => {
                only(Filter::Any(vec![Filter::Is("company_id", id), Filter::Filled("company_id", false)]))
            }
            (Self::Partner(id), PARTNER) => only(Filter::Under("id", id)),
            (Self::Partner(id), event::Event::MODEL) => only(Filter::Under("partner_ids", id)),
            (Self::Partner(id), model) if model != COMPANY && has("partner_id")? => {
                only(Filter::Under("partner_id", id))
            }
            (Self::Project(id), task::Task::MODEL) => only(Filter::Is("project_id", id)),
            _ => Ok(Reach::Nothing),
        }
    }
}

impl Bond {
    fn of(model: &str) -> Option<Self> {
        match model {
            activity::Activity::MODEL | ATTACHMENT => Some(Self { model: "res_model", id: "res_id" }),
            "mail.message" => Some(Self { model: "model", id: "res_id" }),
            _ => None,
        }
    }
}

impl fmt::Display for Fence {
    /// For keys of what is kept.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, id) = match self {
            Self::Company(id) => ("company", *id),
            Self::Partner(id) => ("partner", *id),
            Self::Project(id) => ("project", *id),
            Self::Nothing => ("nothing", 0),
        };
        write!(formatter, "{word}:{id}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Bond, Fence, Reach};

    const MODELS: [&str; 14] = [
        "res.partner",
        "crm.lead",
        "project.project",
        "project.task",
        "calendar.event",
        "sale.order",
        "hr.leave",
        "hr.expense",
        "res.company",
        "mail.activity",
        "mail.message",
        "ir.attachment",
        "crm.stage",
        "res.users",
    ];

    /// As in Odoo.
    fn has(model: &str, field: &str) -> bool {
        match field {
            "company_id" => !["calendar.event", "hr.leave", "res.company"].contains(&model),
            _ => ["crm.lead", "project.project", "project.task", "sale.order", "res.company"].contains(&model),
        }
    }

    fn reach(fence: Fence) -> Vec<Value> {
        let reach = |model: &str| match fence.reach(model, |field| Ok(has(model, field))) {
            Ok(Reach::Everything) => json!("everything"),
            Ok(Reach::Only(filter)) => filter.to_domain(),
            Ok(Reach::With(Bond { model, id })) => json!({model: id}),
            Ok(Reach::Nothing) => json!("nothing"),
            Err(error) => json!(error.to_string()),
        };
        MODELS.into_iter().map(reach).collect()
    }

    fn hangs() -> [Value; 5] {
        let on_record = || json!({"res_model": "res_id"});
        [on_record(), json!({"model": "res_id"}), on_record(), json!("everything"), json!("everything")]
    }

    fn domains(records: [Value; 9]) -> Vec<Value> {
        records.into_iter().chain(hangs()).collect()
    }

    #[test]
    fn of_a_company_is_what_belongs_to_it_or_to_none() {
        let own = || json!(["|", ["company_id", "=", 3], ["company_id", "=", false]]);
        assert_eq!(
            reach(Fence::Company(3)),
            domains([
                own(),
                own(),
                own(),
                own(),
                json!([["user_id.company_id", "=", 3]]),
                own(),
                json!("nothing"),
                own(),
                json!([["id", "=", 3]]),
            ])
        );
    }

    #[test]
    fn of_a_partner_is_what_is_done_for_it_and_its_contacts() {
        let own = || json!([["partner_id", "child_of", 7]]);
        assert_eq!(
            reach(Fence::Partner(7)),
            domains([
                json!([["id", "child_of", 7]]),
                own(),
                own(),
                own(),
                json!([["partner_ids", "child_of", 7]]),
                own(),
                json!("nothing"),
                json!("nothing"),
                json!("nothing"),
            ])
        );
    }

    #[test]
    fn of_a_project_are_its_tasks() {
        let nothing = || json!("nothing");
        assert_eq!(
            reach(Fence::Project(9)),
            domains([
                nothing(),
                nothing(),
                json!([["id", "=", 9]]),
                json!([["project_id", "=", 9]]),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
            ])
        );
    }

    #[test]
    fn of_somebody_outside_is_nothing() {
        let mut nothing = vec![json!("nothing"); MODELS.len()];
        nothing[MODELS.len() - 1] = json!("everything");
        assert_eq!(reach(Fence::Nothing), nothing);
    }
}
