//! What a channel sees of a record. The values are few on purpose: no amounts, no addresses, no long texts.

use super::find::Wanted;
use crate::language::Language;
use crate::odoo::sheet::{self, Outline, Sheet};
use crate::odoo::{Connection, Filter, OdooError, project};
use crate::ports::Card;
use crate::record_card::card;
use crate::settings::{OdooAddress, Tickets};
use crate::text::{Zone, printable};

pub(super) static TASK: Outline =
    Outline { model: "project.task", fields: &["project_id", "stage_id", "user_ids", "date_deadline"], body: "" };

/// The kinds of records that get a card.
pub(super) static OUTLINES: [&Outline; 4] = [
    &TASK,
    &Outline { model: "res.partner", fields: &["city", "country_id"], body: "" },
    &Outline { model: "crm.lead", fields: &["stage_id", "user_id"], body: "" },
    &Outline { model: "project.project", fields: &["stage_id", "user_id", "date"], body: "" },
];

/// The cards of those records that the account sees.
///
/// # Errors
/// The first error of Odoo that is about the account or the server. What may not be read is as if it were not there.
pub(super) fn cards(
    connection: &Connection<'_>,
    address: &OdooAddress,
    zone: Zone,
    language: Language,
    tickets: &Tickets,
    wanted: &[Wanted],
) -> Result<Vec<Card>, OdooError> {
    let mut cards = Vec::new();
    for one in wanted {
        match read(connection, tickets, one) {
            Ok(Some(sheet)) => cards.push(of(language, address, zone, tickets, one, &sheet)),
            Ok(None) | Err(OdooError::Access(_) | OdooError::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(cards)
}

fn read(connection: &Connection<'_>, tickets: &Tickets, wanted: &Wanted) -> Result<Option<Sheet>, OdooError> {
    let mut filters = vec![Filter::Is("id", wanted.id)];
    if wanted.is_ticket {
        filters.push(Filter::In("project_id", project::chosen(connection, &tickets.projects)?));
    }
    Ok(sheet::read(connection, wanted.outline, Filter::All(filters), 1)?.pop())
}

fn of(
    language: Language,
    address: &OdooAddress,
    zone: Zone,
    tickets: &Tickets,
    wanted: &Wanted,
    sheet: &Sheet,
) -> Card {
    let title = if wanted.is_ticket {
        format!("[{}-#{}] {}", tickets.prefix, sheet.id, sheet.name)
    } else {
        sheet.name.clone()
    };
    let shown = card(language, address, zone, sheet, &title);
    Card { fallback: printable(&title), ..shown }
}
