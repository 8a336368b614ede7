use super::Filter;

/// A record that a condition names: by its id, or by what people know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Related {
    /// By its id.
    Record(i64),
    /// A partner by its whole e-mail address.
    Email(String),
    /// By a part of its name, as Odoo's own search fields look for it.
    Named(String),
}

impl Related {
    /// Records whose customer is this partner or one of its contacts.
    pub(super) fn is_customer(&self) -> Filter {
        match self {
            Self::Record(id) => Filter::Under("partner_id", *id),
            Self::Email(email) => Filter::Equals("partner_id.email_normalized", email.to_lowercase()),
            Self::Named(name) => Filter::Contains("partner_id", name.clone()),
        }
    }

    /// Meetings that this partner or one of its contacts takes part in.
    pub(super) fn takes_part(&self) -> Filter {
        match self {
            Self::Record(id) => Filter::Under("partner_ids", *id),
            Self::Email(email) => Filter::Equals("partner_ids.email_normalized", email.to_lowercase()),
            Self::Named(name) => Filter::Contains("partner_ids", name.clone()),
        }
    }

    /// The partner itself, with its contacts.
    pub(super) fn is_partner(&self) -> Filter {
        match self {
            Self::Record(id) => Filter::Under("id", *id),
            Self::Email(email) => Filter::Equals("email_normalized", email.to_lowercase()),
            Self::Named(name) => Filter::Contains("display_name", name.clone()),
        }
    }

    /// Tasks of this project.
    pub(super) fn is_project(&self) -> Filter {
        match self {
            Self::Record(id) => Filter::Is("project_id", *id),
            Self::Email(name) | Self::Named(name) => Filter::Contains("project_id", name.clone()),
        }
    }
}

/// A whole address is looked for as such, else as a part of `field`.
pub(super) fn by_email(field: &'static str, email: &str) -> Filter {
    let is_whole = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if is_whole {
        Filter::Equals("email_normalized", email.to_lowercase())
    } else {
        Filter::Contains(field, email.to_owned())
    }
}
