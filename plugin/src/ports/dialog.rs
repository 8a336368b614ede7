/// A modal form. The submission arrives as a POST at [`crate::http::handle`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dialog {
    /// From a command or a pressed button; lives 30 s.
    pub trigger_id: String,
    /// `/plugins/<id>/<path>` that gets the submission.
    pub url: String,
    /// Names the form to the receiver.
    pub callback_id: String,
    /// At most 24 characters.
    pub title: String,
    /// Markdown above the entries; may be empty.
    pub introduction: String,
    /// At least one.
    pub elements: Vec<Element>,
    /// On the button.
    pub submit_label: String,
    /// Comes back with the submission; the client can read it and its submitter can forge it.
    pub state: String,
}

/// One entry of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Key of the value in the submission.
    pub name: String,
    /// At most 24 characters.
    pub label: String,
    /// What it looks like.
    pub kind: ElementKind,
    /// What it holds at first; of a select the value of an option.
    pub default: String,
    /// Shown in an empty entry.
    pub placeholder: String,
    /// Below the entry.
    pub help: String,
    /// Whether it may stay empty.
    pub is_optional: bool,
    /// Characters at most; 0 takes the client's own limit (150, text areas 3000).
    pub max_length: u32,
    /// Of a select or radio.
    pub options: Vec<Choice>,
}

/// What an entry looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ElementKind {
    /// One line.
    #[default]
    Text,
    /// One line that is hidden while it is typed.
    Password,
    /// One line for an e-mail address.
    Email,
    /// One line for a number.
    Number,
    /// Several lines.
    TextArea,
    /// One of the options.
    Select,
    /// One of the people on the server.
    Users,
    /// One of the channels.
    Channels,
    /// Yes or no.
    Checkbox,
    /// One of the options, all visible.
    Radio,
}

/// One choice of a form or a menu: what is shown and what comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Shown.
    pub text: String,
    /// Comes back.
    pub value: String,
}
