//! A canary in the place of each secret: it is where it belongs and nowhere else (requirement 17.3).

use std::time::Duration;

use odoo_plugin::api_key;
use odoo_plugin::hook::Key;
use odoo_plugin::ports::{Clock, HttpError};
use odoo_plugin::settings::Secret;
use odoo_stand_in::Fault;
use serde_json::json;

use crate::event::work_for;
use crate::world::World;

const SERVICE: &str = "canary-of-the-service-account-0123456789";
const PERSONAL: &str = "canary-of-a-person-0123456789";
const FIRST_SEAL: &str = "canary-of-the-encryption-key-0001";
const SECOND_SEAL: &str = "canary-of-the-encryption-key-0002";

/// Everything that anybody but Odoo gets to see or that is kept.
struct Seen<'a> {
    world: &'a World,
    texts: Vec<String>,
}

impl Seen<'_> {
    fn types(&mut self, text: &str) {
        let answer = self.world.command(text);
        self.texts.push(answer);
    }

    fn submits(&mut self, login: &str, key: &str) {
        self.types("/odoo connect");
        let answer = self.world.submit("ben", "town", json!({"login": login, "key": key}));
        self.texts.push(String::from_utf8(answer.body).unwrap());
    }

    /// Sends an event or a ring; whatever comes back is seen.
    fn receives(&mut self, path: &str, headers: &[(String, String)], body: &str) {
        let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.world.request_with("POST", path, None, &headers, body.as_bytes());
        self.texts.push(format!("{:?} {}", answer.headers, String::from_utf8_lossy(&answer.body)));
    }

    /// Takes what the bot just wrote to `ben` out of sight: the one place where a secret is shown.
    fn handed_over(&self) -> String {
        self.world.posts.borrow_mut().pop().expect("a message").text
    }

    fn runs(&mut self) {
        self.world.pass(Duration::from_secs(24 * 3600));
        for job in odoo_plugin::jobs::JOBS {
            self.texts.extend(self.world.job(job.name).err());
        }
    }

    fn everything(mut self) -> String {
        let world = self.world;
        self.texts.push(world.logged.borrow().join("\n"));
        self.texts.push(world.audited.borrow().join("\n"));
        let files = world.files.borrow();
        self.texts
            .extend(files.iter().map(|(_, name, content)| format!("{name} {}", String::from_utf8_lossy(content))));
        self.texts.push(format!("{:?} {:?} {:?}", world.shown.borrow(), world.dialogs.borrow(), world.posts.borrow()));
        let kept = world.kv.borrow();
        self.texts.extend(kept.iter().map(|(key, (value, _))| format!("{key} {}", String::from_utf8_lossy(value))));
        self.texts.join("\n")
    }
}

#[test]
fn no_secret_is_seen_or_kept_in_clear_whatever_happens() {
    let world = World::live().admin().setting("odooapikey", json!(SERVICE)).setting("encryptionkey", json!(FIRST_SEAL));
    world.desk().give_key("bridge", SERVICE);
    world.desk().give_key("paula", PERSONAL);
    let mut seen = Seen { world: &world, texts: Vec::new() };
    seen.submits("paula", "canary-that-odoo-refuses-0123456789");
    seen.submits("paula", PERSONAL);
    for command in ["whoami", "status --verbose", "about", "find partner azure", "apikey new reports", "apikey list"] {
        seen.types(&format!("/odoo {command}"));
    }
    // The one place where the key of a tool is shown.
    let token = seen.handed_over();
    let token = token.lines().find(|line| line.starts_with("odk_")).unwrap().to_owned();
    assert!(api_key::authenticate(&world.deps(), &token).is_ok());
    seen.types("/odoo propose note record=\"lead 63\" text=\"Called\"");
    let card = world.last_post().id;
    let answer = world.press_on("ben", &card, "Approve");
    seen.texts.push(String::from_utf8(answer.body).unwrap());
    seen.runs();
    world.save("previousencryptionkey", json!(FIRST_SEAL));
    world.save("encryptionkey", json!(SECOND_SEAL));
    seen.runs();
    for fault in [Fault::LoginRefused, Fault::KeyRevoked, Fault::Html, Fault::NoAnswer, Fault::Empty] {
        world.desk().set_fault(fault);
        seen.types("/odoo status --verbose");
        seen.types("/odoo whoami");
        seen.submits("paula", PERSONAL);
        seen.runs();
    }
    world.desk().clear_fault();
    world.save("odootimeoutseconds", json!("soon"));
    seen.texts.push(world.configuration_changed().unwrap_err());
    seen.types("/odoo status --verbose");
    world.save("previousencryptionkey", json!(""));
    world.save("encryptionkey", json!("canary-of-the-encryption-key-0003"));
    world.save("odootimeoutseconds", json!(20));
    seen.runs();
    seen.types("/odoo audit");
    seen.types("/odoo audit --csv");
    let everything = seen.everything();
    for part in ["u/mm/ben", "key/", "proposal.execute", ".csv "] {
        assert!(everything.contains(part), "{part}: {everything}");
    }
    for canary in ["canary", &token[13..]] {
        assert!(!everything.contains(canary), "{canary}: {everything}");
    }
}

#[test]
fn no_secret_of_a_hook_or_a_service_is_seen_or_kept_in_clear() {
    const GATEWAY: &str = "canary-of-the-agent-gateway-0123456789";
    const ENDPOINT: &str = "canary-of-the-endpoint-0123456789abcdef";
    let world = World::live()
        .admin()
        .setting("agentgatewayurl", json!("https://agent.example.com/ask"))
        .setting("agentgatewaysecret", json!(GATEWAY))
        .setting("agentchannel", json!("town"))
        .setting("commandendpointurl", json!("https://commands.example.com/command"))
        .setting("commandendpointsecret", json!(ENDPOINT))
        .setting("commandendpointwords", json!("erp:"))
        .setting("commandendpointchannels", json!("town"));
    let mut seen = Seen { world: &world, texts: Vec::new() };
    let mut secrets = vec![Key::of(&Secret::new(ENDPOINT.into())).token()];
    for command in ["hook new ci --channels town", "hook rotate ci"] {
        seen.types(&format!("/odoo {command}"));
        let told = seen.handed_over();
        let secret = told.lines().find(|line| line.starts_with("whsec_")).unwrap().to_owned();
        let capability = told.split("/doorbell/v1/ci/").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
        let key = Key::of(&Secret::new(secret.clone()));
        for (body, path) in [("{}", "/hooks/v1/ci"), ("{\"text\": 7}", "/hooks/v1/ci"), ("rubbish", "/hooks/v1/other")]
        {
            seen.receives(path, &key.sign(world.now(), "1", body.as_bytes()), body);
        }
        // A sender that puts the secret where it does not belong.
        let misplaced = ("X-Odoo-Signature".to_owned(), secret.clone());
        seen.receives("/hooks/v1/ci", &[misplaced], "{}");
        seen.receives(&format!("/doorbell/v1/ci/{capability}"), &[], "rubbish");
        seen.receives(&format!("/doorbell/v1/other/{capability}"), &[], "{}");
        secrets.extend([secret[6..].to_owned(), capability.to_owned()]);
    }
    for failure in [HttpError::Timeout, HttpError::TooLarge] {
        // However often they are tried again.
        world.services.borrow_mut().extend(vec![Err(failure); 100]);
        world.say("ben", "town", "@agent where is my order?");
        world.say("ben", "town", "erp: where is my order?");
        work_for(&world, Duration::from_secs(60));
    }
    for command in ["hook list", "hook test ci", "outbox list", "status --verbose", "audit"] {
        seen.types(&format!("/odoo {command}"));
    }
    seen.runs();
    let everything = seen.everything();
    for part in ["hook.rotate", "unsigned", "ev/"] {
        assert!(everything.contains(part), "{part}: {everything}");
    }
    secrets.push("canary".into());
    for canary in secrets {
        assert!(!everything.contains(&canary), "{canary}: {everything}");
    }
}
