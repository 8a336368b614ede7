use crate::access::{Action, Role, Standing};
use crate::audit::Credential;
use crate::http::Request;
use crate::http::reply::Refusal;
use crate::odoo::Connection;
use crate::ports::{ChatError, Deps, Level, Person, SessionKind};
use crate::proposal::Proposer;
use crate::settings::{self, Account, Settings, reader_of};
use crate::text::Zone;

/// Who calls the API, under which settings.
pub(super) struct Client {
    pub(super) caller: Caller,
    pub(super) settings: Settings,
    standing: Standing,
}

pub(super) enum Caller {
    Person(Person),
    /// A bot or a service account, by its session.
    Tool(Person),
}

impl Client {
    /// # Errors
    /// [`Refusal::Unauthenticated`] without a session or a valid key.
    pub(super) fn of(deps: &Deps<'_>, request: &Request) -> Result<Self, Refusal> {
        let user_id = request.user_id.as_deref().filter(|id| !id.is_empty()).ok_or(Refusal::Unauthenticated)?;
        let settings = Settings::current(deps).settings;
        let person = deps.chat.person(user_id).map_err(|error| nobody(deps, request, &error))?;
        let standing = Standing::of(deps, &settings, &person).map_err(Refusal::Denied)?;
        let is_tool = standing.has(Role::Tool);
        let caller = if is_tool { Caller::Tool(person) } else { Caller::Person(person) };
        Ok(Self { caller, settings, standing })
    }

    /// Whether the action is open to the caller.
    ///
    /// # Errors
    /// [`Refusal::Denied`] with what to do about it.
    pub(super) fn may(&self, action: Action) -> Result<(), Refusal> {
        self.standing.may(&self.settings, action).map_err(Refusal::Denied)
    }

    /// How the caller showed who they are. A session of which nobody knows how it was opened counts as that of a program.
    pub(super) fn credential(&self, deps: &Deps<'_>, request: &Request) -> Credential {
        match deps.chat.session(&request.session_id) {
            Ok(SessionKind::Browser) => Credential::Session,
            Ok(SessionKind::Token) | Err(_) => Credential::AccessToken,
        }
    }

    /// The account behind the session.
    pub(super) fn user_id(&self) -> &str {
        &self.person().id
    }

    /// As whom proposals are made.
    pub(super) fn proposer(&self) -> Proposer {
        match &self.caller {
            Caller::Person(person) => Proposer::Person { user_id: person.id.clone() },
            Caller::Tool(person) => Proposer::Tool { user_id: person.id.clone() },
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
        Connection::open(*deps, account, reader_of(deps, &self.settings, self.person()))
    }

    /// In which days and times of day are meant that say no zone.
    pub(super) fn zone(&self) -> Zone {
        self.settings.zone_of(self.person())
    }

    fn person(&self) -> &Person {
        match &self.caller {
            Caller::Person(person) | Caller::Tool(person) => person,
        }
    }
}

fn nobody(deps: &Deps<'_>, request: &Request, error: &ChatError) -> Refusal {
    let fields = [("request_id", request.request_id.clone()), ("error", error.to_string())];
    deps.log.write(Level::Error, "The caller of the API could not be looked up", &fields);
    Refusal::Mattermost
}
