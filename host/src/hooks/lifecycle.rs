//! Start, configuration and stop.

use mattermost::log::Level;
use mattermost::model::ErrorValue;
use mattermost::{Api, Hook};

use super::ComponentHooks;
use crate::deadlines::Deadlines;
use crate::runtime::Runtime;
use crate::runtime::bindings::exports::mattermost::plugin::lifecycle_hook::{self, HookSet, Job};
use crate::schedule::Schedule;

/// What the component says of itself.
#[derive(Debug, Default)]
pub struct Description {
    hooks: HookSet,
    pub(crate) jobs: Vec<Job>,
}

/// The contract's flags and the server's names.
const HOOKS: &[(HookSet, Hook)] = &[
    (HookSet::EXECUTE_COMMAND, Hook::ExecuteCommand),
    (HookSet::SERVE_HTTP, Hook::ServeHTTP),
    (HookSet::MESSAGE_WILL_BE_POSTED, Hook::MessageWillBePosted),
    (HookSet::MESSAGE_HAS_BEEN_POSTED, Hook::MessageHasBeenPosted),
    (HookSet::MESSAGE_HAS_BEEN_UPDATED, Hook::MessageHasBeenUpdated),
    (HookSet::MESSAGE_HAS_BEEN_DELETED, Hook::MessageHasBeenDeleted),
    (HookSet::REACTION_HAS_BEEN_ADDED, Hook::ReactionHasBeenAdded),
    (HookSet::REACTION_HAS_BEEN_REMOVED, Hook::ReactionHasBeenRemoved),
    (HookSet::CHANNEL_HAS_BEEN_CREATED, Hook::ChannelHasBeenCreated),
    (HookSet::USER_HAS_JOINED_CHANNEL, Hook::UserHasJoinedChannel),
    (HookSet::USER_HAS_LEFT_CHANNEL, Hook::UserHasLeftChannel),
    (HookSet::USER_HAS_JOINED_TEAM, Hook::UserHasJoinedTeam),
    (HookSet::USER_HAS_LEFT_TEAM, Hook::UserHasLeftTeam),
    (HookSet::USER_HAS_BEEN_CREATED, Hook::UserHasBeenCreated),
    (HookSet::USER_WILL_LOG_IN, Hook::UserWillLogIn),
    (HookSet::USER_HAS_LOGGED_IN, Hook::UserHasLoggedIn),
    (HookSet::USER_HAS_BEEN_DEACTIVATED, Hook::UserHasBeenDeactivated),
    (HookSet::PLUGIN_CLUSTER_EVENT, Hook::OnPluginClusterEvent),
];

impl Description {
    /// Asks a component. One that cannot even say what it is gets no hooks; activation tells the admin.
    pub(super) async fn ask(runtime: &Runtime) -> Option<Self> {
        let deadline = Deadlines::default().activate();
        let described = runtime
            .call("describe", deadline, |plugin, store| {
                Box::pin(async move { plugin.mattermost_plugin_lifecycle_hook().call_describe(store).await })
            })
            .await;
        let lifecycle_hook::Description { hooks, jobs } = described.ok()?;
        Some(Self { hooks, jobs })
    }
}

impl ComponentHooks {
    /// The component's hooks and those the host needs for itself.
    pub(super) fn announced(&self) -> Vec<Hook> {
        let wanted = self.component.as_ref().ok().map_or(HookSet::empty(), |component| component.description.hooks);
        let own = [
            Hook::OnActivate,
            Hook::OnDeactivate,
            Hook::OnConfigurationChange,
            Hook::ServeMetrics,
            Hook::GenerateSupportData,
        ];
        own.into_iter().chain(HOOKS.iter().filter(|(flag, _)| wanted.contains(*flag)).map(|(_, hook)| *hook)).collect()
    }

    /// Connects the API, reads the settings, lets the component look at them, and starts it. The server has not sent a
    /// change of configuration before, so this does its work first (protocol 5.2).
    pub(super) async fn activate(&self, api: Api) -> Result<(), ErrorValue> {
        self.host.connect(api);
        let component = self.component.as_ref().map_err(|error| ErrorValue::new(error.to_string()))?;
        if let Err(error) = self.configuration_changed().await {
            self.host.log().write(
                Level::Warn,
                "The configuration is not usable yet",
                &[("problem", &error.to_string())],
            );
        }
        let started = export!(self, "OnActivate", activate, mattermost_plugin_lifecycle_hook.call_activate());
        match started {
            Ok(Ok(())) => {}
            Ok(Err(text)) => return Err(ErrorValue::new(text)),
            Err(error) => return Err(ErrorValue::new(error.to_string())),
        }
        let schedule = Schedule::start(&component.runtime, &component.description.jobs);
        *self.schedule.lock().await = Some(schedule);
        let version = &self.host.manifest().version;
        self.host.log().write(Level::Info, "The plugin runs", &[("version", version), ("node", self.host.node_id())]);
        Ok(())
    }

    /// Reads the settings again and lets the component judge them. What it accepts opens the way out; what it refuses only as long
    /// as this process knows nothing better.
    pub(super) async fn configuration_changed(&self) -> Result<(), ErrorValue> {
        let grants = self.host.load_settings().await.map_err(|error| ErrorValue::new(error.to_string()))?;
        let accepted = export!(
            self,
            "OnConfigurationChange",
            activate,
            mattermost_plugin_lifecycle_hook.call_configuration_changed()
        );
        match accepted {
            Ok(Ok(())) => {
                self.host.grant(grants);
                Ok(())
            }
            Ok(Err(text)) => {
                self.host.grant_at_first(grants);
                Err(ErrorValue::new(text))
            }
            Err(error) => Err(ErrorValue::new(error.to_string())),
        }
    }

    /// Ends the jobs, gives their leases back and tells the component.
    pub(super) async fn deactivate(&self) {
        if let Some(schedule) = self.schedule.lock().await.take() {
            schedule.stop().await;
        }
        let _ = export!(self, "OnDeactivate", deactivate, mattermost_plugin_lifecycle_hook.call_deactivate());
    }
}
