//! How a test describes the server that it wants.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value};

use crate::background::Background;
use crate::clock::Clock;
use crate::cluster::Cluster;
use crate::event::Events;
use crate::faults::Faults;
use crate::id::{Ids, id_of};
use crate::kv::KvStore;
use crate::log::Log;
use crate::manifest::Manifest;
use crate::model::{Channel, Team, User};
use crate::role::Role;
use crate::server::Server;
use crate::state::State;
use crate::supervisor::{StartError, Supervision};
use crate::world::{Shared, World};

/// Describes a server; [`Builder::start`] makes it. Everybody is a member of every team and public channel.
pub struct Builder {
    users: Vec<(String, Role)>,
    teams: Vec<String>,
    /// Team and channel.
    channels: Vec<(String, String)>,
    settings: Map<String, Value>,
    bundle: Option<PathBuf>,
    executable: Option<PathBuf>,
    plugin_id: String,
    environment: Vec<(String, String)>,
    version: String,
    site_url: String,
    clock: Clock,
    neighbour: Option<Arc<Shared>>,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            users: Vec::new(),
            teams: Vec::new(),
            channels: Vec::new(),
            settings: Map::new(),
            bundle: None,
            executable: None,
            plugin_id: "plugin-under-test".to_owned(),
            environment: Vec::new(),
            version: "11.6.0".to_owned(),
            site_url: "http://localhost:8065".to_owned(),
            clock: Clock::system(),
            neighbour: None,
        }
    }
}

impl Builder {
    /// Anna (system admin), Ben and Cara (members), the team `acme`, its channels `town-square`, `sales`, `support`.
    pub fn demo(self) -> Self {
        self.user("anna", Role::SystemAdmin)
            .user("ben", Role::Member)
            .user("cara", Role::Member)
            .team("acme")
            .channel("acme", "town-square")
            .channel("acme", "sales")
            .channel("acme", "support")
    }

    /// Adds a user with the mail address `<name>@example.com`.
    pub fn user(mut self, name: &str, role: Role) -> Self {
        self.users.push((name.to_owned(), role));
        self
    }

    /// Adds an open team.
    pub fn team(mut self, name: &str) -> Self {
        self.teams.push(name.to_owned());
        self
    }

    /// Adds a public channel to a team.
    pub fn channel(mut self, team: &str, name: &str) -> Self {
        self.channels.push((team.to_owned(), name.to_owned()));
        self
    }

    /// Saves a plugin setting, as an admin would have.
    pub fn setting(mut self, key: &str, value: Value) -> Self {
        self.settings.insert(key.to_owned(), value);
        self
    }

    /// The unpacked bundle: a folder with `plugin.json`.
    pub fn bundle(mut self, folder: impl Into<PathBuf>) -> Self {
        self.bundle = Some(folder.into());
        self
    }

    /// A bare executable instead of the one that the bundle's manifest names. Without a bundle the plugin's id is
    /// `plugin-under-test`, see [`Builder::plugin_id`].
    pub fn executable(mut self, path: impl Into<PathBuf>) -> Self {
        self.executable = Some(path.into());
        self
    }

    /// The id of a plugin without bundle.
    pub fn plugin_id(mut self, id: &str) -> Self {
        self.plugin_id = id.to_owned();
        self
    }

    /// Adds a variable to the plugin's environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What `GetServerVersion` answers; `11.6.0` unless set.
    pub fn version(mut self, version: &str) -> Self {
        self.version = version.to_owned();
        self
    }

    /// The server's address; `http://localhost:8065` unless set.
    pub fn site_url(mut self, url: &str) -> Self {
        self.site_url = url.to_owned();
        self
    }

    /// The clock of expiry, trigger ids and restart counting; the system's unless set.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Another node of the server's cluster: it shares everything that lies in the database, and has its own plugin
    /// process, commands, log and faults. What this builder says about users, teams, channels, settings and the clock
    /// is then without effect.
    pub fn join(mut self, server: &Server) -> Self {
        self.neighbour = Some(Arc::clone(&server.world.shared));
        self
    }

    /// Starts the plugin and activates it.
    ///
    /// # Errors
    /// The text that an admin would see.
    pub async fn start(self) -> Result<Server, StartError> {
        let server = self.build()?;
        server.activate().await?;
        Ok(server)
    }

    /// The server without a running plugin; [`Server::activate`] starts it.
    ///
    /// # Errors
    /// There is neither bundle nor executable, or the manifest is broken.
    pub fn build(self) -> Result<Server, StartError> {
        let manifest = match &self.bundle {
            Some(folder) => Manifest::read(folder)?,
            None => Manifest::of_executable(&self.plugin_id),
        };
        let executable = match (&self.executable, &self.bundle) {
            (Some(path), _) => path.clone(),
            (None, Some(folder)) => manifest.executable(folder)?,
            (None, None) => return Err(StartError::Setup("neither bundle nor executable".to_owned())),
        };
        let bundle = self.bundle.clone().or_else(|| executable.parent().map(PathBuf::from)).unwrap_or_default();
        let bundle = std::path::absolute(&bundle).unwrap_or(bundle);
        let shared = self.neighbour.clone().unwrap_or_else(|| Arc::new(self.shared()));
        let world = World {
            manifest,
            bundle,
            executable,
            environment: self.environment,
            version: self.version,
            site_url: self.site_url,
            faults: Faults::default(),
            log: Log::default(),
            background: Background::default(),
            supervision: Supervision::default(),
            commands: Mutex::default(),
            shared,
        };
        Ok(Server::new(Arc::new(world)))
    }

    fn shared(&self) -> Shared {
        Shared {
            clock: self.clock.clone(),
            ids: Ids::new(1),
            kv: KvStore::default(),
            events: Events::default(),
            cluster: Cluster::default(),
            state: Mutex::new(self.database()),
            settings: Mutex::new(self.settings.clone()),
        }
    }

    fn database(&self) -> State {
        let now_ms = self.clock.now_ms();
        let mut state = State::default();
        for (name, role) in &self.users {
            let user = user(name, *role, now_ms);
            state.users.insert(user.id.clone(), user);
        }
        for name in &self.teams {
            let team = team(name, now_ms);
            state.teams.insert(team.id.clone(), team);
        }
        for (team, name) in &self.channels {
            let channel = channel(team, name, now_ms);
            state.channels.insert(channel.id.clone(), channel);
        }
        let user_ids: Vec<String> = state.users.keys().cloned().collect();
        let team_ids: Vec<String> = state.teams.keys().cloned().collect();
        let channel_ids: Vec<String> = state.channels.keys().cloned().collect();
        for user_id in &user_ids {
            for team_id in &team_ids {
                state.put_team_member(team_id, user_id, false, now_ms);
            }
            for channel_id in &channel_ids {
                state.put_channel_member(channel_id, user_id, false, now_ms);
            }
        }
        state
    }
}

fn user(name: &str, role: Role, now_ms: i64) -> User {
    User {
        id: id_of('u', name),
        create_at: now_ms,
        update_at: now_ms,
        username: name.to_owned(),
        email: format!("{name}@example.com"),
        email_verified: true,
        first_name: title(name),
        roles: role.names().to_owned(),
        locale: "en".to_owned(),
        ..User::default()
    }
}

fn team(name: &str, now_ms: i64) -> Team {
    Team {
        id: id_of('t', name),
        create_at: now_ms,
        update_at: now_ms,
        display_name: title(name),
        name: name.to_owned(),
        kind: "O".to_owned(),
        ..Team::default()
    }
}

fn channel(team: &str, name: &str, now_ms: i64) -> Channel {
    Channel {
        id: id_of('c', &format!("{name}{team}")),
        create_at: now_ms,
        update_at: now_ms,
        team_id: id_of('t', team),
        kind: "O".to_owned(),
        display_name: title(name),
        name: name.to_owned(),
        ..Channel::default()
    }
}

/// `town-square` as `Town Square`.
fn title(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}
