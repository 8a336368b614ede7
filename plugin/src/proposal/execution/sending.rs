//! One operation becomes one call of Odoo. What makes records goes out as `load` with external ids wherever its values can
//! be spelled that way: Odoo then keeps a second record under the same id from coming into being, whoever sends it again.

use serde_json::{Map, Value};

use super::{Way, settle};
use crate::odoo::{Connection, Context, Fields, Note, OdooError, Outage, Sight, Type, Values, attachment};
use crate::proposal::{Effect, Operation, Proposal};

/// The module of the external ids; Odoo's own word for records that came from outside.
const MODULE: &str = "__import__";

/// How an operation is sent.
pub(super) enum Sending {
    /// As the method it names.
    Plain,
    /// As `load`: one row a record, the external id first.
    Load {
        /// Names of the columns.
        columns: Vec<String>,
        /// Their cells.
        rows: Vec<Vec<String>>,
    },
}

impl Sending {
    /// The better way for an operation of this proposal; of a file with its content.
    pub(super) fn of(
        odoo: &Connection<'_>,
        proposal: &Proposal,
        index: usize,
        content: Vec<u8>,
    ) -> Result<Self, OdooError> {
        let Some(operation) = proposal.operations.get(index) else { return Ok(Self::Plain) };
        let values = match &operation.effect {
            // All that a file is written with can be spelled as text, in any version.
            Effect::File { id, name, .. } => {
                let file = attachment::NewFile { model: operation.model.name(), id: *id, name };
                let (columns, row) = file.row(&content);
                let names = external_names(proposal, index);
                let external_id = names.first().map(|name| format!("{MODULE}.{name}")).unwrap_or_default();
                let columns = ["id"].into_iter().chain(columns).map(str::to_owned).collect();
                return Ok(Self::Load { columns, rows: vec![[external_id].into_iter().chain(row).collect()] });
            }
            Effect::Create { values } => values,
            _ => return Ok(Self::Plain),
        };
        if !odoo.release()?.keeps_external_ids() {
            return Ok(Self::Plain);
        }
        let fields = odoo.describe(operation.model.name())?;
        let names = external_names(proposal, index);
        Ok(rows(&fields, values, &names).map_or(Self::Plain, |(columns, rows)| Self::Load { columns, rows }))
    }

    /// What is stored of it.
    pub(super) fn way(&self) -> Way {
        match self {
            Self::Plain => Way::Plain,
            Self::Load { .. } => Way::Load,
        }
    }

    /// Sends it; returns the ids of the records, of a note that of the message. `files` come along with a note.
    pub(super) fn send(
        self,
        odoo: &Connection<'_>,
        operation: &Operation,
        footer: &str,
        files: &[i64],
    ) -> Result<Vec<i64>, OdooError> {
        let model = operation.model.name();
        let context = context(operation);
        match (&operation.effect, self) {
            (_, Self::Load { columns, rows }) => {
                let columns: Vec<_> = columns.iter().map(String::as_str).collect();
                odoo.load(operation.written_model(), &columns, rows, &context)
            }
            // A file goes with its content, or not at all.
            (Effect::File { .. }, Self::Plain) => Err(Outage::Malformed.into()),
            (Effect::Create { values }, Self::Plain) => {
                odoo.create(model, values.iter().cloned().map(Values::from).collect(), &context)
            }
            (Effect::Write { id, values }, Self::Plain) => {
                odoo.write(model, &[*id], values.clone().into(), &context)?;
                Ok(vec![*id])
            }
            (Effect::Finish { id, feedback, .. }, Self::Plain) => {
                let told = if feedback.is_empty() { footer.to_owned() } else { format!("{feedback}\n\n{footer}") };
                odoo.finish_activity(*id, &told)?;
                Ok(vec![*id])
            }
            (Effect::Decide { id, act, after }, Self::Plain) => {
                match odoo.press(model, *id, *act) {
                    // Some buttons answer nothing, which one of the dialects cannot say.
                    Ok(()) | Err(OdooError::Unclear(_)) => {}
                    Err(error) => return Err(error),
                }
                settle::confirm(odoo, operation, *id, after)
            }
            (Effect::Note { id, text, with_files }, Self::Plain) => {
                let text = format!("{text}\n\n{footer}");
                let attachment_ids = if *with_files { files } else { &[] };
                let note = Note { text: &text, sight: Sight::Internal, attachment_ids };
                Ok(vec![odoo.message_post(model, *id, &note)?])
            }
        }
    }
}

/// Module and names of the external ids that the records of an operation get.
pub(super) fn external_names(proposal: &Proposal, index: usize) -> Vec<String> {
    let count = match proposal.operations.get(index).map(|operation| &operation.effect) {
        Some(Effect::Create { values }) => values.len(),
        Some(Effect::File { .. }) => 1,
        _ => 0,
    };
    let name = format!("mm_{}_{}", proposal.id, index + 1);
    match count {
        1 => vec![name],
        _ => (1..=count).map(|row| format!("{name}_{row}")).collect(),
    }
}

/// The record under such an id, if there is one that the account may see.
pub(super) fn find_external(odoo: &Connection<'_>, model: &str, name: &str) -> Result<Option<i64>, OdooError> {
    let found = odoo.xml_id(MODULE, name)?;
    Ok(found.filter(|(of, _)| of == model).map(|(_, id)| id))
}

/// Defaults for new records are the only surroundings that an operation brings along. Times of day are UTC, also for
/// `load`, which takes them for those of the caller's zone.
fn context(operation: &Operation) -> Context {
    let defaults = operation.context.iter().filter_map(|(key, value)| Some((key.strip_prefix("default_")?, value)));
    defaults.fold(Context::new(), |context, (field, value)| context.default_value(field, value.clone()))
}

/// The values as rows of text; none if a value cannot be spelled that way, or if the records have different fields: an
/// empty cell empties the field, where an absent value leaves it to Odoo.
fn rows(fields: &Fields, records: &[Map<String, Value>], names: &[String]) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let keys: Vec<_> = records.first()?.keys().cloned().collect();
    let mut columns = vec!["id".to_owned()];
    for key in &keys {
        columns.push(match fields.get(key)?.kind {
            Type::Many2One(_) | Type::Many(_) => format!("{key}/.id"),
            Type::Other => return None,
            _ => key.clone(),
        });
    }
    let mut rows = Vec::with_capacity(records.len());
    for (record, name) in records.iter().zip(names) {
        if record.len() != keys.len() {
            return None;
        }
        let mut row = vec![format!("{MODULE}.{name}")];
        for key in &keys {
            row.push(cell(&fields.get(key)?.kind, record.get(key)?)?);
        }
        rows.push(row);
    }
    Some((columns, rows))
}

fn cell(kind: &Type, value: &Value) -> Option<String> {
    match (kind, value) {
        (Type::Flag, Value::Bool(flag)) => Some(if *flag { "True" } else { "False" }.into()),
        (_, Value::Bool(false) | Value::Null) => Some(String::new()),
        (Type::Text | Type::Html | Type::Date | Type::Datetime | Type::Selection(_), Value::String(text)) => {
            Some(text.clone())
        }
        (Type::Integer | Type::Many2One(_), Value::Number(number)) => number.as_i64().map(|number| number.to_string()),
        (Type::Number, Value::Number(number)) => Some(number.to_string()),
        (Type::Many(_), Value::Array(commands)) => links(commands),
        _ => None,
    }
}

/// The ids that a new record would have: `[[6, 0, ids]]` sets them, `[[4, id, 0]]` adds one to none.
fn links(commands: &[Value]) -> Option<String> {
    let mut ids: Vec<i64> = Vec::new();
    for command in commands {
        match command.as_array()?.as_slice() {
            [six, _, set] if six == 6 => ids = set.as_array()?.iter().map(Value::as_i64).collect::<Option<_>>()?,
            [four, id, ..] if four == 4 => ids.push(id.as_i64()?),
            _ => return None,
        }
    }
    Some(ids.iter().map(i64::to_string).collect::<Vec<_>>().join(","))
}
