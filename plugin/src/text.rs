//! Text for people: foreign words made harmless, tables, times.

mod hexadecimal;
mod html;
mod markdown;
mod money;
mod neutral;
mod slot;
mod table;
mod time;
mod when;
mod zone;

pub use hexadecimal::hexadecimal;
pub use html::{to_html, whole_html};
pub use markdown::Markdown;
pub use money::money;
pub use neutral::{addresses, neutralise, printable};
pub use slot::{Slot, time_of_day};
pub use table::{TABLE_RUNES_MAX, Table};
pub use time::{ago, due, rfc_3339, utc};
pub use when::{WhenError, when};
pub use zone::{Zone, local};

/// The first `runes` of `text`, with `…` in place of the rest.
#[must_use]
pub fn cut(text: &str, runes: usize) -> String {
    match text.char_indices().nth(runes) {
        None => text.to_owned(),
        Some(_) => text.chars().take(runes.saturating_sub(1)).chain(['…']).collect(),
    }
}
