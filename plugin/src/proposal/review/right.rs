//! What the account that would write may do in Odoo.

use std::collections::BTreeSet;

use super::Refused;
use crate::odoo::{Connection, OdooError, Operation as Act};
use crate::order;
use crate::organisation::{self, FenceError};
use crate::ports::{Deps, Level};
use crate::proposal::execution::{connect_for, writer_of};
use crate::proposal::{Effect, Model, Proposal};
use crate::settings::Settings;
use crate::text::Markdown;
use crate::{say, text};

/// Whether the account may do what the operations do, and sees the records that they change.
///
/// # Errors
/// [`Refused::Right`].
pub(super) fn check(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal, approver: &str) -> Result<(), Refused> {
    if let Some(act) = proposal.unlisted(&settings.proposals.documents) {
        return Err(Refused::Right(say!(deps.language, "`{act}` is not on the list `DocumentKinds` any more.", act)));
    }
    let identity = writer_of(deps, settings, proposal, Some(approver)).map_err(Refused::Right)?;
    let unknown = |error: FenceError| {
        deps.log.write(
            Level::Error,
            "The organisation of a team could not be looked up",
            &[("error", error.to_string())],
        );
        Refused::Right(say!(deps.language, "Mattermost did not tell of which team the channel is. Try again."))
    };
    let fence = organisation::fence_in(deps, &proposal.origin.team_id, &proposal.origin.channel_id).map_err(unknown)?;
    let odoo = connect_for(deps, &identity.account, proposal).map_err(|error| unknown(error.into()))?.within(fence);
    match missing(deps, &odoo, proposal) {
        Ok(None) => Ok(()),
        Ok(Some(sentence)) => Err(Refused::Right(format!("{sentence} ({}).", Markdown::message(&identity.label)))),
        Err(error) => Err(Refused::Right(identity.explain(deps, &error))),
    }
}

/// What is missing, without full stop.
fn missing(deps: &Deps<'_>, odoo: &Connection<'_>, proposal: &Proposal) -> Result<Option<String>, OdooError> {
    let mut acts: Vec<(Model, Act)> = Vec::new();
    let mut records: Vec<(Model, i64)> = Vec::new();
    for operation in &proposal.operations {
        match &operation.effect {
            Effect::Create { .. } => acts.push((operation.model, Act::Create)),
            Effect::Write { id, .. }
            | Effect::File { id, .. }
            | Effect::Finish { id, .. }
            | Effect::Decide { id, .. } => {
                acts.push((operation.model, Act::Write));
                records.push((operation.model, *id));
            }
            Effect::Note { id, .. } => records.push((operation.model, *id)),
        }
    }
    order::sort_by_key(&mut acts, |(model, act)| (*model, *act == Act::Write));
    acts.dedup();
    for (model, act) in acts {
        if !odoo.may(model.name(), act)? {
            let text = if act == Act::Create {
                text!("The Odoo account that would write may not make {model}")
            } else {
                text!("The Odoo account that would write may not change {model}")
            };
            return Ok(Some(deps.language.say(text, &[("model", &model.name())])));
        }
    }
    order::sort(&mut records);
    records.dedup();
    let models: BTreeSet<_> = order::filled(records.iter().map(|(model, _)| *model));
    for model in models {
        let ids: Vec<_> = records.iter().filter(|(of, _)| *of == model).map(|(_, id)| *id).collect();
        let rows = odoo.read(model.name(), &ids, &["id"])?;
        if let Some(id) = ids.iter().find(|id| !rows.iter().any(|row| row.id() == Some(**id))) {
            let record = format!("{} {id}", model.name());
            return Ok(Some(say!(deps.language, "{record} is not in Odoo any more", record)));
        }
    }
    Ok(None)
}
