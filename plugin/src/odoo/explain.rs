use super::{OdooError, Outage};
use crate::gate::Closed;
use crate::language::Language;
use crate::text::Markdown;
use crate::{say, text};

/// One plain sentence or two for people, with the request id; admins read the cause and Odoo's text too.
///
/// `last_good` is when Odoo answered last, in words; nobody ever reads Odoo's traceback.
#[must_use]
pub fn explain(
    language: Language,
    error: &OdooError,
    is_admin: bool,
    last_good: Option<&str>,
    request_id: &str,
) -> String {
    if let OdooError::Outage(Outage::NotSent(cause)) = error {
        return explain(language, &Outage::clone(cause).into(), is_admin, last_good, request_id);
    }
    let mut text = language.tell(sentence(error));
    if let (OdooError::Outage(_), Some(last_good)) = (error, last_good) {
        text.push_str(&format!(" {}", say!(language, "It answered last {last_good}.", last_good)));
    }
    if is_admin {
        text.push_str(&format!("\n{}.", cause(language, error)));
        if let Some(fault) = error.fault() {
            let says = Markdown::message(&fault.message);
            text.push_str(&format!("\n{}", say!(language, "Odoo says: {says}", says)));
        }
    }
    if !request_id.is_empty() {
        text.push_str(&format!("\n{}", say!(language, "Request `{request}`", request = request_id)));
    }
    text
}

fn sentence(error: &OdooError) -> &'static str {
    match error {
        OdooError::Authentication => {
            text!(
                "Odoo refused the account of this plugin. Only an administrator can mend that, by a new API key in the plugin's settings."
            )
        }
        OdooError::Database(_) => {
            text!("Odoo does not know the database of this plugin's settings. Only an administrator can mend that.")
        }
        OdooError::Access(_) => text!("The Odoo account of this plugin is not allowed to see that."),
        OdooError::NotInstalled(_) => text!("The Odoo app for that is not installed."),
        OdooError::Missing(_) => text!("That record does not exist in Odoo any more."),
        OdooError::Validation(_) => text!("Odoo did not accept these values."),
        OdooError::Conflict(_) => text!("Somebody else changed the same in Odoo just now. Try again."),
        OdooError::RateLimited { .. } => text!("Odoo has too many requests at the moment. Try again in a minute."),
        OdooError::Outage(Outage::Timeout | Outage::Overdue) => {
            text!("Odoo did not answer in time. Try again in a minute.")
        }
        OdooError::Outage(Outage::Resting { .. }) => {
            text!("Odoo failed several times in a row and is left alone for a moment. Try again in a minute.")
        }
        OdooError::Outage(_) => text!("Odoo cannot be reached at the moment. Try again in a minute."),
        OdooError::Unclear(_) => text!("Odoo has probably done that, and could not say so. Look at it in Odoo."),
        OdooError::Unmoved(_) => {
            text!(
                "Odoo took the call and left the record as it was: the account may not decide on it, or Odoo asks for more in a window of its own. Look at it in Odoo."
            )
        }
        OdooError::Denied(_) => text!("This plugin never writes that to Odoo."),
        OdooError::Closed(Closed::Frozen(_)) => {
            text!("Writing to Odoo is frozen by an administrator. Nothing was sent.")
        }
        OdooError::Closed(Closed::Unknown(_)) => {
            text!(
                "Whether writing to Odoo is frozen could not be found out, so nothing was sent. Try again in a minute."
            )
        }
        OdooError::Defect(_) => text!("Odoo did not understand this plugin. Please tell an administrator."),
    }
}

/// What an admin can do about it.
fn cause(language: Language, error: &OdooError) -> String {
    let hint = match error {
        OdooError::Authentication => text!(": check `OdooLogin`, `OdooDatabase` and `OdooAPIKey`"),
        OdooError::Outage(Outage::Redirect(_)) => text!(": set `OdooURL` to that address"),
        OdooError::Outage(Outage::Page | Outage::Malformed | Outage::Status(404)) => {
            text!(": check that `OdooURL` is Odoo itself")
        }
        OdooError::Outage(Outage::Tls(_)) => text!(": a private authority goes into `OdooCACertificate`"),
        OdooError::Outage(Outage::Denied(_)) => text!(": check `OdooURL` and `AllowPrivateOdoo`"),
        _ => "",
    };
    let hint = language.tell(hint);
    format!("{}{hint}", Markdown::message(&error.to_string()))
}
