use crate::audit::{self, Credential, Entry, OdooKey, Outcome, Who};
use crate::ports::{Deps, Level};
use crate::proposal::execution::{self, Ran, Why, writer_of};
use crate::proposal::{Proposal, Proposals, State, card};
use crate::settings::Settings;
use crate::store::StoreError;

/// Runs a proposal, shows what came of it on its card, and puts it into the audit.
///
/// # Errors
/// See [`StoreError`]: a job finds out how far it is.
pub fn carry_out(
    deps: &Deps<'_>,
    settings: &Settings,
    id: &str,
    why: Why,
    by: &str,
    credential: Credential,
    request_id: &str,
) -> Result<Ran, StoreError> {
    let ran = execution::run(deps, settings, id, why, by)?;
    match &ran {
        Ran::Ended(proposal) => {
            record(deps, settings, proposal, by, credential, request_id);
            finish(deps, settings, proposal);
        }
        Ran::Unfinished(proposal) => show(deps, settings, proposal),
        Ran::Taken(_) | Ran::Idle(_) | Ran::Nothing => {}
    }
    Ok(ran)
}

/// Shows the proposal as it is now. A card that could not be updated is seen to by a job.
pub fn show(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) {
    // The card has its id since the proposal was read, or has become another one.
    let _ = try_show(deps, settings, proposal);
}

/// Shows the proposal as it is now; one that has come to its end then leaves the list of the open ones.
pub fn finish(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) {
    if try_show(deps, settings, proposal) && !proposal.state.is_open() {
        let left = Proposals::new(deps).leave(proposal);
        if let Err(error) = left {
            tell(deps, proposal, &error);
        }
    }
}

fn try_show(deps: &Deps<'_>, settings: &Settings, proposal: &Proposal) -> bool {
    match card::update(deps, settings, proposal) {
        Ok(()) => true,
        Err(error) => {
            tell(deps, proposal, &error);
            false
        }
    }
}

fn tell(deps: &Deps<'_>, proposal: &Proposal, error: &dyn std::fmt::Display) {
    let fields = [("proposal", proposal.id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Warn, "A proposal's card or list is behind its state; a job sees to it", &fields);
}

fn record(
    deps: &Deps<'_>,
    settings: &Settings,
    proposal: &Proposal,
    by: &str,
    credential: Credential,
    request_id: &str,
) {
    let identity = writer_of(deps, settings, proposal, None).ok();
    let odoo_key = identity.as_ref().map(|identity| match identity.is_personal {
        true => OdooKey::Personal,
        false => OdooKey::Service,
    });
    let who = Who {
        user_id: if credential == Credential::Plugin { proposal.execution.started_by.clone() } else { by.to_owned() },
        odoo_user_id: identity.as_ref().and_then(|identity| identity.odoo_uid),
        odoo_key,
        ..Who::default()
    };
    let outcome = match proposal.state {
        State::Done => Outcome::Done,
        State::Partial => Outcome::Partial,
        State::Unknown => Outcome::Unknown,
        State::Superseded => Outcome::Refused,
        _ => Outcome::Failed,
    };
    let failing = proposal.execution.steps.iter().find(|step| !step.code.is_empty());
    let entry = Entry {
        who,
        credential,
        action: "proposal.execute",
        object: &proposal.id,
        digest: &proposal.digest,
        case_id: proposal.case_id.as_deref(),
        outcome,
        detail: failing.map(|step| step.code.as_str()).unwrap_or_default(),
        request_id,
    };
    audit::record(deps, &entry);
}
