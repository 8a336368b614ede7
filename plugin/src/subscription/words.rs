use super::{Mode, Subscription};
use crate::watch::{Kind, Watched};

/// What can happen to a record, with the words of flags.
pub const EVENTS: [(Kind, &str); 6] = [
    (Kind::Create, "create"),
    (Kind::Change, "change"),
    (Kind::Stage, "stage"),
    (Kind::Assign, "assign"),
    (Kind::Archive, "archive"),
    (Kind::Comment, "comment"),
];

/// The event of that word.
#[must_use]
pub fn event(word: &str) -> Option<Kind> {
    EVENTS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
}

/// The word of an event.
#[must_use]
pub fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => "create",
        Kind::Change => "change",
        Kind::Stage => "stage",
        Kind::Assign => "assign",
        Kind::Archive => "archive",
        Kind::Comment => "comment",
    }
}

/// Events in a sentence: `new records and stage changes`.
pub(super) fn sentence(events: &[Kind]) -> String {
    let phrases: Vec<_> = events.iter().map(|kind| phrase(*kind)).collect();
    match phrases.as_slice() {
        [] => "nothing".into(),
        [one] => (*one).into(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn phrase(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => "new records",
        Kind::Change => "changes",
        Kind::Stage => "stage changes",
        Kind::Assign => "assignments",
        Kind::Archive => "archivings",
        Kind::Comment => "comments",
    }
}

impl Subscription {
    /// What it follows, in words: `new records and stage changes`.
    #[must_use]
    pub fn followed(&self) -> String {
        sentence(&self.events)
    }

    /// The filters and all that is not as usual, in one line; foreign text, empty if there is nothing of that.
    #[must_use]
    pub fn described(&self) -> String {
        let conditions = self.filters.conditions.iter();
        let mut parts: Vec<_> = conditions.map(|one| format!("{} “{}”", one.on.word(), one.name)).collect();
        parts.extend(self.filters.priority_min.map(|priority| format!("priority {priority} or more")));
        parts.extend(self.filters.severity_min.map(|severity| format!("{} or more urgent", severity.word())));
        parts.extend(self.filters.amount_min.map(|amount| format!("revenue {amount} or more")));
        parts.extend(self.not_by.as_ref().map(|actor| format!("not by {}", actor.name)));
        parts.extend((self.mode == Mode::Lines && self.root_id.is_empty()).then(|| "as lines".to_owned()));
        parts.extend((self.mode == Mode::Notes).then(|| "threads become internal notes".to_owned()));
        parts.extend((!self.root_id.is_empty()).then(|| "in a thread".to_owned()));
        parts.extend(self.copies_files.then(|| "files are copied".to_owned()));
        parts.extend(self.mentions.then(|| "with mentions".to_owned()));
        parts.join(", ")
    }

    /// What people call a record of its model.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        Watched::of(&self.model).map_or("record", |watched| watched.noun)
    }
}

#[cfg(test)]
mod tests {
    use super::{EVENTS, event, sentence, word};
    use crate::watch::Kind;

    #[test]
    fn every_event_has_its_word() {
        for (kind, text) in EVENTS {
            assert_eq!((word(kind), event(text)), (text, Some(kind)));
        }
        assert_eq!(event("delete"), None);
    }

    #[test]
    fn events_are_told_in_a_sentence() {
        let sentences = [&[][..], &[Kind::Stage], &[Kind::Create, Kind::Stage, Kind::Archive]].map(sentence);
        assert_eq!(sentences, ["nothing", "stage changes", "new records, stage changes and archivings"]);
    }
}
