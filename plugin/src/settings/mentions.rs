use crate::event::Severity;
use crate::subscription;
use crate::watch::Kind;

/// `MentionPolicy`: what may call people by name, event by event, and from which severity on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions(Vec<(Kind, Severity)>);

impl Mentions {
    /// Reads `none`, or events such as `assign, comment:warning`.
    ///
    /// # Errors
    /// What would be right, as one sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let words = text.split([',', ' ', '\n']).map(str::trim).filter(|word| !word.is_empty());
        let words: Vec<_> = words.map(str::to_lowercase).collect();
        if words == ["none"] {
            return Ok(Self::default());
        }
        let rule = |word: &String| {
            let (event, severity) = word.split_once(':').unwrap_or((word, "info"));
            Some((subscription::event(event)?, Severity::named(severity)?))
        };
        words.iter().map(rule).collect::<Option<_>>().map(Self).ok_or_else(|| {
            let events = subscription::EVENTS.map(|(_, word)| format!("`{word}`")).join(", ");
            format!("must be `none` or some of {events}, each also with a severity, such as `comment:warning`.")
        })
    }

    /// Whether an event of that severity may. What happens to a record is several events at once, of which one is enough.
    #[must_use]
    pub fn allows(&self, kinds: &[Kind], severity: Severity) -> bool {
        self.0.iter().any(|(kind, least)| kinds.contains(kind) && severity >= *least)
    }

    /// Whether nothing may.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::Mentions;
    use crate::event::Severity::{Critical, Info, Warning};
    use crate::watch::Kind::{Assign, Change, Comment, Create};

    #[test]
    fn events_may_mention_from_their_severity_on() {
        let mentions = Mentions::parse("assign, Comment:warning").unwrap();
        assert!(mentions.allows(&[Change, Assign], Info) && mentions.allows(&[Comment], Critical));
        assert!(!mentions.allows(&[Comment], Info) && !mentions.allows(&[Create, Change], Critical));
        let nothing = Mentions::parse("none").unwrap();
        assert!(nothing.is_none() && !nothing.allows(&[Assign], Critical));
    }

    #[test]
    fn other_words_are_refused_with_the_right_ones() {
        for text in ["all", "assign:loud", "none, assign", "assign:"] {
            assert!(Mentions::parse(text).unwrap_err().starts_with("must be `none` or some of `create`, "), "{text}");
        }
        assert_eq!(Mentions::parse(" Warning"), Mentions::parse("warning"));
        assert!(Mentions::parse("comment:warning").unwrap().allows(&[Comment], Warning));
    }
}
