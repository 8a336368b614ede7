use crate::language::Language;
use crate::odoo::activity::Activity;
use crate::odoo::{Listed, Row};
use crate::order;
use crate::proposal::draft::Reference;
use crate::proposal::make::check;
use crate::proposal::make::context::Context;
use crate::proposal::make::questions::Questions;
use crate::proposal::{Model, Precondition, ProposeError, Shown};
use crate::say;
use crate::text;

/// The entry that names it.
const FIELD: &str = "activity_id";
/// What has to be so still when something becomes of it.
const KEPT: [&str; 3] = ["date_deadline", "res_model", "res_id"];

/// An activity that is still to be done.
pub(super) struct Known {
    pub(super) activity: Activity,
    row: Row,
}

impl Known {
    /// Looks it up by its number.
    pub(super) fn find(context: &Context<'_>, given: Option<&Reference>) -> Result<Self, ProposeError> {
        let given =
            given.filter(|given| !given.is_empty()).ok_or_else(|| check::missing(context.deps.language, FIELD))?;
        let Reference::Id(id) = given else {
            let text = say!(
                context.deps.language,
                "An activity is named by its number. `/odoo find activity` lists them, with a menu to choose from."
            );
            return Err(ProposeError::invalid(FIELD, "malformed", text));
        };
        let mut questions = Questions::default();
        let fields: Vec<_> = Activity::FIELDS.iter().copied().chain(["write_date"]).collect();
        let question = questions.find(Activity::MODEL, &crate::odoo::Filter::Is("id", *id), &fields, 1);
        let row = questions.ask(&context.odoo).rows(question)?.into_iter().next();
        let known = row.and_then(|row| Some(Self { activity: Activity::of(&row)?, row }));
        known.ok_or_else(|| {
            let text =
                say!(context.deps.language, "Odoo has no activity {id} any more, or the account may not see it.", id);
            ProposeError::invalid(FIELD, "not_found", text)
        })
    }

    /// What the card shows of it.
    pub(super) fn shown(&self) -> Vec<Shown> {
        let activity = &self.activity;
        let mut shown = vec![Shown::new(text!("Activity"), format!("{} ({})", activity.title(), activity.id))];
        shown.extend(activity.record_name.as_ref().map(|name| Shown::new(text!("Record"), name)));
        shown.extend(activity.user.as_ref().map(|user| Shown::new(text!("Assigned to"), &user.label)));
        shown
    }

    /// The day by which it is to be done, in words.
    pub(super) fn due(&self, language: Language) -> String {
        self.activity.deadline.map_or_else(|| say!(language, "no day"), |day| day.to_string())
    }

    /// As it is now.
    pub(super) fn precondition(&self) -> Precondition {
        let old = KEPT.into_iter().filter_map(|field| Some((field.to_owned(), self.row.raw(field)?.clone())));
        Precondition {
            model: Model::Activity,
            id: self.activity.id,
            write_date: self.row.text("write_date").unwrap_or_default().to_owned(),
            old: order::filled(old),
        }
    }
}
