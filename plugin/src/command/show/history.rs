//! What there is of a partner, section by section.

use crate::command::find::{activity, event, lead, project, task};
use crate::command::listing::table;
use crate::command::reading::Reading;
use crate::command::trouble::Trouble;
use crate::odoo::activity::Activity;
use crate::odoo::event::Event;
use crate::odoo::history::{History, RECORDS_MAX, Section};
use crate::odoo::sheet::Sheet;
use crate::odoo::{OdooError, Related, partner};
use crate::text::Markdown;
use crate::{say, text};

/// Rows of one section.
const ROWS_MAX: usize = 10;
/// Runes of one section: five of them and the title fit into a post.
const SECTION_RUNES_MAX: usize = 3000;

/// The history of the whole company that a partner belongs to.
///
/// # Errors
/// The answer when not even the partner can be read.
pub(super) fn of(reading: &Reading<'_>, sheet: &Sheet) -> Result<String, Trouble> {
    let root = partner::company_of(&reading.connection, sheet.id).map_err(|error| reading.explain(&error))?;
    let history = History::of(&reading.connection, &Related::Record(root.id));
    let names = |events: &Section<Event>| {
        let ids = events.iter().flatten().take(ROWS_MAX).flat_map(|event| event.partner_ids.iter().copied());
        reading.names("res.partner", ids)
    };
    let people = names(&history.events);
    let link = reading.link(&root.label, sheet.model, root.id);
    let part =
        |title: &'static str, more: &str| Part { reading, title, more: format!("`/odoo find {more} {}`", root.id) };
    let sections = [
        part(text!("Leads"), "lead --partner").text(&history.leads, &lead::COLUMNS, |lead| lead::row(lead, reading)),
        part(text!("Projects"), "project --partner")
            .text(&history.projects, &project::COLUMNS, |project| project::row(project, reading)),
        part(text!("Tasks"), "task --partner").text(
            &history.tasks,
            &[text!("Task"), text!("Project"), text!("Stage"), text!("Deadline")],
            |task| task::short_row(task, reading),
        ),
        part(text!("Activities"), "activity --partner").text(
            &history.activities,
            &activity::COLUMNS,
            |activity: &Activity| activity::row(activity, reading),
        ),
        part(text!("Meetings"), "event --from 2000-01-01 --with")
            .text(&history.events, &event::COLUMNS, |event| event::row(event, &people, reading)),
    ];
    let title = say!(
        reading.deps.language,
        "**History of {link}** with all contacts. Times are those of {zone}.",
        link,
        zone = reading.zone.name()
    );
    Ok(format!("{title}\n\n{}", sections.join("\n")))
}

/// One section.
struct Part<'a> {
    reading: &'a Reading<'a>,
    title: &'static str,
    /// The command that lists all of it.
    more: String,
}

impl Part<'_> {
    fn text<T>(&self, section: &Section<T>, columns: &[&str], row: impl Fn(&T) -> Vec<Markdown>) -> String {
        let language = self.reading.deps.language;
        let title = language.tell(self.title);
        let records = match section {
            Ok(records) if records.is_empty() => return format!("**{title}**: {}\n", say!(language, "none")),
            Ok(records) => records,
            Err(OdooError::Access(_)) => return format!("**{title}**: {}\n", say!(language, "no access")),
            Err(OdooError::NotInstalled(_)) => {
                return format!("**{title}**: {}\n", say!(language, "the app is not installed"));
            }
            Err(error) => return format!("**{title}**: {}\n", self.reading.explain(error).text().replace('\n', " ")),
        };
        let mut table = table(language, columns);
        let fits = |record: &&T| table.push(&row(record), SECTION_RUNES_MAX);
        let shown = records.iter().take(ROWS_MAX).take_while(fits).count();
        let count = match records.len() {
            count if count >= RECORDS_MAX as usize => say!(language, "{count} or more", count),
            count => count.to_string(),
        };
        let more = if shown < records.len() {
            format!("{}\n", say!(language, "All of them: {command}", command = self.more))
        } else {
            String::new()
        };
        format!("**{title}** ({count})\n\n{}{more}", table.into_text())
    }
}
