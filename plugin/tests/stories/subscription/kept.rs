use odoo_plugin::ports::Timestamp;
use odoo_plugin::subscription::{Added, MODEL_MAX, Subscription, add, all, find, models, of_model, remove};

use super::wish;
use crate::world::World;

fn added(world: &World, subscription: &Subscription) -> String {
    match add(&world.deps(), subscription).unwrap() {
        Added::Done(id) => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn subscriptions_of_a_model_are_read_at_once() {
    let world = World::new();
    let lead = added(&world, &wish());
    let task = added(&world, &Subscription { model: "project.task".into(), ..wish() });
    let reads = world.kv_calls.get().0;
    let kept = of_model(&world.deps(), "crm.lead").unwrap();
    assert_eq!(world.kv_calls.get().0, reads + 1);
    assert_eq!(kept, [Subscription { id: lead.clone(), ..wish() }]);
    let ids: Vec<_> = all(&world.deps()).unwrap().into_iter().map(|one| one.id).collect();
    assert_eq!(ids, [lead, task.clone()]);
    assert_eq!(find(&world.deps(), &task).unwrap().unwrap().model, "project.task");
    let nouns: Vec<_> = models(&world.deps()).unwrap().iter().map(|watched| watched.noun).collect();
    assert_eq!(nouns, ["lead", "task"]);
}

#[test]
fn what_is_taken_away_is_gone_for_good() {
    let world = World::new();
    let id = added(&world, &wish());
    let subscription = find(&world.deps(), &id).unwrap().unwrap();
    assert_eq!(remove(&world.deps(), &subscription), Ok(true));
    assert_eq!(remove(&world.deps(), &subscription), Ok(false));
    assert_eq!(find(&world.deps(), &id), Ok(None));
    assert!(models(&world.deps()).unwrap().is_empty());
}

#[test]
fn the_same_twice_in_a_channel_is_once() {
    let world = World::new();
    let id = added(&world, &wish());
    let again = Subscription { created_by: "cara".into(), created_at: Timestamp(0), ..wish() };
    assert_eq!(add(&world.deps(), &again), Ok(Added::Same(id)));
    added(&world, &Subscription { channel_id: "deals".into(), ..wish() });
    assert_eq!(of_model(&world.deps(), "crm.lead").unwrap().len(), 2);
}

#[test]
fn a_model_has_so_many_and_no_more() {
    let world = World::new();
    let numbered = |number: usize| Subscription { channel_id: format!("channel{number}"), ..wish() };
    for number in 0..MODEL_MAX {
        added(&world, &numbered(number));
    }
    assert_eq!(add(&world.deps(), &numbered(MODEL_MAX)), Ok(Added::Full));
    added(&world, &Subscription { model: "res.partner".into(), ..wish() });
}

#[test]
fn two_nodes_that_add_at_once_keep_both() {
    let world = World::new();
    world.effects.interrupt_at(0, |world| {
        added(world, &Subscription { channel_id: "deals".into(), ..wish() });
    });
    added(&world, &wish());
    let channels: Vec<_> = of_model(&world.deps(), "crm.lead").unwrap().into_iter().map(|one| one.channel_id).collect();
    assert_eq!(channels, ["deals", "town"]);
}
