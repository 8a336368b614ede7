//! Who follows a record is told of it.

use sha2::{Digest, Sha256};

use super::poll::{PollError, Round};
use super::words::news;
use super::{Inside, Sighting, mention, own, shape, surplus};
use crate::bot;
use crate::event::{self, Content, Delivery, Event, Notice, Severity, Source};
use crate::order;
use crate::ports::{Deps, Level};
use crate::quiet::{self, Held, Quiet};
use crate::say;
use crate::subscription::{self, Barrier, Mode, Subscription};
use crate::text::hexadecimal;

const HOUR_SECONDS: u32 = 3600;
const HOUR_MS: i64 = 1000 * HOUR_SECONDS as i64;

/// Stores an event for the channels that follow the record, and returns its key; nothing if none does.
pub(super) fn tell(round: &Round<'_>, sighting: &Sighting) -> Result<Option<String>, PollError> {
    let wanting = round.subscriptions.iter().filter(|subscription| subscription.wants(sighting).is_ok());
    // Where Mattermost does not say whether it may be told, the delivery is tried, and tried again.
    let open = wanting.filter(|subscription| {
        matches!(subscription::may_deliver(round.deps, subscription), Ok(()) | Err(Barrier::Unknown(_)))
    });
    let known_in = own::channel(round.deps, sighting)?;
    let (id, mut told, mut key) = (id(sighting), None, None);
    let (mut deliveries, mut direct): (Vec<Delivery>, Vec<String>) = (Vec::new(), Vec::new());
    let mut inside = Inside::new(round.deps, round.connection, &sighting.model, sighting.id);
    for subscription in open {
        // Of what is gone nobody knows whose it was: its card says so where it has one.
        let may_know =
            sighting.is_gone && event::has_card(round.deps, &sighting.model, sighting.id, &subscription.channel_id)?;
        if !may_know && !inside.of::<PollError>(&subscription.team_id)? {
            continue;
        }
        let reader_id = subscription::reader(round.deps, subscription);
        let (is_line, is_mirrored) = (subscription.mode == Mode::Lines, subscription.mode == Mode::Notes);
        if known_in.as_ref() == Some(&subscription.channel_id) {
            let is_new = !deliveries.iter().any(|delivery| delivery.channel_id == subscription.channel_id);
            let silent =
                Delivery { is_silent: true, reader_id: reader_id.into(), ..Delivery::to(&subscription.channel_id) };
            deliveries.extend((!is_line && is_new).then_some(silent));
            continue;
        }
        match quiet::now(round.deps, round.settings, subscription, reader_id)? {
            quiet::Now::Told => {}
            quiet::Now::Held => {
                let language = round.deps.for_person(reader_id).language;
                quiet::hold(round.deps, reader_id, &Held { event: id.clone(), record: sighting.title(language) })?;
                continue;
            }
            quiet::Now::Muted => continue,
        }
        if !within_hour(round, subscription, reader_id)? {
            let title = sighting.title(round.deps.for_reader(reader_id, round.settings).language);
            surplus::keep(round.deps, subscription, hour(round.deps), &id, &title)?;
            continue;
        }
        let called = mention::called(round, subscription, sighting)?;
        direct.extend(called.elsewhere);
        let delivery = Delivery {
            is_line,
            is_mirrored,
            mentions: called.here,
            copies_files: subscription.copies_files,
            root_id: subscription.root_id.clone(),
            reader_id: reader_id.into(),
            ..Delivery::to(&subscription.channel_id)
        };
        let news = match &told {
            Some(news) => news,
            None => told.insert(news(round.connection, round.watched, sighting)?),
        };
        if let Some(shaped) = shape::tell(round, subscription, &id, news, &delivery)? {
            key = Some(shaped);
            continue;
        }
        let place = (&delivery.channel_id, &delivery.root_id);
        match deliveries.iter_mut().find(|known| (&known.channel_id, &known.root_id) == place) {
            // A channel that wants both has the card.
            Some(known) => {
                known.is_line &= is_line;
                known.is_mirrored |= is_mirrored;
                known.copies_files |= delivery.copies_files;
                known.mentions.extend(delivery.mentions);
                order::sort(&mut known.mentions);
                known.mentions.dedup();
            }
            None => deliveries.push(delivery),
        }
    }
    tell_directly(round, sighting, direct, &mut deliveries)?;
    if deliveries.is_empty() {
        return Ok(key);
    }
    let news = told.map_or_else(|| news(round.connection, round.watched, sighting), Ok)?;
    let event = Event {
        id,
        source: Source::Odoo,
        received_at: round.deps.clock.now(),
        content: Some(Content::Record(news)),
        subject: format!("{}/{}", sighting.model, sighting.id),
        deliveries,
        touch: None,
        request_id: String::new(),
    };
    Ok(Some(event::accept(round.deps, &event)?.key))
}

/// Who is called and does not read the channel reads it in direct messages, after their quiet hours.
fn tell_directly(
    round: &Round<'_>,
    sighting: &Sighting,
    mut people: Vec<String>,
    deliveries: &mut Vec<Delivery>,
) -> Result<(), PollError> {
    order::sort(&mut people);
    people.dedup();
    let deps = round.deps;
    for user_id in people {
        if Quiet::of(deps, &user_id)?.is_now(deps, round.settings, &user_id) {
            quiet::hold(
                deps,
                &user_id,
                &Held { event: id(sighting), record: sighting.title(deps.for_person(&user_id).language) },
            )?;
            continue;
        }
        match bot::id(deps).and_then(|bot| deps.chat.direct_channel(&bot, &user_id)) {
            Ok(channel) if deliveries.iter().any(|delivery| delivery.channel_id == channel.id) => {}
            Ok(channel) => {
                deliveries.push(Delivery { is_line: true, reader_id: user_id, ..Delivery::to(&channel.id) });
            }
            Err(error) => {
                let fields = [("user_id", user_id), ("error", error.to_string())];
                deps.log.write(Level::Warn, "Somebody could not be told of a record", &fields);
            }
        }
    }
    Ok(())
}

/// Counts an event of a subscription; false if it is one too many. The first one too many says so in the channel. The job runs
/// on one node, so that its memory counts well enough: another node begins anew.
fn within_hour(round: &Round<'_>, subscription: &Subscription, reader_id: &str) -> Result<bool, PollError> {
    let (deps, now, hour) = (round.deps, round.deps.clock.now(), hour(round.deps));
    let name = format!("hourly/{}/{hour}", subscription.id);
    let count = deps.cache.add(&name, 1, HOUR_SECONDS);
    let max = i64::from(subscription.max_per_hour);
    if count == max + 1 {
        let text = say!(
            deps.for_reader(reader_id, round.settings).language,
            "Subscription {id}: more than {max} changes in this hour. The others are summed up when it ends.",
            id = subscription.id,
            max
        );
        let event = Event {
            id: name.clone(),
            source: Source::Odoo,
            received_at: now,
            content: Some(Content::Notice(Notice { text, severity: Severity::Warning, ..Notice::default() })),
            subject: name,
            deliveries: vec![Delivery::to(&subscription.channel_id)],
            touch: None,
            request_id: String::new(),
        };
        event::accept(deps, &event)?;
    }
    Ok(count <= max)
}

/// The number of this hour, which messages are counted in.
pub(super) fn hour(deps: &Deps<'_>) -> i64 {
    deps.clock.now().0 / HOUR_MS
}

/// The same difference has the same id, whoever sees it and how often.
fn id(sighting: &Sighting) -> String {
    if let Some(remark) = &sighting.remark {
        return format!("{}/{}/remark/{}", sighting.model, sighting.id, remark.id);
    }
    if let (true, Some(seen)) = (sighting.is_gone, &sighting.before) {
        return format!("{}/{}/gone/{}", sighting.model, sighting.id, seen.written_at.0);
    }
    if let Some(tracking) = sighting.tracking {
        return format!("{}/{}/tracking/{tracking}", sighting.model, sighting.id);
    }
    let seen = serde_json::to_vec(&(&sighting.before, &sighting.now)).unwrap_or_default();
    format!("{}/{}/{}", sighting.model, sighting.id, hexadecimal(&Sha256::digest(seen)[..12]))
}
