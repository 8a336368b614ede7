//! `/odoo preview <id>`: what a subscription would have matched.

use std::collections::BTreeMap;

use super::caller::Caller;
use super::parse::Input;
use super::reading::Reading;
use super::subscribe::visible;
use super::table::{Audience, Command, Content, Run, Word};
use super::trouble::Trouble;
use super::unsubscribe::ID;
use super::{Answer, Call};
use crate::identity;
use crate::ports::Deps;
use crate::subscription::Subscription;
use crate::watch::{Sighting, Watched, latest};

pub(super) const WORD: Word = Word {
    trigger: "preview",
    help: "Tells what a subscription would have matched",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[ID],
        notes: "It looks at the 100 records that were written last, with your own Odoo account if it is connected. What happened to them is not known any more: only the filters are tried.",
        examples: &["preview K7M2PX"],
        run: Run::Read(run),
    }),
};

const RECORDS: u32 = 100;
/// Of those that match.
const SHOWN_MAX: usize = 5;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, Trouble> {
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let subscription = visible(deps, call, &caller, input)?;
    let watched = Watched::of(&subscription.model)
        .ok_or_else(|| "This version of the plugin does not watch these records any more.".to_owned())?;
    let service = caller.account(deps)?;
    let own = identity::personal(deps, &caller.current.settings, service, &call.user_id)?;
    let identity = own.unwrap_or_else(|| identity::reader(service));
    let sightings = latest(&caller.connect(deps, &identity.account), watched, RECORDS)
        .map_err(|error| Trouble::of(&error, identity.explain(deps, &error)))?;
    Ok(Answer::Text(told(&subscription, &sightings, &reading)))
}

fn told(subscription: &Subscription, sightings: &[Sighting], reading: &Reading<'_>) -> String {
    let (id, noun) = (&subscription.id, subscription.noun());
    if sightings.is_empty() {
        return format!("There are no {noun}s in Odoo that the account may see.");
    }
    let (mut matching, mut reasons) = (Vec::new(), BTreeMap::<String, usize>::new());
    for sighting in sightings {
        match subscription.fits(sighting) {
            Ok(()) => matching.push(sighting),
            Err(why_not) => *reasons.entry(why_not.to_string()).or_default() += 1,
        }
    }
    let mut text = format!("`{id}` would have matched **{} of the last {}** {noun}s.", matching.len(), sightings.len());
    for sighting in matching.iter().take(SHOWN_MAX) {
        text.push_str(&format!("\n- {}", reading.link(sighting.now.label("name"), &sighting.model, sighting.id)));
    }
    if matching.len() > SHOWN_MAX {
        text.push_str(&format!("\n- and {} more", matching.len() - SHOWN_MAX));
    }
    if !reasons.is_empty() {
        let reasons: Vec<_> = reasons.iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
        text.push_str(&format!("\n\nThe others: {}.", reasons.join(", ")));
    }
    text
}
