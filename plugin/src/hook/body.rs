//! What an event says: one of several bodies becomes a notice and the place where it is wanted (requirement 6.1). Whatever is in
//! it is foreign; how it is shown is the business of [`crate::event`].

mod bus;
mod ci;
mod common;
mod fields;
mod slack;
mod test_report;

use serde_json::Value;

use crate::event::{Face, Notice};
use crate::settings::OdooAddress;
use crate::text;
use common::Common;
pub(super) use common::wanted;
pub(super) use fields::Fields;

/// A preset: what `type` may be, and what its fields are, for people.
pub struct Preset {
    /// As it is sent.
    pub name: &'static str,
    /// One line.
    pub help: &'static str,
    /// Its own fields, besides those that every event has.
    pub fields: &'static str,
}

/// What `type` may be, besides those of [`bus_events`].
pub static PRESETS: [Preset; 4] = [
    Preset { name: "notify", help: text!("A message; what an event without a type is"), fields: "`title`, `text`" },
    Preset {
        name: "ci",
        help: text!("The end of a build"),
        fields: "`status` (`success`, `failure`, `error`, `cancelled`), `project`, `build`, `branch`, `commit`, `duration_seconds`",
    },
    Preset {
        name: "test-report",
        help: text!("The end of a test suite, in one thread per suite"),
        fields: "`suite`, `passed`, `failed`, `skipped`, `duration_seconds`, `failures` (`name`, `message`)",
    },
    Preset {
        name: "record",
        help: text!(
            "A proposal in the hook's channel, of a hook with `--types record`; of the other fields only the channel counts"
        ),
        fields: "`kind` (`lead`, `ticket`), `values` (`lead`: `name`, `partner_id`, `email_from`, `phone`, `description`, `expected_revenue`; `ticket`: `name`, `description`, `date_deadline`, `priority`, `project`)",
    },
];

/// The events of the event bus.
pub fn bus_events() -> impl Iterator<Item = &'static str> {
    bus::events()
}

/// A body that was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What is to be read.
    pub notice: Notice,
    /// Where.
    pub wanted: Wanted,
    /// What it is about: `<model>,<id>`; empty if it does not say.
    pub record: String,
    /// Whether it tells that something went well.
    pub is_success: bool,
    /// How its sender wants to show itself; none where the hook does not allow it.
    pub face: Option<Face>,
    /// Paths of fields that mean nothing here.
    pub ignored: Vec<String>,
    /// What its sender should do better.
    pub warnings: Vec<String>,
}

/// Where an event is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// It does not say.
    #[default]
    Anywhere,
    /// In the channel of that name.
    Channel(String),
    /// In the channel with that id.
    ChannelId(String),
    /// With the person who has that address.
    Person(String),
}

/// Why a body is not understood: its sender can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The path of the field.
    pub field: String,
    /// One word.
    pub code: &'static str,
    /// One sentence.
    pub detail: String,
}

/// Reads a body, which is a JSON object. `odoo` makes links to records; `has_names` is that of the hook.
///
/// # Errors
/// See [`Invalid`].
pub fn read(body: &Value, odoo: Option<&OdooAddress>, has_names: bool) -> Result<Said, Invalid> {
    let mut fields = Fields::of(body, "");
    let mut said = if fields.has("event_type") {
        bus::read(&mut fields, "event_type", odoo)?
    } else {
        match fields.short("type")?.as_str() {
            "" if slack::is_one(&fields) => slack::read(&mut fields, has_names)?,
            "" | "notify" => Common::read(&mut fields, odoo)?.into_said(),
            "ci" => ci::read(&mut fields, odoo)?,
            "test-report" => test_report::read(&mut fields, odoo)?,
            event if bus::is_one(event) => bus::read(&mut fields, "type", odoo)?,
            _ => return Err(fields.invalid("type", "unknown", "is no type of event that this hook takes.")),
        }
    };
    if said.notice == Notice::default() {
        return Err(fields.invalid("text", "required", "is missing: the event says nothing."));
    }
    said.ignored.splice(0..0, fields.ignored());
    said.warnings.append(&mut fields.warnings);
    Ok(said)
}
