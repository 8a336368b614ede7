//! Proposals as they would be made, without looking in Odoo first, and what became of them.

use odoo_plugin::ports::Message;
use odoo_plugin::proposal::{
    Effect, Model, Operation, Origin, Plan, Policy, Precondition, Proposal, Proposals, Proposer, Shown, keep, policy,
};
use odoo_plugin::settings::Settings;
use serde_json::{Map, Value, json};

use crate::world::{World, buttons};

/// `ben` and `cara` may propose, everybody confirms their own.
pub fn world() -> World {
    World::live().setting("proposers", json!("@ben, @cara"))
}

/// Somebody else has to approve.
pub fn strict() -> World {
    world().setting("allowselfconfirm", json!(false))
}

/// A new lead, proposed by `ben` in `town`.
pub fn lead(world: &World) -> Proposal {
    let values = json!({"name": "Ten desks", "type": "opportunity", "expected_revenue": 1200.0, "partner_id": 14});
    build(world, "lead", vec![create("create_lead", Model::Lead, &[values])])
}

/// So many new tasks.
pub fn tasks(world: &World, count: usize) -> Proposal {
    let task = |n| {
        json!({"name": format!("Task {n:02}"), "project_id": 9, "user_ids": [[6, 0, []]], "description": "a<br/>b",
            "date_deadline": "2026-12-24 10:00:00", "priority": "1"})
    };
    let values: Vec<_> = (1..=count).map(task).collect();
    build(world, "tasks", vec![create("create_tasks", Model::Task, &values)])
}

/// A new phone number and a note for partner 14.
pub fn partner(world: &World) -> Proposal {
    let note = Operation {
        op: "add_note".into(),
        model: Model::Partner,
        effect: Effect::Note { id: 14, text: "Prefers calls".into(), with_files: false },
        context: Map::new(),
        preconditions: Vec::new(),
    };
    build(world, "partner", vec![phone(world, "+34 600"), note])
}

/// A new phone number of partner 14.
pub fn phone(world: &World, phone: &str) -> Operation {
    let row = world.desk().record("res.partner", 14, &["phone", "write_date"]).unwrap();
    Operation {
        op: "upsert_partner".into(),
        model: Model::Partner,
        effect: Effect::Write { id: 14, values: object(json!({"phone": phone})) },
        context: Map::new(),
        preconditions: vec![Precondition {
            model: Model::Partner,
            id: 14,
            write_date: row["write_date"].as_str().unwrap().into(),
            old: object(json!({"phone": row["phone"]})),
        }],
    }
}

/// An operation that makes records.
pub fn create(op: &str, model: Model, values: &[Value]) -> Operation {
    Operation {
        op: op.into(),
        model,
        effect: Effect::Create { values: values.iter().cloned().map(object).collect() },
        context: Map::new(),
        preconditions: Vec::new(),
    }
}

/// `ben` proposes these operations in `town`.
pub fn build(world: &World, kind: &str, operations: Vec<Operation>) -> Proposal {
    build_as(world, Proposer::Person { user_id: "ben".into() }, kind, operations)
}

/// Somebody proposes these operations in `town`.
pub fn build_as(world: &World, proposer: Proposer, kind: &str, operations: Vec<Operation>) -> Proposal {
    let deps = world.deps();
    let settings = settings(world);
    let proposal = Proposal {
        kind: kind.into(),
        case_id: Some("C-17".into()),
        policy: policy::of(&deps, &settings, kind, &proposer, &operations),
        proposer,
        origin: Origin {
            team_id: "team".into(),
            channel_id: "town".into(),
            way: "command".into(),
            ..Origin::default()
        },
        ..Proposal::default()
    };
    let plan = Plan {
        operations,
        summary: format!("A {kind}"),
        shown: vec![Shown { label: "Name".into(), old: None, new: "New".into() }],
        warnings: Vec::new(),
    };
    keep(&deps, &settings, proposal, plan).unwrap()
}

/// The settings in force.
pub fn settings(world: &World) -> Settings {
    Settings::current(&world.deps()).settings
}

/// A proposal as it is stored now.
pub fn stored(world: &World, id: &str) -> Proposal {
    Proposals::new(&world.deps()).get(id).unwrap().unwrap().value
}

/// Everything on the list of the open ones.
pub fn listed(world: &World) -> Vec<String> {
    let mut ids = Vec::new();
    Proposals::new(&world.deps())
        .each_listed(|_, saved| {
            ids.push(saved.value.id);
            Ok(true)
        })
        .unwrap();
    ids
}

/// Presses a button of the proposal's card; returns what its presser reads.
pub fn press(world: &World, user_id: &str, proposal: &Proposal, name: &str) -> String {
    told(&world.press_on(user_id, &stored(world, &proposal.id).origin.post_id, name))
}

/// What a presser reads.
pub fn told(response: &odoo_plugin::http::Response) -> String {
    assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    body["ephemeral_text"].as_str().unwrap_or_default().to_owned()
}

/// The proposal's card.
pub fn card(world: &World, proposal: &Proposal) -> Message {
    world.post_of(&stored(world, &proposal.id).origin.post_id)
}

/// What can be pressed on it.
pub fn names(world: &World, proposal: &Proposal) -> Vec<String> {
    buttons(&card(world, proposal)).into_iter().map(|button| button.name).collect()
}

/// The calls of Odoo that changed something, as `model/method`.
pub fn writes(world: &World) -> Vec<String> {
    let calls = world.desk().calls();
    let is_write = |call: &&odoo_stand_in::Call| {
        let methods = ["create", "write", "load", "message_post", "action_feedback", "unlink"];
        methods.contains(&call.method.as_str()) || call.method.starts_with("button_")
    };
    calls.iter().filter(is_write).map(odoo_stand_in::Call::name).collect()
}

/// Leads of that name in Odoo, archived ones too.
pub fn leads(world: &World) -> Vec<i64> {
    world.desk().search("crm.lead", &json!([["name", "=", "Ten desks"], ["active", "in", [true, false]]]))
}

/// Messages in a record's chatter, the latest first.
pub fn notes(world: &World, model: &str, id: i64) -> Vec<String> {
    let ids = world.desk().search("mail.message", &json!([["model", "=", model], ["res_id", "=", id]]));
    let body = |id| world.desk().record("mail.message", id, &["body"]).unwrap()["body"].as_str().map(ToOwned::to_owned);
    ids.into_iter().filter_map(body).filter(|body| body.contains("Proposal")).collect()
}

/// A policy in which so many others have to agree.
pub fn several(n: u32) -> Policy {
    Policy { approve: policy::Approve::Several, n, ..Policy::default() }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}
