//! Lists of ids in the key-value store.

use std::time::Duration;

use odoo_plugin::index::Index;
use odoo_plugin::ports::Kv;
use odoo_plugin::store::{Store, StoreError};

use crate::world::World;

fn ids(index: &Index, store: Store<'_>) -> Vec<String> {
    let mut ids = Vec::new();
    let all: Result<(), StoreError> = index.each(store, |id| {
        ids.push(id.to_owned());
        Ok(true)
    });
    all.unwrap();
    ids
}

#[test]
fn the_latest_come_first() {
    let world = World::new();
    let (index, store) = (Index::new("open"), Store::new(&world));
    for id in ["a", "b", "b", "c"] {
        index.add(store, id).unwrap();
    }
    assert_eq!(ids(&index, store), ["c", "b", "a"]);
}

#[test]
fn a_long_list_is_in_buckets_and_costs_no_more() {
    let world = World::new();
    let (index, store) = (Index::new("open"), Store::new(&world));
    let buckets: Vec<_> = (0..1000).map(|n| index.add(store, &n.to_string()).unwrap()).collect();
    assert_eq!((buckets[0], buckets[199], buckets[200], buckets[999]), (0, 0, 1, 4));
    let before = world.effects.count();
    index.add(store, "one more").unwrap();
    assert_eq!(world.effects.count() - before, 2, "the next bucket, and the id in it");
    assert_eq!(ids(&index, store).len(), 1001);
}

#[test]
fn empty_buckets_are_left_behind_with_their_keys() {
    let world = World::new();
    let (index, store) = (Index::new("open"), Store::new(&world));
    for n in 0..450 {
        index.add(store, &n.to_string()).unwrap();
    }
    for n in 0..420 {
        index.remove(store, n / 200, &n.to_string()).unwrap();
    }
    assert_eq!(ids(&index, store).len(), 30);
    world.pass(Duration::from_secs(24 * 3600));
    let kept: Vec<_> =
        world.list(0, 100).unwrap().into_iter().filter(|key| Kv::get(&world, key).unwrap().is_some()).collect();
    assert_eq!(kept, ["ix/open", "ix/open/2"]);
    index.remove(store, 2, "1").unwrap();
    assert_eq!(ids(&index, store).len(), 30);
}

#[test]
fn what_is_old_goes_from_the_end_of_the_list() {
    let world = World::new();
    let (index, store) = (Index::new("all"), Store::new(&world));
    for n in 1000..1450 {
        index.add(store, &n.to_string()).unwrap();
    }
    index.trim(store, |id| id < "1420").unwrap();
    assert_eq!(ids(&index, store).len(), 30);
    let before = world.kv_calls.get().1;
    index.trim(store, |id| id < "1420").unwrap();
    assert_eq!(world.kv_calls.get().1, before, "nothing is written for nothing");
    index.trim(store, |_| true).unwrap();
    index.add(store, "new").unwrap();
    assert_eq!(ids(&index, store), ["new"]);
}

#[test]
fn a_node_that_is_behind_adds_where_the_others_look() {
    let world = World::new();
    let (index, store) = (Index::new("open"), Store::new(&world));
    for n in 0..201 {
        index.add(store, &n.to_string()).unwrap();
    }
    let stale = world.kv.borrow()["ix/open"].clone();
    for n in 0..200 {
        index.remove(store, 0, &n.to_string()).unwrap();
    }
    let current = world.kv.borrow_mut().insert("ix/open".into(), stale).unwrap();
    world.effects.interrupt_at(0, move |world| {
        world.kv.borrow_mut().insert("ix/open".into(), current);
    });
    index.add(store, "late").unwrap();
    assert_eq!(ids(&index, store), ["late", "200"]);
}
