use super::store_answer;
use crate::audit::{self, Query};
use crate::bot;
use crate::command::Call;
use crate::odoo::When;
use crate::ports::{ChatError, Deps, Level, Message};
use crate::say;
use crate::text::Zone;

/// Rows of one file.
const ROWS_MAX: usize = 10_000;

/// Sends the entries as a file; returns what the caller reads.
pub(super) fn send(deps: &Deps<'_>, call: &Call, query: &Query) -> String {
    let found = match audit::list(deps, query, ROWS_MAX) {
        Ok(found) => found,
        Err(error) => return store_answer(deps, call, &error),
    };
    let rows = found.entries.len();
    match post(deps, call, &audit::csv(&found.entries)) {
        Ok(()) => {
            let text = say!(
                deps.language,
                "{count} entry is in a direct message to you, as a file.||{count} entries are in a direct message to you, as a file.",
                count = rows
            );
            if !found.has_more {
                return text;
            }
            format!("{text} {}", say!(deps.language, "There are more: narrow it with `--since`, `--user` or `--ref`."))
        }
        Err(error) => {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Error, "The audit could not be sent", &fields);
            say!(
                deps.language,
                "The file could not be sent. Try again.\nRequest `{request}`",
                request = call.request_id
            )
        }
    }
}

fn post(deps: &Deps<'_>, call: &Call, csv: &str) -> Result<(), ChatError> {
    let bot = bot::id(deps)?;
    let channel = deps.chat.direct_channel(&bot, &call.user_id)?;
    let name = format!("audit-{}.csv", When::Day(Zone::UTC.day(deps.clock.now())));
    let file = deps.chat.upload(&channel.id, &name, csv.as_bytes())?;
    let message = Message {
        author_id: bot,
        channel_id: channel.id,
        text: say!(deps.language, "The entries of the audit that you asked for."),
        files: vec![file],
        ..Message::default()
    };
    deps.chat.create_post(&message).map(drop)
}
