//! The translations: one block for each English text, in the order of its bytes, so that a text is found by halving. Nothing
//! is read or built beforehand.

use super::Language;
use super::fill::LINE;

static CATALOGUE: &str = include_str!("catalogue.txt");

/// The template in another language; none for English and for what the catalogue lacks.
pub(super) fn translation(language: Language, text: &str) -> Option<&'static str> {
    if language == Language::En {
        return None;
    }
    let (mut low, mut high) = (0, CATALOGUE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let (start, end) = block_around(middle, low, high);
        let mut lines = CATALOGUE.get(start..end)?.lines();
        match lines.next()?.chars().cmp(text.chars().map(|c| if c == '\n' { LINE } else { c })) {
            std::cmp::Ordering::Less => low = end,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => {
                let code = language.code();
                return lines.find_map(|line| line.strip_prefix(code)?.strip_prefix(' '));
            }
        }
    }
    None
}

/// Where the block that holds a position begins, and where the next one does.
fn block_around(position: usize, low: usize, high: usize) -> (usize, usize) {
    let bytes = CATALOGUE.as_bytes();
    let is_gap = |at: &usize| bytes.get(at - 2..*at) == Some(b"\n\n");
    let start = (low + 2..=position).rev().find(is_gap).unwrap_or(low);
    let end = (position.max(start) + 1..high).find(|at| at - start >= 2 && is_gap(at)).unwrap_or(high);
    (start, end)
}

#[cfg(test)]
mod tests;
