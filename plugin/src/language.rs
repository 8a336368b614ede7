//! The languages in which the plugin speaks (requirement 16.4): what one person reads is in that person's, what a channel
//! reads in the server's. The English text stands in the code and is the key to its translations in `language/catalogue.txt`.
//!
//! Commands, flags, the audit, the log and the API stay English: programs and grammars read them.

mod catalogue;
mod fill;

use crate::ports::{Deps, Person};
use crate::settings::Settings;

/// A language with a catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, in which the code is written.
    #[default]
    En,
    /// Czech.
    Cs,
    /// German.
    De,
    /// Spanish.
    Es,
    /// French.
    Fr,
}

/// How long a process remembers somebody's language; a command of theirs renews it.
const KEPT_SECONDS: u32 = 300;

/// A text in a language: `say!(language, "Found {count} partners.", count = 3)`, or `count` alone for a variable of that name.
///
/// With forms of a number, `"{count} partner||{count} partners"`, the argument `count` chooses one.
#[macro_export]
macro_rules! say {
    ($language:expr, $text:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {
        $crate::language::Language::say($language, $text, &[$((stringify!($name), &$crate::say!(@ $name $(= $value)?))),*])
    };
    (@ $name:ident = $value:expr) => { $value };
    (@ $name:ident) => { $name };
}

/// Marks an English text for the catalogue that is said elsewhere, by [`Language::tell`].
#[macro_export]
macro_rules! text {
    ($text:literal) => {
        $text
    };
}

impl Language {
    /// The language of Mattermost's locale, such as `cs` or `de-AT`; English if there is no catalogue.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        match locale.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "cs" => Self::Cs,
            "de" => Self::De,
            "es" => Self::Es,
            "fr" => Self::Fr,
            _ => Self::En,
        }
    }

    /// How a locale begins.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cs => "cs",
            Self::De => "de",
            Self::Es => "es",
            Self::Fr => "fr",
        }
    }

    /// The text with the values in the places of their names; see [`say!`].
    #[must_use]
    pub fn say(self, text: &str, values: &[fill::Value<'_>]) -> String {
        fill::fill(self, catalogue::translation(self, text).unwrap_or(text), values)
    }

    /// A text without places.
    #[must_use]
    pub fn tell(self, text: &str) -> String {
        self.say(text, &[])
    }
}

impl<'a> Deps<'a> {
    /// The same, for an answer that this person alone reads.
    #[must_use]
    pub fn for_person(&self, user_id: &str) -> Deps<'a> {
        let key = kept_under(user_id);
        let kept = self.cache.get(&key).and_then(|locale| String::from_utf8(locale).ok());
        let locale = kept.or_else(|| {
            let person = self.chat.person(user_id).ok()?;
            remember(self, &person);
            Some(person.locale)
        });
        match locale.filter(|locale| !locale.is_empty()) {
            Some(locale) => Deps { language: Language::of_locale(&locale), ..*self },
            None => self.for_all(),
        }
    }

    /// The same, for what everybody in a channel reads.
    #[must_use]
    pub fn for_all(&self) -> Deps<'a> {
        self.for_all_by(&Settings::current(self).settings)
    }

    /// The same, for the one person who reads it; for all if that is nobody.
    #[must_use]
    pub fn for_reader(&self, user_id: &str, settings: &Settings) -> Deps<'a> {
        if user_id.is_empty() { self.for_all_by(settings) } else { self.for_person(user_id) }
    }

    /// The same, where the settings are known.
    #[must_use]
    pub fn for_all_by(&self, settings: &Settings) -> Deps<'a> {
        Deps { language: Language::of_locale(&settings.locale(self)), ..*self }
    }
}

/// Keeps the language of somebody whom Mattermost has just described.
pub fn remember(deps: &Deps<'_>, person: &Person) {
    deps.cache.set(&kept_under(&person.id), person.locale.as_bytes(), KEPT_SECONDS);
}

/// The answer when the key-value store fails.
pub fn no_store(deps: &Deps<'_>, request_id: &str) -> String {
    say!(deps.language, "Mattermost's store did not answer. Try again.\nRequest `{request}`", request = request_id)
}

fn kept_under(user_id: &str) -> String {
    format!("locale/{user_id}")
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_locale_without_a_catalogue_is_english() {
        let languages = ["cs", "de-AT", "fr_CA", "ES", "en-AU", "pl", "", "csb"].map(Language::of_locale);
        assert_eq!(languages.map(Language::code), ["cs", "de", "fr", "es", "en", "en", "en", "en"]);
    }
}
