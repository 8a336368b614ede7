//! Lists of records: a table shown by the bot to one person, with a button that makes it longer.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::menu::Menu;
use super::parse::{Input, parse};
use super::shown;
use super::table::{List, Run};
use super::trouble::Trouble;
use super::{Answer, Call};
use crate::bot;
use crate::language::Language;
use crate::ports::{Button, ChatError, Choice, Deps, Level, Message, Timestamp};
use crate::say;
use crate::text::{Markdown, TABLE_RUNES_MAX, Table, cut, printable};

/// Rows at first, and more at each press of the button.
pub(super) const PAGE_ROWS: usize = 10;
/// Rows of one table; who needs more narrows the search.
pub(super) const SCREEN_ROWS_MAX: usize = 50;

/// Runes of a record's name in a menu.
const CHOICE_RUNES_MAX: usize = 60;

/// A table of records.
pub(super) struct Listing {
    /// Markdown, one line.
    pub(super) title: String,
    pub(super) table: Table,
    /// Rows in the table.
    pub(super) shown: usize,
    /// Whether Odoo has more of them.
    pub(super) has_more: bool,
    /// How many rows the next press of the button asks for.
    pub(super) rows_next: usize,
    /// What can be done with one of the rows.
    pub(super) menus: Vec<Menu>,
}

impl Listing {
    /// Of the first `rows` records under columns that the catalogue has; one more tells that there are more.
    pub(super) fn of<T>(
        language: Language,
        title: String,
        columns: &[&str],
        records: &[T],
        rows: usize,
        input: &Input,
        row: impl Fn(&T) -> Vec<Markdown>,
    ) -> Self {
        let mut table = table(language, columns);
        let fits = |record: &&T| table.push(&row(record), TABLE_RUNES_MAX);
        let shown = records.iter().take(rows).take_while(fits).count();
        Self {
            title,
            table,
            shown,
            has_more: shown < records.len(),
            rows_next: if shown == rows { rows + input.number("limit").unwrap_or(PAGE_ROWS) } else { 0 },
            menus: Vec::new(),
        }
    }

    /// Lets one of the rows that are shown be chosen for a command.
    pub(super) fn with_menu<T>(
        mut self,
        menu: impl Into<Option<Menu>>,
        records: &[T],
        choice: impl Fn(&T) -> (i64, String),
    ) -> Self {
        let Some(menu) = menu.into() else { return self };
        let choices = records.iter().take(self.shown).map(choice);
        let choices = choices.map(|(id, name)| (id.to_string(), cut(&printable(&name), CHOICE_RUNES_MAX)));
        self.menus.push(Menu { choices: choices.map(|(value, text)| Choice { text, value }).collect(), ..menu });
        self
    }

    /// Whether a press of the button would show more: not when the screen or the post is full.
    fn may_grow(&self) -> bool {
        self.has_more && self.shown < SCREEN_ROWS_MAX && self.rows_next > self.shown
    }
}

/// A table as text, with a sentence below it if rows were left out.
pub(super) fn whole_or_not(language: Language, table: Table, is_whole: bool) -> String {
    let text = table.into_text();
    if is_whole { text } else { format!("{text}\n{}", say!(language, "There are more than fit here.")) }
}

/// An empty table; its columns are texts of the catalogue.
pub(super) fn table(language: Language, columns: &[&str]) -> Table {
    let columns: Vec<_> = columns.iter().map(|column| language.tell(column)).collect();
    Table::new(&columns.iter().map(String::as_str).collect::<Vec<_>>())
}

/// What the button brings back. Its presser can forge it, so it says no more than what he could type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct More {
    /// For whom the table was made.
    pub user_id: String,
    /// As it was typed.
    pub command: String,
    /// Rows to show.
    pub rows: usize,
    /// The thread of the message.
    pub root_id: String,
    /// When the message was first sent.
    pub created_at: Timestamp,
}

/// Runs the list and shows it.
///
/// # Errors
/// The answer when there is nothing to show.
pub(super) fn show(deps: &Deps<'_>, call: &Call, input: &Input, list: List) -> Result<Answer, Trouble> {
    let listing = list(deps, call, input, input.number("limit").unwrap_or(PAGE_ROWS))?;
    let text = text(deps.language, &listing);
    Ok(match send(deps, call, listing) {
        Ok(()) => Answer::Shown,
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The bot could not show a table; it goes out without a button", &fields);
            Answer::Text(text)
        }
    })
}

impl More {
    /// Shows the table again, longer, in place of the message `message_id`.
    ///
    /// # Errors
    /// What the presser of the button reads.
    pub fn show(self, deps: &Deps<'_>, message_id: &str, channel_id: &str, request_id: &str) -> Result<(), String> {
        let invocation = parse(deps.language, &self.command).map_err(|misread| misread.say(deps.language))?;
        let Run::List(list) = invocation.command.run else {
            return Err(say!(deps.language, "This button does not work any more."));
        };
        let call = Call {
            user_id: self.user_id,
            channel_id: channel_id.into(),
            root_id: self.root_id,
            text: self.command,
            request_id: request_id.into(),
            ..Call::default()
        };
        let listing = list(deps, &call, &invocation.input, self.rows.clamp(1, SCREEN_ROWS_MAX));
        let listing = listing.map_err(Trouble::text)?;
        let update = message(deps, &call, listing, self.created_at).and_then(|message| {
            deps.chat.update_ephemeral(&call.user_id, &Message { id: message_id.into(), ..message })
        });
        update.map_err(|error| {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Warn, "The bot could not update a table", &fields);
            say!(
                deps.language,
                "The table could not be updated. Try the command again.\nRequest `{request}`",
                request = call.request_id
            )
        })
    }
}

fn send(deps: &Deps<'_>, call: &Call, listing: Listing) -> Result<(), ChatError> {
    shown::put(deps, call, message(deps, call, listing, deps.clock.now())?)
}

fn message(deps: &Deps<'_>, call: &Call, listing: Listing, created_at: Timestamp) -> Result<Message, ChatError> {
    let more = More {
        user_id: call.user_id.clone(),
        command: call.text.clone(),
        rows: listing.rows_next.min(SCREEN_ROWS_MAX),
        root_id: call.root_id.clone(),
        created_at,
    };
    let button = Button {
        id: "more",
        name: say!(deps.language, "More"),
        url: format!("/plugins/{}/actions/v1/more", deps.config.server().plugin_id),
        context: json!(more),
        ..Button::default()
    };
    let menus = listing.menus.iter().filter_map(|menu| menu.button(deps, call));
    Ok(Message {
        id: String::new(),
        created_at,
        author_id: bot::id(deps)?,
        channel_id: call.channel_id.clone(),
        root_id: call.root_id.clone(),
        text: text(deps.language, &listing),
        buttons: listing.may_grow().then_some(button).into_iter().chain(menus).collect(),
        ..Message::default()
    })
}

fn text(language: Language, listing: &Listing) -> String {
    let footer = match listing.has_more {
        false => String::new(),
        true if listing.may_grow() => say!(language, "There are more."),
        true => say!(language, "There are more than fit here: narrow the search."),
    };
    let footer = if footer.is_empty() { footer } else { format!("\n{footer}") };
    format!("{}\n\n{}{footer}", listing.title, listing.table.clone().into_text())
}
