/// How Odoo begins when a selection does not have a value; never translated.
const WRONG_VALUE: &str = "Wrong value for ";

/// What Odoo says of an error, without its traceback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The Python class.
    pub name: String,
    /// For people; written by Odoo in the language of the call.
    pub message: String,
}

impl Fault {
    pub(super) fn is_wrong_value(&self) -> bool {
        self.message.starts_with(WRONG_VALUE)
    }

    /// The field that Odoo complains about, where it names one: by its technical name, which is the same in every language.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        let wrong = self.message.strip_prefix(WRONG_VALUE).and_then(|rest| rest.split_once(": "));
        let invalid = self.message.strip_prefix("Invalid field '").and_then(|rest| rest.split_once('\''));
        // `Field: Title (name)` at the end of a longer text.
        let last = self.message.trim_end().lines().last().and_then(|line| line.strip_suffix(')')?.rsplit_once('('));
        let field = match (wrong, invalid, last) {
            (Some((path, _)), _, _) => path.rsplit('.').next()?,
            (_, Some((field, _)), _) => field,
            (_, _, Some((label, field))) if label.contains(": ") => field,
            _ => return None,
        };
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        (!field.is_empty() && field.chars().all(is_name)).then_some(field)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The message may name records and people, so that logs get the class only.
        formatter.write_str(if self.name.is_empty() { "an error without a name" } else { &self.name })
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn the_field_is_taken_from_odoos_text() {
        let field = |message: &str| {
            let fault = Fault { name: String::new(), message: message.into() };
            fault.field().map(ToOwned::to_owned)
        };
        let named = [
            ("Wrong value for project.task.state: 'done'", "state"),
            ("Invalid field 'no_such_field' on model 'res.partner'", "no_such_field"),
            ("Not possible:\n- …\n\nModel: Task (project.task)\nField: Title (name)\n", "name"),
        ];
        for (message, name) in named {
            assert_eq!(field(message).as_deref(), Some(name), "{message}");
        }
        for message in [
            "",
            "You cannot create recursive Partner hierarchies.",
            "Constraint: crm_lead_partner_id_fkey",
            "Model: Task (project.task)",
            "Record does not exist or has been deleted.\n(Record: res.partner(999999,), User: 8)",
            "Meeting 'Bad' ends too early (see above)",
            "Wrong value for Größe: 'x'",
        ] {
            assert_eq!(field(message), None, "{message}");
        }
    }
}
