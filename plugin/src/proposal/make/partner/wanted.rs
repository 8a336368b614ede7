use crate::language::Language;
use crate::proposal::ProposeError;
use crate::proposal::draft::PartnerDraft;
use crate::proposal::make::check;
use crate::text;

const STREET_RUNES_MAX: usize = 200;
const CITY_RUNES_MAX: usize = 100;
const VAT_RUNES_MAX: usize = 32;

/// What a draft says of a partner, checked.
pub(super) struct Wanted {
    pub(super) name: Option<String>,
    /// Those that are given, in the order of the card.
    pub(super) texts: Vec<Text>,
    pub(super) is_company: Option<bool>,
    pub(super) country_code: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) email: Option<String>,
    pub(super) vat: Option<String>,
    /// The domain of the website.
    pub(super) domain: Option<String>,
}

/// A text of one line.
pub(super) struct Text {
    pub(super) field: &'static str,
    pub(super) label: &'static str,
    pub(super) value: String,
    /// Whether Odoo's value means the same.
    pub(super) is_same: fn(&str, &str) -> bool,
}

impl Wanted {
    pub(super) fn of(language: Language, draft: &PartnerDraft) -> Result<Self, ProposeError> {
        let given = |value: &Option<String>| value.clone().unwrap_or_default();
        let name = match &draft.partner_id {
            // Who names the partner need not give its name again.
            Some(reference) if !super::known::is_new(reference) => {
                check::line(language, "name", &draft.name, check::NAME_RUNES_MAX)?
            }
            _ => Some(check::required(language, "name", &draft.name, check::NAME_RUNES_MAX)?),
        };
        let email = check::email(language, "email", &given(&draft.email))?;
        let phone = check::phone(language, "phone", &given(&draft.phone))?;
        let website = check::website(language, "website", &given(&draft.website))?;
        let street = check::line(language, "street", &given(&draft.street), STREET_RUNES_MAX)?;
        let city = check::line(language, "city", &given(&draft.city), CITY_RUNES_MAX)?;
        let vat = check::line(language, "vat", &given(&draft.vat), VAT_RUNES_MAX)?;
        let text = |field, label, value: &Option<String>, is_same| {
            value.clone().map(|value| Text { field, label, value, is_same })
        };
        let texts = [
            text("name", text!("Name"), &name, equal),
            text("email", text!("E-mail"), &email, same_address),
            text("phone", text!("Phone"), &phone, equal),
            text("website", text!("Website"), &website, same_website),
            text("street", text!("Street"), &street, equal),
            text("city", text!("City"), &city, equal),
            text("vat", text!("Tax number"), &vat, |one, other| plain_vat(one) == plain_vat(other)),
        ];
        Ok(Self {
            texts: texts.into_iter().flatten().collect(),
            name,
            is_company: draft.is_company,
            country_code: check::country_code(language, "country_code", &given(&draft.country_code))?,
            comment: check::lines(language, "comment", &given(&draft.comment))?,
            domain: website.as_deref().and_then(check::domain),
            email,
            vat,
        })
    }
}

/// Tax numbers are written with and without spaces and points.
pub(super) fn plain_vat(vat: &str) -> String {
    vat.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

fn equal(one: &str, other: &str) -> bool {
    one == other
}

fn same_address(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// Odoo adds `http://` by itself.
fn same_website(one: &str, other: &str) -> bool {
    let plain = |address: &str| {
        let address = address.trim_end_matches('/').to_lowercase();
        let rest = ["https://", "http://"].into_iter().find_map(|scheme| address.strip_prefix(scheme));
        rest.unwrap_or(&address).to_owned()
    };
    plain(one) == plain(other)
}
