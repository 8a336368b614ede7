//! Records as people name them: by number, by ticket, by address, by e-mail.

mod link;

pub use link::Link;

use crate::language::Language;
use crate::say;
use crate::settings::OdooAddress;
use crate::text::Markdown;

/// Odoo's ids are 32-bit integers.
const ID_MAX: i64 = i32::MAX as i64;

/// What somebody named. It exists when Odoo says so, not before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A number of the kind that was asked for: `17`, `#17`, an address that hides the kind.
    Number(i64),
    /// A ticket's number: `[TICKET-#17]`.
    Ticket(i64),
    /// The address of a record.
    Record {
        /// Such as `res.partner`.
        model: String,
        /// Its id.
        id: i64,
    },
    /// An e-mail address.
    Email(String),
}

/// Why a text names no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceError {
    /// None of the spellings.
    Unknown(Markdown),
    /// A link to somewhere else.
    Elsewhere(OdooAddress),
    /// A link to a list or a menu.
    NoRecord,
}

impl ReferenceError {
    /// A sentence for its author.
    #[must_use]
    pub fn say(&self, language: Language) -> String {
        match self {
            Self::Unknown(text) => say!(
                language,
                "“{text}” names no record. Write its number, such as `17` or `#17`, or paste its link from Odoo.",
                text
            ),
            Self::Elsewhere(address) => say!(language, "This link does not lead to {address}.", address),
            Self::NoRecord => say!(
                language,
                "This link leads to Odoo, yet to no single record. Open the record there and copy its link."
            ),
        }
    }
}

impl Reference {
    /// Reads `17`, `#17`, `Azure-Interior[#17]` (as suggestions have it), `[TICKET-#17]`, the address of a record at `address`, or an e-mail address.
    ///
    /// # Errors
    /// See [`ReferenceError`].
    pub fn parse(text: &str, address: &OdooAddress, ticket_prefix: &str) -> Result<Self, ReferenceError> {
        let text = text.trim().trim_start_matches('<').trim_end_matches('>');
        if let Some(number) = number(text.strip_prefix('#').unwrap_or(text)) {
            return Ok(Self::Number(number));
        }
        if let Some(number) = text.strip_suffix(']').and_then(|text| number(text.rsplit_once("[#")?.1)) {
            return Ok(Self::Number(number));
        }
        if let Some(number) = ticket(text, ticket_prefix) {
            return Ok(Self::Ticket(number));
        }
        if text.contains("://") {
            let path = address.path_of(text).ok_or_else(|| ReferenceError::Elsewhere(address.clone()))?;
            let Link { model, id } = Link::parse(path).ok_or(ReferenceError::NoRecord)?;
            return Ok(model.map_or(Self::Number(id), |model| Self::Record { model, id }));
        }
        if is_email(text) {
            return Ok(Self::Email(text.to_lowercase()));
        }
        Err(ReferenceError::Unknown(Markdown::foreign(text)))
    }
}

/// An id as it is typed.
fn number(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && (1..=ID_MAX).contains(number))
}

/// `[TICKET-#17]`, `TICKET-#17`, `ticket-17`.
fn ticket(text: &str, prefix: &str) -> Option<i64> {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let head = inner.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix) && !head.is_empty())?;
    let rest = inner[head.len()..].strip_prefix('-')?;
    number(rest.strip_prefix('#').unwrap_or(rest))
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::Reference;
    use crate::language::Language;
    use crate::settings::OdooAddress;

    fn parsed(text: &str) -> Result<Reference, String> {
        let address = OdooAddress::parse("https://erp.example.com", false).unwrap();
        Reference::parse(text, &address, "TICKET").map_err(|error| error.say(Language::En))
    }

    #[test]
    fn numbers_are_of_the_kind_that_was_asked_for() {
        for text in ["17", "#17", " 017 ", "Azure-Interior[#17]", "https://erp.example.com/odoo/action-318/17"] {
            assert_eq!(parsed(text), Ok(Reference::Number(17)), "{text}");
        }
    }

    #[test]
    fn tickets_have_their_prefix() {
        for text in ["[TICKET-#17]", "TICKET-#17", "ticket-17", "[Ticket-17]"] {
            assert_eq!(parsed(text), Ok(Reference::Ticket(17)), "{text}");
        }
    }

    #[test]
    fn addresses_name_model_and_id() {
        let azure = Reference::Record { model: "res.partner".into(), id: 14 };
        for text in [
            "https://erp.example.com/mail/view?model=res.partner&res_id=14",
            "<http://ERP.example.com/web#id=14&cids=1&menu_id=113&action=160&model=res.partner&view_type=form>",
            "https://erp.example.com/odoo/contacts/14?debug=1",
        ] {
            assert_eq!(parsed(text).as_ref(), Ok(&azure), "{text}");
        }
    }

    #[test]
    fn e_mail_addresses_are_lower_case() {
        assert_eq!(parsed("Info@Agrolait.com"), Ok(Reference::Email("info@agrolait.com".into())));
    }

    #[test]
    fn what_names_nothing_is_told() {
        for text in ["", "0", "-1", "#", "2147483648", "azure", "OTHER-#17", "TICKET-", "a@b", "@all", "a b@c.d"] {
            assert!(parsed(text).unwrap_err().ends_with("paste its link from Odoo."), "{text}");
        }
        assert_eq!(
            parsed("https://evil.example/odoo/contacts/14"),
            Err("This link does not lead to https://erp.example.com.".into())
        );
        assert_eq!(
            parsed("https://erp.example.com.evil.example/odoo/contacts/14"),
            Err("This link does not lead to https://erp.example.com.".into())
        );
        assert_eq!(
            parsed("https://erp.example.com/odoo/contacts"),
            Err("This link leads to Odoo, yet to no single record. Open the record there and copy its link.".into())
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_is_a_reference_or_an_error(text in "(https://erp\\.example\\.com)?[]/#\\[a-zA-Z0-9=&?@.-]{0,40}|\\PC{0,30}") {
            if let Ok(Reference::Number(id) | Reference::Ticket(id) | Reference::Record { id, .. }) = parsed(&text) {
                proptest::prop_assert!((1..=i64::from(i32::MAX)).contains(&id));
            }
        }
    }
}
