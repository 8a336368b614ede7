use std::time::Duration;

use super::Call;
use crate::admins;
use crate::language;
use crate::odoo::{Connection, Health, OdooError, explain};
use crate::organisation;
use crate::ports::{ChannelKind, Deps, Level, Person};
use crate::say;
use crate::settings::{self, Account, Current, Problem, Settings};
use crate::text::{ago, utc};

/// Until suggestions would come too late.
const HURRY: Duration = Duration::from_secs(2);

/// Who calls, under which settings.
pub(super) struct Caller {
    pub(super) person: Person,
    pub(super) current: Current,
}

impl Caller {
    /// # Errors
    /// The answer when Mattermost does not say who calls.
    pub(super) fn of(deps: &Deps<'_>, call: &Call) -> Result<Self, String> {
        match deps.chat.person(&call.user_id) {
            Ok(person) => {
                if let Err(error) = admins::note(deps, &person) {
                    let fields = [("error", error.to_string())];
                    deps.log.write(Level::Warn, "An administrator could not be remembered", &fields);
                }
                language::remember(deps, &person);
                Ok(Self { person, current: Settings::current(deps) })
            }
            Err(error) => {
                let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
                deps.log.write(Level::Error, "The caller of a command could not be looked up", &fields);
                Err(say!(
                    deps.language,
                    "Mattermost did not tell this plugin who you are. Try again.\nRequest `{request}`",
                    request = call.request_id
                ))
            }
        }
    }

    /// Somebody who types and does not want to wait for Odoo.
    ///
    /// # Errors
    /// As those of [`Caller::of`].
    pub(super) fn in_a_hurry(deps: &Deps<'_>, call: &Call) -> Result<Self, String> {
        let mut caller = Self::of(deps, call)?;
        if let settings::Connection::Account(account) = &mut caller.current.settings.connection {
            account.timeout = account.timeout.min(HURRY);
        }
        Ok(caller)
    }

    /// The account, if there is one.
    ///
    /// # Errors
    /// The answer when Odoo is not configured: admins read what to fill in and where.
    pub(super) fn account(&self, deps: &Deps<'_>) -> Result<&Account, String> {
        match &self.current.settings.connection {
            settings::Connection::Account(account) => Ok(account),
            settings::Connection::Missing(_) if self.person.is_system_admin && !self.current.problems.is_empty() => {
                Err(say!(
                    deps.language,
                    "Odoo is not connected: the settings have mistakes. Please mend them in {console}.\n{mistakes}",
                    console = console(deps),
                    mistakes = mistakes(&self.current.problems)
                ))
            }
            settings::Connection::Missing(missing) if self.person.is_system_admin => {
                let missing: Vec<_> = missing.iter().map(|setting| format!("`{setting}`")).collect();
                Err(say!(
                    deps.language,
                    "Odoo is not connected yet. Please fill in {settings} in {console}.",
                    settings = missing.join(", "),
                    console = console(deps)
                ))
            }
            settings::Connection::Missing(_) => {
                Err(say!(deps.language, "Odoo is not connected yet. Please ask a system administrator to set it up."))
            }
        }
    }

    /// A connection whose texts suit the person.
    pub(super) fn connect<'a>(&self, deps: &Deps<'a>, account: &'a Account) -> Connection<'a> {
        Connection::open(*deps, account, settings::reader_of(deps, &self.current.settings, &self.person))
    }

    /// The same inside the fence of where it is called.
    ///
    /// # Errors
    /// The answer when nobody knows that fence.
    pub(super) fn connect_in<'a>(
        &self,
        deps: &Deps<'a>,
        call: &Call,
        account: &'a Account,
    ) -> Result<Connection<'a>, String> {
        let fence = organisation::fence_in(deps, &call.team_id, &call.channel_id).map_err(|error| {
            let fields = [("request_id", call.request_id.clone()), ("error", error.to_string())];
            deps.log.write(Level::Error, "The organisation of a team could not be looked up", &fields);
            language::no_store(deps, &call.request_id)
        })?;
        let reader = settings::reader_of(deps, &self.current.settings, &self.person).within(fence);
        Ok(Connection::open(*deps, account, reader))
    }

    /// The answer to an error of Odoo; writes it to the log.
    pub(super) fn explain(&self, deps: &Deps<'_>, call: &Call, account: &Account, error: &OdooError) -> String {
        let fields =
            [("request_id", call.request_id.clone()), ("code", error.code().into()), ("error", error.to_string())];
        deps.log.write(Level::Warn, "A call to Odoo failed", &fields);
        let last_good = last_good(deps, account);
        explain(deps.language, error, self.person.is_system_admin, last_good.as_deref(), &call.request_id)
    }
}

/// Whether it is a channel that nobody administers: each of the few people in it decides for all.
pub(super) fn is_private_talk(deps: &Deps<'_>, user_id: &str, channel_id: &str) -> bool {
    let is_talk = |kind| matches!(kind, ChannelKind::Direct | ChannelKind::Group);
    deps.chat.channel(channel_id).is_ok_and(|channel| is_talk(channel.kind))
        && deps.chat.channel_member(channel_id, user_id).is_ok()
}

/// When Odoo answered last, in words.
pub(super) fn last_good(deps: &Deps<'_>, account: &Account) -> Option<String> {
    let time = Health::of(deps, account).last_good?;
    Some(format!("{} ({})", utc(time), ago(deps.language, deps.clock.now().since(time))))
}

/// A list of what is wrong with the settings.
pub(super) fn mistakes(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("- `{}` {}\n", problem.setting, problem.text)).collect()
}

/// Where admins find the plugin's settings.
pub(super) fn console(deps: &Deps<'_>) -> String {
    let server = deps.config.server();
    let name = say!(deps.language, "System Console → Plugins → Odoo");
    if server.site_url.is_empty() {
        name
    } else {
        format!("[{name}]({}/admin_console/plugins/plugin_{})", server.site_url, server.plugin_id)
    }
}
