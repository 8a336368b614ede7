//! A server with everything that a story needs.

use std::path::PathBuf;

use playground::{OdooAccess, Playground};
use serde_json::{Map, Value};

use crate::ears::Ears;
use crate::person::Person;
use crate::real::{Made, RealServer};
use crate::settings;
use crate::site::Site;

/// The plugin under test.
pub const PLUGIN_ID: &str = "odoo";

/// A server that runs the plugin, connected to an Odoo, with people in a team.
pub struct World {
    /// Where the server is.
    pub site: Site,
    /// System administrator, member of the team.
    pub admin: Person,
    /// Member of the team.
    pub member: Person,
    /// Another member of the team.
    pub other: Person,
    /// The team.
    pub team_id: String,
    /// Its public channel `town-square`, where all three are.
    pub channel_id: String,
    /// The Odoo that the plugin is connected to.
    pub odoo: OdooAccess,
    keeper: Keeper,
}

/// What has to go when the story is over.
enum Keeper {
    Playground(Playground),
    Real(Box<Made>),
}

impl World {
    /// A playground of its own, on a free port and with the stand-in for Odoo.
    pub async fn playground(bundle: PathBuf) -> Self {
        let playground = Playground::start(playground::Options::new(bundle)).await.expect("the playground starts");
        let site = Site::new(playground.url());
        let admin = Person::with_token(&site, "anna").await;
        let member = Person::with_token(&site, "ben").await;
        let other = Person::with_token(&site, "cara").await;
        let teams = admin.get("/users/me/teams").await;
        let team_id = crate::person::text(&teams[0], "id");
        let odoo = playground.odoo().clone();
        Self::with(site, [admin, member, other], team_id, odoo, Keeper::Playground(playground)).await
    }

    /// A running server: uploads the bundle, connects it to Odoo, makes a team and people. [`World::leave`] cleans up.
    pub async fn real(server: RealServer) -> Self {
        let made = Made::on(server).await;
        let people = made.people.clone();
        let (site, team_id, odoo) = (made.site.clone(), made.team_id.clone(), made.odoo.clone());
        let world = Self::with(site, people, team_id, odoo, Keeper::Real(Box::new(made))).await;
        world.connect_odoo().await;
        world.enable().await;
        world
    }

    /// What a person's client hears from now on.
    pub async fn ears_of(&self, person: &Person) -> Ears {
        Ears::of(person, &self.site).await
    }

    /// The message of the ephemeral answer to a command.
    pub async fn answer_to(&self, person: &Person, command: &str) -> String {
        let mut ears = self.ears_of(person).await;
        person.command(&self.channel_id, command).await.ok();
        crate::person::text(&ears.ephemeral().await, "message")
    }

    /// Saves settings of the plugin as the System Console does: these, all others keep their value.
    pub async fn configure(&self, settings: Map<String, Value>) {
        settings::save(&self.admin, |saved| saved.extend(settings)).await;
    }

    /// Settings that lead to [`World::odoo`].
    pub async fn connect_odoo(&self) {
        self.configure(self.odoo.settings()).await;
    }

    /// Lets the service account make automation rules. A real Odoo's account is as it is.
    pub fn let_the_service_account_administer_odoo(&self) {
        let stand_in = match &self.keeper {
            Keeper::Playground(playground) => playground.stand_in(),
            Keeper::Real(made) => made.stand_in.as_ref(),
        };
        if let Some(stand_in) = stand_in {
            for group in ["Administration/Settings", "Administration/Access Rights"] {
                stand_in.grant(&self.odoo.login, group);
            }
        }
    }

    /// Switches the plugin on.
    pub async fn enable(&self) {
        self.admin.post(&format!("/plugins/{PLUGIN_ID}/enable"), Value::Null).await;
    }

    /// Switches the plugin off.
    pub async fn disable(&self) {
        self.admin.post(&format!("/plugins/{PLUGIN_ID}/disable"), Value::Null).await;
    }

    /// Removes what was made, and ends the playground.
    pub async fn leave(self) {
        match self.keeper {
            Keeper::Playground(playground) => playground.stop().await,
            Keeper::Real(made) => made.remove().await,
        }
    }

    async fn with(site: Site, people: [Person; 3], team_id: String, odoo: OdooAccess, keeper: Keeper) -> Self {
        let [admin, member, other] = people;
        let channel = admin.get(&format!("/teams/{team_id}/channels/name/town-square")).await;
        let channel_id = crate::person::text(&channel, "id");
        Self { site, admin, member, other, team_id, channel_id, odoo, keeper }
    }
}
