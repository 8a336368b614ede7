use std::time::Duration;

use crate::world::World;

fn announced(world: &World) -> usize {
    world.logged.borrow().iter().filter(|line| line.contains("audit")).count()
}

#[test]
fn the_audits_head_goes_to_the_log_once_a_night() {
    let world = World::live();
    world.command("/odoo connect");
    world.submit("ben", "town", serde_json::json!({"login": "paula", "key": "PAULA_API_KEY"}));
    world.job("compact").unwrap();
    world.job("compact").unwrap();
    assert_eq!(announced(&world), 1);
    world.pass(Duration::from_secs(16 * 3600));
    world.job("compact").unwrap();
    assert_eq!(announced(&world), 1);
    world.pass(Duration::from_secs(3600 * 2));
    world.job("compact").unwrap();
    assert_eq!(announced(&world), 2);
}
