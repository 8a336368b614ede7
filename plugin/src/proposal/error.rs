use crate::odoo::OdooError;
use crate::store::StoreError;
use crate::text::Markdown;

/// Why there is no proposal.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ProposeError {
    /// Its proposer can mend it.
    #[error("{text}")]
    Invalid {
        /// Which, such as `tasks[1].name`; none if it is about the whole.
        field: Option<String>,
        /// A word for programs.
        code: &'static str,
        /// Markdown: what is wrong and what would be right.
        text: String,
    },
    /// Several records fit: its proposer has to choose.
    #[error("{text}")]
    Several {
        /// The field that takes the id of the chosen one.
        field: String,
        /// Markdown: what to choose.
        text: String,
        /// In Odoo's order.
        candidates: Vec<Candidate>,
    },
    /// Odoo could not be asked.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One of several records that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Odoo's name of the model.
    pub model: &'static str,
    /// In Odoo.
    pub id: i64,
    /// Foreign text.
    pub name: String,
    /// Foreign text that tells it apart, such as its e-mail address; may be empty.
    pub detail: String,
}

impl ProposeError {
    /// About one field; `field` may be empty for the whole.
    pub(super) fn invalid(field: &str, code: &'static str, text: impl Into<String>) -> Self {
        Self::Invalid { field: (!field.is_empty()).then(|| field.to_owned()), code, text: text.into() }
    }

    /// A document of another shape; `reason` is serde's.
    pub(super) fn malformed(field: &str, reason: &str) -> Self {
        if let Some(unknown) = reason.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next()) {
            let text = format!("There is no field “{}” here.", Markdown::foreign(unknown));
            // The path ends in the unknown field itself.
            return Self::invalid(field, "unknown_field", text);
        }
        match field {
            "" => Self::invalid("", "malformed", "The proposal is not of the right type."),
            field => Self::invalid(field, "malformed", format!("`{field}` is not of the right type.")),
        }
    }
}
