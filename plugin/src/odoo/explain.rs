use super::{OdooError, Outage};
use crate::gate::Closed;
use crate::text::Markdown;

/// One plain sentence or two for people, with the request id; admins read the cause and Odoo's text too.
///
/// `last_good` is when Odoo answered last, in words; nobody ever reads Odoo's traceback.
#[must_use]
pub fn explain(error: &OdooError, is_admin: bool, last_good: Option<&str>, request_id: &str) -> String {
    if let OdooError::Outage(Outage::NotSent(cause)) = error {
        return explain(&Outage::clone(cause).into(), is_admin, last_good, request_id);
    }
    let mut text = sentence(error).to_owned();
    if let (OdooError::Outage(_), Some(last_good)) = (error, last_good) {
        text.push_str(&format!(" It answered last {last_good}."));
    }
    if is_admin {
        text.push_str(&format!("\n{}.", cause(error)));
        if let Some(fault) = error.fault() {
            text.push_str(&format!("\nOdoo says: {}", Markdown::message(&fault.message)));
        }
    }
    if !request_id.is_empty() {
        text.push_str(&format!("\nRequest `{request_id}`"));
    }
    text
}

fn sentence(error: &OdooError) -> &'static str {
    match error {
        OdooError::Authentication => {
            "Odoo refused the account of this plugin. Only an administrator can mend that, by a new API key in the plugin's settings."
        }
        OdooError::Database(_) => {
            "Odoo does not know the database of this plugin's settings. Only an administrator can mend that."
        }
        OdooError::Access(_) => "The Odoo account of this plugin is not allowed to see that.",
        OdooError::NotInstalled(_) => "The Odoo app for that is not installed.",
        OdooError::Missing(_) => "That record does not exist in Odoo any more.",
        OdooError::Validation(_) => "Odoo did not accept these values.",
        OdooError::Conflict(_) => "Somebody else changed the same in Odoo just now. Try again.",
        OdooError::RateLimited { .. } => "Odoo has too many requests at the moment. Try again in a minute.",
        OdooError::Outage(Outage::Timeout | Outage::Overdue) => "Odoo did not answer in time. Try again in a minute.",
        OdooError::Outage(Outage::Resting { .. }) => {
            "Odoo failed several times in a row and is left alone for a moment. Try again in a minute."
        }
        OdooError::Outage(_) => "Odoo cannot be reached at the moment. Try again in a minute.",
        OdooError::Unclear(_) => "Odoo has probably done that, and could not say so. Look at it in Odoo.",
        OdooError::Unmoved(_) => {
            "Odoo took the call and left the record as it was: the account may not decide on it, or Odoo asks for more in a window of its own. Look at it in Odoo."
        }
        OdooError::Denied(_) => "This plugin never writes that to Odoo.",
        OdooError::Closed(Closed::Frozen(_)) => "Writing to Odoo is frozen by an administrator. Nothing was sent.",
        OdooError::Closed(Closed::Unknown(_)) => {
            "Whether writing to Odoo is frozen could not be found out, so nothing was sent. Try again in a minute."
        }
        OdooError::Defect(_) => "Odoo did not understand this plugin. Please tell an administrator.",
    }
}

/// What an admin can do about it.
fn cause(error: &OdooError) -> String {
    let hint = match error {
        OdooError::Authentication => ": check `OdooLogin`, `OdooDatabase` and `OdooAPIKey`",
        OdooError::Outage(Outage::Redirect(_)) => ": set `OdooURL` to that address",
        OdooError::Outage(Outage::Page | Outage::Malformed | Outage::Status(404)) => {
            ": check that `OdooURL` is Odoo itself"
        }
        OdooError::Outage(Outage::Tls(_)) => ": a private authority goes into `OdooCACertificate`",
        OdooError::Outage(Outage::Denied(_)) => ": check `OdooURL` and `AllowPrivateOdoo`",
        _ => "",
    };
    format!("{}{hint}", Markdown::message(&error.to_string()))
}
