//! What a run on a real server makes there, and its removal.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use playground::{OdooAccess, StandIn};
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Map, Value, json};

use crate::person::{Person, text};
use crate::settings;
use crate::site::{Answer, Site};
use crate::world::PLUGIN_ID;

/// A Mattermost server to run the stories on. It must allow uploads of plugins (`PluginSettings.EnableUploads`).
pub struct RealServer {
    /// Base address.
    pub url: String,
    /// Of a system administrator.
    pub token: String,
    /// The bundle to upload, a `.tar.gz`.
    pub bundle: PathBuf,
    /// Odoo as the server reaches it; without one the stand-in runs here, on loopback.
    pub odoo: Option<OdooAccess>,
}

/// Team, people and plugin on a real server.
pub(crate) struct Made {
    pub(crate) site: Site,
    pub(crate) people: [Person; 3],
    pub(crate) team_id: String,
    pub(crate) odoo: OdooAccess,
    pub(crate) stand_in: Option<StandIn>,
}

/// Fits every password policy.
const PASSWORD: &str = "Correct-horse-7-battery!";

impl Made {
    pub(crate) async fn on(server: RealServer) -> Self {
        let site = Site::new(&server.url);
        let admin = Person::with_token(&site, &server.token).await;
        upload(&site, &admin, &server.bundle).await;

        let name = unique_name();
        let team = json!({"name": name, "display_name": name, "type": "I"});
        let team_id = text(&admin.post("/teams", team).await, "id");
        let member = new_member(&site, &admin, &team_id, &format!("{name}-ben")).await;
        let other = new_member(&site, &admin, &team_id, &format!("{name}-cara")).await;

        let (odoo, stand_in) = match server.odoo {
            Some(odoo) => (odoo, None),
            None => {
                let stand_in = StandIn::demo().start().await;
                (OdooAccess::of(&stand_in), Some(stand_in))
            }
        };
        Self { site, people: [admin, member, other], team_id, odoo, stand_in }
    }

    /// Removes for good where the server allows it, else archives and deactivates.
    pub(crate) async fn remove(self) {
        let [admin, member, other] = &self.people;
        settings::save(admin, Map::clear).await;
        admin.post(&format!("/plugins/{PLUGIN_ID}/disable"), Value::Null).await;
        admin.call(Method::DELETE, &format!("/api/v4/plugins/{PLUGIN_ID}"), Value::Null).await.ok();
        remove(admin, &format!("/api/v4/teams/{}", self.team_id)).await;
        for person in [member, other] {
            remove(admin, &format!("/api/v4/users/{}", person.id)).await;
        }
    }
}

async fn upload(site: &Site, admin: &Person, bundle: &PathBuf) {
    let bytes = std::fs::read(bundle).expect("the bundle can be read");
    let part = Part::bytes(bytes).file_name("plugin.tar.gz");
    let form = Form::new().part("plugin", part).text("force", "true");
    let request = site.request(Method::POST, "/api/v4/plugins", Some(&admin.token));
    Answer::of(request.multipart(form)).await.ok();
}

async fn new_member(site: &Site, admin: &Person, team_id: &str, username: &str) -> Person {
    let user = json!({"username": username, "email": format!("{username}@example.com"), "password": PASSWORD});
    let user_id = text(&admin.post("/users", user).await, "id");
    let member = json!({"team_id": team_id, "user_id": user_id});
    admin.post(&format!("/teams/{team_id}/members"), member).await;

    let login = json!({"login_id": username, "password": PASSWORD});
    let request = site.request(Method::POST, "/api/v4/users/login", None).json(&login);
    let response = request.send().await.expect("the server answers");
    let token = response.headers().get("Token").and_then(|token| token.to_str().ok()).expect("the login gives a token");
    Person::with_token(site, token).await
}

async fn remove(admin: &Person, path: &str) {
    let forever = admin.call(Method::DELETE, &format!("{path}?permanent=true"), Value::Null).await;
    if forever.status >= 300 {
        admin.call(Method::DELETE, path, Value::Null).await.ok();
    }
}

/// Runs must not meet each other's teams and people.
fn unique_name() -> String {
    let age = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    format!("e2e-{}", age.as_millis())
}
