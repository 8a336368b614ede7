//! What a module is told: `{event, record?, org, locale, targets}`.

use serde_json::{Value, json};

use crate::event::{Field, News, Notice, Severity, TEXT_RUNES_MAX};
use crate::ports::Deps;
use crate::text::cut;

/// An event of a hook. `record` is `<model>,<id>`, or empty; `targets` are the names of the channels it may go to.
#[must_use]
pub fn of_notice(deps: &Deps<'_>, notice: &Notice, record: &str, targets: &[&str]) -> Value {
    let event = json!({
        "title": notice.title, "text": cut(&notice.text, TEXT_RUNES_MAX), "severity": notice.severity, "fields": fields(&notice.fields),
        "link": notice.link, "thread_key": notice.thread_key,
    });
    let record =
        record.split_once(',').and_then(|(model, id)| Some(json!({"model": model, "id": id.parse::<i64>().ok()?})));
    whole(deps, &event, record, targets)
}

/// A change of a record that a subscription follows.
#[must_use]
pub fn of_news(deps: &Deps<'_>, news: &News, target: &str) -> Value {
    let changes = news.changes.iter();
    let changes = changes.map(|change| json!({"field": change.label, "from": change.from, "to": change.to}));
    let event = json!({
        "title": news.name, "severity": Severity::Info, "is_new": news.is_new, "by": news.by,
        "changes": changes.collect::<Vec<_>>(),
        "remark": news.remark.as_ref().map(|said| json!({"text": said.text, "internal": said.is_internal})),
    });
    let record = json!({
        "model": news.model, "id": news.id, "name": news.name, "kind": news.noun, "archived": news.is_archived,
        "fields": fields(&news.fields),
    });
    whole(deps, &event, Some(record), &[target])
}

/// An event that never happened.
#[must_use]
pub fn sample(deps: &Deps<'_>) -> Value {
    let notice = Notice {
        title: "Build 42 failed".into(),
        text: "Two of 118 tests failed.".into(),
        severity: Severity::Error,
        fields: vec![Field { title: "Branch".into(), value: "main".into(), short: true }],
        link: "https://ci.example.com/42".into(),
        ..Notice::default()
    };
    of_notice(deps, &notice, "project.task,7", &["town-square"])
}

fn whole(deps: &Deps<'_>, event: &Value, record: Option<Value>, targets: &[&str]) -> Value {
    let mut input = json!({"event": event, "org": null, "locale": deps.config.server().locale, "targets": targets});
    if let Some(record) = record {
        input["record"] = record;
    }
    input
}

fn fields(fields: &[Field]) -> Vec<Value> {
    fields.iter().map(|field| json!({"title": field.title, "value": field.value, "short": field.short})).collect()
}
