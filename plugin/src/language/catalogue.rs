//! The translations, as `build.rs` packs them: nothing is read or built beforehand.

mod number;

use super::Language;
use super::fill::LINE;
use number::number;

// NUMBERS has one number for each English text. LANGUAGES has for each language its code and its texts in the same order, each on a
// line of its own.
include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The template in another language; none for English and for what the catalogue lacks.
pub(super) fn translation(language: Language, text: &str) -> Option<&'static str> {
    if language == Language::En {
        return None;
    }
    let wanted = number(text.chars().map(|letter| if letter == '\n' { LINE } else { letter }));
    let place = NUMBERS.iter().position(|number| *number == wanted)?;
    let (_, texts) = LANGUAGES.iter().find(|(code, _)| *code == language.code())?;
    texts.split('\n').nth(place).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
