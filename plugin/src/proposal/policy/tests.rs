#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Approve, Policy, Reviewer, Unfit, Who, may_decide, snapshot};
use crate::language::Language;
use crate::ports::Timestamp;
use crate::proposal::{Decision, Effect, Model, Operation, Proposal, Proposer, Verdict};
use crate::settings::Settings;

/// Somebody with a name, roles and groups.
#[derive(Clone, Debug, Default)]
struct Somebody {
    name: &'static str,
    roles: Vec<&'static str>,
    groups: Vec<&'static str>,
    is_machine: bool,
    is_odoo_down: bool,
}

impl Reviewer for Somebody {
    fn user_id(&self) -> &str {
        self.name
    }

    fn is_named(&self, username: &str) -> bool {
        self.name == username
    }

    fn is_person(&self) -> bool {
        !self.is_machine
    }

    fn has_role(&self, role: &str) -> bool {
        self.roles.contains(&role)
    }

    fn is_in_odoo_group(&self, group: &str) -> Result<bool, String> {
        if self.is_odoo_down { Err("Odoo is down.".into()) } else { Ok(self.groups.contains(&group)) }
    }
}

fn named(name: &'static str) -> Somebody {
    Somebody { name, roles: vec!["proposer"], ..Somebody::default() }
}

fn ben() -> Proposer {
    Proposer::Person { user_id: "ben".into() }
}

fn key() -> Proposer {
    Proposer::Key { key_id: "k".into(), name: "loom".into(), owner_id: "anna".into() }
}

fn lead(revenue: f64) -> Vec<Operation> {
    let values = json!({"name": "Desk", "expected_revenue": revenue}).as_object().unwrap().clone();
    vec![Operation {
        op: "create_lead".into(),
        model: Model::Lead,
        effect: Effect::Create { values: vec![values] },
        context: serde_json::Map::new(),
        preconditions: Vec::new(),
    }]
}

fn of(document: &Value, kind: &str, proposer: &Proposer, is_agent: bool, allow_self_confirm: bool) -> Policy {
    let mut settings = Settings::default();
    settings.proposals.approval_policy = document.to_string();
    settings.proposals.allow_self_confirm = allow_self_confirm;
    snapshot(&settings, kind, proposer, is_agent, &lead(12_000.0))
}

fn proposal(policy: Policy, approvers: &[&str]) -> Proposal {
    let decision = |user: &&str| Decision {
        user_id: (*user).into(),
        principal_id: None,
        at: Timestamp(0),
        verdict: Verdict::Approve,
        reason: String::new(),
    };
    Proposal { proposer: ben(), policy, decisions: approvers.iter().map(decision).collect(), ..Proposal::default() }
}

#[test]
fn every_cell_of_whose_word_counts() {
    let words = [None, Some("none"), Some("self"), Some("other"), Some("n-of-m")];
    let mut cells = Vec::new();
    for word in words {
        for kind in ["note", "lead"] {
            let rule = match word {
                None => json!({}),
                Some("none") if kind == "lead" => continue,
                Some("n-of-m") => json!({kind: {"approve": "n-of-m", "n": 2}}),
                Some(word) => json!({kind: {"approve": word}}),
            };
            let cell = [(ben(), true, true), (ben(), false, true), (ben(), true, false), (key(), true, true)].map(
                |(proposer, is_agent, allow_self_confirm)| {
                    let policy = of(&rule, kind, &proposer, is_agent, allow_self_confirm);
                    format!("{} {}", json!(policy.approve).as_str().unwrap(), policy.n)
                },
            );
            cells.push(format!("{} {kind}: {}", word.unwrap_or("-"), cell.join(" | ")));
        }
    }
    // an agent | another person | an agent without AllowSelfConfirm | a key
    assert_eq!(
        cells,
        [
            "- note: self 1 | self 1 | other 1 | other 1",
            "- lead: self 1 | self 1 | other 1 | other 1",
            "none note: none 0 | self 1 | none 0 | other 1",
            "self note: self 1 | self 1 | other 1 | other 1",
            "self lead: self 1 | self 1 | other 1 | other 1",
            "other note: other 1 | other 1 | other 1 | other 1",
            "other lead: other 1 | other 1 | other 1 | other 1",
            "n-of-m note: n-of-m 2 | n-of-m 2 | n-of-m 2 | n-of-m 2",
            "n-of-m lead: n-of-m 2 | n-of-m 2 | n-of-m 2 | n-of-m 2",
        ]
    );
}

#[test]
fn larger_amounts_need_more_people() {
    let over = json!([
        {"field": "expected_revenue", "above": 10_000, "n": 1},
        {"field": "expected_revenue", "above": 11_999.99, "n": 2},
        {"field": "expected_revenue", "above": 12_000, "n": 5},
        {"field": "no_such_field", "above": 0, "n": 7},
    ]);
    let policy = of(&json!({"lead": {"over": over}}), "lead", &ben(), false, true);
    assert_eq!((policy.approve, policy.n), (Approve::Several, 2));
    let policy = of(&json!({"lead": {"approve": "n-of-m", "n": 3, "over": over}}), "lead", &ben(), false, true);
    assert_eq!((policy.approve, policy.n), (Approve::Several, 3));
}

#[test]
fn every_cell_of_who_may_decide() {
    let people = [
        named("ben"),
        named("cara"),
        Somebody { name: "dora", ..Somebody::default() },
        Somebody { roles: vec!["agent"], ..named("emil") },
        Somebody { groups: vec!["sales.manager"], ..named("fay") },
        Somebody { is_machine: true, ..named("robot") },
    ];
    let by = vec![Who::User("dora".into()), Who::Role("agent".into()), Who::OdooGroup("sales.manager".into())];
    let rows: Vec<_> = [Approve::Anybody, Approve::Other, Approve::Several]
        .into_iter()
        .flat_map(|approve| [Vec::new(), by.clone()].map(|by| Policy { approve, n: 1, by, ..Policy::default() }))
        .map(|policy| {
            let proposal = proposal(policy, &[]);
            let cells = people.iter().map(|person| match may_decide(person, &proposal) {
                Ok(()) => "yes",
                Err(Unfit::Machine) => "machine",
                Err(Unfit::Own) => "own",
                Err(Unfit::Stranger(_)) => "no",
                Err(Unfit::Again { .. } | Unfit::Unsure(_)) => "?",
            });
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect();
    // ben (the proposer), cara, dora and emil (an agent), who may not propose, fay (manager in Odoo), robot
    assert_eq!(
        rows,
        [
            "yes yes no no yes machine",
            "yes no yes yes yes machine",
            "own yes no no yes machine",
            "own no yes yes yes machine",
            "own yes no no yes machine",
            "own no yes yes yes machine",
        ]
    );
}

#[test]
fn whom_it_escalates_to_may_decide_from_then_on() {
    let policy =
        Policy { by: vec![Who::User("cara".into())], escalate_to: vec![Who::User("dora".into())], ..Policy::default() };
    let mut proposal = proposal(policy, &[]);
    assert_eq!(may_decide(&named("dora"), &proposal), Err(Unfit::Stranger(proposal.policy.clone())));
    proposal.escalated_at = Some(Timestamp(1));
    assert_eq!(may_decide(&named("dora"), &proposal), Ok(()));
}

#[test]
fn a_group_that_odoo_does_not_tell_is_no_yes() {
    let policy = Policy { by: vec![Who::OdooGroup("sales.manager".into())], ..Policy::default() };
    let person = Somebody { is_odoo_down: true, ..named("fay") };
    assert_eq!(
        may_decide(&person, &proposal(policy, &[])).unwrap_err().say(Language::En),
        "Whether you may decide could not be found out. Odoo is down."
    );
}

#[test]
fn one_person_counts_once() {
    let policy = Policy { approve: Approve::Several, n: 3, ..Policy::default() };
    let proposal = proposal(policy, &["cara"]);
    assert_eq!(
        may_decide(&named("cara"), &proposal).unwrap_err().say(Language::En),
        "You have approved this already; 2 more approvals are needed."
    );
}

#[test]
fn a_policy_is_stored_in_the_words_of_the_setting() {
    let policy = of(
        &json!({"lead": {"approve": "n-of-m", "n": 2, "by": ["@cara", "@emil"], "escalate_to": "role:agent"}}),
        "lead",
        &ben(),
        false,
        true,
    );
    let stored = json!(policy);
    assert_eq!(
        stored,
        json!({"approve": "n-of-m", "n": 2, "by": ["@cara", "@emil"], "remind_hours": 4, "escalate_to": ["role:agent"]})
    );
    assert_eq!(serde_json::from_value::<Policy>(stored).unwrap(), policy);
    assert_eq!(policy.needs(Language::En, &[]), "2 approvals by other people: @cara, @emil");
}

proptest! {
    #[test]
    fn a_machine_never_decides_and_a_tool_is_never_enough(
        word in prop::sample::select(vec!["self", "other", "n-of-m"]),
        n in 1_u32..5,
        kind in prop::sample::select(vec!["note", "lead", "partner", "tasks"]),
        is_agent: bool,
        allow_self: bool,
        roles in prop::collection::vec(prop::sample::select(super::ROLES.to_vec()), 0..5),
    ) {
        let rule = if word == "n-of-m" { json!({kind: {"approve": word, "n": n}}) } else { json!({kind: {"approve": word}}) };
        let policy = of(&rule, kind, &key(), is_agent, allow_self);
        prop_assert!(policy.n >= 1 && !matches!(policy.approve, Approve::Nobody | Approve::Anybody));
        let machine = Somebody { roles, is_machine: true, ..named("robot") };
        prop_assert_eq!(may_decide(&machine, &proposal(policy, &[])), Err(Unfit::Machine));
    }

    #[test]
    fn approvals_are_missing_until_enough_people_agreed(n in 0_u32..5, people in prop::collection::vec("[a-d]", 0..8)) {
        let policy = Policy { n, ..Policy::default() };
        let mut different = people.clone();
        different.sort();
        different.dedup();
        let approvers: Vec<_> = people.iter().map(String::as_str).collect();
        let decisions = proposal(policy.clone(), &approvers).decisions;
        prop_assert_eq!(policy.missing(&decisions), n.saturating_sub(u32::try_from(different.len()).unwrap()));
    }

    #[test]
    fn no_document_makes_it_panic(text in "\\PC{0,80}") {
        let _ = super::ApprovalPolicy::parse(&text);
    }
}
