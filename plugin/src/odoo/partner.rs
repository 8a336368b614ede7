//! Partners: companies and people (`res.partner`).

use super::related::by_email;
use super::{Connection, Fault, Filter, Listed, Many2One, OdooError, Row, Search};

/// A text of so many digits and nothing but the punctuation of numbers is looked for among the phones too.
const PHONE_DIGITS_MIN: usize = 5;

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the name, the e-mail address or the website.
    pub text: Option<String>,
    /// The whole address, or a part of it.
    pub email: Option<String>,
    /// At least three digits.
    pub phone: Option<String>,
    /// Part of the website.
    pub website: Option<String>,
    /// Companies only, or people only.
    pub is_company: Option<bool>,
    /// Archived ones too.
    pub with_archived: bool,
}

/// A partner as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// In Odoo.
    pub id: i64,
    /// Its name; an address without one has that of its company.
    pub name: String,
    /// As typed there, not always an address.
    pub email: Option<String>,
    /// The phone, else the mobile.
    pub phone: Option<String>,
    /// Of its address.
    pub city: Option<String>,
    /// Its name in the reader's language.
    pub country: Option<String>,
}

/// Partners by name.
///
/// # Errors
/// See [`OdooError`].
pub fn find(connection: &Connection<'_>, query: &Query, limit: u32) -> Result<Vec<Partner>, OdooError> {
    connection.list(&query.condition(connection)?, limit)
}

/// The company that a partner belongs to; a partner without one is its own.
///
/// # Errors
/// See [`OdooError`]; [`OdooError::Missing`] if there is no such partner.
pub fn company_of(connection: &Connection<'_>, id: i64) -> Result<Many2One, OdooError> {
    let rows = connection.search_read(&Search {
        model: Partner::MODEL,
        filter: &Filter::All(vec![Filter::Is("id", id), Filter::archived_too()]),
        fields: &["display_name", "commercial_partner_id"],
        order: "id asc",
        limit: 1,
    })?;
    let row = rows.first().ok_or_else(|| OdooError::Missing(Fault { name: String::new(), message: String::new() }))?;
    Ok(row.many2one("commercial_partner_id").unwrap_or_else(|| Many2One { id, label: row.name() }))
}

impl Query {
    /// As this Odoo understands it.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn condition(&self, connection: &Connection<'_>) -> Result<Filter, OdooError> {
        let fields = ["email_normalized", "mobile", "phone", "phone_mobile_search"];
        Ok(self.filter(&connection.fields(Partner::MODEL, &fields)?))
    }

    fn filter(&self, known: &[&str]) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.with_archived.then(Filter::archived_too));
        filters.extend(self.is_company.map(|is_company| Filter::Flag("is_company", is_company)));
        filters.extend(self.email.as_deref().map(|email| match known.contains(&"email_normalized") {
            true => by_email("email", email),
            false => contains("email", email),
        }));
        filters.extend(self.phone.as_deref().map(|phone| by_phone(phone, known)));
        filters.extend(self.website.as_deref().map(|website| contains("website", website)));
        filters.extend(self.text.as_deref().map(|text| by_text(text, known)));
        Filter::All(filters)
    }
}

impl Listed for Partner {
    const MODEL: &'static str = "res.partner";
    const FIELDS: &'static [&'static str] = &["name", "display_name", "email", "phone", "mobile", "city", "country_id"];
    const ORDER: &'static str = "name asc, id asc";

    fn of(row: &Row) -> Option<Self> {
        Some(Self {
            id: row.id()?,
            name: row.name(),
            email: row.text("email").map(ToOwned::to_owned),
            phone: row.text("phone").or_else(|| row.text("mobile")).map(ToOwned::to_owned),
            city: row.text("city").map(ToOwned::to_owned),
            country: row.many2one("country_id").map(|country| country.label),
        })
    }
}

fn by_text(text: &str, known: &[&str]) -> Filter {
    let mut filters = vec![contains("name", text), contains("email", text), contains("website", text)];
    let is_number = text.chars().all(|c| c.is_ascii_digit() || "+-()./ ".contains(c));
    if is_number && digits(text).len() >= PHONE_DIGITS_MIN {
        filters.push(by_phone(text, known));
    }
    Filter::Any(filters)
}

/// Stored numbers keep their punctuation: `phone_mobile_search` looks past it, a plain `ilike` does not.
fn by_phone(phone: &str, known: &[&str]) -> Filter {
    let digits = digits(phone);
    if known.contains(&"phone_mobile_search") {
        let sign = if phone.trim_start().starts_with('+') { "+" } else { "" };
        return Filter::Contains("phone_mobile_search", format!("{sign}{digits}"));
    }
    let fields = ["phone", "mobile"].into_iter().filter(|field| known.contains(field));
    Filter::Any(fields.map(|field| Filter::Digits(field, digits.clone())).collect())
}

fn contains(field: &'static str, text: &str) -> Filter {
    Filter::Contains(field, text.to_owned())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Query;

    const FIELDS: [&str; 4] = ["email_normalized", "mobile", "phone", "phone_mobile_search"];

    fn domain(query: Query) -> serde_json::Value {
        query.filter(&FIELDS).to_domain()
    }

    #[test]
    fn text_is_looked_for_in_name_address_and_website() {
        assert_eq!(
            domain(Query { text: Some("azure".into()), ..Query::default() }),
            json!(["|", "|", ["name", "ilike", "azure"], ["email", "ilike", "azure"], ["website", "ilike", "azure"]])
        );
    }

    #[test]
    fn a_number_is_looked_for_among_the_phones_too() {
        assert_eq!(
            domain(Query { text: Some("355-687".into()), ..Query::default() }),
            json!([
                "|",
                "|",
                "|",
                ["name", "ilike", "355-687"],
                ["email", "ilike", "355-687"],
                ["website", "ilike", "355-687"],
                ["phone_mobile_search", "ilike", "355687"]
            ])
        );
    }

    #[test]
    fn every_filter_has_to_fit() {
        assert_eq!(
            domain(Query {
                text: None,
                email: Some("Info@Agrolait.com".into()),
                phone: Some("+32 10 588 558".into()),
                website: Some("deco_addict".into()),
                is_company: Some(true),
                with_archived: false,
            }),
            json!([
                "&",
                "&",
                "&",
                ["is_company", "=", true],
                ["email_normalized", "=", "info@agrolait.com"],
                ["phone_mobile_search", "ilike", "+3210588558"],
                ["website", "ilike", r"deco\_addict"]
            ])
        );
    }

    #[test]
    fn a_part_of_an_address_is_looked_for_as_a_part() {
        assert_eq!(
            domain(Query { email: Some("@agrolait".into()), ..Query::default() }),
            json!([["email", "ilike", "@agrolait"]])
        );
    }

    #[test]
    fn without_the_search_field_digits_are_looked_for_in_the_numbers() {
        let query = Query { phone: Some("687-32".into()), ..Query::default() };
        assert_eq!(query.filter(&["phone"]).to_domain(), json!([["phone", "ilike", "6%8%7%3%2"]]));
        assert_eq!(
            query.filter(&["phone", "mobile"]).to_domain(),
            json!(["|", ["phone", "ilike", "6%8%7%3%2"], ["mobile", "ilike", "6%8%7%3%2"]])
        );
    }
}
