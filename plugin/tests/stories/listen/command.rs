//! Messages that are commands.

use odoo_plugin::ports::{ChannelMember, Chat, Message, Post};
use serde_json::json;

use crate::world::{BOT, Memory, World};

/// `ben` may search; `!erp` begins a command.
fn world() -> World {
    World::live().setting("allowservicereads", json!(true)).setting("triggerwords", json!("!erp, odoo:"))
}

/// What only its author was shown so far: the thread and the text.
fn whispered(world: &World) -> Vec<(String, String)> {
    world.shown.borrow().iter().map(|message| (message.root_id.clone(), message.text.clone())).collect()
}

fn claims(world: &World) -> Vec<String> {
    world.kv.borrow().keys().filter(|key| key.starts_with("msg/")).cloned().collect()
}

#[test]
fn a_mention_of_the_bot_finds_and_the_whole_thread_reads_the_answer() {
    let world = world();
    let typed = world.command("/odoo find partner azure --limit 1");
    let id = world.say("ben", "town", "@odoo find partner azure --limit 1");
    let [answer] = &world.answers_in(&id)[..] else { panic!("one answer") };
    assert!(typed.contains("Azure Interior"), "{typed}");
    assert_eq!(
        *answer,
        Message {
            id: answer.id.clone(),
            created_at: answer.created_at,
            author_id: BOT.into(),
            channel_id: "town".into(),
            root_id: id.clone(),
            text: typed,
            props: json!({"odoo_answer": id}),
            ..Message::default()
        }
    );
    assert_eq!(claims(&world), [format!("msg/{id}")]);
}

#[test]
fn a_trigger_word_does_the_same_in_the_thread_it_is_written_in() {
    let world = world();
    let root = world.write("cara", "town", "", "Who is that?");
    let reply = world.write("ben", "town", &root, "!ERP show partner 14");
    world.hear(&world.post(&reply).unwrap());
    let [answer] = &world.answers_in(&root)[..] else { panic!("one answer") };
    assert_eq!((answer.cards[0].title.as_str(), answer.buttons.len()), ("Azure Interior", 0));
}

#[test]
fn other_words_and_mentions_in_the_middle_are_messages_like_any_other() {
    let world = world();
    for text in ["find partner azure", "I asked @odoo find partner azure", "!erpfind partner azure", "@odoobot help"] {
        world.say("ben", "town", text);
    }
    world.save("triggerwords", json!(""));
    world.configuration_changed().unwrap();
    world.say("ben", "town", "!erp help");
    assert_eq!((world.posts.borrow().len(), whispered(&world), claims(&world)), (5, vec![], vec![]));
}

#[test]
fn a_new_word_counts_as_soon_as_it_is_saved() {
    let world = world();
    world.say("ben", "town", "frag: about");
    world.save("triggerwords", json!("frag:"));
    world.configuration_changed().unwrap();
    let id = world.say("ben", "town", "frag: about");
    assert_eq!((world.answers_in(&id).len(), claims(&world).len()), (1, 1));
}

#[test]
fn what_concerns_its_author_alone_is_shown_to_its_author_alone() {
    let world = world();
    for text in ["whoami", "proposals", "status", "find partner nobody at all", "halp", "find partner --limit many"] {
        let typed = world.command(&format!("/odoo {text}"));
        world.shown.borrow_mut().clear();
        let id = world.say("ben", "town", &format!("@odoo {text}"));
        assert_eq!((whispered(&world), world.answers_in(&id).len()), (vec![(id, typed)], 0), "{text}");
    }
}

#[test]
fn a_form_that_a_message_cannot_open_is_told() {
    let world = world();
    let id = world.say("ben", "town", "@odoo connect");
    let text = "That needs a form, and a message cannot open one. Type it as a command: it begins with `/odoo`.";
    assert_eq!((whispered(&world), world.dialogs.borrow().len()), (vec![(id, text.to_owned())], 0));
}

#[test]
fn it_runs_with_the_rights_of_its_author() {
    let world = World::live().setting("allowservicereads", json!(false));
    let typed = world.command("/odoo find partner azure");
    let id = world.say("ben", "town", "@odoo find partner azure");
    assert_eq!((whispered(&world), world.answers_in(&id).len()), (vec![(id, typed)], 0));
}

#[test]
fn a_proposal_is_made_by_its_author_and_its_card_stands_in_the_thread() {
    let world = world();
    world.command_as("ben", "town", "/odoo connect");
    world.submit("ben", "town", json!({"login": "paula", "key": "PAULA_API_KEY"}));
    let id = world.say("ben", "town", "@odoo propose lead name=\"Shelves\"");
    let [card] = &world.answers_in(&id)[..] else { panic!("one card") };
    assert!(card.cards[0].buttons.iter().any(|button| button.name == "Approve"), "{card:?}");
    assert!(whispered(&world).last().unwrap().1.ends_with("is in this channel."));
}

#[test]
fn programs_and_the_server_give_no_commands() {
    let world = world();
    let id = world.write("ben", "town", "", "@odoo help");
    let post = world.post(&id).unwrap();
    for mark in ["from_webhook", "from_bot", "from_plugin", "from_oauth_app"] {
        world.hear(&Post { props: json!({mark: "true"}), ..post.clone() });
    }
    world.hear(&Post { is_system: true, ..post.clone() });
    world.hear(&Post { author_id: BOT.into(), ..post.clone() });
    world.change("ben", |ben| ben.is_bot = true);
    world.hear(&post);
    world.change("ben", |ben| (ben.is_bot, ben.is_deactivated) = (false, true));
    world.hear(&post);
    assert_eq!((whispered(&world), world.answers_in(&id).len(), claims(&world).len()), (vec![], 0, 0));
}

#[test]
fn two_nodes_that_hear_of_one_message_run_it_once() {
    let world = world();
    world.change(BOT, |bot| bot.is_bot = true);
    let id = world.write("ben", "town", "", "@odoo about");
    let post = world.post(&id).unwrap();
    let again = post.clone();
    world.effects.interrupt_at(0, move |world| world.on_node(&mut Memory::new(), |world| world.hear(&again)));
    world.hear(&post);
    world.hear(&post);
    assert_eq!(world.answers_in(&id).len(), 1);
}

#[test]
fn who_dies_running_it_leaves_it_alone() {
    for is_after in [false, true] {
        for step in 0.. {
            let world = world();
            let id = world.write("ben", "town", "", "@odoo find partner azure");
            let post = world.post(&id).unwrap();
            world.effects.kill_at(step, is_after);
            let is_alive = world.survive(|world| world.hear(&post)).is_ok();
            world.effects.calm();
            world.hear(&post);
            assert!(world.answers_in(&id).len() <= 1, "step {step}, {is_after}");
            if is_alive {
                break;
            }
        }
    }
}

#[test]
fn where_messages_get_no_cards_answers_are_not_shown_to_everybody_either() {
    let world = world();
    world.change("anna", |anna| anna.is_system_admin = true);
    let member = ChannelMember { is_admin: false, is_guest: false };
    world.join("gm-7", "ben", member);
    world.join("gm-7", "guest", ChannelMember { is_guest: true, ..member });
    world.say("ben", "gm-7", "@odoo about");
    world.command_as("anna", "town", "/odoo settings preview off");
    world.say("ben", "town", "@odoo about");
    world.command_as("anna", "town", "/odoo settings preview on");
    world.save("paused", json!(true));
    world.say("ben", "town", "@odoo about");
    assert_eq!(
        (whispered(&world).len(), world.posts.borrow().iter().filter(|post| post.author_id == BOT).count()),
        (3, 0)
    );
}
