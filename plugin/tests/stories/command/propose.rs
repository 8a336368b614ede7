use crate::world::World;

const ANSWER: &str =
    "Changes cannot be proposed from here yet: that comes with the next version. Nothing was written to Odoo.
Today `/odoo find partner azure` finds records; the name of each opens it in Odoo, where you can change it.";

#[test]
fn propose_says_that_it_comes_with_the_next_version() {
    assert_eq!(World::new().command("/odoo propose"), ANSWER);
    assert_eq!(World::new().unconfigured().command("/odoo propose"), ANSWER);
}

#[test]
fn propose_takes_whatever_follows_and_asks_odoo_nothing() {
    let world = World::new();
    for rest in ["--post 4gqgu5aq5ifwzyfuiyk1r9rp7e", "partner name=\"Ada", "--whatever", &"x".repeat(300)] {
        assert_eq!(world.command(&format!("/odoo propose {rest}")), ANSWER);
    }
    assert!(world.asked.borrow().is_empty());
}
