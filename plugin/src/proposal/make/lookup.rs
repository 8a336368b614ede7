//! Records that a draft names, by their id or as people call them.

use super::check;
use super::context::Context;
use super::questions::{Answers, Question, Questions};
use crate::identity;
use crate::language::Language;
use crate::odoo::{Filter, Row};
use crate::order;
use crate::ports::Person;
use crate::proposal::draft::Reference;
use crate::proposal::{Candidate, ProposeError};
use crate::reference;
use crate::say;
use crate::text;
use crate::text::Markdown;

/// Records that one name may have; more are not looked at.
const NAMESAKES_MAX: u32 = 40;
/// Records among which somebody chooses.
pub(super) const CHOICES_MAX: usize = 10;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A record of this model, called so.
    Record(&'static str, &'static str),
    Partner,
    /// Somebody who works with Odoo.
    User,
}

/// Projects.
pub(super) const PROJECT: Target = Target::Record("project.project", text!("project"));

/// A record that is being looked up.
pub(super) struct Lookup {
    target: Target,
    pub(super) field: String,
    given: Reference,
    question: Question,
    /// A person's partner is found by way of the person's user.
    is_by_user: bool,
    language: Language,
}

/// A record that is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub(super) id: i64,
    /// Foreign text.
    pub(super) name: String,
    pub(super) row: Row,
}

impl Target {
    fn model(self) -> &'static str {
        match self {
            Self::Record(model, _) => model,
            Self::Partner => "res.partner",
            Self::User => "res.users",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Record(_, noun) => noun,
            Self::Partner => text!("partner"),
            Self::User => text!("user"),
        }
    }

    /// What is read of it without being asked for.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Record(..) => &["display_name"],
            Self::Partner => &["display_name", "email"],
            Self::User => &["display_name", "login", "share", "partner_id"],
        }
    }

    fn by_email(self, address: &str) -> Filter {
        let equals = |field: &'static str| Filter::Equals(field, address.to_owned());
        match self {
            Self::Record(..) => Filter::Contains("name", address.to_owned()),
            Self::Partner => Filter::Equals("email_normalized", address.to_lowercase()),
            Self::User => Filter::Any(vec![equals("login"), equals("email")]),
        }
    }
}

/// Puts the question for a record that a draft may name; none if it does not.
///
/// # Errors
/// See [`Lookup::new`].
pub(super) fn optional(
    context: &Context<'_>,
    questions: &mut Questions,
    target: Target,
    field: &str,
    given: Option<&Reference>,
) -> Result<Option<Lookup>, ProposeError> {
    let given = given.filter(|given| !given.is_empty());
    given.map(|given| Lookup::new(context, questions, target, field, given, &[])).transpose()
}

impl Lookup {
    /// Puts the question for a record that `field` of the draft names; `fields` are read of it besides its name.
    ///
    /// # Errors
    /// [`ProposeError::Invalid`] if it cannot be asked for.
    pub(super) fn new(
        context: &Context<'_>,
        questions: &mut Questions,
        target: Target,
        field: &str,
        given: &Reference,
        fields: &[&'static str],
    ) -> Result<Self, ProposeError> {
        let person = match given {
            Reference::Name(name) if name.starts_with('@') => Some(person(context, field, name)?),
            _ => None,
        };
        let asked = if target == Target::Partner && person.is_some() { Target::User } else { target };
        let filter = match (&person, given) {
            (Some(person), _) => by_person(context, target, field, person)?,
            (None, Reference::Id(id)) => Filter::Is("id", *id),
            (None, Reference::Name(name)) => by_name(context, target, field, name)?,
        };
        let own: &[&'static str] = if asked == target { fields } else { &["email"] };
        let mut fields: Vec<_> = asked.fields().iter().chain(own).copied().collect();
        order::sort(&mut fields);
        fields.dedup();
        let limit = if matches!(given, Reference::Id(_)) { 1 } else { NAMESAKES_MAX };
        let question = questions.find(asked.model(), &filter, &fields, limit);
        let language = context.deps.language;
        Ok(Self {
            target,
            field: field.to_owned(),
            given: given.clone(),
            question,
            is_by_user: asked != target,
            language,
        })
    }

    /// The record.
    ///
    /// # Errors
    /// [`ProposeError::Invalid`] if there is none, [`ProposeError::Several`] if there are several; what Odoo says.
    pub(super) fn found(&self, answers: &Answers) -> Result<Found, ProposeError> {
        let rows = answers.rows(self.question)?;
        let mut found: Vec<_> = rows.into_iter().filter_map(|row| self.read(row)).collect();
        let is_called = |found: &Found, name: &str| found.name.to_lowercase() == name.to_lowercase();
        if let Reference::Name(name) = &self.given
            && found.iter().any(|found| is_called(found, name))
        {
            // Who writes the whole name does not mean one that goes on after it.
            found.retain(|found| is_called(found, name));
        }
        match found.len() {
            0 => Err(self.missing()),
            1 => found.pop().ok_or_else(|| self.missing()),
            _ => Err(several(self.language, &self.field, self.target.model(), self.target.noun(), found)),
        }
    }

    fn read(&self, row: Row) -> Option<Found> {
        if self.is_by_user {
            let partner = row.many2one("partner_id")?;
            return Some(Found { id: partner.id, name: partner.label, row });
        }
        let id = row.id()?;
        let name = row
            .text("display_name")
            .map_or_else(|| format!("{} {id}", self.language.tell(self.target.noun())), ToOwned::to_owned);
        Some(Found { id, name, row })
    }

    fn missing(&self) -> ProposeError {
        let given = Markdown::foreign(&self.given.to_string());
        let text = say!(
            self.language,
            "Odoo has no {noun} “{given}”, or the account may not see it.",
            noun = self.language.tell(self.target.noun()),
            given
        );
        ProposeError::invalid(&self.field, "not_found", text)
    }
}

impl Found {
    /// `Azure Interior (14)`.
    pub(super) fn label(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }
}

impl Found {
    /// The user, if it is a colleague: customers with an access to the portal do not get work to do.
    ///
    /// # Errors
    /// [`ProposeError::Invalid`] for anybody else.
    pub(super) fn colleague(self, language: Language, field: &str) -> Result<Self, ProposeError> {
        if self.row.flag("share") != Some(true) {
            return Ok(self);
        }
        let name = Markdown::foreign(&self.name);
        let text =
            say!(language, "{name} has no access to that in Odoo, only to the portal. Choose a colleague.", name);
        Err(ProposeError::invalid(field, "no_access", text))
    }
}

/// Whoever proposes has to choose.
pub(super) fn several(
    language: Language,
    field: &str,
    model: &'static str,
    noun: &str,
    found: Vec<Found>,
) -> ProposeError {
    let mut text =
        say!(language, "Several records fit `{field}`: choose one {noun}.", field, noun = language.tell(noun));
    if found.len() > CHOICES_MAX {
        text.push(' ');
        text.push_str(&say!(language, "These are only the first ones: be more specific."));
    }
    let candidates = found.into_iter().take(CHOICES_MAX).map(|found| {
        let details = ["email", "login", "city"].into_iter().filter_map(|field| found.row.text(field));
        let detail = details.take(2).collect::<Vec<_>>().join(", ");
        Candidate { model, id: found.id, name: found.name, detail }
    });
    ProposeError::Several { field: field.to_owned(), text, candidates: candidates.collect() }
}

fn by_name(context: &Context<'_>, target: Target, field: &str, name: &str) -> Result<Filter, ProposeError> {
    use reference::{Reference, ReferenceError};

    let language = context.deps.language;
    let name = check::required(context.deps.language, field, name, check::NAME_RUNES_MAX)?;
    match Reference::parse(&name, &context.account.address, "") {
        Ok(Reference::Number(id)) => Ok(Filter::Is("id", id)),
        Ok(Reference::Record { model, id }) if model == target.model() => Ok(Filter::Is("id", id)),
        Ok(Reference::Record { .. }) => {
            let text = say!(language, "This link does not lead to a {noun}.", noun = language.tell(target.noun()));
            Err(ProposeError::invalid(field, "malformed", text))
        }
        Ok(Reference::Email(address)) => Ok(target.by_email(&address)),
        Ok(Reference::Ticket(_)) | Err(ReferenceError::Unknown(_)) => Ok(Filter::Contains("name", name)),
        Err(error) => Err(ProposeError::invalid(field, "malformed", error.say(context.deps.language))),
    }
}

/// `@cara` in Mattermost.
fn person(context: &Context<'_>, field: &str, name: &str) -> Result<Person, ProposeError> {
    context.deps.chat.person_by_name(name.trim_start_matches('@')).map_err(|_| {
        let text = say!(
            context.deps.language,
            "There is nobody called “{name}” in Mattermost.",
            name = Markdown::foreign(name)
        );
        ProposeError::invalid(field, "not_found", text)
    })
}

/// Their user in Odoo: as they are connected, else by their verified address.
fn by_person(context: &Context<'_>, target: Target, field: &str, person: &Person) -> Result<Filter, ProposeError> {
    if !matches!(target, Target::Partner | Target::User) {
        let text = say!(
            context.deps.language,
            "`{field}` takes a {noun}, not a person.",
            field,
            noun = context.deps.language.tell(target.noun())
        );
        return Err(ProposeError::invalid(field, "malformed", text));
    }
    if let Some(link) = identity::link(context.deps, &person.id)? {
        return Ok(Filter::Is("id", link.value.odoo_uid));
    }
    if person.is_email_verified && !person.email.is_empty() {
        return Ok(Target::User.by_email(&person.email));
    }
    let name = Markdown::foreign(&format!("@{}", person.username));
    let text =
        say!(context.deps.language, "It is not known who {name} is in Odoo. Write the name as it is there.", name);
    Err(ProposeError::invalid(field, "not_found", text))
}
