use super::Request;
use crate::access::{self, Action};
use crate::language::Language;
use crate::odoo::Connection;
use crate::organisation::{self, FenceError};
use crate::ports::{ChatError, Deps, Level, Person};
use crate::proposal::{ProposeError, Proposer};
use crate::say;
use crate::settings::{Account, Settings, reader_of};
use crate::text::Zone;

/// Who asks, and the Odoo as it is for the account that would write.
pub(super) struct Context<'a> {
    pub(super) deps: &'a Deps<'a>,
    pub(super) settings: &'a Settings,
    pub(super) account: &'a Account,
    pub(super) odoo: Connection<'a>,
    /// None for a machine with a key.
    pub(super) person: Option<Person>,
    /// In which the proposer's days and times of day are meant.
    pub(super) zone: Zone,
    /// The language of the card.
    pub(super) shared: Language,
}

impl<'a> Context<'a> {
    /// Connects to nothing yet.
    ///
    /// # Errors
    /// [`ProposeError::Invalid`] if the proposer may not propose, or may not write in the channel of the card: forms and
    /// programs name the channel themselves.
    pub(super) fn new(
        deps: &'a Deps<'a>,
        settings: &'a Settings,
        account: &'a Account,
        request: &Request,
    ) -> Result<Self, ProposeError> {
        let person = match &request.proposer {
            Proposer::Person { user_id } | Proposer::Tool { user_id } => {
                let person = known(deps, user_id)?;
                access::may(deps, settings, &person, Action::Propose)
                    .map_err(|text| ProposeError::invalid("", "forbidden", text))?;
                if !deps.chat.may_in_channel(user_id, &request.origin.channel_id, "create_post") {
                    return Err(ProposeError::invalid(
                        "channel_id",
                        "forbidden",
                        say!(deps.language, "You may not write in that channel."),
                    ));
                }
                Some(person)
            }
            // What a key or a hook may do, and where, was decided when it was made.
            Proposer::Key { .. } | Proposer::Hook { .. } => None,
        };
        let reader = person.clone().unwrap_or_default();
        let zone = settings.zone_of(&reader);
        let fence = organisation::fence(deps, &request.origin.channel_id).map_err(|error| unknown(deps, error))?;
        let odoo = Connection::open(*deps, account, reader_of(deps, settings, &reader).within(fence));
        let shared = deps.for_all().language;
        Ok(Self { deps, settings, account, odoo, person, zone, shared })
    }
}

fn unknown(deps: &Deps<'_>, error: FenceError) -> ProposeError {
    match error {
        FenceError::Store(error) => error.into(),
        FenceError::Chat(error) => {
            deps.log.write(
                Level::Error,
                "The channel of a proposal could not be looked up",
                &[("error", error.to_string())],
            );
            let text = say!(deps.language, "Mattermost did not tell of which team the channel is. Try again.");
            ProposeError::invalid("channel_id", "not_found", text)
        }
    }
}

fn known(deps: &Deps<'_>, user_id: &str) -> Result<Person, ProposeError> {
    deps.chat.person(user_id).map_err(|error: ChatError| {
        deps.log.write(Level::Error, "A proposer could not be looked up", &[("error", error.to_string())]);
        ProposeError::invalid(
            "",
            "person",
            say!(deps.language, "Mattermost did not tell this plugin who you are. Try again."),
        )
    })
}
