use crate::access::{Action, Role, Standing};
use crate::api_key::{self, Key, KeyError};
use crate::audit::{Credential, Who};
use crate::http::Request;
use crate::http::reply::Refusal;
use crate::language::Language;
use crate::odoo::Connection;
use crate::organisation::{self, FenceError};
use crate::ports::{ChatError, Deps, Level, Person, SessionKind};
use crate::proposal::Proposer;
use crate::rate::{self, Kind, RateError};
use crate::settings::{self, Account, Settings, reader_of};
use crate::text::Zone;

/// Who calls the API, under which settings.
pub(super) struct Client {
    pub(super) caller: Caller,
    pub(super) settings: Settings,
    standing: Standing,
    /// Of a person or an account; for a key nobody's language and zone.
    person: Person,
}

pub(super) enum Caller {
    Person,
    /// A bot or a service account, by its session.
    Tool,
    Key(Key),
}

impl Client {
    /// Who asks for something; it is counted.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] without a session or a valid key, [`Refusal::TooMany`], [`Refusal::Denied`] with what
    /// to do about it.
    pub(super) fn reading(deps: &Deps<'_>, request: &Request, action: Action) -> Result<Self, Refusal> {
        Self::of(deps, request, Kind::Read, action)
    }

    /// Who wants something to be done; it is counted.
    ///
    /// # Errors
    /// As [`Client::reading`].
    pub(super) fn writing(deps: &Deps<'_>, request: &Request, action: Action) -> Result<Self, Refusal> {
        Self::of(deps, request, Kind::Write, action)
    }

    fn of(deps: &Deps<'_>, request: &Request, kind: Kind, action: Action) -> Result<Self, Refusal> {
        let settings = Settings::current(deps).settings;
        // A key that was sent is meant, also by a program that has a session besides.
        let client = match request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("X-API-Key")) {
            Some((_, key)) => Self::with_key(deps, request, settings, key)?,
            None => Self::with_session(deps, request, settings)?,
        };
        rate::admit(deps, &client.settings.limits, kind, client.id())?;
        client.may(action)?;
        Ok(client)
    }

    fn with_key(deps: &Deps<'_>, request: &Request, settings: Settings, key: &str) -> Result<Self, Refusal> {
        let key = api_key::authenticate(deps, key).map_err(|error| match error {
            KeyError::Refused => Refusal::Unauthenticated,
            KeyError::Store(error) => Refusal::Store(error),
            KeyError::Chat(error) => nobody(deps, request, &error),
        })?;
        Ok(Self { settings, standing: key.standing(), person: Person::default(), caller: Caller::Key(key) })
    }

    fn with_session(deps: &Deps<'_>, request: &Request, settings: Settings) -> Result<Self, Refusal> {
        let user_id = request.user_id.as_deref().filter(|id| !id.is_empty()).ok_or(Refusal::Unauthenticated)?;
        let person = deps.chat.person(user_id).map_err(|error| nobody(deps, request, &error))?;
        let standing = Standing::of(deps, &settings, &person).map_err(Refusal::Denied)?;
        let caller = if standing.has(Role::Tool) { Caller::Tool } else { Caller::Person };
        Ok(Self { caller, settings, standing, person })
    }

    /// Whether the action is open to the caller.
    ///
    /// # Errors
    /// [`Refusal::Denied`] with what to do about it.
    pub(super) fn may(&self, action: Action) -> Result<(), Refusal> {
        self.standing.may(Language::En, &self.settings, action).map_err(Refusal::Denied)
    }

    /// The account behind the session; of a key, who made it and answers for it.
    pub(super) fn user_id(&self) -> &str {
        match &self.caller {
            Caller::Person | Caller::Tool => &self.person.id,
            Caller::Key(key) => &key.owner_id,
        }
    }

    /// How the caller showed who they are. A session of which nobody knows how it was opened counts as that of a program.
    pub(super) fn credential(&self, deps: &Deps<'_>, request: &Request) -> Credential {
        if matches!(self.caller, Caller::Key(_)) {
            return Credential::ApiKey;
        }
        match deps.chat.session(&request.session_id) {
            Ok(SessionKind::Browser) => Credential::Session,
            Ok(SessionKind::Token) | Err(_) => Credential::AccessToken,
        }
    }

    /// For the audit.
    pub(super) fn who(&self) -> Who {
        Who::from(&self.proposer())
    }

    /// As whom proposals are made.
    pub(super) fn proposer(&self) -> Proposer {
        match &self.caller {
            Caller::Person => Proposer::Person { user_id: self.person.id.clone() },
            Caller::Tool => Proposer::Tool { user_id: self.person.id.clone() },
            Caller::Key(key) => key.proposer(),
        }
    }

    /// The plugin's account: reads are done with it.
    ///
    /// # Errors
    /// [`Refusal::Unconfigured`]
    pub(super) fn account(&self) -> Result<&Account, Refusal> {
        match &self.settings.connection {
            settings::Connection::Account(account) => Ok(account),
            settings::Connection::Missing(_) => Err(Refusal::Unconfigured),
        }
    }

    /// A connection whose texts suit the caller.
    pub(super) fn connect<'a>(&self, deps: &Deps<'a>, account: &'a Account) -> Connection<'a> {
        Connection::open(*deps, account, reader_of(deps, &self.settings, &self.person))
    }

    /// The same; of a key inside the fence of its channel.
    ///
    /// # Errors
    /// When nobody knows that fence.
    pub(super) fn connect_in<'a>(&self, deps: &Deps<'a>, account: &'a Account) -> Result<Connection<'a>, Refusal> {
        let fence = match &self.caller {
            Caller::Key(Key { channel_id: Some(channel_id), .. }) => organisation::fence(deps, channel_id)?,
            Caller::Person | Caller::Tool | Caller::Key(_) => None,
        };
        Ok(Connection::open(*deps, account, reader_of(deps, &self.settings, &self.person).within(fence)))
    }

    /// In which days and times of day are meant that say no zone.
    pub(super) fn zone(&self) -> Zone {
        self.settings.zone_of(&self.person)
    }

    /// What calls are counted by.
    fn id(&self) -> &str {
        match &self.caller {
            Caller::Person | Caller::Tool => &self.person.id,
            Caller::Key(key) => &key.id,
        }
    }
}

impl From<FenceError> for Refusal {
    fn from(error: FenceError) -> Self {
        match error {
            FenceError::Store(error) => Self::Store(error),
            FenceError::Chat(_) => Self::Mattermost,
        }
    }
}

impl From<RateError> for Refusal {
    fn from(error: RateError) -> Self {
        match error {
            RateError::TooMany { retry_after_seconds } => Self::TooMany { retry_after_seconds },
            RateError::Store(error) => Self::Store(error),
        }
    }
}

fn nobody(deps: &Deps<'_>, request: &Request, error: &ChatError) -> Refusal {
    let fields = [("request_id", request.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The caller of the API could not be looked up", &fields);
    Refusal::Mattermost
}
