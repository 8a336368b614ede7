//! Names become ids, as the subscriber's account sees them.

use crate::command::trouble::Trouble;
use crate::identity::{self, Identity};
use crate::language::Language;
use crate::odoo::stage::{self, Stage};
use crate::odoo::{Connection, Filter, Many2One, OdooError, Related, Row, Search};
use crate::ports::Deps;
use crate::reference::{Reference, ReferenceError};
use crate::say;
use crate::subscription::{Condition, On};
use crate::text::Markdown;
use crate::watch::Watched;

/// Names in an answer.
const CHOICES_MAX: u32 = 10;
/// Contacts of one customer that count.
const CONTACTS_MAX: u32 = 50;

/// Looks names up.
pub(super) struct Names<'a> {
    pub(super) deps: &'a Deps<'a>,
    pub(super) connection: &'a Connection<'a>,
    /// Whose connection it is.
    pub(super) identity: &'a Identity,
    pub(super) watched: &'a Watched,
}

/// How Odoo is asked.
enum Asked {
    /// By a part of the name.
    Name(String),
    /// By something that only one record has.
    Exactly(Filter),
}

impl Names<'_> {
    /// What a flag demands; `before` are the conditions of the flags before it.
    ///
    /// # Errors
    /// The answer to a name that none or several have, with those that there are.
    pub(super) fn condition(&self, on: On, text: &str, before: &[Condition]) -> Result<Condition, Trouble> {
        if on == On::Stage {
            return self.stage(text, before);
        }
        let place = on.place(self.watched);
        let model = place
            .ok_or_else(|| {
                let nouns = self.watched.nouns(self.deps.language);
                say!(self.deps.language, "`--{flag}` does not fit {nouns}.", flag = on.word(), nouns)
            })?
            .model;
        let found = self.found(on, model, text)?;
        let ids = match on {
            On::Customer => self.with_contacts(found.id).map_err(|error| self.explain(&error))?,
            _ => vec![found.id],
        };
        Ok(Condition { on, name: found.label, ids })
    }

    /// The answer to an error of Odoo.
    pub(super) fn explain(&self, error: &OdooError) -> Trouble {
        Trouble::of(error, self.identity.explain(self.deps, error))
    }

    fn found(&self, on: On, model: &'static str, text: &str) -> Result<Many2One, Trouble> {
        let search = |name: &str, filter: &Filter| {
            let found = self.connection.name_search(model, name, filter, CHOICES_MAX + 1);
            found.map_err(|error| self.explain(&error))
        };
        let everything = Filter::All(Vec::new());
        let mut found = match self.asked(on, model, text)? {
            Asked::Exactly(filter) => search("", &filter)?,
            Asked::Name(name) => search(&name, &everything)?,
        };
        let is_whole = |found: &Many2One| found.label.to_lowercase() == text.to_lowercase();
        if found.iter().any(is_whole) {
            // Who writes the whole name does not mean one that goes on after it.
            found.retain(is_whole);
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            // There are too many partners to name some.
            0 if on == On::Customer => Err(self.missing(on, text, &[]).into()),
            0 => Err(self.missing(on, text, &search("", &everything)?).into()),
            _ => Err(self.several(on, text, &found).into()),
        }
    }

    fn asked(&self, on: On, model: &str, text: &str) -> Result<Asked, String> {
        if on == On::Assignee && text.starts_with('@') {
            return self.colleague(text).map(Asked::Exactly);
        }
        match Reference::parse(text, &self.identity.account.address, "") {
            Ok(Reference::Number(id)) => Ok(Asked::Exactly(Filter::Is("id", id))),
            Ok(Reference::Record { model: other, id }) if other == model => Ok(Asked::Exactly(Filter::Is("id", id))),
            Ok(Reference::Record { .. }) => Err(say!(
                self.deps.language,
                "`--{flag}`: this link leads to another kind of record.",
                flag = on.word()
            )),
            Ok(Reference::Email(email)) if model == "res.users" => Ok(Asked::Exactly(by_email(&email))),
            Ok(Reference::Email(email)) if model == "res.partner" => {
                Ok(Asked::Exactly(Filter::Equals("email_normalized", email)))
            }
            Ok(Reference::Email(_) | Reference::Ticket(_)) | Err(ReferenceError::Unknown(_)) => {
                Ok(Asked::Name(text.to_owned()))
            }
            Err(error) => Err(format!("`--{}`: {}", on.word(), error.say(self.deps.language))),
        }
    }

    /// The user of somebody in Mattermost: as they are connected, else by their verified address.
    fn colleague(&self, name: &str) -> Result<Filter, String> {
        let shown = Markdown::foreign(name);
        let person = self.deps.chat.person_by_name(name.trim_start_matches('@'));
        let person = person.map_err(|_| {
            say!(self.deps.language, "`--assignee`: there is nobody called “{name}” in Mattermost.", name = shown)
        })?;
        let link = identity::link(self.deps, &person.id);
        match link.map_err(|_| say!(self.deps.language, "Mattermost's store did not answer. Try again."))? {
            Some(link) => Ok(Filter::Is("id", link.value.odoo_uid)),
            None if person.is_email_verified && !person.email.is_empty() => Ok(by_email(&person.email)),
            None => Err(say!(
                self.deps.language,
                "`--assignee`: it is not known who {name} is in Odoo. Write the name as it is there.",
                name = shown
            )),
        }
    }

    /// Stages of several projects with the same name are all meant.
    fn stage(&self, text: &str, before: &[Condition]) -> Result<Condition, Trouble> {
        let project = before.iter().find(|condition| condition.on == On::Project);
        let project = project.and_then(|condition| condition.ids.first()).map(|id| Related::Record(*id));
        let stages = match self.watched.model {
            "crm.lead" => stage::of_leads(self.connection),
            _ => stage::of_tasks(self.connection, project.as_ref()),
        };
        let stages = stages.map_err(|error| self.explain(&error))?;
        let ids = stage::called(&stages, text);
        let meant = distinct(stages.iter().filter(|stage| ids.contains(&stage.id)));
        match meant.as_slice() {
            [one] => Ok(Condition { on: On::Stage, name: one.label.clone(), ids }),
            [] => Err(self.missing(On::Stage, text, &distinct(stages.iter())).into()),
            several => Err(self.several(On::Stage, text, several).into()),
        }
    }

    fn with_contacts(&self, id: i64) -> Result<Vec<i64>, OdooError> {
        let filter = &Filter::Under("id", id);
        let (order, limit) = ("id asc", CONTACTS_MAX);
        let rows =
            self.connection.search_read(&Search { model: "res.partner", filter, fields: &["id"], order, limit })?;
        let contacts = rows.iter().filter_map(Row::id).filter(|contact| *contact != id);
        Ok(std::iter::once(id).chain(contacts).collect())
    }

    fn missing(&self, on: On, text: &str, choices: &[Many2One]) -> String {
        let (language, flag, text) = (self.deps.language, on.word(), Markdown::foreign(text));
        let missing =
            say!(language, "`--{flag}`: Odoo has no {flag} “{text}”, or the account may not see it.", flag, text);
        match choices {
            [] => missing,
            choices => {
                format!("{missing} {}", say!(language, "Take one of {names}.", names = listed(language, on, choices)))
            }
        }
    }

    fn several(&self, on: On, text: &str, choices: &[Many2One]) -> String {
        let (language, flag, text) = (self.deps.language, on.word(), Markdown::foreign(text));
        let names = listed(language, on, choices);
        match on {
            On::Stage => {
                say!(language, "`--{flag}`: “{text}” can be {names}. Write the whole name.", flag, text, names)
            }
            _ => {
                say!(
                    language,
                    "`--{flag}`: “{text}” can be {names}. Write the whole name or the number.",
                    flag,
                    text,
                    names
                )
            }
        }
    }
}

fn by_email(email: &str) -> Filter {
    Filter::Any(["login", "email"].map(|field| Filter::Same(field, email.to_owned())).into())
}

/// One of each name.
fn distinct<'a>(stages: impl Iterator<Item = &'a Stage>) -> Vec<Many2One> {
    let mut distinct: Vec<Many2One> = Vec::new();
    for Stage { id, name } in stages {
        if !distinct.iter().any(|known| known.label == *name) {
            distinct.push(Many2One { id: *id, label: name.clone() });
        }
    }
    distinct
}
/// `“Office Design” (1), “Renovations” (3)`; stages are known by their names alone.
fn listed(language: Language, on: On, choices: &[Many2One]) -> String {
    let choice = |choice: &Many2One| match on {
        On::Stage => format!("“{}”", Markdown::foreign(&choice.label)),
        _ => format!("“{}” ({})", Markdown::foreign(&choice.label), choice.id),
    };
    let mut names: Vec<_> = choices.iter().take(CHOICES_MAX as usize).map(choice).collect();
    names.extend((choices.len() > CHOICES_MAX as usize).then(|| say!(language, "others")));
    names.join(", ")
}
