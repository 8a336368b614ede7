//! Cards below messages that link to Odoo.

use odoo_plugin::ports::{Card, CardField, ChannelMember, Chat, Message, Post};
use odoo_plugin::preview;
use odoo_stand_in::Fault;
use serde_json::json;

use crate::world::{BOT, World};

const AZURE: &str = "Look: https://erp.example.com/odoo/contacts/14";
const TASK: &str = "https://erp.example.com/web#id=5&model=project.task&view_type=form";

/// `ben` is connected with paula's key, `cara` with that of rita, who is in none of the apps. Project 1 holds tickets.
fn world() -> World {
    let world = World::live().setting("ticketprojects", json!("1")).setting("ticketprefix", json!("HELP"));
    for (user_id, login, key) in [("ben", "paula", "PAULA_API_KEY"), ("cara", "rita", "RITA_API_KEY")] {
        world.command_as(user_id, "town", "/odoo connect");
        assert_eq!(world.submit(user_id, "town", json!({"login": login, "key": key})).body, b"{}");
    }
    world.asked.borrow_mut().clear();
    world
}

/// What the bot posted to channels, in their order.
fn previews(world: &World) -> Vec<Message> {
    let posts = world.posts.borrow();
    posts.iter().filter(|post| !post.props["odoo_preview"].is_null()).cloned().collect()
}

/// The titles of the cards below the messages so far.
fn titles(world: &World) -> Vec<String> {
    previews(world).iter().flat_map(|post| &post.cards).map(|card| card.title.clone()).collect()
}

fn claims(world: &World) -> usize {
    world.kv.borrow().keys().filter(|key| key.starts_with("pv/post/")).count()
}

fn logins(world: &World) -> Vec<String> {
    let asked = world.asked.borrow();
    let logins = asked.iter().filter(|body| body["params"]["method"] == "authenticate");
    logins.map(|body| body["params"]["args"][1].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_link_gets_a_card_in_the_thread_with_a_few_values() {
    let world = world();
    let id = world.say("ben", "town", AZURE);
    let [preview] = &previews(&world)[..] else { panic!("one preview") };
    let field = |title: &str, value: &str| CardField { title: title.into(), value: value.into(), is_short: true };
    assert_eq!(
        *preview,
        Message {
            id: preview.id.clone(),
            created_at: preview.created_at,
            author_id: BOT.into(),
            channel_id: "town".into(),
            root_id: id.clone(),
            cards: vec![Card {
                fallback: "Azure Interior".into(),
                title: "Azure Interior".into(),
                title_link: "https://erp.example.com/mail/view?model=res.partner&res_id=14".into(),
                fields: vec![field("City", "Fremont"), field("Country", "United States")],
                ..Card::default()
            }],
            props: json!({"odoo_preview": id}),
            ..Message::default()
        }
    );
}

#[test]
fn a_reply_gets_its_card_in_the_same_thread() {
    let world = world();
    let root = world.write("cara", "town", "", "Who is that?");
    let reply = world.write("ben", "town", &root, AZURE);
    preview::posted(&world.deps(), &world.post(&reply).unwrap());
    assert_eq!(previews(&world)[0].root_id, root);
}

#[test]
fn it_is_read_as_the_one_who_wrote_it() {
    let world = world();
    world.restart();
    world.say("ben", "town", "https://erp.example.com/odoo/crm/63");
    assert_eq!((titles(&world), logins(&world)), (vec!["Fit-out of 12 desks".to_owned()], vec!["paula".to_owned()]));
    // Rita, as whom cara reads, is not in the app.
    world.say("cara", "town", "https://erp.example.com/odoo/crm/63");
    assert_eq!((titles(&world).len(), logins(&world)), (1, vec!["paula".to_owned(), "rita".to_owned()]));
    assert!(world.told("cara").is_empty());
}

#[test]
fn who_is_not_connected_reads_with_the_service_account_where_that_is_allowed() {
    let world = world();
    world.say("anna", "deals", AZURE);
    world.change("anna", |anna| anna.is_system_admin = false);
    world.say("anna", "town", AZURE);
    assert_eq!(titles(&world).len(), 1, "a system administrator may read, another stranger may not");
    world.save("allowservicereads", json!(true));
    world.say("anna", "town", AZURE);
    assert_eq!(titles(&world).len(), 2);
}

#[test]
fn a_number_is_a_ticket_where_tickets_are_kept() {
    let world = world();
    let ticket = |title: &str| previews(&world).last().is_some_and(|post| post.cards[0].title == title);
    world.say("ben", "town", "Is #5 done?");
    let name = world.desk().record("project.task", 5, &["name"]).unwrap()["name"].as_str().unwrap().to_owned();
    assert!(ticket(&format!("\\[HELP-#\u{2060}5\\] {name}")), "{:?}", titles(&world));
    world.say("ben", "town", "[HELP-#5]");
    assert_eq!(titles(&world).len(), 2);
    // A task of another project is no ticket.
    world.save("ticketprojects", json!("9"));
    world.say("ben", "town", "#5 and [HELP-#5]");
    assert_eq!(titles(&world).len(), 2);
    world.save("ticketprojects", json!(""));
    let asked = world.asked.borrow().len();
    world.say("ben", "town", "#5");
    assert_eq!((titles(&world).len(), world.asked.borrow().len()), (2, asked));
    world.say("ben", "town", TASK);
    assert_eq!(titles(&world).last(), Some(&name), "a link to it is a task");
}

#[test]
fn at_most_three_cards_below_one_message() {
    let world = world();
    let links: Vec<_> = (1..=5).map(|id| format!("https://erp.example.com/odoo/project/{id}")).collect();
    world.say("ben", "town", &links.join("\n"));
    assert_eq!(previews(&world).len(), 1);
    assert_eq!(previews(&world)[0].cards.len(), 3);
}

#[test]
fn what_is_not_there_leaves_the_others() {
    let world = world();
    let shown = world.shown.borrow().len();
    world.say("ben", "town", "https://erp.example.com/odoo/contacts/99999 https://erp.example.com/odoo/contacts/14");
    assert_eq!(titles(&world), ["Azure Interior"]);
    world.say("ben", "town", "https://erp.example.com/odoo/contacts/99999");
    assert_eq!(previews(&world).len(), 1);
    assert_eq!(world.shown.borrow().len(), shown, "nobody reads why");
}

#[test]
fn a_message_without_a_link_costs_nothing() {
    let world = world();
    world.say("ben", "town", "Good morning! #standup");
    let before = (world.kv_calls.get(), world.effects.count());
    for text in ["Good morning", "", "14", "see the ERP"] {
        world.say("ben", "town", text);
    }
    assert_eq!((world.kv_calls.get(), world.effects.count()), before);
    assert_eq!((claims(&world), world.asked.borrow().len()), (0, 0));
}

#[test]
fn a_message_has_its_cards_once() {
    let world = world();
    let id = world.say("ben", "town", AZURE);
    let post = world.post(&id).unwrap();
    preview::posted(&world.deps(), &post);
    assert_eq!(titles(&world).len(), 1);
    // Another node is told at the same time.
    let again = world.write("ben", "town", "", AZURE);
    let post = world.post(&again).unwrap();
    let same = post.clone();
    world.effects.interrupt_at(1, move |world| preview::posted(&world.deps(), &same));
    preview::posted(&world.deps(), &post);
    assert_eq!(titles(&world).len(), 2);
}

#[test]
fn programs_get_no_cards() {
    let world = world();
    let posted = |change: &dyn Fn(&mut Post)| {
        let mut post = world.post(&world.write("ben", "town", "", AZURE)).unwrap();
        change(&mut post);
        preview::posted(&world.deps(), &post);
    };
    for mark in ["from_webhook", "from_bot", "from_plugin", "from_oauth_app"] {
        posted(&|post| post.props[mark] = json!("true"));
        posted(&|post| post.props[mark] = json!(true));
    }
    posted(&|post| post.is_system = true);
    posted(&|post| post.author_id = BOT.into());
    world.save("serviceaccounts", json!("@ben"));
    posted(&|_| {});
    assert!(titles(&world).is_empty() && world.asked.borrow().is_empty());
    world.save("serviceaccounts", json!(""));
    posted(&|post| post.props["from_plugin"] = json!("false"));
    assert_eq!(titles(&world).len(), 1);
}

#[test]
fn talks_with_guests_get_no_cards() {
    let world = world();
    let member = ChannelMember { is_admin: false, is_guest: false };
    for channel in ["dm-ben-cara", "gm-1", "dm-ben-dora", "gm-2"] {
        world.join(channel, "ben", member);
        world.join(channel, "cara", member);
    }
    for channel in ["dm-ben-dora", "gm-2"] {
        world.join(channel, "dora", ChannelMember { is_guest: true, ..member });
    }
    for channel in ["dm-ben-cara", "gm-1", "dm-ben-dora", "gm-2", "nowhere"] {
        world.say("ben", channel, AZURE);
    }
    let channels: Vec<_> = previews(&world).into_iter().map(|post| post.channel_id).collect();
    assert_eq!(channels, ["dm-ben-cara", "gm-1"]);
}

#[test]
fn an_odoo_that_is_down_or_a_plugin_that_is_paused_is_silent() {
    let world = world();
    world.desk().set_fault(Fault::NoAnswer);
    let start = world.elapsed();
    world.say("ben", "town", AZURE);
    assert!((world.elapsed() - start).as_secs() <= 5);
    assert!(titles(&world).is_empty() && world.told("ben").is_empty());

    let paused = self::world().setting("paused", json!(true));
    paused.say("ben", "town", AZURE);
    assert!(titles(&paused).is_empty() && paused.asked.borrow().is_empty());

    let unconfigured = World::new().unconfigured();
    unconfigured.say("ben", "town", AZURE);
    assert!(titles(&unconfigured).is_empty());
}

#[test]
fn a_key_that_odoo_refused_is_told_once_and_not_tried_again() {
    let world = world();
    world.restart();
    world.desk().revoke_key("paula");
    world.say("ben", "town", AZURE);
    assert!(titles(&world).is_empty());
    assert_eq!(world.told("ben").len(), 1);
    let asked = world.asked.borrow().len();
    world.say("ben", "town", AZURE);
    assert_eq!((world.asked.borrow().len(), world.told("ben").len(), titles(&world).len()), (asked, 1, 0));
}

#[test]
fn who_posts_many_links_gets_cards_up_to_the_limit_of_reads() {
    let world = world().setting("readsperminute", json!(2));
    for _ in 0..4 {
        world.say("ben", "town", AZURE);
    }
    assert_eq!(titles(&world).len(), 2);
}

#[test]
fn foreign_names_neither_mention_nor_format() {
    let world = world();
    world.desk().write("res.partner", 14, &json!({"name": "@channel **Ltd**", "city": "@all"}));
    world.say("ben", "town", AZURE);
    let card = previews(&world).remove(0).cards.remove(0);
    assert_eq!(card.title, "@\u{2060}channel \\*\\*Ltd\\*\\*");
    assert_eq!(card.fields[0].value, "@\u{2060}all");
}

#[test]
fn administrators_of_the_channel_switch_it_off_and_on() {
    let world = world();
    const ON: &str = "Links to Odoo get a card in this channel. `/odoo settings preview off` switches that off.";
    const OFF: &str = "Links to Odoo get no card in this channel. `/odoo settings preview on` switches that on.";
    let refusal = "Link previews are switched by administrators of the channel. Ask one of them.";
    assert_eq!(world.command("/odoo settings preview"), ON);
    assert_eq!(world.command("/odoo settings preview off"), refusal);
    world.join("town", "ben", ChannelMember { is_admin: true, is_guest: false });
    assert_eq!(world.command("/odoo settings preview off"), OFF);
    assert_eq!(world.command("/odoo settings preview OFF"), OFF);
    assert_eq!(world.command_as("cara", "town", "/odoo settings preview"), OFF);
    assert_eq!(world.command_as("ben", "deals", "/odoo settings preview off"), refusal);

    world.say("ben", "town", AZURE);
    assert!(titles(&world).is_empty() && world.asked.borrow().is_empty());
    world.say("ben", "deals", AZURE);
    assert_eq!(titles(&world).len(), 1, "other channels keep theirs");

    assert_eq!(world.command_as("anna", "town", "/odoo settings preview on"), ON);
    world.say("ben", "town", AZURE);
    assert_eq!(titles(&world).len(), 2);
    let audit = world.command_as("anna", "town", "/odoo audit");
    assert_eq!((audit.matches("preview.off").count(), audit.matches("preview.on").count()), (1, 1), "{audit}");
    assert!(world.command("/odoo settings preview maybe").starts_with("`state` must be `on` or `off`, not “maybe”."));
}

#[test]
fn both_people_of_a_direct_channel_may_switch_it() {
    let world = world();
    let member = ChannelMember { is_admin: false, is_guest: false };
    world.join("dm-ben-cara", "ben", member);
    world.join("dm-ben-cara", "cara", member);
    assert!(
        world.command_as("cara", "dm-ben-cara", "/odoo settings preview off").starts_with("Links to Odoo get no card")
    );
    world.say("ben", "dm-ben-cara", AZURE);
    assert!(titles(&world).is_empty());
    assert!(world.command_as("dora", "dm-ben-cara", "/odoo settings preview on").starts_with("Link previews are"));
}
