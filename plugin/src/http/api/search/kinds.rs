//! The fields of each search; everything given has to fit.

use serde::Deserialize;

use super::super::shape::{ACTIVITY, EVENT, LEAD, PARTNER, PROJECT, Shape, TASK};
use super::{Asking, Search};
use crate::http::reply::Refusal;
use crate::odoo::{Filter, Related, activity, event, history, lead, partner, project, stage, task};
use crate::ports::Timestamp;
use crate::text::when;

/// Characters of a text that is looked for.
const TEXT_RUNES_MAX: usize = 200;
const PHONE_DIGITS_MIN: usize = 3;

/// `POST /odoo/search/partners`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Partners {
    query: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    website: Option<String>,
    is_company: Option<bool>,
    limit: Option<u32>,
}

impl Search for Partners {
    const SHAPE: &'static Shape = &PARTNER;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn filter(&self, asking: &Asking<'_>) -> Result<Filter, Refusal> {
        let query = partner::Query {
            text: text("query", &self.query)?,
            email: text("email", &self.email)?,
            phone: phone(&self.phone)?,
            website: text("website", &self.website)?,
            is_company: self.is_company,
            with_archived: false,
        };
        Ok(query.condition(&asking.connection)?)
    }
}

/// `POST /odoo/search/leads`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Leads {
    partner_id: Option<i64>,
    email: Option<String>,
    name: Option<String>,
    stage: Option<String>,
    limit: Option<u32>,
}

impl Search for Leads {
    const SHAPE: &'static Shape = &LEAD;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn filter(&self, asking: &Asking<'_>) -> Result<Filter, Refusal> {
        let name = text("name", &self.name)?;
        let query = lead::Query {
            email: text("email", &self.email)?,
            partner: self.partner_id.map(Related::Record),
            stage_ids: self.stage_ids(asking)?,
            ..lead::Query::default()
        };
        Ok(named(query.filter(), name))
    }
}

impl Leads {
    fn stage_ids(&self, asking: &Asking<'_>) -> Result<Option<Vec<i64>>, Refusal> {
        let Some(name) = text("stage", &self.stage)? else { return Ok(None) };
        match stage::called(&stage::of_leads(&asking.connection)?, &name) {
            ids if ids.is_empty() => {
                Err(Refusal::invalid("stage", "unknown", "There is no stage of that name in Odoo."))
            }
            ids => Ok(Some(ids)),
        }
    }
}

/// `POST /odoo/search/projects`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Projects {
    partner_id: Option<i64>,
    name: Option<String>,
    limit: Option<u32>,
}

impl Search for Projects {
    const SHAPE: &'static Shape = &PROJECT;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn filter(&self, _: &Asking<'_>) -> Result<Filter, Refusal> {
        let partner = self.partner_id.map(Related::Record);
        Ok(project::Query { text: text("name", &self.name)?, partner, ..project::Query::default() }.filter())
    }
}

/// `POST /odoo/search/tasks`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Tasks {
    project_id: Option<i64>,
    partner_id: Option<i64>,
    name: Option<String>,
    limit: Option<u32>,
}

impl Search for Tasks {
    const SHAPE: &'static Shape = &TASK;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn filter(&self, _: &Asking<'_>) -> Result<Filter, Refusal> {
        let query = task::Query {
            project: self.project_id.map(Related::Record),
            partner: self.partner_id.map(Related::Record),
            ..task::Query::default()
        };
        Ok(named(query.filter(), text("name", &self.name)?))
    }
}

/// `POST /odoo/search/activities`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Activities {
    partner_id: Option<i64>,
    res_model: Option<String>,
    res_id: Option<i64>,
    limit: Option<u32>,
}

impl Search for Activities {
    const SHAPE: &'static Shape = &ACTIVITY;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    /// The activities of a partner are those of all its records: an activity itself names no partner.
    fn filter(&self, asking: &Asking<'_>) -> Result<Filter, Refusal> {
        let model = text("res_model", &self.res_model)?;
        let of_record = match (model.clone(), self.res_id) {
            (_, None) => None,
            (Some(model), Some(id)) => Some(vec![(model, vec![id])]),
            (None, Some(_)) => return Err(Refusal::invalid("res_model", "required", "`res_id` needs `res_model`.")),
        };
        let of_partner = self.partner_id.map(|id| history::records_of(&asking.connection, &Related::Record(id)));
        let filter = |records| activity::Query { model: model.clone(), records, ..activity::Query::default() }.filter();
        let filters = [of_record, of_partner.transpose()?].into_iter().flatten().map(|records| filter(Some(records)));
        Ok(Filter::All(filters.chain([filter(None)]).collect()))
    }
}

/// `POST /odoo/search/calendar`
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(in crate::http::api) struct Events {
    partner_ids: Option<Vec<i64>>,
    name: Option<String>,
    from: Option<String>,
    to: Option<String>,
    limit: Option<u32>,
}

impl Search for Events {
    const SHAPE: &'static Shape = &EVENT;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn filter(&self, asking: &Asking<'_>) -> Result<Filter, Refusal> {
        let query = event::Query {
            from: moment("from", &self.from, asking, |zone, when| zone.from(when))?,
            to: moment("to", &self.to, asking, |zone, when| zone.until(when))?,
            ..event::Query::default()
        };
        let partners = self.partner_ids.clone().map(|ids| Filter::In("partner_ids", ids));
        let filter = Filter::All(std::iter::once(query.filter()).chain(partners).collect());
        Ok(named(filter, text("name", &self.name)?))
    }
}

fn named(filter: Filter, name: Option<String>) -> Filter {
    match name {
        Some(name) => Filter::All(vec![filter, Filter::Contains("name", name)]),
        None => filter,
    }
}

/// A text without the space around it; none if it is empty.
fn text(field: &str, value: &Option<String>) -> Result<Option<String>, Refusal> {
    let text = value.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > TEXT_RUNES_MAX => {
            let detail = format!("`{field}` may have {TEXT_RUNES_MAX} characters at most.");
            Err(Refusal::invalid(field, "too_long", detail))
        }
        text => Ok(text.map(ToOwned::to_owned)),
    }
}

fn phone(value: &Option<String>) -> Result<Option<String>, Refusal> {
    let phone = text("phone", value)?;
    let digits = |phone: &String| phone.chars().filter(char::is_ascii_digit).count();
    match phone {
        Some(phone) if digits(&phone) < PHONE_DIGITS_MIN => {
            let detail = format!("`phone` needs at least {PHONE_DIGITS_MIN} digits.");
            Err(Refusal::invalid("phone", "too_short", detail))
        }
        phone => Ok(phone),
    }
}

fn moment(
    field: &str,
    value: &Option<String>,
    asking: &Asking<'_>,
    of: fn(crate::text::Zone, crate::odoo::When) -> Timestamp,
) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = text(field, value)? else { return Ok(None) };
    match when(&text, asking.zone, asking.now) {
        Ok(when) => Ok(Some(of(asking.zone, when))),
        Err(_) => {
            let detail =
                format!("`{field}` has to be a date or a time such as `2026-12-24` or `2026-12-24T10:00:00Z`.");
            Err(Refusal::invalid(field, "malformed", detail))
        }
    }
}
