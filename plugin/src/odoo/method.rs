/// What the plugin can ask of a model. There is no `unlink` and no method by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Which fields there are and the account may see.
    FieldsGet,
    /// Rows by a domain.
    SearchRead,
    /// Makes records.
    Create,
    /// Changes records.
    Write,
}

/// Whether a method changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// May be repeated at will.
    Read,
    /// Is sent once: nobody knows what became of it when no answer came.
    Write,
}

impl Method {
    /// Odoo's word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FieldsGet => "fields_get",
            Self::SearchRead => "search_read",
            Self::Create => "create",
            Self::Write => "write",
        }
    }

    /// What it does.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Self::FieldsGet | Self::SearchRead => Class::Read,
            Self::Create | Self::Write => Class::Write,
        }
    }
}
