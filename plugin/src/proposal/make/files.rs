//! `attach_file`: files of a thread go to a record, and a note says that they came.

use serde_json::Map;

use super::context::Context;
use super::lookup::{Lookup, Target};
use super::questions::Questions;
use super::{Plan, check, record};
use crate::file::{self, FILES_MAX};
use crate::ports::{ChatError, Level};
use crate::proposal::draft::{FilesDraft, Reference};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;
use crate::text::Markdown;

const FIELD: &str = "file_ids";
/// What the note says when nothing else is said.
const NOTE: &str = text!("Files from Mattermost");

/// `channel_id` is that of the card: who reviews it there sees what goes to Odoo.
pub(super) fn plan(context: &Context<'_>, draft: &FilesDraft, channel_id: &str) -> Result<Plan, ProposeError> {
    let (model, id) = record::record(context, "record", &draft.record)?;
    let text = check::lines(context.deps.language, "text", draft.text.as_deref().unwrap_or_default())?;
    let files = files(context, draft, channel_id)?;
    let mut questions = Questions::default();
    let target = Target::Record(model.name(), model.noun());
    let record = Lookup::new(context, &mut questions, target, "record", &Reference::Id(id), &[])?;
    let record = record.found(&questions.ask(&context.odoo))?;
    let mut shown = vec![Shown::new(text!("Record"), record.label())];
    shown.extend(
        files.iter().map(|file| Shown::new(text!("File"), format!("{} ({})", file.name, file::size(file.size)))),
    );
    shown.extend(text.as_ref().map(|text| Shown::new(text!("Note"), text)));
    let summary = say!(
        context.shared,
        "{count} file for {record}||{count} files for {record}",
        count = files.len(),
        record = record.name
    );
    let note = Effect::Note { id, text: text.unwrap_or_else(|| context.shared.tell(NOTE)), with_files: true };
    let files = files.into_iter().map(|file| {
        let effect = Effect::File { id, file_id: file.id, name: file.name, size: file.size };
        operation("attach_file", model, effect)
    });
    Ok(Plan {
        summary,
        shown,
        warnings: Vec::new(),
        operations: files.chain([operation("add_note", model, note)]).collect(),
    })
}

/// A file that may go.
struct File {
    id: String,
    name: String,
    size: u64,
}

fn files(context: &Context<'_>, draft: &FilesDraft, channel_id: &str) -> Result<Vec<File>, ProposeError> {
    let mut ids: Vec<&str> = Vec::new();
    for id in draft.file_ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    match ids.len() {
        0 => Err(ProposeError::invalid(FIELD, "required", say!(context.deps.language, "Choose at least one file."))),
        count if count > FILES_MAX => {
            let text = say!(
                context.deps.language,
                "At most {max} files go at once, not {files}.",
                max = FILES_MAX,
                files = count
            );
            Err(ProposeError::invalid(FIELD, "too_many", text))
        }
        _ => ids.into_iter().map(|id| file(context, id, channel_id)).collect(),
    }
}

fn file(context: &Context<'_>, id: &str, channel_id: &str) -> Result<File, ProposeError> {
    let chat = context.deps.chat;
    let unknown = || {
        let text = say!(
            context.deps.language,
            "A file must be one of a message in this channel; this one is not, or not any more."
        );
        ProposeError::invalid(FIELD, "not_found", text)
    };
    let silent = |error: ChatError| match error {
        ChatError::NotFound | ChatError::Forbidden => unknown(),
        error => {
            context.deps.log.write(Level::Warn, "A file could not be looked up", &[("error", error.to_string())]);
            let text = say!(context.deps.language, "Mattermost did not tell of the files. Try again.");
            ProposeError::invalid(FIELD, "mattermost", text)
        }
    };
    // Ids are letters and digits; anything else would be a path for somebody.
    if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(unknown());
    }
    let found = chat.file(id).map_err(silent)?;
    if found.post_id.is_empty() || found.channel_id != channel_id {
        return Err(unknown());
    }
    // The files of a deleted message may live on for a while.
    chat.post(&found.post_id).map_err(silent)?;
    let name = file::name(&found.name);
    let max = file::to_odoo_max(context.settings);
    if found.size > max {
        let text = say!(
            context.deps.language,
            "“{name}” has {size}, and files of at most {max} go from here to Odoo. Put it there in Odoo itself, or send a smaller one.",
            name = Markdown::foreign(&name),
            size = file::size(found.size),
            max = file::size(max)
        );
        return Err(ProposeError::invalid(FIELD, "too_large", text));
    }
    Ok(File { id: id.to_owned(), name, size: found.size })
}

fn operation(op: &str, model: Model, effect: Effect) -> Operation {
    Operation { op: op.into(), model, effect, context: Map::new(), preconditions: Vec::new() }
}
