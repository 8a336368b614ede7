//! Days and times of day as their author means them.

use chrono::NaiveDate;

use super::check;
use super::context::Context;
use crate::odoo::When;
use crate::ports::Timestamp;
use crate::proposal::ProposeError;
use crate::say;
use crate::text::{local, when};

/// A day or a moment.
pub(super) fn any(context: &Context<'_>, field: &str, text: &str) -> Result<When, ProposeError> {
    let text = check::required(context.deps.language, field, text, check::NAME_RUNES_MAX)?;
    when(&text, context.zone, context.deps.clock.now())
        .map_err(|error| ProposeError::invalid(field, "malformed", error.say(context.deps.language)))
}

/// A day; none if it is empty.
pub(super) fn day(context: &Context<'_>, field: &str, text: Option<&str>) -> Result<Option<NaiveDate>, ProposeError> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    match any(context, field, text)? {
        When::Day(day) => Ok(Some(day)),
        When::Moment(_) => {
            let text = say!(context.deps.language, "`{field}` is a day, without a time of day.", field);
            Err(ProposeError::invalid(field, "malformed", text))
        }
    }
}

/// `2026-11-30 10:00 Europe/Madrid`.
pub(super) fn shown(context: &Context<'_>, time: Timestamp) -> String {
    format!("{} {}", local(time, context.zone), context.zone.name())
}
