//! Whether those who get work to do can do it in Odoo. It takes the group of the app: Odoo itself assigns to anybody.

use super::context::Context;
use super::lookup::Found;
use crate::odoo::{OdooError, user};
use crate::order;
use crate::proposal::{Model, ProposeError};
use crate::say;
use crate::text::Markdown;
use crate::watch::Watched;

/// The group without which nobody works with records of a model, as Odoo's own access lists have it.
fn group(model: Model) -> Option<(&'static str, &'static str)> {
    match model {
        Model::Lead => Some(("sales_team", "group_sale_salesman")),
        Model::Project | Model::Task => Some(("project", "group_project_user")),
        _ => None,
    }
}

/// Looks at everybody who gets work with records of a model, each with the entry that names them. Returns a warning if Odoo does
/// not say who has the group.
///
/// # Errors
/// [`ProposeError::Invalid`] for the first one who has not; what Odoo says if it cannot be asked.
pub(super) fn check(
    context: &Context<'_>,
    model: Model,
    people: &[(&str, &Found)],
) -> Result<Option<String>, ProposeError> {
    let Some((module, name)) = group(model).filter(|_| !people.is_empty()) else { return Ok(None) };
    let mut ids: Vec<_> = people.iter().map(|(_, found)| found.id).collect();
    order::sort(&mut ids);
    ids.dedup();
    let able = match user::with_group(&context.odoo, module, name, &ids) {
        Ok(able) => able,
        // An account that may not see the groups, or a version that calls them something else.
        Err(OdooError::Access(_) | OdooError::Validation(_) | OdooError::Defect(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let nouns = |language| Watched::of(model.name()).map(|watched| watched.nouns(language)).unwrap_or_default();
    let Some(able) = able else {
        return Ok(Some(say!(
            context.shared,
            "Whether those who are assigned may work with {nouns} in Odoo could not be found out.",
            nouns = nouns(context.shared)
        )));
    };
    match people.iter().find(|(_, found)| !able.contains(&found.id)) {
        None => Ok(None),
        Some((field, found)) => {
            let name = Markdown::foreign(&found.name);
            let text = say!(
                context.deps.language,
                "{name} may not work with {nouns} in Odoo. Choose somebody else.",
                name,
                nouns = nouns(context.deps.language)
            );
            Err(ProposeError::invalid(field, "no_access", text))
        }
    }
}
