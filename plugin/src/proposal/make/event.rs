//! `create_calendar_event`: a meeting.

mod span;

use serde_json::Map;

use super::context::Context;
use super::lookup::{Found, Lookup, Target};
use super::questions::{Answers, Question, Questions};
use super::{Plan, check};
use crate::identity;
use crate::language::Language;
use crate::odoo::{Filter, Many2One, UserId, Values};
use crate::proposal::draft::{EventDraft, Reference};
use crate::proposal::{Effect, Model, Operation, ProposeError, Shown};
use crate::say;
use crate::text;
use span::Span;

const ATTENDEES_MAX: usize = 50;
const LOCATION_RUNES_MAX: usize = 200;

pub(super) fn plan(context: &Context<'_>, draft: &EventDraft) -> Result<Plan, ProposeError> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let name = check::required(context.deps.language, "name", &draft.name, check::NAME_RUNES_MAX)?;
    let span = Span::of(context, draft)?;
    let location = check::line(context.deps.language, "location", &text(&draft.location), LOCATION_RUNES_MAX)?;
    let description = check::lines(context.deps.language, "description", &text(&draft.description))?;

    let mut questions = Questions::default();
    let organiser = Organiser::ask(context, &mut questions)?;
    let invited = invited(context, &mut questions, draft.partner_ids.as_deref().unwrap_or_default())?;
    let answers = questions.ask(&context.odoo);
    let invited = invited.iter().map(|lookup| lookup.found(&answers)).collect::<Result<Vec<_>, _>>()?;
    let host = organiser.partner(context.deps.language, &answers)?;

    let mut ids = vec![host.id];
    ids.extend(invited.iter().map(|partner| partner.id));
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(*id));
    let mut values = span.values(Values::new().text("name", &name)).links("partner_ids", &ids);
    let mut shown = vec![
        Shown::new(text!("Name"), &name),
        Shown::new(text!("When"), span.shown(context)),
        Shown::new(text!("Organiser"), format!("{} ({})", host.label, host.id)),
    ];
    if let Some(UserId(uid)) = organiser.named {
        values = values.reference("user_id", uid);
    }
    let guests: Vec<_> = distinct(&invited, host.id);
    if !guests.is_empty() {
        let names: Vec<_> = guests.iter().map(|guest| guest.label()).collect();
        shown.push(Shown::new(text!("Invited"), names.join(", ")));
    }
    if let Some(location) = &location {
        values = values.text("location", location);
        shown.push(Shown::new(text!("Place"), location));
    }
    if let Some(description) = &description {
        values = values.html("description", description);
        shown.push(Shown::new(text!("Description"), description));
    }
    Ok(Plan {
        summary: say!(context.shared, "New meeting {name}", name),
        shown,
        warnings: span
            .is_past(context)
            .then(|| say!(context.shared, "The meeting is in the past."))
            .into_iter()
            .chain(mailed(context.shared, &guests))
            .collect(),
        operations: vec![Operation {
            op: "create_calendar_event".into(),
            model: Model::Event,
            effect: Effect::Create { values: vec![values.into()] },
            context: Map::new(),
            preconditions: Vec::new(),
        }],
    })
}

/// Whose meeting it is: the proposer's own user if it is known, else the account's.
struct Organiser {
    /// Has to be said: Odoo takes the account by itself.
    named: Option<UserId>,
    question: Question,
}

impl Organiser {
    fn ask(context: &Context<'_>, questions: &mut Questions) -> Result<Self, ProposeError> {
        let account = context.odoo.user_id()?;
        let link = match &context.person {
            Some(person) => identity::link(context.deps, &person.id)?,
            None => None,
        };
        let own = link.map(|link| UserId(link.value.odoo_uid)).filter(|own| *own != account);
        let user = Filter::Is("id", own.unwrap_or(account).0);
        Ok(Self { named: own, question: questions.find("res.users", &user, &["partner_id"], 1) })
    }

    fn partner(&self, language: Language, answers: &Answers) -> Result<Many2One, ProposeError> {
        let partner = answers.rows(self.question)?.first().and_then(|user| user.many2one("partner_id"));
        partner.ok_or_else(|| {
            ProposeError::invalid("", "not_found", say!(language, "Your user in Odoo is not there any more."))
        })
    }
}

fn invited(context: &Context<'_>, questions: &mut Questions, given: &[Reference]) -> Result<Vec<Lookup>, ProposeError> {
    if given.len() > ATTENDEES_MAX {
        let text = say!(context.deps.language, "A meeting may have {max} guests at most.", max = ATTENDEES_MAX);
        return Err(ProposeError::invalid("partner_ids", "too_many", text));
    }
    let given = given.iter().filter(|given| !given.is_empty());
    given.map(|given| Lookup::new(context, questions, Target::Partner, "partner_ids", given, &["email"])).collect()
}

fn distinct(invited: &[Found], host: i64) -> Vec<&Found> {
    let mut guests: Vec<&Found> = Vec::new();
    for guest in invited {
        if guest.id != host && !guests.iter().any(|known| known.id == guest.id) {
            guests.push(guest);
        }
    }
    guests
}

/// Odoo writes to every guest who has an address, and not to the organiser.
fn mailed(language: Language, guests: &[&Found]) -> Option<String> {
    match guests.iter().filter(|guest| guest.row.text("email").is_some()).count() {
        0 => None,
        count => Some(say!(
            language,
            "{count} person will be mailed an invitation.||{count} people will be mailed an invitation.",
            count
        )),
    }
}
