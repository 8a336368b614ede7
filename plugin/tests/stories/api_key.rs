use std::time::Duration;

use odoo_plugin::access::Scope;
use odoo_plugin::api_key::{self, Key, KeyError, Token, Wish};
use odoo_plugin::ports::ChatError;

use crate::world::World;

fn made(world: &World) -> (Token, Key) {
    let wish = Wish {
        name: "reports".into(),
        owner_id: "ben".into(),
        scopes: vec![Scope::Read],
        channel_id: None,
        lifetime: Duration::from_secs(3600),
    };
    api_key::create(&world.deps(), wish).unwrap()
}

fn authenticate(world: &World, token: &str) -> Result<String, KeyError> {
    api_key::authenticate(&world.deps(), token).map(|key| key.id)
}

#[test]
fn a_key_is_taken_until_it_expires() {
    let world = World::new();
    let (token, key) = made(&world);
    assert_eq!(authenticate(&world, &token.expose()), Ok(key.id));
    world.pass(Duration::from_secs(3599));
    assert!(authenticate(&world, &token.expose()).is_ok());
    world.pass(Duration::from_secs(1));
    assert_eq!(authenticate(&world, &token.expose()), Err(KeyError::Refused));
}

#[test]
fn another_secret_of_the_same_id_is_refused() {
    let world = World::new();
    let token = made(&world).0.expose();
    let forged = format!("{}{}", &token[..13], "A".repeat(43));
    assert_eq!(authenticate(&world, &forged), Err(KeyError::Refused));
    assert_eq!(authenticate(&world, ""), Err(KeyError::Refused));
}

#[test]
fn without_any_key_nothing_is_open() {
    let token = made(&World::new()).0;
    assert_eq!(authenticate(&World::new(), &token.expose()), Err(KeyError::Refused));
}

#[test]
fn a_key_goes_with_its_owner() {
    let world = World::new();
    let (token, _) = made(&world);
    world.change("ben", |ben| ben.is_deactivated = true);
    assert_eq!(authenticate(&world, &token.expose()), Err(KeyError::Refused));
    let world = world.nobody();
    assert_eq!(authenticate(&world, &token.expose()), Err(KeyError::Chat(ChatError::Unavailable)));
}

#[test]
fn a_revocation_counts_although_the_key_was_read_before_it() {
    let world = World::new();
    let (token, key) = made(&world);
    for _ in 0..2 {
        // The first use is noted by a write, the second compares only; both ask the primary.
        assert!(authenticate(&world, &token.expose()).is_ok());
    }
    world.effects.interrupt_at(0, move |world| api_key::revoke(&world.deps(), &key).unwrap());
    assert_eq!(authenticate(&world, &token.expose()), Err(KeyError::Refused));
    let (token, key) = made(&world);
    world.effects.interrupt_at(0, move |world| api_key::revoke(&world.deps(), &key).unwrap());
    assert_eq!(authenticate(&world, &token.expose()), Err(KeyError::Refused));
}

#[test]
fn two_uses_at_the_same_time_are_both_taken() {
    let world = World::new();
    let (token, _) = made(&world);
    let other = token.clone();
    world.effects.interrupt_at(0, move |world| assert!(authenticate(world, &other.expose()).is_ok()));
    assert!(authenticate(&world, &token.expose()).is_ok());
}
