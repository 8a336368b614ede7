//! `create_lead`: a new opportunity.

use serde_json::Map;

use super::context::Context;
use super::lookup::{self, Target};
use super::questions::{Answers, Question, Questions};
use super::{Plan, check, similar};
use crate::language::Language;
use crate::odoo::{Filter, OdooError, Row, Values};
use crate::proposal::draft::{LeadDraft, Reference};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;

const LEADS_MAX: u32 = 40;
const COMPANIES_MAX: u32 = 80;
const SIMILAR_MAX: usize = 5;
/// Odoo keeps money as a float of 16 digits, two of them behind the point.
const REVENUE_MAX: f64 = 1e12;

pub(super) fn plan(context: &Context<'_>, draft: &LeadDraft) -> Result<Plan, ProposeError> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = check::required(context.deps.language, "name", &draft.name, check::NAME_RUNES_MAX)?;
    let email = check::email(context.deps.language, "email_from", &text(&draft.email_from))?;
    let phone = check::phone(context.deps.language, "phone", &text(&draft.phone))?;
    let description = check::lines(context.deps.language, "description", &text(&draft.description))?;
    let revenue = draft.expected_revenue.map(|amount| revenue(context.deps.language, amount)).transpose()?;

    let mut questions = Questions::default();
    let customer = draft.partner_id.as_ref().filter(|partner| !partner.is_empty());
    let partner = lookup::optional(context, &mut questions, Target::Partner, "partner_id", customer)?;
    let similar = questions.find(
        Model::Lead.name(),
        &open_like(&name, email.as_deref(), customer),
        &["name", "partner_id", "email_normalized"],
        LEADS_MAX,
    );
    let currency = revenue.is_some().then(|| Currency::ask(context, &mut questions)).transpose()?;
    let answers = questions.ask(&context.odoo);
    let partner = partner.map(|partner| partner.found(&answers)).transpose()?;

    let mut values = Values::new().text("name", &name).text("type", "opportunity");
    let mut shown = vec![Shown::new(text!("Name"), &name)];
    if let Some(partner) = &partner {
        values = values.reference("partner_id", partner.id);
        shown.push(Shown::new(text!("Customer"), partner.label()));
    }
    if let Some(email) = &email {
        values = values.text("email_from", email);
        shown.push(Shown::new(text!("E-mail"), email));
    }
    if let Some(phone) = &phone {
        values = values.text("phone", phone);
        shown.push(Shown::new(text!("Phone"), phone));
    }
    if let (Some(revenue), Some(currency)) = (revenue, currency) {
        values = values.number("expected_revenue", revenue);
        shown.push(Shown::new(text!("Expected revenue"), format!("{revenue:.2} {}", currency.read(&answers)?)));
    }
    if let Some(description) = &description {
        values = values.html("description", description);
        shown.push(Shown::new(text!("Description"), description));
    }
    let customer = partner.as_ref().map(|partner| partner.id);
    let warning = open_leads(context.shared, &answers.rows(similar)?, &name, email.as_deref(), customer);
    Ok(Plan {
        summary: say!(context.shared, "New lead {name}", name),
        shown,
        warnings: warning.into_iter().collect(),
        operations: vec![Operation {
            op: "create_lead".into(),
            model: Model::Lead,
            effect: Effect::Create { values: vec![values.into()] },
            context: Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

fn revenue(language: Language, amount: f64) -> Result<f64, ProposeError> {
    if amount.is_finite() && (0.0..=REVENUE_MAX).contains(&amount) {
        return Ok(amount);
    }
    Err(ProposeError::invalid(
        "expected_revenue",
        "malformed",
        say!(language, "`expected_revenue` is no amount of money."),
    ))
}

/// Open leads that may be about the same. A customer who is still being looked up is compared by name.
fn open_like(name: &str, email: Option<&str>, partner: Option<&Reference>) -> Filter {
    let by_name = Filter::Contains("name", similar::word(name).to_owned());
    let by_email = email.map(|email| Filter::Equals("email_normalized", email.to_lowercase()));
    let by_partner = partner.map(|partner| match partner {
        Reference::Id(id) => Filter::Is("partner_id", *id),
        Reference::Name(name) => Filter::Contains("partner_id", name.clone()),
    });
    let same = [Some(by_name), by_email, by_partner].into_iter().flatten().collect();
    Filter::All(vec![Filter::Flag("stage_id.is_won", false), Filter::Any(same)])
}

fn open_leads(
    language: Language,
    rows: &[Row],
    name: &str,
    email: Option<&str>,
    partner: Option<i64>,
) -> Option<String> {
    let is_same = |row: &&Row| {
        let partner_of = row.many2one("partner_id").map(|partner| partner.id);
        let is_of_partner = partner.is_some() && partner_of == partner;
        let is_from = email.is_some_and(|email| row.text("email_normalized") == Some(email.to_lowercase().as_str()));
        is_of_partner || is_from || row.text("name").is_some_and(|other| similar::are_similar(name, other))
    };
    let same = rows.iter().filter(is_same).filter_map(|row| Some(format!("{} ({})", row.text("name")?, row.id()?)));
    let same: Vec<_> = same.take(SIMILAR_MAX).collect();
    (!same.is_empty())
        .then(|| say!(language, "Open leads that may be about the same: {leads}.", leads = same.join(", ")))
}

/// The currency of the account's company, in which Odoo keeps the revenue.
struct Currency {
    user: Question,
    companies: Question,
}

impl Currency {
    fn ask(context: &Context<'_>, questions: &mut Questions) -> Result<Self, OdooError> {
        let me = context.odoo.user_id()?.0;
        Ok(Self {
            user: questions.find("res.users", &Filter::Is("id", me), &["company_id"], 1),
            companies: questions.find("res.company", &Filter::All(Vec::new()), &["currency_id"], COMPANIES_MAX),
        })
    }

    fn read(self, answers: &Answers) -> Result<String, OdooError> {
        let users = answers.rows(self.user)?;
        let company = users.first().and_then(|user| user.many2one("company_id")).map(|company| company.id);
        let companies = answers.rows(self.companies)?;
        let company = companies.iter().find(|row| row.id() == company);
        Ok(company.and_then(|row| row.many2one("currency_id")).map(|currency| currency.label).unwrap_or_default())
    }
}
