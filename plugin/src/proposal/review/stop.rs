use super::{Person, Refused, may_retry, show};
use crate::audit::{self, Credential, Entry, Who};
use crate::ports::Deps;
use crate::proposal::{Proposals, State};
use crate::say;
use crate::settings::Settings;
use crate::store::Change;

/// Has nothing further sent; what is under way comes to its end.
///
/// # Errors
/// See [`Refused`].
pub fn stop(
    deps: &Deps<'_>,
    settings: &Settings,
    id: &str,
    user_id: &str,
    request_id: &str,
) -> Result<String, Refused> {
    let proposals = Proposals::new(deps);
    let proposal = proposals.get(id)?.ok_or(Refused::Nothing)?.value;
    let person = Person::of(deps, settings, user_id, &proposal)?;
    may_retry(&person, &proposal).map_err(Refused::Policy)?;
    let outcome = proposals.update(id, |old| {
        if old.state != State::Executing {
            return Change::Keep(false);
        }
        let mut new = old.clone();
        new.execution.is_stopped = true;
        Change::Put(new, true)
    })?;
    let (proposal, is_stopped) = outcome.ok_or(Refused::Nothing)?;
    if !is_stopped {
        show(deps, settings, &proposal);
        return Err(Refused::Decided(Box::new(proposal)));
    }
    let entry = Entry {
        who: Who::person(user_id),
        credential: Credential::Session,
        action: "proposal.stop",
        object: id,
        digest: &proposal.digest,
        request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
    Ok(say!(deps.language, "Nothing further is sent to Odoo. What is under way comes to its end."))
}
