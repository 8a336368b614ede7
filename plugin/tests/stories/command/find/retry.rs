//! Odoo fails for a moment: the answer has a button that runs the same command again.

use odoo_stand_in::Fault;
use serde_json::{Value, json};

use super::open_world;
use crate::world::World;

fn last(world: &World) -> (String, Vec<String>) {
    let shown = world.shown.borrow();
    let message = shown.last().unwrap();
    (message.text.clone(), message.buttons.iter().map(|button| button.name.clone()).collect())
}

#[test]
fn a_search_that_failed_is_tried_again_for_the_same_person() {
    for command in ["/odoo find task energy", "/odoo show partner 14", "/odoo show partner 14 --history"] {
        let world = open_world();
        world.desk().set_fault(Fault::Status { code: 503, retry_after_s: None });
        let told = world.command(command);
        assert!(told.starts_with("Odoo cannot be reached at the moment. Try again in a minute."), "{command}: {told}");
        assert_eq!(last(&world), (told, vec!["Retry".to_owned()]));

        let button = world.shown.borrow()[0].buttons[0].clone();
        assert_eq!(
            (button.context["user_id"].as_str(), button.context["command"].as_str()),
            (Some("ben"), Some(command))
        );
        let other = world.press_button("cara", "town", "ephemeral", &button);
        assert_eq!((other.status, world.shown.borrow().len()), (403, 1), "it is somebody else's");

        // Odoo still fails: the same again, with its button.
        world.press_button("ben", "town", "ephemeral", &button);
        assert_eq!(last(&world).1, ["Retry"]);

        world.desk().clear_fault();
        world.pass(std::time::Duration::from_secs(60));
        let response = world.press_button("ben", "town", "ephemeral", &button);
        assert_eq!(serde_json::from_slice::<Value>(&response.body).unwrap(), json!({}), "{command}");
        assert!(!last(&world).1.contains(&"Retry".to_owned()), "{command}");
    }
}

#[test]
fn what_trying_again_does_not_mend_has_no_button() {
    let world = open_world();
    let exception = Fault::Exception { name: "odoo.exceptions.AccessError", message: "Not you".into() };
    world.desk().fail_next("project.task/search_read", 1, exception);
    assert!(
        world
            .command("/odoo find task energy")
            .starts_with("The Odoo account of this plugin is not allowed to see that.")
    );
    assert!(world.command("/odoo find task nonsense").starts_with("No task in Odoo fits"));
    assert!(world.shown.borrow().is_empty());
}

#[test]
fn without_the_bot_the_sentence_alone_is_the_answer() {
    let world = open_world().without_bot();
    world.desk().set_fault(Fault::Status { code: 503, retry_after_s: None });
    assert!(world.command("/odoo find task energy").starts_with("Odoo cannot be reached at the moment."));
}
