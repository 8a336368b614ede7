use crate::language::Language;
use crate::odoo::{Connection, Filter};
use crate::proposal::make::questions::{Answers, Question, Questions};
use crate::proposal::{Model, ProposeError};
use crate::say;
use crate::text::Markdown;

const MODEL: &str = "mail.activity.type";
/// What it is when nobody says.
const DEFAULT: &str = "To Do";
const MODULE: &str = "mail";
/// Names translate, external ids do not.
const WORDS: [(&str, &str); 12] = [
    ("to do", "mail_activity_data_todo"),
    ("to-do", "mail_activity_data_todo"),
    ("todo", "mail_activity_data_todo"),
    ("call", "mail_activity_data_call"),
    ("phone call", "mail_activity_data_call"),
    ("email", "mail_activity_data_email"),
    ("e-mail", "mail_activity_data_email"),
    ("mail", "mail_activity_data_email"),
    ("meeting", "mail_activity_data_meeting"),
    ("upload document", "mail_activity_data_upload_document"),
    ("document", "mail_activity_data_upload_document"),
    ("exception", "mail_activity_data_warning"),
];
const KINDS_MAX: u32 = 100;
/// Names in an error.
const NAMES_MAX: usize = 20;

/// The types of activities, asked for together with the one that a word stands for.
pub(super) struct Kinds {
    given: String,
    all: Question,
    external: Option<Question>,
}

impl Kinds {
    pub(super) fn ask(questions: &mut Questions, given: Option<&str>) -> Self {
        let given = given.unwrap_or(DEFAULT).to_owned();
        let word = WORDS.into_iter().find(|(word, _)| given.eq_ignore_ascii_case(word)).map(|(_, name)| name);
        let written = given.strip_prefix("mail.").filter(|name| name.starts_with("mail_activity_"));
        let external = word.or(written).map(|name| questions.call(Connection::xml_id_call(MODULE, name)));
        let all = questions.find(MODEL, &Filter::All(Vec::new()), &["name", "res_model"], KINDS_MAX);
        Self { given, all, external }
    }

    /// The one that is meant, with its name in Odoo.
    pub(super) fn found(
        self,
        language: Language,
        answers: &Answers,
        model: Model,
    ) -> Result<(i64, String), ProposeError> {
        let rows = answers.rows(self.all)?;
        let external = match self.external {
            Some(question) => Connection::read_xml_id(answers.value(question))?,
            None => None,
        };
        let fitting = rows.iter().filter(|row| row.text("res_model").is_none_or(|of| of == model.name()));
        let kinds: Vec<_> = fitting.filter_map(|row| Some((row.id()?, row.text("name")?.to_owned()))).collect();
        let by_external = external.and_then(|(_, id)| kinds.iter().find(|(known, _)| *known == id));
        let by_name = || kinds.iter().find(|(_, name)| name.to_lowercase() == self.given.to_lowercase());
        by_external.or_else(by_name).cloned().ok_or_else(|| {
            let names = kinds.iter().take(NAMES_MAX).map(|(_, name)| Markdown::foreign(name).to_string());
            let text = say!(
                language,
                "There is no activity type “{given}” here. There are: {names}.",
                given = Markdown::foreign(&self.given),
                names = names.collect::<Vec<_>>().join(", ")
            );
            ProposeError::invalid("activity_type", "unknown", text)
        })
    }
}
