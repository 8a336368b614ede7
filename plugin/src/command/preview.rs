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
use crate::language::Language;
use crate::ports::Deps;
use crate::say;
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
        .ok_or_else(|| say!(deps.language, "This version of the plugin does not watch these records any more."))?;
    let service = caller.account(deps)?;
    let own = identity::personal(deps, &caller.current.settings, service, &call.user_id)?;
    let identity = own.unwrap_or_else(|| identity::reader(service));
    // It is told there, wherever the question is asked.
    let there = Call { channel_id: subscription.channel_id.clone(), team_id: String::new(), ..call.clone() };
    let connection = caller.connect_in(deps, &there, &identity.account)?;
    let sightings =
        latest(&connection, watched, RECORDS).map_err(|error| Trouble::of(&error, identity.explain(deps, &error)))?;
    Ok(Answer::Text(told(deps.language, &subscription, &sightings, &reading)))
}

fn told(language: Language, subscription: &Subscription, sightings: &[Sighting], reading: &Reading<'_>) -> String {
    let (id, nouns) = (&subscription.id, subscription.nouns(language));
    if sightings.is_empty() {
        return say!(language, "There are no {nouns} in Odoo that the account may see.", nouns);
    }
    let (mut matching, mut reasons) = (Vec::new(), BTreeMap::<String, usize>::new());
    for sighting in sightings {
        match subscription.fits(sighting) {
            Ok(()) => matching.push(sighting),
            Err(why_not) => *reasons.entry(why_not.say(language)).or_default() += 1,
        }
    }
    let mut text = say!(
        language,
        "`{id}` would have matched **{matching} of the last {all}** {nouns}.",
        id,
        matching = matching.len(),
        all = sightings.len(),
        nouns
    );
    for sighting in matching.iter().take(SHOWN_MAX) {
        text.push_str(&format!("\n- {}", reading.link(sighting.now.label("name"), &sighting.model, sighting.id)));
    }
    if matching.len() > SHOWN_MAX {
        text.push_str("\n- ");
        text.push_str(&say!(language, "and {count} more", count = matching.len() - SHOWN_MAX));
    }
    if !reasons.is_empty() {
        let reasons: Vec<_> = reasons.iter().map(|(reason, count)| format!("{reason} ({count})")).collect();
        text.push_str("\n\n");
        text.push_str(&say!(language, "The others: {reasons}.", reasons = reasons.join(", ")));
    }
    text
}
