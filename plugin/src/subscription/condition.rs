use serde::{Deserialize, Serialize};

use crate::watch::{Sighting, Watched};

/// One thing that a record has to refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// By which of its sides.
    pub on: On,
    /// What it was called when the subscription was made; foreign text.
    pub name: String,
    /// The records that fit: stages of the same name, a customer and its contacts.
    pub ids: Vec<i64>,
}

/// A side of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum On {
    /// The project, or the project itself.
    Project,
    /// The sales team.
    Team,
    /// The company whose record it is.
    Company,
    /// The stage.
    Stage,
    /// One of the tags.
    Tag,
    /// Whoever is responsible, or one of them.
    Assignee,
    /// The customer, or the partner itself.
    Customer,
}

/// Where a record has that side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// One of [`Watched::fields`], or `id` for the record itself.
    pub field: &'static str,
    /// To which model it refers.
    pub model: &'static str,
}

impl On {
    /// As flags call it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Team => "team",
            Self::Company => "company",
            Self::Stage => "stage",
            Self::Tag => "tag",
            Self::Assignee => "assignee",
            Self::Customer => "customer",
        }
    }

    /// Where records of a model have it; none if they have no such side.
    #[must_use]
    pub fn place(self, watched: &Watched) -> Option<Place> {
        let (field, model) = match (self, watched.model) {
            (Self::Project, "project.task") => ("project_id", "project.project"),
            (Self::Project, "project.project") => ("id", "project.project"),
            (Self::Team, "crm.lead") => ("team_id", "crm.team"),
            (Self::Company, _) => ("company_id", "res.company"),
            (Self::Stage, "crm.lead") => ("stage_id", "crm.stage"),
            (Self::Stage, "project.task") => ("stage_id", "project.task.type"),
            (Self::Tag, "crm.lead") => ("tag_ids", "crm.tag"),
            (Self::Tag, "project.task" | "project.project") => ("tag_ids", "project.tags"),
            (Self::Tag, "res.partner") => ("category_id", "res.partner.category"),
            (Self::Assignee, _) => (watched.assigned, "res.users"),
            (Self::Customer, "res.partner") => ("id", "res.partner"),
            (Self::Customer, _) => ("partner_id", "res.partner"),
            _ => return None,
        };
        Some(Place { field, model })
    }
}

impl Condition {
    /// Whether the record refers to one of the records as it is now.
    pub(super) fn fits(&self, watched: &Watched, sighting: &Sighting) -> bool {
        let ids = match self.on.place(watched) {
            Some(Place { field: "id", .. }) => vec![sighting.id],
            Some(Place { field, .. }) => sighting.now.ids(field),
            None => Vec::new(),
        };
        ids.iter().any(|id| self.ids.contains(id))
    }
}

#[cfg(test)]
mod tests {
    use super::{On, Place};
    use crate::watch::WATCHED;

    const SIDES: [On; 7] = [On::Project, On::Team, On::Company, On::Stage, On::Tag, On::Assignee, On::Customer];

    #[test]
    fn every_side_is_a_field_that_is_watched() {
        for watched in &WATCHED {
            for Place { field, .. } in SIDES.iter().filter_map(|on| on.place(watched)) {
                assert!(field == "id" || watched.fields.contains(&field), "{} {field}", watched.model);
            }
        }
    }

    #[test]
    fn models_have_the_sides_that_their_records_have() {
        let sides = WATCHED.each_ref().map(|watched| {
            let has = SIDES.iter().filter(|on| on.place(watched).is_some());
            has.map(|on| on.word()).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(
            sides,
            [
                "team company stage tag assignee customer",
                "project company stage tag assignee customer",
                "project company tag assignee customer",
                "company tag assignee customer",
                "company assignee customer",
            ]
        );
    }
}
