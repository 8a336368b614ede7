//! What the module of a subscription makes of a change. It is an event of its own, whether the module answers or fails: seen again,
//! it is the same one.

use super::poll::{PollError, Round};
use crate::event::{self, Content, Delivery, Event, News, Source, Touch, What};
use crate::module::{self, Bound, Reply};
use crate::subscription::Subscription;

/// Stores the change for the channel of a subscription that has a module, and returns the key of the event; none if it has none. `id` is that of the change.
pub(super) fn tell(
    round: &Round<'_>,
    subscription: &Subscription,
    id: &str,
    news: &News,
    delivery: &Delivery,
) -> Result<Option<String>, PollError> {
    let (deps, channel_id) = (round.deps, subscription.channel_id.as_str());
    let name = || deps.chat.channel(channel_id).map_or_else(|_| channel_id.to_owned(), |channel| channel.name);
    // Its own channel is the only one: others did not ask for it.
    let may = |channel: &str| channel == channel_id || channel == name();
    let bound = Bound::Subscription(&subscription.id);
    let Some(module) = module::of(deps, round.settings, bound)? else { return Ok(None) };
    let input = module::of_news(deps, news, &name());
    let reply = module::transform(deps, round.settings, &module, &input, may)?;
    let mut subject = format!("{}/{}", news.model, news.id);
    let (what, content) = match reply {
        Ok(Reply { is_dropped: true, .. }) => (What::Dropped, None),
        Ok(Reply { drawn, severity, thread_key, .. }) => {
            let thread_key = thread_key.unwrap_or_default();
            if !thread_key.is_empty() {
                // A thread begins with its first message.
                subject = format!("thread/{channel_id}/{thread_key}");
            }
            let drawn = drawn.map(|drawn| drawn.with(severity.unwrap_or_default(), &thread_key));
            (What::Shaped, Some(drawn.map_or_else(|| Content::Record(news.clone()), Content::Drawn)))
        }
        Err(why) => (What::Failed(why), Some(Content::Record(news.clone()))),
    };
    let event = Event {
        id: format!("{id}/{}", subscription.id),
        source: Source::Odoo,
        received_at: deps.clock.now(),
        deliveries: content.iter().map(|_| delivery.clone()).collect(),
        content,
        subject,
        touch: Some(Touch { module: module.name, what }),
        request_id: String::new(),
    };
    Ok(Some(event::accept(deps, &event)?.key))
}
