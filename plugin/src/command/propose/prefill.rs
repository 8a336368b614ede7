//! Values that come from a message or a record.

use super::kind::{Kind, Shape};
use super::values::Values;
use crate::command::Call;
use crate::language::Language;
use crate::ports::{Deps, Post};
use crate::proposal::Model;
use crate::say;
use crate::text::cut;

/// The form takes 3,000 characters of text; some of them are the address.
const TEXT_RUNES_MAX: usize = 2_700;
const NAME_RUNES_MAX: usize = 100;
/// Ids of posts have 26 characters.
const POST_ID_RUNES_MAX: usize = 32;

/// A record that a form begins with.
pub(super) struct Record {
    pub(super) model: Model,
    pub(super) id: i64,
}

/// Those that can be named by a command.
const NAMED: [Model; 5] = [Model::Partner, Model::Lead, Model::Project, Model::Task, Model::Activity];

/// The record's own entries in the form of a kind.
///
/// # Errors
/// The answer when the kind has none.
pub(super) fn from_record(deps: &Deps<'_>, kind: &Kind, about: &str) -> Result<Values, String> {
    let record = Record::parse(deps.language, about)?;
    let noun = record.model.noun();
    record.values(kind).ok_or_else(|| {
        let title = deps.language.tell(kind.title);
        say!(deps.language, "A {noun} is nothing that “{title}” can begin with.", noun, title)
    })
}

impl Record {
    /// Reads `partner 14`.
    ///
    /// # Errors
    /// The answer to something else.
    pub(super) fn parse(language: Language, about: &str) -> Result<Self, String> {
        let record = about.split_once(' ').and_then(|(noun, id)| {
            let model = NAMED.into_iter().find(|known| known.noun() == noun)?;
            let id = id.trim().trim_start_matches('#').parse().ok().filter(|id| *id > 0)?;
            Some(Self { model, id })
        });
        record.ok_or_else(|| say!(language, "`--about` takes a kind and a number, such as `--about \"partner 14\"`."))
    }

    /// What the form of a kind holds of it; none if it has no entry for such a record.
    pub(super) fn values(&self, kind: &Kind) -> Option<Values> {
        let (id, noun) = (self.id.to_string(), self.model.noun());
        let mut values = Values::default();
        match (kind.word, self.model) {
            ("partner" | "lead" | "project", Model::Partner) => values.put("partner_id", &id),
            ("event", Model::Partner) => values.put("partner_ids", &id),
            ("finish" | "reschedule", Model::Activity) => values.put("activity_id", &id),
            ("task" | "tasks", Model::Project) => values.put("project_id", &id),
            ("activity", Model::Partner | Model::Lead | Model::Project | Model::Task) => {
                values.put("res_model", noun);
                values.put("res_id", &id);
            }
            ("note" | "files", Model::Partner | Model::Lead | Model::Project | Model::Task | Model::Event) => {
                values.put("record", &format!("{noun} {id}"));
            }
            _ => return None,
        }
        Some(values)
    }
}

/// The text of a message with its address, in the entries of a kind.
///
/// # Errors
/// The answer when the caller may not read it.
pub(super) fn from_post(deps: &Deps<'_>, call: &Call, kind: &Kind, post_id: &str) -> Result<Values, String> {
    let post = readable(deps, call, post_id)?;
    let link = permalink(deps, post_id);
    let mut values = Values::default();
    if kind.shape == Shape::TaskLines {
        values.put(kind.text, &cut(&post.text, TEXT_RUNES_MAX));
        values.put("description", &link);
        return Ok(values);
    }
    let first_line = post.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    for name in ["name", "summary"] {
        if kind.arguments.iter().any(|argument| argument.name == name) && kind.text != name {
            values.put(name, &cut(first_line.trim(), NAME_RUNES_MAX));
        }
    }
    match kind.text {
        "name" => values.put("name", &cut(first_line.trim(), NAME_RUNES_MAX)),
        entry => values.put(entry, &format!("{}\n\n{link}", cut(post.text.trim(), TEXT_RUNES_MAX))),
    }
    Ok(values)
}

/// A message that the caller may read.
///
/// # Errors
/// The answer when there is none.
pub(super) fn readable(deps: &Deps<'_>, call: &Call, post_id: &str) -> Result<Post, String> {
    let is_id = post_id.len() <= POST_ID_RUNES_MAX && post_id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let post = if is_id { deps.chat.post(post_id).ok() } else { None };
    post.filter(|post| deps.chat.may_in_channel(&call.user_id, &post.channel_id, "read_channel"))
        .ok_or_else(|| say!(deps.language, "That message is not there any more, or you may not read it."))
}

/// Leads to a message in whatever team it is.
fn permalink(deps: &Deps<'_>, post_id: &str) -> String {
    format!("{}/_redirect/pl/{post_id}", deps.config.server().site_url)
}
