use crate::odoo::{Fault, OdooError};

/// What a fault means. 1 is everything that Odoo did not foresee, with a traceback for a text.
pub(super) fn error(code: i64, text: String, is_write: bool) -> OdooError {
    let named = |name: &str, message| OdooError::of_fault(Fault { name: format!("odoo.exceptions.{name}"), message });
    match code {
        2 if names_a_record(&text) => named("MissingError", text),
        2 => named("UserError", text),
        3 => named("AccessDenied", text),
        4 => named("AccessError", text),
        _ => match last_error(&text) {
            // The answer is made after the work was kept.
            fault if is_write && cannot_be_told(&fault) => OdooError::Unclear(fault),
            fault => OdooError::of_fault(fault),
        },
    }
}

/// Only the message of a missing record ends in `(Record: res.partner(7,), User: 8)`, whatever the language.
fn names_a_record(text: &str) -> bool {
    let last = text.trim_end().lines().last().unwrap_or_default();
    last.starts_with('(') && last.ends_with(')') && last.contains(",), ")
}

/// XML-RPC has no word for nothing, records and numbers beyond 32 bits.
fn cannot_be_told(fault: &Fault) -> bool {
    fault.message.starts_with("cannot marshal ") || fault.message.contains("XML-RPC limits")
}

/// The class and the message at the end of a traceback; its frames are indented.
fn last_error(traceback: &str) -> Fault {
    let lines: Vec<_> = traceback.trim_end().lines().collect();
    let start = lines.iter().rposition(|line| line.starts_with("  ")).map_or(0, |frame| frame + 1);
    let error = lines[start..].join("\n");
    let (name, message) = error.split_once(": ").unwrap_or((&error, ""));
    let is_class = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    match (is_class, name.contains('.')) {
        (false, _) => Fault { name: String::new(), message: error },
        (true, true) => Fault { name: name.into(), message: message.into() },
        // Python leaves the module of its own classes out.
        (true, false) => Fault { name: format!("builtins.{name}"), message: message.into() },
    }
}

#[cfg(test)]
mod tests {
    use super::{error, last_error};
    use crate::odoo::Fault;

    #[test]
    fn of_a_traceback_only_the_last_error_stays() {
        let traceback = "Traceback (most recent call last):\n  File \"/odoo/http.py\", line 1\n    x\nKeyError: 1\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"/odoo/sql_db.py\", line 2\n    y\npsycopg2.OperationalError: connection failed\nFATAL:  database \"x\" does not exist\n\n";
        assert_eq!(
            last_error(traceback),
            Fault {
                name: "psycopg2.OperationalError".into(),
                message: "connection failed\nFATAL:  database \"x\" does not exist".into(),
            }
        );
        assert_eq!(error(1, traceback.into(), false).code(), "odoo_database");
    }

    #[test]
    fn an_error_without_a_message_has_its_class() {
        assert_eq!(
            last_error("  frame\nValueError\n"),
            Fault { name: "builtins.ValueError".into(), message: String::new() }
        );
        assert_eq!(
            last_error("no traceback at all"),
            Fault { name: String::new(), message: "no traceback at all".into() }
        );
        assert_eq!(last_error(""), Fault { name: String::new(), message: String::new() });
    }

    #[test]
    fn a_fault_after_the_work_was_kept_is_no_failure_of_a_write() {
        for last in
            ["TypeError: cannot marshal None unless allow_none is enabled", "OverflowError: int exceeds XML-RPC limits"]
        {
            let traceback = format!("Traceback (most recent call last):\n  x\n{last}\n");
            assert!(error(1, traceback.clone(), true).outcome_is_unknown());
            assert_eq!(error(1, traceback, false).code(), "odoo_defect");
        }
    }
}
