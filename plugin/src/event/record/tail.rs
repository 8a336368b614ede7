//! What was told last about a record: changes of the same minute become one message, which grows (requirement 7.4).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Difference, News};
use crate::event::show::{ShowError, Try};
use crate::ports::{ChatError, Message, Timestamp};
use crate::store::{Change, Store, Stored};

/// Changes so close together are one message, by Odoo's clock.
const TOGETHER: Duration = Duration::from_secs(60);
/// Of one message.
const CHANGES_MAX: usize = 50;
/// How long it is remembered: an event may be late by some tries.
const KEPT_SECONDS: u32 = 3600;

/// Where the last message about a record in a channel is kept.
pub(super) struct Tail(String);

/// The last message.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Last {
    post_id: String,
    /// Of the first change in it.
    begun_at: Timestamp,
    /// All of them together.
    news: News,
    /// The events that are in it: whoever died before saying so tells them again.
    events: Vec<String>,
}

impl Stored for Last {
    const VERSION: u32 = 1;
}

impl Tail {
    pub(super) fn of(name: &str) -> Self {
        Self(format!("last/{name}"))
    }

    /// Tells it below `root_id`, or in the last message if that is of the same minute; returns the id of the message.
    pub(super) fn tell(
        &self,
        attempt: &Try<'_>,
        root_id: &str,
        news: &News,
        message: impl Fn(&News) -> Message,
    ) -> Result<String, ShowError> {
        let (deps, store) = (attempt.deps, Store::new(attempt.deps.kv));
        let found = attempt.find("")?;
        // An edited message calls nobody.
        if !news.is_change() || !attempt.delivery().mentions.is_empty() {
            let post_id = found.map_or_else(|| attempt.post(root_id, "", message(news)), Ok)?;
            // What comes next belongs below this.
            store.delete_if(&self.0, |_: &Last| true)?;
            return Ok(post_id);
        }
        let key = attempt.key;
        if let Some(last) = store.update(&self.0, Some(KEPT_SECONDS), |last| join(last, news, key))? {
            let text = Message { id: last.post_id.clone(), ..message(&last.news) };
            match deps.chat.update_post(&attempt.marked(text)) {
                Ok(()) => return Ok(last.post_id),
                // Deleted: what is new is told anew.
                Err(ChatError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let post_id = found.map_or_else(|| attempt.post(root_id, "", message(news)), Ok)?;
        let last =
            Last { post_id: post_id.clone(), begun_at: news.at, news: news.clone(), events: vec![key.to_owned()] };
        store.update(&self.0, Some(KEPT_SECONDS), |_: Option<&Last>| Change::Put(last.clone(), ()))?;
        Ok(post_id)
    }
}

/// The last message with this change in it; none if it does not belong there.
fn join(last: Option<&Last>, news: &News, key: &str) -> Change<Last, Option<Last>> {
    let Some(last) = last else { return Change::Keep(None) };
    if last.events.iter().any(|known| known == key) {
        return Change::Keep(Some(last.clone()));
    }
    let is_near = news.at >= last.begun_at && news.at.since(last.begun_at) < TOGETHER;
    if !is_near || last.events.len() >= CHANGES_MAX {
        return Change::Keep(None);
    }
    let mut joined = last.clone();
    joined.news.follow(news);
    joined.events.push(key.to_owned());
    Change::Put(joined.clone(), Some(joined))
}

impl News {
    /// Values are different, and that is all.
    fn is_change(&self) -> bool {
        !self.is_new && !self.is_gone && self.remark.is_none()
    }

    /// What happened next: a value that one person changed twice goes from the first to the last one. Of several people each
    /// keeps their step.
    fn follow(&mut self, next: &Self) {
        let mut changes = std::mem::take(&mut self.changes);
        let is_made_by_several = self.by != next.by || changes.iter().any(|change| change.made.is_some());
        if is_made_by_several {
            for change in &mut changes {
                change.made.get_or_insert_with(|| (self.by.clone(), self.at));
            }
        }
        let made = is_made_by_several.then(|| (next.by.clone(), next.at));
        for change in &next.changes {
            let is_own = |known: &Difference| known.made.as_ref().is_none_or(|(by, _)| *by == next.by);
            match changes.iter_mut().rfind(|known| known.label == change.label).filter(|known| is_own(known)) {
                Some(known) => (known.to, known.made) = (change.to.clone(), made.clone()),
                None => changes.push(Difference { made: made.clone(), ..change.clone() }),
            }
        }
        changes.retain(|change| change.from.as_ref() != Some(&change.to));
        let known = self.by.split(", ").any(|by| by == next.by);
        let by = if known || next.by.is_empty() { self.by.clone() } else { format!("{}, {}", self.by, next.by) };
        *self = Self { changes, by, has_merged: true, ..next.clone() };
    }
}

#[cfg(test)]
mod tests {
    use super::News;
    use crate::event::Difference;
    use crate::ports::Timestamp;

    fn news(by: &str, changes: &[(&str, &str, &str)]) -> News {
        let change = |(label, from, to): &(&str, &str, &str)| Difference {
            label: (*label).into(),
            from: Some((*from).into()),
            to: (*to).into(),
            made: None,
        };
        News { by: by.into(), changes: changes.iter().map(change).collect(), ..News::default() }
    }

    #[test]
    fn changes_in_a_row_read_as_one() {
        let mut all = news("Marc Demo", &[("Stage", "New", "Qualified"), ("Priority", "Low", "High")]);
        all.follow(&news("Marc Demo", &[("Stage", "Qualified", "Won"), ("Name", "Desk", "Desks")]));
        all.follow(&news("Marc Demo", &[("Priority", "High", "Low")]));
        let expected = news("Marc Demo", &[("Stage", "New", "Won"), ("Name", "Desk", "Desks")]);
        assert_eq!(all, News { has_merged: true, ..expected });
    }

    #[test]
    fn of_several_people_each_keeps_their_step() {
        let mut all = news("Marc Demo", &[("Stage", "New", "Qualified"), ("Priority", "Low", "High")]);
        all.follow(&news("Mitchell Admin", &[("Stage", "Qualified", "Won")]));
        all.follow(&news("Marc Demo", &[("Priority", "High", "Low")]));
        all.follow(&news("Mitchell Admin", &[("Stage", "Won", "Lost")]));
        let mut expected =
            news("Marc Demo, Mitchell Admin", &[("Stage", "New", "Qualified"), ("Stage", "Qualified", "Lost")]);
        for (change, by) in expected.changes.iter_mut().zip(["Marc Demo", "Mitchell Admin"]) {
            change.made = Some((by.to_owned(), Timestamp::default()));
        }
        assert_eq!(all, News { has_merged: true, ..expected });
    }
}
