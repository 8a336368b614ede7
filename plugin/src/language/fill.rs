//! A template becomes a text: the form of the number, the values, the ends of lines.

use std::fmt::{Display, Write};

use super::Language;

/// A name in braces, and what takes its place.
pub type Value<'a> = (&'static str, &'a dyn Display);

/// Between the forms of a text with a number.
pub(super) const FORMS: &str = "||";
/// The end of a line, in the catalogue.
pub(super) const LINE: char = '⏎';

/// Fills a template. A name without a value stays as it is.
pub(super) fn fill(language: Language, template: &str, values: &[Value<'_>]) -> String {
    let mut rest = form(language, template, values);
    let mut text = String::with_capacity(rest.len() + 32);
    while let Some(start) = rest.find(['{', LINE]) {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(next) = rest.strip_prefix(LINE) {
            text.push('\n');
            rest = next;
            continue;
        }
        let end = rest.find('}').map_or(rest.len(), |end| end + 1);
        let (place, next) = rest.split_at(end);
        match values.iter().find(|(name, _)| place.strip_prefix('{').and_then(|p| p.strip_suffix('}')) == Some(name)) {
            // A `String` takes everything.
            Some((_, value)) => _ = write!(text, "{value}"),
            None => text.push_str(place),
        }
        rest = next;
    }
    text.push_str(rest);
    text
}

/// The form that fits `count`; the only one of a text without forms.
fn form<'a>(language: Language, template: &'a str, values: &[Value<'_>]) -> &'a str {
    let mut forms = template.split(FORMS);
    let first = forms.next().unwrap_or_default();
    let count = values.iter().find(|(name, _)| *name == "count");
    // Numbers come as numbers or as words about them, such as `1000 or more`, which are many.
    let count = count.and_then(|(_, count)| count.to_string().parse::<u64>().ok()).unwrap_or(u64::MAX);
    match plural(language, count) {
        0 => first,
        n => forms.clone().nth(n - 1).or_else(|| forms.last()).unwrap_or(first),
    }
}

/// Which form a number has, by the rules of Unicode's CLDR for whole numbers.
fn plural(language: Language, count: u64) -> usize {
    match (language, count) {
        (Language::Fr, 0) | (_, 1) => 0,
        (Language::Cs, 2..=4) => 1,
        (Language::Cs, _) => 2,
        _ => 1,
    }
}

/// How many forms a language has.
#[cfg(test)]
pub(super) fn forms(language: Language) -> usize {
    if language == Language::Cs { 3 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::{Language, fill};

    #[test]
    fn values_take_the_places_of_their_names_in_any_order() {
        let text = fill(Language::Cs, "{b} a {a}⏎{c}", &[("a", &1), ("b", &"{a}")]);
        assert_eq!(text, "{a} a 1\n{c}");
    }

    #[test]
    fn a_number_chooses_the_form() {
        let czech = |count: u32| {
            fill(Language::Cs, "{count} partner||{count} partneři||{count} partnerů", &[("count", &count)])
        };
        assert_eq!(
            [1, 2, 4, 5, 0, 22].map(czech),
            ["1 partner", "2 partneři", "4 partneři", "5 partnerů", "0 partnerů", "22 partnerů"]
        );
        let french = |count: u32| fill(Language::Fr, "{count} contact||{count} contacts", &[("count", &count)]);
        assert_eq!([0, 1, 2].map(french), ["0 contact", "1 contact", "2 contacts"]);
    }

    #[test]
    fn what_is_more_than_a_number_is_many() {
        assert_eq!(fill(Language::En, "one||many", &[("count", &"1000 or more")]), "many");
        assert_eq!(fill(Language::En, "one||many", &[]), "many");
    }
}
