//! A canary in the place of each secret: it is where it belongs and nowhere else (requirement 17.3).

use std::time::Duration;

use odoo_plugin::api_key;
use odoo_stand_in::Fault;
use serde_json::json;

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
    let handed_over = world.posts.borrow_mut().pop().unwrap();
    let token = handed_over.text.lines().find(|line| line.starts_with("odk_")).unwrap().to_owned();
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
