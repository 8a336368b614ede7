//! The stand-in against recordings of a real Odoo 17: every file is held, or listed with the reason why not yet.

mod before;
mod held;
mod not_yet;
mod recording;
pub mod xml_rpc;

use std::collections::BTreeSet;

use before::Before;
use held::HELD;
use not_yet::NOT_YET;
use recording::Recording;

#[tokio::test]
async fn held_recordings_are_answered_as_odoo_did() {
    let mut failures = Vec::new();
    for name in HELD {
        if let Err(difference) = replay(name).await {
            failures.push(format!("{name}\n    {difference}"));
        }
    }
    assert!(failures.is_empty(), "{} of {} differ:\n{}", failures.len(), HELD.len(), failures.join("\n"));
}

#[tokio::test]
async fn recordings_listed_as_not_yet_held_do_not_hold() {
    let mut hold = Vec::new();
    for name in not_yet() {
        if replay(name).await.is_ok() {
            hold.push(name);
        }
    }
    assert!(hold.is_empty(), "these hold by now, move them to held.rs: {hold:?}");
}

#[test]
fn every_recording_is_in_exactly_one_list() {
    let files: BTreeSet<String> = std::fs::read_dir(recording::directory())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let named: Vec<String> = HELD.iter().copied().chain(not_yet()).map(str::to_owned).collect();
    let listed: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(listed.len(), named.len(), "a recording is named twice");
    assert_eq!(files, listed);
}

async fn replay(name: &str) -> Result<(), String> {
    let before = Before::of(name);
    let odoo = before.start().await;
    for earlier in before.calls {
        Recording::read(earlier).send(&odoo).await;
    }
    Recording::read(name).replay(&odoo).await
}

fn not_yet() -> impl Iterator<Item = &'static str> {
    NOT_YET.iter().flat_map(|(_, names)| names.iter().copied())
}
