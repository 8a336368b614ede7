//! `/odoo propose files [record="lead 63"]`: a form that lists the files of a thread, for the person to choose from.

use serde_json::json;

use super::form::{INTRODUCTION, Kept, LINE_RUNES_MAX, Opening, TEXT_RUNES_MAX, may_edit, report};
use super::kind::{Kind, Shape};
use super::submit::{Asked, submit};
use super::values::Values;
use super::{ABOUT, POST, REF, prefill};
use crate::access::{self, Action};
use crate::bot;
use crate::command::caller::Caller;
use crate::command::form;
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Command, Content, Place, Run, Value, Word};
use crate::command::{Answer, Call};
use crate::file::{self, FILES_MAX};
use crate::http::dialog::{self, Rejection, Submission};
use crate::order;
use crate::ports::{ChatError, Deps, Dialog, Element, ElementKind, File, Level, Post, Timestamp};
use crate::settings::Settings;
use crate::text::Markdown;
use crate::{say, text};

/// The form's callback id.
pub const FILES_FORM: &str = "propose-files";

pub(super) const WORD: Word = Word {
    trigger: "files",
    help: "Proposes to put files of this thread on a record",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: ARGUMENTS,
        notes: "A form lists the files of the thread it is typed in, or those of the last day in the channel, and you choose. They get to the record with an internal note.",
        examples: &["propose files", r#"propose files record="lead 63""#],
        run: Run::Act(run),
    }),
};

pub(super) static KIND: Kind = Kind {
    word: "files",
    draft: "files",
    title: text!("Files"),
    arguments: ARGUMENTS,
    required: &["record", FILES],
    text: "text",
    shape: Shape::Flat,
};

const RECORD: &str = "record";
const FILES: &str = "file_ids";
const TEXT: &str = "text";

const RECORD_HELP: &str = "Such as lead 63, or a link from Odoo";
const TEXT_HELP: &str = "What the note says; only colleagues see it";

const ARGUMENTS: &[Argument] = &[
    Argument { name: RECORD, place: Place::Flag, value: Value::Text("record"), help: RECORD_HELP },
    Argument {
        name: FILES,
        place: Place::Flag,
        value: Value::Text("ids"),
        help: "Ids of files of this channel, with commas between them; without any the form lists what there is",
    },
    Argument { name: TEXT, place: Place::Flag, value: Value::Long("text"), help: TEXT_HELP },
    REF,
    POST,
    ABOUT,
];

/// Outside a thread.
const DAY_MS: i64 = 24 * 3600 * 1000;

fn run(deps: &Deps<'_>, call: &Call, input: &Input) -> Result<Answer, String> {
    if input.has(FILES) {
        return super::run(deps, call, input, &KIND);
    }
    let caller = Caller::of(deps, call)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Propose)?;
    caller.account(deps)?;
    let mut values = Values::typed(input);
    let (post, about) = (values.take(POST.name), values.take(ABOUT.name));
    let about = about.map(|about| prefill::from_record(deps, &KIND, &about)).transpose()?.unwrap_or_default();
    let post = post.map(|post| prefill::readable(deps, call, &post)).transpose()?;
    if post.as_ref().is_some_and(|post| post.channel_id != call.channel_id) {
        return Err(say!(deps.language, "That message is in another channel. Type this where it is."));
    }
    let root_id = post.as_ref().map_or(call.root_id.as_str(), Post::thread);
    let opening = Opening { kind: KIND.word, values: about.under(values), root_id, ..Opening::of(call) };
    open(deps, &opening).map(|()| Answer::Shown)
}

/// Opens the form with what there is to choose from.
///
/// # Errors
/// The answer when there is nothing, or the form does not open.
pub(super) fn open(deps: &Deps<'_>, opening: &Opening<'_>) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let chosen: Vec<&str> = opening.values.get(FILES).split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    let (offered, too_large) = candidates(deps, &settings, opening, &chosen)?;
    if offered.is_empty() {
        return Err(match (too_large.is_empty(), opening.root_id.is_empty()) {
            (true, true) => say!(
                deps.language,
                "There is no file of the last day in this channel. Those of a thread are listed when you type this in it."
            ),
            (true, false) => say!(deps.language, "There is no file in this thread."),
            (false, _) => sentence(deps, &settings, &too_large),
        });
    }
    let is_one = offered.len() == 1;
    let line = |name: &str, label: &str, kind, max_length, help: &str| Element {
        name: name.into(),
        label: deps.language.tell(label),
        kind,
        default: opening.values.get(name).into(),
        help: deps.language.tell(help),
        is_optional: name != RECORD,
        max_length,
        ..Element::default()
    };
    let mut elements = vec![line(RECORD, text!("Record"), ElementKind::Text, LINE_RUNES_MAX, RECORD_HELP)];
    elements.extend(offered.iter().map(|one| {
        let is_chosen = is_one || chosen.contains(&one.id.as_str());
        form::file(one.id.clone(), &one.name, one.size, &format!("@{}", one.author), is_chosen)
    }));

    elements.push(line(TEXT, text!("Note"), ElementKind::TextArea, TEXT_RUNES_MAX, TEXT_HELP));
    elements.push(line(REF.name, text!("Your reference"), ElementKind::Text, LINE_RUNES_MAX, REF.help));
    let kept = Kept {
        kind: KIND.word.into(),
        root_id: opening.root_id.into(),
        supersedes: opening.supersedes.map(ToOwned::to_owned),
        decides: false,
    };
    let mut introduction = vec![
        match opening.root_id {
            "" => say!(deps.language, "Choose from the files of the last day in this channel."),
            _ => say!(deps.language, "Choose from the files of this thread."),
        },
        deps.language.tell(INTRODUCTION),
    ];
    introduction.extend((!too_large.is_empty()).then(|| sentence(deps, &settings, &too_large)));
    let dialog = Dialog {
        trigger_id: opening.trigger_id.into(),
        url: dialog::url(deps, FILES_FORM),
        callback_id: FILES_FORM.into(),
        title: say!(deps.language, "Files for Odoo"),
        introduction: introduction.join(" "),
        elements,
        submit_label: say!(deps.language, "Propose"),
        state: json!(kept).to_string(),
    };
    form::show(deps, &dialog, opening.request_id)
}

/// Takes the submitted form.
///
/// # Errors
/// What the submitter reads in the form.
pub fn receive(deps: &Deps<'_>, submission: &Submission) -> Result<(), Rejection> {
    let kept: Kept = form::kept(deps, submission)?;
    let call = form::call(deps, submission, &kept.root_id);
    let caller = Caller::of(deps, &call)?;
    if let Some(id) = &kept.supersedes {
        may_edit(deps, &caller, id)?;
    }
    let chosen: Vec<_> = submission.set().filter(|name| ![RECORD, TEXT, REF.name].contains(name)).collect();
    if chosen.is_empty() {
        return Err(Rejection::Form(say!(deps.language, "Choose at least one file.")));
    }
    let mut values = Values::default();
    for name in [RECORD, TEXT, REF.name] {
        values.put(name, submission.text(name));
    }
    values.put(FILES, &chosen.join(","));
    let asked = Asked { way: "dialog", supersedes: kept.supersedes };
    let entry = |argument: &'static str| (argument != FILES).then_some(argument);
    report(deps, &call, submit(deps, &call, &caller, &KIND, &values, &asked), entry)
}

/// A file that can be chosen.
struct Offered {
    id: String,
    name: String,
    size: u64,
    author: String,
}

/// The latest files that may go, in the order they came, and those that are too large.
fn candidates(
    deps: &Deps<'_>,
    settings: &Settings,
    opening: &Opening<'_>,
    chosen: &[&str],
) -> Result<(Vec<Offered>, Vec<File>), String> {
    let failed = |error: ChatError| {
        let fields = [("request_id", opening.request_id.to_owned()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "The files of a channel could not be listed", &fields);
        say!(
            deps.language,
            "Mattermost did not tell of the files. Try again.\nRequest `{request}`",
            request = opening.request_id
        )
    };
    let posts = match opening.root_id {
        "" => deps.chat.posts_since(opening.channel_id, Timestamp(deps.clock.now().0 - DAY_MS)),
        root_id => deps.chat.thread(root_id),
    };
    let bot_id = bot::id(deps).map_err(failed)?;
    let mut posts: Vec<_> = posts.map_err(failed)?;
    // What came from Odoo is there already.
    posts.retain(|post| post.channel_id == opening.channel_id && post.author_id != bot_id);
    let of_posts = posts.iter().flat_map(|post| post.files.iter().map(move |id| (id.as_str(), post)));
    let mut ids: Vec<_> = of_posts.collect();
    order::sort_by_key(&mut ids, |(id, _)| chosen.contains(id));
    let (mut offered, mut too_large) = (Vec::new(), Vec::new());
    for (id, post) in ids.into_iter().rev() {
        if offered.len() == FILES_MAX {
            break;
        }
        let found = match deps.chat.file(id) {
            Ok(found) => found,
            Err(ChatError::NotFound) => continue,
            Err(error) => return Err(failed(error)),
        };
        if found.size > file::to_odoo_max(settings) {
            too_large.push(found);
            continue;
        }
        let author = deps.chat.person(&post.author_id).map_or_else(|_| "somebody".into(), |person| person.username);
        offered.push(Offered { id: id.to_owned(), name: file::name(&found.name), size: found.size, author });
    }
    offered.reverse();
    Ok((offered, too_large))
}

/// What cannot be chosen, and why.
fn sentence(deps: &Deps<'_>, settings: &Settings, too_large: &[File]) -> String {
    let named =
        too_large.iter().map(|one| format!("{} ({})", Markdown::foreign(&file::name(&one.name)), file::size(one.size)));
    let files = named.collect::<Vec<_>>().join(", ");
    let max = file::size(file::to_odoo_max(settings));
    say!(deps.language, "Too large for Odoo, where at most {max} go from here: {files}.", max, files)
}
