//! Meetings: the hours between start and stop, and the hours of a whole day.

use chrono::NaiveDateTime;
use serde_json::json;

use super::Draft;

const SECONDS_OF_AN_HOUR: f64 = 3600.0;
const DAY_STARTS: &str = "08:00:00";
const DAY_STOPS: &str = "18:00:00";

pub fn complete(draft: &mut Draft<'_>) {
    if draft.is_true("allday") {
        whole_days(draft);
    } else if draft.is_new() || draft.is_given("start") || draft.is_given("stop") {
        let hours = hours_between(draft.text("start").as_deref(), draft.text("stop").as_deref());
        draft.fill("duration", json!(hours));
    }
}

/// Days count; the hours that were given with them do not.
fn whole_days(draft: &mut Draft<'_>) {
    for (moment, day, hour) in [("start", "start_date", DAY_STARTS), ("stop", "stop_date", DAY_STOPS)] {
        if draft.is_given(day) {
            let chosen = draft.text(day).unwrap_or_default();
            draft.put(moment, json!(format!("{chosen} {hour}")));
        } else if let Some(date) =
            draft.text(moment).and_then(|moment| moment.get(.."2026-01-01".len()).map(str::to_owned))
        {
            draft.put(day, json!(date));
        }
    }
}

fn hours_between(start: Option<&str>, stop: Option<&str>) -> f64 {
    let moment = |text: Option<&str>| NaiveDateTime::parse_from_str(text?, "%Y-%m-%d %H:%M:%S").ok();
    match (moment(start), moment(stop)) {
        #[expect(clippy::cast_precision_loss, reason = "meetings are short")]
        (Some(start), Some(stop)) => ((stop - start).num_seconds() as f64 / SECONDS_OF_AN_HOUR * 100.0).round() / 100.0,
        _ => 0.0,
    }
}
