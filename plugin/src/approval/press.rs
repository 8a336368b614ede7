//! A pressed *Approve* or *Refuse*: the document is read again, and who presses proposes and decides as if they had typed it.

use super::rule::ApprovalRule;
use crate::bot;
use crate::command::{Call, propose};
use crate::odoo::document::Word;
use crate::odoo::{Connection, Filter, OdooError, Row, Search};
use crate::ports::Deps;
use crate::say;
use crate::settings::{self, Settings, reader_of};
use crate::text;

/// A press as it arrives. What it says of the document can be forged: it says no more than what could be typed.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// Who, as the server says.
    pub user_id: &'a str,
    /// Which post, as the client says.
    pub post_id: &'a str,
    /// Where, as the client says.
    pub channel_id: &'a str,
    /// Opens a form.
    pub trigger_id: &'a str,
    /// The rule.
    pub rule: &'a str,
    /// The document.
    pub id: i64,
    /// Yes or no.
    pub word: Word,
    /// The same in the server's log.
    pub request_id: &'a str,
}

/// Proposes it, and decides on it where the policy lets who presses do so; a refusal asks for its reason first.
///
/// # Errors
/// What who presses reads.
pub fn press(deps: &Deps<'_>, press: &Press<'_>) -> Result<(), String> {
    let settings = Settings::current(deps).settings;
    let settings::Connection::Account(account) = &settings.connection else { return Err(deps.language.tell(GONE)) };
    let bot_id = bot::id(deps).map_err(|_| deps.language.tell(NO_POST))?;
    let post = deps.chat.post(press.post_id).map_err(|_| deps.language.tell(NO_POST))?;
    let may_read = deps.chat.may_in_channel(press.user_id, press.channel_id, "read_channel");
    if post.author_id != bot_id || post.channel_id != press.channel_id || !may_read {
        return Err(deps.language.tell(NO_POST));
    }
    let person = deps.chat.person(press.user_id).map_err(|_| deps.language.tell(NO_PERSON))?;
    let rules = ApprovalRule::all(&settings.rules.approvals).unwrap_or_default();
    let rule = rules.iter().find(|rule| rule.name == press.rule).ok_or_else(|| deps.language.tell(GONE))?;
    let connection = Connection::open(*deps, account, reader_of(deps, &settings, &person));
    let row = document(&connection, rule, press.id)
        .map_err(|error| crate::odoo::explain(deps.language, &error, person.is_system_admin, None, press.request_id))?;
    let tier = row.as_ref().and_then(|row| rule.tier(row)).ok_or_else(|| deps.language.tell(DECIDED))?;
    if !tier.approvers.contains(&person.username) {
        let names: Vec<_> = tier.approvers.iter().map(|name| format!("@{name}")).collect();
        return Err(say!(deps.language, "On this document {names} decides.", names = names.join(", ")));
    }
    let call = Call {
        user_id: press.user_id.to_owned(),
        channel_id: press.channel_id.to_owned(),
        root_id: if post.root_id.is_empty() { press.post_id.to_owned() } else { post.root_id },
        team_id: deps.chat.channel(press.channel_id).map(|channel| channel.team_id).unwrap_or_default(),
        trigger_id: press.trigger_id.to_owned(),
        text: String::new(),
        request_id: press.request_id.to_owned(),
        may_share: false,
    };
    let record = format!("{} {}", rule.model, press.id);
    match press.word {
        Word::Approve => propose::approve_document(deps, &call, &record),
        Word::Refuse => propose::refuse_document(deps, &call, &record),
    }
}

/// The document, if it still waits.
fn document(connection: &Connection<'_>, rule: &ApprovalRule, id: i64) -> Result<Option<Row>, OdooError> {
    let known = connection.describe(&rule.model)?;
    let mut fields = rule.fields();
    fields.extend(known.among(&["currency_id"]));
    let filter = Filter::Written(rule.domain.clone().and("id", "=", id));
    let search = Search { model: &rule.model, filter: &filter, fields: &fields, order: "id asc", limit: 1 };
    Ok(connection.search_read(&search)?.into_iter().next())
}

const GONE: &str = text!("The rule behind this button is gone. Decide in Odoo, or with `/odoo propose document`.");
const NO_POST: &str = text!("This button does not work any more.");
const NO_PERSON: &str = text!("Mattermost did not tell this plugin who you are. Try again.");
const DECIDED: &str = text!("The document does not wait any more: somebody has decided, or it was changed in Odoo.");
