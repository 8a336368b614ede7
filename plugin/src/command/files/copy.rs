//! The form in which somebody chooses which files of a record everybody in a channel gets.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Record;
use crate::audit::{self, Entry, Who};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::form;
use crate::command::reading::Reading;
use crate::command::trouble::Trouble;
use crate::event::{self, Attached, Content, Delivery, Event, Parcel, Source};
use crate::file::{self, FILES_MAX};
use crate::http::dialog::{self, Rejection, Submission};
use crate::identity::{self, Identity};
use crate::odoo::attachment::{self, Attachment};
use crate::odoo::{Connection, Filter};
use crate::ports::{Deps, Dialog, Level};
use crate::proposal::Model;
use crate::text::Markdown;
use crate::{bot, language, say};

/// The form's callback id.
pub const COPY_FORM: &str = "copy-files";

/// Before the id of a file, in the name of its entry.
const FILE: &str = "file-";

/// What comes back with the submission. Its submitter can forge it: nothing here is believed.
#[derive(Serialize, Deserialize)]
struct Kept {
    model: String,
    id: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    root_id: String,
}

/// Opens the form.
///
/// # Errors
/// The answer when there is nothing to choose, or the form does not open.
pub(super) fn open(deps: &Deps<'_>, call: &Call, caller: &Caller, record: &Record) -> Result<(), Trouble> {
    may_post(deps, call)?;
    let identity = identity(deps, caller, call)?;
    let odoo = caller.connect_in(deps, call, &identity.account)?;
    let explain = |error| Trouble::of(&error, identity.explain(deps, &error));
    let name = record.name(&odoo).map_err(explain)?.ok_or_else(|| record.gone(deps.language))?;
    let files = record.files(&odoo).map_err(explain)?;
    let max = file::from_odoo_max(deps, &caller.current.settings);
    let (fitting, others): (Vec<_>, Vec<_>) = files.iter().partition(|one| !one.is_address && one.size <= max);
    if fitting.is_empty() && others.is_empty() {
        return Err(say!(deps.language, "There are no files on {record}.", record = Markdown::foreign(&name)).into());
    }
    if fitting.is_empty() {
        return Err(too_large(deps, max, &others).into());
    }
    let is_one = fitting.len() == 1;
    let element =
        |one: &&Attachment| form::file(format!("{FILE}{}", one.id), &file::name(&one.name), one.size, &one.by, is_one);
    let mut introduction = vec![say!(
        deps.language,
        "Choose from the files of {record}. Everybody who reads this channel gets them.",
        record = Markdown::foreign(&name)
    )];
    introduction.extend((!others.is_empty()).then(|| too_large(deps, max, &others)));
    let kept = Kept { model: record.model.name().into(), id: record.id, root_id: call.root_id.clone() };
    let dialog = Dialog {
        trigger_id: call.trigger_id.clone(),
        url: dialog::url(deps, COPY_FORM),
        callback_id: COPY_FORM.into(),
        title: say!(deps.language, "Files from Odoo"),
        introduction: introduction.join(" "),
        elements: fitting.iter().take(FILES_MAX).map(element).collect(),
        submit_label: say!(deps.language, "Copy"),
        state: json!(kept).to_string(),
    };
    form::show(deps, &dialog, &call.request_id).map_err(Trouble::from)
}

/// Takes the submitted form: the files are brought by the outbox.
///
/// # Errors
/// What the submitter reads in the form.
pub fn receive(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let kept: Kept = form::kept(deps, submission)?;
    let model = Model::of_name(&kept.model)
        .filter(|model| super::MODELS.contains(model))
        .ok_or_else(|| form::outdated(deps))?;
    let record = Record { model, id: kept.id };
    let chosen: Vec<i64> =
        submission.set().filter_map(|name| name.strip_prefix(FILE)?.parse().ok()).take(FILES_MAX).collect();
    if chosen.is_empty() {
        return Err(Rejection::Form(say!(deps.language, "Choose at least one file.")));
    }
    let call = form::call(deps, submission, &kept.root_id);
    let caller = Caller::of(deps, &call)?;
    Reading::begin(deps, &call, &caller)?;
    may_post(deps, &call)?;
    let identity = identity(deps, &caller, &call)?;
    let odoo = caller.connect_in(deps, &call, &identity.account)?;
    let (name, files) = found(deps, &odoo, &identity, &record, &chosen)?;
    let parcel = Parcel { model: kept.model, id: record.id, name, by: call.user_id.clone(), files };
    bring(deps, &call, parcel)
}

/// What the record is called, and those of the chosen files that are on it and that the person sees.
fn found(
    deps: &Deps<'_>,
    odoo: &Connection<'_>,
    identity: &Identity,
    record: &Record,
    chosen: &[i64],
) -> Result<(String, Vec<Attached>), Rejection> {
    let explain = |error| Rejection::Form(identity.explain(deps, &error));
    let gone = || Rejection::Form(record.gone(deps.language).text());
    let name = record.name(odoo).map_err(explain)?.ok_or_else(gone)?;
    let limit = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
    let own = Filter::In("id", chosen.to_vec());
    let files = attachment::of_record(odoo, record.model.name(), record.id, own, limit).map_err(explain)?;
    if files.len() < chosen.len() {
        return Err(Rejection::Form(say!(deps.language, "A file is not on the record any more. Open the form again.")));
    }
    Ok((name, files.into_iter().rev().map(Attached::from).collect()))
}

fn bring(deps: &Deps<'_>, call: &Call, parcel: Parcel) -> Result<(), Rejection> {
    let object = format!("{}/{}", parcel.model, parcel.id);
    let ids: Vec<_> = parcel.files.iter().map(|one| one.id.to_string()).collect();
    let count = ids.len();
    let id = format!("files/{}/{object}/{}", call.request_id, ids.join(","));
    let event = Event {
        subject: id.clone(),
        id,
        source: Source::Odoo,
        received_at: deps.clock.now(),
        content: Some(Content::Parcel(parcel)),
        deliveries: vec![Delivery {
            root_id: call.root_id.clone(),
            reader_id: reader(deps, call),
            ..Delivery::to(&call.channel_id)
        }],
        touch: None,
        request_id: call.request_id.clone(),
    };
    event::accept(deps, &event).map_err(|error| {
        let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
        deps.log.write(Level::Error, "Files could not be brought", &fields);
        Rejection::Form(language::no_store(deps, &call.request_id))
    })?;
    let entry = Entry {
        who: Who::person(&call.user_id),
        action: "files.copy",
        object: &object,
        request_id: &call.request_id,
        ..Entry::default()
    };
    audit::record(deps, &entry);
    let text = say!(deps.language, "{count} file comes in a moment.||{count} files come in a moment.", count);
    form::tell(deps, call, text);
    Ok(())
}

/// Who alone reads it: whoever asks in their direct messages with the bot; empty for everybody in a channel.
fn reader(deps: &Deps<'_>, call: &Call) -> String {
    let own = bot::id(deps).and_then(|bot_id| deps.chat.direct_channel(&bot_id, &call.user_id));
    if own.is_ok_and(|channel| channel.id == call.channel_id) { call.user_id.clone() } else { String::new() }
}

/// The person's own account where it is connected: what they publish they must be able to see.
fn identity(deps: &Deps<'_>, caller: &Caller, call: &Call) -> Result<Identity, String> {
    let service = caller.account(deps)?;
    let own = identity::personal(deps, &caller.current.settings, service, &call.user_id)?;
    Ok(own.unwrap_or_else(|| identity::reader(service)))
}

/// What the person could not post with their own hands is not posted for them.
fn may_post(deps: &Deps<'_>, call: &Call) -> Result<(), String> {
    let may = |permission| deps.chat.may_in_channel(&call.user_id, &call.channel_id, permission);
    if may("create_post") && may("upload_file") {
        return Ok(());
    }
    Err(say!(deps.language, "You may not post files in this channel."))
}

fn too_large(deps: &Deps<'_>, max: u64, others: &[&Attachment]) -> String {
    let named = others.iter().map(|one| match one.is_address {
        true => Markdown::foreign(&file::name(&one.name)).to_string(),
        false => format!("{} ({})", Markdown::foreign(&file::name(&one.name)), file::size(one.size)),
    });
    let files = named.collect::<Vec<_>>().join(", ");
    say!(
        deps.language,
        "Not to be copied, for at most {max} are: {files}. `/odoo files` has their links.",
        max = file::size(max),
        files
    )
}
