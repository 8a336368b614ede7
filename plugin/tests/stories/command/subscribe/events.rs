use odoo_plugin::language::Language;
use odoo_plugin::subscription::{self, Added, Filters, MODEL_MAX, Mode, Subscription};
use odoo_plugin::watch::Kind;

use super::{made, only, world};

#[test]
fn without_events_it_is_what_is_usual_for_the_kind() {
    for (noun, events) in [
        ("lead", &[Kind::Create, Kind::Stage, Kind::Assign][..]),
        ("task", &[Kind::Create, Kind::Stage, Kind::Assign]),
        ("partner", &[Kind::Create, Kind::Assign]),
        ("order", &[Kind::Create, Kind::Approval]),
    ] {
        let world = world();
        world.desk().grant("bridge", "Purchase/User");
        let subscription = made(&world, noun);
        assert_eq!(subscription.events, events, "{noun}");
        assert_eq!((subscription.filters, subscription.not_by), (Filters::default(), None));
        assert_eq!((subscription.mode, subscription.max_per_hour), (Mode::Cards, 60));
    }
}

#[test]
fn events_are_named_with_commas() {
    assert_eq!(made(&world(), "lead --events Stage,create,stage").events, [Kind::Create, Kind::Stage]);
    let world = world();
    let answers = ["lead --events delete", "lead --events ,", "partner --events stage", "lead --events approval"]
        .map(|command| world.command(&format!("/odoo subscribe {command}")));
    assert_eq!(
        answers,
        [
            "`--events` must be some of `create`, `change`, `stage`, `assign`, `archive`, `comment`, `approval`, not “delete”.",
            "`--events` is empty.",
            "`--events`: partners have no `stage`.",
            "`--events`: leads have no `approval`.",
        ]
    );
}

#[test]
fn how_it_looks_and_how_much_it_may_be_is_chosen() {
    let subscription = made(&world(), "lead --mode lines --max-per-hour 5 --priority 2 --amount 10000");
    assert_eq!((subscription.mode, subscription.max_per_hour), (Mode::Lines, 5));
    let filters = Filters { priority_min: Some(2), amount_min: Some(10_000), ..Filters::default() };
    assert_eq!(subscription.filters, filters);
    assert_eq!(subscription.described(Language::En), "priority 2 or more, amount 10000 or more, as lines");
}

#[test]
fn own_changes_are_left_out_for_who_is_known_in_odoo() {
    let world = world();
    let answer = world.command("/odoo subscribe lead --no-self");
    assert_eq!(answer, "Which user of Odoo you are is not known here. Tell it once with `/odoo connect`.");
    let email = world.desk().user("paula").email.clone();
    world.change("ben", |ben| ben.email = email);
    let actor = made(&world, "lead --no-self").not_by.unwrap();
    let paula = world.desk().user("paula");
    assert_eq!((actor.id, actor.name), (paula.uid, paula.name));
}

#[test]
fn a_kind_has_the_flags_that_fit_it() {
    let world = world();
    let answer = world.command("/odoo subscribe task --amount 5");
    assert!(answer.starts_with("There is no flag “--amount”."), "{answer}");
    let answer = world.command("/odoo subscribe invoice");
    assert!(answer.starts_with("There is no “invoice” here."), "{answer}");
}

#[test]
fn the_same_twice_is_told() {
    let world = world();
    let id = made(&world, "lead --stage won").id;
    assert_eq!(
        world.command("/odoo subscribe lead --stage Won"),
        format!("This channel follows that already, by the subscription `{id}`.")
    );
    assert_eq!(only(&world).id, id);
}

#[test]
fn one_too_many_is_told() {
    let world = world();
    let first = made(&world, "lead");
    for number in 1..MODEL_MAX {
        let other = Subscription { channel_id: format!("channel{number}"), ..first.clone() };
        assert!(matches!(subscription::add(&world.deps(), &other), Ok(Added::Done(_))));
    }
    assert_eq!(
        world.command("/odoo subscribe lead --stage won"),
        "There are 200 subscriptions of leads already, and no more are possible. Take one away with `/odoo unsubscribe`."
    );
}
