//! Deciding: what is checked, in which order, and what each refusal says.

use std::time::Duration;

use odoo_plugin::identity::{self, How, Link};
use odoo_plugin::language::Language;
use odoo_plugin::ports::{Button, ChannelMember};
use odoo_plugin::proposal::review::Person;
use odoo_plugin::proposal::{Policy, Proposal, Proposer, State, policy};
use serde_json::{Value, json};

use super::built::{
    build_as, card, create, lead, leads, listed, names, partner, press, several, stored, strict, told, world, writes,
};
use crate::world::{START, World, answer, buttons, login, recorded, result};

/// A body that a client would send, to be forged.
fn body(world: &World, proposal: &Proposal) -> Value {
    let post = card(world, proposal);
    let approve = buttons(&post).into_iter().find(|button| button.name == "Approve").unwrap();
    json!({
        "user_id": "ben", "channel_id": "town", "post_id": post.id, "type": "button", "trigger_id": "trigger",
        "context": approve.context,
    })
}

fn send(world: &World, user_id: &str, body: &Value) -> String {
    told(&world.post_json("/plugins/odoo/actions/v1/proposal", user_id, body))
}

#[test]
fn a_press_on_approve_writes_and_the_card_says_what_and_where() {
    let world = world();
    let proposal = lead(&world);
    assert_eq!(names(&world, &proposal), ["Approve", "Reject…", "Cancel…"]);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    let id = leads(&world)[0];
    assert_eq!(
        super::read(&card(&world, &proposal)),
        format!(
            "Proposal `{}` is in Odoo.
A lead
Approved by @⁀ben 2026-11-21 09:30 UTC
Written to Odoo: 1 record. [crm.lead {id}](https://erp.example.com/mail/view?model=crm.lead&res_id={id})
Name: New
Proposed by: @⁀ben
Case: C-17
Written: as the plugin's account",
            proposal.code
        )
    );
    assert_eq!(names(&world, &proposal), ["Then…", "Undo"]);
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
    assert_eq!(listed(&world), Vec::<String>::new());
}

#[test]
fn a_note_beside_a_change_is_no_second_record() {
    let world = world();
    let proposal = partner(&world);
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
    assert!(
        super::read(&card(&world, &proposal)).contains("\nWritten to Odoo: 1 record and 1 note. [res.partner 14](")
    );
}

#[test]
fn the_person_is_the_one_of_the_header_and_not_the_one_of_the_body() {
    let world = strict();
    let proposal = lead(&world);
    let mut forged = body(&world, &proposal);
    forged["user_id"] = json!("cara");
    assert_eq!(send(&world, "ben", &forged), "This is your own proposal: somebody else has to approve it.");
    let anonymous = world.request("POST", "/actions/v1/proposal", None, forged.to_string().as_bytes());
    assert_eq!(anonymous.status, 401);
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn a_post_that_is_not_the_bots_or_not_there_is_refused() {
    let world = world();
    let proposal = lead(&world);
    let sentence = "This button is not on a card of this plugin. Nothing was done.";
    let mut forged = body(&world, &proposal);
    forged["post_id"] = json!("nowhere");
    assert_eq!(send(&world, "ben", &forged), sentence);
    forged["post_id"] = json!(world.write("ben", "town", "", "my own card"));
    assert_eq!(send(&world, "ben", &forged), sentence);
    let mut forged = body(&world, &proposal);
    forged["channel_id"] = json!("deals");
    assert_eq!(send(&world, "ben", &forged), sentence);
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn what_this_plugin_did_not_seal_is_refused() {
    let world = world();
    let proposal = lead(&world);
    let sentence = "This button is not one that this plugin made for this card. Nothing was done.";
    for context in [json!({}), json!({"t": ""}), json!({"t": "x.y"}), json!({"id": proposal.id})] {
        let mut forged = body(&world, &proposal);
        forged["context"] = context;
        assert_eq!(send(&world, "ben", &forged), sentence);
    }
    let mut forged = body(&world, &proposal);
    let sealed = forged["context"]["t"].as_str().unwrap().to_owned();
    let other = if sealed.ends_with('A') { "Q" } else { "A" };
    forged["context"]["t"] = json!(format!("{}{other}", &sealed[..sealed.len() - 1]));
    assert_eq!(send(&world, "ben", &forged), sentence);
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn approving_one_on_the_card_of_another_is_refused() {
    let world = world();
    let (one, other) = (lead(&world), lead(&world));
    let mut forged = body(&world, &one);
    forged["post_id"] = json!(stored(&world, &other.id).origin.post_id);
    assert_eq!(
        send(&world, "ben", &forged),
        "This button is not one that this plugin made for this card. Nothing was done."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn a_replayed_press_writes_nothing_and_the_card_stays_as_it_is() {
    let world = world();
    let proposal = lead(&world);
    let replay = body(&world, &proposal);
    assert_eq!(send(&world, "ben", &replay), "");
    let before = writes(&world).len();
    assert_eq!(
        send(&world, "ben", &replay),
        format!("Proposal `{}` does not wait for a decision: it was approved and is in Odoo.", proposal.code)
    );
    assert_eq!(writes(&world).len(), before);
    assert_eq!(names(&world, &proposal), ["Then…", "Undo"]);
}

#[test]
fn a_late_press_on_a_card_that_is_behind_shows_it_as_it_is() {
    let world = world();
    let proposal = lead(&world);
    let before = card(&world, &proposal);
    assert_eq!(
        world.command(&format!("/odoo cancel {} wrong desk", proposal.code)),
        format!("Proposal `{}` is cancelled.", proposal.code)
    );
    // As if the update had been lost.
    world.posts.borrow_mut().iter_mut().filter(|post| post.id == before.id).for_each(|post| *post = before.clone());
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        format!("Proposal `{}` does not wait for a decision: it was cancelled.", proposal.code)
    );
    assert_eq!(names(&world, &proposal), Vec::<String>::new());
    assert!(super::read(&card(&world, &proposal)).contains("wrong desk"));
}

#[test]
fn an_expired_proposal_is_not_approved() {
    let world = world();
    let proposal = lead(&world);
    world.pass(Duration::from_secs(72 * 3600));
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        format!(
            "Proposal `{}` has expired: nobody decided in time. Propose it again if it is still wanted.",
            proposal.code
        )
    );
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn operations_that_are_not_those_of_the_digest_are_not_run() {
    let world = world();
    let proposal = lead(&world);
    // Somebody with access to the store changes what was reviewed.
    let key = format!("p/{}", proposal.id);
    let (bytes, expiry) = world.kv.borrow()[&key].clone();
    let changed = String::from_utf8(bytes).unwrap().replace("Ten desks", "Ten thousand desks");
    world.kv.borrow_mut().insert(key, (changed.into_bytes(), expiry));
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "This is not what was shown on the card any more. Look at the card again before you decide."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn where_somebody_else_has_to_approve_the_proposer_cannot_and_a_colleague_can() {
    let world = strict();
    let proposal = lead(&world);
    let sentence = "This is your own proposal: somebody else has to approve it.";
    assert_eq!(press(&world, "ben", &proposal, "Approve"), sentence);
    assert_eq!(world.command(&format!("/odoo confirm {}", proposal.code)), sentence);
    assert_eq!(
        press(&world, "anna", &proposal, "Approve"),
        "You are not one of those who decide on this proposal: everybody who may propose."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    assert_eq!(leads(&world).len(), 1);
}

#[test]
fn machines_never_decide() {
    let world = strict().setting("serviceaccounts", json!("@cara"));
    let proposal = lead(&world);
    assert_eq!(
        press(&world, "cara", &proposal, "Approve"),
        "Only a person can decide on a proposal; bots, service accounts and API keys cannot."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn what_a_key_proposes_needs_a_person() {
    let world = world();
    let key = Proposer::Key { key_id: "k1".into(), name: "loom".into(), owner_id: "ben".into() };
    let values = json!({"name": "Ten desks", "type": "opportunity"});
    let operation = create("create_lead", odoo_plugin::proposal::Model::Lead, &[values]);
    let proposal = build_as(&world, key, "lead", vec![operation]);
    assert_eq!(proposal.policy.approve, policy::Approve::Other);
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    assert_eq!(leads(&world).len(), 1);
}

#[test]
fn who_cannot_see_the_channel_decides_nothing_from_elsewhere() {
    let world = strict().setting("proposers", json!("@ben, @cara, @dora"));
    let proposal = lead(&world);
    assert_eq!(
        world.command_as("dora", "dm-bot-dora", &format!("/odoo confirm {}", proposal.code)),
        format!("There is no proposal “{}” here. `/odoo proposals` lists yours.", proposal.code)
    );
    // The body claims to come from the card's channel.
    assert_eq!(
        send(&world, "dora", &body(&world, &proposal)),
        "This proposal belongs to another channel, where you cannot decide on it from here."
    );
    world.join("town", "dora", ChannelMember { is_admin: false, is_guest: false });
    assert_eq!(send(&world, "dora", &body(&world, &proposal)), "");
}

#[test]
fn while_writing_is_frozen_no_approval_is_taken() {
    let world = world();
    let proposal = lead(&world);
    world.command_as("anna", "town", "/odoo admin freeze wrong prices");
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "Writing to Odoo is frozen by an administrator: wrong prices. Your approval was not taken."
    );
    assert_eq!(stored(&world, &proposal.id).decisions, []);
    world.command_as("anna", "town", "/odoo admin unfreeze");
    assert_eq!(press(&world, "ben", &proposal, "Approve"), "");
}

#[test]
fn an_account_without_the_right_is_told_before_anybodys_approval_counts() {
    let world = world();
    let proposal = lead(&world);
    world.desk().withdraw("bridge", "Sales/User: All Documents");
    world.desk().withdraw("bridge", "Sales/User: Own Documents Only");
    assert_eq!(
        press(&world, "ben", &proposal, "Approve"),
        "The Odoo account that would write may not make crm.lead (as the plugin's account). Your approval was not taken."
    );
    assert_eq!(stored(&world, &proposal.id).state, State::Pending);
    assert_eq!(writes(&world), Vec::<String>::new());
}

#[test]
fn a_rejection_asks_why_and_the_reason_stays_on_the_card() {
    let world = strict();
    let proposal = lead(&world);
    assert_eq!(press(&world, "cara", &proposal, "Reject…"), "");
    let form = world.dialogs.borrow().last().unwrap().clone();
    assert_eq!(
        (form.title.as_str(), form.elements[0].is_optional),
        (format!("Reject {}", proposal.code).as_str(), false)
    );
    let response = world.submit("cara", "town", json!({"reason": "Twelve, not ten"}));
    assert_eq!(String::from_utf8(response.body).unwrap(), "{}");
    let text = super::read(&card(&world, &proposal));
    assert!(text.contains("Rejected by @⁀cara 2026-11-21 09:30 UTC: Twelve, not ten"), "{text}");
    assert_eq!(names(&world, &proposal), Vec::<String>::new());
    assert_eq!(listed(&world), Vec::<String>::new());
    // The form of somebody who was slower.
    let response = world.submit("cara", "town", json!({"reason": "again"}));
    assert_eq!(
        String::from_utf8(response.body).unwrap(),
        json!({"error": format!("Proposal `{}` does not wait for a decision: it was rejected.", proposal.code)})
            .to_string()
    );
}

#[test]
fn the_form_of_somebody_who_may_not_decide_does_not_open_nor_count() {
    let world = strict();
    let proposal = lead(&world);
    assert_eq!(
        press(&world, "ben", &proposal, "Reject…"),
        "This is your own proposal: somebody else has to approve it."
    );
    assert_eq!(world.dialogs.borrow().len(), 0);
    press(&world, "cara", &proposal, "Reject…");
    let response = world.submit("ben", "town", json!({"reason": "mine"}));
    assert_eq!(
        String::from_utf8(response.body).unwrap(),
        json!({"error": "This is your own proposal: somebody else has to approve it."}).to_string()
    );
}

#[test]
fn a_proposal_is_taken_back_by_its_proposer_or_an_administrator_only() {
    let world = world();
    let proposal = lead(&world);
    assert_eq!(
        press(&world, "cara", &proposal, "Cancel…"),
        "A proposal is taken back by its proposer or by an administrator."
    );
    press(&world, "ben", &proposal, "Cancel…");
    world.submit("ben", "town", json!({"reason": ""}));
    assert_eq!(stored(&world, &proposal.id).state, State::Cancelled);
    let proposal = lead(&world);
    press(&world, "anna", &proposal, "Cancel…");
    world.submit("anna", "town", json!({"reason": "too late"}));
    assert_eq!(
        (stored(&world, &proposal.id).state, stored(&world, &proposal.id).reason),
        (State::Cancelled, "too late".into())
    );
}

#[test]
fn several_have_to_agree_and_each_counts_once() {
    let world = strict().setting("proposers", json!("@anna, @ben, @cara"));
    let policy = json!({"lead": {"approve": "n-of-m", "n": 2}});
    world.save("approvalpolicy", json!(policy.to_string()));
    let proposal = lead(&world);
    assert_eq!(proposal.policy, several(2));
    assert_eq!(press(&world, "cara", &proposal, "Approve"), "");
    assert!(super::read(&card(&world, &proposal)).contains("Needs: 1 approval by somebody else"));
    assert_eq!(
        press(&world, "cara", &proposal, "Approve"),
        "You have approved this already; 1 more approval is needed."
    );
    assert_eq!(writes(&world), Vec::<String>::new());
    assert_eq!(
        world.command_as("anna", "town", &format!("/odoo confirm {}", proposal.code)),
        format!("Proposal `{}` is in Odoo.", proposal.code)
    );
    assert_eq!(leads(&world).len(), 1);
    assert_eq!(stored(&world, &proposal.id).decisions.len(), 2);
}

#[test]
fn a_card_without_an_encryption_key_has_no_buttons_and_commands_go_on() {
    let world = world().setting("encryptionkey", json!(""));
    let proposal = lead(&world);
    assert_eq!(names(&world, &proposal), Vec::<String>::new());
    assert_eq!(
        world.command(&format!("/odoo confirm {}", proposal.code)),
        format!("Proposal `{}` is in Odoo.", proposal.code)
    );
}

#[test]
fn what_happened_is_in_the_audit() {
    let world = strict();
    let proposal = lead(&world);
    press(&world, "ben", &proposal, "Approve");
    press(&world, "cara", &proposal, "Approve");
    let text = world.command_as("anna", "town", "/odoo audit");
    for words in ["proposal.approve", "refused: policy", "proposal.execute", "done"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_button_is_not_found_by_guessing() {
    let world = world();
    let proposal = lead(&world);
    let other = World::live().setting("encryptionkey", json!("ANOTHER_KEY_OF_ANOTHER_WORLD_001"));
    let foreign = lead(&other);
    let sealed = buttons(&card(&other, &foreign)).remove(0).context;
    let button = Button { context: sealed, url: "/plugins/odoo/actions/v1/proposal".into(), ..Button::default() };
    let post_id = stored(&world, &proposal.id).origin.post_id;
    assert_eq!(
        told(&world.press_button("ben", "town", &post_id, &button)),
        "This button is not one that this plugin made for this card. Nothing was done."
    );
}

#[test]
fn a_group_in_odoo_decides() {
    let answers = |count: usize| {
        [login(), result(json!(["res.groups", 21])), recorded("1-jsonrpc-version"), result(json!(count))]
    };
    let decide = |world: &World| {
        let (deps, settings) = (world.deps(), super::built::settings(world));
        let by = vec![policy::Who::OdooGroup("project.group_project_manager".into())];
        let proposal = Proposal { policy: Policy { by, ..Policy::default() }, ..Proposal::default() };
        let person = Person::of(&deps, &settings, "cara", &proposal).unwrap();
        policy::may_decide(&person, &proposal).map_err(|unfit| unfit.say(Language::En))
    };
    let refusal = "You are not one of those who decide on this proposal: odoo-group:project.group_project_manager.";
    // Nobody knows who she is in Odoo.
    assert_eq!(decide(&World::new()), Err(refusal.into()));
    let connected = || {
        let world = World::new();
        let link = Link { odoo_uid: 9, how: How::Email, matched_at: START, sealed: None, refused_at: None };
        identity::connect(&world.deps(), "cara", &link).unwrap();
        world
    };
    let world = connected().odoo(answers(1));
    assert_eq!(decide(&world), Ok(()));
    assert_eq!(world.last_call().0, json!([["&", ["id", "=", 9], ["groups_id", "in", [21]]]]));
    assert_eq!(decide(&connected().odoo(answers(0))), Err(refusal.into()));
    let world = connected().odoo([login()].into_iter().chain((0..4).map(|_| answer(503, ""))));
    assert!(decide(&world).unwrap_err().starts_with("Whether you may decide could not be found out."));
}

#[test]
fn an_edit_opens_the_form_and_puts_another_one_in_its_place() {
    let world = world();
    let proposal = super::make(&world, "lead", json!({"name": "Ten desks", "case_id": "C-7"})).unwrap();
    assert_eq!(names(&world, &proposal), ["Approve", "Reject…", "Edit…", "Cancel…"]);
    assert_eq!(
        press(&world, "cara", &proposal, "Edit…"),
        "A proposal is edited by its proposer. Reject it and say why, or propose another one."
    );
    assert_eq!(press(&world, "ben", &proposal, "Edit…"), "");
    assert_eq!(world.dialogs.borrow().last().unwrap().elements[0].default, "Ten desks");
    let response = world.submit("ben", "town", json!({"name": "Twelve desks", "ref": "C-7"}));
    assert_eq!(String::from_utf8(response.body).unwrap(), "{}");
    let old = stored(&world, &proposal.id);
    assert_eq!(old.state, State::Superseded);
    assert_eq!(stored(&world, old.superseded_by.as_ref().unwrap()).summary, "New lead Twelve desks");
    assert_eq!(names(&world, &proposal), Vec::<String>::new());
}

#[test]
fn an_edit_that_comes_while_it_is_written_takes_nothing_back() {
    let world = world();
    let proposal = super::make(&world, "lead", json!({"name": "Ten desks"})).unwrap();
    press(&world, "ben", &proposal, "Edit…");
    press(&world, "ben", &proposal, "Approve");
    let response = world.submit("ben", "town", json!({"name": "Twelve desks"}));
    assert_eq!(
        String::from_utf8(response.body).unwrap(),
        json!({"error": "This proposal was decided meanwhile. Make a new one."}).to_string()
    );
    assert_eq!(stored(&world, &proposal.id).state, State::Done);
}

#[test]
fn the_next_one_begins_with_the_record_and_the_reference() {
    let world = world();
    let proposal = lead(&world);
    press(&world, "ben", &proposal, "Approve");
    let then = buttons(&card(&world, &proposal)).into_iter().find(|button| button.name == "Then…").unwrap();
    assert!(then.options.iter().any(|option| option.value == "activity"));
    let mut context = then.context.clone();
    context["selected_option"] = json!("activity");
    let chosen = Button { context, ..then };
    let post_id = stored(&world, &proposal.id).origin.post_id;
    assert_eq!(told(&world.press_button("ben", "town", &post_id, &chosen)), "");
    let dialogs = world.dialogs.borrow();
    let form = dialogs.last().unwrap();
    let of = |name: &str| form.elements.iter().find(|element| element.name == name).unwrap().default.clone();
    assert_eq!(
        (of("res_model"), of("res_id"), of("ref")),
        ("lead".into(), leads(&world)[0].to_string(), "C-17".into())
    );
}
