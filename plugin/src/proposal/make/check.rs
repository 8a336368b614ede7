//! What values may look like before Odoo hears of them. What is written is what the card shows: characters that nobody can
//! see are left out here.

use super::Proposal;
use crate::language::Language;
use crate::proposal::{Effect, ProposeError, card};
use crate::say;
use crate::text::{Markdown, printable};

/// Runes of a name or a summary; Odoo has no limit, its screens have.
pub(super) const NAME_RUNES_MAX: usize = 200;
/// Runes of a text of several lines.
pub(super) const TEXT_RUNES_MAX: usize = 4_000;
const CASE_RUNES_MAX: usize = 64;
const EMAIL_RUNES_MAX: usize = 254;
const PHONE_RUNES_MAX: usize = 64;
const PHONE_DIGITS_MIN: usize = 3;
const WEBSITE_RUNES_MAX: usize = 255;
/// Runes of all values on a card; a post holds 16,383, the rest is for who, when and what became of it.
const VALUES_RUNES_MAX: usize = 11_000;

type Checked<T> = Result<T, ProposeError>;

/// One line that has to be there.
pub(super) fn required(language: Language, field: &str, value: &str, runes_max: usize) -> Checked<String> {
    line(language, field, value, runes_max)?.ok_or_else(|| missing(language, field))
}

/// One line; none if it is empty.
pub(super) fn line(language: Language, field: &str, value: &str, runes_max: usize) -> Checked<Option<String>> {
    bounded(language, field, value, runes_max)?;
    Ok(Some(printable(value)).filter(|text| !text.is_empty()))
}

/// Several lines that have to be there.
pub(super) fn required_lines(language: Language, field: &str, value: &str) -> Checked<String> {
    lines(language, field, value)?.ok_or_else(|| missing(language, field))
}

/// Several lines; none if all are empty.
pub(super) fn lines(language: Language, field: &str, value: &str) -> Checked<Option<String>> {
    bounded(language, field, value, TEXT_RUNES_MAX)?;
    let lines: Vec<_> = value.lines().map(printable).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// The proposer's own reference.
pub(super) fn case_id(language: Language, value: Option<&str>) -> Checked<Option<String>> {
    line(language, "case_id", value.unwrap_or_default(), CASE_RUNES_MAX)
}

/// Whether it writes no more records than one proposal may.
pub(super) fn count(language: Language, proposal: &Proposal, records_max: usize) -> Checked<()> {
    let records = proposal.operations.iter().map(|operation| match &operation.effect {
        Effect::Create { values } => values.len(),
        Effect::Write { .. }
        | Effect::Note { .. }
        | Effect::File { .. }
        | Effect::Finish { .. }
        | Effect::Decide { .. } => 1,
    });
    let records: usize = records.sum();
    if records <= records_max {
        return Ok(());
    }
    let text =
        say!(language, "One proposal may write {max} records at most, not {records}.", max = records_max, records);
    Err(ProposeError::invalid("", "too_many", text))
}

/// Whether a reviewer can see all of it: what does not fit on one card is not proposed.
pub(super) fn size(language: Language, proposal: &Proposal) -> Checked<()> {
    let runes = card::value_runes(proposal);
    if runes <= VALUES_RUNES_MAX {
        return Ok(());
    }
    let text = say!(
        language,
        "That is too much to review on one card: {count} characters with their labels, {max} fit. Shorten the texts or split the proposal.",
        count = runes,
        max = VALUES_RUNES_MAX
    );
    Err(ProposeError::invalid("", "too_large", text))
}

fn bounded(language: Language, field: &str, value: &str, runes_max: usize) -> Checked<()> {
    // Counting a megabyte of runes is not worth it.
    let is_long = value.len() > runes_max * 4 || value.chars().count() > runes_max;
    if !is_long {
        return Ok(());
    }
    let text = say!(language, "`{field}` may have {max} characters at most.", field, max = runes_max);
    Err(ProposeError::invalid(field, "too_long", text))
}

pub(super) fn missing(language: Language, field: &str) -> ProposeError {
    ProposeError::invalid(field, "required", say!(language, "`{field}` is missing.", field))
}

/// An e-mail address; none if it is empty.
pub(super) fn email(language: Language, field: &str, value: &str) -> Checked<Option<String>> {
    let Some(address) = line(language, field, value, EMAIL_RUNES_MAX)? else { return Ok(None) };
    let is_address = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    let has_foreign = address.matches('@').count() != 1 || address.contains([' ', '<', '>', ',', ';', '"', '|', '\\']);
    if is_address && !has_foreign {
        return Ok(Some(address));
    }
    let text = say!(language, "`{field}` is no e-mail address such as `info@azure.example.com`.", field);
    Err(ProposeError::invalid(field, "malformed", text))
}

/// A phone number as people write it; none if it is empty.
pub(super) fn phone(language: Language, field: &str, value: &str) -> Checked<Option<String>> {
    let Some(number) = line(language, field, value, PHONE_RUNES_MAX)? else { return Ok(None) };
    if number.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS_MIN {
        return Ok(Some(number));
    }
    let text = say!(language, "`{field}` needs at least {min} digits.", field, min = PHONE_DIGITS_MIN);
    Err(ProposeError::invalid(field, "malformed", text))
}

/// An address of the web, with or without `https://`; none if it is empty.
pub(super) fn website(language: Language, field: &str, value: &str) -> Checked<Option<String>> {
    let Some(address) = line(language, field, value, WEBSITE_RUNES_MAX)? else { return Ok(None) };
    if domain(&address).is_some() {
        return Ok(Some(address));
    }
    let text = say!(language, "`{field}` is no web address such as `azure.example.com`.", field);
    Err(ProposeError::invalid(field, "malformed", text))
}

/// The domain of a web address, without `www.`; none if it has none.
pub(super) fn domain(address: &str) -> Option<String> {
    let address = address.to_lowercase();
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| address.strip_prefix(scheme)).unwrap_or(&address);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_host = host.contains('.') && host.split('.').all(is_word);
    (is_host && !address.contains(char::is_whitespace)).then(|| host.to_owned())
}

/// Two letters in upper case, also as `Spain[ES]`; none if it is empty.
pub(super) fn country_code(language: Language, field: &str, value: &str) -> Checked<Option<String>> {
    let Some(given) = line(language, field, value, NAME_RUNES_MAX)? else { return Ok(None) };
    let behind_name = given.strip_suffix(']').and_then(|given| given.rsplit_once('['));
    let code = behind_name.map_or(given.as_str(), |(_, code)| code);
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Ok(Some(code.to_ascii_uppercase()));
    }
    let text = say!(
        language,
        "`{field}` must be two letters such as `ES`, not “{given}”.",
        field,
        given = Markdown::foreign(&given)
    );
    Err(ProposeError::invalid(field, "malformed", text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{country_code, domain, email, line, lines, phone, website};
    use crate::language::Language;

    #[test]
    fn what_nobody_can_see_is_left_out() {
        assert_eq!(
            line(Language::En, "name", " Azure\u{202e}\u{200b}\u{0} Interior ", 20).unwrap(),
            Some("Azure Interior".into())
        );
        assert_eq!(lines(Language::En, "text", "\n a\u{200e} \r\n\r\nb\n").unwrap(), Some("a\n\nb".into()));
        assert_eq!(line(Language::En, "name", " \u{200b}", 20).unwrap(), None);
    }

    #[test]
    fn a_text_that_is_too_long_is_told_with_its_limit() {
        assert_eq!(line(Language::En, "name", &"ž".repeat(20), 20).unwrap().unwrap().chars().count(), 20);
        let error = line(Language::En, "name", &"ž".repeat(21), 20).unwrap_err();
        assert_eq!(error.to_string(), "`name` may have 20 characters at most.");
        assert!(line(Language::En, "name", &"x".repeat(1 << 20), 20).is_err());
    }

    #[test]
    fn addresses_have_their_shape() {
        for address in ["info@azure.example.com", "Ana.Ruiz+x@MesaNorte.example.com", "ž@příklad.cz", "o'neil@a.b"] {
            assert_eq!(email(Language::En, "email", address).unwrap().as_deref(), Some(address));
        }
        for address in ["azure", "@azure.com", "a@b", "a@b.c, d@e.f", "Ada <a@b.c>", "a@b@c.d", "a@.c", "@channel"] {
            assert!(email(Language::En, "email", address).is_err(), "{address}");
        }
    }

    #[test]
    fn websites_are_known_by_their_domain() {
        for address in ["http://www.Azure-Interior.com", "azure-interior.com/", "https://azure-interior.com:8080/x?y#z"]
        {
            assert_eq!(domain(address).as_deref(), Some("azure-interior.com"));
        }
        for address in ["azure", "ftp://azure.com", "javascript:alert(1)", "a b.com", "http://", "..", "a..b"] {
            assert!(website(Language::En, "website", address).is_err(), "{address}");
        }
    }

    #[test]
    fn numbers_and_codes_have_their_shape() {
        assert_eq!(
            phone(Language::En, "phone", "+34 910 000 002 ext; 5").unwrap().as_deref(),
            Some("+34 910 000 002 ext; 5")
        );
        assert!(phone(Language::En, "phone", "n/a").is_err());
        assert_eq!(country_code(Language::En, "country_code", "es").unwrap().as_deref(), Some("ES"));
        assert_eq!(country_code(Language::En, "country_code", "Spain[ES]").unwrap().as_deref(), Some("ES"));
        for text in ["Spain", "Spain[]", "[ESP]"] {
            assert!(country_code(Language::En, "country_code", text).is_err(), "{text}");
        }
    }
}
