use super::{Mode, Subscription};
use crate::language::Language;
use crate::say;
use crate::text;
use crate::watch::{Kind, Watched};

/// What can happen to a record, with the words of flags.
pub const EVENTS: [(Kind, &str); 7] = [
    (Kind::Create, "create"),
    (Kind::Change, "change"),
    (Kind::Stage, "stage"),
    (Kind::Assign, "assign"),
    (Kind::Archive, "archive"),
    (Kind::Comment, "comment"),
    (Kind::Approval, "approval"),
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
        Kind::Approval => "approval",
    }
}

/// Events in a sentence: `new records and stage changes`.
pub(super) fn sentence(language: Language, events: &[Kind]) -> String {
    let phrases: Vec<_> = events.iter().map(|kind| language.tell(phrase(*kind))).collect();
    match phrases.as_slice() {
        [] => say!(language, "nothing"),
        [one] => one.clone(),
        [first @ .., last] => say!(language, "{first} and {last}", first = first.join(", "), last),
    }
}

fn phrase(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => text!("new records"),
        Kind::Change => text!("changes"),
        Kind::Stage => text!("stage changes"),
        Kind::Assign => text!("assignments"),
        Kind::Archive => text!("archivings"),
        Kind::Comment => text!("comments"),
        Kind::Approval => text!("approvals"),
    }
}

impl Subscription {
    /// What it follows, in words: `new records and stage changes`.
    #[must_use]
    pub fn followed(&self, language: Language) -> String {
        sentence(language, &self.events)
    }

    /// The filters and all that is not as usual, in one line; foreign text, empty if there is nothing of that.
    #[must_use]
    pub fn described(&self, language: Language) -> String {
        let conditions = self.filters.conditions.iter();
        let mut parts: Vec<_> = conditions.map(|one| format!("{} “{}”", one.on.word(), one.name)).collect();
        parts.extend(self.filters.priority_min.map(|priority| say!(language, "priority {priority} or more", priority)));
        parts.extend(
            self.filters
                .severity_min
                .map(|severity| say!(language, "{severity} or more urgent", severity = severity.word())),
        );
        parts.extend(self.filters.amount_min.map(|amount| say!(language, "amount {amount} or more", amount)));
        parts.extend(self.not_by.as_ref().map(|actor| say!(language, "not by {name}", name = actor.name)));
        parts.extend((self.mode == Mode::Lines && self.root_id.is_empty()).then(|| say!(language, "as lines")));
        parts.extend((self.mode == Mode::Notes).then(|| say!(language, "threads become internal notes")));
        parts.extend((!self.root_id.is_empty()).then(|| say!(language, "in a thread")));
        parts.extend(self.copies_files.then(|| say!(language, "files are copied")));
        parts.extend(self.mentions.then(|| say!(language, "with mentions")));
        parts.join(", ")
    }

    /// What people call the records of its model.
    #[must_use]
    pub fn nouns(&self, language: Language) -> String {
        Watched::of(&self.model).map_or_else(|| say!(language, "records"), |watched| watched.nouns(language))
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
    use crate::language::Language;
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
        let sentences = [&[][..], &[Kind::Stage], &[Kind::Create, Kind::Stage, Kind::Archive]]
            .map(|events| sentence(Language::En, events));
        assert_eq!(sentences, ["nothing", "stage changes", "new records, stage changes and archivings"]);
    }
}
