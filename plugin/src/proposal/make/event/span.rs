use std::time::Duration;

use chrono::NaiveDate;

use crate::language::Language;
use crate::odoo::{Values, When};
use crate::ports::Timestamp;
use crate::proposal::ProposeError;
use crate::proposal::draft::EventDraft;
use crate::proposal::make::check;
use crate::proposal::make::context::Context;
use crate::proposal::make::moment;
use crate::say;
use crate::text::local;

/// Longer meetings are whole days.
const HOURS_MAX: f64 = 24.0 * 31.0;

/// From when to when.
pub(super) enum Span {
    Days(NaiveDate, NaiveDate),
    Moments(Timestamp, Timestamp),
}

impl Span {
    pub(super) fn of(context: &Context<'_>, draft: &EventDraft) -> Result<Self, ProposeError> {
        let language = context.deps.language;
        let given = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        let start = given(&draft.start).ok_or_else(|| check::missing(context.deps.language, "start"))?;
        let start = moment::any(context, "start", &start)?;
        let stop = given(&draft.stop);
        match start {
            When::Day(start) => {
                if draft.duration.is_some() {
                    let text = say!(
                        language,
                        "A meeting of whole days has a last day in `stop`, and no duration. Give `start` a time of day for a shorter one."
                    );
                    return Err(ProposeError::invalid("duration", "malformed", text));
                }
                let stop = moment::day(context, "stop", stop.as_deref())?.unwrap_or(start);
                if stop < start { Err(reversed(language)) } else { Ok(Self::Days(start, stop)) }
            }
            When::Moment(start) => {
                let stop = match (stop, draft.duration) {
                    (Some(_), Some(_)) => {
                        return Err(ProposeError::invalid(
                            "duration",
                            "malformed",
                            say!(language, "Give `stop` or `duration`, not both."),
                        ));
                    }
                    (Some(stop), None) => end(context, start, &stop)?,
                    (None, Some(hours)) => start.after(duration(language, hours)?),
                    (None, None) => {
                        let text =
                            say!(language, "`stop` is missing: when does it end? `duration` in hours will do too.");
                        return Err(ProposeError::invalid("stop", "required", text));
                    }
                };
                if stop <= start { Err(reversed(language)) } else { Ok(Self::Moments(start, stop)) }
            }
        }
    }

    /// In Odoo's fields. It fills in hours of its own for whole days, so that the days are given too.
    pub(super) fn values(&self, values: Values) -> Values {
        match self {
            Self::Days(start, stop) => {
                let midnight = |day: &NaiveDate| {
                    When::Moment(Timestamp(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_millis()))
                };
                values
                    .flag("allday", true)
                    .when("start_date", When::Day(*start))
                    .when("stop_date", When::Day(*stop))
                    .when("start", midnight(start))
                    .when("stop", midnight(stop))
            }
            Self::Moments(start, stop) => values.when("start", When::Moment(*start)).when("stop", When::Moment(*stop)),
        }
    }

    pub(super) fn shown(&self, context: &Context<'_>) -> String {
        match self {
            Self::Days(start, stop) if start == stop => say!(context.shared, "{day}, the whole day", day = start),
            Self::Days(start, stop) => say!(context.shared, "{from} to {to}, whole days", from = start, to = stop),
            Self::Moments(start, stop) => {
                let (from, to) = (local(*start, context.zone), local(*stop, context.zone));
                let is_same_day = context.zone.day(*start) == context.zone.day(*stop);
                let to = if is_same_day { to.rsplit(' ').next().unwrap_or(&to) } else { &to };
                say!(context.shared, "{from} to {to} {zone}", from, to, zone = context.zone.name())
            }
        }
    }

    pub(super) fn is_past(&self, context: &Context<'_>) -> bool {
        let now = context.deps.clock.now();
        match self {
            Self::Days(_, stop) => *stop < context.zone.day(now),
            Self::Moments(_, stop) => *stop < now,
        }
    }
}

/// A time of day alone is one of the day on which the meeting starts.
fn end(context: &Context<'_>, start: Timestamp, text: &str) -> Result<Timestamp, ProposeError> {
    let is_time = text.len() <= 8 && text.trim().starts_with(|c: char| c.is_ascii_digit()) && text.contains(':');
    let text = if is_time { format!("{} {}", context.zone.day(start), text.trim()) } else { text.to_owned() };
    match moment::any(context, "stop", &text)? {
        When::Moment(stop) => Ok(stop),
        When::Day(_) => Err(ProposeError::invalid(
            "stop",
            "malformed",
            say!(context.deps.language, "`stop` needs a time of day, such as `11:00`, as `start` has one."),
        )),
    }
}

fn duration(language: Language, hours: f64) -> Result<Duration, ProposeError> {
    if hours > 0.0 && hours <= HOURS_MAX {
        // Odoo knows whole minutes.
        return Ok(Duration::from_secs((hours * 60.0).round() as u64 * 60));
    }
    let text = say!(language, "`duration` is a number of hours up to {max}, such as `1.5`, or `90m`.", max = HOURS_MAX);
    Err(ProposeError::invalid("duration", "malformed", text))
}

fn reversed(language: Language) -> ProposeError {
    ProposeError::invalid("stop", "malformed", say!(language, "The meeting would end before it starts."))
}
