//! What commands that read share: who reads, over which connection, and what their arguments mean.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Call;
use super::caller::Caller;
use super::menu::Menu;
use super::parse::Input;
use super::trouble::Trouble;
use crate::access::{self, Action};
use crate::file;
use crate::identity;
use crate::language::Language;
use crate::odoo::attachment::Attachment;
use crate::odoo::sheet::Sheet;
use crate::odoo::user::{self, User};
use crate::odoo::{Connection, Filter, Listed, OdooError, Related, When, project};
use crate::order;
use crate::ports::{Card, Deps, Timestamp};
use crate::record_card::card;
use crate::reference::{Reference, ReferenceError};
use crate::settings::{Account, Settings};
use crate::text::{Markdown, Zone, when};
use crate::{say, text};

/// A person who may read, with a connection.
pub(super) struct Reading<'a> {
    pub(super) deps: Deps<'a>,
    pub(super) connection: Connection<'a>,
    /// Of the reader.
    pub(super) zone: Zone,
    pub(super) now: Timestamp,
    call: &'a Call,
    caller: &'a Caller,
    account: &'a Account,
}

impl<'a> Reading<'a> {
    /// # Errors
    /// The answer to who may not read, or when there is no Odoo to read in.
    pub(super) fn begin(deps: &Deps<'a>, call: &'a Call, caller: &'a Caller) -> Result<Self, String> {
        let account = caller.account(deps)?;
        access::may(deps, &caller.current.settings, &caller.person, Action::Read)?;
        Ok(Self {
            deps: *deps,
            connection: caller.connect_in(deps, call, account)?,
            zone: caller.current.settings.zone_of(&caller.person),
            now: deps.clock.now(),
            call,
            caller,
            account,
        })
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.caller.current.settings
    }

    /// What lets a record of a kind be used in a proposal, for who may propose.
    pub(super) fn propose_menu(&self, kind: &str) -> Option<Menu> {
        self.may_propose().then(|| Menu::propose(kind))
    }

    /// Whether the reader may propose.
    pub(super) fn may_propose(&self) -> bool {
        access::may(&self.deps, self.settings(), &self.caller.person, Action::Propose).is_ok()
    }

    /// The day that it is for the reader.
    pub(super) fn today(&self) -> NaiveDate {
        self.zone.day(self.now)
    }

    /// The answer to an error of Odoo.
    pub(super) fn explain(&self, error: &OdooError) -> Trouble {
        Trouble::of(error, self.caller.explain(&self.deps, self.call, self.account, error))
    }

    /// A record's name, leading to it.
    pub(super) fn link(&self, name: &str, model: &str, id: i64) -> Markdown {
        Markdown::link(name, &self.address(model, id))
    }

    /// Where a record is for people.
    pub(super) fn address(&self, model: &str, id: i64) -> String {
        self.account.address.record(model, id)
    }

    /// A file's name, leading to it.
    pub(super) fn file(&self, file: &Attachment) -> Markdown {
        Markdown::link(&file::name(&file.name), &self.account.address.file(file.id))
    }

    /// A record as a card; `title` is what stands above it.
    pub(super) fn card(&self, sheet: &Sheet, title: &str) -> Card {
        card(self.deps.language, &self.account.address, self.zone, sheet, title)
    }

    /// What a text names.
    ///
    /// # Errors
    /// Why it names nothing.
    pub(super) fn reference(&self, text: &str) -> Result<Reference, ReferenceError> {
        Reference::parse(text, &self.account.address, &self.settings().tickets.prefix)
    }

    /// The record of `model` that a flag names, by number, link, e-mail address or a part of its name.
    ///
    /// # Errors
    /// The answer to a link that leads elsewhere.
    pub(super) fn related(&self, input: &Input, flag: &str, model: &str) -> Result<Option<Related>, String> {
        let Some(text) = input.get(flag) else { return Ok(None) };
        match self.reference(text) {
            Ok(Reference::Number(id)) => Ok(Some(Related::Record(id))),
            Ok(Reference::Record { model: other, id }) if other == model => Ok(Some(Related::Record(id))),
            Ok(Reference::Email(email)) => Ok(Some(Related::Email(email))),
            Ok(Reference::Ticket(_)) | Err(ReferenceError::Unknown(_)) => Ok(Some(Related::Named(text.to_owned()))),
            Ok(Reference::Record { .. }) => {
                Err(say!(self.deps.language, "`--{flag}`: this link leads to another kind of record.", flag))
            }
            Err(error) => Err(format!("`--{flag}`: {}", error.say(self.deps.language))),
        }
    }

    /// The first `rows` records, and one more if there are more.
    ///
    /// # Errors
    /// The answer to an error of Odoo.
    pub(super) fn list<T: Listed>(&self, filter: &Filter, rows: usize) -> Result<Vec<T>, Trouble> {
        let limit = u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(1);
        self.connection.list(filter, limit).map_err(|error| self.explain(&error))
    }

    /// The same in another order.
    ///
    /// # Errors
    /// The answer to an error of Odoo.
    pub(super) fn list_by<T: Listed>(&self, filter: &Filter, order: &str, rows: usize) -> Result<Vec<T>, Trouble> {
        let limit = u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(1);
        self.connection.list_by(filter, order, limit).map_err(|error| self.explain(&error))
    }

    /// What records are called. Where Odoo does not say they are counted only.
    pub(super) fn names(&self, model: &'static str, ids: impl IntoIterator<Item = i64>) -> Names {
        let ids: Vec<_> = order::filled::<BTreeSet<_>, _>(ids).into_iter().collect();
        Names(user::names(&self.connection, model, &ids).unwrap_or_default())
    }

    /// The projects that hold tickets.
    ///
    /// # Errors
    /// The answer when there are none.
    pub(super) fn ticket_projects(&self) -> Result<Vec<i64>, Trouble> {
        let choices = &self.settings().tickets.projects;
        let ids = project::chosen(&self.connection, choices).map_err(|error| self.explain(&error))?;
        match (choices.is_empty(), ids.is_empty()) {
            (true, _) => Err(self.deps.language.tell(NO_TICKETS).into()),
            (false, true) => Err(self.deps.language.tell(NO_TICKET_PROJECTS).into()),
            (false, false) => Ok(ids),
        }
    }

    /// The number in `[TICKET-#17]`, if that is what a text is.
    pub(super) fn ticket_number(&self, text: &str) -> Option<String> {
        match self.reference(text) {
            Ok(Reference::Ticket(number)) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The date, or date with a time, of a flag.
    ///
    /// # Errors
    /// The answer to what is none.
    pub(super) fn when(&self, input: &Input, flag: &str) -> Result<Option<When>, String> {
        let Some(text) = input.get(flag) else { return Ok(None) };
        when(text, self.zone, self.now)
            .map(Some)
            .map_err(|error| format!("`--{flag}`: {}", error.say(self.deps.language)))
    }

    /// The reader's user in Odoo, if `--mine` was given.
    ///
    /// # Errors
    /// The answer when nobody knows it.
    pub(super) fn mine(&self, input: &Input) -> Result<Option<User>, Trouble> {
        if input.has("mine") { self.me().map(Some) } else { Ok(None) }
    }

    /// The reader's user in Odoo.
    ///
    /// # Errors
    /// The answer when nobody knows it.
    pub(super) fn me(&self) -> Result<User, Trouble> {
        let person = &self.caller.person;
        let link = identity::link(&self.deps, &person.id)
            .map_err(|_| say!(self.deps.language, "Mattermost's store did not answer. Try again."))?;
        let user = match link {
            Some(link) => user::by_id(&self.connection, link.value.odoo_uid),
            None if person.is_email_verified && !person.email.is_empty() => {
                user::by_email(&self.connection, &person.email)
            }
            None => Ok(None),
        };
        user.map_err(|error| self.explain(&error))?.ok_or_else(|| self.deps.language.tell(NOBODY).into())
    }
}

/// What records are called, by their ids.
pub(super) struct Names(BTreeMap<i64, String>);

/// Names in one cell.
const NAMES_MAX: usize = 5;

impl Names {
    /// Some records in one line: the first names, and how many more there are.
    pub(super) fn list(&self, language: Language, ids: &[i64]) -> Markdown {
        let known: Vec<_> = ids.iter().filter_map(|id| self.0.get(id)).take(NAMES_MAX).cloned().collect();
        let more = ids.len() - known.len();
        match (known.is_empty(), more) {
            (true, 0) => Markdown::default(),
            (true, more) => Markdown::foreign(&more.to_string()),
            (false, 0) => Markdown::message(&known.join(", ")),
            (false, more) => {
                Markdown::message(&say!(language, "{names} and {more} more", names = known.join(", "), more))
            }
        }
    }
}

const NO_TICKETS: &str = text!(
    "There are no tickets here yet: an administrator has to name their projects in the setting `TicketProjects`."
);
const NO_TICKET_PROJECTS: &str = text!(
    "None of the projects in the setting `TicketProjects` is in Odoo, or the plugin's account may not see them. Please tell an administrator."
);
const NOBODY: &str = text!("Which user of Odoo you are is not known here. Tell it once with `/odoo connect`.");
