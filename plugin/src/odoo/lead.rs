//! Leads and opportunities (`crm.lead`).

use chrono::NaiveDate;

use super::related::by_email;
use super::{Amount, Filter, Listed, Many2One, Related, Row, When};

/// What is looked for; everything given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Part of the title, of the customer's name or of the e-mail address.
    pub text: Option<String>,
    /// The whole e-mail address, or a part of it.
    pub email: Option<String>,
    /// The customer.
    pub partner: Option<Related>,
    /// In one of these stages.
    pub stage_ids: Option<Vec<i64>>,
    /// The salesperson's user id.
    pub user_id: Option<i64>,
    /// Not won, and to be closed before this day.
    pub late_on: Option<NaiveDate>,
    /// Lost ones in place of those that are open or won.
    pub is_lost: bool,
}

/// A lead as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// In Odoo.
    pub id: i64,
    /// Its title.
    pub name: String,
    /// The partner, else the name or address that was given.
    pub customer: Option<String>,
    /// Where it stands.
    pub stage: Option<Many2One>,
    /// Whether it is still to be won.
    pub outcome: Outcome,
    /// The expected revenue.
    pub revenue: Option<Amount>,
    /// The salesperson.
    pub user: Option<Many2One>,
    /// When it is expected to be closed.
    pub deadline: Option<NaiveDate>,
}

/// How a lead ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// It did not.
    #[default]
    Open,
    /// The customer buys.
    Won,
    /// The customer does not; Odoo archives it.
    Lost,
}

impl Query {
    /// The records that fit.
    #[must_use]
    pub fn filter(&self) -> Filter {
        let mut filters = Vec::new();
        filters.extend(self.is_lost.then_some(Filter::Flag("active", false)));
        filters.extend(self.stage_ids.clone().map(|ids| Filter::In("stage_id", ids)));
        filters.extend(self.user_id.map(|id| Filter::Is("user_id", id)));
        filters.extend(self.email.as_deref().map(|email| by_email("email_from", email)));
        filters.extend(self.partner.as_ref().map(by_customer));
        filters.extend(self.late_on.map(|day| {
            Filter::All(vec![Filter::Before("date_deadline", When::Day(day)), Filter::Flag("stage_id.is_won", false)])
        }));
        filters.extend(self.text.as_ref().map(|text| {
            let fields = ["name", "partner_name", "contact_name", "email_from"];
            Filter::Any(fields.map(|field| Filter::Contains(field, text.clone())).into())
        }));
        Filter::All(filters)
    }
}

impl Listed for Lead {
    const MODEL: &'static str = "crm.lead";
    const FIELDS: &'static [&'static str] = &[
        "name",
        "partner_id",
        "partner_name",
        "contact_name",
        "email_from",
        "stage_id",
        "user_id",
        "expected_revenue",
        "company_currency",
        "date_deadline",
        "probability",
        "active",
    ];
    const ORDER: &'static str = "id desc";

    fn of(row: &Row) -> Option<Self> {
        let texts = ["partner_name", "contact_name", "email_from"];
        let partner = row.many2one("partner_id").map(|partner| partner.label);
        Some(Self {
            id: row.id()?,
            name: row.name(),
            customer: partner.or_else(|| texts.iter().find_map(|field| row.text(field)).map(Into::into)),
            stage: row.many2one("stage_id"),
            outcome: match (row.flag("active"), row.number("probability")) {
                (Some(false), _) => Outcome::Lost,
                (_, Some(100.0..)) => Outcome::Won,
                _ => Outcome::Open,
            },
            revenue: row.amount("expected_revenue", "company_currency"),
            user: row.many2one("user_id"),
            deadline: row.date("date_deadline"),
        })
    }
}

/// A lead may have no partner yet, only the name of a company.
fn by_customer(partner: &Related) -> Filter {
    match partner {
        Related::Named(name) => {
            Filter::Any(vec![partner.is_customer(), Filter::Contains("partner_name", name.clone())])
        }
        Related::Email(email) => {
            Filter::Any(vec![partner.is_customer(), Filter::Equals("email_normalized", email.to_lowercase())])
        }
        Related::Record(_) => partner.is_customer(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::json;

    use super::{Query, Related};

    #[test]
    fn every_condition_has_to_fit() {
        let query = Query {
            text: Some("desk_s".into()),
            email: Some("Info@Agrolait.com".into()),
            partner: Some(Related::Record(14)),
            stage_ids: Some(vec![1, 3]),
            user_id: Some(2),
            late_on: chrono::NaiveDate::from_ymd_opt(2026, 11, 21),
            is_lost: true,
        };
        assert_eq!(
            query.filter().to_domain(),
            json!([
                "&",
                "&",
                "&",
                "&",
                "&",
                "&",
                ["active", "=", false],
                ["stage_id", "in", [1, 3]],
                ["user_id", "=", 2],
                ["email_normalized", "=", "info@agrolait.com"],
                ["partner_id", "child_of", 14],
                "&",
                ["date_deadline", "<", "2026-11-21"],
                ["stage_id.is_won", "=", false],
                "|",
                "|",
                "|",
                ["name", "ilike", "desk\\_s"],
                ["partner_name", "ilike", "desk\\_s"],
                ["contact_name", "ilike", "desk\\_s"],
                ["email_from", "ilike", "desk\\_s"],
            ])
        );
    }

    #[test]
    fn a_customer_may_be_a_name_or_an_address_only() {
        let domain = |partner| Query { partner: Some(partner), ..Query::default() }.filter().to_domain();
        assert_eq!(
            domain(Related::Named("azure".into())),
            json!(["|", ["partner_id", "ilike", "azure"], ["partner_name", "ilike", "azure"]])
        );
        assert_eq!(
            domain(Related::Email("A@b.example".into())),
            json!(["|", ["partner_id.email_normalized", "=", "a@b.example"], ["email_normalized", "=", "a@b.example"]])
        );
    }
}
